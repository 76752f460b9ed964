"""Whether probabilities mean what they say: shares of what happened, in bins of probability."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .._remedies import parameter
from .estimates import Estimate
from .figures.calibration import bin_numbers, events
from .intervals import accuracy_interval

# What has several labels an image has many pairs of these, most of them at low probabilities.
_MOST_BINS = {"binary": 10, "multiclass": 10, "multilabel": 20}


@dataclass(frozen=True)
class Calibration:
    """What came true at every height of probability.

    Attributes
    ----------
    about : str
        What the probabilities are of: "answer" (that it is right), "label" (that it is there), or
        the positive class of two (else the second) in quotation marks.
    probability : ndarray of shape (bins,)
        Mean probability of each bin, ascending; the bins hold about equally many.
    share : ndarray of shape (bins,)
        Share that came true.
    limits : ndarray of shape (2, bins)
        95% interval of the share.
    n : ndarray of shape (bins,), int
        Tests in each bin; for several labels, pairs of an image and a label.
    error : Estimate or None
        The figure ``calibration_error``; None where a single group leaves it unknown.
    plain_error : float
        Mean distance of share and probability in these bins, the usual expected calibration
        error. Never 0, and the larger the fewer the images: to compare with others' figures only.
    n_images : int
        Tested images.

    References
    ----------
    A. Kumar, P. Liang and T. Ma (2019), "Verified uncertainty calibration", NeurIPS.
    """

    about: str
    probability: np.ndarray
    share: np.ndarray
    limits: np.ndarray
    n: np.ndarray
    error: Estimate | None
    plain_error: float
    n_images: int

    @property
    def sentence(self) -> str:
        """What it means, in one sentence, from the bin that is furthest off.

        Of probabilities that chance alone may have put off: all of them together.
        """
        error = self.error
        if error is None or error.interval is None or error.interval.low == 0:
            said, found = (float(np.average(x, weights=self.n)) for x in self._points)
            images = f"{self.n_images:,} image{' does' if self.n_images == 1 else 's do'}"
            verdict = f"{images} not show that the probabilities are off"
            return f"on average {self._came_true(said, found, '')}: {verdict}"
        said, found = (float(x[self._furthest]) for x in self._points)
        return f"{self._came_true(said, found, 'about ')}: {self._verdict(found > said)}"

    @property
    def _points(self) -> tuple[np.ndarray, np.ndarray]:
        return self.probability, self.share

    @property
    def _furthest(self) -> int:
        """The bin that adds most to the error, of those that are surely off if there are any."""
        low, high = self.limits
        adds = self.n * (self.share - self.probability) ** 2
        surely = (low > self.probability) | (high < self.probability)
        return int(np.argmax(np.where(surely | ~surely.any(), adds, -1.0)))

    def _verdict(self, more: bool) -> str:
        if self.about == "answer":
            return f"the model is {'not sure enough' if more else 'too sure'}"
        return f"such probabilities are too {'low' if more else 'high'}"

    def _came_true(self, said, found, about) -> str:
        """Of the images with such a probability, or, without ``about``, of all."""
        digits = 0 if f"{100 * said:.0f}" != f"{100 * found:.0f}" else 1
        at, true = _percent(said, digits), _percent(found, digits)
        at = at if at[0] in "ml" else about + at
        what, came = {"answer": ("answers", "right"), "label": ("labels", "there")}.get(
            self.about, ("images", self.about)
        )
        for_class = f" for {self.about}" if what == "images" else ""
        if about:
            return f"of the {what} given at {at}{for_class}, {true} were {came}"
        return f"the {what} were given at {at}{for_class}, and {true} were {came}"

    def plain(self) -> dict:
        """All of it as plain values; ``bins`` is a list of dicts."""
        estimate = self.error
        value = {"value": None, "interval": None, "interval_method": None}
        if estimate is not None and estimate.interval is not None:
            low, high, method = estimate.interval
            value = {"value": estimate.value, "interval": [low, high], "interval_method": method}
        columns = (self.probability, self.share, self.limits.T, self.n)
        bins = [
            {"probability": said, "share": share, "interval": limits, "n": n}
            for said, share, limits, n in zip(*(c.tolist() for c in columns), strict=True)
        ]
        about = {"about": self.about, "sentence": self.sentence}
        return {**about, **value, "plain_error": self.plain_error, "bins": bins}

    def plot(self, ax: Any = None) -> Any:
        """Draw the reliability diagram; returns a `ReliabilityDisplay`."""
        from ..displays import ReliabilityDisplay

        return ReliabilityDisplay(
            self.probability, self.share, self.limits, self.n, name=self._named_error
        ).plot(ax=ax)

    @property
    def _named_error(self) -> str:
        return "bins" if self.error is None else f"calibration error {self.error.value:.3f}"


def _percent(value, digits) -> str:
    """Never rounded to all or nothing.

    >>> _percent(0.742, 0), _percent(0.998, 0)
    ('74%', 'more than 99%')
    """
    text = f"{100 * value:.{digits}f}"
    if float(text) == 100 and value < 1:
        return f"more than {99 if digits == 0 else 99.9}%"
    if float(text) == 0 and value > 0:
        return f"less than {1 if digits == 0 else 0.1}%"
    return f"{text}%"


def calibration(predictions, error: Estimate | None) -> Calibration:
    """The reliability of the probabilities of predictions (DeGroot and Fienberg 1983)."""
    if predictions.score_kind != "predict_proba":
        raise ValueError(
            "this result has no probabilities, which calibration is about: "
            f"give {parameter('probabilities')}"
        )
    part = predictions.part()
    found = events(part)
    bins = bin_numbers(found.probability, _MOST_BINS[predictions.task])
    n = np.bincount(bins)
    said, share = (np.bincount(bins, weights=x) / n for x in found[:2])
    units = part.units[found.row]
    grouped = predictions.groups is not None or len(np.unique(units)) < len(units)
    limits = np.empty((2, len(n)))
    for number in range(len(n)):
        of = bins == number
        groups = units[of] if grouped else None
        limits[:, number] = accuracy_interval(
            found.happened[of], groups, inflation=predictions.inflation
        )[:2]
    plain = float(n @ np.abs(share - said) / n.sum())
    about = _about_what(predictions)
    if predictions.place_of_positive == 0:  # of two classes the events are about the second
        said, share, limits, n = 1 - said[::-1], 1 - share[::-1], 1 - limits[::-1, ::-1], n[::-1]
    return Calibration(about, said, share, limits, n, error, plain, predictions.n_tested)


def _about_what(predictions) -> str:
    if predictions.task != "binary":
        return "label" if predictions.multilabel else "answer"
    return f"'{predictions.class_names[predictions.ranked_columns[0]]}'"
