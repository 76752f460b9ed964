"""What is promised of a share of new images, from scores of images that no fit has seen."""

import numpy as np


def weights_of_units(units: np.ndarray) -> np.ndarray:
    """Weight of every row ``(n,)``: the rows of a unit, numbered from 0 on, share one."""
    return 1 / np.bincount(units)[units]


def reached_by(values: np.ndarray, units: np.ndarray, share: float) -> float | None:
    """The value that a ``share`` of new units reaches; None where there are too few units.

    A new unit is counted among the lowest, so that the share is at least that large on average
    where new values are exchangeable with the given ones ``(n,)``. Of several rows of a unit each
    counts for its part (Lee, Barber and Willett 2023, "Distribution-free inference with
    hierarchical data").

    >>> reached_by(np.arange(1, 20), np.arange(19), 0.9)
    2.0
    """
    n_units = len(np.unique(units))
    if n_units < share * (n_units + 1) - 1e-9:
        return None
    order = np.argsort(-values, kind="stable")
    reached = np.cumsum(weights_of_units(units)[order]) >= share * (n_units + 1) - 1e-9 * n_units
    return float(values[order[int(np.argmax(reached))]])
