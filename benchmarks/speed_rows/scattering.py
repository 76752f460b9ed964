"""Wavelet scattering, against Kymatio where it is installed."""

import warnings
from importlib import metadata

import numpy as np

from classic_cls.features import Scattering
from classic_cls.kernels.scattering import scattering, scattering_paths
from classic_cls.kernels.scattering_filters import padded_length

from .row import Row, largest_difference

__all__ = ["rows"]

_L = 8


def rows(images):
    kymatio = _kymatio()
    for order, scales in ((1, 4), (2, 3), (2, 4)):
        peers, equality = {}, None
        if kymatio:
            theirs = _in_our_order(kymatio, images.gray, scales, order)
            peers[f"Kymatio {metadata.version('kymatio')}"] = theirs
            equality = _equality_of_maps(theirs, scales, order)
        ours = Scattering(scales, _L, order, log=False).transform
        what = f"`scattering`, {scales} scales, order {order}"
        yield Row(what, images.gray, ours, peers, equality)


def _kymatio():
    """Its transform, or None; it looks for a function that SciPy has dropped, for 3-D images."""
    import scipy.special

    if not hasattr(scipy.special, "sph_harm"):
        scipy.special.sph_harm = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from kymatio.numpy import Scattering2D
    except ImportError:
        return None
    return Scattering2D


def _in_our_order(kymatio, stack, scales, order):
    """Kymatio's maps ``(n, paths, rows, columns)``, its filters being built beforehand."""
    transform = kymatio(J=scales, shape=stack.shape[1:], L=_L, max_order=order)
    waves = [(j, t) for j in range(scales) for t in range(_L)]
    theirs = [(), *((wave,) for wave in waves)]
    theirs += [(a, b) for a in waves for b in waves if b[0] > a[0]] if order == 2 else []
    place = {path: number for number, path in enumerate(theirs)}
    paths = scattering_paths(scales, _L, order)
    places = [place[tuple((j, (o - 1) % _L) for j, o in path)] for path in paths]
    return lambda images: transform(images.astype(np.float32) / 255)[:, places]


def _equality_of_maps(theirs, scales, order):
    """That of every value of every map, at the pixels at which Kymatio keeps it."""

    def ours(images):
        weights = [_kept(side, scales) for side in images.shape[1:]]
        return scattering(images, *weights, scales, _L, order)

    return largest_difference(ours, theirs, 1e-4)


def _kept(length, scales):
    padded = padded_length(length, scales)
    places = np.arange(2**scales, padded - 2**scales, 2**scales) - (padded - length) // 2
    return (places[:, None] == np.arange(length)).astype(float)
