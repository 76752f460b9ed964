"""Local phase quantisation: texture that blur leaves alone."""

from collections.abc import Sequence
from numbers import Integral

import numpy as np

from .._compat import Interval, InvalidParameterError
from .._typing import ImageStack
from .._validation import distinct_integers, several
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.lpq import lpq_histogram
from ._grid import cell_bounds, cell_by_cell, too_small

_MAX_WINDOW = 63


class LPQ(FeatureExtractor):
    """Local phase quantisation: texture by the signs of local waves, which blur leaves alone.

    Around every pixel, four slow waves (across, down and along both diagonals) are fitted to the
    image. Each has a cosine and a sine part; the signs of these eight numbers make a code of 8
    bits, a coarse phase: on which side the light and the dark lie. How often each code
    occurs describes a texture [1]_. Blur by anything symmetric (a lens out of focus, the air)
    weakens a wave but does not shift it, so the codes stay: LPQ is the texture feature for
    pictures of uneven sharpness. Codes do not change either when the lighting does (``a I + b``
    with ``a > 0``); they do when the texture is turned or its scale changes. Colour images are
    taken in luminance.

    Parameters
    ----------
    windows : int or tuple of int, default=(3, 7, 15)
        Sides of the windows in pixels, odd, 3 to 63; each has a histogram of its own. Large
        windows bear more blur, small ones see finer texture.
    decorrelate : bool, default=True
        Whether to turn the eight numbers into uncorrelated ones before the signs are taken, so that
        the bits are nearly independent and all codes are made use of.
    grid : int, default=1
        Cells along each axis, each with its own histograms. One cell suits textures, which are
        the same everywhere; more suit things that stay in place.

    See Also
    --------
    LBP : Signs of differences to single pixels: sees finer detail, and blur.
    classic_cls.kernels.lpq : The definition in full.

    Notes
    -----
    Codes are those of the authors' MATLAB program (uniform window; correlation 0.9 of
    neighbouring pixels; windows inside the image only), but that a part which is exactly zero gives
    the bit 0, where the program leaves it to rounding, and that the sign of each uncorrelated part,
    which there depends on the linear algebra library, is fixed: ones and zeros of a bit may
    be swapped. A histogram adds up to 1. Blank images have code 0 everywhere.

    Columns are named by window and code: ``lpq_w7_p12``; before it the cell, ``r0_c1``, where there
    are several.

    References
    ----------
    .. [1] V. Ojansivu and J. Heikkila, "Blur insensitive texture classification using local phase
       quantization", Proceedings of ICISP, LNCS 5099, pp. 236-243, 2008.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import LPQ
    >>> brighter_to_the_right = np.arange(0, 200, 20, dtype=np.uint8)[None, None].repeat(10, axis=1)
    >>> lpq = LPQ(windows=3, decorrelate=False).fit(brighter_to_the_right)
    >>> names = lpq.get_feature_names_out()
    >>> names[lpq.transform(brighter_to_the_right)[0] == 1].tolist()
    ['lpq_w3_p2']
    """

    short_name = "lpq"

    _parameter_constraints = {
        "windows": [Interval(Integral, 3, _MAX_WINDOW, closed="both"), tuple, list],
        "decorrelate": ["boolean"],
        "grid": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self, windows: int | Sequence[int] = (3, 7, 15), decorrelate: bool = True, grid: int = 1
    ):
        self.windows = windows
        self.decorrelate = decorrelate
        self.grid = grid

    def _extract(self, images: ImageStack):
        gray = to_gray(images)
        parts = []
        for window in self._checked_windows():
            bounds = self._bounds(gray.shape[1:], window)
            cells = lpq_histogram(gray, *bounds, window, bool(self.decorrelate))
            parts.append(cells.reshape(len(images), self.grid**2, -1))
        return np.concatenate(parts, axis=2).reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        parts = []
        for window in self._checked_windows():
            rows, columns = (bounds + window // 2 for bounds in self._bounds(shape, window))
            of_cell = [f"w{window}_p{code}" for code in range(256)]
            parts.append(Columns.of_grid("lpq", rows, columns, of_cell, name_only_cell=False))
        return cell_by_cell(parts, self.grid**2)

    def _bounds(self, shape, window) -> tuple[np.ndarray, np.ndarray]:
        """Where cells begin, counted in windows that lie inside the image."""
        height, width = (side - window + 1 for side in shape[:2])
        if min(height, width) < self.grid:
            taken = f"a side of {window} pixels in windows and grid={self.grid} take "
            taken += f"{self.grid + window - 1} pixels"
            raise too_small(self, shape, f"is too small: {taken} each way; lower them")
        return cell_bounds((height, width), self.grid)

    def _checked_windows(self) -> tuple[int, ...]:
        windows = several(self.windows)
        if not distinct_integers(windows, 3, _MAX_WINDOW) or not all(w % 2 for w in windows):
            raise InvalidParameterError(
                f"LPQ: windows is {self.windows!r}; give one or more different odd numbers of 3 to "
                f"{_MAX_WINDOW}"
            )
        return tuple(int(w) for w in windows)
