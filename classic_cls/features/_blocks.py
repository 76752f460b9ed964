"""Blocks of cells, one cell apart: how many fit into an image, and their columns."""

from itertools import product

import numpy as np

from ..base import Columns
from ..kernels.hog import count_blocks
from ._grid import LARGER_IMAGES

__all__ = ["block_columns", "check_blocks"]


def check_blocks(step, shape, cell, block) -> tuple[int, int]:
    """Number of blocks in an image, down and across.

    Parameters
    ----------
    step : FeatureExtractor
        The message names it, and its parameters ``cell`` and ``block`` as they were given.
    shape : (H, W[, 3])
    cell : (rows, columns)
        Pixels per cell.
    block : (rows, columns)
        Cells per block.

    Raises
    ------
    ValueError
        If not a single block fits.
    """
    counts = count_blocks(shape, cell, block)
    if min(counts) < 1:
        raise ValueError(
            f"{type(step).__name__}: an image of {shape[0]} x {shape[1]} pixels (height x width) "
            f"is smaller than one block of {cell[0] * block[0]} x {cell[1] * block[1]} "
            f"(cell={step.cell} pixels, block={step.block} cells); take a smaller cell or block, "
            f"{LARGER_IMAGES}"
        )
    return counts


def block_columns(prefix, blocks, cell, block, orientations) -> Columns:
    """Columns by block, then by cell in the block, then by orientation; each is about its cell.

    >>> columns = block_columns("hog", (1, 2), (8, 8), (1, 2), 1)
    >>> columns.names[-1], columns[-1].region.left
    ('hog_r0_c1_b0x1_o0', 16.0)
    """
    within = [""] if block == (1, 1) else [f"_b{i}x{j}" for i, j in _grid(block)]
    names = [
        f"{prefix}_r{row}_c{col}{place}_o{orientation}"
        for row, col in _grid(blocks)
        for place in within
        for orientation in range(orientations)
    ]
    of_block, in_block = (np.array(list(_grid(size))) for size in (blocks, block))
    corners = (of_block[:, None] + in_block).reshape(-1, 2) * cell
    regions = np.concatenate([corners, corners + cell], axis=1).astype(float)
    return Columns(names, regions.repeat(orientations, axis=0))


def _grid(size):
    return product(range(size[0]), range(size[1]))
