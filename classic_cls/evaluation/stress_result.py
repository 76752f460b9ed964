"""What a stress test gives: a figure under changes, each beside that of the unchanged images."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from .comparison import compare_results
from .figures.table import record_of
from .intervals import Interval
from .paired_tests import SIGNIFICANCE, holm
from .results import PredictionResult

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Stressed:
    """The same images, changed in one way.

    Attributes
    ----------
    kind : str
        What was changed, such as ``"blur"``.
    strength : {"mild", "medium", "strong"}
        How far.
    setting : str
        The same in numbers.
    result : PredictionResult
        Answers to the changed images, and their figures.
    """

    kind: str
    strength: str
    setting: str
    result: PredictionResult


@dataclass(frozen=True, repr=False, eq=False)
class Stress:
    """A figure under changes of the images, each compared with the unchanged ones.

    Attributes
    ----------
    figure : str
        Name of the figure.
    original : PredictionResult
        The unchanged images.
    changed : tuple of Stressed
        Kind by kind, from mild to strong.
    differences : ndarray of shape (m,)
        The figure of the changed images less that of the unchanged ones.
    intervals : tuple of Interval
        Of the differences, from images (or groups) that are drawn in pairs.
    p_values : tuple of float
        Of no difference, corrected for the number of changes by Holm's rule.

    Examples
    --------
    >>> from classic_cls import score_predictions
    >>> truth = list("aabb") * 10
    >>> blurred = Stressed("blur", "mild", "1%", score_predictions(truth, list("abbb") * 10))
    >>> stress = Stress.of(score_predictions(truth, truth), [blurred])
    >>> stress.sentence
    'blur hurts most: accuracy 100.0% falls to 75.0% when mild (1%)'
    """

    figure: str
    original: PredictionResult
    changed: tuple[Stressed, ...]
    differences: np.ndarray
    intervals: tuple[Interval, ...]
    p_values: tuple[float, ...]

    @classmethod
    def of(cls, original: PredictionResult, changed: Sequence[Stressed]) -> Self:
        """Compare every change with the unchanged images."""
        figure = original.headline
        found = [compare_results(one.result, original, figure) for one in changed]
        return cls(
            figure,
            original,
            tuple(changed),
            np.array([pair.difference for pair in found]),
            tuple(pair.interval for pair in found),
            tuple(holm([pair.p_value for pair in found])),
        )

    @property
    def values(self) -> np.ndarray:
        """The figure of the changed images ``(m,)``."""
        return np.array([one.result.figures[self.figure].value for one in self.changed])

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of change, from what costs most to what costs least, as a mean of its strengths."""
        names = dict.fromkeys(one.kind for one in self.changed)
        return tuple(
            sorted(names, key=lambda kind: self._sign * self.differences[self._of(kind)].mean())
        )

    @property
    def _sign(self) -> int:
        return -1 if record_of(self.figure).lower_is_better else 1

    def _of(self, kind: str) -> list[int]:
        return [i for i, one in enumerate(self.changed) if one.kind == kind]

    @property
    def sentence(self) -> str:
        """What hurts most, or that nothing does."""
        shown = record_of(self.figure).text
        value = f"{self.figure} {shown(self.original.figures[self.figure].value)}"
        worst = self._of(self.kinds[0])
        if not any(self._hurts(i) for i in worst):
            return (
                f"no change lowers {value} by more than chance might, on "
                f"{self.original.n_images:,} images"
            )
        steps = [i for i in (worst[0], worst[-1]) if self._hurts(i)]
        falls = ", ".join(
            f"to {shown(self.values[i])} when {one.strength} ({one.setting})"
            for i, one in ((i, self.changed[i]) for i in dict.fromkeys(steps or worst))
        )
        return f"{self.kinds[0]} hurts most: {value} falls {falls}"

    def _hurts(self, i: int) -> bool:
        return self._sign * self.differences[i] < 0 and self.p_values[i] < SIGNIFICANCE

    def frame(self) -> "pd.DataFrame":
        """Table of the changes.

        Columns ``kind``, ``strength``, ``setting``, the figure, ``difference``, its limits ``low``
        and ``high``, and ``p`` (corrected).
        """
        import pandas as pd

        rows = [
            {
                "kind": one.kind,
                "strength": one.strength,
                "setting": one.setting,
                self.figure: value,
                "difference": difference,
                "low": interval.low,
                "high": interval.high,
                "p": p,
            }
            for one, value, difference, interval, p in zip(
                self.changed,
                self.values,
                self.differences,
                self.intervals,
                self.p_values,
                strict=True,
            )
        ]
        return pd.DataFrame(rows)

    def plain(self) -> dict:
        """As plain values, for JSON."""
        estimate = self.original.figures[self.figure]
        rows = self.frame().rename(columns={self.figure: "value"}).to_dict("records")
        return {
            "figure": self.figure,
            "n_images": self.original.n_images,
            "original": estimate.value,
            "interval": estimate.interval and list(estimate.interval[:2]),
            "worst_first": list(self.kinds),
            "sentence": self.sentence,
            "changes": rows,
        }

    def __repr__(self):
        return f"<Stress: {self.sentence}>"
