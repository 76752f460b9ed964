"""The sets for demonstration: real images, honestly described, the same every time."""

import csv
from collections import Counter

import cv2
import numpy as np
import pytest
from sklearn.datasets import load_digits

from classic_cls.datasets import ImageDataset, write_demo_sets


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    return write_demo_sets(tmp_path_factory.mktemp("demo"))


def read(path):
    return cv2.imread(str(path), cv2.IMREAD_UNCHANGED)


@pytest.mark.parametrize(
    ("name", "task", "n_images", "n_classes"),
    [("digits", "multiclass", 1797, 10), ("faces", "binary", 200, 2)],
)
def test_class_folders(sets, name, task, n_images, n_classes):
    data = ImageDataset.open(sets[name])
    assert (data.task, len(data), len(data.class_names)) == (task, n_images, n_classes)
    assert data.notes == () and data.set_aside == ()
    data.check_trainable()


def test_digits_are_those_of_the_source(sets):
    data = ImageDataset.open(sets["digits"])
    source = load_digits()
    for path, label in list(zip(data.paths, data.labels))[::100]:
        number = int(path[-8:-4])
        assert label == str(source.target[number])
        image = read(path)
        assert image.shape == (32, 32)
        small = image.reshape(8, 4, 8, 4).mean(axis=(1, 3))
        assert np.corrcoef(small.ravel(), source.images[number].ravel())[0, 1] > 0.95


def test_digits_can_be_grouped_as_the_readme_says(sets):
    data = ImageDataset.open(sets["digits"], group_by="block[0-9]+")
    assert len(set(data.groups)) == 30
    data.check_trainable()


def test_every_digit_is_used_in_one_composition_only(sets):
    data = ImageDataset.open(sets["digits_multilabel"])
    data.check_trainable()
    assert data.task == "multilabel" and len(set(data.groups)) == 30
    quarters = [[q for q in quarters_of(read(path)) if q.any()] for path in data.paths]
    n_digits = [len(digits) for digits in quarters]
    assert set(n_digits) == {1, 2, 3}
    n_labels = data.labels.sum(axis=1)
    assert (n_labels >= 1).all() and (n_labels <= n_digits).all()
    source = [read(path) for path in ImageDataset.open(sets["digits"]).paths]
    small = [cv2.resize(image, (26, 26), interpolation=cv2.INTER_AREA) for image in source]
    used = Counter(trimmed(quarter) for digits in quarters for quarter in digits)
    assert used == Counter(map(trimmed, small))


def quarters_of(canvas):
    return canvas.reshape(2, 32, 2, 32).swapaxes(1, 2).reshape(4, 32, 32)


def trimmed(image):
    """The picture without its black margins, as bytes."""
    rows, columns = np.nonzero(image)
    part = image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return part.shape, part.tobytes()


def test_the_same_every_time(sets, tmp_path):
    again = write_demo_sets(tmp_path)
    for name, path in sets.items():
        one, two = ImageDataset.open(path), ImageDataset.open(again[name])
        assert one.relative_paths() == two.relative_paths()
        np.testing.assert_array_equal(one.labels, two.labels)
        for row in range(0, len(one), 50):
            np.testing.assert_array_equal(read(one.paths[row]), read(two.paths[row]))
    other = write_demo_sets(tmp_path / "other", random_state=1)["digits_multilabel"]
    assert other.read_bytes() != sets["digits_multilabel"].read_bytes()


def test_tables_and_readmes(sets):
    with open(sets["digits_multilabel"], newline="", encoding="utf-8") as file:
        assert next(csv.reader(file)) == ["path", "labels", "group"]
    for path in sets.values():
        folder = path if path.is_dir() else path.parent
        text = (folder / "README.txt").read_text(encoding="utf-8")
        assert "scikit-" in text or "COMPOSED" in text
