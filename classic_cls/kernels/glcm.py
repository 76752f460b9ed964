"""Grey-level co-occurrence matrices and the 13 texture measures of Haralick and others.

Definition, for a grey image, with ``L`` levels (1 to 256) and a distance ``d``:

1. *Levels*: grey value ``g`` becomes level ``floor(g L / 256)``, 0 to ``L - 1``.
2. *Matrix* of a direction: how often level ``i`` has level ``j`` as its neighbour, ``d`` steps
   along the direction; plus its transpose, so that each pair counts both ways; divided by its
   total: ``p(i, j)``, the probability of a pair. Directions, as seen on the image: 0 degrees is
   ``(row, column + d)``, 45 ``(row - d, column + d)``, 90 ``(row - d, column)`` and 135
   ``(row - d, column - d)``. Pairs with a pixel outside the image do not count.
3. *Measures*: ``haralick`` below lists them. ``p(i)`` are the sums of the rows (and, the matrix
   being symmetric, of the columns), ``s(k)`` the sums over ``i + j = k`` and ``d(k)`` those over
   ``|i - j| = k``.

Diagonal neighbours are ``d`` steps along both axes, as in the paper and in mahotas; scikit-image
rounds ``d / sqrt(2)`` instead, and counts its angles downwards, so that its 45 is our 135.
Source: Haralick, Shanmugam and Dinstein, IEEE Trans. SMC 1973.
"""

import numpy as np

from .._compat import jit

__all__ = ["DIRECTIONS", "MEASURES", "cooccurrence", "haralick"]

# Directions in degrees, in the order of the matrices.
DIRECTIONS = (0, 45, 90, 135)

# Names of the measures, in the order of the paper.
MEASURES = (
    "asm", "contrast", "correlation", "variance", "idm", "sum_average", "sum_variance",
    "sum_entropy", "entropy", "difference_variance", "difference_entropy", "imc1", "imc2",
)

# Entropies are taken from whole counts: H = log2 T - sum(n log2 n) / T. Most counts are small.
_N = np.arange(4096)
_N_LOG_N = _N * np.log2(np.maximum(_N, 1))


def cooccurrence(images, levels: int, distance: int) -> np.ndarray:
    """Pairs of levels of grey images, (n, 4, levels, levels) uint32; each pair counts both ways.

    >>> upright = np.array([[[0, 200], [0, 200], [0, 200]]], np.uint8)
    >>> cooccurrence(upright, levels=2, distance=1)[0, [0, 2]].tolist()
    [[[0, 3], [3, 0]], [[4, 0], [0, 4]]]
    """
    matrices = np.empty((len(images), 4, levels, levels), np.uint32)
    _count_stack(images, levels, distance, matrices)
    return matrices


def haralick(images, levels: int, distance: int) -> np.ndarray:
    """The 13 measures of the matrices of the four ``DIRECTIONS``, (n, 4, 13) float64.

    Logarithms are to base 2, ``0 log 0`` is 0, and levels count from 0.

    ====  ===================  =====================================================================
    f1    asm                  sum of ``p(i, j)^2``
    f2    contrast             sum of ``k^2 d(k)``
    f3    correlation          of ``i`` and ``j``: their covariance divided by f4
    f4    variance             of ``i``: sum of ``(i - mean)^2 p(i)``
    f5    idm                  sum of ``p(i, j) / (1 + (i - j)^2)``
    f6    sum_average          mean of ``i + j``
    f7    sum_variance         variance of ``i + j``
    f8    sum_entropy          entropy ``-sum s(k) log s(k)`` of ``i + j``
    f9    entropy              ``HXY``, the entropy of ``p(i, j)``
    f10   difference_variance  variance of ``|i - j|``
    f11   difference_entropy   entropy of ``|i - j|``
    f12   imc1                 ``(HXY - 2 HX) / HX``, ``HX`` the entropy of ``p(i)``
    f13   imc2                 ``sqrt(1 - exp(-2 (2 HX - HXY)))``
    ====  ===================  =====================================================================

    Where all pairs are of one level, f1, f3 and f5 are 1, f6 is twice the level, and the others
    are 0. Grey images are larger than the distance along both axes.

    >>> upright = np.array([[[0, 200], [0, 200], [0, 200]]], np.uint8)
    >>> asm, contrast, correlation = haralick(upright, levels=2, distance=1)[0, :, :3].T
    >>> contrast.tolist(), correlation.tolist()
    ([1.0, 1.0, 0.0, 1.0], [-1.0, -1.0, 1.0, -1.0])
    """
    measures = np.empty((len(images), 4, len(MEASURES)))
    _measure_stack(images, levels, distance, _N_LOG_N, measures)
    return measures


@jit
def _count_stack(images, levels, distance, matrices):
    padded, counts = _room(images.shape[1:], levels, distance)
    for image, matrix in zip(images, matrices):
        _quantise(image, levels, distance, padded)
        _count(padded, levels, distance, counts)
        for direction in range(4):
            for i in range(levels):
                for j in range(levels):
                    matrix[direction, i, j] = _pairs(counts, i, j, direction)


@jit
def _measure_stack(images, levels, distance, n_log_n, measures):
    padded, counts = _room(images.shape[1:], levels, distance)
    single = np.empty((levels, 4), np.int64)
    sums = np.empty((2 * levels - 1, 4), np.int64)
    differences = np.empty((levels, 4), np.int64)
    squares, logs = np.empty(4), np.empty(4)
    for image, of_image in zip(images, measures):
        _quantise(image, levels, distance, padded)
        _count(padded, levels, distance, counts)
        _collect(counts, n_log_n, single, sums, differences, squares, logs)
        for k in range(4):
            of_image[k, 0] = squares[k]
            of_image[k, 8] = logs[k]
            _measure(single[:, k], sums[:, k], differences[:, k], n_log_n, of_image[k])


@jit
def _room(shape, levels, distance):
    """Room for an image of levels, in a frame of one level more, and for the counts of its pairs.

    The pairs with the frame are counted too, in a last row and column that nobody reads: the loop
    over the pixels needs no border cases.
    """
    padded = np.full((shape[0] + distance, shape[1] + 2 * distance), 8 * levels, np.uint16)
    return padded, np.empty((levels + 1, levels + 1, 8), np.uint32)


@jit
def _quantise(image, levels, distance, padded):
    """Levels times 8, the length of a cell of the counts."""
    height, width = image.shape
    for y in range(height):
        values = image[y]
        row = padded[y, distance : distance + width]
        for x in range(width):
            row[x] = (np.uint16(values[x]) * np.uint16(levels) >> 8) << 3


@jit
def _count(padded, levels, distance, counts):
    """Count the pairs of all four directions, in one walk over the pixels.

    A row is walked in steps of ``distance``, so that what is the right neighbour of one pixel is
    the next one: of the five pixels looked at, two are read. A cell has two sets of four counts,
    which take turns: on smooth images one cell is hit again and again, and the processor would
    wait for the last addition before the next.
    """
    counts[:] = 0
    cells = counts.reshape(counts.size)
    stride = np.uint32(levels + 1)
    for y in range(len(padded) - distance):
        for start in range(distance):
            here = padded[y, start::distance]
            below = padded[y + distance, start::distance]
            right = np.uint32(here[1])
            below_left, straight_below = np.uint32(below[0]), np.uint32(below[1])
            for x in range(len(here) - 2):
                row = right * stride + np.uint32(x & 1) * np.uint32(4)
                right = np.uint32(here[x + 2])
                below_right = np.uint32(below[x + 2])
                cells[row + right] += 1
                cells[row + below_left + 1] += 1
                cells[row + straight_below + 2] += 1
                cells[row + below_right + 3] += 1
                below_left, straight_below = straight_below, below_right


@jit
def _pairs(counts, i, j, direction):
    """Number of pairs, both ways."""
    there = np.int64(counts[i, j, direction]) + np.int64(counts[i, j, direction + 4])
    return there + np.int64(counts[j, i, direction]) + np.int64(counts[j, i, direction + 4])


@jit
def _collect(counts, n_log_n, single, sums, differences, squares, logs):
    """Sums of each matrix by ``i``, ``i + j`` and ``|i - j|``; of its squares and ``n log n``."""
    single[:], sums[:], differences[:], squares[:], logs[:] = 0, 0, 0, 0, 0
    for i in range(len(single)):
        for j in range(i + 1):
            cells = 1 if i == j else 2
            for k in range(4):
                n = _pairs(counts, i, j, k)
                single[i, k] += n
                single[j, k] += n * (cells - 1)
                sums[i + j, k] += cells * n
                differences[i - j, k] += cells * n
                squares[k] += cells * float(n) * float(n)
                logs[k] += cells * _times_log(n, n_log_n)


@jit
def _measure(single, sums, differences, n_log_n, measures):
    """The 13 measures of one matrix, from its sums; those of squares and logs are in f1 and f9.

    Symmetry saves work: ``i`` and ``j`` have one mean and one variance, ``i - j`` has mean 0, so
    that ``var(i + j) = 2 f4 + 2 cov`` and ``f2 = 2 f4 - 2 cov``; HXY1 and HXY2 are both ``2 HX``.
    """
    total = float(single.sum())
    mean, variance = _moments(single, total)
    if variance == 0:
        measures[:] = 0
        measures[0], measures[2], measures[4], measures[5] = 1, 1, 1, 2 * mean
        return
    contrast, homogeneity = 0.0, 0.0
    for k in range(len(differences)):
        contrast += k * k * differences[k]
        homogeneity += differences[k] / (1.0 + k * k)
    contrast /= total
    sum_variance = _moments(sums, total)[1]
    entropy_of_one = _entropy(single, total, n_log_n)
    entropy = np.log2(total) - measures[8] / total
    shared = max(2 * entropy_of_one - entropy, 0.0)
    measures[0] /= total**2
    measures[1] = contrast
    measures[2] = (sum_variance - contrast) / (4 * variance)
    measures[3] = variance
    measures[4] = homogeneity / total
    measures[5] = 2 * mean
    measures[6] = sum_variance
    measures[7] = _entropy(sums, total, n_log_n)
    measures[8] = entropy
    measures[9] = _moments(differences, total)[1]
    measures[10] = _entropy(differences, total, n_log_n)
    measures[11] = -shared / entropy_of_one
    measures[12] = np.sqrt(1 - np.exp(-2 * shared))


@jit
def _moments(counts, total):
    """Mean and variance of ``k``, which occurs ``counts[k]`` times."""
    mean, variance = 0.0, 0.0
    for k in range(len(counts)):
        mean += k * counts[k]
    mean /= total
    for k in range(len(counts)):
        variance += (k - mean) ** 2 * counts[k]
    return mean, variance / total


@jit
def _entropy(counts, total, n_log_n):
    logs = 0.0
    for n in counts:
        if n == total:
            return 0.0  # exactly, whatever the rounding
        logs += _times_log(n, n_log_n)
    return np.log2(total) - logs / total


@jit
def _times_log(n, n_log_n):
    return n_log_n[n] if n < len(n_log_n) else n * np.log2(float(n))
