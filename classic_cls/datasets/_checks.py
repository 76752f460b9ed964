"""Whether a data set can be learned from."""

import os
import shlex

from .._remedies import parameter, remedy
from .._validation import quoted
from ._draft import DatasetError
from ._files import tables_in
from ._label_checks import check_labels
from ._one_class import check_one_class


def check_trainable(data) -> tuple[str, ...]:
    """Refuse what cannot be learned and tested; return notes on such labels (multilabel)."""
    part = data.training()
    if not len(part):
        raise DatasetError(
            f"{data.name} has no image for training: its official split names test images only"
        )
    if part.known is not None:
        check_one_class(part)
        return ()
    _check_class_count(part)
    if part.multilabel:
        return check_labels(part)
    _check_classes(part)
    return ()


def _check_classes(part) -> None:
    rows_of: dict[str, list[int]] = {name: [] for name in part.class_names}
    for row, name in enumerate(part.targets.tolist()):
        rows_of[name].append(row)
    few = [name for name, rows in rows_of.items() if len(rows) < 2]
    if few:
        held = {len(rows_of[name]) for name in few}
        count = "no image" if held == {0} else "one image" if held == {1} else "fewer than 2 images"
        raise DatasetError(
            f"{_classes(few)} {count} for training, where at least 2 are needed, one to learn "
            "from and one to test on: add images, or " + _how_to_drop(few)
        )
    if part.groups is not None:
        _check_groups(part, rows_of)


def _check_class_count(part) -> None:
    names = part.class_names
    if len(names) > 1:
        return
    if not names:
        raise DatasetError(f"{part.name} names no label at all; a classifier needs at least two")
    if part.multilabel:
        raise DatasetError(
            f"{part.name} has one label only, '{names[0]}'; make it a table with a column 'label' "
            "that says yes or no"
        )
    raise DatasetError(
        f"{part.name} has one class only, '{names[0]}'; a classifier needs at least two; to "
        "find whatever looks different from it, learn it alone: "
        + _alone(names[0])
        + _hint(part.root, names[0])
    )


def _alone(name: str) -> str:
    quoted = shlex.quote(name)
    return remedy(
        f"data.one_class({name!r})",
        f"--one-class {quoted}",
        f"train with --one-class {quoted}",
    )


def _hint(root, class_name: str) -> str:
    """What else the person may have meant, by what lies in the folder."""
    inside = os.path.join(root, class_name)
    if not os.path.isdir(inside):
        return ""
    if tables := tables_in(root):
        return f"; if {quoted(tables)} in it holds the labels, give that file instead"
    if any(os.path.isdir(os.path.join(inside, name)) for name in os.listdir(inside)):
        return f"; if the folders in '{class_name}' are the classes, give {inside} instead"
    how = remedy("label_by=REGEX", "--label-by REGEX")
    return f"; add a folder for another class, or take the label from the path with {how}"


def _check_groups(part, rows_of: dict[str, list[int]]) -> None:
    lone = [name for name, rows in rows_of.items() if len(set(part.groups[rows])) < 2]
    if not lone:
        return
    if len(lone) == len(rows_of):
        raise DatasetError(
            f"every class lies in one group only ('{lone[0]}' in "
            f"'{part.groups[rows_of[lone[0]][0]]}'), as if the groups were the classes; a group is "
            "never split, so nothing could be tested: choose finer groups "
            f"({parameter('group_by')})"
        )
    raise DatasetError(
        f"{_classes(lone)} all images in one group ('{part.groups[rows_of[lone[0]][0]]}'); a group "
        "is never split, so they could not be learned and tested: add images of another group, "
        f"choose finer groups ({parameter('group_by')}), or " + _how_to_drop(lone)
    )


def _classes(names: list[str]) -> str:
    return f"class {quoted(names)} has" if len(names) == 1 else f"classes {quoted(names)} have"


def _how_to_drop(names: list[str]) -> str:
    few = names[:20]
    return "leave out with " + remedy(
        f"data.drop_classes({few})", " ".join(f"--drop-class {shlex.quote(name)}" for name in few)
    )
