"""What an image looks like as a whole: how bright, how sharp, how empty, what is at its border.

Brightness is the mean and contrast the standard deviation of the luminance, 0 to 255. ``dark`` and
``light`` are the shares of pixels of luminance up to 5 and from 250; ``flat`` is the share of
pixels within 2 of the commonest luminance.

Sharpness is one less the blur of Crete et al.: the absolute differences of neighbours, along rows
or columns, that an average over nine pixels takes away, as a share of all; a blurred image loses
little by another blur. The lower of the two directions counts; an image of one value has 0.

F. Crete, T. Dolmiere, P. Ladret and M. Nicolas, "The blur effect: perception and estimation with a
new no-reference perceptual blur metric", Proc. SPIE 6492, 2007.
"""

import numpy as np

from .._compat import jit

_HALF = 4  # of the average over nine pixels
STATISTICS = ("brightness", "contrast", "dark", "light", "flat", "sharpness")


@jit
def grey_statistics(grey):
    """`STATISTICS` of a grey image ``(H, W)``, ``uint8``, as float64."""
    out = np.empty(6)
    _of_values(grey, out)
    out[5] = min(_sharpness_of_rows(grey), _sharpness_of_columns(grey))
    return out


@jit
def _of_values(grey, out):
    """Fill in what the counts of the values tell: all but sharpness."""
    height, width = grey.shape
    counts = np.zeros(256, np.int64)
    for y in range(height):
        for x in range(width):
            counts[grey[y, x]] += 1
    n = float(height * width)
    total = squares = dark = light = 0.0
    mode = 0
    for value in range(256):
        total += value * counts[value]
        squares += value * value * counts[value]
        if value <= 5:
            dark += counts[value]
        if value >= 250:
            light += counts[value]
        if counts[value] > counts[mode]:
            mode = value
    flat = 0
    for value in range(max(0, mode - 2), min(256, mode + 3)):
        flat += counts[value]
    mean = total / n
    out[0], out[1] = mean, np.sqrt(max(0.0, squares / n - mean * mean))
    out[2], out[3], out[4] = dark / n, light / n, flat / n


@jit
def _sharpness_of_rows(grey):
    height, width = grey.shape
    differences = kept = 0.0
    sums = np.empty(width + 1, np.int64)
    for y in range(height):
        sums[0] = 0
        for x in range(width):
            sums[x + 1] = sums[x] + grey[y, x]
        before = 0.0
        for x in range(width):
            low, high = max(0, x - _HALF), min(width, x + _HALF + 1)
            smooth = (sums[high] - sums[low]) / (high - low)
            if x:
                difference = abs(np.int64(grey[y, x]) - np.int64(grey[y, x - 1]))
                differences += difference
                kept += min(float(difference), abs(smooth - before))
            before = smooth
    return 1.0 - kept / differences if differences > 0 else 0.0


@jit
def _sharpness_of_columns(grey):
    """Row by row all the same, as memory lies."""
    height, width = grey.shape
    differences = kept = 0.0
    column = np.zeros(width, np.int64)
    last = np.zeros(width)
    for y in range(min(_HALF, height)):
        for x in range(width):
            column[x] += grey[y, x]
    for y in range(height):
        if y + _HALF < height:
            for x in range(width):
                column[x] += grey[y + _HALF, x]
        if y > _HALF:
            for x in range(width):
                column[x] -= grey[y - _HALF - 1, x]
        covered = min(height, y + _HALF + 1) - max(0, y - _HALF)
        for x in range(width):
            smooth = column[x] / covered
            if y:
                difference = abs(np.int64(grey[y, x]) - np.int64(grey[y - 1, x]))
                differences += difference
                kept += min(float(difference), abs(smooth - last[x]))
            last[x] = smooth
    return 1.0 - kept / differences if differences > 0 else 0.0
