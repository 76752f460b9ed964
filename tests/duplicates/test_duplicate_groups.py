"""When copies become groups: the tenth, the folds, the classes, the declared groups."""

import cv2
import numpy as np
import pytest

from classic_cls.duplicates import Thumbnail, duplicate_groups, near_duplicates

ALIKE = "these images look alike (fixed camera?)"


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
    assert result.notes[0].startswith(ALIKE) and "group_by" in result.notes[0]


def test_equal_images_of_a_fixed_camera_move_together():
    images, y = camera(60)
    result = grouping_of([*images, *images[:8]], [*y, *y[:8]])
    np.testing.assert_array_equal(result.groups[60:], result.groups[:8])
    assert len(np.unique(result.groups)) == 60 and result.joined.sum() == 16
    assert result.notes[0] == "16 images are near-duplicates of each other (8 groups)"
    assert result.notes[1].startswith(ALIKE)


def test_shots_of_one_part_under_a_fixed_camera_are_joined():
    """Four shots of each of twenty parts that hardly differ, but more than the shots of one."""
    background, parts = textures(1, seed=99)[0].astype(float), textures(20)
    rng = np.random.default_rng(0)
    shots = [
        np.clip(background + (part - 128.0) * 0.08 + rng.normal(0, 0.3, part.shape), 0, 255)
        for part in parts for _ in range(4)
    ]
    part_of = np.repeat(np.arange(20), 4)
    result = grouping_of([np.uint8(shot) for shot in shots], np.array(["a", "b"])[part_of % 2])
    assert result.found.typical_distance < 0.1 and result.applied
    assert len(np.unique(result.groups)) == 20


def test_a_fixed_camera_among_others_says_nothing_of_labels():
    """Twelve images that look alike move together; whether their labels are right is open."""
    images, y = camera(12)
    result = grouping_of([*images, *textures(300)], [*y, *["good", "bad"] * 150])
    assert result.applied and not result.found.same_label.all()
    assert not (result.found.groups[12:] == result.found.groups[0]).any()


@pytest.mark.parametrize("n_copies", [10, 11, 50, 90])
@pytest.mark.parametrize("change", [lambda image: image, lambda image: image // 2 + 20])
def test_no_share_switches_it_off(n_copies, change):
    images, y = with_copies(100, n_copies)
    images[100:] = [change(image) for image in images[100:]]
    result = grouping_of(images, y)
    assert result.applied and result.share_joined == 2 * n_copies / len(images)
    np.testing.assert_array_equal(result.groups[100:], result.groups[:n_copies])
    assert len(np.unique(result.groups)) == 100


@pytest.mark.parametrize("change", [lambda image: image, lambda image: image // 2 + 20])
def test_a_pair_in_a_small_class_switches_nothing_off(change):
    images = textures(60)
    images = [*images, change(images[3]), change(images[20])]
    result = grouping_of(images, np.array(["a"] * 4 + ["b"] * 56 + ["a", "b"]))
    assert result.groups[60] == result.groups[3] and result.groups[61] == result.groups[20]


def test_a_class_of_look_alikes_alone_is_named():
    images = textures(60)
    images = [*images, images[59] // 2 + 20, images[0] // 2]
    y = np.array(["a"] * 59 + ["rare"] * 2 + ["a"])
    result = grouping_of(images, y)
    assert result.groups[59] != result.groups[60] and result.groups[0] == result.groups[61]
    assert "class 'rare' look alike" in result.notes[1]


def test_copies_of_other_labels_move_together():
    images = textures(60)
    images = [*images, images[0], images[1] // 2 + 20]
    result = grouping_of(images, ["a", "b"] * 30 + ["b", "a"])
    assert result.groups[60] == result.groups[0] and result.groups[61] == result.groups[1]
    assert result.notes[1] == (
        "2 pairs of images look the same but with different labels: is one of the labels wrong?")
    y = np.random.default_rng(0).integers(0, 2, (62, 4)).astype(np.int8)
    y[60], y[61] = [0, 1] + y[0, 2:].tolist(), 1 - y[1]
    result = grouping_of(images, y)
    assert result.groups[60] == result.groups[0] and result.groups[61] == result.groups[1]


def test_declared_groups_are_joined_by_copies():
    images = textures(60)
    images = [*images, images[0], images[1]]
    declared = np.array(["p%d" % (i // 6) for i in range(60)] + ["p5", "p0"])
    result = grouping_of(images, ["a", "b"] * 30 + ["a", "b"], groups=declared)
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
    assert len(result.found.pairs) == 0
    images, y = camera(40)
    declared = np.arange(40) // 4
    result = grouping_of(images, y, groups=declared)
    assert result.groups is declared and not result.applied
    assert result.notes[0].startswith(ALIKE) and "group_by" not in result.notes[0]


def test_a_copy_in_another_declared_group_is_news_and_one_inside_is_not():
    images = textures(60)
    images = [*images, images[0], images[1]]
    declared = np.array([f"p{i // 6}" for i in range(60)] + ["p0", "p3"])
    result = grouping_of(images, ["a", "b"] * 31, groups=declared)
    assert result.found.pairs.tolist() == [[1, 61]]
    assert result.notes == ("2 images are near-duplicates of each other (1 group)",)
