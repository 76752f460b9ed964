"""The report: right, self-contained, safe, and silent about names where asked."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from classic_cls import ImageDataset
from classic_cls.evaluation.figures.table import record_of
from classic_cls.report import mistakes, pictures_of, render_report, summarize
from classic_cls.report.sections.how import intervals_sentence
from classic_cls.report.sentences import protocol

VOID = {"meta", "img", "br", "wbr", "link", "input", "hr"}


class Page(HTMLParser):
    """Checks that tags are balanced; keeps tags, attributes and text."""

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def attributes(self, name):
        return [found[name] for _, found in self.tags if name in found]


@pytest.fixture
def html(training):
    return render_report(summarize(training), pictures_of(training))


def test_tags_are_balanced(html):
    page = Page(html)
    tags = [tag for tag, _ in page.tags]
    assert html.startswith("<!DOCTYPE html>")
    assert tags.count("h1") == tags.count("main") == 1
    # In drawings the word stands for what a dot says.
    assert re.sub("<svg.*?</svg>", "", html, flags=re.DOTALL).count("<title>") == 1


def test_nothing_outside_is_referred_to(html):
    page, loading = Page(html), {"link", "iframe", "object", "base", "form"}
    assert not {tag for tag, _ in page.tags} & loading
    assert all(source.startswith("data:image/") for source in page.attributes("src"))
    places = {f"#{place}" for place in page.attributes("id")}
    assert set(page.attributes("href")) <= places and not page.attributes("onerror")
    assert not page.attributes("xlink:href") and not page.attributes("onclick")
    assert not re.search(r"https?://|url\(|@import", html)


def test_the_main_figure_is_said(html, training):
    text, cv = Page(html).text, training.cv
    headline = cv.figures[cv.headline]
    assert f"{100 * headline.value:.1f}%" in text
    low, high = headline.interval[:2]
    dummy = "knowing" if cv.task == "multilabel" else "always"
    assert f"95% interval {100 * low:.1f} to {100 * high:.1f}; {dummy}" in text
    assert f": {100 * cv.dummy[cv.headline].value:.1f}%)." in text
    assert protocol(summarize(training)) in text
    for method in {estimate.interval.method for estimate in cv.figures.values()}:
        assert method in text


def test_a_summary_read_from_a_file_gives_the_same_page(training):
    summary = summarize(training)
    assert render_report(json.loads(json.dumps(summary))) == render_report(summary)


def test_no_place_of_this_machine_is_told(training):
    root = training.dataset.root.resolve()
    summary = summarize(training, command=f"classic-cls train '{root}'")
    html = render_report(summary, pictures_of(training))
    assert str(root) not in html and str(root.parent) not in html
    assert "/tmp" not in html and str(Path.home()) not in html


def test_hostile_names_stay_text(hostile):
    html = render_report(summarize(hostile), pictures_of(hostile))
    page = Page(html)
    assert {tag for tag, _ in page.tags}.isdisjoint({"b", "i"})
    assert [found for tag, found in page.tags if tag == "script"] == [{}]  # our own
    # One img for each mistake, none from a file name.
    assert all(set(found) == {"src", "alt"} for tag, found in page.tags if tag == "img")
    assert all(name in page.attributes("title") for name in hostile.cv.class_names)
    assert hostile.dataset.name in page.text


def test_without_images_no_file_is_named(training):
    html = render_report(summarize(training))
    assert "<img" not in html and "Most confident mistakes" not in html
    names = [path.rpartition("/")[2] for path in training.dataset.relative_paths()]
    text = Page(html).text
    assert not [name for name in names if name in text or name in html]
    assert ".png" not in text


def test_notes_name_no_file_of_a_dropped_class(hostile, tmp_path):
    for name in ("Ann Smith/a b.png", "Ann Smith/c.png", "Bob/d", "Eve/1.png", "Eve/2.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    data = ImageDataset.from_folder(tmp_path, group_by="^(...)").drop_classes(["Ann Smith"])
    found = summarize(replace(hostile, notes=(*data.notes, "5 of 3 folds")))
    assert found["notes"] == [
        "3 groups from the paths: Ann Smith/a b.png -> group 'Ann'; Ann Smith/c.png -> group "
        "'Ann'; Bob/d -> group 'Bob'",
        "5 of 3 folds",
    ]
    assert found["notes_without_names"] == ["3 groups from the paths: …", "5 of 3 folds"]


def test_groups_are_not_named_without_images(tuned):
    summary = summarize(tuned)
    group = summary["cv"]["breakdowns"]["group"]["values"][0]
    group["name"] = "Ann Smith"
    assert "Ann Smith" in render_report(summary, {})
    assert "Ann Smith" not in render_report(summary)


def test_rejected_files(hostile):
    summary = summarize(hostile)
    named, nameless = render_report(summary, {}), render_report(summary)
    reason = summary["rejected"][0]["reason"]
    assert "broken_98.png" in Page(named).text and reason in Page(named).text
    assert "broken_98.png" not in nameless and reason in Page(nameless).text
    masked = {"path": "a.png", "reason": "its mask 'Ann's.png': no such file"}
    masked["reason_without_names"] = "its mask …: no such file"
    html = render_report(summary | {"rejected": [masked] * 3})
    assert "Ann" not in html and "its mask …: no such file" in Page(html).text


def test_many_rejected_files_are_counted(hostile):
    rejected = [{"path": f"lost{i}.png", "reason": "damaged"} for i in range(1000)]
    text = Page(render_report(summarize(hostile) | {"rejected": rejected}, {})).text
    assert "Set aside: 1,000 files" in text and "800 more are in result.json" in text


def test_test_part(held_out, official, hostile):
    for training, name in ((held_out, "held-out test part"), (official, "official test part")):
        text = Page(render_report(summarize(training))).text
        share = 100 * training.test.figures[training.cv.headline].value
        seen = "which the model never saw"
        if training.n_test_copies:
            n = training.n_test_copies
            seen = f"of which {n} have a near-duplicate among those learned from"
        assert f"on the {name} of 12 images, {seen}: {share:.1f}%" in text
    assert "test part" not in Page(render_report(summarize(hostile))).text


def test_guessing_is_called_so(held_out):
    summary = summarize(held_out)
    estimate = summary["cv"][summary["headline"]]
    for dummy, expected in (
        (estimate["value"], "Not distinguishable from guessing the most frequent class."),
        (1.0, "Worse than always answering the most frequent class."),
        (0.0, None),
    ):
        summary["dummy"][summary["headline"]] = dummy
        text = Page(render_report(summary)).text
        assert ("Not distinguishable" in text or "Worse than" in text) == (expected is not None)
        assert expected is None or expected in text


def test_multilabel_figures(multilabel):
    text = Page(render_report(summarize(multilabel), pictures_of(multilabel))).text
    for title in ("Hamming loss", "Subset accuracy", "Micro F1", "Macro F1", "F1 per image"):
        assert title in text
    assert "Confusions" not in text and "missed:" in text and "wrongly given:" in text


def test_micro_averages_of_single_labels_are_not_repeated(held_out):
    assert "Micro" not in Page(render_report(summarize(held_out))).text


def with_classes(summary, n):
    """The same summary with another number of classes."""
    names = [f"class number {i} of a long name" for i in range(n)]
    row = summary["cv"]["per_class"][0]
    confusion = [[10 if i == j else int((i + 1) % n == j) for j in range(n)] for i in range(n)]
    per_class = [row | {"name": name} for name in names]
    found = {"confusion": confusion, "confusion_intervals": None, "per_class": per_class}
    cv = summary["cv"] | found
    return summary | {"class_names": names, "cv": cv}


@pytest.mark.parametrize("n", [2, 17, 40, 41])
def test_confusions_by_number_of_classes(held_out, n):
    page = Page(render_report(with_classes(summarize(held_out), n)))
    tables = [found["class"] for tag, found in page.tags if tag == "table"]
    assert any("confusion" in table for table in tables) == (n <= 40)
    assert "0 of a long name taken for class number 1 of a long name : 1 of 11" in page.text
    cells = [title for title in page.attributes("title") if " labelled as " in title]
    assert len(cells) == (n * n if n <= 40 else 0)


def test_without_a_confusion(held_out):
    summary = with_classes(summarize(held_out), 3)
    summary["cv"]["confusion"] = [[5, 0, 0], [0, 5, 0], [0, 0, 0]]
    text = Page(render_report(summary, {})).text
    assert text.count("None: every image was labelled correctly.") == 2


def test_long_names_are_shortened_but_told(official):
    name = "x" * 300
    page = Page(render_report(with_classes(summarize(official), 2) | {"class_names": [name, "y"]}))
    assert any(name in title for title in page.attributes("title"))


def test_a_scorer_without_interval(official):
    summary = summarize(official)
    lone = summary["cv"]["accuracy"] | {"value": -0.5, "interval": None, "interval_method": None}
    cv = summary["cv"] | {"neg_log_loss": lone, "overfitting_gap": None}
    cv["metrics"] = ["neg_log_loss", *cv["metrics"]]
    summary |= {"headline": "neg_log_loss", "cv": cv}
    summary["test"] = summary["test"] | {"neg_log_loss": None}
    text = Page(render_report(summary)).text
    assert "neg_log_loss is -0.500 in 3-fold cross-validation." in text


def test_the_page_is_small_without_pictures(training):
    assert len(render_report(summarize(training))) < 100_000


def test_a_mistake_without_picture(official):
    found = [replace(m, thumbnail=None) for m in mistakes(official, limit=1)]
    page = Page(render_report(summarize(official), {"mistakes": found}))
    assert "not readable any more" in page.text


def test_every_figure_has_a_row_and_its_direction(training):
    page = Page(render_report(summarize(training)))
    shown = [name for name in training.cv.figures if not name.endswith("_micro")]
    for name in shown:
        assert record_of(name, training.cv.task).title in page.text
    n_lower = sum(record_of(name).lower_is_better for name in shown)
    assert page.text.count("lower is better") == n_lower


def test_curves_are_drawn_where_there_are_scores(training):
    page = Page(render_report(summarize(training)))
    labels = [found["aria-label"] for tag, found in page.tags if tag == "svg"]
    drawings = [label for label in labels if _of_scores(label)]
    n_curves = 0 if training.cv.predictions.scores is None else 2
    n_curves -= bool(n_curves) and training.cv.task == "binary" and training.cv.positive is None
    n_curves += bool(n_curves) and training.cv.task != "multilabel"  # coverage against accuracy
    parts = [part for part in (training.cv, training.test) if part is not None]
    n_curves += sum(part.predictions.score_kind == "predict_proba" for part in parts)
    assert len(drawings) == n_curves
    for place in ("cx", "cy"):
        assert all(0 <= float(value) <= 240 for value in page.attributes(place))
    test = None if training.test is None else without_scores(training.test)
    blind = replace(training, cv=without_scores(training.cv), test=test)
    left = Page(render_report(summarize(blind)))
    labels = [found["aria-label"] for tag, found in left.tags if tag == "svg"]
    assert not any(map(_of_scores, labels))


def _of_scores(label):
    words = ("ROC curve:", "Precision-recall curve:", "Share of wrong", "Reliability")
    return label.startswith(words)


def without_scores(result):
    names = {n: e for n, e in result.figures.items() if not record_of(n).needs_scores}
    blind = replace(result.predictions, scores=None, score_kind=None)
    return replace(result, predictions=blind, figures=names)


def test_counts_of_a_positive_class(hostile, official):
    page = Page(render_report(summarize(hostile)))
    counts = hostile.cv.counts
    for name, word in (("tp", "found"), ("fn", "missed"), ("fp", "false"), ("tn", "left")):
        assert f"{counts[name]} {word}" in page.text
    for name in ("sensitivity", "specificity", "precision"):
        share = f"{100 * hostile.cv.figures[name].value:.1f}%"
        assert re.search(rf"{share} are [a-z ]+\({name}\)", page.text)
    assert "(sensitivity)" not in Page(render_report(summarize(official))).text


def test_near_duplicates_are_shown(copied):
    summary = summarize(copied)
    pictures = {"duplicates": pictures_of(copied)["duplicates"]}
    page = Page(render_report(summary, pictures))
    headline = copied.cv.headline
    random, apart = copied.cv.random_split[headline].value, copied.cv.figures[headline].value
    assert f"Random split {100 * random:.1f}%, leak-free split {100 * apart:.1f}%" in page.text
    assert "10 training images are near-duplicates of each other (5 groups)" in page.text
    assert "one of the two labels may be wrong" in page.text
    assert "1 test image has a near-duplicate among the images learned from" in page.text
    pictures = [found["alt"] for tag, found in page.tags if tag == "img"]
    pairs = [(pair["path_a"], pair["path_b"]) for pair in summary["near_duplicates"]["pairs"]]
    assert list(zip(pictures[::2], pictures[1::2], strict=True)) == pairs
    assert set(pairs[0]) == {"4.png", "copy_of_4.png"}  # the one with two labels


def test_a_test_part_of_copies_alone_is_said_first(official):
    summary = summarize(official)
    assert "say nothing about new images" not in Page(render_report(summary)).text
    n = summary["test"]["n_images"]
    summary["test"]["without_duplicates"] = {"n_images": 0}
    text = Page(render_report(summary)).text
    said = f"All {n} test images have a near-duplicate among the images learned from"
    assert said in text and "never saw" not in text
    assert text.index(said) < text.index("Figures")
    summary["test"] |= {"n_images": 20, "without_duplicates": {"n_images": 1}}
    assert "19 of 20 test images have a near-duplicate" in Page(render_report(summary)).text


def test_without_images_near_duplicates_are_counted_only(copied):
    html = render_report(summarize(copied))
    assert "10 training images are near-duplicates" in Page(html).text
    assert "<img" not in html and "copy_of" not in html


def test_breakdowns_are_shown(copied):
    page = Page(render_report(summarize(copied)))
    assert "Cross-validation by scanner" in page.text and "Test part by scanner" in page.text
    assert "<i>old" in page.text and "i" not in {tag for tag, _ in page.tags}
    for i, value in enumerate(copied.breakdowns["scanner"].values):
        share = copied.breakdowns["scanner"].estimates[i].value
        assert f"{value} {100 * share:.1f}%" in page.text


def test_long_tables_are_folded(held_out):
    for n, folded in ((25, False), (26, True)):
        page = Page(render_report(with_classes(summarize(held_out), n)))
        long = [found for _, found in page.tags if found.get("class") == "long"]
        assert [found["data-what"] for found in long] == ["classes"] * folded
        names = {f"class number {i} of a long name" for i in range(n)}
        assert names <= set(page.attributes("title"))  # whole without scripts


def test_unknown_labels_are_counted(unknown, multilabel):
    assert "Unknown" in Page(render_report(summarize(unknown))).text
    assert "Unknown" not in Page(render_report(summarize(multilabel))).text


def test_intervals_say_what_they_allow_for(training):
    summary = summarize(training)
    said = intervals_sentence(summary)
    widened = any("overlapping" in e.interval.method for e in training.cv.figures.values())
    assert ("widened" in said) == widened
    assert ("test part" in said) == (training.test is not None)
    assert said in Page(render_report(summary)).text
