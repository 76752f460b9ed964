"""Histograms of oriented gradients and edges in the graph."""

import numpy as np
import spox.opset.ai.onnx.v17 as op

from ...features import HOG, EdgeHistogram
from ...features._grid import cell_bounds
from ...kernels.hog import count_blocks, gradient_tables
from ._colors import gray
from ._values import Picture, Var, constant, integer, part, reshaped, taken, total, whole
from ._writing import NoExportError, write

_EPSILON = 1e-5


@write.register
def _hog(step: HOG, image: Picture) -> Var:
    if step.sqrt:
        raise NoExportError("HOG with sqrt=True cannot be exported to ONNX; train with sqrt=False")
    cell, block = step._sizes(image.shape)
    gx, gy = _differences(image.values)
    tables = gradient_tables(step.orientations, bool(step.signed))
    if image.channels:
        gx, gy = _of_longest(gx, gy, tables.ranks)
    bins = taken(constant(tables.bins, np.int32), integer(_key(gx, gy)))
    lengths = op.sqrt(op.add(op.mul(gx, gx), op.mul(gy, gy)))
    grid = image.shape[0] // cell[0], image.shape[1] // cell[1]
    cells = _votes(bins, lengths, grid, cell, step.orientations)
    cells = op.div(cells, constant(cell[0] * cell[1]))
    blocks = _blocks(cells, count_blocks(image.shape, cell, block), block)
    return reshaped(_normalized(blocks, step.block_norm), 1, -1)


def _differences(values: Var) -> tuple[Var, Var]:
    """Of the neighbours of every pixel, 0 where one lies outside."""
    return _difference(values, axis=1), _difference(values, axis=0)


def _difference(values: Var, axis: int) -> Var:
    inner = op.sub(part(values, 2, 2**31, axis), part(values, 0, -2, axis))
    pads = np.zeros((2, 3 if len(values.unwrap_tensor().shape) == 3 else 2), np.int64)
    pads[:, axis] = 1
    return op.pad(inner, whole(pads.ravel()))


def _key(gx: Var, gy: Var) -> Var:
    return op.add(op.mul(gy, constant(511.0)), op.add(gx, constant(511.0 * 255 + 255)))


def _of_longest(gx: Var, gy: Var, ranks) -> tuple[Var, Var]:
    """Of the channel of the longest gradient, the first of equals."""
    place = op.add(op.mul(op.abs(gx), constant(256.0)), op.abs(gy))
    rank = taken(constant(ranks, np.int32), integer(place))
    longest = op.arg_max(rank, axis=2, keepdims=True)
    return tuple(  # type: ignore[return-value]
        op.squeeze(op.gather_elements(g, longest, axis=2), whole([2])) for g in (gx, gy)
    )


def _votes(bins: Var, lengths: Var, grid, cell, orientations: int) -> Var:
    """Sums of lengths by cell and bin, ``(rows, columns, orientations)``."""
    rows, columns = grid
    y, x = np.mgrid[: rows * cell[0], : columns * cell[1]]
    number = (y // cell[0] * columns + x // cell[1]) * orientations
    inside = [part(part(one, 0, y.shape[0], 0), 0, y.shape[1], 1) for one in (bins, lengths)]
    places = op.add(constant(number, np.int32), inside[0])
    sums = op.scatter_elements(
        constant(np.zeros(rows * columns * orientations)),
        reshaped(places, -1), reshaped(inside[1], -1), reduction="add",
    )  # fmt: skip
    return reshaped(sums, rows, columns, orientations)


def _blocks(cells: Var, counts, block) -> Var:
    """Every block as one row, ``(n_blocks, values)``."""
    down, across = counts
    parts = [
        part(part(cells, i, i + down, 0), j, j + across, 1)
        for i in range(block[0]) for j in range(block[1])
    ]  # fmt: skip
    joined = parts[0] if len(parts) == 1 else op.concat(parts, axis=2)
    return op.flatten(joined, axis=2)


def _normalized(blocks: Var, norm: str) -> Var:
    if norm.startswith("L1"):
        sums = op.add(total(blocks, 1, keepdims=True), constant(_EPSILON))
        shares = op.div(blocks, sums)
        return op.sqrt(shares) if norm == "L1-sqrt" else shares
    blocks = _of_length_one(blocks)
    return blocks if norm == "L2" else _of_length_one(op.min([blocks, constant(0.2)]))


def _of_length_one(blocks: Var) -> Var:
    squares = total(op.mul(blocks, blocks), 1, keepdims=True)
    return op.div(blocks, op.sqrt(op.add(squares, constant(_EPSILON**2))))


@write.register
def _edges(step: EdgeHistogram, image: Picture) -> Var:
    n, bounds = step.orientations, cell_bounds(image.shape, step.grid)
    padded = _continued(gray(image))
    gx, gy = _sobel(padded)
    squared = op.add(op.mul(gx, gx), op.mul(gy, gy))
    lengths, bins = op.sqrt(squared), _centered_bins(gx, gy, n)
    is_edge = op.cast(op.greater(squared, constant(16 * step.threshold**2)), to=np.float32)
    of_row, of_column = (np.repeat(np.arange(step.grid), np.diff(b)) for b in bounds)
    cells = of_row[:, None] * step.grid + of_column
    pixels = np.bincount(cells.ravel(), minlength=step.grid**2)
    density = op.div(_summed(is_edge, whole(cells), step.grid**2), constant(pixels))
    places = op.add(op.mul(whole(cells), whole(n)), bins)
    votes = reshaped(_summed(lengths, places, step.grid**2 * n), -1, n)
    sums = total(votes, 1, keepdims=True)
    shares = op.div(votes, op.where(op.greater(sums, constant(0.0)), sums, constant(1.0)))
    return reshaped(op.concat([op.unsqueeze(density, whole([1])), shares], axis=1), 1, -1)


def _summed(values: Var, places: Var, n: int) -> Var:
    return op.scatter_elements(
        constant(np.zeros(n)), reshaped(places, -1), reshaped(values, -1), reduction="add"
    )


def _continued(plane: Var) -> Var:
    """A plane with a border of the nearest pixels."""
    return op.pad(plane, whole([1, 1, 1, 1]), mode="edge")


def _sobel(padded: Var) -> tuple[Var, Var]:
    kernel = np.float32([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])
    found = op.conv(
        op.unsqueeze(padded, whole([0, 1])), constant(np.stack([kernel, kernel.T])[:, None])
    )
    return tuple(op.squeeze(taken(found, [c], axis=1), whole([0, 1])) for c in (0, 1))


def _centered_bins(gx: Var, gy: Var, n: int) -> Var:
    """Bins that are centred on multiples of ``180 / n`` degrees; past the last edge bin 0 again."""
    zero = constant(0.0)
    below = op.or_(op.less(gy, zero), op.and_(op.equal(gy, zero), op.less(gx, zero)))
    sign = op.where(below, constant(-1.0), constant(1.0))
    limits = (np.arange(n) + 0.5) * np.pi / n
    gx, gy = (op.cast(op.mul(g, sign), to=np.float64) for g in (gx, gy))
    count = whole(0)
    for limit in limits:
        passed = op.greater_or_equal(
            op.mul(gy, constant(np.cos(limit), np.float64)),
            op.mul(gx, constant(np.sin(limit), np.float64)),
        )
        count = op.add(count, integer(passed))
    return op.where(op.equal(count, whole(n)), whole(0), count)
