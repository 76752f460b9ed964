"""Groups and labels taken from paths: ``group_by`` and ``label_by``."""

import re
import shlex
from collections.abc import Sequence

from .._remedies import parameter, remedy
from .._validation import counted, quoted
from ..notes import Note
from ._draft import DatasetError, Draft
from ._files import has_image_extension
from ._split import is_any_folder


def apply_rules(
    draft: Draft, group_by: str | None, label_by: str | None, columns: Sequence[str] = ()
) -> None:
    """Labels and groups of all items from their names, by expressions (or "parent").

    Of a table the ``columns`` are named where an expression for groups matches nothing.
    """
    if label_by is not None:
        _apply(draft, "label", label_by)
    if group_by == "parent":
        _apply_parent(draft)
    elif group_by is not None:
        _apply(draft, "group", group_by, columns)
    if group_by is not None:
        note_lone_groups(draft)


def _apply_parent(draft: Draft) -> None:
    """One group of all folders of one name: a donor has a folder in every class."""
    places: dict[str, dict] = {}  # of a name: its folders, and a label in each
    for item in draft.items:
        folder = _parent(item.name)
        item.group = folder.rpartition("/")[2] or "."
        places.setdefault(item.group, {})[folder] = item.label
    draft.notes.append(_examples(draft, "group"))
    several = {name: found for name, found in places.items() if len(found) > 1}
    if several:
        across = any(len(set(found.values())) > 1 for found in several.values())
        draft.notes.append(_recurring(several, "classes" if across else "places"))


def _parent(name: str) -> str:
    """The folder of an image; not one such as ``images``, which lies in that of every patient."""
    folders = name.split("/")[:-1]
    while len(folders) > 2 and is_any_folder(folders[-1]):
        folders.pop()
    return "/".join(folders)


def _recurring(several: dict[str, dict], where: str) -> Note:
    """What is said of folder names that occur more than once."""
    n, (name, folders) = len(several), next(iter(several.items()))
    said = "1 folder name occurs" if n == 1 else f"{n:,} folder names occur"
    said += f" in several {where} and {'is' if n == 1 else 'are'} one group each"
    whole = remedy("group_by='(.+)/'", "--group-by '(.+)/'")
    otherwise = f"; if they are different things, {whole} takes the whole path"
    example = f" (such as '{name}': {quoted(folders, 2)})"
    return Note(f"{said}{example}{otherwise}", [name, *folders], f"{said}{otherwise}")


def _apply(draft: Draft, kind: str, rule: str, columns: Sequence[str] = ()) -> None:
    pattern = _compiled(kind, rule)
    values = [_value(pattern.search(item.name)) for item in draft.items]
    missed = [item.name for item, value in zip(draft.items, values) if not value]
    images = [name for name in missed if has_image_extension(name)]
    if images or len(missed) == len(values):
        raise DatasetError(
            f"{_said(kind, rule)} does not match {len(missed)} of {len(values)} paths, such as "
            f"{quoted(images or missed, 3)}; it is searched in the path relative to the data, "
            "with forward slashes"
            + (f", and is none of the columns {quoted(columns, 20)}" if columns else "")
        )
    for item, value in zip(draft.items, values):
        setattr(item, kind, value)
    draft.keep([bool(value) for value in values], f"not matched by {parameter(f'{kind}_by')}")
    draft.notes.append(_examples(draft, kind))


def _compiled(kind: str, rule: str) -> re.Pattern:
    try:
        return re.compile(rule)
    except re.error as error:
        raise DatasetError(
            f"{_said(kind, rule)} is not a valid regular expression: {error}"
        ) from error


def _said(kind: str, rule: str) -> str:
    return remedy(f"{kind}_by={rule!r}", f"--{kind}-by {shlex.quote(rule)}")


def _value(match: re.Match | None) -> str | None:
    if match is None:
        return None
    return match.group(1) if match.re.groups else match.group(0)


def _examples(draft: Draft, kind: str) -> Note:
    said = f"{counted(len({getattr(item, kind) for item in draft.items}), kind)} from the paths: "
    first = draft.items[:3]
    shown = [f"{item.name} -> {kind} '{getattr(item, kind)}'" for item in first]
    return Note(said + "; ".join(shown), [item.name for item in first], f"{said}…")


def note_lone_groups(draft: Draft) -> None:
    """Say that groups of one image each keep nothing together."""
    if len({item.group for item in draft.items}) == len(draft.items):
        draft.notes.append("every image is a group of its own, so the groups have no effect")
