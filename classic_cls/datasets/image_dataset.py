"""``ImageDataset``: references to images, targets, groups and official split."""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import ArrayLike

from .._remedies import parameter
from .._typing import FilePath
from .._validation import UNKNOWN, quoted, unknown_name
from ..base import ImageRef, relative_name
from ..notes import Note, renamed
from . import _checks
from ._description import describe
from ._draft import DatasetError, Draft, Item, SetAside
from ._folder import draft_from_folder
from ._manifest import columns_of, write_manifest
from ._one_class import as_one_class
from ._pages import expand_pages
from ._parts import checked_parts, checked_rows
from ._rows import draft_from_table, refs_from_table
from ._table import read_csv, table_from_frame

if TYPE_CHECKING:
    import pandas as pd


def images_in_table(path: FilePath, columns: Iterable[str] = ()) -> list[ImageRef]:
    """The images that a CSV file names in its column ``path``, with page, region and mask.

    Labels are passed over, so there need not be any: images to predict. ``columns`` are those that
    the references shall carry.
    """
    path = os.fspath(path)
    folder = os.path.dirname(path)
    refs = refs_from_table(read_csv(path), folder or os.curdir, tuple(columns))
    here = os.path.join(os.curdir, "")
    return refs if folder else [replace(r, path=r.path.removeprefix(here)) for r in refs]


def are_regions(refs: Iterable[ImageRef]) -> bool:
    """Whether several images are regions of one file."""
    n_regions = Counter(ref.path for ref in refs if ref.box is not None)
    return max(n_regions.values(), default=0) > 1


@dataclass(frozen=True, eq=False, repr=False)
class ImageDataset:
    """Which images there are and what they show; nothing is decoded yet.

    Usually made by `from_folder`, `from_csv`, `from_frame` or `open`.

    Parameters
    ----------
    refs : tuple of ImageRef, length n
        The images; paths are taken too. Series and arrays count by position, here and below.
    targets : ndarray of shape (n,), str, or (n, k), int8
        One class name per image, or (multilabel) 1 where the image has the label, 0 where
        it has not, -1 where nobody knows. Numbers are kept as text.
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
    exclusive : bool
        Whether a table of several labels an image had exactly one in every row, so that they
        were taken for classes; a multilabel model can be evaluated on them all the same.
    validation : ndarray of shape (n,), bool, optional
        Which training images were an official validation part, beside a test part: parameters are
        chosen by them.
    known : str, optional
        The class of two that is learned alone, see `one_class`; images of the other are only
        tested.

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
    exclusive: bool = False
    validation: np.ndarray | None = None
    known: str | None = None

    def __post_init__(self):
        for name, value in checked_parts(self).items():
            object.__setattr__(self, name, value)

    @classmethod
    def from_folder(
        cls, folder: FilePath, *, group_by: str | None = None, label_by: str | None = None
    ) -> Self:
        """Find images in a folder with one folder per class.

        Nested folders belong to their top class. Top folders named train and test (or val,
        dev, training_set, seg_test and the like), each with its class folders, are an
        official split; so are folders of these names inside all class folders. If there are
        all three, the validation part joins the training part. Folds side by side are refused.
        Hidden files, clutter of operating and storage systems and output folders of this
        package are passed over. Masks, label images and thumbnails are set aside where their
        names say to which image they belong (``1_mask.png``, ``masks/1.png``).

        Parameters
        ----------
        folder : path
            The folder.
        group_by : str, optional
            ``"parent"``: images in folders of one name are a group, in whatever class the
            folders lie (a patient has one in each). Otherwise a regular expression
            searched in the path relative to ``folder`` (with ``/``); its first parenthesis, or
            the whole match, is the group.
        label_by : str, optional
            Regular expression that takes the label from the path in the same way; then
            folders are not classes.

        Returns
        -------
        ImageDataset
            In the order of class and path, which is the same on every system.

        Raises
        ------
        DatasetError
            If the folder is missing or a file, holds no image, holds images but no class
            folder, folders are folds or parts without classes inside, or an expression does
            not match the path of every image.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> from classic_cls import ImageDataset
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for name in ["cat_1.png", "cat_2.png", "dog_1.png"]:
        ...         pathlib.Path(folder, name).touch()
        ...     data = ImageDataset.from_folder(folder, label_by="[a-z]+")
        >>> data.labels.tolist()
        ['cat', 'cat', 'dog']
        """
        root = os.fspath(folder)
        draft = draft_from_folder(root, group_by, label_by)
        return cls._from_draft(draft, root, Path(root).resolve().name or "data")

    @classmethod
    def from_csv(
        cls, path: FilePath, *, group_by: str | None = None, label_by: str | None = None
    ) -> Self:
        """Read a table of images: CSV with any common delimiter, UTF-8 or Windows-1252.

        Columns (in any order, upper or lower case): ``path`` (or file, filename, image),
        relative to the table, also without extension where one file fits, and one of

        - ``label`` (or class, category): the class;
        - ``labels`` (or tags): any number of labels, joined by ``;`` or ``|`` (by commas where
          no cell has these), or a list as Python, JSON or numpy write it;
        - one column of 0 and 1 for each class.

        Where every row has exactly one of several labels, they are taken as classes.

        Optional: ``group``, ``split`` (train, test, val), ``page`` (from 0, or max),
        ``x, y, width, height`` (a region in pixels, rounded outward), ``mask`` (an image
        file). Where several rows lie in one file and no groups are given, the file is the
        group. A row whose page or region is none is set aside.

        An empty cell means no label, and so do the words that pandas takes for nothing, such
        as NaN, NA and None. ``?`` means that nobody knows, which is not absent:
        in a column of 0 and 1 that label is unknown for the image (-1 says so too), and so is a
        label with a question mark before it among ``labels`` (``sea;?boat``). Where no label is
        known, as in a cell ``?`` of ``label`` or ``labels``, the row is set aside.

        Other columns are kept as text in ``columns``, so that figures can be broken down
        by them; among columns of 0 and 1 those of text that is neither. Rows about the same
        image complete each other; of several texts in another column the first counts, with
        a note. What is odd in up to a third of the rows is set aside, with the reason: rows
        of too many or too few cells, words in ``split`` that name no part, and images of
        which rows contradict each other in label, group or split.

        Parameters
        ----------
        path : path
            The file.
        group_by : str, optional
            A column whose values are the groups; otherwise as for `from_folder`.
        label_by : str, optional
            As for `from_folder`; it replaces the column of labels.

        Returns
        -------
        ImageDataset
            In the order of the table.

        Raises
        ------
        DatasetError
            If the file cannot be read as a table, a column is missing, or more than a third
            of the rows are odd.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> from classic_cls import ImageDataset
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for name in ["1.png", "2.png"]:
        ...         pathlib.Path(folder, name).touch()
        ...     table = pathlib.Path(folder, "labels.csv")
        ...     _ = table.write_text("path,labels\\n1.png,sea;sky\\n2.png,sky\\n")
        ...     data = ImageDataset.from_csv(table)
        >>> data.class_names, data.labels.tolist()
        (('sea', 'sky'), [[1, 1], [0, 1]])
        """
        path = os.fspath(path)
        root = os.path.dirname(path) or "."
        draft = draft_from_table(read_csv(path), root, group_by, label_by)
        return cls._from_draft(draft, root, _name_of_table(Path(path)))

    @classmethod
    def from_frame(
        cls,
        frame: "pd.DataFrame",
        root: FilePath | None = None,
        *,
        group_by: str | None = None,
        label_by: str | None = None,
    ) -> Self:
        """Take images from a pandas data frame, by the rules of `from_csv`.

        Parameters
        ----------
        frame : pandas.DataFrame
            Columns as for `from_csv`; every cell counts as the text that it has in a CSV
            file, and a cell of ``labels`` may be a list, set or array. Missing values (NaN,
            None, NA, NaT) are empty cells, so 0 in a column of 0 and 1; unknown labels are
            written ``?``.
        root : path, optional
            Folder that the paths are relative to; the working folder if not given.
        group_by : str, optional
            A column whose values are the groups; otherwise as for `from_folder`.
        label_by : str, optional
            As for `from_folder`; it replaces the column of labels.

        Returns
        -------
        ImageDataset
            In the order of the frame.

        Raises
        ------
        DatasetError
            As for `from_csv`.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> import pandas as pd
        >>> from classic_cls import ImageDataset
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pathlib.Path(folder, "1.png").touch()
        ...     frame = pd.DataFrame({"path": ["1.png", "gone.png"], "label": ["a", "b"]})
        ...     data = ImageDataset.from_frame(frame, folder)
        >>> data.labels.tolist(), data.set_aside
        (['a'], (SetAside(path='gone.png', reason='file not found'),))
        """
        root = "." if root is None else os.fspath(root)
        draft = draft_from_table(table_from_frame(frame), root, group_by, label_by)
        return cls._from_draft(draft, root, "data")

    @classmethod
    def open(
        cls, path: FilePath, *, group_by: str | None = None, label_by: str | None = None
    ) -> Self:
        """Read a folder (`from_folder`) or a table (`from_csv`), by what it is.

        >>> import pathlib, tempfile
        >>> from classic_cls import ImageDataset
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     pathlib.Path(folder, "cat").mkdir()
        ...     pathlib.Path(folder, "cat", "1.png").touch()
        ...     ImageDataset.open(folder).class_names
        ('cat',)
        """
        read = cls.from_csv if os.path.isfile(path) else cls.from_folder
        return read(path, group_by=group_by, label_by=label_by)

    @classmethod
    def _from_draft(cls, draft: Draft, root: str, name: str) -> Self:
        names = draft.class_names()
        items = draft.items
        has_groups = any(item.group is not None for item in items)
        validation = np.array([item.validation for item in items], bool)
        return cls(
            refs=tuple(item.ref for item in items),
            targets=_targets(items, names, draft.multilabel),
            class_names=names,
            # An image without a group of its own stands for itself.
            groups=np.array([i.group or i.name for i in items], str) if has_groups else None,
            split=np.array([i.split for i in items], str) if items[0].split else None,
            root=Path(root),
            name=name,
            set_aside=tuple(draft.set_aside),
            notes=tuple(draft.closing_notes()),
            columns={
                column: np.array([item.further[i] for item in items], str)
                for i, column in enumerate(draft.further_columns)
            },
            exclusive=draft.exclusive,
            validation=validation if validation.any() else None,
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
        return [ref.path if ref.is_whole_file and ref.columns is None else ref for ref in self.refs]

    @property
    def sources(self) -> np.ndarray | None:
        """Name of the file ``(n,)`` of each image, where several are regions of one; else None."""
        if not are_regions(self.refs):
            return None
        return np.array([ImageRef(ref.path).label(self.root) for ref in self.refs], str)

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
        """One text per image: a further column of the table, ``"group"`` or ``"split"``.

        Upper or lower case matters only where two names differ in nothing else; empty cells are ''.

        >>> import numpy as np
        >>> columns = {"Scanner": np.array(["A7"])}
        >>> data = ImageDataset((ImageRef("0.png"),), np.array(["a"]), ("a",), columns=columns)
        >>> data.column("scanner")
        array(['A7'], dtype='<U2')
        """
        own = {"group": self.groups, "split": self.split}
        there = self.columns | {key: own[key] for key in own if own[key] is not None}
        alike = [key for key in there if key.casefold() == name.casefold()]
        if name.casefold() == "group" and not alike:
            raise DatasetError(
                f"{self.name}: there are no groups; give them with {parameter('group_by')}, or in "
                "a column 'group' of the table"
            )
        if name not in there and len(alike) != 1:
            what = (
                unknown_name("column", name, there)
                if there
                else (
                    f"there is no column '{name}', nor any other: give a table with such a column"
                )
            )
            raise DatasetError(f"{self.name}: {what}")
        return np.asarray(there[name if name in there else alike[0]], str)

    def with_columns(self, names: Iterable[str]) -> "ImageDataset":
        """The data set whose references carry columns, for models that take these beside images.

        Whatever takes a data set does so by itself; this is for ``paths`` and ``refs``, which a
        pipeline or `ImageModel.predict` takes.

        >>> import numpy as np
        >>> columns = {"age": np.array(["63", ""]), "site": np.array(["A", "B"])}
        >>> refs = (ImageRef("0.png"), ImageRef("1.png"))
        >>> data = ImageDataset(refs, np.array(["a", "b"]), ("a", "b"), columns=columns)
        >>> data.with_columns(["age"]).refs[0].columns
        (('age', '63'),)
        """
        cells = {name: self.column(name).tolist() for name in names}
        rows = zip(*cells.values(), strict=True) if cells else ((),) * len(self)
        refs = (
            replace(ref, columns=tuple(zip(cells, row, strict=True)))
            for ref, row in zip(self.refs, rows, strict=True)
        )
        return replace(self, refs=tuple(refs))

    def describe(self) -> str:
        """One line for a person: images, classes, groups, split, what is set aside."""
        return describe(self)

    def take(self, rows: ArrayLike) -> "ImageDataset":
        """The data set of some of the images, by positions or a mask; the classes stay."""
        rows = checked_rows(rows, len(self))
        return replace(
            self,
            refs=tuple(self.refs[row] for row in rows.tolist()),
            targets=self.targets[rows],
            groups=None if self.groups is None else self.groups[rows],
            split=None if self.split is None else self.split[rows],
            columns={name: values[rows] for name, values in self.columns.items()},
            validation=None if self.validation is None else self.validation[rows],
        )

    def to_csv(self, path: FilePath, *, labels: bool = True) -> None:
        """Write a table that `from_csv` reads as the same images, from whatever folder.

        Paths are relative to the table; pages, regions, masks, labels (unless ``labels`` is False),
        groups, official split and further columns are kept. The file is written whole or not at
        all, over one of that name.

        >>> import pathlib, tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder, "1.png")
        ...     file.touch()
        ...     ref = ImageRef(str(file), box=(0, 0, 8, 8))
        ...     table = pathlib.Path(folder, "table.csv")
        ...     ImageDataset((ref,), ["cat"], ("cat",)).to_csv(table)
        ...     print(table.read_text())
        path,x,y,width,height,label
        1.png,0,0,8,8,cat
        <BLANKLINE>
        """
        write_manifest(os.fspath(path), self.refs, columns_of(self, labels))

    def training(self) -> "ImageDataset":
        """The training part of the official split; everything if there is none."""
        return self if self.split is None else self.take(self.split == "train")

    def test(self) -> "ImageDataset | None":
        """The test part of the official split; None if there is none."""
        return None if self.split is None else self.take(self.split == "test")

    def check_trainable(self) -> tuple[str, ...]:
        """Check that a classifier can be learned and tested on the training part.

        A `DatasetError` names what is too rare or lies in one group, and says what to do. What is
        returned are notes on labels (multilabel) that cannot be learned or tested while others can.
        """
        return _checks.check_trainable(self)

    def one_class(self, name: str) -> "ImageDataset":
        """The data set from which one class alone is learned; all other images are anomalies.

        These are of class ``"not NAME"`` and are only tested, never learned from; the column
        ``kind`` keeps what class they were. There need not be any.

        >>> import numpy as np
        >>> refs = tuple(ImageRef(f"{i}.png") for i in range(3))
        >>> data = ImageDataset(refs, ["good", "crack", "good"], ("crack", "good"))
        >>> alone = data.one_class("good")
        >>> alone.labels.tolist(), alone.column("kind").tolist()
        (['good', 'not good', 'good'], ['good', 'crack', 'good'])
        """
        return as_one_class(self, name)

    def drop_classes(self, names: Iterable[str]) -> "ImageDataset":
        """Leave out classes: their images, or (multilabel) only the labels.

        An image of which no other label is known is set aside.

        >>> import numpy as np
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
        """Make every page of a file an image of its own (``--page each`` in a shell).

        ``count_pages`` takes the path of a file; the pages are a group, unless the data set has
        groups. Images that name a page stay as they are, and those of files that it cannot count
        (ValueError, OSError) too: they are set aside when they are read.

        >>> import numpy as np
        >>> data = ImageDataset((ImageRef("a.tif"),), np.array(["cell"]), ("cell",))
        >>> each = data.expand_pages(lambda path: 2)
        >>> each.relative_paths(), each.groups.tolist()
        (['a.tif[page=0]', 'a.tif[page=1]'], ['a.tif', 'a.tif'])
        """
        return expand_pages(self, count_pages)


def _targets(items: list[Item], class_names: tuple[str, ...], multilabel: bool) -> np.ndarray:
    if not multilabel:
        return np.array([item.label for item in items], str)
    column_of = {name: column for column, name in enumerate(class_names)}
    targets = np.zeros((len(items), len(class_names)), np.int8)
    for row, item in enumerate(items):
        targets[row, [column_of[name] for name in item.label]] = 1
        targets[row, [column_of[name] for name in item.unknown]] = UNKNOWN
    return targets


def _name_of_table(path: Path) -> str:
    """Name of the file; of its folder where the file's says nothing."""
    says_nothing = path.stem.lower() in ("data", "dataset", "index", "labels", "metadata", "train")
    return (path.resolve().parent.name if says_nothing else "") or path.stem
