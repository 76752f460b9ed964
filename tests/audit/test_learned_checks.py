"""Mislabelled and atypical images, and drift, of files on disk."""

import dataclasses

import numpy as np
import pytest
from audit.written_sets import facts_of, textures, write

from classic_cls import ImageDataset
from classic_cls.audit import CHECKS, Facts
from classic_cls.workflows import Audit, cleaned

CHECK = {check.code: check for check in CHECKS}


@pytest.fixture(scope="module")
def striped(tmp_path_factory):
    """Three textures, of 40 images each."""
    folder = tmp_path_factory.mktemp("striped")
    for kind in range(3):
        for number, image in enumerate(textures(40, kind)):
            write(folder / f"kind{kind}" / f"{number:02}.png", image)
    return facts_of(folder)


def test_clean_images_raise_no_alarm(striped):
    for code in ("CC301", "CC302", "CC421"):
        assert CHECK[code].find(striped) == []


def test_cc301_wrong_labels_are_named_with_the_right_class(tmp_path):
    for kind in range(3):
        for number, image in enumerate(textures(40, kind)):
            name = (kind + 1) % 3 if number in (3, 17) else kind
            write(tmp_path / f"kind{name}" / f"{kind}_{number:02}.png", image)
    facts = facts_of(tmp_path)
    (finding,) = CHECK["CC301"].find(facts)
    assert {facts.names[item.row].split("/")[-1] for item in finding.flagged} == {
        f"{kind}_{number:02}.png" for kind in range(3) for number in (3, 17)
    }
    for item in finding.flagged:
        right = "kind" + facts.names[item.row].split("/")[-1][0]
        assert item.fix == ("relabel", right) and f"looks like {right}" in item.detail
    assert finding.figures["n_expected"] == pytest.approx(6, abs=1.5)
    assert "of 120 labels are expected to be wrong" in finding.message
    found = Audit((finding,), facts)
    unasked = cleaned(found)
    np.testing.assert_array_equal(unasked.targets, facts.dataset.targets)
    asked = cleaned(found, ["CC301"])
    assert len(asked) == 120 and (asked.targets != facts.dataset.targets).sum() == 6


def test_cc301_a_missing_label_is_named(tmp_path):
    rows = ["path,labels"]
    for number in range(80):
        kind = number % 2
        write(tmp_path / f"{number:02}.png", textures(1, kind, seed=number)[0])
        labels = ["across"] * (kind and number != 41) + ["odd"] * (number % 3 == 0)
        rows.append(f"{number:02}.png,{';'.join(labels)}")
    (tmp_path / "labels.csv").write_text("\n".join(rows))
    facts = Facts.of(ImageDataset.from_csv(tmp_path / "labels.csv"), n_jobs=1)
    (finding,) = CHECK["CC301"].find(facts)
    assert [item.row for item in finding.flagged] == [41]
    assert "lacks across, but looks like it" in finding.flagged[0].detail


def test_cc302_another_thing_is_atypical(tmp_path):
    for kind in range(3):
        for number, image in enumerate(textures(40, kind)):
            write(tmp_path / f"kind{kind}" / f"{number:02}.png", image)
    face = np.hypot(*np.mgrid[-24:24, -24:24])
    write(tmp_path / "kind1" / "other.png", (face < 15).astype(np.uint8) * 200)
    facts = facts_of(tmp_path)
    (finding,) = CHECK["CC302"].find(facts)
    assert [facts.names[item.row] for item in finding.flagged] == ["kind1/other.png"]
    assert finding.severity == "info" and finding.flagged[0].fix == "drop"


def _with_split(facts, is_test):
    split = np.where(is_test, "test", "train")
    return dataclasses.replace(facts.dataset, split=split)


def test_cc421_a_part_that_looks_different_is_found(tmp_path):
    for kind in range(3):
        for number, image in enumerate(textures(40, kind)):
            part = "test" if number % 2 else "train"
            image = image // 2 + 10 if part == "test" else image
            write(tmp_path / part / f"kind{kind}" / f"{number:02}.png", image)
    (finding,) = CHECK["CC421"].find(facts_of(tmp_path))
    assert finding.severity == "warning" and finding.figures["auc"] > 0.95
    assert "brightness" in finding.message


def test_cc421_parts_drawn_by_chance_are_alike(striped):
    before = striped.dataset
    for seed in range(5):
        is_test = np.random.default_rng(seed).random(len(striped)) < 0.4
        striped.dataset = _with_split(striped, is_test)
        assert CHECK["CC421"].find(striped) == []
    striped.dataset = before


def test_cc421_other_shares_of_classes_are_no_drift(striped):
    before = striped.dataset
    kinds = np.unique(before.targets, return_inverse=True)[1]
    is_test = np.random.default_rng(0).random(len(striped)) < np.array([0.1, 0.5, 0.9])[kinds]
    striped.dataset = _with_split(striped, is_test)
    assert CHECK["CC421"].find(striped) == []
    striped.dataset = before
