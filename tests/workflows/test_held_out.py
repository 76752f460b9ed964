"""What the test part shows decides nothing but the figures of the test."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from sample_images import make_images, write_png

from classic_cls import ImageDataset, Protocol, make_image_pipeline, train
from classic_cls.cli import run

CHOSEN = ("recipe", "features", "size", "classifier", "reading_range")
FAST = {"cv": 2, "test_size": 0.25}


def write_deep(path, image, factor):
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), image.astype(np.uint16) * factor)


def write_set(root, deep=False):
    for i, image in enumerate(make_images(60)):
        path = root / "ab"[i % 2] / f"{i:02}.png"
        write_deep(path, image, 16) if deep else write_png(path, image)
    return root


def make_wild(path, deep):
    """Another size, in colours, or a range beyond all others."""
    rng = np.random.default_rng(0)
    if deep:
        write_deep(path, rng.integers(0, 200, (40, 40)), 300)
    else:
        write_png(path, rng.integers(0, 256, (300, 280, 3), dtype=np.uint8))


def trained(root, out, *options):
    assert run(["train", str(root), "--cv", "2", "--out", str(out), *options, "--force"]) == 0
    result = json.loads((out / "result.json").read_text(encoding="utf-8"))
    return {name: result["settings"].get(name) for name in CHOSEN}, result


def files_held(root, seed=0):
    protocol, data = Protocol(**FAST, seed=seed), ImageDataset.from_folder(root)
    learned = set(protocol.training_part(data).paths)
    return [path for path in data.paths if path not in learned]


@pytest.mark.parametrize("deep", [False, True])
def test_a_part_held_out_decides_nothing(tmp_path, deep):
    root = write_set(tmp_path / "data", deep)
    options = ("--test-size", "0.25", "--no-keep-duplicates-together")
    before, _ = trained(root, tmp_path / "out", *options)
    held = files_held(root)
    assert len(held) == 15
    for path in held:
        make_wild(Path(path), deep)
    after, result = trained(root, tmp_path / "out", *options)
    assert after == before and (not deep or before["reading_range"])
    assert result["test"]["n_images"] == 15


@pytest.mark.parametrize("deep", [False, True])
def test_an_official_test_part_decides_nothing(tmp_path, deep):
    root = tmp_path / "data"
    write_set(root / "train", deep)
    write_set(root / "test", deep)
    before, _ = trained(root, tmp_path / "out")
    for path in sorted((root / "test").rglob("*.png")):
        make_wild(Path(path), deep)
    after, _ = trained(root, tmp_path / "out")
    assert after == before and (not deep or before["reading_range"])


def test_the_number_of_images_is_that_of_the_training_part(tmp_path):
    data = ImageDataset.from_folder(write_set(tmp_path))
    protocol = Protocol(**FAST)
    assert len(protocol.training_part(data)) == 45
    assert protocol.training_part(data).class_names == data.class_names
    assert Protocol().training_part(data) is data


def quick(data, **options):
    pipeline = make_image_pipeline(features=["raw"], size=16, classifier="logistic")
    return train(data, pipeline, Protocol(**FAST, **options))


def test_what_may_be_tested_is_known_before_images_are_read(tmp_path):
    root = write_set(tmp_path)
    held = files_held(root)
    training = quick(ImageDataset.from_folder(root), keep_duplicates_together=False)
    assert {ref.path for ref in training.test_refs} == set(held)
    (root / "a" / "00.png").write_bytes(b"torn")  # another number of images
    with pytest.warns(UserWarning, match="1 of 60 set aside"):
        training = quick(ImageDataset.from_folder(root), keep_duplicates_together=False)
    assert {ref.path for ref in training.test_refs} <= set(held)


def test_a_copy_takes_a_test_image_into_the_training_part(tmp_path):
    root = write_set(tmp_path)
    tested, learned = (
        {ref.path for ref in refs}
        for training in [quick(ImageDataset.from_folder(root))]
        for refs in (training.test_refs, training.refs)
    )
    image, other = sorted(tested)[0], sorted(learned)[0]
    (root / other).write_bytes((root / image).read_bytes())
    training = quick(ImageDataset.from_folder(root))
    assert {ref.path for ref in training.test_refs} == tested - {image}


def test_where_copies_leave_too_little_it_is_drawn_anew(tmp_path):
    for i, image in enumerate(make_images(20)):
        for copy in range(4):
            write_png(tmp_path / "ab"[i % 2] / f"{i:02}_{copy}.png", image // (1 + copy // 2))
    training = quick(ImageDataset.from_folder(tmp_path))
    assert any("drawn anew" in note for note in training.notes) == (
        {ref.path for ref in training.test_refs} != set(files_held(tmp_path))
    )
    assert 10 <= training.test.n_images <= 30
