"""Square patches of images, free of brightness, of contrast and of what neighbours share.

Definition, for patches of ``d`` values (pixels times channels):

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

References
----------
A. Coates, H. Lee and A. Ng, "An analysis of single-layer networks in unsupervised feature
learning", AISTATS 2011.
"""

import numpy as np

from .._compat import jit

__all__ = [
    "normalized_patches",
    "patches_at",
    "positions_along",
    "random_patches",
    "whiten",
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
    """Step 1, for all patches of one image; yields blocks of them.

    Parameters
    ----------
    image : ndarray of shape (H, W[, 3]), uint8
        At least ``size`` along both axes.
    size : int
        Side of a patch, in pixels.
    stride : int
        Pixels from one patch to the next.

    Yields
    ------
    block : slice
        Of the positions, which go row by row.
    patches : ndarray of shape (positions in the block, size * size * channels), float32

    Examples
    --------
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

    Parameters
    ----------
    images : sequence of ndarray of one shape (H, W[, 3]), uint8
    number : int
        All images are drawn if they are not more than this; the number of patches is then
        rounded up to a multiple of theirs.
    size : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of shape (m, size * size * channels), float32

    Examples
    --------
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
    """Step 1, for patches at chosen positions.

    Parameters
    ----------
    image : ndarray of shape (H, W[, 3]), uint8
    tops, lefts : ndarray of shape (m,), intp
        First row and column of each.
    size : int

    Returns
    -------
    ndarray of shape (m, size * size * channels), float32

    Examples
    --------
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
    """The centre and the axes of step 2, learned from normalised patches.

    Parameters
    ----------
    patches : ndarray of shape (m, d), float32
    regularization : float
        Added to every variance, as a share of their mean.

    Returns
    -------
    center : ndarray of shape (d,), float32
    axes : ndarray of shape (d, axes), float32
        ``V / sqrt(e + r)``, by falling ``e``.

    Examples
    --------
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
    """Steps 2 and 3.

    Parameters
    ----------
    patches : ndarray of shape (m, d), float32
        Normalised.
    center : ndarray of shape (d,), float32
    axes : ndarray of shape (d, axes), float32

    Returns
    -------
    ndarray of shape (m, axes), float32
        Rows of length 1.

    Examples
    --------
    >>> whiten(np.float32([[5, 5]]), np.float32([2, 1]), np.eye(2, dtype=np.float32))
    array([[0.6, 0.8]], dtype=float32)
    """
    whitened = np.dot(patches, axes)
    whitened -= np.dot(center, axes)
    lengths = np.sqrt(np.einsum("md,md->m", whitened, whitened))
    whitened *= (1 / np.where(lengths > _SHORT, lengths, 1))[:, None].astype(np.float32)
    return whitened
