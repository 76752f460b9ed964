"""Colour auto-correlograms: how likely the same colour is at a distance.

Definition, for an image of quantised colours and a distance ``d``: of all pairs of a pixel of
colour ``c`` and a pixel on the ring around it, that is at chessboard distance ``d`` (``max(|dx|,
|dy|) == d``) and inside the image, the share whose second pixel has colour ``c`` too. It is 0 where
there is no such pair.

Neighbours outside the image are not counted; the paper divides by ``8 d`` times the number of
pixels of the colour, whether neighbours exist or not, which differs near the border only.
Source: Huang, Kumar, Mitra, Zhu and Zabih, CVPR 1997.
"""

import numpy as np

from .._compat import jit
from .color_histogram import bin_steps, hard_bins

__all__ = ["color_auto_correlogram"]

# Pixels worked on together: few enough for the fast cache, enough for loops to pay.
_STRIP = 4096


def color_auto_correlogram(images, bins, ranges, distances) -> np.ndarray:
    """Probability of the same colour again, (n, distances, prod(bins)) float32.

    Images have any number of channels. Colours are the combinations of their hard ``bins`` (see
    ``color_histogram``), that of the last channel running fastest, at most 65535 of them. Distances
    are 1 to 31 pixels: a ring of more pixels could not be counted in 8 bits.

    >>> stripes = np.zeros((1, 8, 8, 3), np.uint8)
    >>> stripes[:, :, ::2] = 255
    >>> color_auto_correlogram(stripes, (2, 1, 1), (256,) * 3, (1, 2))[0].round(2)
    array([[0.27, 0.27],
           [0.75, 0.75]], dtype=float32)
    """
    n_colors = int(np.prod(bins))
    tables = hard_bins(bins, ranges) * bin_steps(bins)[:, None]
    height, width = images.shape[1:3]
    within = _within(height, distances), _within(width, distances)
    # A frame of a colour of its own: pixels are compared with what lies so many places on in
    # memory, whole strips at once, and neither the frame nor the next row must look alike.
    margin = max(distances)
    kind = np.uint8 if n_colors < 256 else np.uint16
    framed = np.full((height + 2 * margin + 2, width + margin), n_colors, kind)
    probabilities = np.empty((len(images), len(distances), n_colors), np.float32)
    images, tables = np.ascontiguousarray(images), tables.astype(np.uint32)
    _correlate(images, tables, framed, margin + 1, np.array(distances), within, probabilities)
    return probabilities


def _within(side, distances) -> np.ndarray:
    """Places at most ``d``, and ``d - 1``, from each: a ring is one square less the other."""
    places, reach = np.arange(side), np.array([(d, d - 1) for d in distances])[..., None]
    return np.minimum(places + reach, side - 1) - np.maximum(places - reach, 0) + 1


@jit
def _correlate(images, tables, framed, top, distances, within, probabilities):
    n, height, width = images.shape[:3]
    stride, n_colors = framed.shape[1], probabilities.shape[2]
    flat = framed.reshape(-1)
    same = np.empty((len(distances), _STRIP), np.uint8)
    found = np.empty((n_colors + 1, len(distances)), np.int64)
    pairs = np.empty((n_colors + 1, len(distances)), np.int64)
    for i in range(n):
        _quantise(images[i], tables, framed[top : top + height, :width])
        found[:] = 0
        for start in range(top * stride, (top + height) * stride, _STRIP):
            n_places = min(_STRIP, (top + height) * stride - start)
            for k in range(len(distances)):
                _count_ring(flat, start, stride, distances[k], same[k, :n_places])
            _add_by_color(flat[start : start + n_places], same, found)
        pairs[:] = 0
        _count_pairs(framed[top : top + height, :width], distances, within, pairs)
        for k in range(len(distances)):
            for c in range(n_colors):
                probabilities[i, k, c] = found[c, k] / pairs[c, k] if pairs[c, k] else 0.0


@jit
def _quantise(image, tables, colors):
    for y in range(image.shape[0]):
        for x in range(image.shape[1]):
            color = np.uint32(0)
            for channel in range(image.shape[2]):
                color += tables[channel, image[y, x, channel]]
            colors[y, x] = color


@jit
def _count_ring(colors, start, stride, distance, same):
    """Pixels on the ring of each pixel's colour, from ``start`` on; they come in opposite pairs."""
    same[:] = 0
    for x in range(-distance, distance):
        _compare(colors, start, distance * stride + x, same)
    for y in range(-distance, distance):
        _compare(colors, start, y * stride - distance, same)


@jit
def _compare(colors, start, step, same):
    here = colors[start : start + len(same)]
    ahead = colors[start + step : start + step + len(same)]
    behind = colors[start - step : start - step + len(same)]
    for p in range(len(same)):
        same[p] += np.uint8(here[p] == ahead[p]) + np.uint8(here[p] == behind[p])


@jit
def _add_by_color(colors, same, found):
    for k in range(len(same)):
        counts = same[k]
        for p in range(len(colors)):
            found[colors[p], k] += counts[p]


@jit
def _count_pairs(colors, distances, within, pairs):
    """Pairs of a pixel of each colour and one on its ring: ``8 d``, less those off the image."""
    height, width = colors.shape
    down, across = within
    for y in range(height):
        for x in range(width):
            pairs[colors[y, x], 0] += 1
    for k in range(len(distances) - 1, -1, -1):
        d = distances[k]
        for color in range(len(pairs)):
            pairs[color, k] = 8 * d * pairs[color, 0]
        for y in range(height):
            x = 0
            while x < width:
                outer = down[k, 0, y] * across[k, 0, x]
                inner = down[k, 1, y] * across[k, 1, x]
                pairs[colors[y, x], k] -= 8 * d - (outer - inner)
                x += 1
                if d <= y < height - d and d <= x < width - d:
                    x = width - d  # rings lie wholly inside
