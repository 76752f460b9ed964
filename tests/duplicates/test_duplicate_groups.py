"""When copies become groups: the tenth, the folds, the classes, the declared groups."""

import cv2
import numpy as np
import pytest

from classic_cls.duplicates import Thumbnail, duplicate_groups, near_duplicates

ADVICE = "these images look alike (fixed camera?); give groups with --group-by"


def textures(n, seed=0):
    rng = np.random.default_rng(seed)
    smooth = [cv2.GaussianBlur(rng.normal(size=(48, 48)), (0, 0), 3) for _ in range(n)]
    return [np.clip(128 + 400 * image, 0, 255).astype(np.uint8) for image in smooth]


def camera(n, seed=0):
    """A fixed camera: one background, a little noise, a speck that is the defect of some."""
    rng = np.random.default_rng(seed)
    background = textures(1, seed=99)[0].astype(float)
    images, labels = [], []
    for k in range(n):
        image = background + rng.normal(0, 3, background.shape)
        if k % 2:
            y, x = rng.integers(2, 40, 2)
            image[y : y + 5, x : x + 5] += 80
        images.append(np.clip(image, 0, 255).astype(np.uint8))
        labels.append("bad" if k % 2 else "good")
    return images, np.array(labels)


def grouping_of(images, y, **parameters):
    y = np.asarray(y)
    found = near_duplicates(Thumbnail().transform(images), y)
    return duplicate_groups(found, y, **parameters)


def with_copies(n, n_copies):
    images = textures(n)
    y = np.array(["a", "b"] * (n // 2))
    return images + images[:n_copies], np.concatenate([y, y[:n_copies]])


def test_copies_are_kept_together_and_counted():
    result = grouping_of(*with_copies(100, 4))
    assert result.applied and result.found.n_in_groups == 8
    np.testing.assert_array_equal(result.groups[100:], result.groups[:4])
    assert len(np.unique(result.groups)) == 100
    assert result.notes == (
        "8 images are near-duplicates of each other (4 groups)",)


def test_without_copies_there_are_no_groups():
    result = grouping_of(textures(40), ["a", "b"] * 20)
    assert result.groups is None and not result.applied and result.notes == ()


def test_a_fixed_camera_is_not_grouped():
    images, y = camera(60)
    result = grouping_of(images, y)
    assert result.groups is None and not result.applied
    assert result.notes[0].startswith(ADVICE)


def test_a_fixed_camera_among_others_never_joins_classes():
    images, y = camera(12)
    result = grouping_of([*images, *textures(300)], [*y, *["good", "bad"] * 150])
    labels = np.concatenate([y, ["good", "bad"] * 150])
    for group in np.unique(result.found.groups):
        assert len(set(labels[result.found.groups == group])) == 1
    assert not result.found.same_label.all()
    assert any("different labels" in note for note in result.notes)


@pytest.mark.parametrize("n_copies, applied", [(10, True), (11, False)])
def test_a_tenth_of_the_images_is_the_limit(n_copies, applied):
    result = grouping_of(*with_copies(100 - n_copies + n_copies % 2, n_copies))
    assert result.found.n_in_groups == 2 * n_copies
    assert result.applied == applied


@pytest.mark.parametrize("n_folds, applied", [(4, True), (5, False), (6, True)])
def test_a_class_needs_as_many_groups_as_folds(n_folds, applied):
    """With 6 folds the class of 5 images had too few before, which is not the copies' doing."""
    images = textures(60)
    images, y = [*images, images[3]], np.array(["a"] * 4 + ["b"] * 56 + ["a"])
    result = grouping_of(images, y, n_folds=n_folds)
    assert result.applied == applied
    if not applied:
        assert "fewer groups than the 5 folds" in result.notes[0]
        assert result.notes[0].startswith(ADVICE)


def test_declared_groups_are_joined_by_copies():
    images = textures(60)
    images = [*images, images[0], images[1]]
    declared = np.array(["p%d" % (i // 6) for i in range(60)] + ["p5", "p0"])
    result = grouping_of(images, ["a", "b"] * 30 + ["a", "b"], groups=declared, n_folds=3)
    assert result.applied
    joined = np.isin(declared, ["p0", "p5"])
    assert len(set(result.groups[joined])) == 1
    assert len(np.unique(result.groups)) == 9
    for name in np.unique(declared):
        assert len(set(result.groups[declared == name])) == 1


def test_declared_groups_stay_where_copies_add_nothing():
    images, y = with_copies(100, 3)
    declared = np.concatenate([np.arange(100), np.arange(3)])
    result = grouping_of(images, y, groups=declared)
    assert result.groups is declared and not result.applied and result.notes == ()
    images, y = camera(40)
    declared = np.arange(40) // 4
    result = grouping_of(images, y, groups=declared)
    assert result.groups is declared and not result.applied


def test_unknown_labels_do_not_keep_copies_apart():
    images = textures(60)
    y = np.array([[1, 0], [0, 1]] * 30 + [[1, -1], [0, 1]], np.int8)
    result = grouping_of([*images, images[0], images[2]], y)
    assert result.applied
    assert result.groups[60] == result.groups[0]
    assert result.groups[61] != result.groups[2]
    assert len(result.found.pairs) == 2
