"""What a learning curve gives: frozen, with a sentence, a table and a plot."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from .class_curves import ClassCurve, class_sentence, most_in_need_first
from .cross_validation_result import CrossValidationResult
from .figures.table import record_of
from .power_law import Gain, PowerLaw

if TYPE_CHECKING:
    import pandas as pd

# With three unknowns, a law through fewer sizes would fit whatever was measured.
FEWEST_SIZES = 4
# A wider range says nothing that a person could decide by; a smaller gain is none.
WIDEST, LEAST = 0.1, 0.005


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class LearningCurve:
    """Figures with fewer training images, on the same test folds, and the law that they follow.

    Attributes
    ----------
    figure : str
        Name of the figure.
    results : tuple of CrossValidationResult
        From the fewest training images to all.
    law : PowerLaw or None
        Of the errors, 1 less the figure; None where fewer than four numbers of images could be
        learned from.
    classes : tuple of ClassCurve
        One of every class, or label, in their order; empty where there is no law.
    notes : tuple of str
        What a person should be told.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> from sklearn.neighbors import KNeighborsClassifier
    >>> from classic_cls import learning_curve
    >>> X, y = load_digits(return_X_y=True)
    >>> curve = learning_curve(KNeighborsClassifier(1), X[:600], y[:600])
    >>> curve.frame()["train"].tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0]
    >>> curve.gain().low <= curve.gain().value <= curve.gain().high
    True
    """

    figure: str
    results: tuple[CrossValidationResult, ...]
    law: PowerLaw | None
    classes: tuple[ClassCurve, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def sizes(self) -> np.ndarray:
        """Images that were learned from ``(m,)``, means over the folds."""
        return np.array([result.predictions.mean_sizes[0] for result in self.results])

    @property
    def test(self) -> np.ndarray:
        """The figure on the tested images ``(m,)``."""
        return np.array([result.figures[self.figure].value for result in self.results])

    @property
    def train(self) -> np.ndarray:
        """The figure on the images learned from ``(m,)``."""
        return np.array([result.train[self.figure].value for result in self.results])

    @property
    def limits(self) -> np.ndarray:
        """95% limits of `test` ``(2, m)``."""
        found = [result.figures[self.figure].interval for result in self.results]
        return np.array([[limits.low for limits in found], [limits.high for limits in found]])

    def gain(self, factor: float = 2.0) -> Gain | None:
        """What ``factor`` times the images are expected to bring; None without a law."""
        return None if self.law is None else self.law.gain(factor)

    @property
    def verdict(self) -> str:
        """Whether the gain is ``"told"``, ``"little"``, ``"unclear"``, ``"flat"`` or ``"untold"``.

        "flat": the figure did not rise with the images; "untold": too few sizes for a law.
        """
        if self.law is None:
            return "untold"
        gain = self.law.gain()
        if gain.high - gain.low > WIDEST:
            return "unclear"
        if np.mean(self.law.scale == 0) > 0.5:
            return "flat"
        return "little" if gain.high < 2 * LEAST else "told"

    @property
    def sentence(self) -> str:
        """What doubling the images is expected to bring, or why this cannot be told."""
        title, n = record_of(self.figure, self.results[-1].task).title.lower(), self.sizes[-1]
        doubling = f"doubling the images (from {n:,.0f} to {2 * n:,.0f} learned from)"
        if self.verdict == "untold":
            return (
                f"what {doubling} would bring cannot be told: there are too few to learn from "
                "clearly fewer"
            )
        if self.verdict == "flat":
            return (
                f"the {title} did not rise from {self.sizes[0]:,.0f} to {n:,.0f} images learned "
                "from, so what more of them would bring cannot be told; other features or labels "
                "may help more"
            )
        gain = self.law.gain()
        if self.verdict == "unclear":
            return (
                f"what {doubling} would bring cannot be told: anything up to {_points(gain.high)} "
                f"of {title} fits the curve"
            )
        if self.verdict == "little":
            return (
                f"{doubling} is expected to bring less than 1 point of {title}: other features or "
                "a look at the mistakes will help more"
            )
        return f"{doubling} is expected to bring {_range(gain)} of {title}"

    @property
    def class_sentence(self) -> str | None:
        """Which class gains most from more images, and what; None where this cannot be told."""
        several = self.results[-1].task == "multilabel"
        return class_sentence(self.classes, "label" if several else "class")

    @property
    def gap_sentence(self) -> str:
        """How far the training score is above the test score, with few images and with all."""
        gaps = self.train - self.test
        first, last = f"{100 * gaps[0]:.0f}", _points(gaps[-1])
        if len(gaps) == 1:
            return f"training images score {last} higher than tested ones"
        return (
            f"training images score {last} higher than tested ones, with "
            f"{self.sizes[0]:,.0f} images it was {first}"
        )

    def frame(self) -> "pd.DataFrame":
        """Table of the numbers of images.

        Columns ``images``, ``test``, ``low``, ``high``, ``train`` and ``gap``.
        """
        import pandas as pd

        columns = {"images": self.sizes, "test": self.test}
        columns |= {"low": self.limits[0], "high": self.limits[1], "train": self.train}
        return pd.DataFrame(columns | {"gap": self.train - self.test})

    def plain(self) -> dict:
        """All of it as plain values."""
        gain = self.gain()
        return {
            "figure": self.figure,
            "sizes": self.frame().to_dict("records"),
            "law": None if self.law is None else self.law.coefficients(),
            "doubling": gain and {"gain": gain.value, "interval": [gain.low, gain.high]},
            "verdict": self.verdict,
            "sentence": self.sentence,
            "gap_sentence": self.gap_sentence,
            "drawn": self._drawn(),
            "classes": [curve.plain() for curve in most_in_need_first(self.classes)],
            "class_sentence": self.class_sentence,
        }

    def _drawn(self) -> dict | None:
        """The law from the fewest images to twice as many as there are, for drawings."""
        if self.law is None or self.verdict == "flat":
            return None
        at = np.geomspace(self.sizes[0], 2 * self.sizes[-1], 25)
        limits = [self.law.limits(n) for n in at]
        return {
            "images": at.tolist(),
            "value": [1 - float(self.law.error(n)[0]) for n in at],
            "low": [1 - high for _, high in limits],
            "high": [1 - low for low, _ in limits],
        }

    def plot(self, ax: Any = None) -> Any:
        """Draw test and training scores, and the law; what is returned is the display."""
        from ..displays import LearningCurveDisplay

        limits, law = self.limits, self._drawn()
        drawn = law and (law["images"], law["value"], law["low"], law["high"])
        return LearningCurveDisplay(
            self.sizes, self.test, self.train, limits=limits, law=drawn, name=self.figure,
            percent=record_of(self.figure).percent,
        ).plot(ax=ax)  # fmt: skip

    def __str__(self):
        return "\n".join([self.frame().round(3).to_string(index=False), self.sentence])

    def __repr__(self):
        return f"<LearningCurve: {self.figure} with {len(self.results)} numbers of images>"


def _points(value: float) -> str:
    text = f"{100 * value:.0f}"
    return f"{text} point{'s' * (text not in ('1', '-1'))}"


def _range(gain: Gain) -> str:
    """Points of a percentage.

    >>> _range(Gain(0.03, 0.021, 0.038)), _range(Gain(0.01, 0.002, 0.03))
    ('2 to 4 points', 'about 1 point, at most 3 points')
    >>> _range(Gain(0.002, 0.0, 0.03)), _range(Gain(0.012, 0.009, 0.014))
    ('at most 3 points', 'about 1 point')
    """
    first, last = f"{100 * gain.low:.0f}", f"{100 * gain.high:.0f}"
    if first == last:
        return f"about {_points(gain.high)}"
    if first != "0":
        return f"{first} to {_points(gain.high)}"
    usual = f"{100 * gain.value:.0f}"
    about = "" if usual in ("0", last) else f"about {_points(gain.value)}, "
    return f"{about}at most {_points(gain.high)}"
