"""The audit as a whole: its list of checks, its page, its list, its exit code."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from audit.planted import findings_of, picture, write_set
from odd_files import tiff
from sample_images import write_png

from classic_cls import ImageDataset
from classic_cls.audit import CHECKS, SEVERITIES, Check, Facts, Finding, Flagged
from classic_cls.audit.label_noise import label_noise
from classic_cls.audit.out_of_fold import fold_of
from classic_cls.audit.shortcut import Shortcut
from classic_cls.audit.similarity import kernel_rows, scaled
from classic_cls.cli import run
from classic_cls.workflows import audit_images, cleaned, save_audit

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "checks"
TESTS = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))


@pytest.fixture
def pets(tmp_path):
    """A set with a copy, a conflict, a blank image and a class under two names."""
    folder = write_set(tmp_path / "pets")
    shutil.copy(folder / "cat" / "cata.png", folder / "cat" / "same.png")
    shutil.copy(folder / "cat" / "catb.png", folder / "dog" / "wrong.png")
    write_png(folder / "dog" / "blank.png", np.full((64, 80, 3), 99, np.uint8))
    for i in range(5):
        write_png(folder / "Dog" / f"{chr(97 + i)}.png", picture(800 + i))
    return folder


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_says_what_it_is(check):
    assert re.fullmatch(r"CC\d{3}", check.code) and check.severity in SEVERITIES
    for text in (check.title, check.why, check.remedy):
        assert text and not text.endswith(".") and "\n" not in text
    assert check.needs <= {"pixels", "duplicates", "features", "probabilities"}
    assert not (check.told_by_train and check.needs)
    page = (PAGES / f"{check.code}.md").read_text("utf-8")
    assert page.startswith(f"# {check.code}: {check.title}\n")
    for part in ("How it is detected", "Why it matters", "What to do", "What it cannot see"):
        assert f"**{part}.**" in page
    assert f'"{check.code}"' in TESTS or f"_{check.code.lower()}_" in TESTS


def test_codes_are_of_one_check_each_and_pages_of_a_check():
    codes = [check.code for check in CHECKS]
    assert len(set(codes)) == len(codes) and codes == sorted(codes)
    assert {page.stem for page in PAGES.glob("*.md")} == set(codes)
    listed = {type(check) for check in CHECKS}
    made = {*Check.__subclasses__(), *Shortcut.__subclasses__()} - {Shortcut}
    assert {cls for cls in made if "classic_cls" in cls.__module__} == listed


def test_ignored_checks_are_left_out(pets):
    data = ImageDataset.open(pets)
    assert "CC203" in {finding.code for finding in audit_images(data).findings}
    left = audit_images(data, ignore=["CC203", "CC102"])
    assert not {"CC203", "CC102"} & {finding.code for finding in left.findings}
    with pytest.raises(ValueError, match="CC999"):
        audit_images(data, ignore=["CC999"])


def test_the_most_severe_come_first(pets):
    found = audit_images(ImageDataset.open(pets)).findings
    order = [(SEVERITIES.index(finding.severity), finding.code) for finding in found]
    assert order == sorted(order)


def test_the_same_whatever_the_number_of_threads(pets, tmp_path):
    data = ImageDataset.open(pets)
    first = audit_images(data)
    for options in ({"n_jobs": 2}, {"cache": tmp_path / "cache"}, {"cache": tmp_path / "cache"}):
        again = audit_images(data, **options)
        assert again.findings == first.findings
        np.testing.assert_array_equal(again.facts.features, first.facts.features)
        np.testing.assert_array_equal(again.facts.files.jpeg_tables, first.facts.files.jpeg_tables)


def test_a_cleaned_list_has_no_findings_of_what_was_mended(pets, tmp_path):
    data = ImageDataset.open(pets)
    found = audit_images(data)
    left = cleaned(found)
    left.to_csv(tmp_path / "list.csv")
    codes = findings_of(tmp_path / "list.csv")[0].keys()
    assert not codes & {"CC101", "CC102", "CC016", "CC203"}
    assert left.class_counts() == {"cat": 11, "dog": 17}
    only = cleaned(found, ["CC016"])
    gone = set(data.relative_paths()) - set(only.relative_paths())
    assert gone == {"dog/blank.png"}
    assert sorted(path.name for path in pets.rglob("*.png")) == sorted(
        Path(ref.path).name for ref in data.refs
    ), "no file was touched"


def test_labels_that_no_image_is_left_of_leave_with_them(tmp_path):
    write_set(tmp_path / "images", classes=("x",))
    lines = ["path,sea,sky"]
    lines += [f"images/x/x{chr(97 + i)}.png,{i % 2},0" for i in range(12)]
    write_png(tmp_path / "images" / "x" / "blank.png", np.full((64, 80, 3), 99, np.uint8))
    (tmp_path / "table.csv").write_text("\n".join([*lines, "images/x/blank.png,0,1"]))
    left = cleaned(audit_images(ImageDataset.open(tmp_path / "table.csv")), ["CC016"])
    assert left.class_names == ("sea",) and left.targets.shape == (12, 1)
    left.to_csv(tmp_path / "list.csv")
    again = ImageDataset.open(tmp_path / "list.csv")
    assert again.multilabel and again.class_names == ("sea",)
    np.testing.assert_array_equal(again.targets, left.targets)


def test_the_page_shows_images_and_names_none_where_asked(pets, tmp_path):
    found = audit_images(ImageDataset.open(pets))
    files = save_audit(found, tmp_path / "out")
    page = files["page"].read_text("utf-8")
    assert "data:image/" in page and "dog/wrong.png" in page and "<script" not in page
    result = json.loads(files["result"].read_text("utf-8"))
    assert {finding["code"] for finding in result["findings"]} >= {"CC101", "CC102", "CC203"}
    save_audit(found, tmp_path / "out", images=False, force=True)
    page = files["page"].read_text("utf-8")
    assert "data:image/" not in page and "wrong.png" not in page and "catb" not in page


def test_the_command(pets, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run(["audit", "pets", "--n-jobs", "1", "--out", "page", "--write", "list.csv"]) == 1
    captured = capsys.readouterr()
    for text in ("CC102 error", "cat/catb.png", "2 errors", "4 images left out (CC"):
        assert text in captured.out
    assert "2 findings are errors" in captured.err
    assert {path.name for path in Path("page").iterdir()} == {"audit.html", "audit.json"}
    assert run(["audit", "list.csv", "--n-jobs", "1"]) == 0
    assert "nothing was found" in capsys.readouterr().out
    assert run(["audit", "pets", "--ignore", "CC102", "--ignore", "CC203", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["ignored"] == ["CC102", "CC203"] and found["findings"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ignore", "CC999"], "CC999"),
        (["--apply", "CC101"], "--write"),
        (["--write", "list.csv", "--apply", "copies"], "copies"),
        (["--write", "there.csv"], "--force"),
        (["--write", "no/such/list.csv"], "no folder"),
        (["--write", "pets/cat/cata.png", "--force"], "read by this very command"),
        (["--write", "pets/dog/odd.csv", "--force"], "read by this very command"),
        (["--out", "pets/cat"], "holds images"),
    ],
)
def test_mistakes_are_refused_before_the_work(pets, tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    Path("there.csv").write_text("mine")
    (pets / "dog" / "odd.csv").symlink_to(pets / "dog" / "doga.png")
    image = (pets / "cat" / "cata.png").read_bytes()
    assert run(["audit", "pets", *arguments]) == 2
    captured = capsys.readouterr()
    assert said in captured.err and "reading" not in captured.err
    assert Path("there.csv").read_text() == "mine"
    assert (pets / "cat" / "cata.png").read_bytes() == image


def test_findings_are_plain_for_programs():
    flagged = (Flagged(1, "a copy", "drop", 0), Flagged(0, "of 'B'", ("relabel", "b")))
    found = Finding("CC101", "warning", "copies", "2 images", flagged).plain(["x.png", "y.png"])
    assert json.loads(json.dumps(found)) == found
    assert found["images"][0] == {
        "path": "y.png", "detail": "a copy", "fix": "drop", "other": "x.png",
    }  # fmt: skip
    assert found["images"][1]["fix"] == ["relabel", "b"]


def test_deep_images_are_looked_at_by_one_range(tmp_path):
    import cv2

    for k, name in enumerate(("cat", "dog")):
        (tmp_path / name).mkdir()
        for i in range(6):
            deep = picture(10 * k + i)[..., 0].astype(np.uint16) * 16
            data = cv2.imencode(".png", deep)[1].tobytes()
            (tmp_path / name / f"{chr(97 + i)}.png").write_bytes(data)
    facts = Facts.of(ImageDataset.open(tmp_path))
    assert facts.reader.range == (0, 4095) and len(facts) == 12 and not facts.unreadable
    assert 60 < np.median(facts.pixels.brightness) < 190


def test_deep_images_that_share_no_range_are_named(tmp_path):
    folder = write_set(tmp_path)
    (folder / "cat" / "f.tif").write_bytes(tiff(np.full((9, 9), 0.5, np.float32)))
    (folder / "dog" / "u.tif").write_bytes(tiff(np.full((9, 9), 500, np.uint16)))
    (finding,) = findings_of(folder)[0]["CC001"]
    assert {item.path for item in finding.others} == {"cat/f.tif", "dog/u.tif"}


@pytest.mark.parametrize("n_folds", [2, 5])
def test_folds_hold_groups_together_and_classes_in_proportion(n_folds):
    rng = np.random.default_rng(0)
    targets = rng.choice(list("abc"), 300, p=[0.6, 0.3, 0.1])
    groups = rng.integers(0, 120, 300)
    folds = fold_of(targets[:, None] == np.array(list("abc")), groups, n_folds)
    assert all(len(set(folds[groups == group])) == 1 for group in set(groups))
    sizes = np.bincount(folds)
    assert len(sizes) == n_folds and sizes.min() > 0.7 * sizes.max()


def out_of_fold_probabilities(features, targets, names, groups=None):
    groups = np.arange(len(targets)) if groups is None else np.asarray(groups)
    return label_noise(kernel_rows(scaled(features)), targets, names, groups).probabilities


def test_a_copy_is_no_evidence_for_its_own_label():
    """With a copy of each on the other side of a fold, any labels could be known."""
    rng = np.random.default_rng(0)
    features = np.repeat(rng.normal(size=(100, 40)), 2, axis=0).astype(np.float32)
    targets = np.repeat(rng.choice(["a", "b"], 100), 2)
    apart = out_of_fold_probabilities(features, targets, ("a", "b"))
    together = out_of_fold_probabilities(features, targets, ("a", "b"), np.repeat(range(100), 2))
    own = np.arange(200), (targets == "b").astype(int)
    assert apart[own].mean() > 0.8 and together[own].mean() < 0.6


@pytest.mark.parametrize("kind", ["single", "several"])
def test_probabilities_know_what_can_be_known(kind):
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 3, 240)
    features = (rng.normal(size=(240, 20)) + 3 * np.eye(3, 20)[truth]).astype(np.float32)
    names = ("x", "y", "z")
    if kind == "single":
        found = out_of_fold_probabilities(features, np.array(names)[truth], names)
        np.testing.assert_allclose(found.sum(axis=1), 1)
        assert (found.argmax(axis=1) == truth).mean() > 0.9
        found_again = out_of_fold_probabilities(features, np.array(names)[truth], names)
        np.testing.assert_array_equal(found, found_again)
    else:
        labels = np.eye(3, dtype=np.int8)[truth]
        labels[rng.random(labels.shape) < 0.1] = -1
        found = out_of_fold_probabilities(features, labels, names)
        assert ((found > 0.5) == np.eye(3)[truth]).mean() > 0.85


@pytest.mark.parametrize("counts", [(1, 1), (1, 7), (3, 0)])
def test_probabilities_of_the_smallest_sets(counts):
    targets = np.repeat(["a", "b"], counts)
    features = np.random.default_rng(0).normal(size=(len(targets), 4)).astype(np.float32)
    found = out_of_fold_probabilities(features, targets, ("a", "b"))
    assert found.shape == (len(targets), 2) and np.isfinite(found).all()
