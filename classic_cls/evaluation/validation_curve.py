"""How good a classifier is at every value of one parameter: training and validation score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .._typing import Data
from ..pipelines import Varied
from .cross_validation import cross_validate
from .cross_validation_result import CrossValidationResult
from .estimates import Estimate
from .figures.table import record_of
from .learning_curve import has_folds
from .protocol import Protocol
from .targets import always_defined

if TYPE_CHECKING:
    import pandas as pd

# A training score that much above the other's, or below it, is another fit.
_OTHER_FIT = 0.01


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class ValidationCurve:
    """Training and validation score at every value of a parameter, on the same folds.

    Attributes
    ----------
    parameter : str
        ``"step.parameter"``.
    values : tuple
        What was tried.
    current : int
        Place of the value that the model has.
    figure : str
        Name of the figure.
    results : tuple of CrossValidationResult
        One for each value.
    notes : tuple of str
        Values that could not be fitted, and why.
    """

    parameter: str
    values: tuple
    current: int
    figure: str
    results: tuple[CrossValidationResult, ...]
    notes: tuple[str, ...] = ()

    @property
    def test(self) -> np.ndarray:
        """The figure on validation images ``(m,)``."""
        return np.array([estimate.value for estimate in self._estimates])

    @property
    def train(self) -> np.ndarray:
        """The figure on the images learned from ``(m,)``."""
        return np.array([result.train[self.figure].value for result in self.results])

    @property
    def limits(self) -> np.ndarray:
        """95% limits of `test` ``(2, m)``; NaN where there are none."""
        none = (np.nan, np.nan)
        found = [none if e.interval is None else e.interval[:2] for e in self._estimates]
        return np.array(found, dtype=float).T

    @property
    def best(self) -> int:
        """Place of the best value; of equal ones the current, else the first."""
        scores = self._sign * self.test
        return self.current if scores[self.current] == scores.max() else int(np.argmax(scores))

    @property
    def within(self) -> bool:
        """Whether the current value's score lies within the interval of the best."""
        low, high = self.limits[:, self.best]
        at = self.test[self.current]
        return self.best == self.current or bool(low <= at <= high)

    @property
    def fit(self) -> str:
        """``"underfits"``, ``"overfits"`` or ``"fine"``: what the current value does.

        Worse than the best by more than its interval, and learned from less, or more, closely.
        """
        more = self._sign * (self.train[self.best] - self.train[self.current])
        if self.within:
            return "fine"
        if abs(more) < _OTHER_FIT:
            return "unclear"
        return "underfits" if more > 0 else "overfits"

    @property
    def sentence(self) -> str:
        """The best value, and what to think of the current one."""
        title = record_of(self.figure, self.results[0].task).title.lower()
        now, best = (_named(self.values[place]) for place in (self.current, self.best))
        shown = self._shown(self.test[self.current])
        at = f"{title} {self._shown(self.test[self.best])} at {best}"
        if self.best == self.current:
            verdict = f"{at}, the current value, is the best of {len(self.values)}"
        elif self.within:
            verdict = (
                f"{at} is the best of {len(self.values)}, and {shown} at the current {now} is "
                "within its interval: no reason to change it"
            )
        else:
            words = "" if self.fit == "unclear" else f": {now} {self.fit}"
            verdict = (
                f"{at} is the best of {len(self.values)}, and the current {now} with {shown} is "
                f"outside its interval{words}"
            )
        return verdict + self._at_an_end()

    @property
    def gap_sentence(self) -> str:
        """How far training images score above validation ones at the current value."""
        train, test = (self._shown(scores[self.current]) for scores in (self.train, self.test))
        return f"at the current value training images score {train} and validation images {test}"

    @property
    def _estimates(self) -> list[Estimate]:
        return [result.figures[self.figure] for result in self.results]

    @property
    def _sign(self) -> int:
        return -1 if record_of(self.figure, self.results[0].task).lower_is_better else 1

    def _shown(self, value: float) -> str:
        return record_of(self.figure, self.results[0].task).text(value)

    def _at_an_end(self) -> str:
        numbers = all(isinstance(v, (int, float)) for v in self.values)
        at_end = numbers and self.best in (0, len(self.values) - 1)
        if not at_end or np.ptp(self.test) == 0:
            return ""
        return f"; that is the {'least' if self.best == 0 else 'largest'} value tried"

    def frame(self) -> "pd.DataFrame":
        """Table with columns ``value``, ``test``, ``low``, ``high``, ``train`` and ``gap``."""
        import pandas as pd

        columns: dict[str, Any] = {"value": pd.Series(self.values, dtype=object)}
        columns |= {"test": self.test, "low": self.limits[0], "high": self.limits[1]}
        return pd.DataFrame(columns | {"train": self.train, "gap": self.train - self.test})

    def plain(self) -> dict:
        """All of it as plain values; limits that are unknown are None."""
        rows = self.frame().to_dict("records")
        limits = ("low", "high")
        rows = [r | {name: None if np.isnan(r[name]) else r[name] for name in limits} for r in rows]
        simple = (int, float, str, type(None))
        for row in rows:
            row["value"] = row["value"] if isinstance(row["value"], simple) else str(row["value"])
        return {
            "parameter": self.parameter, "figure": self.figure, "values": rows,
            "current": self.current, "best": self.best, "within": self.within, "fit": self.fit,
            "sentence": self.sentence, "gap_sentence": self.gap_sentence,
        }  # fmt: skip

    def plot(self, ax: Any = None) -> Any:
        """Draw both scores over the values; what is returned is the display."""
        from ..displays import ValidationCurveDisplay

        return ValidationCurveDisplay(
            [_named(value) for value in self.values], self.test, self.train, limits=self.limits,
            current=self.current, name=self.figure, parameter=self.parameter,
            percent=record_of(self.figure, self.results[0].task).percent,
        ).plot(ax=ax)  # fmt: skip

    def __str__(self):
        return "\n".join([self.frame().round(3).to_string(index=False), self.sentence])

    def __repr__(self):
        return f"<ValidationCurve: {self.figure} at {len(self.values)} values of {self.parameter}>"


def _named(value) -> str:
    """A value without digits that say nothing.

    >>> _named(1.0), _named(0.003), _named(None)
    ('1', '0.003', 'None')
    """
    return f"{value:g}" if isinstance(value, float) else str(value)


def validation_curve(
    tried: Varied,
    X: Data,
    y: Data,
    protocol: Protocol = Protocol(),
    *,
    full: CrossValidationResult | None = None,
    class_names: Sequence | None = None,
    groups: Data = None,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> ValidationCurve:
    """Cross-validate a classifier with every value of a parameter, in the same folds.

    Parameters
    ----------
    tried : Varied
        Classifiers, one for each value, such as :func:`varied` makes of a pipeline.
    X, y, protocol
        As in :func:`cross_validate`.
    full : CrossValidationResult, optional
        What that function gave for the current value, so that this is not done again.
    class_names, groups, n_jobs
        As there.
    progress : callable, optional
        Called as ``progress(done, total)`` after every value.

    Returns
    -------
    ValidationCurve
        About the headline figure; where that is not known of training images, the accuracy (of
        several labels: the micro F1).

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.tree import DecisionTreeClassifier
    >>> from classic_cls import Varied
    >>> X, y = load_iris(return_X_y=True)
    >>> trees = [DecisionTreeClassifier(max_depth=n, random_state=0) for n in (1, 2, 3)]
    >>> tried = Varied("classifier.max_depth", [1, 2, 3], trees, current=0)
    >>> validation_curve(tried, X, y).fit
    'underfits'
    """
    parameter, values, estimators, current = tried
    splits, _ = protocol.splits(y, groups, class_names)
    exact = replace(protocol, cv=splits, repeats=1, folds=None)
    if full is not None and not has_folds(full, splits):
        full = None
    if full is not None:
        exact = replace(exact, positive=full.positive)
    options = {"class_names": class_names, "groups": groups, "n_jobs": n_jobs}
    found, notes = {}, []
    for place, (value, estimator) in enumerate(zip(values, estimators, strict=True)):
        try:
            known = full if place == current else None
            found[place] = known or cross_validate(estimator, X, y, exact, **options)
        except ValueError as error:  # such as more neighbours than rows
            if place == current:
                raise
            notes.append(f"{parameter}={_named(value)} is not in the validation curve: {error}")
        if progress is not None:
            progress(place + 1, len(estimators))
    return ValidationCurve(
        parameter=parameter, values=tuple(values[place] for place in found),
        current=list(found).index(current), figure=_figure_of(found[current], found.values()),
        results=tuple(found.values()), notes=tuple(notes),
    )  # fmt: skip


def _figure_of(current, results) -> str:
    """The headline, if it is known of tested and training images at every value."""
    name = current.headline
    known = all(name in result.figures and name in result.train for result in results)
    return name if known else always_defined(current.predictions.truth)
