"""The common checks notice a step that tells a wrong place."""

import numpy as np
import pytest

from classic_cls.base import Columns, FeatureExtractor, ImageTransformer
from classic_cls.estimator_checks import yield_checks


class Half(ImageTransformer):
    """Every second row and column."""

    short_name = "half"

    def _transform(self, images):
        return np.ascontiguousarray(images[:, ::2, ::2])


class HalfAndSaysSo(Half):
    def _regions_back(self, regions, image):
        return 2 * regions


class Elsewhere(Half):
    def _regions_back(self, regions, image):
        return regions + 1000


class TopRow(FeatureExtractor):
    """The grey levels of the first row."""

    short_name = "top_row"
    bottom = 1

    def _extract(self, images):
        return images.reshape(*images.shape[:3], -1)[:, 0, :, 0].astype(np.float32)

    def _columns(self, shape):
        return Columns.of_grid("top_row", [0, self.bottom], range(shape[1] + 1))


class TooFar(TopRow):
    bottom = 1000


class UpsideDown(TopRow):
    bottom = -1


def check(step, name):
    dict(yield_checks(step))[name]()


def test_right_places_pass():
    check(HalfAndSaysSo(), "check_regions_back")
    check(TopRow(), "check_columns")


@pytest.mark.parametrize("step, name, message", [
    (Half(), "check_regions_back", "sizes change and regions do not"),
    (Elsewhere(), "check_regions_back", "no part of the image"),
    (TooFar(), "check_columns", "beyond the image"),
    (UpsideDown(), "check_columns", "empty"),
])
def test_wrong_places_are_named(step, name, message):
    with pytest.raises(AssertionError, match=message):
        check(step, name)
