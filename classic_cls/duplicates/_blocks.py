"""Long arrays a block at a time: bounds the memory, and blocks are done in threads."""

from collections.abc import Callable

import numpy as np
from joblib import Parallel, delayed

_BLOCK = 4096


def in_blocks(work: Callable, *arrays):
    """``work`` of blocks of rows of all arrays, one after another, as if of the whole.

    ``work`` returns an array, or a tuple of arrays, with a row for each that it is given. There
    are as many threads as the user has configured.

    >>> in_blocks(lambda a, b: (a + b, a * b), np.arange(3), np.arange(3))
    (array([0, 2, 4]), array([0, 1, 4]))
    """
    starts = range(0, max(1, len(arrays[0])), _BLOCK)
    parts = Parallel(require="sharedmem")(
        delayed(work)(*(array[start : start + _BLOCK] for array in arrays)) for start in starts
    )
    if isinstance(parts[0], tuple):
        return tuple(np.concatenate(part) for part in zip(*parts, strict=True))
    return np.concatenate(parts)
