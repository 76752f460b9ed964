"""Dense SIFT: the SIFT descriptor at every point of a regular grid, upright and of a given size.

Definition, after VLFeat (``vl_dsift`` with a flat window, within ``vl_phow``), for a grey image
``I`` and a bin of ``b`` pixels:

1. *Smooth* the image by a Gaussian of ``sqrt((b / 6)^2 - 0.5^2)`` pixels, which with the half
   pixel that a camera blurs by makes ``b / 6``; not at all where ``b`` is 3 or less.
2. *Gradient* ``gx = (I[r, c+1] - I[r, c-1]) / 2`` and ``gy = (I[r+1, c] - I[r-1, c]) / 2``; at
   the border the difference to the only neighbour. Its length is shared between the two
   nearest of 8 orientations, ``45 o`` degrees, counted from a row downwards, in proportion to how
   near they are. That makes 8 maps, continued beyond the border by their outermost values.
3. *Bins*: 4 x 4 of them, their centres ``b`` pixels apart, each holds the sum of every map,
   weighted by ``(1 - |dy| / b) (1 - |dx| / b)``: every pixel is shared between the nearest bins.
4. *Window*: bin ``i`` of an axis is multiplied by the mean of the Gaussian ``exp(-z^2 / 8)``
   over its pixels, where ``z`` is their distance from the middle of the descriptor in bins.
   (The flat window. SIFT weighs every pixel by that Gaussian, which takes several times as long;
   the cosine between the two is about 0.998.)
5. *Contrast*: the sum of all values over ``(3 b + 1)^2``, in grey levels; where it is below a
   threshold, or below 0.001, as rounding makes, the descriptor is zero.
6. *Normalise* to a Euclidean length of 1, cut values at 0.2, and normalise again. In the
   square-root form the sum is made 1 in the end, and the square root taken, so that the length is
   1 again and the Euclidean distance is the Hellinger distance of the histograms.
7. *Store* 512 times every value, rounded, and 255 at most, in 8 bits.

Values are in the order of VLFeat: row of bins, bin in the row, orientation.

References
----------
D. G. Lowe, "Distinctive image features from scale-invariant keypoints", IJCV 60(2), 2004.
A. Vedaldi and B. Fulkerson, "VLFeat: an open and portable library of computer vision algorithms",
ACM Multimedia, 2010.
R. Arandjelovic and A. Zisserman, "Three things everyone should know to improve object retrieval",
CVPR 2012: the square-root form.
"""

import math
from functools import lru_cache

import numpy as np

from .gaussian import gaussian
from .sift_bins import BINS, ORIENTATIONS, SiftGrid, sum_bins
from .sift_norm import BinPlaces, SiftNorm, normalize_bins

__all__ = ["dense_sift", "grid_axis"]

_ROUNDING = 1e-3  # grey levels: more than smoothing in float32 leaves in a blank image
_LENGTH = BINS * BINS * ORIENTATIONS
_LARGEST_SUMS = 2**20  # numbers held at a time: larger images are worked on from band to band


def grid_axis(side: int, bin_size: int, step: int) -> tuple[int, int]:
    """Where the first bin of the first descriptor is centred along an axis, and how many there are.

    The centres of all bins lie in the image, and the pixels left over are shared between both ends.

    Examples
    --------
    >>> grid_axis(32, bin_size=4, step=4)
    (1, 5)
    >>> grid_axis(12, bin_size=4, step=4)[1]
    0
    """
    room = side - 1 - (BINS - 1) * bin_size
    return (room % step // 2, room // step + 1) if room >= 0 else (0, 0)


def dense_sift(
    image, bin_sizes, step: int, contrast: float, root: bool, smooth: bool = True
) -> np.ndarray:
    """Descriptors of all sizes of an image, channel by channel.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, channels), uint8 or float32
        Both sides above 3 times the largest bin; up to 4 channels.
    bin_sizes : sequence of int
        Sides of a bin in pixels, 2 or more.
    step : int
        Pixels from one descriptor to the next, along both axes.
    contrast : float
        Threshold in the unit of the image, for every channel by itself.
    root : bool
        Whether the square-root form is wanted.
    smooth : bool
        Whether to take step 1.

    Returns
    -------
    ndarray of shape (descriptors, 128 * channels), uint8
        By size, then by rows of the grid (:func:`grid_axis`).

    Examples
    --------
    >>> ramp = np.tile(np.arange(16, dtype=np.uint8), (16, 1))
    >>> found = dense_sift(ramp, bin_sizes=[3], step=7, contrast=0.0, root=False)
    >>> found.reshape(4, 4, 8)[0]
    array([[124,   0,   0,   0,   0,   0,   0,   0],
           [129,   0,   0,   0,   0,   0,   0,   0],
           [129,   0,   0,   0,   0,   0,   0,   0],
           [124,   0,   0,   0,   0,   0,   0,   0]], dtype=uint8)
    """
    image = image.reshape(*image.shape[:2], -1)
    grids = [_make_grid(image.shape, size, step) for size in bin_sizes]
    out = np.empty((sum(g.down * g.across for g in grids), image.shape[2] * _LENGTH), np.uint8)
    first = 0
    for size, grid in zip(bin_sizes, grids):
        norm = _make_norm(size, contrast, root)
        smoothed = _smooth(image, size) if smooth else image.astype(np.float32)
        smoothed = smoothed.reshape(image.shape)
        for channel in range(image.shape[2]):
            plane = np.ascontiguousarray(smoothed[:, :, channel])
            _describe(plane, grid, norm, first, channel * BINS * BINS, out.view(np.uint64))
        first += grid.down * grid.across
    return out


def _make_grid(shape, bin_size: int, step: int) -> SiftGrid:
    (top, down), (left, across) = (grid_axis(side, bin_size, step) for side in shape[:2])
    spacing = math.gcd(bin_size, step)
    return SiftGrid(bin_size // spacing, step // spacing, spacing, top, left, down, across)


def _smooth(image, bin_size: int) -> np.ndarray:
    """Step 1 of the definition, float32."""
    variance = (bin_size / 6) ** 2 - 0.25
    return gaussian(image, math.sqrt(variance)) if variance > 0 else image.astype(np.float32)


def _make_norm(bin_size: int, contrast: float, root: bool) -> SiftNorm:
    least = max(contrast, _ROUNDING) * ((BINS - 1) * bin_size + 1) ** 2
    return SiftNorm(_window(bin_size), np.float32(least), bool(root))


@lru_cache(maxsize=64)
def _window(bin_size: int) -> np.ndarray:
    """Step 4: the weight of each bin of an axis, float32."""
    pixels = np.arange(1 - bin_size, bin_size) / bin_size
    centers = np.arange(BINS) - (BINS - 1) / 2
    weights = np.exp(-((centers[:, None] + pixels) ** 2) / 8).mean(axis=1)
    return weights.astype(np.float32)


def _describe(plane, grid, norm, first, column, out) -> None:
    """Steps 2 to 7 for one channel, band by band."""
    columns_of_a_row = min(grid.step, BINS) ** 2 * (grid.across + BINS * grid.bin)
    rows = max(_LARGEST_SUMS // (columns_of_a_row * ORIENTATIONS), BINS * grid.bin)
    for begin in range(0, grid.down, rows):
        top = grid.top + begin * grid.step * grid.spacing
        band = grid._replace(top=top, down=min(rows, grid.down - begin))
        wanted, starts, columns, places = _places(band.bin, band.step, band.down)
        sums = sum_bins(plane, band, wanted, starts, columns + grid.across)
        normalize_bins(sums, places, norm, grid.across, first + begin * grid.across, column, out)


@lru_cache(maxsize=64)
def _places(bin_size: int, step: int, down: int):
    """Which rows and columns of the lattice hold bins, and whose.

    Columns of bins that descriptors share are stored once: those of one remainder by the step stand
    side by side, from the point on that is the remainder.
    """
    offsets = bin_size * np.arange(BINS)
    rows = step * np.arange(down)[:, None] + offsets
    wanted = np.zeros(rows.max() + 1, bool)
    wanted[rows] = True
    lines = (np.cumsum(wanted) - 1)[rows]
    starts, number = np.unique(offsets % step, return_inverse=True)
    columns = offsets // step
    return wanted, starts, int(columns.max()), BinPlaces(lines, number, columns)
