"""Every page of a file as an image of its own."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..base import ImageRef


def expand_pages(data, count_pages: Callable[[str], int]):
    """The data set with every page an image; see `ImageDataset.expand_pages`."""
    n_pages = [_count_pages(ref, count_pages) for ref in data.refs]
    if max(n_pages, default=1) == 1:
        return data
    refs = tuple(
        replace(ref, page=page) if n > 1 else ref
        for ref, n in zip(data.refs, n_pages)
        for page in range(n)
    )
    if data.groups is None:
        files = np.array([ImageRef(ref.path).label(data.root) for ref in data.refs], str)
        data = replace(data, groups=files)
    return replace(data.take(np.repeat(np.arange(len(data)), n_pages)), refs=refs)


def _count_pages(ref: ImageRef, count_pages: Callable[[str], int]) -> int:
    if ref.page is not None:
        return 1
    try:
        return max(1, count_pages(ref.path))
    except (ValueError, OSError):
        return 1
