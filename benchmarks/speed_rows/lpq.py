"""Local phase quantisation, against the convolutions of the usual scripts."""

import numpy as np
import scipy
from scipy.signal import convolve2d

from classic_cls.features import LPQ
from classic_cls.kernels.lpq import lpq_mixing

from .row import Row, largest_difference, one_by_one

__all__ = ["rows"]


def rows(images):
    scipy_version = f"SciPy {scipy.__version__}, `convolve2d`"
    for windows in (3, 7, (3, 7, 15)):
        ours, theirs = LPQ(windows).transform, one_by_one(_with_scipy(np.atleast_1d(windows)))
        equality = largest_difference(ours, theirs, 1e-6)
        what = f"`lpq`, windows {windows}"
        yield Row(what, images.gray, ours, {scipy_version: theirs}, equality)


def _with_scipy(windows):
    return lambda image: np.concatenate([_histogram(image, window) for window in windows])


def _histogram(image, window):
    places = np.arange(window) - window // 2
    one, wave = np.ones((1, window)), np.exp(-2j * np.pi * places / window)[None]
    image = image.astype(float)
    found = [convolve2d(convolve2d(image, down.T, "valid"), right, "valid")
             for down, right in [(one, wave), (wave, one), (wave, wave), (wave, wave.conj())]]
    parts = np.stack([part for f in found for part in (f.real, f.imag)])
    parts = np.tensordot(lpq_mixing(window), parts, 1)
    # Zeros of either sign by rounding are no positive parts.
    codes = ((parts > 1e-8) * 2 ** np.arange(8)[:, None, None]).sum(axis=0)
    return np.bincount(codes.ravel(), minlength=256) / codes.size
