"""Blocks of cells, one cell apart: how many fit into an image, and their columns."""

from itertools import product

import numpy as np

from ..base import Columns
from ..kernels.hog import count_blocks
from ._grid import too_small


def check_blocks(step, shape, cell, block) -> tuple[int, int]:
    """Number of blocks in an image, down and across; a ValueError names the step if none fits."""
    counts = count_blocks(shape, cell, block)
    if min(counts) < 1:
        size = f"{cell[0] * block[0]} x {cell[1] * block[1]}"
        given = f"(cell={step.cell} pixels, block={step.block} cells)"
        why = f"is smaller than one block of {size} {given}; take a smaller cell or block"
        raise too_small(step, shape, why)
    return counts


def block_columns(prefix, blocks, cell, block, orientations) -> Columns:
    """Columns by block, then by cell in the block, then by orientation; each is about its cell.

    >>> columns = block_columns("hog", (1, 2), (8, 8), (1, 2), 1)
    >>> columns.names[-1], columns[-1].region.left
    ('hog_r0_c1_b0x1_o0', 16.0)
    """
    within = [""] if block == (1, 1) else [f"_b{i}x{j}" for i, j in _grid(block)]
    places = product(_grid(blocks), within, range(orientations))
    names = [f"{prefix}_r{row}_c{col}{place}_o{o}" for (row, col), place, o in places]
    of_block, in_block = (np.array(list(_grid(size))) for size in (blocks, block))
    corners = (of_block[:, None] + in_block).reshape(-1, 2) * cell
    regions = np.concatenate([corners, corners + cell], axis=1).astype(float)
    return Columns(names, regions.repeat(orientations, axis=0))


def _grid(size):
    return product(range(size[0]), range(size[1]))
