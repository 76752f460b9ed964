"""``result.json``: complete, plain, finite, relative."""

import json
import pickle
import re
from dataclasses import replace

import numpy as np
import pytest
from sklearn.model_selection import StratifiedKFold
from trainings import train_with

from classic_cls._command import command_line
from classic_cls.evaluation.curves import Curve
from classic_cls.extraction.engine import Rejected
from classic_cls.reading import ImageReadError, read_image
from classic_cls.report import SECTIONS, render_report, summarize
from classic_cls.report.leakage import n_divided
from classic_cls.report.machine import cpu_text
from classic_cls.report.plain import encodable, plain
from classic_cls.report.sections.curves import corners, thinned
from classic_cls.report.sections.how import thresholds_sentence
from classic_cls.report.sentences import protocol
from classic_cls.report.summary import SCHEMA

PROMISED = {
    "schema": int, "name": str, "created": str, "task": str, "n_images": int,
    "class_names": list, "class_counts": dict, "headline": str, "cv": dict, "dummy": dict,
    "test": dict, "rejected": list, "notes": list, "seed": int, "data": dict, "seconds": dict,
    "resources": dict,
    "versions": dict, "cpu": str, "settings": dict, "n_features": int, "n_clipped": int,
    "pipeline": str, "training_views": int,
}  # fmt: skip


def test_keys_and_types(training):
    summary = summarize(training)
    assert summary["schema"] == SCHEMA
    for key, kind in PROMISED.items():
        assert isinstance(summary[key], kind), key
    others = {"options", "positive", "costs", "groups", "near_duplicates", "thresholds", "command"}
    others |= {"abstention", "cited_steps"}
    others |= {"label_sets"} if summary["task"] == "multilabel" else set()
    assert others | {"reading_range", "notes_without_names"} == set(summary) - set(PROMISED)
    assert set(summary["data"]) == {"name", "sha256"}
    assert {"python", "classic_cls", "scikit-learn", "numpy", "opencv"} <= set(summary["versions"])


def test_figures_are_those_of_the_result(training):
    cv, summary = training.cv, summarize(training)
    assert summary["cv"]["metrics"][0] == summary["headline"] == cv.headline
    for name, estimate in cv.figures.items():
        found = summary["cv"][name]
        assert found["value"] == pytest.approx(estimate.value)
        assert found["interval"] == [estimate.interval.low, estimate.interval.high]
        assert found["interval_method"] == estimate.interval.method
        assert len(found["folds"]) == len(cv.fold_rows) == summary["cv"]["n_splits"]
        assert found["train"] == (cv.train[name].value if name in cv.train else None)
        assert summary["dummy"][name] == cv.dummy[name].value
    assert {"balanced_accuracy", "f1_macro", "f1_micro"} <= set(summary["cv"])
    assert summary["cv"]["overfitting_gap"] == cv.overfitting_gap
    assert summary["n_images"] == cv.n_images + summary["test"]["n_images"]


def test_survives_json(training):
    summary = summarize(training, command="classic-cls train data")
    text = json.dumps(summary, allow_nan=False, ensure_ascii=False)
    assert json.loads(text.encode("utf-8")) == summary


def test_no_place_of_this_machine_is_told(training):
    root = str(training.dataset.root.resolve())
    text = json.dumps(summarize(training, command=f"classic-cls train '{root}' --out={root}/x"))
    assert root not in text and str(training.dataset.root.resolve().parent) not in text


def test_confusion_and_classes(held_out, multilabel):
    summary = summarize(held_out)
    confusion = np.array(summary["cv"]["confusion"])
    assert confusion.sum() == held_out.cv.n_images * summary["cv"]["repeats"]
    assert [row["name"] for row in summary["cv"]["per_class"]] == summary["class_names"]
    for row in summary["cv"]["per_class"]:
        assert row["f1_interval"][0] <= row["f1"] <= row["f1_interval"][1]
        assert row["support"] == 9
    assert summary["class_counts"] == dict.fromkeys(summary["class_names"], 12)
    assert summarize(multilabel)["cv"]["confusion"] is None


@pytest.mark.parametrize("name", ["held_out", "official"])
def test_with_a_test_part(request, name):
    training = request.getfixturevalue(name)
    test = summarize(training)["test"]
    assert (test["split"], test["n_images"]) == (name.replace("_", " "), 12)
    assert test["accuracy"] == training.test.figures["accuracy"].value
    low, high = test["intervals"]["accuracy"]["interval"]
    assert low <= test["accuracy"] <= high
    assert np.sum(test["confusion"]) == 12 and len(test["per_class"]) > 1


def test_without_a_test_part(hostile):
    test = summarize(hostile)["test"]
    assert test.pop("n_images") == 0 and test.pop("intervals") == {}
    assert test["accuracy"] is None and not any(test.values())
    assert summarize(hostile)["cv"]["counts"] == hostile.cv.counts


def test_groups_and_rejected(hostile, held_out):
    summary = summarize(hostile)
    assert summary["groups"] == {"n": 15, "n_divided": 0}
    assert summarize(held_out)["groups"] is None
    assert [item["path"].rpartition("/")[2] for item in summary["rejected"]] == [
        "broken_98.png",
        "empty_<i>99.png",
    ]
    assert all(item["reason"] for item in summary["rejected"])


def test_every_key_is_described(training):
    summary = summarize(training)
    texts = [summarize.__doc__, *(type(section).summarize.__doc__ for section in SECTIONS)]
    described = set(re.findall(r"``(\w+)``", " ".join(texts)))
    figures = set(training.cv.figures)
    copies = summary["near_duplicates"] or {}
    parts = [summary, summary["cv"], summary["test"], copies, summary["groups"] or {}]
    parts += [summary["thresholds"] or {}, *copies.get("pairs", []), *summary["cv"]["per_class"]]
    parts += [*summary["cv"]["curves"].values(), summary["cv"]["curves"]]
    parts += [row for part in summary["cv"]["breakdowns"].values() for row in part["values"]]
    for part in parts:
        assert set(part) - figures <= described


def test_labels_are_counted_where_known(unknown):
    summary = summarize(unknown)
    counts = (unknown.dataset.targets == 1).sum(axis=0).tolist()
    assert summary["class_counts"] == dict(zip(unknown.dataset.class_names, counts, strict=True))
    assert sum(row["unknown"] for row in summary["cv"]["per_class"]) > 0


@pytest.mark.parametrize("name, kind", [
    ("held_out", "k-fold"), ("unknown", "random splits"), ("tuned", "leave-one-group-out"),
])  # fmt: skip
def test_protocol(request, name, kind):
    cv = request.getfixturevalue(name).cv
    found = summarize(request.getfixturevalue(name))["cv"]
    assert found["protocol"] == kind
    tested = {path for path in cv.frame()["path"]}
    assert found["n_untested"] == cv.n_images - len(tested)
    if name == "unknown":
        assert (found["n_splits"], found["test_share"]) == (3, pytest.approx(0.2))


def test_given_folds(held_out, options, tmp_path):
    table = tmp_path / "folds.csv"
    held_out.cv.frame()[["path", "fold", "repeat"]].to_csv(table, index=False)
    paths = {ref.path for ref in held_out.refs}
    data = held_out.dataset
    data = data.take([ref.path in paths for ref in data.refs])
    listed = train_with(data, **(options | {"cv": 5}), folds=table)
    part = summarize(listed)["cv"]
    assert (part["protocol"], part["n_splits"]) == ("fold list", 6)
    assert protocol(summarize(listed)) == "cross-validation in the 6 folds of folds.csv"
    given = train_with(data, **(options | {"cv": StratifiedKFold(3)}))
    assert protocol(summarize(given)) == "cross-validation in 3 folds as given"


def test_calibration_is_there_where_there_are_probabilities(training):
    cv, summary = training.cv, summarize(training)
    part, tested = summary["cv"]["calibration"], summary["test"]["calibration"]
    assert (part is not None) == (cv.predictions.score_kind == "predict_proba")
    assert (tested is not None) == (part is not None and training.test is not None)
    html = render_report(summary)
    assert ("<h2>Calibration</h2>" in html) == (part is not None)
    if part is not None:
        assert part["value"] == cv.figures["calibration_error"].value
        assert sum(of["n"] for of in part["bins"]) >= cv.n_images / 2
        assert html.count("Reliability diagram") == 1 + (tested is not None)


def test_curves(training):
    cv, part = training.cv, summarize(training)["cv"]
    areas = {"roc": ["roc_auc", "roc_auc_macro"]}
    areas["precision_recall"] = ["average_precision", "mean_average_precision"]
    for kind, names in areas.items():
        values = [cv.figures[name].value for name in names if name in cv.figures]
        assert (kind in part["curves"]) == bool(values)
        for value in values:
            curve = part["curves"][kind]
            assert curve["area"] == pytest.approx(value)
            points = np.array(curve["points"])
            assert 2 <= len(points) <= 200 and (np.diff(points[:, 0]) >= 0).all()
            assert np.trapezoid(points[:, 1], points[:, 0]) == pytest.approx(value, abs=0.001)
            assert points[-1, 0] == 1 and points.min() >= 0 and points.max() <= 1


def test_long_curves_are_thinned():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 2, 20_000)
    scores = rng.normal(truth, 1.0)
    for kind in ("roc", "precision_recall"):
        curve = getattr(Curve, kind)(truth, scores)
        points = thinned(corners(curve, kind))
        assert len(points) <= 200 and points[0].tolist() == [0.0, 0.0 if kind == "roc" else 1.0]
        assert points[-1, 0] == 1.0
        assert np.trapezoid(points[:, 1], points[:, 0]) == pytest.approx(curve.area, abs=0.01)


def test_near_duplicates(copied, held_out, tuned):
    summary = summarize(copied)
    part, found = summary["near_duplicates"], copied.cv.duplicates.found
    assert (part["n_images"], part["n_groups"], part["applied"]) == (10, 5, True)
    assert (part["n_pairs"], part["n_different_labels"], part["n_divided"]) == (5, 1, 0)
    assert [pair["same_label"] for pair in part["pairs"]] == [False] + [True] * 4
    table = found.frame(copied.cv.predictions.paths).set_index(["path_a", "path_b"])
    for pair in part["pairs"]:
        row = table.loc[pair["path_a"], pair["path_b"]]
        assert (pair["distance"], pair["same_label"]) == (row["distance"], row["same_label"])
    for name, estimate in copied.cv.random_split.items():
        assert part["random_split"][name]["value"] == estimate.value
    assert summarize(held_out)["near_duplicates"]["pairs"] == []
    assert summarize(tuned)["near_duplicates"] is None


def test_test_images_without_near_duplicates(copied, held_out):
    found = summarize(copied)["test"]["without_duplicates"]
    unseen = copied.test_without_duplicates
    assert found["n_images"] == copied.test.n_images - 1 == unseen.n_images
    assert found["accuracy"]["value"] == unseen.figures["accuracy"].value
    assert summarize(held_out)["test"]["without_duplicates"] is None


def test_breakdowns(copied):
    summary = summarize(copied)
    for key, found in (("cv", copied.breakdowns), ("test", copied.test_breakdowns)):
        part, expected = summary[key]["breakdowns"]["scanner"], found["scanner"]
        assert [row["name"] for row in part["values"]] == list(expected.values)
        assert [row["n_images"] for row in part["values"]] == list(expected.n_images)
        assert [row["figures"] for row in part["values"]] == list(expected.figures)
        assert part["overall"] == expected.overall


def test_thresholds(tuned, official, multilabel):
    found = summarize(tuned)["thresholds"]
    assert found["aim"] == "recall=0.95" and list(found["values"]) == ["bad"]
    assert found["values"]["bad"] == tuned.model.pipeline[-1].thresholds_[0]
    share = f"{100 * tuned.cv.figures['sensitivity'].value:.1f}%."
    assert thresholds_sentence(summarize(tuned)).endswith(share)
    assert set(summarize(multilabel)["thresholds"]["values"]) == set("abc")
    assert thresholds_sentence(summarize(multilabel)).endswith("anew in every fold.")
    assert summarize(official)["thresholds"] is None
    assert thresholds_sentence(summarize(official)) is None


def test_costs(official, options):
    options = options | {"classifier": "logistic"}
    costs = {("down", "up"): 5, ("up", "down"): 1.0}
    summary = summarize(train_with(official.dataset, **options, costs=costs))
    assert {"truth": "down", "prediction": "up", "cost": 5.0} in summary["costs"]
    assert summary["thresholds"]["aim"] is None and "mean_cost" in summary["cv"]["metrics"]


def test_divided_groups_are_found():
    folds = np.array([[1, 1, 2, 2, 0], [1, 2, 1, 1, 2]])
    assert n_divided(folds, np.array(list("aabbc"))) == 1
    assert n_divided(folds[:1], np.array(list("aabbb"))) == 1
    assert n_divided(folds[:1], np.array(list("aabbc"))) == 0


def test_notes_can_do_without_names(hostile):
    summary = summarize(hostile)
    assert any("onerror" in note for note in summary["notes"])
    text = " ".join(summary["notes_without_names"])
    assert "onerror" not in text and ".png" not in text and "groups from the paths" in text


def test_reasons_are_relative_and_know_what_they_name(hostile):
    mask = f"{hostile.dataset.root}/masks/Ann's.png"
    ref = replace(hostile.dataset.refs[0], mask=mask)
    data = replace(hostile.dataset, refs=(ref, *hostile.dataset.refs[1:]))
    with pytest.raises(ImageReadError) as caught:
        read_image(ref)
    rejected = [Rejected(0, caught.value.source, pickle.loads(pickle.dumps(caught.value.reason)))]
    item = summarize(replace(hostile, rejected=data.unusable(rejected)))["rejected"][0]
    assert item["path"] == ref.label(data.root)
    assert item["reason"] == "its mask 'masks/Ann's.png': no such file"
    assert item["reason_without_names"] == "its mask …: no such file"


def test_a_scorer_of_scikit_learn_has_the_interval_of_its_folds(official, options):
    options = options | {"scoring": "neg_log_loss", "classifier": "logistic"}
    summary = summarize(train_with(official.dataset, **options))
    assert summary["headline"] == "neg_log_loss"
    low, high = summary["cv"]["neg_log_loss"]["interval"]
    assert low < summary["cv"]["neg_log_loss"]["value"] < high
    assert summary["test"]["neg_log_loss"] is None


def test_plain_values():
    value = {"a": np.arange(2), 1: (np.int8(3), float("inf")), "b": {2, 1}, "c": np.bool_(True)}
    assert plain(value) == {"a": [0, 1], "1": [3, None], "b": [1, 2], "c": True}
    assert plain({"path": object}) == {"path": str(object)}


def test_printable_text_can_be_encoded():
    text = encodable("a\udce9\x00b\nc\u202e蝶")
    assert text == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b\nc\u202e蝶"
    text.encode("utf-8")


def test_command_is_shortened(tmp_path):
    command = f"classic-cls train '{tmp_path}' --out={tmp_path}/new --label-by '/(cat|dog)_'"
    expected = f"classic-cls train {tmp_path.name} --out=new --label-by '/(cat|dog)_'"
    assert command_line(command) == expected
    assert command_line(f"--set match_histogram.reference={tmp_path}/a.png").endswith("=a.png")
    assert command_line("it's") == "'it'\"'\"'s'"


def test_cpu_text_is_one_line():
    assert "\n" not in cpu_text() and "core" in cpu_text()
