"""Groups and labels taken from paths: ``group_by`` and ``label_by``."""

import re

from .._validation import counted, quoted
from ..notes import Note
from ._draft import DatasetError, Draft
from ._files import has_image_extension


def apply_rules(draft: Draft, group_by: str | None, label_by: str | None) -> None:
    """Labels and groups of all items from their names, by expressions (or "parent")."""
    if label_by is not None:
        _apply(draft, "label", label_by)
    if group_by == "parent":
        for item in draft.items:
            item.group = item.name.rpartition("/")[0] or "."
        draft.notes.append(_examples(draft, "group"))
    elif group_by is not None:
        _apply(draft, "group", group_by)
    if group_by is not None:
        _note_lone_groups(draft)


def _apply(draft: Draft, kind: str, rule: str) -> None:
    pattern = _compiled(kind, rule)
    values = [_value(pattern.search(item.name)) for item in draft.items]
    missed = [item.name for item, value in zip(draft.items, values) if not value]
    images = [name for name in missed if has_image_extension(name)]
    if images or len(missed) == len(values):
        raise DatasetError(
            f"--{kind}-by {rule!r} does not match {len(missed)} of {len(values)} paths, such as "
            f"{quoted(images or missed, 3)}; it is searched in the path relative to the data, "
            "with forward slashes"
        )
    for item, value in zip(draft.items, values):
        setattr(item, kind, value)
    draft.keep([bool(value) for value in values], f"not matched by --{kind}-by")
    draft.notes.append(_examples(draft, kind))


def _compiled(kind: str, rule: str) -> re.Pattern:
    try:
        return re.compile(rule)
    except re.error as error:
        raise DatasetError(
            f"--{kind}-by {rule!r} is not a valid regular expression: {error}"
        ) from error


def _value(match: re.Match | None) -> str | None:
    if match is None:
        return None
    return match.group(1) if match.re.groups else match.group(0)


def _examples(draft: Draft, kind: str) -> Note:
    said = f"{counted(len({getattr(item, kind) for item in draft.items}), kind)} from the paths: "
    first = draft.items[:3]
    shown = [f"{item.name} -> {kind} '{getattr(item, kind)}'" for item in first]
    return Note(said + "; ".join(shown), [item.name for item in first], f"{said}…")


def _note_lone_groups(draft: Draft) -> None:
    if len({item.group for item in draft.items}) == len(draft.items):
        draft.notes.append("every image is a group of its own, so the groups have no effect")
