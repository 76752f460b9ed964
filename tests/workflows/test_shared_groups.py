"""Groups on both sides of an official split are told of, with the figure without them."""

from dataclasses import replace

import numpy as np
import pytest
from sample_images import make_images, write_png
from trainings import train_with

from classic_cls import ImageDataset
from classic_cls.report import render_report, summarize

QUICK = {"features": ["raw"], "size": 16, "cv": 3, "keep_duplicates_together": False}


def table(tmp_path, group_of_test):
    """Twenty-four training images of groups p0 to p5, and eight of the test part."""
    lines = ["path,label,group,split"]
    for i, image in enumerate(make_images(32)):
        write_png(tmp_path / f"{i}.png", image)
        split = "train" if i < 24 else "test"
        group = f"p{i // 2 % 6}" if i < 24 else group_of_test(i)
        lines.append(f"{i}.png,{'ab'[i % 2]},{group},{split}")
    (tmp_path / "t.csv").write_text("\n".join(lines))
    return ImageDataset.from_csv(tmp_path / "t.csv")


def told(training):
    return [note for note in training.notes if "both sides of the official split" in note]


def test_they_are_counted_named_and_left_out(tmp_path):
    data = table(tmp_path, lambda i: f"p{i % 2}" if i < 28 else f"q{i}")
    training = train_with(data, **QUICK)
    alone = training.test_of_new_groups
    assert alone.n_images == 4 and training.test.n_images == 8
    assert list(alone.predictions.paths) == [f"{i}.png" for i in range(28, 32)]
    (note,) = told(training)
    assert note.startswith("2 groups stand on both sides of the official split ('p0', 'p1'): ")
    both = [100 * result.figures["accuracy"].value for result in (training.test, alone)]
    assert f"accuracy {both[0]:.1f}% on all 8 test images, {both[1]:.1f}% without the 4" in note
    assert "p0" not in note.without_names
    summary = summarize(training)
    assert summary["test"]["of_new_groups"]["accuracy"]["value"] == both[1]
    assert "4 of 8 test images are of groups that were learned from too" in render_report(summary)


def test_where_no_other_test_image_is_left(tmp_path):
    training = train_with(table(tmp_path, lambda i: f"p{i % 3}"), **QUICK)
    assert training.test_of_new_groups is None
    assert "say nothing about new groups" in told(training)[0]


@pytest.mark.parametrize("groups", [True, False])
def test_nothing_is_said_where_no_group_is_divided(tmp_path, groups):
    data = table(tmp_path, lambda i: f"q{i % 3}")
    training = train_with(data if groups else replace(data, groups=None), **QUICK)
    assert training.test_of_new_groups is None and not told(training)
    assert summarize(training)["test"]["of_new_groups"] is None


def test_a_part_held_out_divides_none(tmp_path):
    data = replace(table(tmp_path, lambda i: f"p{i % 3}"), split=None)
    training = train_with(data, test_size=0.3, **QUICK)
    assert not told(training)
    rows = np.isin(data.relative_paths(), training.test.predictions.paths)
    assert not set(data.groups[rows]) & set(data.groups[~rows])
