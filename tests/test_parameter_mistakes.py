"""A value that makes no sense for any image is told as such, not as the fault of the images."""

from numbers import Integral, Real

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from classic_cls import (
    GIST,
    HOG,
    LBP,
    LPQ,
    VLAD,
    BagOfVisualWords,
    ColorAutoCorrelogram,
    ColorHistogram,
    ContrastStretch,
    DenseLBP,
    DenseSIFT,
    FisherVector,
    GaborBank,
    Haralick,
    LocalColor,
    MedianFilter,
    NonLocalMeans,
    OpponentSIFT,
    RawPatches,
    RemoveBackground,
    Resize,
    Retinex,
    SpatialPyramid,
    TanTriggs,
)
from classic_cls._compat import (
    Interval,
    InvalidParameterError,
    StrOptions,
    validate_parameter_constraints,
)
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
    DenseLBP(sides=(1,)),
    DenseSIFT(bin_sizes=()),
    DenseSIFT(bin_sizes=(4, 4)),
    DenseSIFT(bin_sizes=(1, 4)),
    LocalColor(sides=(18,)),
    OpponentSIFT(bin_sizes=(4.5,)),
    RawPatches(sides=()),
    RawPatches(sides=(8, 8)),
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


@pytest.mark.parametrize("mistake", [
    {"layout": "2by2"}, {"layout": "1x1,"}, {"layout": "0x1"}, {"layout": "2x2,2x2"}, {"layout": 2},
    {"n_words": 0}, {"n_words": 2.5}, {"n_components": 0}, {"n_samples": 0}, {"random_state": "x"},
], ids=str)
@pytest.mark.parametrize("cls", [BagOfVisualWords, FisherVector, VLAD])
def test_mistakes_of_dictionaries_name_the_parameter(cls, mistake):
    with pytest.raises(ValueError, match=f"{next(iter(mistake))}.* (is|must be) "):
        cls(**mistake).fit(RawPatches().transform(np.zeros((2, 40, 40), np.uint8)))


@pytest.mark.parametrize("encoder", [
    BagOfVisualWords(assignment="triangle"), FisherVector(positions="yes"), VLAD(norm="l2"),
    VLAD(positions=2),
], ids=repr)
def test_mistakes_of_single_dictionaries_are_told(encoder):
    with pytest.raises(InvalidParameterError):
        encoder.fit(RawPatches().transform(np.zeros((2, 40, 40), np.uint8)))


def test_no_image_is_blamed_for_a_parameter():
    with pytest.raises(ValueError, match="^LPQ: windows is"):
        extract(freeze(make_pipeline(LPQ(windows=(4,)))), [np.zeros((40, 40), np.uint8)] * 2)


@pytest.mark.parametrize("constraint, words", [
    (Interval(Integral, 2, 256, closed="both"), "a whole number from 2 to 256"),
    (Interval(Integral, 1, None, closed="left"), "a whole number of 1 or more"),
    (Interval(Real, 0, None, closed="neither"), "a number above 0"),
    (Interval(Real, 0, 1, closed="right"), "a number above 0 and up to 1"),
    (Interval(Real, 0, 1, closed="left"), "a number of 0 or more and below 1"),
    (StrOptions({"b", "a"}), "one of 'a', 'b'"),
    (StrOptions({"a"}), "'a'"),
], ids=str)
def test_what_a_parameter_must_be_is_said_in_words(constraint, words):
    with pytest.raises(InvalidParameterError, match=f"'x' parameter of Step must be {words}. Got"):
        validate_parameter_constraints({"x": [constraint]}, {"x": None}, "Step")
