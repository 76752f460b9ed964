import numpy as np
import pytest

from classic_cls.descriptors import DenseLBP, LocalColor, RawPatches
from classic_cls.descriptors._grid import dense_squares, positions_and_scales

DENSE = [DenseLBP(), LocalColor(), RawPatches()]


@pytest.mark.parametrize("length", range(20, 33))
@pytest.mark.parametrize("step", [1, 3, 8])
@pytest.mark.parametrize("margin", [0, 2])
def test_squares_lie_in_the_middle_and_no_more_would_fit(length, step, margin):
    (squares,) = dense_squares((length, 40), [12], step, margin)
    before, behind = squares.tops[0] - margin, length - margin - squares.tops[-1] - 12
    assert 0 <= behind - before <= 1
    assert before + behind < step
    assert (np.diff(squares.tops) == step).all()


def test_positions_are_centres_and_scales_are_sides():
    squares = dense_squares((20, 40), [16, 10], step=4)
    positions, scales = positions_and_scales((20, 40), squares)
    n_large = len(squares[0].tops) * len(squares[0].lefts)
    np.testing.assert_allclose(scales[[0, n_large - 1, n_large, -1]], [0.8, 0.8, 0.5, 0.5])
    top, left = squares[1].tops[1], squares[1].lefts[2]
    number = n_large + len(squares[1].lefts) + 2
    # The mean of the pixel centres, plus a half, over the sides of the image.
    centre = [np.mean(range(left, left + 10)) + 0.5, np.mean(range(top, top + 10)) + 0.5]
    np.testing.assert_allclose(positions[number], centre / np.array([40, 20]), rtol=1e-6)


@pytest.mark.parametrize("step", DENSE, ids=lambda step: step.short_name)
def test_sides_that_do_not_fit_are_left_out(step):
    image = np.random.default_rng(0).integers(0, 256, (1, 20, 30), dtype=np.uint8)
    some = step.__class__(sides=(8, 16, 24)).transform(image)[0]
    fewer = step.__class__(sides=(8, 16)).transform(image)[0]
    assert all(map(np.array_equal, some, fewer))
    np.testing.assert_allclose(np.unique(some.scales), [0.4, 0.8])
    with pytest.raises(ValueError, match=r"sides=\(24, 32\).* 20 x 30 .* make the images larger"):
        step.__class__(sides=(32, 24)[::-1]).transform(image)


@pytest.mark.parametrize("step", DENSE, ids=lambda step: step.short_name)
@pytest.mark.parametrize("side", [16, 28, 32])
def test_defaults_work_on_small_images(step, side):
    for shape in ((1, side, side), (1, side, side, 3)):
        points = step.transform(np.full(shape, 7, np.uint8))[0]
        assert len(points.descriptors)
        assert points.scales.max() <= 1


@pytest.mark.parametrize("step", DENSE, ids=lambda step: step.short_name)
@pytest.mark.parametrize("sides", [(), (0,), (12.5,), ("a",), (16, 16), (1024,), (1,)])
def test_bad_sides_are_told_as_such(step, sides):
    with pytest.raises(ValueError, match=f"^{type(step).__name__}: sides is .*; give one or more"):
        step.__class__(sides=sides).fit_transform(np.zeros((1, 40, 40), np.uint8))


@pytest.mark.parametrize("step", [LocalColor(sides=[18]), RawPatches(sides=[12])])
def test_sides_are_cut_into_whole_cells(step):
    with pytest.raises(ValueError, match="different multiples of [48] from [48] to 512"):
        step.transform(np.zeros((1, 40, 40), np.uint8))


@pytest.mark.parametrize("step", DENSE, ids=lambda step: step.short_name)
def test_a_flipped_image_has_the_same_points_in_flipped_places(step):
    image = np.random.default_rng(0).integers(0, 256, (26, 34, 3), dtype=np.uint8)
    step = step.__class__(sides=[16], step=2)
    here, flipped = step.transform([image, image[::-1]])
    order = np.lexsort((flipped.positions[:, 0], 1 - flipped.positions[:, 1]))
    np.testing.assert_allclose(flipped.positions[order][:, 1], 1 - here.positions[:, 1], atol=1e-6)
    np.testing.assert_array_equal(flipped.scales, here.scales)
    sums = [np.sort(points.descriptors, axis=1) for points in (here, flipped)]
    if step.short_name != "dense_lbp":  # whose patterns turn into others
        np.testing.assert_array_equal(sums[0], sums[1][order])
