"""A value that makes no sense for any image is told as such, not as the fault of the images."""

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from classic_cls import (
    GIST,
    HOG,
    LBP,
    LPQ,
    ColorAutoCorrelogram,
    ColorHistogram,
    ContrastStretch,
    GaborBank,
    Haralick,
    MedianFilter,
    NonLocalMeans,
    RemoveBackground,
    Resize,
    Retinex,
    SpatialPyramid,
    TanTriggs,
)
from classic_cls._compat import InvalidParameterError
from classic_cls.extraction import extract, freeze

MISTAKES = [
    ColorAutoCorrelogram(bins=32),
    ColorAutoCorrelogram(distances=(1, 1)),
    ColorHistogram(bins=(8, 8)),
    ColorHistogram(bins=64, joint=True),
    GaborBank(wavelengths=(1,)),
    GaborBank(statistics=("median",)),
    GIST(orientations=(8, 0)),
    Haralick(distances=(0, 1)),
    HOG(cell=(8, 8, 8)),
    LBP(scales=(8, 1)),
    LBP(scales=()),
    LBP(method="var", completed=True),
    LPQ(windows=(4,)),
    SpatialPyramid(LBP(), levels=(2, 2)),
    SpatialPyramid(LBP(scales=(8, 1))),
    ContrastStretch(low=60, high=40),
    MedianFilter(size=4),
    NonLocalMeans(patch=4),
    RemoveBackground(fill=(300, 0, 0)),
    Resize(size=(64, 0)),
    Retinex(sigmas=()),
    TanTriggs(small=3),
]


@pytest.mark.parametrize("step", MISTAKES, ids=repr)
def test_mistakes_in_parameters_are_told_as_such(step):
    images = np.zeros((2, 40, 40, 3), np.uint8)
    for attempt in (step.fit, step.transform):
        with pytest.raises(InvalidParameterError):
            attempt(images)


def test_no_image_is_blamed_for_a_parameter():
    with pytest.raises(ValueError, match="^LPQ: windows is"):
        extract(freeze(make_pipeline(LPQ(windows=(4,)))), [np.zeros((40, 40), np.uint8)] * 2)
