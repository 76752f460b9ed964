"""What can be done with a data set, whatever it was read from."""

import numpy as np
import pytest

import classic_cls.datasets
from classic_cls.base import ImageRef
from classic_cls.datasets import DatasetError, ImageDataset


def dataset(labels, **fields):
    refs = tuple(ImageRef(f"set/{row}.tif") for row in range(len(labels)))
    fields = {"class_names": tuple(sorted(set(labels))), "root": "set", **fields}
    for name in ("groups", "split"):
        if name in fields:
            fields[name] = np.array(fields[name], str)
    return ImageDataset(refs, np.array(labels, str), **fields)


def multilabel(rows, **fields):
    refs = tuple(ImageRef(f"set/{row}.tif") for row in range(len(rows)))
    targets = np.array(rows, np.int8)
    names = tuple("abcdef"[: targets.shape[1]])
    return ImageDataset(refs, targets, names, root="set", **fields)


def test_public_names():
    for name in classic_cls.datasets.__all__:
        assert getattr(classic_cls.datasets, name).__doc__


def test_lengths_must_agree():
    with pytest.raises(DatasetError, match="groups has 1 entries, but there are 2 images"):
        dataset(["a", "b"], groups=["g"])


def test_take_keeps_rows_together_and_the_classes():
    data = dataset(["a", "b", "c"], groups=["g", "h", "i"], split=["train", "test", "train"])
    part = data.take([2, 0])
    assert part.relative_paths() == ["2.tif", "0.tif"]
    assert part.labels.tolist() == ["c", "a"] and part.groups.tolist() == ["i", "g"]
    assert part.split.tolist() == ["train", "train"] and part.class_names == ("a", "b", "c")
    assert data.take(np.array([False, True, False])).relative_paths() == ["1.tif"]
    assert len(data.take([])) == 0


def test_official_split():
    data = dataset(["a", "b", "a"], split=["train", "test", "train"])
    assert data.training().relative_paths() == ["0.tif", "2.tif"]
    assert data.test().relative_paths() == ["1.tif"]


def test_description():
    data = dataset(["a"] * 2 + ["b"], groups=["g", "g", "h"], split=["train", "test", "test"])
    assert data.describe() == "3 images, 2 classes (1 to 2 each), 2 groups, official split 1/2"
    assert repr(data).startswith("<ImageDataset 'data': 3 images")
    assert dataset(["a"] * 1200).describe() == "1,200 images, 1 class (1,200 each)"


def test_drop_classes():
    data = dataset(["a", "b", "c", "b"], groups=["g", "h", "i", "j"])
    left = data.drop_classes(["b"])
    assert left.labels.tolist() == ["a", "c"] and left.class_names == ("a", "c")
    assert left.groups.tolist() == ["g", "i"] and left.task == "binary"
    assert data.drop_classes("b").class_names == ("a", "c")
    with pytest.raises(DatasetError, match="no class 'x' to drop; the classes are 'a', 'b', 'c'"):
        data.drop_classes(["b", "x"])
    with pytest.raises(DatasetError, match="no class is left"):
        data.drop_classes(["a", "b", "c"])


def test_dropping_a_label_keeps_the_images():
    data = multilabel([[1, 0, 1], [0, 1, 0]]).drop_classes(["b"])
    assert data.labels.tolist() == [[1, 1], [0, 0]] and data.class_names == ("a", "c")


def test_trainable():
    dataset(["a", "a", "b", "b"]).check_trainable()
    dataset(["a", "a", "b", "b"], groups=["g", "h", "g", "h"]).check_trainable()
    multilabel([[1, 0], [1, 1], [0, 1]]).check_trainable()


def test_one_class_alone(tmp_path):
    with pytest.raises(DatasetError, match="one class only, 'a'"):
        dataset(["a", "a"]).check_trainable()
    with pytest.raises(DatasetError, match="one label only, 'a'"):
        multilabel([[1], [0]]).check_trainable()
    inner = tmp_path / "flowers" / "rose"
    inner.mkdir(parents=True)
    (inner / "1.png").touch()
    with pytest.raises(DatasetError, match="give .*flowers instead"):
        ImageDataset.from_folder(tmp_path).check_trainable()
    (tmp_path / "truth.csv").touch()
    with pytest.raises(DatasetError, match="if 'truth.csv' in it holds the labels"):
        ImageDataset.from_folder(tmp_path).check_trainable()


def test_one_flat_class_folder(tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "1.png").touch()
    with pytest.raises(DatasetError, match="add a folder for another class.*label_by="):
        ImageDataset.from_folder(tmp_path).check_trainable()


def test_classes_with_too_few_images():
    with pytest.raises(
        DatasetError,
        match=r"class 'my b' has one image .*: add images, or leave out with "
        r"data.drop_classes\(\['my b'\]\)$",
    ):
        dataset(["a", "a", "my b"]).check_trainable()
    with pytest.raises(DatasetError, match="'b', 'c' have one image .*drop_classes"):
        dataset(["a", "a", "b", "c"]).check_trainable()
    with pytest.raises(DatasetError, match="class 'b' has no image for training"):
        dataset(["a", "a", "c", "c"], class_names=("a", "b", "c")).check_trainable()


def test_only_the_training_part_counts():
    split = ["train", "train", "train", "test", "test"]
    with pytest.raises(DatasetError, match="class 'b' has one image for training"):
        dataset(["a", "a", "b", "b", "b"], split=split).check_trainable()
    dataset(["a", "a", "b", "b", "a"], split=["train"] * 4 + ["test"]).check_trainable()
    with pytest.raises(DatasetError, match="no image for training"):
        dataset(["a", "b"], split=["test", "test"]).check_trainable()


def test_classes_in_one_group_only():
    labels = ["a", "a", "b", "b"]
    with pytest.raises(DatasetError, match="class 'b' has all images in one group .*drop_classes"):
        dataset(labels, groups=["g", "h", "h", "h"]).check_trainable()
    with pytest.raises(DatasetError, match="every class lies in one group only .'a' in 'g'"):
        dataset(labels, groups=["g", "g", "h", "h"]).check_trainable()


def test_every_page_an_image_of_its_own():
    pages = {"set/0.tif": 2, "set/1.tif": 1, "set/2.tif": 3}

    def count_pages(path):
        if path not in pages:
            raise ValueError("broken")
        return pages[path]

    data = dataset(["a", "b", "a", "b"], split=["train", "train", "test", "test"])
    each = data.expand_pages(count_pages)
    assert each.relative_paths() == [
        "0.tif[page=0]", "0.tif[page=1]", "1.tif", "2.tif[page=0]", "2.tif[page=1]",
        "2.tif[page=2]", "3.tif",
    ]  # fmt: skip
    assert each.labels.tolist() == ["a", "a", "b", "a", "a", "a", "b"]
    assert each.groups.tolist() == ["0.tif", "0.tif", "1.tif"] + ["2.tif"] * 3 + ["3.tif"]
    assert each.split.tolist() == ["train"] * 3 + ["test"] * 4
    grouped = dataset(["a", "b", "a", "b"], groups=list("ghgh")).expand_pages(count_pages)
    assert grouped.groups.tolist() == ["g", "g", "h", "g", "g", "g", "h"]


def test_pages_that_are_named_stay():
    data = ImageDataset((ImageRef("x.tif", page=1),), np.array(["a"]), ("a",))
    assert data.expand_pages(lambda path: 5) is data
