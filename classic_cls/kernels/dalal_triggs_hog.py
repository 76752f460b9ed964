"""Histograms of oriented gradients with interpolated votes, as Dalal and Triggs defined them.

Definition (Dalal & Triggs, CVPR 2005, with the conventions of ``cv2.HOGDescriptor`` of OpenCV 4),
for cells of ``c`` pixels, blocks of ``b`` cells along each axis, and ``n`` orientations:

1. *Gradient* of pixel (r, c): ``gx = I[r, c+1] - I[r, c-1]`` and ``gy = I[r+1, c] - I[r-1, c]``,
   zero at the border in the direction that leaves the image (which is what reflection about the
   border pixel gives), of the square roots of the values or of the values. In a colour image the
   channel of the longest gradient counts, the first of equals.
2. *Orientation* ``atan2(gy, gx)`` modulo 180 (or 360) degrees, that of the gradient: edges are at
   90 degrees to it. Bin ``o`` is *centred* on ``(o + 1/2) / n`` of that range, and a gradient
   divides its length between the two bins whose centres it lies between, in proportion to its
   closeness.
3. *Cells*: inside a block, a pixel divides its vote between the up to 2 x 2 cells whose centres it
   lies between, in the same way. What would fall to cells outside the block is lost.
4. *Window*: in pixel ``(y, x)`` of its block, counted from 0, a vote is multiplied by
   ``exp(-((y - h)^2 + (x - h)^2) / (2 s^2))``, where ``h = b c / 2`` and ``s = b c / 4``. As in
   OpenCV the window is centred on the corner pixel below and right of the block's centre, half a
   pixel off: mirroring an image thus permutes the columns only nearly.
5. *Blocks*, one cell apart, of ``m = b b n`` values ``v``: divided by ``|v| + 0.1 m``, cut off at
   0.2, and divided by their length plus 0.001. The 0.1 m quietens blocks of next to no gradient.

Both interpolation and window are products of a factor of the column and a factor of the row. So
the votes of a row of pixels are first summed along the row, and these sums are then added to
the blocks above and below, weighted as a whole: a third of the additions of the direct way.
"""

from typing import NamedTuple

import numpy as np

from .._compat import jit

__all__ = ["dalal_triggs_hog"]

_CLIP = np.float32(0.2)
_TINY = np.float32(1e-30)  # makes 0 / 0 a 0
_HALF, _ONE, _TWO = np.float32(0.5), np.float32(1), np.float32(2)
_PI = np.float32(np.pi)


class _Layout(NamedTuple):
    cell: int
    block: int
    slots: int
    blocks_down: int
    blocks_across: int
    bins_per_radian: np.float32
    signed: bool


class _Targets(NamedTuple):
    """Where a pixel votes along one axis: target by target, and by its place in its cell."""

    back: np.ndarray  # the block begins so many cells before the pixel's own cell
    cell: np.ndarray  # number of the cell in that block
    weights: np.ndarray  # (target, pixel), float32; often zero


def dalal_triggs_hog(images, orientations=9, cell=8, block=2, signed=False, sqrt=True):
    """Blocks of C-contiguous images, float32 from 0 to 1.

    The shape is (n, block rows, block columns, block, block, orientations); at least one block must
    fit into the image. ``signed`` gradients of opposite directions fall into different bins, over
    360 degrees; with ``sqrt`` the square root of the values is taken first.

    >>> dalal_triggs_hog(np.eye(24, dtype=np.uint8)[None]).shape
    (1, 2, 2, 2, 2, 9)
    """
    n, height, width = images.shape[:3]
    images = images.reshape(n, height, width, -1)
    down, across = height // cell - block + 1, width // cell - block + 1
    scale = np.float32(orientations / (2 * np.pi if signed else np.pi))
    layout = _Layout(cell, block, orientations + 2, down, across, scale, signed)
    out = np.empty((n, down, across, block, block, orientations), np.float32)
    values = np.arange(256, dtype=np.float32)
    _hog(images, np.sqrt(values) if sqrt else values, layout, _targets(cell, block), out)
    return out


def _targets(cell, block) -> _Targets:
    """Every block and cell in it that a pixel can vote for, with the product of both weights."""
    places = np.arange(cell)
    targets = []
    for back in range(block):
        place = back * cell + places  # in the block
        window = np.exp(-((place - block * cell / 2) ** 2) / (2 * (block * cell / 4) ** 2))
        for number in range(max(back - 1, 0), min(back + 2, block)):
            closeness = 1 - np.abs((place + 0.5) / cell - 0.5 - number)
            targets.append((back, number, np.maximum(closeness, 0) * window))
    back, number, weights = zip(*targets)
    return _Targets(np.array(back), np.array(number), np.array(weights, np.float32))


@jit
def _hog(images, table, layout, targets, out):
    height, width, channels = images.shape[1:]
    cells = layout.blocks_across + layout.block - 1
    values = np.empty((channels, height, width), np.float32)
    gradient, other = np.empty((2, width), np.float32), np.empty((2, width), np.float32)
    votes, slots = np.empty((2, width), np.float32), np.empty(width, np.int32)
    segment = layout.block * layout.slots
    row_sums = np.empty((cells + layout.block - 1) * segment, np.float32)
    inside = row_sums[(layout.block - 1) * segment :][: layout.blocks_across * segment]
    sums = np.empty((layout.blocks_down, layout.block, inside.size), np.float32)
    for n in range(images.shape[0]):
        _split_channels(images[n], table, values)
        sums[:] = 0
        for row in range((layout.blocks_down + layout.block - 1) * layout.cell):
            _differentiate(values[0], row, gradient[0], gradient[1])
            for channel in range(1, channels):
                _differentiate(values[channel], row, other[0], other[1])
                _keep_longer(gradient[0], gradient[1], other[0], other[1])
            _orient(gradient[0], gradient[1], layout, votes, slots)
            row_sums[:] = 0
            _add_along_row(votes, slots, layout, targets, cells, row_sums)
            _add_to_blocks(inside, row, layout, targets, sums)
        _normalize(sums, layout, out[n])


@jit
def _split_channels(image, table, values):
    for row in range(values.shape[1]):
        for channel in range(values.shape[0]):
            for col in range(values.shape[2]):
                values[channel, row, col] = table[image[row, col, channel]]


@jit
def _differentiate(values, row, gx, gy):
    """Differences of neighbouring pixels of one channel."""
    inside = 0 < row < values.shape[0] - 1
    here = values[row]
    above, below = (values[row - 1], values[row + 1]) if inside else (here, here)
    for col in range(gx.size - 2):
        gx[col + 1] = here[col + 2] - here[col]
    gx[0], gx[-1] = 0, 0
    for col in range(gy.size):
        gy[col] = below[col] - above[col]


@jit
def _keep_longer(gx, gy, other_gx, other_gy):
    for col in range(gx.size):
        dx, dy = other_gx[col], other_gy[col]
        longer = dx * dx + dy * dy > gx[col] * gx[col] + gy[col] * gy[col]
        gx[col] = dx if longer else gx[col]
        gy[col] = dy if longer else gy[col]


@jit
def _orient(gx, gy, layout, votes, slots):
    """Slot of the lower bin of each gradient, votes for both; bin -1, the last one, is slot 0."""
    for col in range(slots.size):
        dx, dy = gx[col], gy[col]
        across, down = abs(dx), abs(dy)
        short = across if across < down else down
        long = down if across < down else across
        # np.divide does not look for division by zero, which would keep the loop scalar.
        ratio = np.divide(short, long + _TINY)
        square = ratio * ratio
        angle = ratio * _arctangent_ratio(square)
        angle = _HALF * _PI - angle if across < down else angle
        if layout.signed:
            angle = _PI - angle if dx < 0 else angle
            angle = _TWO * _PI - angle if dy < 0 else angle
        else:
            angle = _PI - angle if dx * dy < 0 else angle
        place = angle * layout.bins_per_radian + _HALF
        slot = np.int32(place)
        length = np.sqrt(dx * dx + dy * dy)
        slots[col] = slot
        votes[1, col] = length * (place - np.float32(slot))
        votes[0, col] = length - votes[1, col]


@jit
def _arctangent_ratio(square):
    """``atan(x) / x`` of ``x^2`` from 0 to 1: a fitted polynomial, within 5e-7 for the angle."""
    value = np.float32(0.0078254830)
    value = value * square + np.float32(-0.0368986292)
    value = value * square + np.float32(0.0837415566)
    value = value * square + np.float32(-0.1348040561)
    value = value * square + np.float32(0.1987987216)
    value = value * square + np.float32(-0.3332637452)
    return value * square + np.float32(0.9999993278)


@jit
def _add_along_row(votes, slots, layout, targets, cells, row_sums):
    segment = layout.block * layout.slots
    for target in range(targets.back.size):
        first = layout.block - 1 - targets.back[target]
        start = first * segment + targets.cell[target] * layout.slots
        for place in range(layout.cell):
            weight = targets.weights[target, place]
            if weight > 0:
                # One pixel of every cell in turn: votes for one bin would wait for each other.
                for cell in range(cells):
                    col = cell * layout.cell + place
                    slot = np.uint32(start + cell * segment + slots[col])
                    row_sums[slot] += weight * votes[0, col]
                    row_sums[slot + np.uint32(1)] += weight * votes[1, col]


@jit
def _add_to_blocks(row_sums, row, layout, targets, sums):
    for target in range(targets.back.size):
        block = row // layout.cell - targets.back[target]
        weight = targets.weights[target, row % layout.cell]
        if weight > 0 and 0 <= block < layout.blocks_down:
            into = sums[block, targets.cell[target]]
            for i in range(row_sums.size):
                into[i] += weight * row_sums[i]


@jit
def _normalize(sums, layout, out):
    for row in range(layout.blocks_down):
        for col in range(layout.blocks_across):
            _close_circles(sums, row, col, layout, out)
            values = out[row, col].reshape(-1)
            scale = _ONE / (_length(values) + np.float32(0.1) * np.float32(values.size))
            for i in range(values.size):
                value = values[i] * scale
                values[i] = value if value < _CLIP else _CLIP
            scale = _ONE / (_length(values) + np.float32(1e-3))
            for i in range(values.size):
                values[i] *= scale


@jit
def _close_circles(sums, row, col, layout, out):
    """From slots to bins, for one block: bins -1 and n are n - 1 and 0."""
    for i in range(layout.block):
        for j in range(layout.block):
            start = (col * layout.block + j) * layout.slots
            slots = sums[row, i, start : start + layout.slots]
            slots[1] += slots[-1]
            slots[-2] += slots[0]
            for bin_ in range(layout.slots - 2):
                out[row, col, i, j, bin_] = slots[1 + bin_]


@jit
def _length(values):
    """Root of the sum of squares; four sums at a time, which do not wait for each other."""
    a = b = c = d = np.float32(0)
    for i in range(0, values.size - 3, 4):
        a += values[i] * values[i]
        b += values[i + 1] * values[i + 1]
        c += values[i + 2] * values[i + 2]
        d += values[i + 3] * values[i + 3]
    for i in range(values.size // 4 * 4, values.size):
        a += values[i] * values[i]
    return np.sqrt((a + b) + (c + d))
