"""Blocks of cells, one cell apart: how many fit into an image, and the names of their columns."""

from itertools import product

from ..kernels.hog import count_blocks
from ._grid import LARGER_IMAGES

__all__ = ["block_names", "check_blocks"]


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


def block_names(prefix, blocks, block, orientations) -> list[str]:
    """Names by block, then by cell in the block, then by orientation.

    Parameters
    ----------
    prefix : str
    blocks : (rows, columns)
        Number of blocks.
    block : (rows, columns)
        Cells per block.
    orientations : int

    Examples
    --------
    >>> block_names("hog", (1, 2), (1, 1), 2)
    ['hog_r0_c0_o0', 'hog_r0_c0_o1', 'hog_r0_c1_o0', 'hog_r0_c1_o1']
    >>> block_names("hog", (1, 1), (1, 2), 1)
    ['hog_r0_c0_b0x0_o0', 'hog_r0_c0_b0x1_o0']
    """
    within = [""] if block == (1, 1) else [f"_b{i}x{j}" for i, j in _grid(block)]
    return [
        f"{prefix}_r{row}_c{col}{place}_o{orientation}"
        for row, col in _grid(blocks)
        for place in within
        for orientation in range(orientations)
    ]


def _grid(size):
    return product(range(size[0]), range(size[1]))
