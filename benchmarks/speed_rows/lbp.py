"""Local binary patterns, as histograms of the pixels whose circle lies inside the image."""

import numpy as np
from skimage.feature import local_binary_pattern

from classic_cls.features import LBP
from classic_cls.kernels.lbp_patterns import rotation_minima

from .row import SKIMAGE, Row

try:
    import mahotas
    from mahotas.features import lbp as mahotas_lbp
except ImportError:
    mahotas = None

__all__ = ["rows"]

_SETTINGS = [
    (8, 1, "uniform"), (8, 1, "nri_uniform"), (8, 1, "ror"), (8, 1, "var"), (8, 2, "nri_uniform"),
    (16, 2, "uniform"), (24, 3, "uniform"),
]


def rows(images):
    for points, radius, method in _SETTINGS:
        theirs = _with_scikit_image(points, radius, method)
        peers = {SKIMAGE: theirs}
        # It has rotation-invariant codes only, gives equal points the other bit and has codes at
        # the border too: a peer in speed alone.
        if mahotas is not None and method in ("ror", "uniform") and points <= 16:
            peers[f"mahotas {mahotas.__version__}"] = _with_mahotas(points, radius)
        ours = LBP([(points, radius)], method).transform
        what = f"`lbp`, ({points}, {radius}) {method}"
        yield Row(what, images.gray, ours, peers, _pixels_that_differ(ours, theirs))


def _with_scikit_image(points, radius, method):
    def histograms(stack):
        found = []
        for image in stack:
            codes = local_binary_pattern(image, points, radius, method)
            codes = codes[radius:-radius, radius:-radius]
            if method == "var":
                counts = np.histogram(codes, [0, *2.0 ** np.arange(-1, 15)])[0]
                counts[0] += codes.size - counts.sum()  # no variance at all is not a number there
            else:
                counts = np.bincount(codes.astype(int).ravel())
                counts.resize(2**points if method == "ror" else points * (points - 1) + 3)
                counts = counts[rotation_minima(points)] if method == "ror" else counts
                counts = counts[: points + 2] if method == "uniform" else counts
            found.append(counts / codes.size)
        return np.stack(found)

    return histograms


def _with_mahotas(points, radius):
    return lambda stack: [mahotas_lbp(image, radius, points) for image in stack]


def _pixels_that_differ(ours, theirs):
    """At most 1%: where a value equals that of the pixel, scikit-image leaves it to rounding."""

    def equality(stack):
        difference = np.abs(ours(stack) - theirs(stack)).sum(axis=1).mean() / 2
        assert difference < 0.01, f"{difference:.1%} of the pixels differ"
        return f"but for {difference:.2%} of the pixels"

    return equality
