"""Local phase quantisation on a grid of cells.

Definition, for a grey image and an odd window of ``w`` pixels, 3 or more:

1. *Transform*: of the window around each pixel, the Fourier coefficients ``F(u)`` at the four
   lowest frequencies ``u`` that are not zero, as (right, down): ``(a, 0)``, ``(0, a)``, ``(a, a)``
   and ``(-a, a)`` with ``a = 1 / w``, and all pixels weighted alike.
2. *Decorrelation*, an option: neighbouring pixels of an image are alike, here with correlation
   ``0.9 ** distance``; so the real and imaginary parts of ``F`` are too, with a covariance ``D``
   that follows from it. The eight parts are replaced by their components along the eigenvectors
   of ``D``, in order of falling variance, since bits tell most where they are independent.
3. *Code*: bit ``b``, worth ``2 ** b``, is one where the part ``b`` is positive; parts come as real
   and imaginary of the first frequency, of the second, and so on.
4. *Histogram*: the shares of the 256 codes in a cell. Only windows inside the image count.

Blur by anything symmetric about its centre multiplies ``F(u)`` by a real number, positive at low
frequencies: signs stay as they are.

Conventions are those of the authors' MATLAB program (uniform window, ``rho = 0.9``, part "valid"),
where ``D`` is scaled by ``diag(1 + 7e-6, 1 + 6e-6, ..., 1)`` on both sides, so that eigenvalues
which are equal by symmetry have eigenvectors of their own. Its eigenvectors have the sign that the
linear algebra library happens to give; here their first large entry is positive. And where a part
is zero, its bit there is left to the rounding error; here it is 0.

Source: Ojansivu and Heikkila, ICISP 2008.
"""

from functools import lru_cache

import numpy as np

from .._compat import jit

__all__ = ["lpq_histogram", "lpq_mixing"]

_CORRELATION = 0.9
# Parts of F(u) that are zero come out as up to some 1e-10 of either sign.
_ZERO = 1e-8
# Pixels worked on together: few enough for the fast cache, enough for loops to pay.
_STRIP = 384


def lpq_histogram(images, rows, columns, window: int, decorrelate: bool) -> np.ndarray:
    """Share of each code in every cell of grey images, (..., 256) float32.

    Cells are counted in windows that lie inside the image: ``H - window + 1`` rows of them.

    >>> brighter_to_the_right = np.arange(0, 200, 20, dtype=np.uint8)[None, None].repeat(10, axis=1)
    >>> whole = np.array([0, 8])
    >>> shares = lpq_histogram(brighter_to_the_right, whole, whole, 3, decorrelate=False)
    >>> {int(code): float(shares[0, 0, 0, code]) for code in shares[0, 0, 0].nonzero()[0]}
    {2: 1.0}
    """
    counts = np.zeros((len(images), len(rows) - 1, len(columns) - 1, 256), np.int32)
    angles = 2 * np.pi * np.arange(1, window // 2 + 1) / window
    flat = np.ascontiguousarray(images).reshape(len(images), -1)
    mixing = _mixing_of_products(window, decorrelate)
    waves = np.stack([np.cos(angles), np.sin(angles)])
    _count_codes(flat, images.shape[2], waves, *mixing, rows, columns, counts)
    sizes = np.outer(np.diff(rows), np.diff(columns))[..., None]
    return np.divide(counts, sizes, out=np.empty(counts.shape, np.float32), casting="same_kind")


@lru_cache(maxsize=32)
def lpq_mixing(window: int) -> np.ndarray:
    """Eigenvectors, orthonormal rows (8, 8), that decorrelate the parts of the four coefficients.

    Real and imaginary parts are not correlated, so each row has either.

    >>> lpq_mixing(3)[2].round(3) + 0
    array([ 0.   ,  0.   ,  0.   ,  0.   ,  0.707,  0.   , -0.707,  0.   ])
    """
    places = np.arange(window) - window // 2
    one, wave = np.ones(window), np.exp(2j * np.pi * places / window)
    pairs = [(one, wave), (wave, one), (wave, wave), (wave, wave.conj())]
    filters = [np.outer(down, right).ravel() for down, right in pairs]
    parts = np.array([part for f in filters for part in (f.real, f.imag)])
    y, x = np.indices((window, window)).reshape(2, -1)
    correlation = _CORRELATION ** np.hypot(y[:, None] - y, x[:, None] - x)
    scale = 1 + 1e-6 * np.arange(7, -1, -1)
    covariance = scale[:, None] * (parts @ correlation @ parts.T) * scale
    covariance[::2, 1::2] = covariance[1::2, ::2] = 0  # exactly
    vectors = np.linalg.eigh(covariance)[1].T[::-1]
    for vector in vectors:
        large = np.abs(vector) > 0.9 * np.abs(vector).max()
        vector *= np.sign(vector[large.argmax()])
    vectors.setflags(write=False)
    return vectors


@lru_cache(maxsize=64)
def _mixing_of_products(window, decorrelate) -> tuple[np.ndarray, np.ndarray]:
    """Weights (8, 4) of the four products that make a bit, and whether they are the last four.

    The products are those of ``_filter_rows``.
    """
    mixing = lpq_mixing(window) if decorrelate else np.eye(8)
    imaginary = np.abs(mixing[:, 1::2]).sum(axis=1) > np.abs(mixing[:, ::2]).sum(axis=1)
    parts = np.where(imaginary[:, None], mixing[:, 1::2], mixing[:, ::2])
    # (cos + i sin) (cos + i sin) and (cos + i sin) (cos - i sin), multiplied out.
    real = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, -1], [0, 0, 1, 1]])
    imag = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, -1]])
    return np.where(imaginary[:, None], parts @ imag, parts @ real), imaginary


@jit
def _count_codes(images, width, waves, weights, imaginary, rows, columns, counts):
    margin = 2 * waves.shape[1]
    height, size = rows[-1], max(1, _STRIP // width)
    of_columns, products = np.empty((3, size * width)), np.empty((8, size * width))
    codes = np.empty(size * width)
    for i in range(len(images)):
        for y in range(0, height, size):
            n = min(size, height - y) * width
            _filter_columns(images[i, y * width :], n, width, waves, of_columns)
            n -= margin
            _filter_rows(of_columns, n, waves, products)
            codes[:] = 0
            for b in range(8):
                parts = products[4:] if imaginary[b] else products[:4]
                _add_bit(parts, n, weights[b], 2.0**b, codes)
            _count(codes, y, width, rows, columns, counts[i])


@jit
def _filter_columns(pixels, n, width, waves, out):
    """Sum, cosine sum and sine sum down the columns of the windows."""
    radius = waves.shape[1]
    total, cosine, sine = out[0][:n], out[1][:n], out[2][:n]
    middle = pixels[radius * width :]
    for p in range(len(total)):
        total[p] = middle[p]
        cosine[p] = middle[p]
        sine[p] = 0
    for k in range(1, radius + 1):
        c, s = waves[0, k - 1], waves[1, k - 1]
        above, below = pixels[(radius - k) * width :], pixels[(radius + k) * width :]
        for p in range(len(total)):
            high, low = np.float64(below[p]), np.float64(above[p])
            total[p] += high + low
            cosine[p] += c * (high + low)
            sine[p] += s * (high - low)


@jit
def _filter_rows(of_columns, n, waves, products):
    """Products of the sums down columns with those along rows.

    In the order that makes real parts: cosine of total, total of cosine, cosine of cosine,
    sine of sine; and imaginary ones: sine of total, total of sine, cosine of sine, sine of cosine.
    """
    radius = waves.shape[1]
    total, cosine, sine = of_columns[0], of_columns[1], of_columns[2]
    for product, sums in ((0, total), (1, cosine), (2, cosine), (5, sine), (6, sine)):
        middle = sums[radius:]
        for p in range(n):
            products[product, p] = middle[p]
    for product in (3, 4, 7):
        products[product, :n] = 0
    for k in range(1, radius + 1):
        c, s = waves[0, k - 1], waves[1, k - 1]
        _add_pair(total, n, radius, k, c, products[0])
        _add_pair(cosine, n, radius, k, 1.0, products[1])
        _add_pair(cosine, n, radius, k, c, products[2])
        _add_difference(sine, n, radius, k, s, products[3])
        _add_difference(total, n, radius, k, s, products[4])
        _add_pair(sine, n, radius, k, 1.0, products[5])
        _add_pair(sine, n, radius, k, c, products[6])
        _add_difference(cosine, n, radius, k, s, products[7])


# One array in and one out: the compiler then takes several pixels at once.


@jit
def _add_pair(values, n, radius, k, weight, out):
    left, right = values[radius - k :], values[radius + k :]
    for p in range(n):
        out[p] += weight * (right[p] + left[p])


@jit
def _add_difference(values, n, radius, k, weight, out):
    left, right = values[radius - k :], values[radius + k :]
    for p in range(n):
        out[p] += weight * (right[p] - left[p])


@jit
def _add_bit(products, n, weights, bit, codes):
    first, second, third, fourth = products[0], products[1], products[2], products[3]
    a, b, c, d = weights[0], weights[1], weights[2], weights[3]
    for p in range(n):
        part = a * first[p] + b * second[p] + c * third[p] + d * fourth[p]
        codes[p] += bit if part > _ZERO else 0.0


@jit
def _count(codes, first, width, rows, columns, counts):
    """Count the codes of the rows from ``first``; those of a row lie ``width`` apart."""
    r = 0
    for y in range(first, min(first + len(codes) // width, rows[-1])):
        while rows[r + 1] <= y:
            r += 1
        row = codes[(y - first) * width :]
        for c in range(len(columns) - 1):
            cell = counts[r, c]
            for x in range(columns[c], columns[c + 1]):
                cell[np.uint32(row[x])] += 1
