"""Training images among those of an evaluation are found, counted and left out."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from sample_images import write_png
from trainings import train_with

from classic_cls import ImageDataset, load_model, save_model
from classic_cls.persistence import ModelFileError, SeenImages
from classic_cls.workflows import evaluate

QUICK = {"features": ["raw"], "size": 16, "cv": 3, "keep_duplicates_together": False}


def drawn(n, seed, side=48):
    rng = np.random.default_rng(seed)
    coarse, fine = rng.integers(0, 200, (n, 6, 6)), rng.integers(0, 50, (n, side, side))
    return (np.kron(coarse, np.ones((side // 6, side // 6), int)) + fine).astype(np.uint8)


def write(root, images, first=0, suffix=".png"):
    for i, image in enumerate(images, first):
        place = root / "ab"[i % 2] / f"{i}{suffix}"
        if suffix == ".png":
            write_png(place, image)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(place), image, [cv2.IMWRITE_JPEG_QUALITY, 60])
    return ImageDataset.from_folder(root)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    root = tmp_path_factory.mktemp("old")
    data = write(root, drawn(40, 0))
    return data, train_with(data, **QUICK).model


def test_new_images_need_no_words(trained, tmp_path):
    evaluation = evaluate(trained[1], write(tmp_path, drawn(30, 1)))
    assert not (evaluation.copies != "").any() and evaluation.unseen is None
    assert not any("train" in note for note in evaluation.notes)


def test_the_training_images_themselves(trained):
    evaluation = evaluate(trained[1], trained[0])
    assert (evaluation.copies == "exact").all() and evaluation.unseen is None
    assert evaluation.notes[0].startswith("every image is a training image or a copy of one (40 ")


@pytest.mark.parametrize("suffix", [".png", ".jpg"])
def test_some_are_scored_apart_and_said_first(trained, tmp_path, suffix):
    write(tmp_path, drawn(40, 0)[:10])
    halved = [cv2.resize(im, (36, 36), interpolation=cv2.INTER_AREA) for im in drawn(40, 0)[10:20]]
    write(tmp_path, [np.ascontiguousarray(im[:, ::-1]) for im in halved], 10, suffix)
    data = write(tmp_path, drawn(12, 2), 20)
    evaluation = evaluate(trained[1], data)
    counts = {kind: int((evaluation.copies == kind).sum()) for kind in ("exact", "near", "")}
    assert counts == {"exact": 10, "near": 10, "": 12}
    unseen, result = evaluation.unseen, evaluation.result
    new = [f"{'ab'[i % 2]}/{i}.png" for i in range(20, 32)]
    assert sorted(unseen.predictions.paths) == sorted(new)
    alone = evaluate(trained[1], data.take(evaluation.copies == ""))
    assert unseen.figures["accuracy"] == alone.result.figures["accuracy"]
    assert "10 the same content, 10 another version of one" in evaluation.notes[0]
    for some in (result, unseen):
        assert f"{100 * some.figures['accuracy'].value:.1f}%" in evaluation.notes[0]
    assert evaluation.frame()["training_image"].tolist() == evaluation.copies.tolist()


def test_the_file_remembers_in_twenty_bytes_an_image(trained, tmp_path):
    model = trained[1]
    sizes = []
    for seen in (model.seen, None):
        path = save_model(replace(model, seen=seen), tmp_path / f"{len(sizes)}.skops")
        sizes.append(path.stat().st_size)
    assert sizes[0] - sizes[1] < 40 * 21 + 200
    loaded = load_model(tmp_path / "0.skops")
    np.testing.assert_array_equal(loaded.seen.digests, model.seen.digests)
    assert (evaluate(loaded, trained[0]).copies == "exact").all()


def test_a_model_without_digests_says_so(trained, tmp_path):
    path = save_model(trained[1].pipeline, tmp_path / "plain.skops")
    evaluation = evaluate(load_model(path), trained[0])
    assert evaluation.copies is None and evaluation.unseen is None
    assert "holds no digests of its training images" in evaluation.notes[0]
    assert "training_image" not in evaluation.frame()


def test_only_the_images_that_were_fitted_are_remembered(trained):
    model = train_with(trained[0], test_size=0.25, **QUICK)
    assert len(model.model.seen) == len(model.refs)
    evaluation = evaluate(model.model, trained[0])
    assert (evaluation.copies == "exact").sum() == len(model.refs)
    tested = set(model.test.predictions.paths)
    assert set(evaluation.unseen.predictions.paths) == tested


def test_images_that_all_look_alike_are_no_copies(trained, tmp_path):
    rng = np.random.default_rng(0)
    scene = np.kron(rng.integers(40, 200, (6, 6)), np.ones((8, 8), int))
    frames = [(scene + rng.integers(-3, 4, scene.shape)).astype(np.uint8) for _ in range(60)]
    model = train_with(write(tmp_path / "one", frames[:30]), **QUICK).model
    evaluation = evaluate(model, write(tmp_path / "two", frames[30:]))
    assert (evaluation.copies == "").all()


@pytest.mark.parametrize("change", [
    {"digests": "AAAA"}, {"pictures": "?"}, {"digests": 3}, {"more": "AAAA"}, {"pictures": ""}
])  # fmt: skip
def test_forged_digests_are_refused(trained, change):
    plain = {**trained[1].seen.plain(), **change}
    with pytest.raises((ModelFileError, ValueError, TypeError)):
        SeenImages.from_plain(plain)
