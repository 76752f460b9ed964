"""What a table says of images: cells to numbers and words."""

import re
from typing import Self

import numpy as np

from .._remedies import remedy
from .._typing import Data
from .._validation import images_of, quoted
from ..base import ImageRef, PureStep

# Decimal commas are read too, but of 1,234 nobody knows what it means.
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?\d*,(?!\d{3}$)\d+")


def number_of(cell: str) -> float:
    """The number that a cell of a table says; NaN if it says none.

    >>> number_of("63"), number_of("1.5e3"), number_of("0,25"), number_of("about 60")
    (63.0, 1500.0, 0.25, nan)
    """
    found = float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else np.nan
    return found if np.isfinite(found) else np.nan


class ReadColumns(PureStep):
    """Columns of a table that references of images carry, as numbers and words.

    The first step beside the images where a model takes both
    (``make_image_pipeline(tabular=...)``). It learns nothing; what is missing is filled in by the
    steps that follow.

    Parameters
    ----------
    numbers : tuple of str
        Columns of numbers; what is no number is NaN.
    words : tuple of str
        Columns of words; an empty cell is an empty word.

    Examples
    --------
    >>> from classic_cls import ImageRef
    >>> cells = ReadColumns(numbers=("age",), words=("site",))
    >>> cells.fit_transform([ImageRef("1.png", columns={"age": "63", "site": "A"})])
    array([[63.0, 'A']], dtype=object)
    """

    _parameter_constraints = {"numbers": [tuple, list], "words": [tuple, list]}

    def __init__(self, numbers: tuple[str, ...] = (), words: tuple[str, ...] = ()):
        self.numbers = numbers
        self.words = words

    @property
    def names(self) -> tuple[str, ...]:
        """All columns, in the order of the result."""
        return (*self.numbers, *self.words)

    def fit(self, X: Data, y: object = None) -> Self:
        """Validate the parameters."""
        self._validate_params()
        return self

    def transform(self, X: Data) -> np.ndarray:
        """The cells ``(n, n_columns)``: floats and text."""
        sources = images_of(X)
        rows = np.empty((len(sources), len(self.names)), dtype=object)
        for row, source in zip(rows, sources):
            cells = self._cells(source)
            row[:] = [number_of(cells[name]) for name in self.numbers] + [
                " ".join(cells[name].split()) for name in self.words
            ]
        return rows

    def _cells(self, source) -> dict[str, str]:
        cells = dict((source.columns if isinstance(source, ImageRef) else None) or ())
        missing = [name for name in self.names if name not in cells]
        if missing:
            raise ValueError(lacking_columns(missing, self.names))
        return cells

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Names of the columns."""
        return np.array(self.names, dtype=object)


def lacking_columns(missing, wanted) -> str:
    """What to do where a model takes columns that are not given."""
    columns = ",".join(("path", *wanted))
    return (
        f"the model takes columns of a table beside the image, and {quoted(missing)} "
        + ("is" if len(missing) == 1 else "are")
        + " not given: "
        + remedy(
            "give ImageRef(path, columns={...}), or the refs of "
            f"ImageDataset.from_csv(table).with_columns({list(wanted)})",
            f"give a CSV table with the columns {columns} (and label, to evaluate)",
        )
    )
