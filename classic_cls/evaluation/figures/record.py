"""What is to know about a figure: one record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..._figure_text import figure_text, interval_text, points_text
from .behind import Counts, Ranks, Terms, Whole

BINARY, MULTICLASS, MULTILABEL = ("binary",), ("multiclass",), ("multilabel",)
SINGLE_LABEL = (*BINARY, *MULTICLASS)
ALL_TASKS = (*SINGLE_LABEL, *MULTILABEL)
UNBOUNDED = (0.0, float("inf"))


@dataclass(frozen=True)
class Figure:
    """All that terminal, report, comparisons and intervals know of a figure.

    Attributes
    ----------
    name, title, meaning : str
    tasks : tuple of str
        Of "binary", "multiclass" and "multilabel".
    behind : Counts, Terms, Ranks or Whole
        The formula, and what the interval follows from; None of a scikit-learn scorer.
    clause : str
        Begins the main sentence, ``{}`` for the value.
    needs : tuple of str
        Of "positive" (a positive class), "scores", "probabilities" and "costs".
    fewest_classes : int
        Below them it says nothing.
    bounds : (float, float), or a function of the number of classes that gives them
        Its least and largest value.
    lower_is_better : bool
    percent : bool
        Whether it is a share, which people read in percent and its differences in points; others
        have three decimals. `text`, `limits` and `points` follow it.
    front : tuple of str
        Where it is on the front page: "multiclass", "multilabel", "binary" (without a
        positive class) and "positive" (with one). The headline always is.
    same_as : str or None
        The figure that it is under another name.
    aim : str or None
        Word for it in the aims of decision thresholds.
    multilabel : dict
        Fields that are different where images have several labels.
    """

    name: str
    title: str
    meaning: str
    tasks: tuple[str, ...]
    behind: Counts | Terms | Ranks | Whole | None = None
    clause: str = ""
    needs: tuple[str, ...] = ()
    fewest_classes: int = 1
    bounds: tuple[float, float] | Callable = (0.0, 1.0)
    lower_is_better: bool = False
    percent: bool = True
    front: tuple[str, ...] = ()
    same_as: str | None = None
    aim: str | None = None
    multilabel: Mapping = field(default_factory=dict)

    def __post_init__(self):
        endless = not callable(self.bounds) and self.bounds[1] == UNBOUNDED[1]
        known = self.behind is None or isinstance(self.behind, Counts)
        if endless and not known and getattr(self.behind, "largest", None) is None:
            raise ValueError(
                f"figure {self.name!r} has no largest value: give bounds, or in Terms the largest "
                "value that an image can add"
            )

    def of(self, task: str) -> "Figure":
        """The record in the words of a task, with a clause."""
        record = replace(self, clause=self.clause or f"{self.title} is {{}}")
        if task != "multilabel":
            return record
        said = {
            name: getattr(record, name).replace("the classes", "the labels")
            for name in ("meaning", "clause")
        }
        return replace(record, **said | dict(self.multilabel))

    def bounds_for(self, n_classes: int | None) -> tuple[float, float]:
        """Least and largest value of a task with so many classes."""
        return self.bounds(n_classes) if callable(self.bounds) else self.bounds

    def doubt(self, value: float, predictions: Any) -> tuple:
        """Interval where the bootstrap knows no doubt."""
        return self.behind.doubt(self, value, predictions)

    def text(self, value: float | None) -> str:
        """A value, for people.

        >>> from classic_cls.evaluation import record_of
        >>> record_of("accuracy").text(0.953), record_of("kappa").text(0.9)
        ('95.3%', '0.900')
        """
        return figure_text(value, self.percent)

    def limits(self, interval: tuple | None) -> str:
        """An interval, for people, without the sign."""
        return interval_text(interval, self.percent)

    def with_interval(self, estimate: Any) -> str:
        """An `Estimate` in a sentence."""
        text = self.text(estimate.value)
        limits = "" if estimate.interval is None else self.limits(estimate.interval)
        return f"{text}, 95% interval {limits}" if limits else text

    def points(self, difference: float, sign: str = "") -> str:
        """A difference of two values, for people."""
        return points_text(difference, self.percent, sign)

    @property
    def at_best(self) -> str:
        """What stands before a value that it is hardly better than."""
        return "at least about" if self.lower_is_better else "at most about"

    @property
    def from_0_to_1(self) -> bool:
        """Whether it can be shown on a scale from 0 to 1."""
        return self.bounds == (0.0, 1.0)

    @property
    def needs_scores(self) -> bool:
        """Whether it follows from scores, not from predicted labels alone."""
        return not {"scores", "probabilities"}.isdisjoint(self.needs)
