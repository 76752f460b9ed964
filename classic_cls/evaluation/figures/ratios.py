"""Quotients of counts, for any number of counts at once."""

from functools import cached_property

import numpy as np


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


class Rates:
    """What follows for every class or label ``(..., k)`` from ``hits, predicted, support``."""

    @cached_property
    def precision(self):
        """Right answers of all answers."""
        return ratio(self.hits, self.predicted)

    @cached_property
    def recall(self):
        """Right answers of all that are so."""
        return ratio(self.hits, self.support)

    @cached_property
    def f1(self):
        """Harmonic mean of both."""
        return ratio(2 * self.hits, self.support + self.predicted)
