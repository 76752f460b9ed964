"""Colour histograms and correlograms."""

import cv2
import numpy as np
from skimage import color

from classic_cls.features import ColorAutoCorrelogram, ColorHistogram

from .row import OPENCV, SKIMAGE, Row, largest_difference, one_by_one

__all__ = ["rows"]

NUMPY = f"NumPy {np.__version__}"
_RANGES = {"hsv": (180, 256, 256), "rgb": (256,) * 3, "lab": (256,) * 3, "opponent": (256,) * 3,
           "rg": (256, 256)}
_CODES = {"hsv": cv2.COLOR_RGB2HSV, "lab": cv2.COLOR_RGB2LAB}
_FLOATS = {"hsv": (color.rgb2hsv, [(0, 1)] * 3),
           "lab": (color.rgb2lab, [(0, 100), (-128, 128), (-128, 128)])}


def rows(images):
    for space, ranges in _RANGES.items():
        for joint in (False, True):
            peers = _histogram_peers(space, ranges, joint)
            ours = ColorHistogram(space, joint=joint, grid=1).transform
            equality = largest_difference(ours, next(iter(peers.values())), 1e-6)
            what = f"`color_hist`, {space}, {'joint' if joint else 'marginal'}"
            yield Row(what, images.color, ours, peers, equality)
    for joint in (False, True):
        ours = ColorHistogram(joint=joint, grid=1, soft=True).transform
        theirs = one_by_one(lambda image, joint=joint: _soft(image, joint))
        what = f"`color_hist`, hsv, {'joint' if joint else 'marginal'}, soft"
        equality = largest_difference(ours, theirs, 1e-6)
        yield Row(what, images.color, ours, {NUMPY: theirs}, equality)
    ours, theirs = ColorAutoCorrelogram().transform, one_by_one(_correlogram)
    equality = largest_difference(ours, theirs, 1e-6)
    yield Row("`correlogram`", images.color, ours, {f"{NUMPY}, by shifts": theirs}, equality)


def _histogram_peers(space, ranges, joint):
    def with_opencv(image):
        values = cv2.cvtColor(image, _CODES[space]) if space in _CODES else image
        if joint:
            limits = [limit for r in ranges for limit in (0, r)]
            found = cv2.calcHist([values], [0, 1, 2], None, [8] * 3, limits)
        else:
            found = [cv2.calcHist([values], [c], None, [8], [0, r]) for c, r in enumerate(ranges)]
        return np.ravel(found) / (image.size // 3)

    def with_numpy(image):
        values, limits = _by_hand(image, space), [(0, r) for r in ranges]
        return _numpy_histogram(values, limits, joint)

    def with_scikit_image(image):
        convert, limits = _FLOATS[space]
        return _numpy_histogram(convert(image).reshape(-1, 3), limits, joint)

    if space in ("opponent", "rg"):
        return {NUMPY: one_by_one(with_numpy)}
    peers = {OPENCV: one_by_one(with_opencv)}
    if space in _FLOATS:
        peers[f"{SKIMAGE}, NumPy"] = one_by_one(with_scikit_image)
    else:
        peers[NUMPY] = one_by_one(with_numpy)
    return peers


def _numpy_histogram(values, limits, joint):
    if joint:
        return np.histogramdd(values, 8, limits)[0] / len(values)
    return np.array([np.histogram(v, 8, r)[0] for v, r in zip(values.T, limits)]) / len(values)


def _by_hand(image, space):
    if space == "rgb":
        return image.reshape(-1, 3)
    r, g, b = image.reshape(-1, 3).T.astype(np.int32)
    if space == "opponent":
        values = (r - g) // 2 + 128, (r + g - 2 * b) // 4 + 128, (2 * (r + g + b) + 3) // 6
    else:
        total = r + g + b
        twice = np.maximum(2 * total, 1)
        values = [np.where(total, (510 * c + total) // twice, 85) for c in (r, g)]
    return np.stack(values, axis=1)


def _soft(image, joint, n=8):
    """Soft histograms in HSV by weighted counts."""
    values = cv2.cvtColor(image, cv2.COLOR_RGB2HSV).reshape(-1, 3)
    ends = []
    for channel, r in enumerate(_RANGES["hsv"]):
        place = (values[:, channel] + 0.5) * n / r - 0.5
        low = np.floor(place).astype(int)
        share = place - low
        bins = [low % n, (low + 1) % n]
        if channel:
            bins = [np.maximum(low, 0), np.minimum(low + 1, n - 1)]
        ends.append([(bins[0], 1 - share), (bins[1], share)])
    if not joint:
        votes = [sum(np.bincount(b, w, n) for b, w in pair) for pair in ends]
        return np.concatenate(votes) / len(values)
    counts = 0
    for h, hue in ends[0]:
        for s, saturation in ends[1]:
            for v, value in ends[2]:
                weights = hue * saturation * value
                counts = counts + np.bincount((h * n + s) * n + v, weights, n**3)
    return counts / len(values)


def _correlogram(image, distances=(1, 3, 5, 7), n=64):
    """The image against itself, shifted to every place of half a ring."""
    levels = image >> 6
    colors = (levels[..., 0] << 4) + (levels[..., 1] << 2) + levels[..., 2]
    height, width = colors.shape
    found = []
    for d in distances:
        half = [(d, x) for x in range(-d, d + 1)] + [(y, d) for y in range(1 - d, d)]
        half = [(y, x) for y, x in half if y > 0 or (y == 0 and x > 0)]
        half += [(y, -d) for y in range(1, d)]
        same, pairs = np.zeros(n, int), np.zeros(n, int)
        for y, x in half:
            here = colors[: height - y, max(0, -x) : width - max(0, x)]
            there = colors[y:, max(0, x) : width - max(0, -x)]
            same += 2 * np.bincount(here[here == there], minlength=n)
            pairs += np.bincount(here.ravel(), minlength=n)
            pairs += np.bincount(there.ravel(), minlength=n)
        found.append(same / np.maximum(pairs, 1))
    return np.concatenate(found)
