"""``result.json``: complete, plain, finite, relative."""

import json
from dataclasses import replace

import numpy as np
import pytest

from classic_cls.report import summarize
from classic_cls.report.machine import cpu_text
from classic_cls.report.plain import plain, printable, relative_text, short_command
from classic_cls.report.summary import SCHEMA
from classic_cls.workflows import train

PROMISED = {
    "schema": int, "name": str, "created": str, "task": str, "n_images": int,
    "class_names": list, "class_counts": dict, "headline": str, "cv": dict, "dummy": dict,
    "test": dict, "rejected": list, "notes": list, "seed": int, "data": dict, "seconds": dict,
    "versions": dict, "cpu": str, "settings": dict, "n_features": int, "n_clipped": int,
    "pipeline": str,
}  # fmt: skip


def test_keys_and_types(training):
    summary = summarize(training)
    assert summary["schema"] == SCHEMA
    for key, kind in PROMISED.items():
        assert isinstance(summary[key], kind), key
    assert {"positive", "groups", "command", "reading_range"} <= set(summary)
    assert set(summary["data"]) == {"name", "sha256"}
    assert {"python", "classic_cls", "scikit-learn", "numpy", "opencv"} <= set(summary["versions"])


def test_figures_are_those_of_the_result(training):
    cv, summary = training.cv, summarize(training)
    assert summary["cv"]["metrics"][0] == summary["headline"] == cv.headline
    for name, estimate in cv.metrics.items():
        found = summary["cv"][name]
        assert found["value"] == pytest.approx(estimate.value)
        assert found["interval"] == [estimate.interval.low, estimate.interval.high]
        assert found["interval_method"] == estimate.interval.method
        assert len(found["folds"]) == cv.n_folds * cv.n_repeats
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
    assert test["accuracy"] == training.test.metrics["accuracy"].value
    low, high = test["intervals"]["accuracy"]["interval"]
    assert low <= test["accuracy"] <= high
    assert np.sum(test["confusion"]) == 12 and len(test["per_class"]) > 1


def test_without_a_test_part(hostile):
    test = summarize(hostile)["test"]
    assert test.pop("n_images") == 0 and test.pop("intervals") == {}
    assert test["accuracy"] is None and not any(test.values())


def test_groups_and_rejected(hostile, held_out):
    summary = summarize(hostile)
    assert summary["groups"] == {"n": 15}
    assert summarize(held_out)["groups"] is None
    assert [item["path"].rpartition("/")[2] for item in summary["rejected"]] == [
        "broken_98.png",
        "empty_<i>99.png",
    ]
    assert all(item["reason"] for item in summary["rejected"])


def test_notes_can_do_without_names(hostile):
    summary = summarize(hostile)
    assert any("onerror" in note for note in summary["notes"])
    text = " ".join(summary["notes_without_names"])
    assert "onerror" not in text and ".png" not in text and "groups from the paths" in text


def test_reasons_are_relative(hostile):
    root = hostile.dataset.root
    item = replace(hostile.rejected[0], reason=f"its mask '{root}/masks/1.png': no such file")
    rejected = summarize(replace(hostile, rejected=(item,)))["rejected"]
    assert rejected[0]["reason"] == "its mask 'masks/1.png': no such file"


def test_a_scorer_of_scikit_learn_has_the_interval_of_its_folds(official, options):
    options = options | {"scoring": "neg_log_loss", "classifier": "logistic"}
    summary = summarize(train(official.dataset, **options))
    assert summary["headline"] == "neg_log_loss"
    low, high = summary["cv"]["neg_log_loss"]["interval"]
    assert low < summary["cv"]["neg_log_loss"]["value"] < high
    assert summary["test"]["neg_log_loss"] is None


def test_plain_values():
    value = {"a": np.arange(2), 1: (np.int8(3), float("inf")), "b": {2, 1}, "c": np.bool_(True)}
    assert plain(value) == {"a": [0, 1], "1": [3, None], "b": [1, 2], "c": True}
    assert plain({"path": object}) == {"path": str(object)}


def test_printable_text_can_be_encoded():
    text = printable("a\udce9\x00b\nc\u202e蝶")
    assert text == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b\nc\u202e蝶"
    text.encode("utf-8")


@pytest.mark.parametrize("root", ["cells", "/data/cells", "/data/cells/"])
def test_relative_text(root):
    inside, outside = relative_text(f"see '{root}/a b.png'", root), relative_text("the 'x/y'", root)
    assert (inside, outside) == ("see 'a b.png'", "the 'x/y'")


def test_command_is_shortened(tmp_path):
    command = f"classic-cls train '{tmp_path}' --out={tmp_path}/new --label-by '/(cat|dog)_'"
    expected = f"classic-cls train {tmp_path.name} --out=new --label-by '/(cat|dog)_'"
    assert short_command(command) == expected
    assert short_command("it's") == "'it'\"'\"'s'"


def test_cpu_text_is_one_line():
    assert "\n" not in cpu_text() and "core" in cpu_text()
