"""How much each of several features counts."""

from numbers import Real

from .._compat import Interval
from ._row_division import RowDivision


class BlockWeight(RowDivision):
    """Divide the rows of one feature by a number, so that it counts as it should beside others.

    Standardised columns side by side all count alike, so a feature of 8,000 columns drowns one of
    30, however much the 30 tell. Features that all count alike let 30 columns of little worth count
    as much as a whole description. In between, and better than either on all sets tried: the mean
    squared length of a feature's rows becomes the square root of its number of columns.

    Parameters
    ----------
    weight : float, default=1.0
        How much longer rows become than that.

    Attributes
    ----------
    divisor_ : float
        What rows are divided by; 1 if all that were learned from are zero.

    See Also
    --------
    UnitMeanNorm : One length for the rows of all features together, before a linear classifier.

    Notes
    -----
    The sum of kernels with fixed weights is a strong baseline for learning them [1]_; dividing
    features is the same thing for linear and RBF kernels.

    References
    ----------
    .. [1] P. Gehler and S. Nowozin, "On feature combination for multiclass object classification",
       ICCV, 2009.

    Examples
    --------
    >>> BlockWeight().fit_transform([[3.0, 4.0, 0.0, 0.0], [0.0, 0.0, 0.0, 5.0]]).round(3)
    array([[0.849, 1.131, 0.   , 0.   ],
           [0.   , 0.   , 0.   , 1.414]])
    """

    _parameter_constraints = {"weight": [Interval(Real, 0, None, closed="neither")]}

    def __init__(self, weight: float = 1.0):
        self.weight = weight

    def _wanted(self, n_columns: int) -> float:
        self._validate_params()
        return self.weight**2 * n_columns**0.5
