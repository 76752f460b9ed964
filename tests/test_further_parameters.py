"""The common battery with other parameters than the defaults, and colour in grey features."""

import numpy as np
import pytest
from sample_images import noise

from classic_cls import features, transforms
from classic_cls.estimator_checks import _images, yield_checks
from classic_cls.kernels.color import to_gray

STEPS = [
    features.CannyEdges(3, 5, 0.7),
    features.ColorAutoCorrelogram("rg", (5, 3), 2),
    features.ColorHistogram("lab", (4, 2, 3), joint=True, grid=2),
    features.ColorHistogram("rg", (4, 3), joint=True, grid=1, soft=True),
    features.ColorHistogram("hsv", 4, soft=True),
    features.ColorMoments("hsv", grid=1),
    features.CornerGrid("shi_tomasi", 3, 0, 0.1),
    features.DalalTriggsHOG(6, 7, 3, sqrt=False, signed=True),
    features.EdgeHistogram(3, 5, 0),
    features.EdgeHistogramDescriptor(40),
    features.FASTCorners(grid=3, threshold=25),
    features.FelzenszwalbHOG(5, 1),
    features.GaborBank((3, 7.5), 4, ["deviation", "energy"], normalize=False, grid=3),
    features.GIST((5, 3), grid=3),
    features.Haralick(5, [3, 1], "all"),
    features.HOG(7, 6, sqrt=True, signed=True),
    features.HuMoments(log=False),
    features.IntensityStatistics(grid=1),
    features.LBP([(6, 1.5)], "nri_uniform", grid=2, sqrt=True),
    features.LBP([(8, 1)], "uniform", completed=True),
    features.LBP([[8, 2]], "var"),
    features.LPQ((5, 9), decorrelate=False, grid=3),
    features.ORBStatistics(2, 4, 20, 31, 300),
    features.Scattering(2, 3, 2, 3, False),
    features.Scattering(5, 4, 1),
    features.SpatialPyramid(features.MultiScale(features.EdgeHistogram(grid=1), 2), levels=[1, 3]),
    features.TinyImage(size=7, color=False),
    features.ZernikeMoments(12, 9.5, "image"),
    transforms.BilateralFilter(40.0, 1),
    transforms.CLAHE(4, 3),
    transforms.ContentCrop(5, 0, False),
    transforms.ContrastStretch(0, 90),
    transforms.GammaCorrection(0.5),
    transforms.GaussianBlur(8),
    transforms.HomomorphicFilter(0.3, 0, 1),
    transforms.MaxRGB(100),
    transforms.MedianFilter(9),
    transforms.NonLocalMeans(15, 5, 7),
    transforms.RemoveBackground("grabcut", "blur"),
    transforms.RemoveBackground("fast", [9, 200, 30]),
    transforms.Resize((30, 50), "letterbox"),
    transforms.Resize((30, 50), "crop"),
    transforms.Retinex([0.1]),
    transforms.TanTriggs(0.5, 1.5, 6),
    transforms.TotalVariation(0.2),
    transforms.UnsharpMask(3, 0.5),
]


@pytest.mark.parametrize("check", [pytest.param(check, id=f"{i}-{type(step).__name__}-{name}")
                                   for i, step in enumerate(STEPS)
                                   for name, check in yield_checks(step)])
def test_common(check):
    check()


@pytest.mark.parametrize("cls", [
    features.CannyEdges, features.CornerGrid, features.EdgeHistogram, features.FASTCorners,
    features.GaborBank, features.GIST, features.Haralick, features.HuMoments,
    features.IntensityStatistics, features.LBP, features.ORBStatistics, features.Scattering,
    features.ZernikeMoments,
])
@pytest.mark.parametrize("images", [_images(3, (64, 72, 3)), noise((3, 64, 72, 3))],
                         ids=["waves", "noise"])
def test_color_is_taken_in_luminance(cls, images):
    grey = to_gray(images)
    expected = cls().transform(grey)
    np.testing.assert_array_equal(cls().transform(images), expected)
    as_color = np.repeat(grey[..., None], 3, axis=-1)
    np.testing.assert_array_equal(cls().transform(as_color), expected)
