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
   (The flat window. SIFT weighs every pixel by that Gaussian, so that overlapping descriptors
   cannot share sums; the cosine between the two is about 0.998.)
5. *Contrast*: the sum of all values over ``(3 b + 1)^2``, in grey levels; where it is below a
   threshold, or below 0.001, as rounding makes, the descriptor is zero.
6. *Normalise* to a Euclidean length of 1, cut values at 0.2, and normalise again. In the
   square-root form the sum is made 1 in the end, and the square root taken, so that the length is
   1 again and the Euclidean distance is the Hellinger distance of the histograms.
7. *Store* 512 times every value, rounded, and 255 at most, in 8 bits.

Values are in the order of VLFeat: row of bins, bin in the row, orientation. Sources: Lowe, IJCV
2004; A. Vedaldi and B. Fulkerson, "VLFeat: an open and portable library of computer vision
algorithms", ACM Multimedia 2010; Arandjelovic and Zisserman, CVPR 2012 (the square-root form).
"""

import math
from functools import lru_cache

import numpy as np

from .gaussian import gaussian
from .sift_bands import bands_of
from .sift_bins import BINS, ORIENTATIONS, sum_bins
from .sift_norm import SiftNorm, normalize_bins

__all__ = ["dense_sift"]

_ROUNDING = 1e-3  # grey levels: more than smoothing in float32 leaves in a blank image
_WORDS = BINS * BINS * ORIENTATIONS // 4  # of 4 bytes, in a descriptor
_LARGEST_SUMS = 2**20  # numbers held at a time: larger images are worked on from band to band


def dense_sift(
    image, bin_sizes, step: int, contrast: float, root: bool, smooth: bool = True
) -> np.ndarray:
    """Descriptors of all sizes of an image, (descriptors, 128 * channels) uint8.

    The image is (H, W) or (H, W, channels), up to 4 of them, uint8 or float32; both sides are above
    3 times the largest bin. ``bin_sizes`` are 2 pixels or more, and ``step`` those from one
    descriptor to the next. ``contrast`` is the threshold of step 5 for every channel by itself, in
    its unit; ``root`` asks for the square-root form, ``smooth`` for step 1. Descriptors come by
    size, then by rows of the grid (``grid_axis`` of the kernel ``sift_bands``); values channel by
    channel.

    >>> ramp = np.tile(np.arange(16, dtype=np.uint8), (16, 1))
    >>> found = dense_sift(ramp, bin_sizes=[3], step=7, contrast=0.0, root=False)
    >>> found.reshape(4, 4, 8)[0, :, 0], found.reshape(4, 4, 8)[0, :, 1:].any()
    (array([124, 129, 129, 124], dtype=uint8), np.False_)
    """
    shape, sizes = image.shape[:2], tuple(bin_sizes)
    together = [(size,) for size in sizes] if smooth else [sizes]  # see the same image
    bands = [bands_of(shape, some, step, _LARGEST_SUMS) for some in together]
    n_channels = math.prod(image.shape[2:])
    # Before the result, which outlasts it: what is then freed between others is used again, while
    # the end of the heap is given back and has to be cleared anew for the next image.
    memory = np.empty(n_channels * max(n_numbers for _, _, n_numbers in bands), np.float32)
    out = np.empty((sum(count for _, count, _ in bands), n_channels * _WORDS), np.uint32)
    first = 0
    for some, (of_some, count, _) in zip(together, bands):
        planes = _planes(_smooth(image, some[0]) if smooth else image)
        norms = [_make_norm(size, contrast, bool(root)) for size in some]
        for bins, parts in of_some:
            sums = sum_bins(planes, bins, bool(root), memory)
            for part, norm in zip(parts, norms):
                to = out[first + part.first :]
                normalize_bins(sums, part.places, norm, part.across, to)
        first += count
    return out.view(np.uint8)


def _smooth(image, bin_size: int) -> np.ndarray:
    """Step 1 of the definition."""
    variance = (bin_size / 6) ** 2 - 0.25
    return gaussian(image, math.sqrt(variance)) if variance > 0 else image


def _planes(image) -> list[np.ndarray]:
    """Its channels, float32, each by itself."""
    channels = [image] if image.ndim == 2 else [image[:, :, i] for i in range(image.shape[2])]
    return [np.ascontiguousarray(channel, np.float32) for channel in channels]


@lru_cache(maxsize=64)
def _make_norm(bin_size: int, contrast: float, root: bool) -> SiftNorm:
    least = max(contrast, _ROUNDING) * ((BINS - 1) * bin_size + 1) ** 2
    return SiftNorm(_window(bin_size), np.float32(least), root)


def _window(bin_size: int) -> np.ndarray:
    """Step 4: the weight of each bin, float32."""
    pixels = np.arange(1 - bin_size, bin_size) / bin_size
    centers = np.arange(BINS) - (BINS - 1) / 2
    weights = np.exp(-((centers[:, None] + pixels) ** 2) / 8).mean(axis=1)
    return np.outer(weights, weights).ravel().astype(np.float32)
