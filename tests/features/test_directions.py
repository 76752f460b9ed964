"""Columns named by a direction answer to that direction, in every feature that has them."""

import numpy as np
import pytest

from classic_cls.features import (
    GIST,
    HOG,
    CannyEdges,
    DalalTriggsHOG,
    EdgeHistogram,
    FelzenszwalbHOG,
    GaborBank,
    Scattering,
)

# Four bins over 180 degrees, whose middles lie at multiples of 45 degrees, or whose limits do.
CENTRED = {
    "canny": CannyEdges(orientations=4),
    "edges": EdgeHistogram(orientations=4),
    "gabor": GaborBank((4, 8), orientations=4, statistics=("mean",), normalize=False),
    "hog_felzenszwalb": FelzenszwalbHOG(orientations=4),
    "scattering": Scattering(scales=3, orientations=4, order=1, log=False),
}
FROM_ZERO = {
    "hog": HOG(orientations=4),
    "hog_dalal_triggs": DalalTriggsHOG(orientations=4),
}


def wave(degrees):
    """Waves of 8 pixels, running ``degrees`` from a row towards a column."""
    y, x = np.mgrid[:96, :96]
    angle = np.deg2rad(degrees)
    place = 2 * np.pi / 8 * (x * np.cos(angle) + y * np.sin(angle))
    return (128 + 100 * np.cos(place)).round().astype(np.uint8)[None]


def ramp(degrees):
    """Brighter and brighter in the direction of ``degrees``."""
    y, x = np.mgrid[-48:48, -48:48]
    angle = np.deg2rad(degrees)
    return (128 + 1.8 * (x * np.cos(angle) + y * np.sin(angle))).round().astype(np.uint8)[None]


def strongest(feature, image, marks):
    """The mark, at the end of names, whose columns together hold most."""
    values = feature.fit(image).transform(image)[0]
    names = [name.removesuffix("_mean") for name in feature.get_feature_names_out()]
    sums = [sum(v for v, n in zip(values, names) if n.endswith(mark)) for mark in marks]
    return int(np.argmax(sums))


@pytest.mark.parametrize("bin_", range(4))
@pytest.mark.parametrize("name", CENTRED)
def test_bins_centred_on_multiples_of_45_degrees(name, bin_):
    prefix = "_unsigned" if name == "hog_felzenszwalb" else "_o"
    marks = [f"{prefix}{o}" for o in range(4)]
    assert strongest(CENTRED[name], wave(45 * bin_ + 5), marks) == bin_


@pytest.mark.parametrize("bin_", range(4))
@pytest.mark.parametrize("name", FROM_ZERO)
def test_bins_that_begin_at_multiples_of_45_degrees(name, bin_):
    marks = [f"_o{o}" for o in range(4)]
    assert strongest(FROM_ZERO[name], wave(45 * bin_ + 22.5), marks) == bin_


@pytest.mark.parametrize("bin_", range(4))
def test_gist_counts_upwards(bin_):
    feature = GIST((4, 4), grid=1)
    marks = [f"_o{o}" for o in range(4)]
    assert strongest(feature, wave(-45 * bin_), marks) == bin_


@pytest.mark.parametrize("bin_", range(8))
def test_signed_bins_tell_bright_from_dark(bin_):
    marks = [f"_o{o}" for o in range(8)]
    for feature in (HOG(orientations=8, signed=True), DalalTriggsHOG(orientations=8, signed=True)):
        assert strongest(feature, ramp(45 * bin_ + 22.5), marks) == bin_
    marks = [f"_signed{o}" for o in range(8)]
    assert strongest(FelzenszwalbHOG(orientations=4), ramp(45 * bin_), marks) == bin_
