"""``ImageDataset``: references to images, targets, groups and official split."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from .._validation import UNKNOWN, quoted, unknown_name
from ..base import ImageRef, relative_name
from ..notes import Note, renamed
from . import _checks
from ._description import describe
from ._draft import DatasetError, SetAside
from ._pages import expand_pages
from ._sources import FromSources

__all__ = ["ImageDataset"]


@dataclass(frozen=True, eq=False, repr=False)
class ImageDataset(FromSources):
    """Which images there are and what they show; nothing is decoded yet.

    Usually made by `from_folder`, `from_csv`, `from_frame` or `open`.

    Parameters
    ----------
    refs : tuple of ImageRef, length n
        The images.
    targets : ndarray of shape (n,), str, or (n, k), int8
        One class name per image, or (multilabel) 1 where the image has the label, 0 where
        it has not, -1 where nobody knows.
    class_names : tuple of str, length k
        All classes in natural order ('2' before '10').
    groups : ndarray of shape (n,), str, optional
        Images of one group are never both learned from and tested on.
    split : ndarray of shape (n,), 'train' or 'test', optional
        The official split.
    root : Path
        Folder that paths are reported relative to.
    name : str
        Name for reports and output folders.
    set_aside : tuple of SetAside
        Files and rows that take no part, with reasons.
    notes : tuple of str
        What a person should be told before work begins.
    columns : dict of str to ndarray of shape (n,), str
        What else a table says of the images, such as scanner or date, cell by cell.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ImageDataset, ImageRef
    >>> refs = tuple(ImageRef(f"{i}.png") for i in range(4))
    >>> data = ImageDataset(refs, np.array(["cat", "dog", "cat", "dog"]), ("cat", "dog"))
    >>> data
    <ImageDataset 'data': 4 images, 2 classes (2 each)>
    >>> data.task, data.take([0, 2]).paths
    ('binary', ['0.png', '2.png'])
    """

    refs: tuple[ImageRef, ...]
    targets: np.ndarray
    class_names: tuple[str, ...]
    groups: np.ndarray | None = None
    split: np.ndarray | None = None
    root: Path = Path(".")
    name: str = "data"
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    columns: dict[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self):
        arrays = {name: getattr(self, name) for name in ("targets", "groups", "split")}
        arrays |= {f"column '{name}'": values for name, values in self.columns.items()}
        for name, values in arrays.items():
            if values is not None and len(values) != len(self.refs):
                raise DatasetError(
                    f"{name} has {len(values)} entries, but there are {len(self.refs)} images"
                )

    def __len__(self) -> int:
        return len(self.refs)

    def __repr__(self) -> str:
        return f"<ImageDataset '{self.name}': {self.describe()}>"

    @property
    def multilabel(self) -> bool:
        """Whether an image may have any number of labels."""
        return self.targets.ndim == 2

    @property
    def task(self) -> str:
        """``"binary"``, ``"multiclass"`` or ``"multilabel"``."""
        if self.multilabel:
            return "multilabel"
        return "binary" if len(self.class_names) <= 2 else "multiclass"

    @property
    def paths(self) -> list[str | ImageRef]:
        """What a pipeline takes as ``X``: a path, or a reference where it says more."""
        return [ref.path if ref.is_whole_file else ref for ref in self.refs]

    @property
    def labels(self) -> np.ndarray:
        """What a pipeline takes as ``y``: the targets."""
        return self.targets

    def relative_paths(self) -> list[str]:
        """Names of the images relative to the root, with page and region."""
        return [ref.label(self.root) for ref in self.refs]

    def unusable(self, rejected: Iterable) -> tuple[SetAside, ...]:
        """Images that were rejected later, by row and reason, under their names here."""
        names = self.relative_paths() if rejected else []
        return tuple(
            SetAside(names[r.row], renamed(r.reason, lambda path: relative_name(path, self.root)))
            for r in rejected
        )

    def class_counts(self) -> dict[str, int]:
        """How many images each class has, as far as is known."""
        if self.multilabel:
            return dict(zip(self.class_names, (self.targets == 1).sum(axis=0).tolist()))
        found, counts = np.unique(self.targets, return_counts=True)
        count_of = dict(zip(found.tolist(), counts.tolist()))
        return {name: count_of.get(name, 0) for name in self.class_names}

    def column(self, name: str) -> np.ndarray:
        """One text per image, by which figures can be broken down.

        Parameters
        ----------
        name : str
            A further column of the table, ``"group"`` or ``"split"``; upper or lower case
            matters only where two names differ in nothing else.

        Returns
        -------
        ndarray of shape (n,), str
            An empty cell is ''.

        Raises
        ------
        DatasetError
            If there is no such column; the message names those there are.

        Examples
        --------
        >>> import numpy as np
        >>> from classic_cls import ImageDataset, ImageRef
        >>> refs, columns = (ImageRef("0.png"),), {"Scanner": np.array(["A7"])}
        >>> ImageDataset(refs, np.array(["a"]), ("a",), columns=columns).column("scanner")
        array(['A7'], dtype='<U2')
        """
        own = {"group": self.groups, "split": self.split}
        there = self.columns | {key: own[key] for key in own if own[key] is not None}
        alike = [key for key in there if key.casefold() == name.casefold()]
        if name.casefold() == "group" and not alike:
            raise DatasetError(
                f"{self.name}: there are no groups; give them with --group-by, or in a column "
                "'group' of the table"
            )
        if name not in there and len(alike) != 1:
            what = unknown_name("column", name, there) if there else (
                f"there is no column '{name}', nor any other: give a table with such a column"
            )
            raise DatasetError(f"{self.name}: {what}")
        return np.asarray(there[name if name in there else alike[0]], str)

    def describe(self) -> str:
        """One line for a person: images, classes, groups, split, what is set aside."""
        return describe(self)

    def take(self, rows: ArrayLike) -> "ImageDataset":
        """The data set of some of the images; the classes stay.

        Parameters
        ----------
        rows : array-like of int or bool
            Positions, or a mask of length n.

        Returns
        -------
        ImageDataset
        """
        rows = np.asarray(rows)
        rows = np.flatnonzero(rows) if rows.dtype == bool else rows.astype(int)
        return replace(
            self,
            refs=tuple(self.refs[row] for row in rows.tolist()),
            targets=self.targets[rows],
            groups=None if self.groups is None else self.groups[rows],
            split=None if self.split is None else self.split[rows],
            columns={name: values[rows] for name, values in self.columns.items()},
        )

    def training(self) -> "ImageDataset":
        """The training part of the official split; everything if there is none."""
        return self if self.split is None else self.take(self.split == "train")

    def test(self) -> "ImageDataset | None":
        """The test part of the official split; None if there is none."""
        return None if self.split is None else self.take(self.split == "test")

    def check_trainable(self) -> tuple[str, ...]:
        """Check that a classifier can be learned and tested on the training part.

        Returns
        -------
        tuple of str
            What a person should be told (multilabel): labels about which nothing can be
            learned, or nothing tested.

        Raises
        ------
        DatasetError
            If there are fewer than two classes, or a class has fewer than two images or
            lies in one group only; if that is so of every label (multilabel). The message
            names it and says what to do.
        """
        return _checks.check_trainable(self)

    def drop_classes(self, names: Iterable[str]) -> "ImageDataset":
        """Leave out classes: their images, or (multilabel) only the labels.

        An image of which no other label is known is set aside.

        Parameters
        ----------
        names : iterable of str
            Classes.

        Returns
        -------
        ImageDataset

        Raises
        ------
        DatasetError
            If a class of that name does not exist, or no class is left.

        Examples
        --------
        >>> import numpy as np
        >>> from classic_cls import ImageDataset, ImageRef
        >>> refs = tuple(ImageRef(f"{i}.png") for i in range(3))
        >>> data = ImageDataset(refs, np.array(["a", "b", "c"]), ("a", "b", "c"))
        >>> data.drop_classes(["b"]).paths
        ['0.png', '2.png']
        """
        names = {names} if isinstance(names, str) else set(names)
        unknown = sorted(names - set(self.class_names))
        if unknown:
            raise DatasetError(
                f"there is no class {quoted(unknown)} to drop; the classes are "
                + quoted(self.class_names, 50)
            )
        stay = [i for i, name in enumerate(self.class_names) if name not in names]
        if not stay:
            raise DatasetError("no class is left after dropping " + quoted(names))
        class_names = tuple(self.class_names[i] for i in stay)
        if self.multilabel:
            left = replace(self, targets=self.targets[:, stay], class_names=class_names)
            return left._set_unknown_aside()
        return replace(self.take(np.isin(self.targets, class_names)), class_names=class_names)

    def _set_unknown_aside(self) -> "ImageDataset":
        known = (self.targets != UNKNOWN).any(axis=1)
        if known.all():
            return self
        if not known.any():
            raise DatasetError(f"no image has a known label of {quoted(self.class_names)}")
        reason, names = "no label known", self.take(~known).relative_paths()
        return replace(
            self.take(known),
            set_aside=(*self.set_aside, *(SetAside(name, reason) for name in names)),
            notes=(*self.notes, Note.listing(f"{len(names)} set aside, {reason}", names)),
        )

    def expand_pages(self, count_pages: Callable[[str], int]) -> "ImageDataset":
        """Make every page of a file an image of its own (``--page each``).

        The pages of a file are a group, unless the data set has groups. Images that name
        a page already stay as they are, and files that cannot be counted too: they are
        set aside when they are read.

        Parameters
        ----------
        count_pages : callable
            From the path of a file to its number of pages; raises ValueError or OSError
            for a file it cannot read.

        Returns
        -------
        ImageDataset

        Examples
        --------
        >>> import numpy as np
        >>> from classic_cls import ImageDataset, ImageRef
        >>> data = ImageDataset((ImageRef("a.tif"),), np.array(["cell"]), ("cell",))
        >>> each = data.expand_pages(lambda path: 2)
        >>> each.relative_paths(), each.groups.tolist()
        (['a.tif[page=0]', 'a.tif[page=1]'], ['a.tif', 'a.tif'])
        """
        return expand_pages(self, count_pages)
