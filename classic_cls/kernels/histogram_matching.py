"""Grey levels by rank: from the histogram that an image has to one that it should have."""

import numpy as np

from .._compat import jit

__all__ = ["bell_counts", "level_counts", "match_levels"]


def level_counts(channels) -> np.ndarray:
    """How many pixels of an image (H, W, c) have each level, (c, 256) int64.

    >>> level_counts(np.array([[[2], [2], [1]]], np.uint8))[0, :4]
    array([0, 1, 2, 0])
    """
    flat = channels.reshape(-1, channels.shape[-1])
    return np.stack([np.bincount(column, minlength=256) for column in flat.T]).astype(np.int64)


def bell_counts(mean: float = 128, deviation: float = 64) -> np.ndarray:
    """A normal distribution of levels, cut off at 0 and 255, (1, 256) float64; the highest is 1."""
    return np.exp(-(((np.arange(256) - mean) / deviation) ** 2) / 2)[None]


def match_levels(images, counts) -> np.ndarray:
    """Give every image the wanted histogram, as far as levels that are equal stay so.

    With ``F(v)`` the share of an image's pixels of level ``v`` or less and ``G`` that of the
    reference, ``v`` becomes the level ``u`` with ``G(u) = F(v)``: linearly interpolated between
    levels that the reference has, and rounded. Channels of images (n, H, W, c) count one by one,
    ``counts`` (c, 256) are those of the reference; one of a single level stays: it has no ranks.

    >>> image = np.array([[[[10], [10], [20], [30]]]], np.uint8)
    >>> wanted = np.zeros((1, 256), int)
    >>> wanted[0, [50, 100, 200]] = 2, 1, 1
    >>> match_levels(image, wanted).ravel()
    array([ 50,  50, 100, 200], dtype=uint8)
    """
    shares, levels = [], []
    for row in np.asarray(counts):
        present = np.flatnonzero(row)
        shares.append(np.cumsum(row[present]) / row.sum())
        levels.append(present)
    matched = np.empty_like(images)
    pixels = images.reshape(len(images), -1, images.shape[3])
    for channel, (share, level) in enumerate(zip(shares, levels, strict=True)):
        _match(pixels, channel, share, level, matched.reshape(pixels.shape))
    return matched


@jit
def _match(images, channel, shares, levels, out):
    n, n_pixels, _ = images.shape
    # Four tables in turn: neighbours are alike, and no count need wait for the one before.
    counts = np.empty((4, 256), np.int64)
    table = np.empty(256, np.uint8)
    fours = n_pixels // 4 * 4
    for i in range(n):
        counts[:] = 0
        for p in range(0, fours, 4):
            counts[0, images[i, p, channel]] += 1
            counts[1, images[i, p + 1, channel]] += 1
            counts[2, images[i, p + 2, channel]] += 1
            counts[3, images[i, p + 3, channel]] += 1
        for p in range(fours, n_pixels):
            counts[0, images[i, p, channel]] += 1
        for level in range(256):
            counts[0, level] += counts[1, level] + counts[2, level] + counts[3, level]
        _fill_table(counts[0], n_pixels, shares, levels, table)
        for p in range(n_pixels):
            out[i, p, channel] = table[images[i, p, channel]]


@jit
def _fill_table(counts, n_pixels, shares, levels, table):
    """What each level becomes; both cumulative histograms are walked through once."""
    seen = 0
    j = 0
    for level in range(256):
        seen += counts[level]
        if counts[level] == n_pixels:
            table[level] = level
            return
        share = seen / n_pixels
        while j < len(levels) - 1 and shares[j] < share:
            j += 1
        value = float(levels[j])
        if j > 0 and share < shares[j]:
            step = (share - shares[j - 1]) / (shares[j] - shares[j - 1])
            value = levels[j - 1] + step * (levels[j] - levels[j - 1])
        table[level] = np.uint8(value + 0.5)
