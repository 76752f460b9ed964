"""What columns of a table bring beside images: figures with them, without, and of them alone."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .._figure_text import number_text
from .comparison import compare_results
from .comparison_result import ModelComparison
from .cross_validation_result import CrossValidationResult
from .figures.table import record_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, repr=False)
class WorthOfColumns:
    """Three cross-validations in the same folds: images with columns, without, columns alone.

    Attributes
    ----------
    columns : tuple of str
        Columns that were learned from.
    both, images, alone : CrossValidationResult
        Of images with columns, of images without, and of the columns without images.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from classic_cls import cross_validate
    >>> X, y = load_iris(return_X_y=True)
    >>> sepals, petals = X[:, :2], X[:, 2:]  # in place of images and columns
    >>> both, images, alone = (cross_validate(GaussianNB(), Z, y) for Z in (X, sepals, petals))
    >>> worth = WorthOfColumns(columns=("petal",), both=both, images=images, alone=alone)
    >>> worth.sentence.partition(" (")[0], worth.comparison.better
    ('accuracy with petal 96.0%, without 79.3%', 'images with petal')
    """

    columns: tuple[str, ...]
    both: CrossValidationResult
    images: CrossValidationResult
    alone: CrossValidationResult

    @property
    def figure(self) -> str:
        """The headline figure, which is compared."""
        return self.both.headline

    @cached_property
    def comparison(self) -> ModelComparison | None:
        """With columns less without, paired; None where a single fold cannot be compared."""
        names = f"images with {', '.join(self.columns)}", "images alone"
        try:
            return compare_results(self.both, self.images, names=names)
        except ValueError:  # of a figure of ranks or a scorer, in a single fold
            return None

    @property
    def sentence(self) -> str:
        """For a person.

        "accuracy with age, site 91.0%, without 88.0% (difference +3.0 points, 95% interval ...),
        columns alone 61.0%".
        """
        both, images, alone = (_shown(r, self.figure) for r in (self.both, self.images, self.alone))
        return (
            f"{self.figure} with {', '.join(self.columns)} {both}, without {images}"
            f"{self._difference()}, columns alone {alone}"
        )

    def _difference(self) -> str:
        found = self.comparison
        if found is None:
            return ""
        record = record_of(self.figure, self.both.task)
        limits = (number_text(limit, record.percent, "+") for limit in found.interval[:2])
        better = "" if found.better else "; not distinguishable"
        told = record.points(found.difference, "+")
        return f" (difference {told}, 95% interval {' to '.join(limits)}{better})"

    def plain(self) -> dict:
        """All of it as plain values, as ``result.json`` keeps it."""
        results = {"with": self.both, "without": self.images, "alone": self.alone}
        found = self.comparison
        return {
            "columns": list(self.columns),
            "figure": self.figure,
            **{name: _plain(result, self.figure) for name, result in results.items()},
            "difference": found and found.difference,
            "interval": found and [found.interval.low, found.interval.high],
            "interval_method": found and found.interval.method,
            "p_value": found and found.p_value,
            "better": found and {True: "with", False: "without"}.get(self._is_better(found)),
            "sentence": self.sentence,
        }

    def _is_better(self, found: ModelComparison) -> bool | None:
        return None if found.better is None else found.better == found.names[0]

    def frame(self) -> "pd.DataFrame":
        """Table of all figures: a row for each, ``with``, ``without`` and ``alone`` its values."""
        import pandas as pd

        results = {"with": self.both, "without": self.images, "alone": self.alone}
        columns = {
            key: {name: estimate.value for name, estimate in result.figures.items()}
            for key, result in results.items()
        }
        return pd.DataFrame(columns)

    def __repr__(self):
        return f"<WorthOfColumns: {self.sentence}>"


def _shown(result, figure: str) -> str:
    found = _plain(result, figure)["value"]
    return "not defined" if found is None else record_of(figure).text(found)


def _plain(result, figure: str) -> dict:
    estimate = result.figures.get(figure)
    interval = None if estimate is None else estimate.interval
    return {
        "value": None if estimate is None else estimate.value,
        "interval": None if interval is None else [interval.low, interval.high],
    }
