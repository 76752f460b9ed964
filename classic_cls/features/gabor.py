"""Gabor filters: how much of each wavelength an image holds, in each direction."""

from collections.abc import Sequence
from itertools import product
from numbers import Integral, Real

import numpy as np

from .._compat import Interval, InvalidParameterError
from .._typing import ImageStack
from ..base import Columns, FeatureExtractor
from ..kernels.color import to_gray
from ..kernels.gabor import gabor_moments
from ._grid import cell_bounds

_STATISTICS = ("mean", "deviation", "energy")
_WAVELENGTHS = (2, 1000)
_FAINT = 0.1  # grey levels: a response that is as good as none


class GaborBank(FeatureExtractor):
    """Strength of waves of several lengths and directions, found by Gabor filters.

    A Gabor filter is a wave that fades out like a Gaussian around its middle. It responds where the
    image looks like it: stripes, grains or edges of about its wavelength, across its direction.
    A bank of filters takes the image apart by scale and direction, much as the first stage of
    seeing does, and the statistics of the responses describe a texture [1]_: fine or coarse, with
    or without a direction (means), even or patchy (deviations). Brightness does not
    matter, and contrast only in one column; turning the image by a step of the orientations moves
    columns to their neighbours. Good for textures and materials; what lies where is lost unless
    there is a grid. Colour images are taken in luminance.

    Parameters
    ----------
    wavelengths : sequence of float, default=(2.5, 5, 10, 20, 40)
        Pixels from crest to crest, each from 2 to 1000. Filters are an octave wide, so that
        doubled wavelengths leave no gaps.
    orientations : int from 2 to 64, default=6
        Directions of waves over 180 degrees: ``o`` is ``180 o / orientations`` degrees, 0 along a
        row (upright stripes), and 90 down a column.
    statistics : sequence of {"mean", "deviation", "energy"}, default=("mean", "deviation")
        What is kept of the magnitude of the response of each filter: its mean, its standard
        deviation, the mean of its square.
    normalize : bool, default=True
        Whether contrast is split off, into a column of its own, and the statistics made relative
        (see below); otherwise they are plain, in grey levels (energy: squared).
    grid : int, default=1
        Cells along each axis, each with its own statistics. One cell suits textures; more suit
        things that stay in place.

    See Also
    --------
    classic_cls.kernels.gabor : The definition of the filters.
    GIST : Wider filters on a grid, after contrast is evened out, for scenes.
    Haralick : Texture by pairs of grey levels.

    Notes
    -----
    Responses equal those of ``skimage.filters.gabor`` to the image minus its mean, with
    ``frequency=1 / wavelength``, ``sigma_x`` (also its default) and ``sigma_y`` as given by
    ``gabor_sigmas``, and a large ``n_stds``. The mean is taken off because a Gabor filter has a
    slight response to plain brightness. The image is continued by mirroring, so that there are
    no false edges, for three standard deviations of a filter at least, and then taken as
    periodic. An image smaller than a filter is no exception: its mirrored continuation is
    filtered exactly.

    Where a cell is 32 pixels wide or more, and the image 128, responses to long waves are taken at
    every second pixel, or fourth and so on in larger ones, which changes statistics of whole
    images by some 0.1 %.

    With ``normalize``, let ``m`` be the mean of a filter, ``d`` the deviation, ``e`` the energy,
    and ``l(x) = log(1 + 10 x)``. The column ``contrast`` is the mean of ``l(m)`` over all filters
    of the cell; ``mean`` is ``l(m)`` minus that; ``deviation`` is relative, ``d / (m + 0.1)``;
    ``energy`` is ``l(sqrt(e))`` minus the contrast. Twice the contrast of an image moves little
    but that column. A blank image has zeros everywhere. The defaults were chosen on KTH-TIPS and
    Flowers-17, where energy added nothing to mean and deviation.

    References
    ----------
    .. [1] B. S. Manjunath and W. Y. Ma, "Texture features for browsing and retrieval of image
       data", IEEE PAMI 18(8), pp. 837-842, 1996.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import GaborBank
    >>> wave = 128 + 100 * np.cos(2 * np.pi * np.arange(80) / 10)
    >>> upright_stripes = np.tile(wave.astype(np.uint8), (1, 80, 1))
    >>> gabor = GaborBank([10, 40], orientations=2, statistics=["mean"], normalize=False)
    >>> gabor.fit(upright_stripes).get_feature_names_out()[:3].tolist()
    ['gabor_w10_o0_mean', 'gabor_w10_o1_mean', 'gabor_w40_o0_mean']
    >>> gabor.transform(upright_stripes).round(-1)  # half the amplitude, in one filter
    array([[50.,  0.,  0.,  0.]], dtype=float32)
    """

    short_name = "gabor"

    _parameter_constraints = {
        "wavelengths": [tuple, list],
        "orientations": [Interval(Integral, 2, 64, closed="both")],
        "statistics": [tuple, list],
        "normalize": ["boolean"],
        "grid": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self,
        wavelengths: Sequence[float] = (2.5, 5, 10, 20, 40),
        orientations: int = 6,
        statistics: Sequence[str] = ("mean", "deviation"),
        normalize: bool = True,
        grid: int = 1,
    ):
        self.wavelengths = wavelengths
        self.orientations = orientations
        self.statistics = statistics
        self.normalize = normalize
        self.grid = grid

    def _extract(self, images: ImageStack):
        wavelengths, statistics = self._checked()
        bounds = cell_bounds(images.shape[1:], self.grid)
        moments = gabor_moments(to_gray(images), *bounds, wavelengths, self.orientations)
        mean, energy = moments[..., 0], moments[..., 1]
        deviation = np.sqrt(np.maximum(energy - mean**2, 0))
        values = {"mean": mean, "deviation": deviation, "energy": energy}
        if self.normalize:
            values = _relative(**values)
        columns = np.stack([values[name] for name in statistics], axis=-1)
        cells = columns.reshape(*mean.shape[:3], -1)
        if self.normalize:
            cells = np.concatenate([values["contrast"], cells], axis=-1)
        return cells.reshape(len(images), -1).astype(np.float32)

    def _columns(self, shape: tuple) -> Columns:
        wavelengths, statistics = self._checked()
        of_cell = ["contrast"] if self.normalize else []
        of_filters = product(wavelengths, range(self.orientations), statistics)
        of_cell += [f"w{w:g}_o{orientation}_{name}" for w, orientation, name in of_filters]
        bounds = cell_bounds(shape, self.grid)
        return Columns.of_grid("gabor", *bounds, of_cell, name_only_cell=False)

    def _checked(self) -> tuple[tuple[float, ...], tuple[str, ...]]:
        """Wavelengths and statistics, if they make sense."""
        lowest, highest = _WAVELENGTHS
        numbers = all(
            isinstance(w, Real) and lowest <= float(w) <= highest for w in self.wavelengths
        )
        names = {f"{w:g}" for w in self.wavelengths} if numbers else set()
        if not names or len(names) < len(self.wavelengths):
            raise InvalidParameterError(
                f"GaborBank: wavelengths is {self.wavelengths!r}; give one or more different "
                f"numbers of pixels from {lowest} to {highest}"
            )
        known = all(name in _STATISTICS for name in self.statistics)
        if not known or not 0 < len(set(self.statistics)) == len(self.statistics):
            raise InvalidParameterError(
                f"GaborBank: statistics is {self.statistics!r}; give one or more of "
                + ", ".join(f"'{name}'" for name in _STATISTICS)
            )
        return tuple(float(w) for w in self.wavelengths), tuple(self.statistics)


def _relative(mean, deviation, energy) -> dict[str, np.ndarray]:
    """Statistics that contrast does not change, and the contrast."""
    level = np.log1p(mean / _FAINT)
    contrast = level.mean(axis=-1, keepdims=True)
    return {
        "contrast": contrast,
        "mean": level - contrast,
        "deviation": deviation / (mean + _FAINT),
        "energy": np.log1p(np.sqrt(energy) / _FAINT) - contrast,
    }
