"""Values of regions, spread evenly over the pixels of each."""

import numpy as np

_TOGETHER = 1 << 22


def spread(regions: np.ndarray, values: np.ndarray, shape, size) -> tuple[np.ndarray, np.ndarray]:
    """Spread values of regions over a map of an image.

    Parameters
    ----------
    regions : ndarray of shape (m, 4)
        Top, left, bottom and right in pixels; rows of NaN are the whole image.
    values : ndarray of shape (m, k)
    shape : (height, width)
        Of the image.
    size : (rows, columns)
        Of the map.

    Returns
    -------
    ndarray of shape (k, rows, columns)
        What falls into each cell of the map.
    ndarray of shape (k,)
        What is of no place: values of the whole image, and of regions without area.
    """
    placed = (regions[:, 2] > regions[:, 0]) & (regions[:, 3] > regions[:, 1])
    found = np.zeros((values.shape[1], *size))
    whole = values[~placed].sum(axis=0)
    regions, inverse = np.unique(regions[placed], axis=0, return_inverse=True)
    together = np.zeros((len(regions), values.shape[1]))
    np.add.at(together, inverse.reshape(-1), values[placed])
    step = max(1, _TOGETHER // sum(size))
    for start in range(0, len(regions), step):
        some = slice(start, start + step)
        down = _covered(regions[some, 0], regions[some, 2], shape[0], size[0])
        across = _covered(regions[some, 1], regions[some, 3], shape[1], size[1])
        for k in range(len(found)):
            found[k] += (down * together[some, k, None]).T @ across
    return found, whole


def _covered(starts, ends, length: int, n: int) -> np.ndarray:
    """Share of every interval that lies in each of ``n`` equal parts of a side, ``(m, n)``."""
    edges = np.linspace(0, length, n + 1)
    inside = np.minimum(ends[:, None], edges[1:]) - np.maximum(starts[:, None], edges[:-1])
    return inside.clip(0) / (ends - starts)[:, None]
