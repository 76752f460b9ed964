"""Rows of length one, on average."""

from ._row_division import RowDivision


class UnitMeanNorm(RowDivision):
    """Divide all rows by one number, so that their mean squared length is 1.

    The penalty of a linear classifier weighs against the size of what it is given: standardised
    rows of 2,000 columns are ten times as long as rows of 20, and want a hundredth of the ``C``.
    After this step one ``C`` suits any number of columns. It is the default of SVMlight [1]_, whose
    ``C`` is one over the mean squared length of the rows.

    Attributes
    ----------
    divisor_ : float
        Root of the mean squared length of the rows learned from; 1 if they are all zero.

    References
    ----------
    .. [1] T. Joachims, "Making large-scale SVM learning practical", in: Advances in Kernel
       Methods, MIT Press, 1999.

    Examples
    --------
    >>> UnitMeanNorm().fit_transform([[3.0, 4.0], [0.0, 5.0]])
    array([[0.6, 0.8],
           [0. , 1. ]])
    """

    def _wanted(self, n_columns: int) -> float:
        return 1.0
