"""Learning curves of single classes: what more images are expected to bring to each."""

from dataclasses import dataclass

import numpy as np

from .._figure_text import figure_text, interval_text
from .figures.ratios import ratio
from .power_law import Gain, PowerLaw, fit_power_law

# As of all classes together; fewer tested images of a class tell nothing.
FEWEST_SIZES, FEWEST_TESTED = 4, 20
# A wider range says nothing that a person could decide by; a smaller gain is none.
WIDEST, LEAST = 0.2, 0.005
_ORDER = ("told", "unclear", "little", "flat", "untold")


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class ClassCurve:
    """F1 of one class, or label, with fewer training images, and the law that it follows.

    F1 counts what a class misses and what it takes from others. Its recall alone rises where
    others lose, and falls where they learn to keep what is theirs.

    Attributes
    ----------
    name : str
        The class.
    images : ndarray of shape (m,)
        Images of it that were learned from, means over the folds, ascending.
    f1, low, high, recall, precision : ndarray of shape (m,)
        On the tested images; the 95% limits are those of the F1. NaN where none has the class.
    n_tested : int
        Its tested images, or groups of them.
    law : PowerLaw or None
        Of 1 less the F1, over `images`, all classes growing alike; None with too few sizes, or
        fewer than 20 tested images.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from classic_cls import learning_curve
    >>> X, y = load_digits(return_X_y=True)
    >>> curve = learning_curve(GaussianNB(), X[:500], y[:500]).classes[0]
    >>> curve.name, curve.images.round(1).tolist(), curve.n_tested
    ('0', [4.0, 7.0, 13.0, 22.8, 40.8], 51)
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
        """What is known of the gain: ``"told"``, ``"unclear"``, ``"little"``, ``"flat"``, "untold".

        "flat": the F1 did not rise; "untold": too few tested images or sizes for a law.
        """
        if self.law is None:
            return "untold"
        gain = self.law.gain()
        if np.mean(self.law.scale == 0) > 0.5:
            return "flat"
        if gain.high < 2 * LEAST:
            return "little"
        return "unclear" if gain.high - gain.low > WIDEST or gain.low < LEAST else "told"

    @property
    def expected(self) -> Gain | None:
        """Its F1 with twice the images of every class."""
        if self.law is None:
            return None
        return Gain(*(min(1.0, float(self.f1[-1]) + more) for more in self.law.gain()))

    def plain(self) -> dict:
        """All of it as plain values."""
        columns = ("images", "f1", "low", "high", "recall", "precision")
        sizes = zip(*(getattr(self, name).tolist() for name in columns), strict=True)
        gain = self.gain()
        return {
            "name": self.name,
            "n_tested": self.n_tested,
            "sizes": [dict(zip(columns, size, strict=True)) for size in sizes],
            "law": None if self.law is None else self.law.coefficients(),
            "doubling": gain and {"gain": gain.value, "interval": [gain.low, gain.high]},
            "verdict": self.verdict,
        }

    def __repr__(self):
        return f"<ClassCurve: {self.name} with {len(self.images)} numbers of images>"


def class_curves(results, images, errors, seed=0) -> tuple[ClassCurve, ...]:
    """A curve of every class from results of the same tests, from the fewest images to all.

    ``images`` ``(m, k)`` are what each learned from, by class, and ``errors`` ``(1 + b, m, k)``
    what `resampled_errors` gives.
    """
    n_tested = units_of_classes(results[-1].predictions)
    known = [len(np.unique(own)) >= FEWEST_SIZES for own in images.T]
    known = np.flatnonzero(known & (n_tested >= FEWEST_TESTED))
    weights = images.sum(axis=1) / images.sum()
    errors = drawn_together(errors[..., known], weights, seed)
    laws = {k: fit_power_law(images[:, k], errors[..., i]) for i, k in enumerate(known.tolist())}
    tables = [result.classes for result in results]
    named = {"f1": "f1", "low": "f1_low", "high": "f1_high"}
    named |= {"recall": "recall", "precision": "precision"}
    return tuple(
        ClassCurve(
            name=str(name),
            images=images[:, k],
            n_tested=int(n_tested[k]),
            law=laws.get(k),
            **{to: np.array([table[of][k] for table in tables]) for to, of in named.items()},
        )
        for k, name in enumerate(results[-1].predictions.class_names)
    )


def drawn_together(errors, weights, seed=0) -> np.ndarray:
    """Errors ``(1 + b, m, k)`` of classes, each halfway to the mean of all at its own level.

    The few tested images of a class leave much to chance, which made the class with the largest
    gain look far better than it was; all together they tell the shape, though not that of each. So
    the resamples go between both: anywhere from the class itself to the mean of all.

    >>> errors = np.array([[[0.4, 0.2], [0.1, 0.1]]])
    >>> drawn_together(errors, np.array([0.5, 0.5])).round(3).tolist()
    [[[0.388, 0.213], [0.112, 0.088]]]
    """
    weights = np.asarray(weights)[:, None]
    mean = errors.mean(axis=2, keepdims=True) if errors.shape[2] else errors
    level = ratio(
        (errors * weights).sum(axis=1, keepdims=True), (mean * weights).sum(axis=1, keepdims=True)
    )
    own = np.random.default_rng(seed or 0).random((len(errors), 1, 1))
    own[0] = 0.5
    return own * errors + (1 - own) * level * mean


def units_of_classes(predictions) -> np.ndarray:
    """Tested images of every class, or groups of them ``(k,)``."""
    rows = np.unique(predictions.cells[1])
    codes, units = predictions.codes[rows], predictions.units[rows]
    places = range(len(predictions.class_names))
    has = (codes[:, k] == 1 if codes.ndim == 2 else codes == k for k in places)
    return np.array([len(np.unique(units[own])) for own in has])


def most_in_need_first(curves) -> list[ClassCurve]:
    """Those with the largest gain that is told first, then the others, the lowest F1 first."""

    def place(curve):
        told = curve.verdict == "told"
        known = np.nan_to_num(curve.f1[-1], nan=1.0)
        return _ORDER.index(curve.verdict), -curve.gain().value if told else known, curve.name

    return sorted(curves, key=place)


def class_sentence(curves, kind: str = "class") -> str | None:
    """Which class gains most from more images, and what; None where this cannot be told."""
    told = [curve for curve in most_in_need_first(curves) if curve.verdict == "told"]
    if not told:
        return None
    first = told[0]
    n, now, then = first.images[-1], first.f1[-1], first.expected
    kinds = "every class" if kind == "class" else "every label"
    return (
        f"more images help {kind} {first.name!r} most: with twice as many of {kinds}, about "
        f"{n:,.0f} more of it, its F1 is expected to rise from {figure_text(now)} to "
        f"{figure_text(then.value)} ({interval_text((then.low, then.high))}); of it alone they "
        "may bring less"
    )
