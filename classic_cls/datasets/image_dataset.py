"""``ImageDataset``: references to images, targets, groups and official split."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .._validation import quoted
from ..base import ImageRef
from . import _checks
from ._draft import DatasetError, SetAside, counted
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
        One class name per image, or (multilabel) 1 where the image has the label.
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

    def __post_init__(self):
        for field in ("targets", "groups", "split"):
            values = getattr(self, field)
            if values is not None and len(values) != len(self.refs):
                raise DatasetError(
                    f"{field} has {len(values)} entries, but there are {len(self.refs)} images"
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

    def class_counts(self) -> dict[str, int]:
        """How many images each class has."""
        if self.multilabel:
            return dict(zip(self.class_names, self.targets.sum(axis=0, dtype=int).tolist()))
        found, counts = np.unique(self.targets, return_counts=True)
        count_of = dict(zip(found.tolist(), counts.tolist()))
        return {name: count_of.get(name, 0) for name in self.class_names}

    def describe(self) -> str:
        """One line for a person: images, classes, groups, split, what is set aside."""
        parts = [counted(len(self), "image"), self._describe_classes()]
        if self.groups is not None:
            parts.append(counted(len(set(self.groups.tolist())), "group"))
        if self.split is not None:
            n_train = int(np.count_nonzero(self.split == "train"))
            parts.append(f"official split {n_train:,}/{len(self) - n_train:,}")
        if self.set_aside:
            parts.append(f"{len(self.set_aside)} set aside")
        return ", ".join(parts)

    def _describe_classes(self) -> str:
        counts = self.class_counts().values()
        least, most = min(counts, default=0), max(counts, default=0)
        each = f"{most:,} each" if least == most else f"{least:,} to {most:,} each"
        kind = "label" if self.multilabel else "class"
        return f"{counted(len(self.class_names), kind)} ({each})"

    def take(self, rows) -> "ImageDataset":
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
        )

    def training(self) -> "ImageDataset":
        """The training part of the official split; everything if there is none."""
        return self if self.split is None else self.take(self.split == "train")

    def test(self) -> "ImageDataset | None":
        """The test part of the official split; None if there is none."""
        return None if self.split is None else self.take(self.split == "test")

    def check_trainable(self) -> None:
        """Check that a classifier can be learned and tested on the training part.

        Raises
        ------
        DatasetError
            If there are fewer than two classes, or a class has fewer than two images or
            lies in one group only; the message names it and says what to do.
        """
        _checks.check_trainable(self)

    def drop_classes(self, names: Iterable[str]) -> "ImageDataset":
        """Leave out classes: their images, or (multilabel) only the labels.

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
            return replace(self, targets=self.targets[:, stay], class_names=class_names)
        return replace(self.take(np.isin(self.targets, class_names)), class_names=class_names)

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
        n_pages = [_count_pages(ref, count_pages) for ref in self.refs]
        if max(n_pages, default=1) == 1:
            return self
        refs = tuple(
            replace(ref, page=page) if n > 1 else ref
            for ref, n in zip(self.refs, n_pages)
            for page in range(n)
        )
        data = self
        if self.groups is None:
            files = np.array([ImageRef(ref.path).label(self.root) for ref in self.refs], str)
            data = replace(self, groups=files)
        data = data.take(np.repeat(np.arange(len(self)), n_pages))
        return replace(data, refs=refs)


def _count_pages(ref: ImageRef, count_pages: Callable[[str], int]) -> int:
    if ref.page is not None:
        return 1
    try:
        return max(1, count_pages(ref.path))
    except (ValueError, OSError):
        return 1
