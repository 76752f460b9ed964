"""Ragged batches of points, and the base of what finds them."""

import numpy as np
import pytest
from extraction.sameness import assert_same_points
from extraction.toy_steps import Blocks
from sample_images import make_images

from classic_cls.base import LocalFeatures, Points


def points(n_points, n_dimensions=3, seed=0):
    rng = np.random.default_rng(seed)
    return Points(
        rng.random((n_points, 2), np.float32),
        rng.random(n_points, np.float32),
        rng.integers(0, 256, (n_points, n_dimensions), np.uint8),
    )


IMAGES = [points(n, seed=n) for n in (5, 0, 2, 7)]


@pytest.mark.parametrize(
    "rows", [[2, 0, 2], np.array([3]), slice(1, None), np.array([True, False, False, True]), []]
)
def test_rows_are_taken_as_from_an_array(rows):
    features = LocalFeatures.of(IMAGES)
    expected = [IMAGES[row] for row in np.arange(4)[rows]] if len(np.arange(4)[rows]) else []
    assert_same_points(features[rows], expected)
    assert_same_points(features.take(rows), expected)


def test_images_come_in_order_and_are_counted():
    features = LocalFeatures.of(IMAGES)
    assert_same_points(list(features), IMAGES)
    assert_same_points([features[np.int64(-1)]], IMAGES[-1:])
    assert features.lengths.tolist() == [5, 0, 2, 7]
    assert (features.n_points, features.n_dimensions) == (14, 3)
    assert features.nbytes == features.nbytes_in_memory == 14 * (2 * 4 + 4 + 3)


def test_taking_and_joining_copy_nothing():
    features = LocalFeatures.of(IMAGES)
    both = LocalFeatures.joined([features.take([3]), features])
    assert np.shares_memory(both[0].descriptors, IMAGES[3].descriptors)
    assert_same_points(both, [IMAGES[3], *IMAGES])


def test_descriptors_of_two_lengths_are_refused():
    mixed = [points(3, 3), points(3, 4)]
    with pytest.raises(ValueError, match="3 numbers in one image and 4 in another.*all grey"):
        LocalFeatures.of(mixed)
    with pytest.raises(ValueError, match="3 numbers in one image and 4 in another"):
        LocalFeatures.joined([LocalFeatures.of([p]) for p in mixed])
    with pytest.raises(ValueError, match="there is no image"):
        LocalFeatures.of([])


def test_a_ragged_batch_equals_its_images_one_by_one():
    images = [make_images(1, shape, seed=i)[0] for i, shape in enumerate([(8, 9), (20, 7), (8, 9)])]
    together = Blocks().fit(images).transform(images)
    assert together.lengths.tolist() == [4, 5, 4]
    assert_same_points(together, [Blocks().transform([image])[0] for image in images])
    stack = np.stack([images[0], images[2]])
    assert_same_points(Blocks().transform(stack), [together[0], together[2]])


def test_no_points_are_fine():
    features = Blocks().transform([np.zeros((3, 3), np.uint8)])
    assert features[0].descriptors.shape == (0, 16)


def test_tables_and_names_do_not_disturb():
    step = Blocks()
    assert step.set_output(transform="pandas") is step
    assert isinstance(step.transform([np.zeros((8, 8), np.uint8)]), LocalFeatures)
    assert step.get_feature_names_out(["a"]) == ["a"]
