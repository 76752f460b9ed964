"""A value that makes no sense for any image is told as such, not as the fault of the images."""

from numbers import Integral, Real

import numpy as np
import pytest
from sklearn.pipeline import make_pipeline

from classic_cls import descriptors, features, transforms
from classic_cls._compat import (
    Interval,
    InvalidParameterError,
    StrOptions,
    validate_parameter_constraints,
)
from classic_cls.encoders import VLAD, BagOfVisualWords, FisherVector
from classic_cls.extraction import extract, freeze

MISTAKES = {
    features.CannyEdges: [{"grid": 0}, {"orientations": 0}, {"threshold": 0}],
    features.ColorAutoCorrelogram: [
        {"space": "cmyk"}, {"bins": 0}, {"bins": (4, 4)}, {"bins": 17}, {"bins": 32},
        {"distances": 0}, {"distances": 32}, {"distances": ()}, {"distances": (1, 1)},
        {"distances": (1, 2.5)},
    ],
    features.ColorHistogram: [
        {"space": "cmyk"}, {"bins": 0}, {"bins": 257}, {"bins": (8, 8)}, {"bins": (8, 8, 0)},
        {"bins": [8, 8, 2.5]}, {"joint": "yes"}, {"grid": 0}, {"soft": 1.5},
        {"bins": (8, 8, 8), "space": "rg"}, {"bins": 64, "joint": True},
    ],
    features.ColorMoments: [{"space": "cmyk"}, {"grid": 0}],
    features.CornerGrid: [
        {"method": "fast"}, {"grid": 0}, {"threshold": 1.0}, {"sigma": 0}, {"k": 0.3},
    ],
    features.DalalTriggsHOG: [
        {"orientations": 0}, {"orientations": 256}, {"cell": 0}, {"cell": (8, 8)}, {"block": 1.5},
        {"sqrt": "yes"}, {"signed": 2},
    ],
    features.EdgeHistogram: [{"grid": 0}, {"orientations": 0}, {"threshold": -1}],
    features.EdgeHistogramDescriptor: [{"threshold": -1}, {"threshold": "11"}, {"threshold": None}],
    features.FASTCorners: [{"grid": 0}, {"threshold": 0}, {"threshold": 255}],
    features.FelzenszwalbHOG: [
        {"orientations": 0}, {"orientations": 128}, {"cell": 0}, {"cell": (8, 8)},
    ],
    features.GaborBank: [
        {"wavelengths": ()}, {"wavelengths": (1,)}, {"wavelengths": (1.9,)},
        {"wavelengths": (5, 5)}, {"wavelengths": (5, "a")}, {"wavelengths": 5},
        {"orientations": 1}, {"orientations": 65}, {"statistics": ()},
        {"statistics": ("median",)}, {"statistics": ("mean", "mean")}, {"normalize": 2},
        {"grid": 0},
    ],
    features.GIST: [
        {"orientations": ()}, {"orientations": (8, 0)}, {"orientations": (8, 33)},
        {"orientations": (8, 2.5)}, {"orientations": (1,) * 7}, {"orientations": 8}, {"grid": 0},
    ],
    features.Haralick: [
        {"levels": 1}, {"levels": 257}, {"distances": 0}, {"distances": ()},
        {"distances": (1, 0)}, {"distances": (0, 1)}, {"distances": (1, 1)},
        {"distances": (1.5,)}, {"directions": "mean"},
    ],
    features.HOG: [
        {"orientations": 0}, {"orientations": 256}, {"orientations": 9.0}, {"cell": 0},
        {"cell": (8,)}, {"cell": (8, 0)}, {"cell": 8.0}, {"cell": (8, 8.5)}, {"cell": (8, 8, 8)},
        {"block": "2"}, {"block": (1, 2, 3)}, {"block": [-1, 2]}, {"block_norm": "L3"},
        {"sqrt": "yes"}, {"signed": 2},
    ],
    features.HuMoments: [{"log": "yes"}],
    features.IntensityStatistics: [{"grid": 0}],
    features.LBP: [
        {"scales": []}, {"scales": ()}, {"scales": (8, 1)}, {"scales": [8, 1]},
        {"scales": [(8, 1), (8, 1)]}, {"scales": [(1, 1)]}, {"scales": [(25, 3)]},
        {"scales": [(8, 0)]}, {"scales": [(8.0, 1)]}, {"scales": [(8, "1")]},
        {"scales": [(20, 3)], "method": "ror"}, {"scales": [(8, float("nan"))]}, {"grid": 0},
        {"completed": True, "method": "var"},
        {"completed": True, "method": "default", "scales": [(8, 1)]},
    ],
    features.LPQ: [
        {"windows": 4}, {"windows": (4,)}, {"windows": 1}, {"windows": 65}, {"windows": ()},
        {"windows": (3, 3)}, {"windows": (3, 4.5)}, {"decorrelate": "no"}, {"grid": 0},
    ],
    features.ORBStatistics: [
        {"grid": 0}, {"orientations": 0}, {"threshold": 0}, {"patch_size": 4}, {"n_keypoints": 0},
    ],
    features.RawPixels: [{"scale": "percent"}, {"color": "yes"}],
    features.Scattering: [
        {"scales": 0}, {"scales": 2.5}, {"orientations": 1}, {"order": 0}, {"order": 3},
        {"grid": 0}, {"log": "yes"},
    ],
    features.SpatialPyramid: [{"levels": (2, 2), "extractor": features.LBP()}],
    features.TinyImage: [{"size": 0}, {"size": "small"}, {"color": "yes"}],
    features.ZernikeMoments: [
        {"degree": -1}, {"degree": 21}, {"degree": 2.5}, {"radius": 0}, {"center": "middle"},
    ],
    descriptors.DenseLBP: [{"sides": (1,)}],
    descriptors.DenseSIFT: [{"bin_sizes": ()}, {"bin_sizes": (4, 4)}, {"bin_sizes": (1, 4)}],
    descriptors.LocalColor: [{"sides": (18,)}],
    descriptors.OpponentSIFT: [{"bin_sizes": (4.5,)}],
    descriptors.RawPatches: [{"sides": ()}, {"sides": (8, 8)}],
    transforms.BilateralFilter: [{"sigma_color": 0}, {"sigma_space": -1}],
    transforms.CLAHE: [{"clip_limit": 0}, {"tiles": 0}, {"tiles": 2.5}],
    transforms.ContentCrop: [
        {"tolerance": -1}, {"tolerance": 300}, {"margin": 2}, {"keep_aspect": 5},
    ],
    transforms.ContrastStretch: [
        {"low": -1}, {"high": 101}, {"low": 50, "high": 50}, {"low": 60, "high": 40},
    ],
    transforms.GammaCorrection: [{"gamma": 0}, {"gamma": -1}, {"gamma": "half"}, {"gamma": None}],
    transforms.GaussianBlur: [{"sigma": 0}, {"sigma": -1}, {"sigma": "wide"}],
    transforms.HomomorphicFilter: [{"sigma": 0}, {"low": -1}, {"high": None}],
    transforms.MaxRGB: [{"percentile": 0}, {"percentile": 101}, {"percentile": "max"}],
    transforms.MedianFilter: [{"size": 0}, {"size": 4}, {"size": 3.0}, {"size": 257}],
    transforms.NonLocalMeans: [
        {"sigma": -1}, {"sigma": 200}, {"patch": 4}, {"window": 0}, {"window": 6},
    ],
    transforms.RemoveBackground: [
        {"method": "cut"}, {"fill": "red"}, {"fill": (1, 2)}, {"fill": (0, 0, 256)},
        {"fill": (300, 0, 0)}, {"fill": (0.5, 0, 0)}, {"fill": (-1, 0, 0)},
    ],
    transforms.Resize: [{"size": (64, 0)}],
    transforms.Retinex: [
        {"sigmas": ()}, {"sigmas": (0.1, 0)}, {"sigmas": ("a",)}, {"sigmas": 0.1}, {"sigmas": None},
    ],
    transforms.TanTriggs: [{"gamma": 0}, {"large": -1}, {"small": 2.0}, {"small": 3}],
    transforms.TotalVariation: [{"weight": 0}, {"weight": -1}, {"weight": "much"}],
    transforms.UnsharpMask: [{"sigma": 0}, {"amount": -0.1}],
}


def assert_refused(step, name):
    images = np.zeros((2, 40, 40, 3), np.uint8)
    for attempt in (step.fit, step.transform):
        with pytest.raises(InvalidParameterError, match=name):
            attempt(images)


@pytest.mark.parametrize("cls, mistake", [
    pytest.param(cls, mistake, id=f"{cls.__name__}-{mistake}")
    for cls, mistakes in MISTAKES.items() for mistake in mistakes
])
def test_mistakes_in_parameters_are_told_as_such_and_named(cls, mistake):
    assert_refused(cls(**mistake), next(iter(mistake)))


def test_mistakes_inside_a_wrapper_are_told_as_such():
    assert_refused(features.SpatialPyramid(features.LBP(scales=(8, 1))), "scales")


def test_a_grid_finer_than_the_image_is_named():
    step = features.Scattering(grid=41)
    for attempt in (step.fit, step.transform):
        with pytest.raises(ValueError, match="grid"):
            attempt(np.zeros((2, 40, 40), np.uint8))


@pytest.mark.parametrize("mistake", [
    {"layout": "2by2"}, {"layout": "1x1,"}, {"layout": "0x1"}, {"layout": "2x2,2x2"}, {"layout": 2},
    {"n_words": 0}, {"n_words": 2.5}, {"n_components": 0}, {"n_samples": 0}, {"random_state": "x"},
], ids=str)
@pytest.mark.parametrize("cls", [BagOfVisualWords, FisherVector, VLAD])
def test_mistakes_of_dictionaries_name_the_parameter(cls, mistake):
    with pytest.raises(ValueError, match=f"{next(iter(mistake))}.* (is|must be) "):
        cls(**mistake).fit(descriptors.RawPatches().transform(np.zeros((2, 40, 40), np.uint8)))


@pytest.mark.parametrize("encoder", [
    BagOfVisualWords(assignment="triangle"), FisherVector(positions="yes"), VLAD(norm="l2"),
    VLAD(positions=2),
], ids=repr)
def test_mistakes_of_single_dictionaries_are_told(encoder):
    with pytest.raises(InvalidParameterError):
        encoder.fit(descriptors.RawPatches().transform(np.zeros((2, 40, 40), np.uint8)))


def test_no_image_is_blamed_for_a_parameter():
    frozen = freeze(make_pipeline(features.LPQ(windows=(4,))))
    with pytest.raises(ValueError, match="^LPQ: windows is"):
        extract(frozen, [np.zeros((40, 40), np.uint8)] * 2)


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
