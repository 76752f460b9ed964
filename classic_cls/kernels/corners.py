"""Corner responses (Harris, Shi and Tomasi) and their statistics on a grid of cells.

Definition, for a grey image scaled to [0, 1] and continued at its border by the nearest pixel:

1. *Structure tensor* ``[[a, b], [b, c]]``: the products ``gx gx``, ``gx gy`` and ``gy gy`` of the
   Sobel gradients (not divided), smoothed by a Gaussian of standard deviation ``sigma`` pixels that
   is cut off at ``4 sigma``.
2. *Response*, with the eigenvalues ``l1 <= l2`` of the tensor: that of Harris is
   ``l1 l2 - k (l1 + l2)^2``, positive at corners and negative on edges; that of Shi and Tomasi is
   ``l1``, never negative.
3. *Corners* are the pixels whose response is the largest of their 3x3 neighbourhood, exceeds a
   share of the largest response of the image, and exceeds the response to one grey level of
   contrast, without which rounding would make corners in a smooth ramp. Of equal neighbours the
   first one counts.

Responses equal ``skimage.feature.corner_harris`` and ``corner_shi_tomasi``, but for pixels near
the border, which scikit-image surrounds by black. Sources: Harris and Stephens, Alvey 1988; Shi and
Tomasi, CVPR 1994.
"""

import numpy as np

from .._compat import jit

__all__ = ["corner_grid", "corner_response"]

_UNIT = np.float32(1 / 255)
# Sobel gradient of a step of one grey level.
_ONE_GREY_LEVEL = 4 / 255
# Images whose responses are in memory together, at four times the size of the images.
_AT_ONCE = 4


def corner_response(images, method: str, sigma: float = 1.0, k: float = 0.05) -> np.ndarray:
    """Response ("harris" or "shi_tomasi") of every pixel of grey images, (n, H, W) float32.

    >>> square = np.zeros((1, 16, 16), np.uint8)
    >>> square[0, 8:, 8:] = 255
    >>> response = corner_response(square, "harris")
    >>> np.unravel_index(response.argmax(), response.shape)[1:]
    (np.int64(8), np.int64(8))
    """
    responses = np.empty(images.shape, np.float32)
    _respond(images, _half_gaussian(sigma), method == "harris", np.float32(k), responses)
    return responses


def corner_grid(images, rows, columns, method, threshold, sigma=1.0, k=0.05) -> np.ndarray:
    """Mean and largest response, and number of corners, of cells of grey images, (..., 3) float32.

    ``threshold`` is the share of the largest response that a corner exceeds. Responses are taken to
    the unit of a gradient (full contrast is about 1): the fourth root of Harris, which is of fourth
    order in the gradient, its sign kept; the square root of Shi and Tomasi.

    >>> whole = np.array([0, 8])
    >>> corner_grid(np.full((1, 8, 8), 77, np.uint8), whole, whole, "harris", threshold=0.01)
    array([[[[0., 0., 0.]]]], dtype=float32)
    """
    order = 4 if method == "harris" else 2
    statistics = np.empty((len(images), len(rows) - 1, len(columns) - 1, 3))
    window, k = _half_gaussian(sigma), np.float32(k)
    buffer = np.empty((min(_AT_ONCE, len(images)), *images.shape[1:]), np.float32)
    for start in range(0, len(images), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        responses = buffer[: len(images[some])]
        _respond(images[some], window, order == 4, k, responses)
        lowest = np.maximum(threshold * responses.max(axis=(1, 2)), _ONE_GREY_LEVEL**order)
        lowest = lowest.astype(np.float32)
        _collect(responses, rows, columns, order == 4, lowest, statistics[some])
    statistics[..., 0] /= np.outer(np.diff(rows), np.diff(columns))
    return statistics.astype(np.float32)


def _half_gaussian(sigma: float) -> np.ndarray:
    """Weights of the window at the distances 0, 1, 2, ...; zeros fill up the last four."""
    radius = int(4 * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(radius + 1) / sigma) ** 2)
    window = np.zeros(1 + max(4, radius + -radius % 4), np.float32)
    window[: radius + 1] = weights / (2 * weights.sum() - 1)
    return window


# What makes the loops below quick: no views of rows where that can be avoided (to make one takes
# as long as half a row), and four weights of the window at once, so that sums stay in
# registers. The two sides are added first, so that a mirrored image gives mirrored bits.


@jit
def _respond(images, window, harris, k, responses):
    n, height, width = images.shape
    radius = len(window) - 1
    kept = min(2 * radius + 1, height)
    products = np.empty((kept, 3, width), np.float32)
    places = np.empty(height + 2 * radius, np.intp)  # of row y - radius among those kept
    for y in range(len(places)):
        places[y] = min(max(y - radius, 0), height - 1) % kept
    # The three parts of the tensor lie behind each other in one row: one long loop is quicker
    # than three short ones. What blurring mixes where two parts meet is never read.
    step = width + 2 * radius
    sobel = np.empty((2, width + 2), np.float32)
    rows = products.reshape(kept, 3 * width)
    sums = np.empty(3 * width, np.float32)
    parts = sums.reshape(3, width)
    padded = np.empty(3 * step, np.float32)
    tensor = np.empty(3 * step - 2 * radius, np.float32)
    for i in range(n):
        done = 0
        for y in range(height):
            while done < min(y + radius + 1, height):
                _gradient_products(images, i, done, sobel, products, places[done + radius])
                done += 1
            _blur_columns(rows, places, y + radius, window, sums)
            _continue_sides(parts, radius, padded)
            _blur_row(padded, window, tensor)
            if harris:
                _harris(tensor, step, k, responses, i, y)
            else:
                _shi_tomasi(tensor, step, responses, i, y)


@jit
def _gradient_products(images, i, y, sobel, products, place):
    """Products of the Sobel gradients of row ``y``."""
    height, width = images.shape[1:]
    above, below = max(y - 1, 0), min(y + 1, height - 1)
    for x in range(width):
        a, b = np.int32(images[i, above, x]), np.int32(images[i, below, x])
        sobel[0, x + 1] = np.float32(a + np.int32(2) * np.int32(images[i, y, x]) + b)
        sobel[1, x + 1] = np.float32(b - a)
    for part in range(2):
        sobel[part, 0], sobel[part, width + 1] = sobel[part, 1], sobel[part, width]
    for x in range(width):
        gx = (sobel[0, x + 2] - sobel[0, x]) * _UNIT
        gy = (sobel[1, x] + np.float32(2) * sobel[1, x + 1] + sobel[1, x + 2]) * _UNIT
        products[place, 0, x] = gx * gx
        products[place, 1, x] = gx * gy
        products[place, 2, x] = gy * gy


@jit
def _blur_columns(rows, places, y, w, out):
    w0, w1, w2, w3, w4 = w[0], w[1], w[2], w[3], w[4]
    here = places[y]
    a, b, c, d = places[y - 1], places[y - 2], places[y - 3], places[y - 4]
    e, f, g, h = places[y + 1], places[y + 2], places[y + 3], places[y + 4]
    for x in range(len(out)):
        near = w1 * (rows[a, x] + rows[e, x]) + w2 * (rows[b, x] + rows[f, x])
        far = w3 * (rows[c, x] + rows[g, x]) + w4 * (rows[d, x] + rows[h, x])
        out[x] = w0 * rows[here, x] + near + far
    for t in range(5, len(w), 4):
        w1, w2, w3, w4 = w[t], w[t + 1], w[t + 2], w[t + 3]
        a, b, c, d = places[y - t], places[y - t - 1], places[y - t - 2], places[y - t - 3]
        e, f, g, h = places[y + t], places[y + t + 1], places[y + t + 2], places[y + t + 3]
        for x in range(len(out)):
            near = w1 * (rows[a, x] + rows[e, x]) + w2 * (rows[b, x] + rows[f, x])
            far = w3 * (rows[c, x] + rows[g, x]) + w4 * (rows[d, x] + rows[h, x])
            out[x] += near + far


@jit
def _continue_sides(rows, radius, padded):
    """The three rows behind each other, each continued on both sides."""
    width = rows.shape[1]
    step = width + 2 * radius
    start = 0
    for part in range(3):
        for x in range(radius):
            padded[start + x] = rows[part, 0]
            padded[start + radius + width + x] = rows[part, width - 1]
        for x in range(width):
            padded[start + radius + x] = rows[part, x]
        start += step


@jit
def _blur_row(padded, w, out):
    radius = len(w) - 1
    w0, w1, w2, w3, w4 = w[0], w[1], w[2], w[3], w[4]
    p = padded[radius - 4 :]
    for x in range(len(out)):
        near = w1 * (p[x + 3] + p[x + 5]) + w2 * (p[x + 2] + p[x + 6])
        far = w3 * (p[x + 1] + p[x + 7]) + w4 * (p[x] + p[x + 8])
        out[x] = w0 * p[x + 4] + near + far
    for t in range(5, len(w), 4):
        w1, w2, w3, w4 = w[t], w[t + 1], w[t + 2], w[t + 3]
        left, right = padded[radius - t - 3 :], padded[radius + t :]
        for x in range(len(out)):
            near = w1 * (left[x + 3] + right[x]) + w2 * (left[x + 2] + right[x + 1])
            far = w3 * (left[x + 1] + right[x + 2]) + w4 * (left[x] + right[x + 3])
            out[x] += near + far


@jit
def _harris(tensor, step, k, responses, i, y):
    second, third = tensor[step:], tensor[2 * step :]
    for x in range(responses.shape[2]):
        a, b, c = tensor[x], second[x], third[x]
        trace = a + c
        responses[i, y, x] = a * c - b * b - k * trace * trace


@jit
def _shi_tomasi(tensor, step, responses, i, y):
    second, third = tensor[step:], tensor[2 * step :]
    for x in range(responses.shape[2]):
        a, b, c = tensor[x], second[x], third[x]
        difference = a - c
        root = np.sqrt(difference * difference + np.float32(4) * b * b)
        smaller = np.float32(0.5) * (a + c - root)
        responses[i, y, x] = smaller if smaller > 0 else np.float32(0)


@jit
def _collect(responses, rows, columns, harris, lowest, statistics):
    n, height, width = responses.shape
    # A frame of the lowest value, so that pixels of the border need no rule of their own.
    framed = np.full((height + 2, width + 2), -np.inf, np.float32)
    sums = np.empty(width, np.float32)
    peaks = np.empty(width, np.float32)
    counts = np.empty(width, np.float32)
    for i in range(n):
        for y in range(height):
            for x in range(width):
                framed[y + 1, x + 1] = responses[i, y, x]
        for r in range(len(rows) - 1):
            sums[:] = 0
            peaks[:] = -np.inf
            counts[:] = 0
            for y in range(rows[r] + 1, rows[r + 1] + 1):
                _add_roots(framed, y, harris, sums, peaks)
                _count_maxima(framed, y, lowest[i], counts)
            for c in range(len(columns) - 1):
                total, peak, count = 0.0, -np.inf, 0.0
                for x in range(columns[c], columns[c + 1]):
                    total += sums[x]
                    peak = max(peak, peaks[x])
                    count += counts[x]
                statistics[i, r, c, 0] = total
                statistics[i, r, c, 1] = _signed_root(np.float32(peak), harris)
                statistics[i, r, c, 2] = count


@jit
def _signed_root(response, harris):
    root = np.sqrt(abs(response))
    if harris:
        root = np.sqrt(root)
    return root if response >= 0 else -root


@jit
def _add_roots(framed, y, harris, sums, peaks):
    for x in range(len(sums)):
        response = framed[y, x + 1]
        sums[x] += _signed_root(response, harris)
        peaks[x] = response if response > peaks[x] else peaks[x]


@jit
def _count_maxima(framed, y, lowest, counts):
    for x in range(len(counts)):
        value = framed[y, x + 1]
        first = (value > framed[y - 1, x]) & (value > framed[y - 1, x + 1])
        first &= (value > framed[y - 1, x + 2]) & (value > framed[y, x])
        first &= (value >= framed[y, x + 2]) & (value >= framed[y + 1, x])
        first &= (value >= framed[y + 1, x + 1]) & (value >= framed[y + 1, x + 2])
        counts[x] += np.float32(1) if first & (value > lowest) else np.float32(0)
