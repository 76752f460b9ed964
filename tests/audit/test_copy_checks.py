"""Copies: in a class, across classes, across the official split, turned."""

import shutil

import cv2
import numpy as np
from audit.planted import findings_of, one, picture, write_set
from sample_images import write_png

COPIES = {"CC101", "CC102", "CC103", "CC104"}


def test_no_copies_where_there_are_none(tmp_path):
    write_set(tmp_path, n=25)
    assert not findings_of(tmp_path)[0].keys() & COPIES


def test_cc101_copies_in_a_class(tmp_path):
    write_set(tmp_path)
    shutil.copy(tmp_path / "cat" / "cata.png", tmp_path / "cat" / "same.png")
    small = cv2.resize(picture(1), (40, 32), interpolation=cv2.INTER_AREA)
    write_png(tmp_path / "cat" / "small.png", small)
    finding, names = one(tmp_path, "CC101")
    assert names == ["cat/same.png", "cat/small.png"], "the first and the largest are kept"
    details = [item.detail for item in finding.flagged]
    assert details == ["the same file as cat/cata.png", "nearly the same as cat/catb.png"]
    assert {item.fix for item in finding.flagged} == {"drop"}
    assert finding.figures == {"n": 2, "n_exact": 1}


def test_of_many_copies_all_but_one_are_left_out(tmp_path):
    write_set(tmp_path)
    for i in range(4):
        shutil.copy(tmp_path / "dog" / "dogc.png", tmp_path / "dog" / f"x{i}.png")
    _, names = one(tmp_path, "CC101")
    assert names == [f"dog/x{i}.png" for i in range(4)]


def test_cc102_the_same_image_in_two_classes(tmp_path):
    write_set(tmp_path)
    shutil.copy(tmp_path / "cat" / "cata.png", tmp_path / "dog" / "same.png")
    finding, names = one(tmp_path, "CC102")
    assert finding.severity == "error"
    assert names == ["cat/cata.png", "dog/same.png"]
    assert finding.flagged[0].detail == "'cat', but the same file as dog/same.png: 'dog'"
    assert "CC101" not in findings_of(tmp_path)[0]


def test_cc103_test_images_in_the_training_part(tmp_path):
    for part, start in (("train", 0), ("test", 1000)):
        for k, name in enumerate(("cat", "dog")):
            for i in range(8):
                write_png(tmp_path / part / name / f"{i}.png", picture(start + 100 * k + i))
    brighter = np.clip(picture(1003).astype(int) + 12, 0, 255).astype(np.uint8)
    write_png(tmp_path / "train" / "cat" / "leak.png", brighter)
    finding, names = one(tmp_path, "CC103")
    assert finding.severity == "error"
    assert names == ["train/cat/leak.png"], "the test part stays what it was"
    assert "test/cat/3.png of the test part" in finding.flagged[0].detail
    assert finding.message.startswith("1 of 16 test images")


def test_cc104_turned_copies(tmp_path):
    write_set(tmp_path)
    write_png(tmp_path / "cat" / "mirrored.png", picture(0)[:, ::-1])
    write_png(tmp_path / "cat" / "turned.png", np.ascontiguousarray(np.rot90(picture(1))))
    write_png(tmp_path / "cat" / "down.png", picture(2)[::-1, ::-1])
    finding, names = one(tmp_path, "CC104")
    words = {name: item.detail for name, item in zip(names, finding.flagged, strict=True)}
    assert words == {
        "cat/down.png": "turned by 180° copy of cat/catc.png",
        "cat/mirrored.png": "mirrored copy of cat/cata.png",
        "cat/turned.png": "turned by 90° copy of cat/catb.png",
    }
    assert "CC101" not in findings_of(tmp_path)[0]
