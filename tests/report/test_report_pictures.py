"""Pictures of the page: behind cells, montages, dot plots, small curves; size and errors."""

import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest
from sample_images import write_png

from classic_cls.base import ImageRef
from classic_cls.displays import DotDisplay
from classic_cls.evaluation import Predictions, fold_spread, operating_points, record_of
from classic_cls.report import pictures_of, render_report, summarize
from classic_cls.report.cells import images_of_cells, intervals_of_cells
from classic_cls.report.dots import dot_plot
from classic_cls.report.leads import leads
from classic_cls.report.tiles import limits_of

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """10,000 predictions of 20 classes, and images that no compression makes small."""
    root, rng = tmp_path_factory.mktemp("large"), np.random.default_rng(0)
    write_png(root / "noise.png", rng.integers(0, 256, (120, 160, 3), dtype=np.uint8))
    names = np.array([f"class {i:02d}" for i in range(20)])
    truth, scores = rng.integers(0, 20, 10_000), rng.random((10_000, 20))
    scores[np.arange(10_000), truth] += 0.7
    known = {"scores": scores, "folds": np.arange(10_000) % 5 + 1, "class_names": tuple(names)}
    known["score_kind"] = "decision_function"
    known["paths"] = tuple(f"{i:05d}.png" for i in range(10_000))
    found = Predictions.of(names[truth], names[scores.argmax(axis=1)], **known)
    return found, (ImageRef(str(root / "noise.png")),) * 10_000


def with_many(training, large, n=10_000):
    """The same training with other predictions; only its pictures and cells are looked at."""
    predictions, refs = large
    cv = replace(training.cv, predictions=predictions.take(np.arange(n)))
    recall = {"recall": np.full(20, 0.5)}
    return replace(training, cv=replace(cv, classes=training.cv.classes | recall), refs=refs[:n])


def large_page(held_out, large, n=10_000):
    training, summary = with_many(held_out, large, n), summarize(held_out)
    found = training.cv.predictions
    summary["class_names"] = list(found.class_names)
    cells = {"confusion": found.confusion.tolist()}
    cells["confusion_intervals"] = intervals_of_cells(found).tolist()
    summary["cv"] |= cells
    return render_report(summary, pictures_of(training))


def test_ten_thousand_images_stay_below_five_megabytes(held_out, large):
    html = large_page(held_out, large)
    assert html.count("<img") > 500 and len(html.encode()) < 5_000_000
    assert re.search(r"\d+ of \d+ images, the surest first", html)


def test_every_drawing_says_what_it_is(training):
    html = render_report(summarize(training), pictures_of(training))
    drawings = re.findall("<svg[^>]*>", html)
    assert drawings
    for drawing in drawings:
        assert 'role="img"' in drawing and re.search('aria-label="[^"]+"', drawing)
    assert all(re.search('alt="[^"]+"', image) for image in re.findall("<img[^>]*>", html))


def test_what_a_button_opens_is_there(training):
    html = render_report(summarize(training), pictures_of(training))
    buttons = set(re.findall('popovertarget="([^"]+)"', html))
    opened = re.findall('class="behind" id="([^"]+)" popover', html)
    assert set(opened) == buttons and len(opened) == len(buttons)
    cells = training.cv.confusion
    assert len(buttons) == (0 if cells is None else np.count_nonzero(cells))


@pytest.mark.parametrize("name", ["held_out", "hostile", "tuned"])
def test_images_in_a_cell_are_those_of_the_predictions(request, name):
    training = request.getfixturevalue(name)
    found = training.cv.predictions
    behind = images_of_cells(found)
    for i, truth in enumerate(found.class_names):
        for j, answer in enumerate(found.class_names):
            is_there = (found.truth == truth) & (found.answers == answer) & found.tested
            assert is_there.sum() == found.confusion[i, j]
            rows = np.flatnonzero(is_there.any(axis=0)).tolist()
            assert sorted(behind.get((i, j), [])) == rows
    section = pictures_of(training)["confusions" if training.cv.counts is None else "counts"]
    for cell, shown in section.items():
        paths = [found.paths[row] for row in behind[cell]]
        assert shown["n"] == len(paths)
        assert [tile.path for tile in shown["tiles"]] == paths[: len(shown["tiles"])]


def test_intervals_of_cells_hold_their_shares(held_out):
    counts = held_out.cv.confusion
    limits, shares = (
        intervals_of_cells(held_out.cv.predictions),
        counts / counts.sum(axis=1)[:, None],
    )
    assert (limits[..., 0] <= shares + 1e-4).all() and (shares <= limits[..., 1] + 1e-4).all()
    assert (limits[..., 1] - limits[..., 0] > 0).all()


def test_cells_without_pictures_tell_counts_and_no_file(hostile):
    html = render_report(summarize(hostile))
    assert 'class="behind"' in html and "predictions.csv" not in html


def test_as_many_pictures_as_fit():
    assert limits_of([3, 100, 100], most=43, most_each=20) == [3, 20, 20]
    assert sum(limits_of([5] * 100, most=40, most_each=5)) == 40
    assert limits_of([], most=5, most_each=5) == []


def test_leads_are_positive_for_the_answers(training):
    found = training.cv.predictions
    ahead, answers = leads(found)[found.tested[0]], found.answer_codes[0][found.tested[0]]
    if found.multilabel:
        assert (ahead[answers == 1] >= 0).all() and (ahead[answers == 0] <= 0).all()
    else:
        assert (ahead[np.arange(len(ahead)), answers] >= 0).all()
        assert ((ahead > 0).sum(axis=1) <= 1).all()


def test_a_montage_goes_from_surest_to_least(held_out):
    found, strips = held_out.cv.predictions, pictures_of(held_out)["montage"]
    assert {strip.name for strip in strips} == set(found.class_names)
    for strip in strips:
        place = found.class_names.index(strip.name)
        rows = [found.paths.index(tile.path) for tile in strip.tiles]
        sureness = leads(found)[rows, place]
        assert (np.diff(sureness) <= 0).all() and (found.codes[rows] == place).all()
        everyone = leads(found)[found.tested[0] & (found.codes == place), place]
        assert sureness[0] == everyone.max() and sureness[-1] == everyone.min()
        assert [tile.right for tile in strip.tiles] == (
            found.answer_codes[0][rows] == place
        ).tolist()


def test_least_certain_images_come_first(official):
    found, images = official.cv.predictions, pictures_of(official)["least_certain"]
    margins = [image.margin for image in images]
    assert margins == sorted(margins) and len(images) == 12
    for image in images:
        row = found.paths.index(image.path)
        assert image.right == (found.truth[row] == found.answers[0, row])
        assert {image.answer, image.nearly} == set(found.class_names)


def test_folds_have_their_own_figures(training):
    cv = training.cv
    for one in fold_spread(cv):
        rows = cv.predictions.folds[one.repeat - 1] == one.fold
        assert one.n_images <= rows.sum()
        if cv.headline == "accuracy":
            right = cv.predictions.answers[one.repeat - 1] == cv.predictions.truth
            assert one.estimate.value == pytest.approx(right[rows].mean())
            if one.estimate.interval:
                assert one.estimate.interval.low <= one.estimate.value
    assert type(cv.plot("folds")).__name__ == "DotDisplay"


def test_dots_lie_in_the_order_of_the_values(held_out):
    rows = summarize(held_out)["cv"]["fold_spread"]
    plot = dot_plot([(str(i), row) for i, row in enumerate(rows)], 0.5, record_of("accuracy"))
    places, values = [row["at"] for row in plot["rows"]], [row["value"] for row in rows]
    assert np.argsort(places, kind="stable").tolist() == np.argsort(values, kind="stable").tolist()
    assert all(row["line"]["low"] <= row["at"] <= row["line"]["high"] for row in plot["rows"])
    assert dot_plot([("one", rows[0])], 0.5, record_of("accuracy")) is None


def test_dots_in_a_notebook():
    display = DotDisplay([0.8, 0.9], ["a", "b"], ([0.7, np.nan], [0.9, np.nan]), pooled=0.85).plot()
    assert display.dots_.get_offsets()[:, 0].tolist() == [0.8, 0.9]
    assert len(display.intervals_.get_segments()) == 1
    assert list(display.pooled_.get_xdata()) == [0.85, 0.85]
    with pytest.raises(ValueError, match="there are 1 names"):
        DotDisplay([0.1, 0.2], ["a"])
    with pytest.raises(ValueError, match="limits has shape"):
        DotDisplay([0.1], ["a"], [0.1, 0.2])


@pytest.mark.parametrize("name", ["held_out", "multilabel"])
def test_a_curve_for_each_class_the_weakest_first(request, name):
    training = request.getfixturevalue(name)
    curves, found = training.cv.curves("roc"), summarize(training)["cv"]["class_curves"]["roc"]
    assert {curve["name"] for curve in found} == set(curves.classes)
    areas = [curve["area"] for curve in found]
    assert areas == sorted(areas) and all(len(curve["points"]) <= 40 for curve in found)
    for curve in found:
        assert curve["operating_point"] == list(curves.class_points[curve["name"]])
    mean = np.mean(list(curves.class_points.values()), axis=0)
    assert mean.tolist() == pytest.approx(list(curves.operating_point))


def test_other_thresholds_are_chosen_on_other_folds(hostile):
    found = hostile.cv.predictions
    place = found.place_of_positive
    point = operating_points(found)[0]
    called = np.zeros(found.n_images, dtype=bool)
    for fold in (1, 2, 3):
        own = found.folds[0] == fold
        others = np.sort(found.scores[0, ~own & (found.codes == place), place])[::-1]
        threshold = others[int(np.ceil(0.9 * len(others))) - 1]
        called[own] = found.scores[0, own, place] >= threshold
    present = found.codes == place
    assert point.figures["sensitivity"].value == pytest.approx(called[present].mean())
    assert point.figures["specificity"].value == pytest.approx(1 - called[~present].mean())


def test_no_other_thresholds_without_a_positive_class(official, multilabel, tuned):
    assert operating_points(official.cv.predictions) == []
    assert operating_points(multilabel.cv.predictions) == []
    assert summarize(tuned)["cv"]["operating_points"] == []  # it has an aim


SCRIPT = """<script>
let opened = 0;
for (const button of document.querySelectorAll("td button")) {
  button.click();
  const panel = document.getElementById(button.getAttribute("popovertarget"));
  if (panel.matches(":popover-open")) opened += 1;
  panel.hidePopover();
}
document.body.dataset.opened = opened;
</script>"""


@pytest.mark.skipif(BROWSER is None, reason="there is no browser (chromium) on this machine")
def test_a_browser_opens_every_cell_without_an_error(held_out, large, tmp_path):
    html = large_page(held_out, large, n=1000)
    # Only a test may run a script: the page itself forbids it, and needs none.
    policy = '<meta http-equiv="Content-Security-Policy"[^>]*>'
    (tmp_path / "page.html").write_text(re.sub(policy, "", html) + SCRIPT, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    options += ["--no-first-run", "--disable-background-networking", "--dump-dom"]
    folder = f"--user-data-dir={tmp_path / 'profile'}"
    command = [BROWSER, *options, folder, f"file://{tmp_path}/page.html"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    n = len(re.findall('class="behind"', html))
    assert f'data-opened="{n}"' in found.stdout and n > 20
    assert "CONSOLE" not in found.stderr
