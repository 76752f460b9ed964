"""GIST: the layout of a scene, from wide filters on a coarse grid."""

from collections.abc import Sequence
from numbers import Integral

from .._compat import Interval, InvalidParameterError
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels import gist as kernel
from ..kernels.color import to_gray
from ._grid import cell_bounds

_MAX_SCALES = 6


class GIST(FeatureExtractor):
    """Spatial envelope of a scene: strength of scales and directions on a coarse grid.

    People tell a street from a beach in a glance too short to see any object: open or closed,
    natural or built, deep or flat. Oliva and Torralba [1]_ found these properties in how much
    structure of each scale and direction there is, and roughly where. GIST is that measurement:
    local brightness and contrast are evened out, the image is filtered by a bank of wide
    Gabor-like filters, and the magnitude of each response is averaged over the cells of a grid.
    Good for scenes, and for objects that fill the image in a fixed pose; not for small objects, or
    things that shift by a cell or turn. Lighting hardly matters, because step by step everything
    is relative to its surroundings. Colour images are taken in luminance.

    Parameters
    ----------
    orientations : sequence of int, default=(8, 8, 8, 8)
        Directions of each scale, from fine to coarse, for up to 6 scales. Scale ``s`` responds to
        waves of about ``3.3 * 1.85^s`` pixels: 3.3, 6.2, 11, 21, 39 and 72.
    grid : int, default=4
        Cells along each axis. Cells differ by a pixel where it does not divide the side.

    See Also
    --------
    classic_cls.kernels.gist : The definition in full.
    GaborBank : Narrower filters, without a grid, for textures.
    HOG : Gradients alone, on a finer grid.

    Notes
    -----
    Equal to the program LMgist of the authors, given the image in grey, where both sides plus 64
    are a multiple of 8 without a large prime factor (64, 128, 256 pixels ...; the authors
    resize to 256), with three things to know:

    - Nothing is resized or cropped here. Wavelengths are in pixels, so that a ``Resize`` step
      before it decides what they mean.
    - Grey is luminance, where LMgist has the mean of red, green and blue.
    - Images that are not square have the same filters down and across; those of LMgist are
      stretched. Other sides get up to a few more mirrored pixels, and cells are rounded
      symmetrically; this shows near the border, mostly in the coarsest scale.

    Where cells are 32 pixels wide or more, the magnitudes, which are smooth, are computed at every
    second row or column only, of coarser scales at every fourth and so on in larger images. This
    changes the means by 0.1 % on average, and by 1 % at most in nearly all cells.

    The direction of ``o`` is ``180 o / K`` degrees, that of the waves, counted from a row (upright
    stripes) upwards, as in LMgist; other features count downwards. All columns are 0 or more,
    mostly below 1, and on a blank image 0. The prefilter continues an image that is not square to
    a square below or to the right, so that mirroring an image mirrors the result only nearly.

    References
    ----------
    .. [1] A. Oliva and A. Torralba, "Modeling the shape of the scene: a holistic representation
       of the spatial envelope", International Journal of Computer Vision 42(3), pp. 145-175,
       2001.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import GIST
    >>> wave = 128 + 100 * np.cos(2 * np.pi * np.arange(64) / 6)
    >>> upright_stripes = np.tile(wave.astype(np.uint8), (1, 64, 1))
    >>> gist = GIST(orientations=[4, 4], grid=2).fit(upright_stripes)
    >>> gist.get_feature_names_out()[4:8].tolist()
    ['gist_r0_c0_s1_o0', 'gist_r0_c0_s1_o1', 'gist_r0_c0_s1_o2', 'gist_r0_c0_s1_o3']
    >>> int(gist.transform(upright_stripes)[0, :8].argmax())
    4
    """

    short_name = "gist"

    _parameter_constraints = {
        "orientations": [tuple, list],
        "grid": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(self, orientations: Sequence[int] = (8, 8, 8, 8), grid: int = 4):
        self.orientations = orientations
        self.grid = grid

    def _extract(self, images: ImageStack):
        bounds = cell_bounds(images.shape[1:], self.grid)
        cells = kernel.gist(to_gray(images), *bounds, self._checked_orientations())
        return cells.reshape(len(images), -1).astype("float32")

    def _columns(self, shape: tuple) -> Columns:
        scales = enumerate(self._checked_orientations())
        of_cell = [f"s{scale}_o{o}" for scale, number in scales for o in range(number)]
        return Columns.of_grid("gist", *cell_bounds(shape, self.grid), of_cell)

    def _checked_orientations(self) -> tuple[int, ...]:
        whole = all(isinstance(n, Integral) and 1 <= int(n) <= 32 for n in self.orientations)
        if not whole or not 1 <= len(self.orientations) <= _MAX_SCALES:
            raise InvalidParameterError(
                f"GIST: orientations is {self.orientations!r}; give one whole number from 1 to 32 "
                f"for each of 1 to {_MAX_SCALES} scales"
            )
        return tuple(int(n) for n in self.orientations)
