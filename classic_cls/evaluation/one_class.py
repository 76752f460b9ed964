"""What a model of one class is worth: false alarms, and what is found of every kind."""

from dataclasses import dataclass

import numpy as np

from .._remedies import remedy
from .held_out_scores import first_tests
from .predictions import Predictions
from .shares import effective_sample_size, wilson_interval


@dataclass(frozen=True)
class ShareCalledOther:
    """Of ``n`` images of a kind the share that is called other than the class, with 95% limits."""

    name: str
    n: int
    share: float
    low: float
    high: float

    def plain(self) -> dict:
        """As plain values."""
        limits = {"value": self.share, "interval": [self.low, self.high]}
        return {"name": self.name, "n": self.n} | limits


@dataclass(frozen=True)
class OneClass:
    """How often a model of one class alone gives alarm, where it should not and where it should.

    Attributes
    ----------
    known : str
        The class that was learned.
    asked : float
        The rate of false alarms that the limit was set by.
    false_alarms : ShareCalledOther or None
        Images of the class; None where none was tested.
    kinds : tuple of ShareCalledOther
        Images of every other class: what is found of it. Empty where none was shown.
    found : ShareCalledOther or None
        All of these together.
    """

    known: str
    asked: float
    false_alarms: ShareCalledOther | None
    kinds: tuple[ShareCalledOther, ...]
    found: ShareCalledOther | None

    @property
    def sentence(self) -> str:
        """Both in a sentence."""
        known, alarms = self.known, self.false_alarms
        if alarms is None:
            start = f"no image of '{known}' was tested, so the rate of false alarms is not known"
        else:
            start = f"{_percent(alarms)} of {_images(alarms.n)} of '{known}' are called 'not {known}'"
            start += f" (false alarms; {100 * self.asked:g}% were asked for)"
        return f"{start}; {self._of_others}"

    @property
    def _of_others(self) -> str:
        if self.found is None:
            how = remedy(
                "evaluate(model, data) with some",
                "'classic-cls evaluate MODEL FOLDER' with some in FOLDER",
            )
            return f"how many defects are found is unknown until some are shown: {how}"
        text = f"of {_images(self.found.n)} of other kinds {_percent(self.found)} are found"
        if len(self.kinds) < 2:
            return text
        least = min(self.kinds, key=lambda kind: kind.share)
        return f"{text}, least of '{least.name}': {100 * least.share:.0f}% of {least.n:,}"

    def plain(self) -> dict:
        """As plain values."""
        return {
            "sentence": self.sentence,
            "known": self.known,
            "asked": self.asked,
            "false_alarms": self.false_alarms and self.false_alarms.plain(),
            "found": self.found and self.found.plain(),
            "kinds": [kind.plain() for kind in self.kinds],
        }


def one_class_result(
    predictions: Predictions, kinds: np.ndarray, known: str, asked: float
) -> OneClass:
    """Shares of the tested images of every kind ``(n,)`` that are called other than the class.

    Of images that were tested several times the first test counts. With groups the limits are those
    of as many images as would be independent.

    >>> truth, answers = ["a"] * 3 + ["not a"], ["a", "a", "not a", "not a"]
    >>> shown = Predictions.of(truth, answers, class_names=["a", "not a"])
    >>> found = one_class_result(shown, np.array(["a", "a", "a", "b"]), "a", 0.05)
    >>> found.false_alarms.share.__round__(2), found.found.share
    (0.33, 1.0)
    """
    repeats, rows = first_tests(predictions)
    called = np.asarray(predictions.answers)[repeats, rows] != known
    groups = None if predictions.groups is None else np.asarray(predictions.groups)[rows]
    of_row = np.asarray(kinds)[rows]
    own = of_row == known

    def share(name: str, some: np.ndarray) -> ShareCalledOther | None:
        if not some.any():
            return None
        alarms = called[some].astype(float)
        size = effective_sample_size(alarms, None if groups is None else groups[some])
        low, high = wilson_interval(alarms.mean(), size)
        limits = float(alarms.mean()), float(low), float(high)
        return ShareCalledOther(name, int(some.sum()), *limits)

    names = np.unique(of_row[~own]).tolist()
    found = [share(name, of_row == name) for name in names]
    others = share(f"not {known}", ~own)
    return OneClass(known, asked, share(known, own), tuple(filter(None, found)), others)


def _percent(found: ShareCalledOther) -> str:
    low, high = 100 * found.low, 100 * found.high
    return f"{100 * found.share:.1f}% ({low:.1f} to {high:.1f}%)"


def _images(n: int) -> str:
    return f"{n:,} image{'' if n == 1 else 's'}"
