"""Groups from a column of a table: taken where asked for, else pointed at."""

import re
import shlex

from .._remedies import remedy
from .._validation import counted
from ._draft import Draft
from ._rules import note_lone_groups

# What images of one thing are often told apart by; also as a part of a name, such as patient_id.
_UNITS = re.compile(
    "patient|subject|donor|person|participant|individual|animal|mouse|specimen|biopsy|slide|case"
    "|scanner|camera|device|machine|site|cent(?:er|re)|hospital|clinic|batch|plate|session|series"
    "|stud(?:y|ies)|video|clip|burst|sequence|location|station|plot|field|plant|tree|lot"
    "|photographer|author|user|owner|source|acquisition|visit|lesion|sample|group"
)
_NUMBER = re.compile(r"(?i:(?:^|[_\W\d])(?:id|nr|no)$)|[a-z](?:ID|Id|Nr|No)$")


def note_groups_of_column(draft: Draft, column: str) -> None:
    """Say what groups were taken from a column."""
    if not any(item.group for item in draft.items):
        draft.notes.append(f"column '{column}' is empty, so there are no groups")
        return
    names = {item.group for item in draft.items if item.group}
    note = f"{counted(len(names), 'group')} from column '{column}'"
    lacking = sum(item.group is None for item in draft.items)
    if lacking:
        note += f"; {counted(lacking, 'image')} without a value, each on its own"
    draft.notes.append(note)
    note_lone_groups(draft)


def point_at_groups(draft: Draft) -> None:
    """Point at columns whose values may be groups, where there are none."""
    if any(item.group for item in draft.items):
        return
    for place, column in enumerate(draft.further_columns):
        values = [item.further[place] for item in draft.items if item.further[place]]
        n = len(set(values))
        if 1 < n < len(values) and may_be_units(column):
            draft.notes.append(
                f"column '{column}' has {n:,} values for {counted(len(values), 'image')}: if "
                f"images of one value belong together, {_asked(column)} keeps them on one side of "
                "every split; without it the figures may be too high"
            )


def may_be_units(column: str) -> bool:
    """Whether a column of this name may say which images belong together.

    >>> may_be_units("site"), may_be_units("patient_id"), may_be_units("age")
    (True, True, False)
    """
    return bool(_UNITS.search(column.casefold()) or _NUMBER.search(column))


def _asked(column: str) -> str:
    return remedy(f"group_by={column!r}", f"--group-by {shlex.quote(column)}")
