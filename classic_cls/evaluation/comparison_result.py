"""What a comparison of models gives: frozen, with tables, plots and a verdict."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .figures.table import record_of
from .intervals import Interval
from .paired_tests import SIGNIFICANCE, McNemar

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class ModelComparison:
    """Difference of one figure between two models, first less second.

    Attributes
    ----------
    names : (str, str)
    figure : str
    values : (float, float)
        The figure of each.
    difference : float
    interval : Interval
        95% interval of the difference.
    p_value : float
        Of the difference being 0: below 0.05 where the interval leaves out 0. From
        `compare_to_best` it is corrected for the number of comparisons.
    p_corrected_t : float or None
        Of `corrected_resampled_t_test`; None for predictions of fitted models.
    mcnemar : McNemar or None
        Of the first repeat; None for multilabel targets and for groups, since the test
        takes images as independent. It does not decide the verdict, since it ignores
        that other training images give other models.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import score_predictions
    >>> from classic_cls.evaluation.comparison import compare_results
    >>> y, rng = np.array(["a", "b"] * 200), np.random.default_rng(0)
    >>> half_right = score_predictions(y, rng.permutation(y))
    >>> comparison = compare_results(score_predictions(y, y), half_right, names=("A", "B"))
    >>> comparison.better
    'A'
    """

    names: tuple[str, str]
    figure: str
    values: tuple[float, float]
    difference: float
    interval: Interval
    p_value: float
    p_corrected_t: float | None = None
    mcnemar: McNemar | None = None

    @property
    def better(self) -> str | None:
        """Name of the better model; None where they are not distinguishable."""
        if not self.p_value < SIGNIFICANCE or self.difference == 0:
            return None
        second = (self.difference < 0) != record_of(self.figure).lower_is_better
        return self.names[int(second)]

    @property
    def verdict(self) -> str:
        """One sentence; a model is better if the p-value is below 0.05."""
        low, high = self.interval.low, self.interval.high
        record = record_of(self.figure)
        if self.better is None:
            return (
                f"{self.names[0]} and {self.names[1]} are not distinguishable: the difference of "
                f"{self.figure} is {record.points(self.difference)} "
                f"(95% interval {record.limits((low, high))})"
            )
        worse = self.names[1 - self.names.index(self.better)]
        low, high = (low, high) if self.difference > 0 else (-high, -low)
        lower = " (lower is better)" if record.lower_is_better else ""
        return (
            f"{self.better} is better than {worse} by {record.points(abs(self.difference))} of "
            f"{self.figure}{lower} (95% interval {record.limits((low, high))})"
        )

    def frame(self) -> "pd.DataFrame":
        """Table of one row.

        Columns ``a``, ``b``, ``figure``, ``value_a``, ``value_b``, ``difference``, ``low``,
        ``high``, ``p_value``, ``p_corrected_t``, ``only_a``, ``only_b``, ``p_mcnemar``, ``better``
        and ``method``.
        """
        import pandas as pd

        return pd.DataFrame([self._row()])

    def _row(self) -> dict:
        (a, b), (value_a, value_b) = self.names, self.values
        row = {"a": a, "b": b, "figure": self.figure, "value_a": value_a, "value_b": value_b}
        row |= {"difference": self.difference, "low": self.interval.low, "high": self.interval.high}
        row |= {"p_value": self.p_value, "p_corrected_t": self.p_corrected_t}
        test = self.mcnemar
        row |= {"only_a": None if test is None else test.only_a}
        row |= {"only_b": None if test is None else test.only_b}
        row |= {"p_mcnemar": None if test is None else test.p_value}
        return row | {"better": self.better, "method": self.interval.method}

    def plot(self, ax: Any = None) -> Any:
        """Draw the difference and its interval, by default in a new figure."""
        return _display([self]).plot(ax=ax)

    def __str__(self):
        lines = [self.verdict, f"interval: {self.interval.method}"]
        tests = f"p = {self.p_value:.3g}"
        if self.p_corrected_t is not None:
            tests += f"; corrected resampled t-test p = {self.p_corrected_t:.3g}"
        if self.mcnemar is not None:
            tests += (
                f"; McNemar p = {self.mcnemar.p_value:.3g} (right alone: {self.names[0]} "
                f"{self.mcnemar.only_a:,}, {self.names[1]} {self.mcnemar.only_b:,} images)"
            )
        return "\n".join([*lines, tests])


@dataclass(frozen=True, kw_only=True)
class BestComparison:
    """Every model against the best.

    Attributes
    ----------
    best : str
        Name of the model whose figure is best.
    figure : str
    comparisons : dict of str to ModelComparison
        The best less each other model, by the name of that, in the order of the figures;
        p-values are corrected for the number of comparisons (Holm).

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import score_predictions
    >>> from classic_cls.evaluation.comparison import compare_to_best
    >>> y, rng = np.array(["a", "b"] * 200), np.random.default_rng(0)
    >>> results = {"right": score_predictions(y, y)}
    >>> results["guess"] = score_predictions(y, rng.permutation(y))
    >>> compared = compare_to_best(results)
    >>> compared.best, compared.not_distinguishable
    ('right', [])
    """

    best: str
    figure: str
    comparisons: dict[str, ModelComparison]

    @property
    def not_distinguishable(self) -> list[str]:
        """Models that are not distinguishable from the best."""
        return [name for name, found in self.comparisons.items() if found.better is None]

    def frame(self) -> "pd.DataFrame":
        """Table with one row per other model; columns as of `ModelComparison.frame`."""
        import pandas as pd

        return pd.DataFrame([found._row() for found in self.comparisons.values()])

    def plot(self, ax: Any = None) -> Any:
        """Draw all differences; see `ModelComparison.plot`."""
        return _display(list(self.comparisons.values())).plot(ax=ax)

    def __str__(self):
        alike = self.not_distinguishable
        if not self.comparisons:
            return f"{self.best} is the only model"
        if not alike:
            return f"{self.best} is better than every other model by {self.figure}"
        return (
            f"{self.best} has the best {self.figure}; not distinguishable from it: "
            f"{', '.join(alike)}"
        )


def _display(comparisons):
    from ..displays import DifferenceDisplay

    return DifferenceDisplay(
        [found.difference for found in comparisons],
        [" – ".join(found.names) for found in comparisons],
        ([found.interval.low for found in comparisons], [f.interval.high for f in comparisons]),
        name=comparisons[0].figure,
        percent=record_of(comparisons[0].figure).percent,
    )
