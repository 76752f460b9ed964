"""Wavelet scattering: texture by waves, and by how the strength of waves varies."""

from numbers import Integral

import numpy as np

from .._compat import Interval
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.scattering import log_strengths, scattering, scattering_paths
from ._grid import cell_bounds, too_small


class Scattering(FeatureExtractor):
    """Wavelet scattering: which waves an image holds, and how their strength varies.

    Waves of several lengths and directions (Morlet wavelets) are laid over the image. How strongly
    it answers to one of them, as a modulus, no longer depends on where exactly a stripe lies. Its
    mean is the *first order*: the amount of structure of that size and direction. The mean
    forgets how the structure is arranged: even grain and a few strong lines may have the
    same. So waves are laid over the strength itself, and their mean strength is the *second
    order*: how structure of one size is grouped at larger sizes [1]_ [2]_. It works like a
    convolutional network of two layers whose filters are known beforehand.

    A small shift, stretch or bend of the image changes the result little: that is what the
    transform was made for. It does see directions. Strong on texture, and on shapes in place (with
    a grid); blind to colour, which is taken in luminance.

    Parameters
    ----------
    scales : int, default=4
        Octaves ``J``: the waves are 2.7, 5.3, 10.7, ... pixels long. More see coarser structure;
        images must have ``2^J`` pixels each way.
    orientations : int, default=8
        Directions ``L`` of waves over 180 degrees. The shape of the wavelets is made for 8.
    order : {1, 2}, default=2
        Whether to stop at the first order. The second has ``J (J - 1) / 2 * L * L`` columns a
        cell, and takes most of the time.
    grid : int, default=1
        Cells along each axis, each with its own means. One suits textures, which are the same
        everywhere; several suit things that stay in place.
    log : bool, default=True
        Whether to take logarithms, the second order relative to the first. If not, values are
        strengths, in which a few strong ones outweigh all others.

    See Also
    --------
    classic_cls.kernels.scattering : The definition in full.
    LBP : Fine texture, several times faster.

    Notes
    -----
    Columns are ``scattering_s0``, the mean grey level from 0 to 1; ``scattering_j1_o3``, the first
    order at octave 1 and orientation 3; and ``scattering_j0_o1_j2_o5``, the second order: waves
    of octave 2 and orientation 5 in the strength of waves of octave 0 and orientation 1. Wave ``o``
    runs at ``180 o / L`` degrees, as in ``EdgeHistogram``: ``o0`` along a row, answering to upright
    edges. With a grid, the cell comes first: ``scattering_r0_c1_j1_o3``.

    Wavelets, low pass, sampling and the reflected border are those of ``Scattering2D`` of the
    package Kymatio, whose maps are equal within 3e-5 (it rounds pi to 3.1415) where its
    orientation ``t`` is our ``(t + 1) mod L``. A value here is the mean of a map, before it is
    thinned out to every ``2^J`` th pixel, over all pixels of a cell.

    Without logarithms a value is proportional to the contrast and, but for ``s0``, does not see the
    brightness: adding a constant to the image changes nothing. It is not below 0, but for ripples
    of the low pass in small cells. The filters together raise the energy of no image by more than
    6 %. With logarithms, the first order is ``log(S1 + 1e-4)`` and the second
    ``log(S2 / (S1 + 1e-4) + 1e-2)``, where ``S1`` belongs to the first wave of the pair; so the
    second order does not see the contrast either, where there is any, and a blank image has
    finite values.

    This ratio is what makes the second order worth its time: on the textures of KTH-TIPS it told
    far more than the logarithm of each.

    References
    ----------
    .. [1] S. Mallat, "Group invariant scattering", Communications on Pure and Applied
       Mathematics 65(10), pp. 1331-1398, 2012.
    .. [2] J. Bruna and S. Mallat, "Invariant scattering convolution networks", IEEE PAMI 35(8),
       pp. 1872-1886, 2013.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import Scattering
    >>> stripes = np.tile(np.array([0, 0, 255, 255], np.uint8), (1, 32, 8))
    >>> waves = Scattering(scales=2, orientations=4, order=1, log=False).fit(stripes)
    >>> waves.get_feature_names_out()[[0, 1, 3]].tolist()
    ['scattering_s0', 'scattering_j0_o0', 'scattering_j0_o2']
    >>> waves.transform(stripes)[0, [0, 1, 3]].round(2)  # upright stripes
    array([0.5 , 0.25, 0.  ], dtype=float32)
    """

    short_name = "scattering"

    _parameter_constraints = {
        "scales": [Interval(Integral, 1, 16, closed="both")],
        "orientations": [Interval(Integral, 2, 64, closed="both")],
        "order": [Interval(Integral, 1, 2, closed="both")],
        "grid": [Interval(Integral, 1, None, closed="left")],
        "log": ["boolean"],
    }

    def __init__(
        self,
        scales: int = 4,
        orientations: int = 8,
        order: int = 2,
        grid: int = 1,
        log: bool = True,
    ):
        self.scales = scales
        self.orientations = orientations
        self.order = order
        self.grid = grid
        self.log = log

    def _extract(self, images: ImageStack):
        self._check_size(images.shape[1:3])
        rows, columns = map(_cell_weights, cell_bounds(images.shape[1:3], self.grid))
        paths = self.scales, self.orientations, self.order
        means = scattering(to_gray(images), rows, columns, *paths)
        if self.log:
            means = log_strengths(means, *paths)
        return means.transpose(0, 2, 3, 1).reshape(len(images), -1)

    def _columns(self, shape: tuple) -> Columns:
        self._check_size(shape)
        paths = scattering_paths(self.scales, self.orientations, self.order)
        of_cell, bounds = map(_path_name, paths), cell_bounds(shape, self.grid)
        return Columns.of_grid("scattering", *bounds, of_cell, name_only_cell=False)

    def _check_size(self, shape) -> None:
        if min(shape[:2]) < 2**self.scales:
            taken = f"scales={self.scales} takes {2**self.scales} pixels"
            raise too_small(self, shape, f"is too small: {taken} each way; lower it")


def _cell_weights(bounds) -> np.ndarray:
    """Weights ``(cells, pixels)`` along one axis whose sums are the means of cells."""
    sizes = np.diff(bounds)
    cells = np.repeat(np.arange(len(sizes)), sizes)
    weights = np.zeros((len(sizes), len(cells)))
    weights[cells, np.arange(len(cells))] = 1 / sizes[cells]
    return weights


def _path_name(path) -> str:
    return "_".join(f"j{octave}_o{orientation}" for octave, orientation in path) or "s0"
