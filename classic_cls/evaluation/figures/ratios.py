"""Quotients of counts, for any number of counts at once."""

import numpy as np

__all__ = ["mean_where", "ratio"]


def ratio(numerator, denominator):
    """Quotient, 0 where the denominator is 0.

    >>> ratio([1, 2], [2, 0]).tolist()
    [0.5, 0.0]
    """
    numerator, denominator = np.broadcast_arrays(numerator, denominator)
    out = np.zeros(numerator.shape)
    return np.divide(numerator, denominator, out=out, where=denominator != 0)


def mean_where(values, selected, axis=-1):
    """Mean of the selected values, 0 where none is.

    >>> float(mean_where([1.0, 5.0], [True, False]))
    1.0
    """
    values, selected = np.broadcast_arrays(values, selected)
    return ratio((values * selected).sum(axis=axis), selected.sum(axis=axis))
