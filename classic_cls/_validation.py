"""Checks of images, batches and labels, with messages that say what to do."""

import difflib
from collections.abc import ItemsView, Iterator, KeysView, Sequence, ValuesView
from numbers import Integral
from typing import Any, TypeGuard

import numpy as np

from ._typing import Image, ImageBatch, ImageStack

__all__ = [
    "UNKNOWN",
    "as_text",
    "check_image",
    "check_image_batch",
    "counted",
    "distinct_integers",
    "is_integer",
    "is_on_demand",
    "check_sequence",
    "checked_column",
    "checked_groups",
    "checked_labels",
    "images_of",
    "iter_stacks",
    "quoted",
    "several",
    "typed_labels",
    "shortened",
    "unknown_name",
]

# In a multilabel target: nobody has said whether the image has the label.
UNKNOWN = -1


def quoted(names, limit: int = 5) -> str:
    """``'a', 'b', 'c' and 7 more``: a list of names for a message."""
    names = [str(name) for name in names]
    shown = ", ".join(f"'{name}'" for name in names[:limit])
    left = len(names) - limit
    return f"{shown} and {left} more" if left > 0 else shown


def counted(n: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "class"), counted(2000, "class")
    ('1 class', '2,000 classes')
    """
    plural = {"class": "classes"}.get(noun, noun + "s")
    return f"{n:,} {noun if n == 1 else plural}"


def shortened(name, longest: int = 24) -> str:
    """Name of at most ``longest`` characters; the middle gives way, as ends differ most.

    >>> shortened("a very long name of a class")
    'a very long … of a class'
    """
    name = str(name)
    if len(name) <= longest:
        return name
    tail = (longest - 1) // 2
    return f"{name[: longest - 1 - tail]}…{name[-tail:]}"


def check_image(image, name: str = "image") -> Image:
    """Return ``image`` if it is an image of the package's vocabulary.

    Raises
    ------
    ValueError
        If it is not a non-empty ``uint8`` array ``(H, W)`` or ``(H, W, 3)``.
    """
    if isinstance(image, (str, bytes)) or hasattr(image, "__fspath__"):
        raise ValueError(f"{name} is a path or bytes, not an array: put a ReadImages() step first")
    if getattr(image, "mode", "L") not in ("L", "RGB"):  # of Pillow, whose palettes are no pixels
        raise ValueError(
            f"{name} is a Pillow image of mode {image.mode!r}: give image.convert('RGB')"
        )
    image = np.asarray(image)
    if image.dtype != np.uint8:
        raise ValueError(_wrong_depth(image, name))
    if image.ndim == 3 and image.shape[0] in (1, 3) and image.shape[2] not in (1, 3, 4):
        raise ValueError(
            f"{name} has shape {image.shape}, which looks like channels first; images are (H, W) "
            "or (H, W, 3): give image.transpose(1, 2, 0), of one channel image[0]"
        )
    if image.ndim == 3 and image.shape[2] == 1:
        raise ValueError(f"{name} has shape {image.shape}; drop its last axis: image[..., 0]")
    if image.ndim == 3 and image.shape[2] == 4:
        raise ValueError(
            f"{name} has an alpha channel (shape {image.shape}); drop it: image[..., :3]"
        )
    if image.ndim != 2 and not (image.ndim == 3 and image.shape[2] == 3):
        raise ValueError(f"{name} has shape {image.shape}; images are (H, W) grey or (H, W, 3) RGB")
    if image.size == 0:
        raise ValueError(f"{name} is empty (shape {image.shape})")
    return image


def _wrong_depth(image: np.ndarray, name: str) -> str:
    if image.dtype.kind == "f" and image.size and 0 <= image.min() <= image.max() <= 1:
        return (
            f"{name} has dtype {image.dtype} and values from 0 to 1; images are uint8 (0 to 255): "
            "give (255 * image).round().astype('uint8')"
        )
    return (
        f"{name} has dtype {image.dtype}; images are uint8 (0 to 255). Map other depths with "
        "ReadImages(range=(low, high)) or skimage.util.img_as_ubyte"
    )


def check_image_batch(X) -> ImageBatch:
    """Return ``X`` as a batch: one ``(n, H, W[, 3])`` stack, or a list of images.

    Raises
    ------
    ValueError
        If ``X`` is a single image, is empty, or holds anything but images.
    """
    X = images_of(X)
    if is_on_demand(X):
        return X  # checked when they are made
    if isinstance(X, np.ndarray):
        _refuse_single_image(X)
        check_image(X[0], "X[0]")
        return X
    return [check_image(image, f"X[{i}]") for i, image in enumerate(X)]


def check_sequence(X, name: str = "X") -> int:
    """How many entries; refuses what cannot be taken entry by entry, or holds none."""
    kind = type(X).__name__
    if hasattr(X, "__next__"):
        raise ValueError(
            f"{name} is a {kind}, which can be gone through only once: give list({name})"
        )
    if isinstance(X, (dict, set, frozenset)):
        raise ValueError(f"{name} is a {kind}, which has no order: give a list")
    if isinstance(X, (KeysView, ValuesView, ItemsView)):
        raise ValueError(f"{name} is a {kind}, which has no positions: give list({name})")
    shape = getattr(X, "shape", None)
    is_one = not hasattr(X, "__len__") if shape is None else shape == ()
    if is_one or isinstance(X, (str, bytes)):
        if name != "X":
            raise ValueError(f"{name} is {X!r:.80}; it takes a list, with an entry for every image")
        raise ValueError(f"{name} is one image ({X!r:.80}); a batch of one is a list: [image]")
    n = len(X) if shape is None else shape[0]
    if not n:
        raise ValueError(f"{name} holds no image")
    return n


def checked_groups(groups, n: int) -> np.ndarray | None:
    """Groups of ``n`` images as `checked_column` takes them, or None."""
    return None if groups is None else checked_column(groups, n, "groups")


def checked_column(values, n: int, name: str) -> np.ndarray:
    """One value for each of ``n`` images ``(n,)``, by position and none of them missing.

    Takes series, tables and arrays of one column, and lists.
    """
    check_sequence(values, name)
    if hasattr(values, "toarray"):
        raise ValueError(f"{name} is a sparse matrix; give a list, one entry for every image")
    try:
        values = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} holds lists; give one value for every image") from None
    values = values[:, 0] if values.ndim == 2 and values.shape[1] == 1 else values
    if values.shape != (n,):
        raise ValueError(
            f"{name} has shape {values.shape}; it needs one entry for each of {n} images"
        )
    may_lack = values.dtype.kind in "OfMm"
    missing = [_is_missing(value) for value in values.tolist()] if may_lack else []
    if any(missing):
        raise ValueError(
            f"{name} lacks {sum(missing):,} of {n:,} entries, the first at position "
            f"{missing.index(True)}: fill them in; an image that stands for itself can take its "
            "own path"
        )
    return values.astype(str) if values.dtype.kind == "O" else values


def _is_missing(value) -> bool:
    return value is None or type(value).__name__ in ("NAType", "NaTType") or value != value


def images_of(X, name: str = "X"):
    """Images, or what names them, by position: a list, or one array of all images.

    Series, and tables of one column, are what a ``ColumnTransformer`` hands over.
    """
    check_sequence(X, name)
    names = getattr(X, "columns", None)
    if names is not None and len(names) != 1:
        raise ValueError(
            f"{name} is a data frame of {len(names)} columns ({quoted(names)}); give the one of "
            "the images: frame['path'], or the name 'path' to a ColumnTransformer"
        )
    X = X.to_numpy() if hasattr(X, "to_numpy") else X
    if not isinstance(X, np.ndarray) or X.dtype.kind not in "OUST":
        return X if isinstance(X, (list, tuple, np.ndarray)) or is_on_demand(X) else list(X)
    if X.ndim > 1 and X.size != len(X):
        raise ValueError(f"{name} has shape {X.shape}; images, or their paths, are one column")
    return X.reshape(len(X)).tolist()


def checked_labels(y, n: int | None = None, name: str = "y") -> np.ndarray:
    """Labels ``(n,)``, or an indicator ``(n, k)``: an array of text, whole numbers or bool.

    Whoever gives something else, or more or fewer than ``n``, is told what to do.
    """
    check_sequence(y, name)
    y = _plain_array(y, name)
    if y.dtype.kind == "f":
        y = _whole(y, name)
    if y.ndim not in (1, 2):
        raise ValueError(
            f"{name} has shape {y.shape}; it is one label per image (n,), or an indicator (n, "
            "labels)"
        )
    if y.ndim == 2 and (y.dtype.kind == "U" or not np.isin(y, (0, 1, UNKNOWN)).all()):
        raise ValueError(_no_indicator(y, name))
    if n is not None and len(y) != n:
        raise ValueError(f"X has {n} entries and {name} has {len(y)}")
    return y


def typed_labels(y):
    """Numbers and bool that a general array or a table holds, as such; else ``y`` as it is."""
    values = np.asarray(y)
    if values.dtype.kind != "O":
        return values if values.dtype.kind in "biu" else y
    types = {type(value) for value in values.ravel().tolist()}
    is_number = types and all(issubclass(kind, (Integral, np.bool_)) for kind in types)
    return np.array(values.tolist()) if is_number else y


def _no_indicator(y: np.ndarray, name: str) -> str:
    if y.shape[1] == 1:
        return f"{name} has shape {y.shape}; give its one column: {name}[:, 0], or frame['label']"
    return (
        f"a multilabel {name} holds only 0 and 1 (and -1 for unknown labels): one column per label"
    )


def _plain_array(y, name: str) -> np.ndarray:
    """An array of text or numbers, of which none is missing."""
    if hasattr(y, "toarray"):  # an indicator, as MultiLabelBinarizer makes it
        y = y.toarray()
    try:
        y = np.asarray(y)
    except ValueError:  # lists of different lengths
        y = np.array([*y, None], dtype=object)[:-1]
    if y.dtype.kind == "O":
        entries = y.ravel().tolist()
        if any(isinstance(e, (list, tuple, set, np.ndarray)) for e in entries):
            raise ValueError(
                f"{name} holds lists; several labels an image are an indicator of 0 and 1, such "
                "as MultiLabelBinarizer of scikit-learn makes"
            )
        _refuse_missing([_is_missing(entry) for entry in entries], name)
        y = np.array(entries).reshape(y.shape)
    return y.astype(str) if y.dtype.kind in "OST" else y


def _refuse_missing(missing, name: str) -> None:
    if np.any(missing):
        raise ValueError(
            f"{name} lacks {np.count_nonzero(missing):,} of {np.size(missing):,} labels, the first "
            f"at position {np.argmax(missing)}: leave these images out (of several labels an "
            "unknown one is -1)"
        )


def _whole(y: np.ndarray, name: str) -> np.ndarray:
    """Whole numbers that are stored as floats."""
    _refuse_missing(np.isnan(y), name)
    if y.ndim == 2 and np.isin(y, (0, 1)).all() and (y.sum(axis=1) == 1).all() and y.shape[1] > 1:
        raise ValueError(
            f"{name} is one-hot; give the labels, {name}.argmax(axis=1), or whole numbers, "
            f"{name}.astype(int), if an image can have several labels"
        )
    fractions = y[y != np.round(y)]
    if len(fractions):
        raise ValueError(
            f"{name} holds numbers with fractions, such as {fractions[0]}; labels are text or "
            "whole numbers"
        )
    return y.astype(np.int64)


def as_text(labels) -> np.ndarray:
    """Labels as they are reported: ``1`` whether it came as an int or, from a table, as 1.0.

    >>> as_text([1.0, 2.0]).tolist(), as_text(["1.0"]).tolist(), as_text([True]).tolist()
    (['1', '2'], ['1.0'], ['True'])
    """
    labels = np.asarray(labels)
    if labels.dtype.kind == "f" and np.array_equal(labels, np.round(labels)):
        labels = labels.astype(np.int64)
    return labels.astype(str)


def _refuse_single_image(X: np.ndarray) -> None:
    if X.ndim == 2 or (X.ndim == 3 and X.shape[2] in (1, 3, 4)):
        raise ValueError(
            f"X has shape {X.shape}, which looks like one image; a batch of one is [image]"
        )
    if X.ndim not in (3, 4):
        raise ValueError(
            f"X has shape {X.shape}; a batch of images is a list, or one array "
            "(n, H, W) or (n, H, W, 3)"
        )


def iter_stacks(batch: ImageBatch) -> Iterator[tuple[np.ndarray, ImageStack]]:
    """Yield ``(rows, stack)`` for every image shape in a checked batch, or in a part of it.

    ``rows`` are positions in the batch, ``stack`` the images there as one
    C-contiguous array ``(len(rows), H, W[, 3])``.
    """
    if is_on_demand(batch):
        for first, part in batch.parts():
            yield from ((first + rows, stack) for rows, stack in iter_stacks(part))
        return
    if isinstance(batch, np.ndarray):
        yield np.arange(len(batch)), np.ascontiguousarray(batch)
        return
    rows_of_shape: dict[tuple, list[int]] = {}
    for row, image in enumerate(batch):
        rows_of_shape.setdefault(image.shape, []).append(row)
    for rows in rows_of_shape.values():
        if len(rows) == 1:  # photos of all sizes: no copy
            yield np.array(rows), np.ascontiguousarray(batch[rows[0]])[None]
        else:
            yield np.array(rows), np.stack([batch[row] for row in rows])


def is_on_demand(batch: Any) -> TypeGuard[Any]:
    """Whether images are not all in memory at one time; see ``base.ImagesOnDemand``."""
    return getattr(batch, "is_on_demand", False)


def several(value) -> tuple:
    """A parameter that is one whole number, or a sequence, as a tuple."""
    return (value,) if isinstance(value, Integral) else tuple(value)


def is_integer(value: Any, least: int) -> bool:
    """Whether a value is a whole number of at least so much."""
    return isinstance(value, Integral) and int(value) >= least


def distinct_integers(values: Sequence, least: int, most: float = np.inf) -> bool:
    """Whether values are whole numbers within limits, one or more, none given twice.

    >>> distinct_integers((1, 2), 1), distinct_integers((1, 1), 1), distinct_integers((), 1)
    (True, False, False)
    """
    whole = all(is_integer(value, least) and value <= most for value in values)
    return whole and 0 < len(values) == len(set(values))


def unknown_name(kind: str, name: str, known) -> str:
    """Message for a name that does not exist: the nearest one, and all there are."""
    near = difflib.get_close_matches(str(name), list(known), n=1)
    question = f" Did you mean '{near[0]}'?" if near else ""
    return f"unknown {kind} '{name}'.{question} There are: {', '.join(known)}"
