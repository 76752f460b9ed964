"""Whether the runs of a compressed BMP fill all its rows and no more.

Pillow takes whatever the runs give, and fills up the rest. See Microsoft, "Bitmap Compression",
Windows documentation.
"""

import numpy as np

from .._compat import jit

RUNS_OF_BYTES, RUNS_OF_HALVES = 1, 2
# Rows may end early; Pillow fills them up pixel by pixel.
_MOST_FILLED = 2**20


def are_runs_whole(data: bytes, width: int, height: int, compression: int) -> bool:
    """Whether the runs end with the last row, none of which is wider than the image."""
    per_byte = 2 if compression == RUNS_OF_HALVES else 1
    return _follow(np.frombuffer(data, np.uint8), width, height, per_byte)


@jit
def _follow(data, width, height, per_byte):
    at, x, y, filled = 0, 0, 0, 0
    while at + 1 < len(data):
        count, value = np.int64(data[at]), np.int64(data[at + 1])
        at += 2
        if count:
            x += count
        elif value == 0:  # end of a row
            filled += max(width - x, 0)
            x, y = 0, y + 1
            if filled > _MOST_FILLED:
                return False
        elif value == 1:  # end of the image, where the last row needs no end of its own
            return y == height or (y == height - 1 and x > 0)
        elif value == 2:  # a jump
            if at + 1 >= len(data):
                return False
            x, y, at = x + data[at], y + data[at + 1], at + 2
        else:  # so many pixels as they are, in pairs of bytes
            x, at = x + value, at + ((value + per_byte - 1) // per_byte + 1) // 2 * 2
        # Four-bit rows may be filled up to a whole byte.
        if at > len(data) or y > height or x > width + per_byte - 1 or (y == height and x):
            return False
    # The mark of the end may be missing, no pixels.
    return y == height or (y == height - 1 and x >= width)
