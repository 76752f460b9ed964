"""Edge histogram descriptor of MPEG-7.

Definition (Won, Park & Park, ETRI Journal 2002, with the conventions of MPEG-7's experimentation
model), for a grey image of ``H`` rows and ``W`` columns:

1. *Image blocks* are squares of ``b = 2 floor(sqrt(W H / 1100) / 2)`` pixels side by side from the
   upper left corner, some 1100 of them, but never smaller than 2 x 2 pixels nor larger than the
   image. What is left over on the right and below does not count.
2. The block at row ``y`` and column ``x`` belongs to *sub-image*
   ``(floor(4 y / H), floor(4 x / W))`` of 4 x 4.
3. The means ``a b / c d`` of a block's four quarters give the strength of five *edge types*:
   vertical ``|a - b + c - d|``, horizontal ``|a + b - c - d|``, 45 degrees ``sqrt(2) |a - d|``, 135
   degrees ``sqrt(2) |b - c|``, and non-directional ``2 |a - b - c + d|``.
4. The type of the block is the strongest one, the first of equals, if it reaches a threshold;
   otherwise the block has no edge.
5. The *histogram* of a sub-image: the share of each type among all its blocks, those without an
   edge included; zeros where no block begins.
"""

import math

import numpy as np

from .._compat import jit

__all__ = ["block_size", "mpeg7_edges"]

_BLOCKS = 1100
_TYPES = 5


def block_size(shape) -> int:
    """Rows and columns of an image block, an even number.

    >>> block_size((480, 640)), block_size((28, 28))
    (16, 2)
    """
    height, width = shape[:2]
    wanted = 2 * int(math.sqrt(height * width // _BLOCKS) / 2)
    return min(max(wanted, 2), min(height, width) // 2 * 2)


def mpeg7_edges(images, threshold=11.0) -> np.ndarray:
    """Share of five edge types in 4 x 4 parts of grey images of 2 x 2 pixels or more, (n, 4, 4, 5).

    float32, in the order of the definition. The threshold is in grey levels; a straight step of
    ``h`` between the two halves of a block has ``2 h``.

    >>> upright = np.tile(np.array([0, 200], np.uint8), (8, 4))
    >>> mpeg7_edges(upright[None])[0, 0, 0]
    array([1., 0., 0., 0., 0.], dtype=float32)
    """
    n, height, width = images.shape
    size = block_size(images.shape[1:])
    rows, cols = (np.arange(0, side - size + 1, size) * 4 // side for side in (height, width))
    counts = np.zeros((n, 4, 4, _TYPES + 1), np.float32)
    # In sums instead of means of a quarter, so that all but two strengths are whole numbers.
    _count(images, size // 2, rows, cols, float(threshold) * (size // 2) ** 2, counts)
    totals = np.maximum(counts.sum(axis=-1, keepdims=True), 1)
    return counts[..., :_TYPES] / totals


@jit
def _count(images, half, rows, cols, threshold, counts):
    sums = np.empty((2, cols.size * 2 * half), np.int32)
    types = np.empty(cols.size, np.int32)
    for n in range(images.shape[0]):
        for block in range(rows.size):
            _sum_rows(images[n], 2 * half * block, half, sums[0])
            _sum_rows(images[n], 2 * half * block + half, half, sums[1])
            _sum_cols(sums, half)
            _find_types(sums, threshold, types)
            for col in range(cols.size):
                counts[n, rows[block], cols[col], types[col]] += 1


@jit
def _sum_rows(image, first, n_rows, out):
    out[:] = 0
    for row in range(first, first + n_rows):
        for col in range(out.size):
            out[col] += np.int32(image[row, col])


@jit
def _sum_cols(sums, half):
    """Sums of ``half`` neighbours, moved to the front."""
    if half > 1:
        for row in range(2):
            for i in range(sums.shape[1] // half):
                total = np.int32(0)
                for col in range(half * i, half * i + half):
                    total += sums[row, col]
                sums[row, i] = total


@jit
def _find_types(sums, threshold, types):
    root = math.sqrt(2)
    for i in range(types.size):
        a, b, c, d = sums[0, 2 * i], sums[0, 2 * i + 1], sums[1, 2 * i], sums[1, 2 * i + 1]
        strongest, type_ = float(abs(a - b + c - d)), 0
        strength = float(abs(a + b - c - d))
        strongest, type_ = (strength, 1) if strength > strongest else (strongest, type_)
        strength = root * abs(a - d)
        strongest, type_ = (strength, 2) if strength > strongest else (strongest, type_)
        strength = root * abs(b - c)
        strongest, type_ = (strength, 3) if strength > strongest else (strongest, type_)
        strength = float(2 * abs(a - b - c + d))
        strongest, type_ = (strength, 4) if strength > strongest else (strongest, type_)
        types[i] = type_ if strongest >= threshold else _TYPES
