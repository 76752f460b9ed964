"""What is to know about a figure: one record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

__all__ = ["ALL_TASKS", "SINGLE_LABEL", "UNBOUNDED", "Figure"]

SINGLE_LABEL = ("binary", "multiclass")
ALL_TASKS = (*SINGLE_LABEL, "multilabel")
UNBOUNDED = (0.0, float("inf"))


@dataclass(frozen=True)
class Figure:
    """All that terminal, report, comparisons and intervals know of a figure.

    Attributes
    ----------
    name, title, meaning : str
    tasks : tuple of str
        Of "binary", "multiclass" and "multilabel".
    kind : str
    clause : str
        Begins the main sentence, ``{}`` for the value.
    needs : tuple of str
        Of "positive" (a positive class), "scores", "probabilities" and "costs".
    fewest_classes : int
        Below them it says nothing.
    bounds : (float, float)
        Its least and largest value.
    lower_is_better : bool
    percent : bool
        Whether it is spoken of in percent, else with three decimals.
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
    kind: str
    clause: str = ""
    needs: tuple[str, ...] = ()
    fewest_classes: int = 1
    bounds: tuple[float, float] = (0.0, 1.0)
    lower_is_better: bool = False
    percent: bool = True
    front: tuple[str, ...] = ()
    same_as: str | None = None
    aim: str | None = None
    multilabel: Mapping = field(default_factory=dict)

    def of(self, task) -> "Figure":
        """The record in the words of a task, with a clause."""
        record = replace(self, clause=self.clause or f"{self.title} is {{}}")
        if task != "multilabel":
            return record
        said = {
            name: getattr(record, name).replace("the classes", "the labels")
            for name in ("meaning", "clause")
        }
        return replace(record, **said | dict(self.multilabel))

    @property
    def from_0_to_1(self) -> bool:
        """Whether it can be shown on a scale from 0 to 1."""
        return self.bounds == (0.0, 1.0)

    @property
    def needs_scores(self) -> bool:
        """Whether it follows from scores, not from predicted labels alone."""
        return not {"scores", "probabilities"}.isdisjoint(self.needs)
