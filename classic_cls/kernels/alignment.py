"""Lay one small picture over another: the similarity between them, by Gauss-Newton steps.

Definition. A picture ``b`` is laid over ``a`` by ``b(s R x + t)``, where ``x`` are positions from
the centre, ``R`` turns and ``s`` enlarges: four numbers ``(p, q, u, v)`` with
``s R = [[p, -q], [q, p]]`` and ``t = (u, v)``, columns first. They are those that bring both, with
mean 0 and length 1 inside a margin, nearest to each other, from no change at all. Values between
pixels are bilinear.

The steps are inverse compositional: derivatives are those of ``a``, once for a pair (S. Baker and
I. Matthews, "Lucas-Kanade 20 years on", International Journal of Computer Vision 56(3), 2004); what
a change of gain and offset would do is taken out of them (G. D. Evangelidis and E. Z. Psarakis,
"Parametric image alignment using enhanced correlation coefficient maximization", IEEE TPAMI
30(10), 2008).
"""

import numpy as np

from .._compat import jit

_MOST_STEPS = 10
# Steps of less than this, in pixels at the edge of the window, change nothing.
_SMALL_STEP = 0.01
# After so many steps, pictures that correlate less than this show different things.
_TRIAL_STEPS, _HOPELESS = 4, 0.2
# Of the linear part from none, and of the shift as a share of the side: beyond, it is lost.
_MOST_LINEAR, _MOST_SHIFT = 0.3, 0.15


def align(smooth, sharp, first, second, margin: int, orders, turn):
    """Lay ``smooth[first]``, its pixels in the orders ``orders[turn]``, over ``smooth[second]``.

    Returns
    -------
    similarity : ndarray of shape (m, 4)
    correlation : ndarray of shape (m,)
        Of ``sharp[first]``, laid over in the same way, with ``sharp[second]`` inside the margin.
    """
    similarity, correlation = np.empty((len(first), 4)), np.empty(len(first))
    _align(smooth, sharp, first, second, margin, orders, turn, similarity, correlation)
    return similarity, correlation


def warp(pictures, numbers, similarity, margin: int):
    """Pictures as a similarity lays them over others, without the margin: ``(m, w, w)``."""
    side = pictures.shape[1] - 2 * margin
    out = np.empty((len(numbers), side * side))
    _warp_all(pictures, numbers, similarity, margin, out)
    return out.reshape(len(numbers), side, side)


@jit
def _align(smooth, sharp, first, second, margin, orders, turn, similarity, correlation):
    side = smooth.shape[1]
    n = (side - 2 * margin) ** 2
    target, laid = np.empty(n), np.empty(n)
    slopes = np.empty((4, n))
    b = np.empty((side, side), smooth.dtype)
    for pair in range(len(first)):
        order = orders[turn[pair]]
        _turned(smooth[first[pair]], order, b)
        inverse = _prepare(smooth[second[pair]], margin, target, slopes)
        found = similarity[pair]
        found[:] = 0.0
        found[0] = 1.0
        for step in range(_MOST_STEPS):
            _warp(b, found, margin, laid)
            share = _standardize(laid, target)
            if share < _HOPELESS and step >= _TRIAL_STEPS:
                break
            moved = _move(found, target, laid, max(share, 0.1), slopes, inverse)
            lost = abs(found[0] - 1) > _MOST_LINEAR or abs(found[1]) > _MOST_LINEAR
            if lost or max(abs(found[2]), abs(found[3])) > _MOST_SHIFT * side:
                break
            if moved < _SMALL_STEP:
                break
        _turned(sharp[first[pair]], order, b)
        _warp(b, found, margin, laid)
        _window(sharp[second[pair]], margin, target)
        _standardize(target, target)
        correlation[pair] = _standardize(laid, target)


@jit
def _turned(picture, order, out):
    side = picture.shape[0]
    for k in range(len(order)):
        out[k // side, k % side] = picture[order[k] // side, order[k] % side]


@jit
def _prepare(picture, margin, target, slopes):
    """Fill the target and its derivatives by the similarity; return their inverse matrix."""
    _window(picture, margin, target)
    length = _standardize_self(target)
    side = picture.shape[0]
    centre = (side - 1) / 2
    k = 0
    for y in range(margin, side - margin):
        for x in range(margin, side - margin):
            across = (picture[y, x + 1] - picture[y, x - 1]) / (2 * length)
            down = (picture[y + 1, x] - picture[y - 1, x]) / (2 * length)
            slopes[0, k] = across * (x - centre) + down * (y - centre)
            slopes[1, k] = down * (x - centre) - across * (y - centre)
            slopes[2, k] = across
            slopes[3, k] = down
            k += 1
    products = np.empty((4, 4))
    for i in range(4):
        slopes[i] -= slopes[i].mean()
        slopes[i] -= (slopes[i] * target).sum() * target
    for i in range(4):
        for j in range(4):
            products[i, j] = (slopes[i] * slopes[j]).sum()
    for i in range(4):
        products[i, i] = products[i, i] * 1.001 + 1e-9
    return np.linalg.inv(products)


@jit
def _move(found, target, laid, share, slopes, inverse):
    """One step; return how far it moved, in pixels."""
    slope = np.zeros(4)
    for i in range(4):
        for k in range(len(target)):
            slope[i] += slopes[i, k] * (laid[k] / share - target[k])
    p, q, u, v = inverse @ slope
    scale = (1 + p) ** 2 + q**2
    back_p, back_q = (1 + p) / scale, -q / scale
    new_p = found[0] * back_p - found[1] * back_q
    new_q = found[0] * back_q + found[1] * back_p
    found[2] -= new_p * u - new_q * v
    found[3] -= new_q * u + new_p * v
    found[0], found[1] = new_p, new_q
    return max(max(abs(u), abs(v)), max(abs(p), abs(q)) * np.sqrt(len(target)) / 2)


@jit
def _window(picture, margin, out):
    side = picture.shape[0]
    k = 0
    for y in range(margin, side - margin):
        for x in range(margin, side - margin):
            out[k] = picture[y, x]
            k += 1


@jit
def _standardize_self(values):
    """Give values mean 0 and length 1; return the length before."""
    values -= values.mean()
    length = np.sqrt((values * values).sum()) + 1e-9
    values /= length
    return length


@jit
def _standardize(values, target):
    """Give values mean 0 and length 1; return their product with the target."""
    _standardize_self(values)
    return (values * target).sum()


@jit
def _warp(picture, similarity, margin, out):
    side = picture.shape[0]
    centre, last = (side - 1) / 2, side - 1.001
    p, q, u, v = similarity
    k = 0
    for y in range(margin, side - margin):
        for x in range(margin, side - margin):
            right, down = x - centre, y - centre
            at_x = min(max(p * right - q * down + u + centre, 0.0), last)
            at_y = min(max(q * right + p * down + v + centre, 0.0), last)
            j, i = int(at_x), int(at_y)
            f, g = at_x - j, at_y - i
            above = (1 - f) * picture[i, j] + f * picture[i, j + 1]
            below = (1 - f) * picture[i + 1, j] + f * picture[i + 1, j + 1]
            out[k] = (1 - g) * above + g * below
            k += 1


@jit
def _warp_all(pictures, numbers, similarity, margin, out):
    for k in range(len(numbers)):
        _warp(pictures[numbers[k]], similarity[k], margin, out[k])
