"""predict --coverage and --max-error, with models that train wrote, and what people mistake."""

import csv
import io
import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from cli.cli_images import FAST, write_classes
from sample_images import make_images, write_png
from sklearn.base import BaseEstimator, ClassifierMixin

from classic_cls import ImageModel, load_model, predict, save_model
from classic_cls.cli import run
from classic_cls.evaluation import HeldOutLabels, HeldOutScores

N = 40


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Models of single labels and of several, and images."""
    folder = tmp_path_factory.mktemp("promises")
    write_classes(folder / "stripes", n=N)
    for i, image in enumerate(make_images(4, seed=9)):
        write_png(folder / "new" / f"{i}.png", image)
    (folder / "new" / "torn.png").write_bytes(b"torn")
    rows = [f"stripes/{c}/{i}.png,{c};{'odd' if i % 2 else 'even'}"
            for c in ("across", "down") for i in range(6)]  # fmt: skip
    (folder / "several.csv").write_text("\n".join(["path,labels", *rows]))
    for data, out in (("stripes", "model"), ("several.csv", "several")):
        assert run(["train", str(folder / data), *FAST, "--out", str(folder / out)]) == 0
    return folder


@pytest.fixture
def here(trained, tmp_path, monkeypatch, capsys):
    shutil.copytree(trained, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    capsys.readouterr()
    return tmp_path / "here"


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def with_scores(path, of_truth, right):
    """Rewrite a model as one whose left-out images had these scores."""
    of_truth = np.asarray(of_truth, np.float32)
    numbers = np.arange(len(of_truth), dtype=np.int32)
    held_out = HeldOutScores(of_truth, of_truth, of_truth, np.asarray(right, bool), numbers)
    save_model(replace(load_model(path), held_out=held_out), path)


def test_sets_of_labels_under_a_coverage(here, capsys):
    assert run(["predict", "model", "stripes", "--coverage", "0.9", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    rows = rows_of(out)
    assert list(rows[0])[:3] == ["path", "label", "set"]
    assert all(row["label"] in row["path"] for row in rows)
    assert {row["set"] for row in rows} <= {"across", "down", "-", "across;down", "down;across"}
    assert "sets hold the class of 90% of new images" in err
    n_empty = sum(row["set"] == "-" for row in rows)
    assert f"no label for {n_empty} of {2 * N} images" in err


def test_a_low_threshold_names_all_and_a_high_one_nothing(here, capsys):
    for score, words in ((-1e9, {"across;down", "down;across"}), (1e9, {"-"})):
        with_scores("model", np.full(99, score), np.ones(99))
        assert run(["predict", "model", "stripes", "--coverage", "0.9", "--format", "csv"]) == 0
        rows = rows_of(capsys.readouterr().out)
        assert {row["set"] for row in rows} == words
        assert all(row["set"] == "-" or row["set"].startswith(row["label"]) for row in rows)


def test_unknown_where_an_answer_is_too_unsure(here, capsys):
    scores = np.sort([p.margin for p in predict(load_model("model"), stripes(here))])
    sure = np.concatenate([scores, np.full(200, 1e9)])
    with_scores("model", sure, sure > np.median(scores))
    assert run(["predict", "model", "stripes", "--max-error", "0.05", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    labels = [row["label"] for row in rows_of(out)]
    assert 0 < labels.count("unknown") < len(labels)
    assert f"no label for {labels.count('unknown')} of {2 * N} images" in err
    assert "with 95% confidence at most 5% in the long run" in err


def test_unknown_where_an_image_looks_like_no_class(here, capsys):
    model = load_model("model")
    best = np.sort([max(p.scores.values()) for p in predict(model, stripes(here))])
    with_scores("model", np.full(99, np.median(best)), np.ones(99))
    assert run(["predict", "model", "stripes", "--known", "0.95", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    labels = [row["label"] for row in rows_of(out)]
    assert labels.count("unknown") == np.sum(best.astype("f4") < np.float32(np.median(best)))
    assert "95% of new images of the classes keep their label" in err


def stripes(here):
    return sorted(str(path) for path in (here / "stripes").rglob("*.png"))


def test_json_and_what_cannot_be_read(here, capsys):
    assert run(["predict", "model", "new", "--coverage", "0.8", "--format", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    torn = [row for row in rows if row["reason"]]
    assert len(torn) == 1 and "set" not in torn[0] and torn[0]["label"] is None
    assert all(isinstance(row["set"], list) for row in rows if not row["reason"])
    assert run(["predict", "model", "new", "--max-error", "0.4", "--json"]) == 1
    answers = json.loads(capsys.readouterr().out)["predictions"]
    assert [row["label"] is None for row in answers].count(True) == 1


def test_the_file_has_the_sets_too(here):
    for name in ("sets.csv", "sets.json"):
        assert run(["predict", "model", "stripes", "--coverage", "0.9", "--out", name]) == 0
    of_csv = [row["set"] for row in rows_of((here / "sets.csv").read_text())]
    of_json = [";".join(row["set"]) or "-" for row in json.loads((here / "sets.json").read_text())]
    assert of_csv == of_json


@pytest.mark.parametrize(("typed", "said"), [
    ("--coverage 90", "--coverage is a share between 0 and 1: for 90% give 0.9"),
    ("--coverage 1", "only the set of all classes is never wrong"),
    ("--coverage 0", "--coverage must be above 0 and below 1, such as 0.9; got 0"),
    ("--coverage -1", "--coverage must be above 0"),
    ("--coverage nan", "--coverage must be above 0"),
    ("--max-error 5", "for 5% give 0.05"),
    ("--max-error 0", "--max-error must be above 0"),
    ("--coverage 0.9 --max-error 0.1", "give one of --coverage, for sets of labels, --max-error"),
    ("--known 0.9 --max-error 0.1", "give one of --coverage"),
    ("--known 95", "--known is a share between 0 and 1: for 95% give 0.95"),
    ("--coverage 0.9999", "needs 10,000 images"),
    ("--max-error 0.001", "0.001 cannot be promised with 95% confidence"),
])  # fmt: skip
def test_what_people_mistake(here, capsys, typed, said):
    assert run(["predict", "model", "stripes", *typed.split(), "--out", "rows.csv"]) != 0
    assert said in " ".join(capsys.readouterr().err.split())
    assert not list(here.glob("rows.csv*"))


@pytest.mark.parametrize("option", ["--max-error", "--known"])
def test_several_labels_are_refused(here, capsys, option):
    assert run(["predict", "several", "stripes", option, "0.5"]) != 0
    said = " ".join(capsys.readouterr().err.split())
    assert f"{option} is about models with one label an image" in said
    assert "--coverage says of each label yes, no or unsure" in said


def with_labels(path, scores, truth):
    """Rewrite a model as one whose left-out images had these scores and labels."""
    model = load_model(path)
    scores, truth = np.broadcast_arrays(np.float32(scores)[:, None], np.int8(truth)[:, None])
    k = len(model.class_names)
    held_out = HeldOutLabels(
        np.repeat(scores, k, axis=1), np.repeat(truth, k, axis=1),
        np.arange(len(scores), dtype=np.int32),
    )  # fmt: skip
    save_model(replace(model, held_out=held_out), path)


def test_each_of_several_labels_is_yes_no_or_unsure(here, capsys):
    assert isinstance(load_model("several").held_out, HeldOutLabels)
    truth = np.arange(200) < 100
    with_labels("several", np.where(truth, -1e9, 1e9), truth)  # nothing can be told
    assert run(["predict", "several", "new", "--coverage", "0.9", "--format", "csv"]) == 1
    out, err = capsys.readouterr()
    rows = rows_of(out)
    assert list(rows[0])[:3] == ["path", "label", "unsure"]
    read = [row for row in rows if not row["reason"]]
    assert all(not row["label"] and row["unsure"].count(";") == 3 for row in read)
    assert "each label is yes, no or unsure" in err and "at least 90% of those that have it" in err
    assert f"{4 * len(read)} of {4 * len(rows)} labels are unsure, in {len(read)}" in err


def test_where_all_is_sure_the_answers_stay(here, capsys):
    truth = np.arange(200) < 100
    with_labels("several", np.where(truth, 1e9, -1e9), truth)
    assert run(["predict", "several", "new", "--format", "json"]) == 1
    usual = [row["label"] for row in json.loads(capsys.readouterr().out)]
    assert run(["predict", "several", "new", "--coverage", "0.9", "--format", "json"]) == 1
    out = capsys.readouterr().out
    found = json.loads(out)
    assert [row["label"] for row in found] == usual
    assert all(row["unsure"] == [] for row in found if not row["reason"])


def test_few_images_of_a_label_are_named(here, capsys):
    with_labels("several", np.linspace(-1, 1, 100), np.arange(100) >= 95)
    assert run(["predict", "several", "new", "--coverage", "0.9"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "too few of the images have 'across', 'down'" in said


def test_a_model_without_scores_says_what_to_do(here, capsys):
    save_model(replace(load_model("model"), held_out=None), "model")
    assert run(["predict", "model", "stripes"]) == 0
    assert run(["predict", "model", "stripes", "--coverage", "0.9"]) != 0
    assert "which this model does not hold" in capsys.readouterr().err
    with pytest.raises(ValueError, match="coverage needs the scores .* train it again"):
        predict(load_model("model"), stripes(here), coverage=0.9)


class OnlyLabels(ClassifierMixin, BaseEstimator):
    """A classifier without scores."""

    def fit(self, X, y):
        """Know the classes."""
        self.classes_ = np.unique(y)
        return self


def test_a_classifier_of_labels_only_is_told_apart():
    with pytest.raises(ValueError, match="gives labels only: train with another one"):
        predict(ImageModel(OnlyLabels().fit(None, ["a", "b"])), ["x.png"], max_error=0.1)


def test_another_promise_begins_a_file_anew(here, monkeypatch):
    from classic_cls.cli.prediction_parts import Part

    paths = []
    original = Part.__init__

    def noted(self, *args):
        original(self, *args)
        paths.append(self.path)

    monkeypatch.setattr(Part, "__init__", noted)
    for i, promise in enumerate(([], ["--coverage", "0.9"], ["--coverage", "0.8"])):
        assert run(["predict", "model", "stripes", *promise, "--out", "same.csv", "--force"]) == 0
    assert len(set(paths)) == 3


def test_regions_of_files_have_no_common_answer(here, capsys):
    assert run(["tile", "stripes", "--size", "16", "--out", "tiles.csv"]) == 0
    capsys.readouterr()
    assert run(["predict", "model", "tiles.csv", "--coverage", "0.8"]) == 0
    out, err = capsys.readouterr()
    assert "no answers for whole files: what is promised is about single regions" in err
    assert "whole files, by" not in out
