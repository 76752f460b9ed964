"""Copies from the folder to the figures: what moves together, and what is told of it."""

import numpy as np
import pytest
from sample_images import write_png

from classic_cls import ImageDataset, Protocol, compare, make_image_pipeline, train
from classic_cls.cli import run


def scene(rng):
    """A picture that nothing else looks like, the same for all classes."""
    return rng.integers(0, 256, (12, 12), dtype=np.uint8).repeat(4, 0).repeat(4, 1)


def darker(image):
    return image // 4 * 3


def same(image):
    return image


def classes_without_difference(root, n=20, change=same, copies=1):
    """Two classes of chance pictures, each with copies beside it."""
    rng = np.random.default_rng(0)
    for label in "ab":
        for i in range(n):
            image = scene(rng)
            write_png(root / label / f"{label}{i}.png", image)
            for k in range(copies):
                write_png(root / label / f"{label}{i} ({k}).png", change(image))
    return root


def nearest(protocol=Protocol(cv=4), features=("raw",), **options):
    pipeline = make_image_pipeline(features=list(features), size=16, classifier="knn", **options)
    return pipeline, protocol


@pytest.mark.parametrize("change", [same, darker])
@pytest.mark.parametrize("copies", [1, 3])
def test_however_many_copies_there_are_the_figure_does_not_leak(tmp_path, change, copies):
    data = ImageDataset.from_folder(classes_without_difference(tmp_path, 20, change, copies))
    result = train(data, *nearest()).cv
    assert result.duplicates.share_joined == 1
    assert result.figures["accuracy"].value < 0.75
    if copies == 3:  # three of the five neighbours
        assert result.random_split["accuracy"].value > 0.9
    for group in np.unique(result.duplicates.groups):
        of_group = result.predictions.folds[0, result.duplicates.groups == group]
        assert len(of_group) == copies + 1 and len(set(of_group)) == 1


def test_a_comparison_does_not_leak_either(tmp_path):
    data = ImageDataset.from_folder(classes_without_difference(tmp_path, 20, same, 3))
    pipeline, protocol = nearest()
    found = compare(data, {"knn": pipeline}, protocol)
    assert found.entries[0].cv.figures["accuracy"].value < 0.75
    assert "160 images are near-duplicates" in " ".join(found.notes)


def test_groups_that_hold_every_copy_are_no_news(tmp_path, capsys):
    classes_without_difference(tmp_path / "data")
    train_ = ["train", str(tmp_path / "data"), "--features", "raw", "--size", "16"]
    train_ += ["--group-by", "/([ab][0-9]+)", "--out", str(tmp_path / "out"), "--n-jobs", "1"]
    assert run(train_) == 0
    out = capsys.readouterr().out
    assert "near-dup" not in out and "--group-by" not in out and "random split" not in out


def test_copies_that_differ_in_one_of_several_labels_move_together(tmp_path):
    rng = np.random.default_rng(1)
    lines = ["path,a,b,c"]
    for i in range(40):
        image, labels = scene(rng), rng.integers(0, 2, 3)
        for k in range(7):
            write_png(tmp_path / f"{i}-{k}.png", image)
            told = labels ^ (np.arange(3) == k)
            lines.append(f"{i}-{k}.png," + ",".join(map(str, told)))
    (tmp_path / "labels.csv").write_text("\n".join(lines) + "\n")
    result = train(ImageDataset.from_csv(tmp_path / "labels.csv"), *nearest()).cv
    assert result.random_split["f1_micro"].value > result.figures["f1_micro"].value
    folds = result.predictions.folds[0]
    for i in range(40):
        names = [path.startswith(f"{i}-") for path in result.predictions.paths]
        assert len(set(folds[names])) == 1
    assert any("is one of the labels wrong?" in note for note in result.notes)


def test_a_small_class_lowers_its_folds(tmp_path):
    root = classes_without_difference(tmp_path, 12, same, 1)
    rng = np.random.default_rng(5)
    images = [scene(rng) for _ in range(4)]
    for i, image in enumerate([*images, darker(images[0])]):
        write_png(root / "small" / f"{i}.png", image)
    training = train(ImageDataset.from_folder(root), *nearest(Protocol(cv=5)))
    assert training.cv.duplicates.share_joined == 50 / 53
    assert any("4 folds instead of 5: class 'small'" in note for note in training.notes)


def test_a_class_of_one_image_is_refused(tmp_path):
    root = classes_without_difference(tmp_path, 12, same, 0)
    image = scene(np.random.default_rng(5))
    for i in range(6):
        write_png(root / "one" / f"{i}.png", image)
    data = ImageDataset.from_folder(root)
    with pytest.raises(ValueError, match="all 6 images of class 'one' are copies of one image"):
        train(data, *nearest())
    assert train(data, *nearest(Protocol(cv=4, keep_duplicates_together=False))).cv.n_images == 30


def official(root, n_copied, change=same):
    rng = np.random.default_rng(0)
    for label in "ab":
        for i in range(16):
            image = scene(rng)
            write_png(root / "train" / label / f"{i}.png", image)
            if i < 8:
                shown = change(image) if i < n_copied else scene(rng)
                write_png(root / "test" / label / f"t{i}.png", shown)
    return root


@pytest.mark.parametrize("change", [same, darker])
def test_a_test_part_of_copies_is_said_loudest(tmp_path, capsys, change):
    official(tmp_path / "data", 8, change)
    training = train(ImageDataset.from_folder(tmp_path / "data"), *nearest())
    assert training.n_test_copies == 16 and training.test_without_duplicates is None
    assert training.notes[0].startswith("all 16 test images have a near-duplicate")
    fast = ["--features", "raw", "--size", "16", "--n-jobs", "1", "--out", str(tmp_path / "o")]
    assert run(["train", str(tmp_path / "data"), *fast]) == 0
    out = capsys.readouterr().out
    loud = "ALL 16 TEST IMAGES ARE COPIES OF TRAINING IMAGES"
    assert loud in out and out.index(loud) < out.index("accuracy")
    assert "note: all 16 test images" in out


def test_a_test_part_of_copies_but_for_one_is_said_as_loud(tmp_path, capsys):
    root = official(tmp_path / "data", 8)
    write_png(root / "test" / "a" / "new.png", scene(np.random.default_rng(9)))
    fast = ["--features", "raw", "--size", "16", "--n-jobs", "1", "--out", str(tmp_path / "o")]
    assert run(["train", str(tmp_path / "data"), *fast]) == 0
    assert "16 OF 17 TEST IMAGES ARE COPIES OF TRAINING IMAGES" in capsys.readouterr().out


def test_a_test_part_that_is_half_copies_is_told_apart(tmp_path):
    training = train(ImageDataset.from_folder(official(tmp_path, 4)), *nearest())
    assert training.n_test_copies == 8 and training.test_without_duplicates.n_images == 8
    assert training.notes[0].startswith("8 of 16 test images have a near-duplicate")
    assert training.notes[0].endswith(" on the 8 others")
    none = train(ImageDataset.from_folder(official(tmp_path / "other", 0)), *nearest())
    assert none.n_test_copies == 0 and not any("test images" in note for note in none.notes)
