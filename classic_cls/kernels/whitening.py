"""Principal axes of descriptors, scaled so that what is found along each has variance 1."""

import numpy as np

from .nearest_words import TILE

__all__ = ["project", "whitening_axes"]


def whitening_axes(descriptors, n_components, share=0.01) -> tuple[np.ndarray, np.ndarray]:
    """Mean (d,) and axes (d, n_components) of the largest variances, over deviations, float32.

    ``share`` of the largest variance is added to every one before the root is taken, lest noise
    along axes of hardly any variance be blown up.

    >>> points = np.array([[0, 5], [8, 5]], np.uint8)
    >>> center, axes = whitening_axes(points, 1, share=0)
    >>> np.abs((points - center) @ axes).ravel()
    array([1., 1.], dtype=float32)
    """
    center = descriptors.mean(axis=0, dtype=np.float64)
    products = np.zeros((len(center), len(center)))
    for start in range(0, len(descriptors), 16 * TILE):
        some = (descriptors[start : start + 16 * TILE] - center).astype(np.float32)
        products += some.T @ some
    variances, axes = np.linalg.eigh(products / len(descriptors))
    variances, axes = variances[::-1][:n_components], axes[:, ::-1][:, :n_components]
    axes = axes * np.where(axes.sum(axis=0) < 0, -1, 1)  # eigh leaves the sign open
    deviations = np.sqrt(np.maximum(variances, 0) + share * variances[0])
    axes = axes / np.where(deviations > 0, deviations, 1)
    return center.astype(np.float32), np.ascontiguousarray(axes, np.float32)


def project(descriptors, center, axes, out) -> None:
    """Write coordinates along the axes, from the centre, to the first columns of ``out``, float32.

    >>> out = np.zeros((1, 2), np.float32)
    >>> project(np.uint8([[7, 9]]), np.float32([5, 5]), np.float32([[1], [0]]), out)
    >>> out
    array([[2., 0.]], dtype=float32)
    """
    tile = np.empty((min(TILE, len(descriptors)), len(center)), np.float32)
    for start in range(0, len(descriptors), TILE):
        some = descriptors[start : start + TILE]
        np.subtract(some, center, out=tile[: len(some)])
        np.matmul(tile[: len(some)], axes, out=out[start : start + TILE, : axes.shape[1]])
