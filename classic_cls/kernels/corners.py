"""Corner responses (Harris, Shi and Tomasi) and their statistics on a grid of cells.

Definition, for a grey image scaled to [0, 1] and continued at its border by the nearest pixel:

1. *Structure tensor* ``[[a, b], [b, c]]``: the products ``gx gx``, ``gx gy`` and ``gy gy`` of the
   Sobel gradients (not divided), smoothed by a Gaussian of standard deviation ``sigma`` that is
   cut off at ``4 sigma``.
2. *Response*, with the eigenvalues ``l1 <= l2`` of the tensor: that of Harris is
   ``l1 l2 - k (l1 + l2)^2``, positive at corners and negative on edges; that of Shi and Tomasi is
   ``l1``, never negative.
3. *Corners* are the pixels whose response is the largest of their 3x3 neighbourhood, exceeds a
   share of the largest response of the image, and exceeds the response to one grey level of
   contrast, without which rounding would make corners in a smooth ramp. Of equal neighbours the
   first one counts.

Responses equal ``skimage.feature.corner_harris`` and ``corner_shi_tomasi``, but for pixels near
the border, which scikit-image surrounds by black.

References
----------
C. Harris and M. Stephens, "A combined corner and edge detector", Alvey Vision Conference 1988.
J. Shi and C. Tomasi, "Good features to track", CVPR 1994.
"""

import numpy as np

from .._compat import jit

__all__ = ["corner_grid", "corner_response"]

_UNIT = np.float32(1 / 255)
_ONE_GREY_LEVEL = 4 / 255
"""Sobel gradient of a step of one grey level."""
_AT_ONCE = 16
"""Images whose responses are in memory together, at four times the size of the images."""


def corner_response(images, method: str, sigma: float = 1.0, k: float = 0.05) -> np.ndarray:
    """Corner response of every pixel of a stack of grey images.

    Parameters
    ----------
    images : ndarray of shape (n, H, W), uint8
    method : {"harris", "shi_tomasi"}
    sigma : float
        Standard deviation of the window, in pixels.
    k : float
        Weight of the edge term of Harris.

    Returns
    -------
    ndarray of shape (n, H, W), float32

    Examples
    --------
    >>> import numpy as np
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
    """Mean and largest corner response, and number of corners, of every cell.

    Parameters
    ----------
    images : ndarray of shape (n, H, W), uint8
    rows, columns : ndarray, intp
        First row (column) of each cell, and the end of the last one.
    method : {"harris", "shi_tomasi"}
    threshold : float
        Share of the largest response of an image that a corner exceeds.
    sigma, k : float
        As in ``corner_response``.

    Returns
    -------
    ndarray of shape (n, cells down, cells across, 3), float32
        Responses are taken to the unit of a gradient (full contrast is about 1): the fourth
        root of Harris, which is of fourth order in the gradient, its sign kept; the square root
        of Shi and Tomasi.

    Examples
    --------
    >>> import numpy as np
    >>> whole = np.array([0, 8])
    >>> corner_grid(np.full((1, 8, 8), 77, np.uint8), whole, whole, "harris", threshold=0.01)
    array([[[[0., 0., 0.]]]], dtype=float32)
    """
    order = 4 if method == "harris" else 2
    statistics = np.empty((len(images), len(rows) - 1, len(columns) - 1, 3))
    for start in range(0, len(images), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        responses = corner_response(images[some], method, sigma, k)
        lowest = np.maximum(threshold * responses.max(axis=(1, 2)), _ONE_GREY_LEVEL**order)
        lowest = lowest.astype(np.float32)
        _collect(responses, rows, columns, order == 4, lowest, statistics[some])
    statistics[..., 0] /= np.outer(np.diff(rows), np.diff(columns))
    return statistics.astype(np.float32)


def _half_gaussian(sigma: float) -> np.ndarray:
    """Weights of the window at the distances 0, 1, 2, ..."""
    radius = int(4 * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(radius + 1) / sigma) ** 2)
    return (weights / (2 * weights.sum() - 1)).astype(np.float32)


@jit
def _respond(images, window, harris, k, responses):
    height, width = images.shape[1:]
    radius = len(window) - 1
    sobel = np.empty((2, width + 2), np.float32)
    # The three parts of the tensor lie behind each other in one row: one long loop is quicker
    # than three short ones. What blurring mixes where two parts meet is never read.
    step = width + 2 * radius
    products = np.empty(3 * step, np.float32)
    tensor = np.empty((height, 3 * step - 2 * radius), np.float32)
    smooth = np.empty(tensor.shape[1], np.float32)
    for i in range(len(images)):
        for y in range(height):
            _gradient_products(images[i], y, sobel, products.reshape(3, step))
            _blur_row(products, window, tensor[y])
        for y in range(height):
            _blur_column(tensor, y, window, smooth)
            a, b, c = smooth[:width], smooth[step : step + width], smooth[2 * step :]
            if harris:
                _harris(a, b, c, k, responses[i, y])
            else:
                _shi_tomasi(a, b, c, responses[i, y])


@jit
def _gradient_products(image, y, sobel, products):
    """Products of the gradients of row ``y``, continued on both sides."""
    width = image.shape[1]
    radius = (products.shape[1] - width) // 2
    above = image[max(y - 1, 0)]
    here = image[y]
    below = image[min(y + 1, image.shape[0] - 1)]
    smooth, slope = sobel[0], sobel[1]
    for x in range(width):
        a, b = np.float32(above[x]), np.float32(below[x])
        smooth[x + 1] = a + np.float32(2) * np.float32(here[x]) + b
        slope[x + 1] = b - a
    smooth[0], smooth[width + 1] = smooth[1], smooth[width]
    slope[0], slope[width + 1] = slope[1], slope[width]
    xx = products[0][radius : radius + width]
    xy = products[1][radius : radius + width]
    yy = products[2][radius : radius + width]
    for x in range(width):
        gx = (smooth[x + 2] - smooth[x]) * _UNIT
        gy = (slope[x] + np.float32(2) * slope[x + 1] + slope[x + 2]) * _UNIT
        xx[x] = gx * gx
        xy[x] = gx * gy
        yy[x] = gy * gy
    for part in range(3):
        row = products[part]
        for x in range(radius):
            row[x] = row[radius]
            row[radius + width + x] = row[radius + width - 1]


# Both blurs add the two sides first, so that a mirrored image gives mirrored bits.


@jit
def _blur_row(padded, window, out):
    radius = len(window) - 1
    for x in range(len(out)):
        out[x] = window[0] * padded[radius + x]
    for t in range(1, radius + 1):
        weight = window[t]
        left, right = padded[radius - t :], padded[radius + t :]
        for x in range(len(out)):
            out[x] += weight * (left[x] + right[x])


@jit
def _blur_column(plane, y, window, out):
    here = plane[y]
    for x in range(len(out)):
        out[x] = window[0] * here[x]
    for t in range(1, len(window)):
        weight = window[t]
        above = plane[max(y - t, 0)]
        below = plane[min(y + t, len(plane) - 1)]
        for x in range(len(out)):
            out[x] += weight * (above[x] + below[x])


@jit
def _harris(a, b, c, k, out):
    for x in range(len(out)):
        trace = a[x] + c[x]
        out[x] = a[x] * c[x] - b[x] * b[x] - k * trace * trace


@jit
def _shi_tomasi(a, b, c, out):
    for x in range(len(out)):
        difference = a[x] - c[x]
        root = np.sqrt(difference * difference + np.float32(4) * b[x] * b[x])
        smaller = np.float32(0.5) * (a[x] + c[x] - root)
        out[x] = smaller if smaller > 0 else np.float32(0)


@jit
def _collect(responses, rows, columns, harris, lowest, statistics):
    n, height, width = responses.shape
    # A frame of the lowest value, so that pixels of the border need no rule of their own.
    framed = np.full((height + 2, width + 2), -np.inf, np.float32)
    sums = np.empty(width)
    peaks = np.empty(width, np.float32)
    counts = np.empty(width)
    for i in range(n):
        framed[1:-1, 1:-1] = responses[i]
        for r in range(len(rows) - 1):
            sums[:] = 0
            peaks[:] = -np.inf
            counts[:] = 0
            for y in range(rows[r], rows[r + 1]):
                _add_roots(responses[i, y], harris, sums, peaks)
                _count_maxima(framed[y], framed[y + 1], framed[y + 2], lowest[i], counts)
            for c in range(len(columns) - 1):
                cell = slice(columns[c], columns[c + 1])
                statistics[i, r, c, 0] = sums[cell].sum()
                statistics[i, r, c, 1] = peaks[cell].max()
                statistics[i, r, c, 2] = counts[cell].sum()


@jit
def _add_roots(response, harris, sums, peaks):
    for x in range(len(response)):
        root = np.sqrt(abs(response[x]))
        if harris:
            root = np.sqrt(root)
        signed = root if response[x] >= 0 else -root
        sums[x] += signed
        peaks[x] = signed if signed > peaks[x] else peaks[x]


@jit
def _count_maxima(above, here, below, lowest, counts):
    for x in range(len(counts)):
        value = here[x + 1]
        first = (value > above[x]) & (value > above[x + 1]) & (value > above[x + 2])
        first &= (value > here[x]) & (value >= here[x + 2])
        first &= (value >= below[x]) & (value >= below[x + 1]) & (value >= below[x + 2])
        counts[x] += 1.0 if first & (value > lowest) else 0.0
