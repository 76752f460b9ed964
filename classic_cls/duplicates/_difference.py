"""How much of a picture is left when another one, blurred and toned, is taken from it."""

import numpy as np

from .._compat import jit

# Each level is the one before smoothed by (w, 1 - 2w, w) along rows and columns; the last is as
# smooth as an image that had been stored with half the pixels of the picture.
_BLURS = np.array([0.05, 0.0625, 0.0625])


def differences(pictures, first, second, turns) -> np.ndarray:
    """Difference of pairs of square pictures that two versions of one image do not have, in [0, 1].

    ``turns`` are the pixels of the first picture in the order that turns it like the second.
    One picture is blurred a little (four levels, from none), one of the two is fitted by a
    quadratic polynomial of the other, pixel by pixel; the difference is what is left of its
    deviation from its mean, as a share. The least over the levels and over which picture is
    blurred and which is fitted counts: resizing blurs, and a change of brightness that is cut
    off at black or white bends the tones. It is 1 for negatives of each other, or one tone.
    """
    out = np.empty(len(first))
    _differences(pictures, first, second, turns, _BLURS, out)
    return out


@jit
def _differences(pictures, first, second, turns, blurs, out):
    n_levels, size = len(blurs) + 1, pictures.shape[1]
    side = int(np.sqrt(size))
    a, b = np.empty((n_levels, size)), np.empty((n_levels, size))
    rows = np.empty(size)
    for pair in range(len(first)):
        for pixel in range(size):
            a[0, pixel] = pictures[first[pair], turns[pair, pixel]]
            b[0, pixel] = pictures[second[pair], pixel]
        for level in range(1, n_levels):
            _blur(a[level - 1], side, blurs[level - 1], rows, a[level])
            _blur(b[level - 1], side, blurs[level - 1], rows, b[level])
        least = _left_over(a[0], b[0])
        for level in range(1, n_levels):
            least = min(least, _left_over(a[level], b[0]), _left_over(a[0], b[level]))
        out[pair] = np.sqrt(least)


@jit
def _blur(picture, side, weight, rows, out):
    for y in range(side):
        for x in range(side):
            at = y * side + x
            around = picture[at - (x > 0)] + picture[at + (x < side - 1)]
            rows[at] = (1 - 2 * weight) * picture[at] + weight * around
    for y in range(side):
        above, below = side * (y > 0), side * (y < side - 1)
        for x in range(side):
            at = y * side + x
            around = rows[at - above] + rows[at + below]
            out[at] = (1 - 2 * weight) * rows[at] + weight * around


@jit
def _left_over(u, v):
    """The smaller share of variance left in one by a quadratic polynomial of the other."""
    n = len(u)
    mean_u, mean_v = u.mean(), v.mean()
    uu = vv = uv = uuu = vvv = uuv = uvv = uuuu = vvvv = 0.0
    for i in range(n):
        x, y = u[i] - mean_u, v[i] - mean_v
        xx, yy = x * x, y * y
        uu += xx
        vv += yy
        uv += x * y
        uuu += xx * x
        vvv += yy * y
        uuv += xx * y
        uvv += x * yy
        uuuu += xx * xx
        vvvv += yy * yy
    if uv <= 0:
        return 1.0
    share = 1 - uv * uv / (uu * vv)
    # The square of u without its mean and its part along u, and what of v lies along it.
    square_u = uuuu - uu * uu / n - uuu * uuu / uu
    square_v = vvvv - vv * vv / n - vvv * vvv / vv
    of_v = (uuv - uuu / uu * uv) ** 2 / (square_u * vv) if square_u > 1e-9 * uuuu else 0.0
    of_u = (uvv - vvv / vv * uv) ** 2 / (square_v * uu) if square_v > 1e-9 * vvvv else 0.0
    return max(0.0, share - max(of_u, of_v))
