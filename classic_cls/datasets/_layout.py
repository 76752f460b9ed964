"""What the folders of a data set mean: classes, or parts of an official split."""

from dataclasses import dataclass, field

from .._remedies import remedy
from .._validation import quoted
from ._draft import DatasetError
from ._spelling import plain_text
from ._split import is_fold, part_in, split_part


class Tree:
    """Which folders lie in which, and which hold files; names from the root, with slashes."""

    def __init__(self, folders: list[str], files: list[str]):
        self._inside: dict[str, list[str]] = {}
        for folder in sorted(folders):
            self._inside.setdefault(folder.rpartition("/")[0], []).append(folder)
        self._direct = {name.rpartition("/")[0] for name in files}
        self._full = {"/".join(p[:i]) for p in (n.split("/") for n in files) for i in range(len(p))}

    def inside(self, folder: str = "") -> list[str]:
        """Names of the folders in a folder, without the way to them."""
        return [name.rpartition("/")[2] for name in self._inside.get(folder, [])]

    def full(self, folder: str = "") -> list[str]:
        """Those of them with a file somewhere below."""
        prefix = folder + "/" if folder else ""
        return [name for name in self.inside(folder) if prefix + name in self._full]

    def holds_files(self, folder: str) -> bool:
        """Whether files lie in the folder itself."""
        return folder in self._direct


@dataclass
class Layout:
    """Folders that are parts of an official split, above the class folders or inside them."""

    parts: dict[str, str] = field(default_factory=dict)
    """Folder -> part; with all folders on the way to the class folders."""
    inner: dict[str, str] = field(default_factory=dict)
    """Name of a folder in each class folder -> part."""
    notes: list[str] = field(default_factory=list)

    @property
    def is_split(self) -> bool:
        """Whether there is an official split."""
        return bool(self.parts or self.inner)

    @property
    def top(self) -> set[str]:
        """Top folders that are parts."""
        return {folder.split("/")[0] for folder in self.parts}

    def part_and_folders(self, folders: list[str]) -> tuple[str | None, list[str]]:
        """Part of an image, and its folders from that of its class on."""
        if self.inner:
            part = self.inner.get(folders[1]) if len(folders) > 1 else None
            return part, folders
        for count in range(len(folders), 0, -1):
            part = self.parts.get("/".join(folders[:count]))
            if part is not None:
                return part, folders[count:]
        return None, folders


def find_layout(tree: Tree, root: str, by_folder: bool) -> Layout:
    """Find an official split; refuse folders that are hardly classes.

    ``by_folder``: whether folders are classes, not labels taken from names.
    """
    top, full = tree.inside(), tree.full()
    parts = {name: part for name in top if (part := split_part(name))}
    loose = {name: part for name in top if (part := part_in(name))}
    no_others = set(full) <= set(loose)
    if _is_split(loose) and (_hold_the_same(tree, loose) or (no_others and not by_folder)):
        parts = loose
    if _is_split(parts):
        return Layout(dict(_ways(tree, parts)))
    if not by_folder:
        return Layout()
    if _is_split(loose) and no_others:
        raise DatasetError(_no_classes_in(root, full))
    shared = _shared(tree, full)
    if shared and all(map(is_fold, full)):
        raise DatasetError(_folds(root, full, shared))
    return _inner_layout(tree, full) or Layout(notes=_doubts(full, shared))


def _is_split(parts: dict[str, str]) -> bool:
    found = set(parts.values())
    return "train" in found and len(found) > 1


def _hold_the_same(tree: Tree, parts: dict[str, str]) -> bool:
    """Whether a class folder is in a training part and in another."""
    inside: dict[bool, set[str]] = {True: set(), False: set()}
    for folder, part in _ways(tree, parts):
        inside[part == "train"] |= {plain_text(name).casefold() for name in tree.inside(folder)}
    return bool(inside[True] & inside[False])


def _ways(tree: Tree, parts: dict[str, str]):
    """The folders of the parts, going on where one holds only itself once more (train/train)."""
    for folder, part in parts.items():
        inside = tree.full(folder)
        while len(inside) == 1 and part_in(inside[0]) == part and not tree.holds_files(folder):
            folder = f"{folder}/{inside[0]}"
            inside = tree.full(folder)
        yield folder, part


def _shared(tree: Tree, full: list[str]) -> list[str]:
    """Names that most folders in each of the top folders have; none where that says nothing."""
    inside = [set(map(plain_text, tree.full(folder))) for folder in full]
    if len(inside) < 2:
        return []
    shared = set.intersection(*inside)
    is_most = len(shared) > 1 and all(2 * len(shared) > len(names) for names in inside)
    return sorted(shared) if is_most else []


def _inner_layout(tree: Tree, full: list[str]) -> Layout | None:
    """An official split inside the class folders: cat/train, cat/test, dog/train, dog/test."""
    inside = {folder: tree.full(folder) for folder in full}
    names = {name for of_class in inside.values() for name in of_class}
    parts = {name: part for name in names if (part := part_in(name))}
    with_parts = [f for f in full if _is_split({n: parts[n] for n in inside[f] if n in parts})]
    if not with_parts or len(full) < 2:
        return None
    if all(inside[folder] and set(inside[folder]) <= set(parts) for folder in full):
        return Layout(inner=parts)
    others = [folder for folder in full if folder not in with_parts]
    return Layout(notes=[
        f"the classes {quoted(with_parts)} hold folders for training and test, {quoted(others)} "
        "other ones: no official split is taken from them" if others else
        f"beside {quoted(sorted(parts))} the class folders hold others, such as "
        f"{quoted(sorted(names - set(parts)), 3)}: no official split is taken from them"
    ])  # fmt: skip


def _no_classes_in(root: str, full: list[str]) -> str:
    return (
        f"the folders {quoted(full)} of {root} are named like parts of an official split, but no "
        "class folder lies in a part for training and in another: put one folder per class into "
        "each, or, if they are the classes, say so with "
        + remedy("label_by='^[^/]+'", "--label-by '^[^/]+'")
    )


def _inner_label() -> str:
    return remedy("label_by='^[^/]+/([^/]+)/'", "--label-by '^[^/]+/([^/]+)/'")


def _folds(root: str, full: list[str], shared: list[str]) -> str:
    return (
        f"the folders {quoted(full)} of {root} hold the same folders {quoted(shared)}, so they are "
        "folds or parts, not classes: take the class from the folder inside with "
        f"{_inner_label()} and, if they are folds, keep each in one with "
        + remedy("group_by='^[^/]+'", "--group-by '^[^/]+'")
    )


def _doubts(full: list[str], shared: list[str]) -> list[str]:
    if not shared:
        return []
    return [
        f"the classes {quoted(full)} hold the same folders {quoted(shared)}; if these are the "
        f"classes, take the label from them with {_inner_label()}; if they are patients or the "
        "like, keep each together with " + remedy("group_by='parent'", "--group-by parent")
    ]
