"""Checks of images and batches, with messages that say what to do."""

import difflib
from collections.abc import Iterator, Sequence
from numbers import Integral
from typing import Any

import numpy as np

from ._typing import Image, ImageBatch, ImageStack

__all__ = [
    "UNKNOWN",
    "check_image",
    "check_image_batch",
    "counted",
    "distinct_integers",
    "is_integer",
    "iter_stacks",
    "quoted",
    "several",
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
        raise ValueError(
            f"{name} is a path or bytes, not an array: put a ReadImages() step first"
        )
    image = np.asarray(image)
    if image.dtype != np.uint8:
        raise ValueError(
            f"{name} has dtype {image.dtype}; images are uint8 (0 to 255). Map other "
            "depths with ReadImages(range=(low, high)) or skimage.util.img_as_ubyte"
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


def check_image_batch(X) -> ImageBatch:
    """Return ``X`` as a batch: one ``(n, H, W[, 3])`` stack, or a list of images.

    Raises
    ------
    ValueError
        If ``X`` is a single image, is empty, or holds anything but images.
    """
    if isinstance(X, np.ndarray) and X.dtype != object:
        _refuse_single_image(X)
        if len(X):
            check_image(X[0], "X[0]")
            return X
    images = list(X)
    if not images:
        raise ValueError("X holds no image")
    return [check_image(image, f"X[{i}]") for i, image in enumerate(images)]


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
    """Yield ``(rows, stack)`` for every image shape in a checked batch.

    ``rows`` are positions in the batch, ``stack`` the images there as one
    C-contiguous array ``(len(rows), H, W[, 3])``.
    """
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
