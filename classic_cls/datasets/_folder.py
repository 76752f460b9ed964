"""A folder with one folder per class, or with labels in its file names."""

import os
from collections import Counter

from .._remedies import remedy
from .._validation import counted, quoted
from ..base import ImageRef
from ._companions import set_companions_aside
from ._draft import DatasetError, Draft, Item, SetAside, none_needed
from ._files import FolderWalk, has_image_extension, tables_in
from ._layout import Layout, Tree, find_layout
from ._rules import apply_rules
from ._spelling import plain_text


def draft_from_folder(root: str, group_by: str | None, label_by: str | None) -> Draft:
    """Find the images below ``root``, with label and part of the official split."""
    _check_folder(root)
    walk = FolderWalk(root)
    draft = Draft([], set_aside=walk.set_aside)
    tree = Tree([plain_text(f) for f in walk.folders], [plain_text(n) for n, _ in walk.files])
    layout = find_layout(tree, root, by_folder=label_by is None)
    draft.notes += layout.notes
    _place_files(draft, walk, layout, by_folder=label_by is None)
    if not draft.items:
        raise DatasetError(_why_nothing(root, walk, draft, layout.top))
    draft.items.sort(key=lambda item: (item.label or "", item.name, item.ref.path))
    if label_by is None:
        _note_empty_classes(draft, walk.folders, layout.top)
    apply_rules(draft, None, label_by)
    set_companions_aside(draft, same_label=label_by is not None)
    apply_rules(draft, group_by, None)
    draft.settle_split()
    draft.set_aside.sort(key=lambda out: out.path)
    _note_skipped(draft, walk)
    return draft


def _check_folder(root: str) -> None:
    if not os.path.exists(root):
        raise DatasetError(
            f"{root} does not exist; give a folder with one folder per class, or a CSV file"
        )
    if not os.path.isdir(root):
        raise DatasetError(
            f"{root} is a file, not a folder; a table is read with ImageDataset.from_csv"
        )
    try:
        os.listdir(root)
    except OSError as error:
        raise DatasetError(f"{root} cannot be read: {error.strerror}") from error


def _place_files(draft: Draft, walk: FolderWalk, layout: Layout, by_folder: bool) -> None:
    beside: Counter[str] = Counter()
    for name, path in walk.files:
        name = plain_text(name)
        part, folders = layout.part_and_folders(name.split("/")[:-1])
        if layout.parts and part is None and folders and folders[0] not in layout.top:
            beside[folders[0]] += 1
        elif (by_folder and not folders) or (layout.is_split and part is None):
            _set_stray_aside(draft, walk, name)
        else:
            label = draft.label_of(folders[0]) if by_folder else None
            draft.items.append(Item(ImageRef(path), name, label, split=part))
    for folder, count in sorted(beside.items()):
        draft.notes.append(
            f"folder '{folder}' ({counted(count, 'file')}) is left out: the folders "
            f"{quoted(sorted(layout.top))} beside it are an official split"
        )


def _set_stray_aside(draft: Draft, walk: FolderWalk, name: str) -> None:
    if has_image_extension(name):
        draft.set_aside.append(SetAside(name, "not in a class folder"))
    else:
        walk.skipped["other"] += 1


def _why_nothing(root: str, walk: FolderWalk, draft: Draft, parts: set[str]) -> str:
    if any(out.reason == "not in a class folder" for out in draft.set_aside):
        places = quoted(sorted(parts)) + " of " if parts else ""
        by = remedy("label_by=REGEX", "--label-by REGEX")
        return (
            f"the images lie directly in {places}{root}, without class folders; put them into one "
            f"folder per class, or take the label from the path with {by}, or give a CSV file with "
            "the columns path,label" + _tables_beside(root) + none_needed()
        )
    what = f"only {_kinds(walk.skipped)}" if walk.skipped else "no file that may be an image"
    if draft.set_aside:
        out = draft.set_aside[0]
        what += f" ({out.path}: {out.reason})"
    return f"no image found in {root}: it holds {what}" + _tables_beside(root)


def _tables_beside(root: str) -> str:
    tables = tables_in(root)
    return f"; if {quoted(tables)} there holds the labels, give that file instead" if tables else ""


def _note_empty_classes(draft: Draft, folders: list[str], parts: set[str]) -> None:
    depth = 2 if parts else 1
    places = {plain_text(name) for name in folders if name.count("/") == depth - 1}
    if parts:
        places = {name for name in places if name.split("/")[0] in parts} | parts
    full = {item.name.split("/")[0] for item in draft.items}
    full |= {"/".join(item.name.split("/")[:depth]) for item in draft.items}
    empty = sorted(places - full)
    if empty:
        draft.notes.append(f"no image with a class in the folders {quoted(empty)}; left out")


def _note_skipped(draft: Draft, walk: FolderWalk) -> None:
    count = sum(walk.skipped.values())
    if count:
        draft.notes.append(f"{counted(count, 'file')} skipped, no images: {_kinds(walk.skipped)}")
    if walk.storage:
        draft.notes.append(
            f"passed over, as bins, thumbnails and snapshots of storage systems: "
            f"{quoted(sorted(walk.storage))}"
        )
    if walk.idle_links:
        draft.notes.append(
            f"links not followed, as their folders are read elsewhere: {quoted(walk.idle_links)}"
        )


def _kinds(skipped: Counter) -> str:
    return ", ".join(
        f"{count} {kind if kind == 'other' else '.' + kind}"
        for kind, count in skipped.most_common(5)
    )
