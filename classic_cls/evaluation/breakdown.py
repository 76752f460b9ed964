"""Figures of parts of the images: by scanner, site, batch or any other column."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .._validation import checked_column
from .estimates import Estimate, FiguresOf
from .figures.table import FIGURES, record_of
from .heterogeneity import p_of_equal_values
from .intervals import Interval, wilson_interval
from .paired_tests import SIGNIFICANCE

if TYPE_CHECKING:
    import pandas as pd

# Resamples of fewer images are too much alike: the interval is then at least Wilson's.
_FEW_IMAGES = 10


@dataclass(frozen=True, repr=False)
class Breakdown:
    """Figures of the images that share a value.

    Attributes
    ----------
    name : str
        What the values are.
    values : tuple of str
        The different values, sorted.
    n_images : tuple of int
        Tested images of each.
    headline : str
        Name of the figure that has intervals.
    estimates : tuple of (Estimate or None)
        That figure of each value; None where its images do not define it, such as the
        sensitivity where no image is positive. Without an interval where all its images are of
        one group, which tells nothing of other groups.
    figures : tuple of dict of str to float
        All figures of each value that its images define.
    overall : float
        The headline figure of all images.
    p_value : float or None
        Of the headline being the same for all values, by a permutation test that deals the values
        out anew, to whole groups where these have one value each; None where it cannot be tested.

    Examples
    --------
    >>> from classic_cls import score_predictions
    >>> result = score_predictions(list("aabb") * 5, list("aaab") * 5)
    >>> print(result.by(["old", "old", "new", "new"] * 5, name="scanner"))
    accuracy by scanner, 75.0% of all images
      new                          10 images   50.0%  [23.7 to 76.3]
      old                          10 images  100.0%  [72.2 to 100.0]
    best old, worst new: a difference of 50.0 points (p = 0.04)
    """

    name: str
    values: tuple[str, ...]
    n_images: tuple[int, ...]
    headline: str
    estimates: tuple[Estimate | None, ...]
    figures: tuple[dict[str, float], ...]
    overall: float
    p_value: float | None = None

    @property
    def verdict(self) -> str | None:
        """Whether the values differ, in a sentence; None where there is one value."""
        if self.extremes() is None:
            return None
        best, worst, gap = self.extremes()
        if gap < 0.0005:
            return None
        apart = record_of(self.headline).points(gap)
        if self.p_value is None:
            why = ": each is of one group" if self._is_of_single_groups else ""
            said = f"best {best}, worst {worst}: a difference of {apart}"
            return f"{said}, which cannot be tested against chance{why}"
        p = f"p = {max(self.p_value, 0.001):.2g}"
        if self.p_value < SIGNIFICANCE:
            return f"best {best}, worst {worst}: a difference of {apart} ({p})"
        return f"the difference of {apart} from {worst} to {best} is compatible with chance ({p})"

    @property
    def _is_of_single_groups(self) -> bool:
        return all(e is None or e.interval is None for e in self.estimates)

    def extremes(self) -> tuple[str, str, float] | None:
        """Best value, worst value, and how far their headline figures are apart, or None."""
        pairs = zip(self.values, self.estimates, strict=True)
        known = [(value, estimate.value) for value, estimate in pairs if estimate is not None]
        if len(known) < 2:
            return None
        rises = not record_of(self.headline).lower_is_better
        order = sorted(known, key=lambda pair: pair[1], reverse=rises)
        return order[0][0], order[-1][0], abs(order[0][1] - order[-1][1])

    def frame(self) -> "pd.DataFrame":
        """Table of the values.

        Columns ``n``, the headline figure, its 95% limits ``low`` and ``high``, ``method``, and all
        other figures. Empty where not defined.
        """
        import pandas as pd

        index = pd.Index(self.values, name=self.name)
        return pd.DataFrame([self._row(i) for i in range(len(self.values))], index=index)

    def _row(self, i: int) -> dict:
        estimate = self.estimates[i]
        row = {"n": self.n_images[i], self.headline: None if estimate is None else estimate.value}
        found = None if estimate is None else estimate.interval
        low, high, method = found or (None, None, None)
        row |= {"low": low, "high": high, "method": method}
        return row | {n: v for n, v in self.figures[i].items() if n != self.headline}

    def plot(self, ax: Any = None) -> Any:
        """Draw the headline figure of every value that defines it, by default in a new figure."""
        from ..displays import DotDisplay

        known = [i for i, estimate in enumerate(self.estimates) if estimate is not None]
        found = [self.estimates[i] for i in known]
        intervals = [e.interval or Interval(np.nan, np.nan, "") for e in found]
        limits = [[i.low for i in intervals], [i.high for i in intervals]]
        names = [f"{self.values[i]} ({self.n_images[i]:,})" for i in known]
        values = [estimate.value for estimate in found]
        options = {"name": self.headline, "percent": record_of(self.headline).percent}
        return DotDisplay(values, names, limits, pooled=self.overall, **options).plot(ax=ax)

    def __repr__(self):
        return f"<Breakdown: {self.headline} by {self.name}, {len(self.values)} values>"

    def __str__(self):
        record = record_of(self.headline)
        lines = [f"{self.headline} by {self.name}, {record.text(self.overall)} of all images"]
        for value, n, estimate in zip(self.values, self.n_images, self.estimates, strict=True):
            text = "not defined by these images"
            if estimate is not None:
                known = estimate.interval is not None
                limits = f"[{record.limits(estimate.interval)}]" if known else "one group"
                text = f"{record.text(estimate.value):>6}  {limits}"
            lines.append(f"  {value:<20} {n:>10,} images  {text}")
        return "\n".join([*lines, self.verdict] if self.verdict else lines)


def breakdown(result, values, name="group") -> Breakdown:
    """Break the figures of a result down by a value ``(n,)`` of every image.

    Intervals count images, or the groups of the result. Those of fewer than 10 images are at
    least as wide as Wilson's.

    >>> from classic_cls import score_predictions
    >>> result = score_predictions(["a", "b", "b"], ["a", "b", "a"])
    >>> breakdown(result, ["x", "x", "y"]).extremes()
    ('x', 'y', 1.0)
    """
    values = checked_column(values, result.n_images, "values").astype(str)
    if result.headline not in FIGURES:
        raise ValueError(
            f"{result.headline!r} is known of whole folds only; choose another scoring to "
            "break it down"
        )
    of_values = {v: result.predictions.where(values == v) for v in np.unique(values).tolist()}
    parts = {value: part for value, part in of_values.items() if part.n_tested}
    of_parts = [FiguresOf(part) for part in parts.values()]
    return Breakdown(
        name=str(name),
        values=tuple(parts),
        n_images=tuple(part.n_tested for part in parts.values()),
        headline=result.headline,
        estimates=tuple(headline_of(figures, result.headline) for figures in of_parts),
        figures=tuple(_known(figures, result.figures) for figures in of_parts),
        overall=result.figures[result.headline].value,
        p_value=p_of_equal_values(result.predictions, values, result.headline),
    )


def _known(figures, names) -> dict[str, float]:
    return {name: value for name, value in figures.values.items() if name in names}


def _n_groups(predictions) -> int:
    return len(np.unique(predictions.groups[predictions.cells[1]]))


def headline_of(figures, name) -> Estimate | None:
    """A figure of few images with its interval; None where they do not define it."""
    estimate, predictions = figures.estimate(name), figures.predictions
    if estimate is None:
        return None
    if predictions.groups is not None and _n_groups(predictions) == 1:
        return replace(estimate, interval=None)
    n, is_like_share = predictions.n_tested, record_of(name).behind.is_like_share
    if n >= _FEW_IMAGES or not 0 <= estimate.value <= 1 or not is_like_share:
        return estimate
    low, high = wilson_interval(estimate.value, n * predictions.independence)
    interval = estimate.interval
    method = f"{interval.method}; at least the Wilson score interval of {n} images"
    low, high = min(interval.low, float(low)), max(interval.high, float(high))
    if (low, high) == interval[:2]:
        return estimate
    return replace(estimate, interval=Interval(low, high, method))
