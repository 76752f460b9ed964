"""What is far from usual in a set, whatever is usual there."""

import numpy as np


def deviations(values, least_spread: float = 1e-9) -> np.ndarray:
    """Distance from the median in robust standard deviations (1.48 times the median deviation).

    Where nearly all values are the same, ``least_spread`` stands for the deviation.

    >>> deviations([1.0, 2.0, 3.0, 4.0, 100.0], 0.1).round(1).tolist()
    [-1.3, -0.7, 0.0, 0.7, 65.4]
    """
    values = np.asarray(values, float)
    middle = np.median(values)
    spread = 1.4826 * np.median(np.abs(values - middle))
    return (values - middle) / max(spread, least_spread)
