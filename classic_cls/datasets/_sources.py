"""The ways to make an ``ImageDataset``: a folder, a CSV file, a data frame."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from .._typing import FilePath
from .._validation import UNKNOWN
from ._draft import Draft, Item
from ._folder import draft_from_folder
from ._rows import draft_from_table
from ._table import read_csv, table_from_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FromSources"]


class FromSources:
    """The class methods of ``ImageDataset`` that read folders and tables."""

    @classmethod
    def from_folder(
        cls, folder: FilePath, *, group_by: str | None = None, label_by: str | None = None
    ) -> Self:
        """Find images in a folder with one folder per class.

        Nested folders belong to their top class. Top folders named train and test (or
        val, valid, validation) are an official split, each with its class folders. If
        there are all three, the validation part joins the training part. Hidden files,
        clutter of operating systems and output folders of this package are passed over.

        Parameters
        ----------
        folder : path
            The folder.
        group_by : str, optional
            ``"parent"``: images in one folder are a group. Otherwise a regular expression
            searched in the path relative to ``folder`` (with ``/``); its first
            parenthesis, or the whole match, is the group.
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
            folder, or an expression does not match the path of every image.

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
        relative to the table, and one of

        - ``label`` (or class, category): the class;
        - ``labels`` (or tags): any number of labels, joined by ``;`` or ``|``;
        - one column of 0 and 1 for each class.

        Optional: ``group``, ``split`` (train, test, val), ``page`` (from 0, or max),
        ``x, y, width, height`` (a region in pixels), ``mask`` (an image file). Where
        several rows lie in one file and no groups are given, the file is the group.

        An empty cell means no label. ``?`` means that nobody knows, which is not absent:
        in a column of 0 and 1 that label is unknown for the image, and so is a label with
        a question mark before it among ``labels`` (``sea;?boat``). Where no label is
        known, as in a cell ``?`` of ``label`` or ``labels``, the row is set aside.

        Other columns are kept as text in ``columns``, so that figures can be broken down
        by them; among columns of 0 and 1 those of text that is neither. Rows about the same
        image complete each other, and must not contradict each other in label, group or
        split; of several texts in another column the first counts, with a note.

        Parameters
        ----------
        path : path
            The file.
        group_by, label_by : str, optional
            As for `from_folder`; they replace the columns of that kind.

        Returns
        -------
        ImageDataset
            In the order of the table.

        Raises
        ------
        DatasetError
            If the file cannot be read as a table, a column is missing, a number is none,
            one image has two labels, or no row can be used.

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
            Columns as for `from_csv`, and a cell of ``labels`` may also be a list. Missing
            values (NaN, None, NA, NaT) are empty cells, so 0 in a column of 0 and 1;
            unknown labels are written ``?``.
        root : path, optional
            Folder that the paths are relative to; the working folder if not given.
        group_by, label_by : str, optional
            As for `from_folder`; they replace the columns of that kind.

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

        Parameters
        ----------
        path : path
            The folder or file.
        group_by, label_by : str, optional
            As for `from_folder`.

        Returns
        -------
        ImageDataset

        Raises
        ------
        DatasetError
            If it does not exist, or as `from_folder` and `from_csv` do.

        Examples
        --------
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
        make: Any = cls  # the data class that this is a part of
        return make(
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
        )


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
