"""The one range by which the deep images of a data set are mapped to 8 bits."""

from collections.abc import Sequence

import numpy as np

from .._remedies import remedy
from ..base import ImageRef
from ._depth import is_deep, split_alpha
from ._header import ImageReadError, Unreadable
from ._read import peek_dtype, source_pixels

_BITS = (8, 10, 12, 14, 16)


def find_range(sources: Sequence, page: int | str | None = None) -> tuple[float, float] | None:
    """Range of values of a data set, from the depth its files really use.

    Cameras of 10, 12 or 14 bits store their values in 16. Files of 8 bits are not
    decoded, and files that cannot be read are left out.

    Parameters
    ----------
    sources : iterable of str, path, ImageRef, bytes or array
        The training images, and no others.
    page : int or "max", optional
        Page of TIFF files of several, where the source names none.

    Returns
    -------
    (low, high) or None
        ``(0, 2**bits - 1)`` for the smallest of 8, 10, 12, 14 or 16 bits that holds the
        largest value of all 16-bit images; ``(0.0, 1.0)`` for floats within it; None if
        all are 8-bit.

    Raises
    ------
    ValueError
        If floats lie outside [0, 1], or there are floats and 16-bit integers: then the
        range must be given.

    Examples
    --------
    >>> from classic_cls.reading import find_range
    >>> find_range([b"P2 2 1 65535 100 4000"])
    (0, 4095)
    """
    seen = {}
    for source in _without_regions(sources):
        for kind, low, high in _extremes(source, page):
            _, lowest, highest = seen.get(kind, (source, low, high))
            seen[kind] = source, min(low, lowest), max(high, highest)
    if len(seen) > 1:
        names = " and ".join(str(_shown(source)) for source, *_ in seen.values())
        raise ValueError(
            f"16-bit integers and floats cannot share one range ({names}, for example); "
            "convert one of them"
        )
    if "f" in seen:
        return _float_range(*seen["f"][1:])
    if "u" in seen:
        return 0, next(2**bits - 1 for bits in _BITS if seen["u"][2] < 2**bits)
    return None


def _without_regions(sources):
    """Every source, of the regions of an image one: all of it is looked at."""
    known = set()
    for source in sources:
        if isinstance(source, ImageRef) and source.box is not None:
            if (source.path, source.page) in known:
                continue
            known.add((source.path, source.page))
        yield source


def _float_range(low, high) -> tuple[float, float]:
    if low < 0 or high > 1:
        raise ValueError(
            f"float images with values from {low:g} to {high:g}; give the reading range, e.g. "
            + remedy(f"range=({low:g}, {high:g})", f"--reading-range {low:g},{high:g}")
        )
    return 0.0, 1.0


def _extremes(source, page):
    """Yield ``(kind of dtype, lowest, highest value)`` if the image is deep."""
    try:
        if isinstance(source, np.ndarray):
            pixels = source
        elif not is_deep(peek_dtype(source, page)):
            return
        else:
            pixels = source_pixels(source, page)
        if is_deep(pixels.dtype):
            color, _ = split_alpha(pixels)
            low, high = color.min(), color.max()
            if np.isfinite(low) and np.isfinite(high):
                yield pixels.dtype.kind, low, high
    except (ImageReadError, Unreadable):
        return


def _shown(source):
    return f"array {source.shape}" if isinstance(source, np.ndarray) else source
