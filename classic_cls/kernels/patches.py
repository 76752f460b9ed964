"""Square patches of images, free of brightness, of contrast and of what neighbours share.

Definition, for patches of ``d`` values (pixels times channels), cut from images (H, W[, 3]) uint8:

1. *Normalised*: ``(v - m) / sqrt(s^2 + 10)``, with the mean ``m`` of all values ``v`` of the patch
   and their variance ``s^2``. The 10, in squared grey levels, keeps noise in flat places small.
2. *Whitened*: neighbouring pixels are nearly alike, so that two random patches differ mostly in
   their smooth parts. With the mean ``c`` and the covariance ``V diag(e) V^T`` of normalised
   patches ``p``, the whitened patch has the coordinates ``diag(1 / sqrt(e + r)) V^T (p - c)`` along
   the principal axes, ``V``. The regularisation ``r`` is a share of the mean of ``e``; it keeps
   noise from being blown up. Axes of the least variance are left out while the others hold 99 %
   of that of whitened patches: often half of them. Turned back by ``V`` the whitened patch is a
   picture of its edges (ZCA); products and distances are the same in both.
3. *Of unit length*: afterwards products of patches are cosines. Patches shorter than 1e-6 stay.

Patches are the rows of (m, d) float32. Source: Coates, Lee and Ng, AISTATS 2011.
"""

import numpy as np

from .._compat import jit

__all__ = [
    "normalized_patches", "patches_at", "positions_along", "random_patches", "whiten",
    "whitening_axes",
]

_NOISE = 10.0
_SHORT = 1e-6
_KEPT = 0.99
# Patches of an image that are held at a time, so that large images need little memory.
_BLOCK = 4096


def positions_along(length: int, size: int, stride: int) -> int:
    """How many patches stand along an axis.

    >>> positions_along(length=32, size=6, stride=1)
    27
    """
    return (length - size) // stride + 1


def normalized_patches(image, size: int, stride: int):
    """Step 1, for all patches of one image, row by row; yields slices of them, and the patches.

    >>> image = np.uint8([[0, 255, 255], [0, 255, 255]])
    >>> for block, patches in normalized_patches(image, size=2, stride=1):
    ...     patches.round(2)
    array([[-1.,  1., -1.,  1.],
           [ 0.,  0.,  0.,  0.]], dtype=float32)
    """
    rows, columns = (positions_along(n, size, stride) for n in image.shape[:2])
    for start in range(0, rows * columns, _BLOCK):
        position = np.arange(start, min(start + _BLOCK, rows * columns))
        tops, lefts = position // columns * stride, position % columns * stride
        yield slice(start, start + _BLOCK), patches_at(image, tops, lefts, size)


def random_patches(images, number: int, size: int, rng) -> np.ndarray:
    """Step 1, for patches at random positions, equally many of every image that is drawn.

    All images, of one shape, are drawn if they are not more than ``number``, which is then rounded
    up to a multiple of theirs.

    >>> images = np.zeros((5, 9, 9), np.uint8)
    >>> random_patches(images, 12, size=4, rng=np.random.default_rng(0)).shape
    (15, 16)
    """
    drawn = np.arange(len(images))
    if len(drawn) > number:
        drawn = np.sort(rng.choice(drawn, number, replace=False))
    height, width = images[0].shape[:2]
    shape = len(drawn), -(-number // len(drawn))
    tops = rng.integers(height - size + 1, size=shape)
    lefts = rng.integers(width - size + 1, size=shape)
    return np.concatenate([patches_at(images[i], *at, size) for i, *at in zip(drawn, tops, lefts)])


def patches_at(image, tops, lefts, size: int) -> np.ndarray:
    """Step 1, for patches at chosen first rows and columns, (m,) intp each.

    >>> image = np.arange(9, dtype=np.uint8).reshape(3, 3)
    >>> patches_at(image, np.array([0, 1]), np.array([1, 1]), size=1).tolist()
    [[0.0], [0.0]]
    """
    height = len(image)
    channels = image.shape[2] if image.ndim == 3 else 1
    out = np.empty((len(tops), size * size * channels), np.float32)
    _cut(np.ascontiguousarray(image).reshape(height, -1), tops, lefts * channels, size, out)
    return out


@jit
def _cut(image, tops, starts, size, out):
    length = out.shape[1]
    run = length // size
    for patch in range(len(tops)):
        total = squares = filled = 0
        for row in range(size):
            for column in range(run):
                value = np.int32(image[tops[patch] + row, starts[patch] + column])
                total += value
                squares += value * value
                out[patch, filled + column] = value
            filled += run
        mean = total / length
        factor = np.float32(1 / np.sqrt(squares / length - mean * mean + _NOISE))
        shift = np.float32(mean) * factor
        for i in range(length):
            out[patch, i] = out[patch, i] * factor - shift


def whitening_axes(patches, regularization: float) -> tuple[np.ndarray, np.ndarray]:
    """Centre (d,) and axes (d, axes) of step 2, learned from normalised patches, float32.

    Axes are ``V / sqrt(e + r)``, by falling ``e``; the regularisation is ``r`` as a share.

    >>> patches = np.float32([[0, 1], [0, -1], [3, 0], [-3, 0]])
    >>> np.abs(whitening_axes(patches, regularization=0.1)[1]).round(2)
    array([[0.46, 0.  ],
           [0.  , 1.15]], dtype=float32)
    """
    center = patches.mean(axis=0, dtype=np.float64)
    centered = patches - center.astype(np.float32)
    variances, axes = np.linalg.eigh((centered.T @ centered).astype(np.float64) / len(patches))
    variances, axes = np.maximum(variances[::-1], 0), axes[:, ::-1]
    regularised = variances + max(regularization * variances.mean(), _SHORT)
    whitened = np.cumsum(variances / regularised)
    kept = min(len(whitened), 1 + int(np.searchsorted(whitened, _KEPT * whitened[-1])))
    axes = axes[:, :kept] / np.sqrt(regularised[:kept])
    return center.astype(np.float32), np.ascontiguousarray(axes, np.float32)


def whiten(patches, center, axes) -> np.ndarray:
    """Steps 2 and 3 for normalised patches, (m, axes) float32.

    >>> whiten(np.float32([[5, 5]]), np.float32([2, 1]), np.eye(2, dtype=np.float32))
    array([[0.6, 0.8]], dtype=float32)
    """
    whitened = np.dot(patches, axes)
    whitened -= np.dot(center, axes)
    lengths = np.sqrt(np.einsum("md,md->m", whitened, whitened))
    whitened *= (1 / np.where(lengths > _SHORT, lengths, 1))[:, None].astype(np.float32)
    return whitened
