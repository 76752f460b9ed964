"""Steps that move pixels say where a region of their result comes from."""

import numpy as np
import pytest

from classic_cls.transforms import ContentCrop, Deskew, GaussianBlur, Resize

BACKGROUND = 40


def spot(shape, top, left, height=12, width=10):
    """An image with a bright rectangle, and its region."""
    image = np.full(shape, BACKGROUND, np.uint8)
    image[top : top + height, left : left + width] = 255
    return image, np.array([top, left, top + height, left + width])


def found(image):
    """The region of what is brighter than halfway."""
    rows, columns = np.nonzero(image.reshape(*image.shape[:2], -1)[..., 0] > 147)
    return np.array([[rows.min(), columns.min(), rows.max() + 1, columns.max() + 1]], float)


MODES = [Resize((48, 40), mode) for mode in ("stretch", "letterbox", "crop")]
MODES += [Resize(160, mode) for mode in ("stretch", "letterbox", "crop")]


@pytest.mark.parametrize("step", MODES, ids=str)
@pytest.mark.parametrize("shape", [(96, 96), (60, 101), (120, 52, 3)])
def test_resized_rectangles_are_found_again(step, shape):
    image, expected = spot(shape, shape[0] // 2 - 10, shape[1] // 2 - 3)
    result = step.transform([image])[0]
    back = step._regions_back(found(result), image)
    pixel = max(np.divide(shape[:2], result.shape[:2]).max(), 1)
    np.testing.assert_allclose(back[0], expected, atol=1.2 * pixel)


def test_the_window_that_is_kept_is_mapped_exactly():
    image = np.zeros((40, 100), np.uint8)
    whole = np.array([[0.0, 0, 20, 20]])
    assert Resize(20, "stretch")._regions_back(whole, image).tolist() == [[0, 0, 40, 100]]
    assert Resize(20, "crop")._regions_back(whole, image).tolist() == [[0, 30, 40, 70]]
    letterbox = Resize(20, "letterbox")._regions_back(np.array([[6.0, 0, 14, 20]]), image)
    assert letterbox.tolist() == [[0, 0, 40, 100]]


@pytest.mark.parametrize("keep_aspect", [True, False])
@pytest.mark.parametrize("place", [(30, 60), (2, 3), (46, 98)])
def test_the_content_is_found_again(keep_aspect, place):
    image, expected = spot((64, 120, 3), *place)
    step = ContentCrop(keep_aspect=keep_aspect)
    back = step._regions_back(found(step.transform([image])[0]), image)
    np.testing.assert_allclose(back[0], expected, atol=0.7)


def test_an_image_without_content_stays_where_it_is():
    image = np.full((30, 40), 7, np.uint8)
    whole = np.array([[0.0, 0, 30, 40]])
    for step in (ContentCrop(), Deskew()):
        np.testing.assert_array_equal(step._regions_back(whole, image), whole)


@pytest.mark.parametrize("slope", [-0.8, 0.4, 1.0])
def test_what_leaned_is_found_where_it_leaned(slope):
    image = np.zeros((41, 61), np.uint8)
    for y in range(41):
        x = round(30 + slope * (y - 20))
        image[y, x - 2 : x + 3] = 255
    step = Deskew()
    upright = step.transform([image])[0]
    column = found(upright)[0]
    assert column[3] - column[1] < 10
    for first in range(0, 41, 8):
        part = np.array([[first, column[1], first + 5, column[3]]])
        top, left, bottom, right = np.rint(step._regions_back(part, image)[0]).astype(int)
        strip = image[first : first + 5]
        assert (top, bottom) == (first, first + 5)
        assert strip[:, max(left - 1, 0) : right + 1].sum() == strip.sum()
        assert right - left < 5 * abs(slope) + 12


def test_other_steps_leave_regions_alone():
    regions = np.array([[1.0, 2, 3, 4], [np.nan] * 4])
    assert GaussianBlur()._regions_back(regions, np.zeros((9, 9), np.uint8)) is regions
