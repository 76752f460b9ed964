"""What is handed back from a score to the image: shares of columns, then of regions."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class NotExact(Exception):
    """A step has no rule by which a score is divided among what it is given."""


@dataclass(frozen=True, eq=False)
class Shares:
    """What every column of a row adds to scores.

    ``values`` ``(d, k)`` add up, score by score, to the scores of the row less those of the
    ``origin`` ``(d,)``, a row that adds nothing.
    """

    values: np.ndarray
    origin: np.ndarray

    def slopes(self, row: np.ndarray) -> np.ndarray:
        """Shares over the distances of the columns from the origin; 0 where there is none.

        `NotExact` where the origin is not known (NaN).
        """
        if np.isnan(self.origin).any():
            raise NotExact("what a sum of columns starts from is not known")
        away = (row - self.origin)[:, None]
        return np.divide(self.values, away, out=np.zeros_like(self.values), where=away != 0)

    def of(self, columns) -> "Shares":
        """Those of some columns."""
        return Shares(self.values[columns], self.origin[columns])


class Term(NamedTuple):
    """What parts of an image add to scores by one feature.

    Attributes
    ----------
    family : str
        Name of the feature.
    regions : ndarray of shape (m, 4), float64
        Top, left, bottom and right, as in `Region`; a row of NaN is the whole image.
    values : ndarray of shape (m, k), float64
        What each region adds to each score.
    """

    family: str
    regions: np.ndarray
    values: np.ndarray
