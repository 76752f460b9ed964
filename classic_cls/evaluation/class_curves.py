"""Learning curves of single classes: what more images are expected to bring to each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .power_law import Gain, PowerLaw, fit_power_law

# As of all classes together; fewer tested images of a class tell nothing.
FEWEST_SIZES, FEWEST_TESTED = 4, 20
# A wider range says nothing that a person could decide by; a smaller gain is none.
WIDEST, LEAST = 0.2, 0.005


@dataclass(frozen=True, kw_only=True, eq=False)
class ClassCurve:
    """Figures of one class, or label, with fewer training images, and the law of its errors.

    The figure is F1, as it counts what a class misses and what it takes from others. Recall alone
    rises when others lose, and falls when others learn to keep what is theirs.

    Attributes
    ----------
    name : str
        The class.
    images : ndarray of shape (m,)
        Images of it that were learned from, means over the folds, ascending.
    f1, low, high, recall, precision : ndarray of shape (m,)
        On the tested images; the 95% limits are those of the F1.
    n_tested : int
        Its tested images, or groups of them.
    law : PowerLaw or None
        Of 1 less the F1; None where there are too few sizes or tested images.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from classic_cls import learning_curve
    >>> X, y = load_digits(return_X_y=True)
    >>> curve = learning_curve(GaussianNB(), X[:500], y[:500]).classes[8]
    >>> curve.name, curve.images.tolist(), curve.verdict
    """

    name: str
    images: np.ndarray
    f1: np.ndarray
    low: np.ndarray
    high: np.ndarray
    recall: np.ndarray
    precision: np.ndarray
    n_tested: int
    law: PowerLaw | None

    def gain(self, factor: float = 2.0) -> Gain | None:
        """What ``factor`` times the images, of all classes, are expected to bring to its F1."""
        return None if self.law is None else self.law.gain(factor)

    @property
    def verdict(self) -> str:
        """Whether the gain is ``"told"``, ``"little"``, ``"unclear"``, ``"flat"`` or ``"untold"``."""
        if self.law is None:
            return "untold"
        gain = self.law.gain()
        if np.mean(self.law.scale == 0) > 0.5:
            return "flat"
        if gain.high < 2 * LEAST:
            return "little"
        return "unclear" if gain.high - gain.low > WIDEST or gain.low < LEAST else "told"


def class_curves(results, images: Sequence, errors: np.ndarray) -> tuple[ClassCurve, ...]:
    """A curve of every class from results of the same tests, from the fewest images to all.

    ``images`` ``(m, k)`` are what each learned from, by class, and ``errors`` ``(1 + b, m, k)``
    what `resampled_errors` gives.
    """
    tables = [result.classes for result in results]
    named = {"f1": "f1", "low": "f1_low", "high": "f1_high"}
    named |= {"recall": "recall", "precision": "precision"}
    predictions = results[-1].predictions
    n_tested, curves = tested_units(predictions), []
    for place, name in enumerate(predictions.class_names):
        columns = {to: np.array([t[of][place] for t in tables]) for to, of in named.items()}
        own = np.array([of_size[place] for of_size in images])
        enough = len(np.unique(own)) >= FEWEST_SIZES and n_tested[place] >= FEWEST_TESTED
        law = fit_power_law(own, errors[..., place]) if enough else None
        curves.append(
            ClassCurve(name=str(name), images=own, n_tested=n_tested[place], law=law, **columns)
        )
    return tuple(curves)


def tested_units(predictions) -> list[int]:
    """Tested images of every class, or groups of them ``(k,)``."""
    rows = np.unique(predictions.cells[1])
    codes, units = predictions.codes[rows], predictions.units[rows]
    places = range(len(predictions.class_names))
    has = (codes[:, k] == 1 if codes.ndim == 2 else codes == k for k in places)
    return [len(np.unique(units[own])) for own in has]
