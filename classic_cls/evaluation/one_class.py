"""What a model of one class is worth: false alarms, and what is found of every kind."""

from dataclasses import dataclass, field

import numpy as np

from .._figure_text import figure_text, interval_text
from .._remedies import remedy
from .estimates import Estimate
from .held_out_scores import first_tests
from .predictions import Predictions
from .shares import effective_sample_size, wilson_interval

_RANKED = ("roc_auc", "average_precision")


@dataclass(frozen=True)
class ShareCalledOther:
    """Of ``n`` images of a kind the share that is called other than the class, with 95% limits.

    Attributes
    ----------
    name : str
        The kind: the class, another class, or all others together.
    n : int
        Images of it that were tested.
    share : float
        Share of them that is called other, 0 to 1.
    low, high : float
        Wilson interval of the share.
    """

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
    ranked : dict of str to Estimate
        ``roc_auc`` and ``average_precision``, which hang on no limit, where they are defined.
    """

    known: str
    asked: float
    false_alarms: ShareCalledOther | None
    kinds: tuple[ShareCalledOther, ...]
    found: ShareCalledOther | None
    ranked: dict[str, Estimate] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Both in a sentence."""
        known, alarms = self.known, self.false_alarms
        if alarms is None:
            start = f"no image of '{known}' was tested, so the rate of false alarms is not known"
        else:
            start = (
                f"{_percent(alarms)} of {_images(alarms.n)} of '{known}' are called 'not {known}'"
            )
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
        if len(self.kinds) > 1:
            least = min(self.kinds, key=lambda kind: kind.share)
            text += f", least of '{least.name}': {100 * least.share:.0f}% of {least.n:,}"
        if "roc_auc" not in self.ranked:
            return text
        area, limits = self.ranked["roc_auc"].value, self.ranked["roc_auc"].interval
        text += f"; area under the ROC curve {figure_text(area)}"
        return text if limits is None else f"{text} ({interval_text(limits)})"

    def plain(self) -> dict:
        """As plain values."""
        return {
            "sentence": self.sentence,
            "known": self.known,
            "asked": self.asked,
            "false_alarms": self.false_alarms and self.false_alarms.plain(),
            "found": self.found and self.found.plain(),
            "kinds": [kind.plain() for kind in self.kinds],
            "ranked": {name: _of_estimate(found) for name, found in self.ranked.items()},
        }


def one_class_result(
    predictions: Predictions,
    kinds: np.ndarray,
    known: str,
    asked: float,
    figures: dict[str, Estimate] | None = None,
) -> OneClass:
    """Shares of the tested images of every kind ``(n,)`` that are called other than the class.

    Of images that were tested several times the first test counts. With groups the limits are those
    of as many images as would be independent. ``figures`` are those of the same predictions.

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
    ranked = {name: figures[name] for name in _RANKED if name in (figures or {})}
    return OneClass(known, asked, share(known, own), tuple(filter(None, found)), others, ranked)


def _of_estimate(found: Estimate) -> dict:
    limits = found.interval
    return {"value": found.value, "interval": limits and [limits.low, limits.high]}


def _percent(found: ShareCalledOther) -> str:
    return f"{figure_text(found.share)} ({interval_text((found.low, found.high))})"


def _images(n: int) -> str:
    return f"{n:,} image{'' if n == 1 else 's'}"
