"""Figures of parts of the images: by scanner, site, batch or any other column."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from .._validation import checked_column
from .estimates import Estimate, FiguresOf
from .figures.table import FIGURES, record_of
from .intervals import Interval, wilson_interval

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
        sensitivity where no image is positive.
    figures : tuple of dict of str to float
        All figures of each value that its images define.
    overall : float
        The headline figure of all images.

    Examples
    --------
    >>> from classic_cls import score_predictions
    >>> result = score_predictions(list("aabb") * 5, list("aaab") * 5)
    >>> print(result.by(["old", "old", "new", "new"] * 5, name="scanner"))
    accuracy by scanner, 0.750 of all images
      new                          10 images  0.500  [0.237, 0.763]
      old                          10 images  1.000  [0.722, 1.000]
    best old, worst new: a difference of 0.500
    """

    name: str
    values: tuple[str, ...]
    n_images: tuple[int, ...]
    headline: str
    estimates: tuple[Estimate | None, ...]
    figures: tuple[dict[str, float], ...]
    overall: float

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
        low, high, method = (None, None, None) if estimate is None else estimate.interval
        row |= {"low": low, "high": high, "method": method}
        return row | {n: v for n, v in self.figures[i].items() if n != self.headline}

    def plot(self, ax: Any = None) -> Any:
        """Draw the headline figure of every value that defines it, by default in a new figure."""
        from ..displays import PerLabelDisplay

        known = [i for i, estimate in enumerate(self.estimates) if estimate is not None]
        found = [self.estimates[i] for i in known]
        limits = [[e.interval.low for e in found], [e.interval.high for e in found]]
        names = [f"{self.values[i]} ({self.n_images[i]:,})" for i in known]
        values = [estimate.value for estimate in found]
        return PerLabelDisplay(values, names, limits, name=self.headline).plot(ax=ax)

    def __repr__(self):
        return f"<Breakdown: {self.headline} by {self.name}, {len(self.values)} values>"

    def __str__(self):
        lines = [f"{self.headline} by {self.name}, {self.overall:.3f} of all images"]
        for value, n, estimate in zip(self.values, self.n_images, self.estimates, strict=True):
            text = "not defined by these images"
            if estimate is not None:
                low, high, _ = estimate.interval
                text = f"{estimate.value:.3f}  [{low:.3f}, {high:.3f}]"
            lines.append(f"  {value:<20} {n:>10,} images  {text}")
        if self.extremes() is not None:
            best, worst, gap = self.extremes()
            lines.append(f"best {best}, worst {worst}: a difference of {gap:.3f}")
        return "\n".join(lines)


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
        name=str(name), values=tuple(parts),
        n_images=tuple(part.n_tested for part in parts.values()), headline=result.headline,
        estimates=tuple(_headline(figures, result.headline) for figures in of_parts),
        figures=tuple(_known(figures, result.figures) for figures in of_parts),
        overall=result.figures[result.headline].value,
    )


def _known(figures, names) -> dict[str, float]:
    return {name: value for name, value in figures.defined_values().items() if name in names}


def _headline(figures, name) -> Estimate | None:
    estimate, predictions = figures.estimate(name), figures.predictions
    if estimate is None:
        return None
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
