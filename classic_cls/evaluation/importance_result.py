"""What families of features are worth, as a table, a plot and a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from .figures.table import record_of
from .intervals import Interval

if TYPE_CHECKING:
    import pandas as pd

READING = (
    "Shuffled: the model stays, and every tested image gets this family's columns of another "
    "image; that is how much the model leans on it. Left out: the model is fitted again without "
    "it; that is what nothing else makes up for. Families that tell the same share it, so that "
    "shuffling may cost much where leaving out costs nothing."
)


class Change(NamedTuple):
    """A figure with a change, how much worse that is, and the paired 95% interval of this."""

    value: float
    worse: float
    interval: Interval | None

    @classmethod
    def mean(cls, some: Sequence["Change"]) -> "Change":
        """The mean of several, and of the ends of their intervals."""
        value, worse = (float(np.mean([getattr(c, n) for c in some])) for n in cls._fields[:2])
        known = [change.interval for change in some if change.interval is not None]
        if len(known) < len(some):
            return cls(value, worse, None)
        low, high = (float(np.mean([getattr(i, n) for i in known])) for n in ("low", "high"))
        return cls(value, worse, Interval(low, high, known[0].method))

    @property
    def told(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.interval is not None and not self.interval.low <= 0 <= self.interval.high

    def plain(self) -> dict:
        """As plain values."""
        ends = None if self.interval is None else [self.interval.low, self.interval.high]
        return {"value": self.value, "worse": self.worse, "interval": ends}


class FamilyImportance(NamedTuple):
    """One family: members of the union, columns, and the figure shuffled and left out.

    ``left_out`` is None where there is no other family to learn from.
    """

    name: str
    members: tuple[str, ...]
    n_columns: int
    shuffled: Change
    left_out: Change | None


@dataclass(frozen=True, repr=False)
class FeatureImportance:
    """How much worse a figure becomes if a family of features is shuffled, or left out.

    Attributes
    ----------
    figure : str
        Which figure.
    task : str
    value : float
        The figure with all features, in the same folds.
    families : tuple of FamilyImportance
        The one whose shuffling costs most first.
    n_shuffles : int
        How often every family was shuffled in every fold; their mean is told.

    Examples
    --------
    >>> hog = FamilyImportance("hog", ("hog",), 324, Change(0.5, 0.4, Interval(0.3, 0.5, "")), None)
    >>> found = FeatureImportance("accuracy", "multiclass", 0.9, (hog,), 5)
    >>> print(found.sentence)
    the model leans most on 'hog': shuffled, accuracy is 40.0 points worse (95% interval 30.0 to \
50.0); it is the only family of features, so it cannot be left out
    """

    figure: str
    task: str
    value: float
    families: tuple[FamilyImportance, ...]
    n_shuffles: int

    @property
    def _percent(self) -> bool:
        return record_of(self.figure, self.task).percent

    def said(self, change: Change) -> str:
        """How much worse, with its interval, for a person.

        "40.0 points worse (95% interval 30.0 to 50.0)".
        """
        if np.isnan(change.worse):
            return "not defined"
        which = "worse" if change.worse >= 0 else "better"
        text = f"{self._number(abs(change.worse))}{self.unit} {which}"
        if change.interval is None:
            return text
        low, high, _ = change.interval
        low, high = (low, high) if change.worse >= 0 else (-high, -low)
        return f"{text} (95% interval {self._number(low)} to {self._number(high)})"

    @property
    def unit(self) -> str:
        """``" points"`` (of a hundred), or nothing."""
        return " points" if self._percent else ""

    def cell(self, change: Change) -> str:
        """How much worse, in a table: "40.0 (30.0 to 50.0)"."""
        if np.isnan(change.worse):
            return "not defined"
        text = self._number(change.worse)
        if change.interval is None:
            return text
        low, high, _ = change.interval
        return f"{text} ({self._number(low)} to {self._number(high)})"

    def _number(self, value: float) -> str:
        text = f"{100 * value:.1f}" if self._percent else f"{value:.3f}"
        return text.removeprefix("-") if float(text) == 0 else text

    @property
    def sentence(self) -> str:
        """What the model leans on, and what nothing else makes up for."""
        single = [row for row in self.families if len(row.members) == 1]
        most = single[0]
        text = (
            f"the model leans most on '{most.name}': shuffled, {self.figure} is "
            f"{self.said(most.shuffled)}"
        )
        if len(single) == 1:
            return f"{text}; it is the only family of features, so it cannot be left out"
        needed = [row for row in single if row.left_out.told and row.left_out.worse > 0]
        if needed:
            first = max(needed, key=lambda row: row.left_out.worse)
            text += f"; most is lost without '{first.name}': {self.said(first.left_out)}"
        else:
            text += "; no single family is missed: without any one no loss can be told from chance"
        for row in self.families:
            if len(row.members) > 1:
                text += f"; without {row.name} ({', '.join(row.members)}) {self.figure} is "
                text += self.said(row.left_out)
        return text

    def plain(self) -> dict:
        """All of it as plain values; ``families`` is a list of dicts."""
        return {
            "figure": self.figure,
            "value": self.value,
            "n_shuffles": self.n_shuffles,
            "sentence": self.sentence,
            "families": [
                row._asdict()
                | {"members": list(row.members), "shuffled": row.shuffled.plain()}
                | {"left_out": row.left_out and row.left_out.plain()}
                for row in self.families
            ],
        }

    def frame(self) -> "pd.DataFrame":
        """Table of the families.

        Columns ``members``, ``n_columns``, and for both ``shuffled`` and ``left_out`` the figure
        and its ``_worse``, ``_low`` and ``_high``.
        """
        import pandas as pd

        rows = []
        for row in self.families:
            cells = {"members": len(row.members), "n_columns": row.n_columns}
            for name in ("shuffled", "left_out"):
                change = getattr(row, name) or Change(np.nan, np.nan, None)
                low, high, _ = change.interval or (np.nan, np.nan, "")
                cells |= {name: change.value, f"{name}_worse": change.worse}
                cells |= {f"{name}_low": low, f"{name}_high": high}
            rows.append(cells)
        names = [row.name for row in self.families]
        return pd.DataFrame(rows, index=pd.Index(names, name="family"))

    def plot(self, kind: str = "left_out", ax: Any = None) -> Any:
        """Draw how much worse the figure is with each family "left_out", or "shuffled"."""
        from ..displays import DifferenceDisplay

        if kind not in ("left_out", "shuffled"):
            raise ValueError(f"kind is {kind!r}; it is 'left_out' or 'shuffled'")
        rows = [(row.name, getattr(row, kind)) for row in self.families]
        rows = [(name, change) for name, change in rows if change is not None]
        ends = [change.interval or (change.worse, change.worse) for _, change in rows]
        falls = not record_of(self.figure, self.task).lower_is_better
        return DifferenceDisplay(
            [change.worse for _, change in rows],
            [f"without {name}" if kind == "left_out" else f"{name} shuffled" for name, _ in rows],
            ([end[0] for end in ends], [end[1] for end in ends]),
            name=self.figure if falls else f"{self.figure} (times -1)",
        ).plot(ax=ax)

    def __repr__(self):
        return f"<FeatureImportance: {self.sentence}>"
