"""Histograms of oriented gradients, as glyphs: every cell a star of strokes along its edges."""

import numpy as np
from sklearn.base import clone

from ..._typing import Image
from ...features import HOG, DalalTriggsHOG, FelzenszwalbHOG
from ..sight import Bars, Picture, Sight, Strokes
from ._see import checked, row_of, see, the_image, title_of

_FAINTEST = 0.03  # strokes that are as good as none
_REACH = 0.46  # half a stroke, over the side of a cell
_SHIFT = 0.22  # of a signed stroke towards the brighter side
EDGE = "edge, degrees: 0 level, 45 falling, 90 upright"
GRADIENT = "towards brighter, degrees: 0 right, 90 down"


@see.register
def _hog(feature: HOG, image: Image) -> Sight:
    return _in_blocks(feature, checked(image))


@see.register
def _dalal_triggs(feature: DalalTriggsHOG, image: Image) -> Sight:
    return _in_blocks(feature, checked(image))


@see.register
def _felzenszwalb(feature: FelzenszwalbHOG, image: Image) -> Sight:
    image = checked(image)
    row, n = row_of(feature, image), feature.orientations
    columns = clone(feature).get_columns(image.shape)
    width = 3 * n + 4
    cells, values = _filled(columns.regions[::width], image), row.reshape(-1, width)
    unsigned = values[:, 2 * n : 3 * n]
    panels = [
        the_image(image, cells),
        _glyphs("unsigned edges", cells, unsigned, 0.0, False, image),
        _glyphs("signed edges, on the brighter side", cells, values[:, : 2 * n], 0.0, True, image),
        _rose(unsigned, 0.0, False),
    ]
    reading = _READING + " Signed strokes lie on the brighter side of their edge."
    return Sight(title_of(feature), panels, reading, row)


_READING = (
    "Each cell is a star of strokes: they run along the edges in it, and the brighter one is, the "
    "more of the cell's gradients run across it."
)


def _in_blocks(feature, image) -> Sight:
    row = row_of(feature, image)
    columns = clone(feature).get_columns(image.shape)
    cells, means = cell_histograms(columns, row, feature.orientations)
    panels = [
        the_image(image, cells),
        _glyphs("edges, as it sees them", cells, means, 0.5, feature.signed, image),
        _rose(means, 0.5, feature.signed),
    ]
    reading = _READING + " A cell that stands in several blocks is drawn by their mean."
    if feature.signed:
        reading += " Strokes lie on the brighter side of their edge."
    return Sight(title_of(feature), panels, reading, row)


def cell_histograms(columns, row, orientations) -> tuple[np.ndarray, np.ndarray]:
    """Regions of the cells, and the histogram of each: the mean over the blocks it stands in."""
    cells, number = np.unique(columns.regions[::orientations], axis=0, return_inverse=True)
    sums = np.zeros((len(cells), orientations))
    np.add.at(sums, number.ravel(), row.reshape(-1, orientations))
    return cells, sums / np.bincount(number.ravel())[:, None]


def _filled(regions, image) -> np.ndarray:
    """Regions, of which that of the whole image is written out."""
    return np.where(np.isnan(regions), [0, 0, *image.shape[:2]], regions)


def strokes_of(cells, histograms, offset: float, signed: bool) -> Strokes:
    """A stroke for every cell and bin, across the gradients that it counts.

    Bin ``o`` is centred on ``o + offset`` steps, from gradients along a row towards downward ones.
    """
    n = histograms.shape[1]
    angles = (np.arange(n) + offset) * ((2 if signed else 1) * np.pi / n)
    across = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    along = np.stack([-np.sin(angles), np.cos(angles)], axis=1)
    top, left, bottom, right = cells.T
    middles = np.stack([left + right, top + bottom], axis=1) / 2
    sides = np.minimum(bottom - top, right - left)
    reach = _REACH * sides * (0.6 if signed else 1)
    middles = middles[:, None] + (_SHIFT * sides[:, None, None] * across if signed else 0)
    half = reach[:, None, None] * along
    ends = np.stack(np.broadcast_arrays(middles - half, middles + half), axis=2).reshape(-1, 2, 2)
    strengths = (histograms / max(histograms.max(), 1e-12)).clip(0, 1).ravel()
    drawn = np.flatnonzero(strengths > _FAINTEST)
    drawn = drawn[np.argsort(strengths[drawn], kind="stable")]  # bright ones on top
    return Strokes(ends[drawn], strengths[drawn])


def _glyphs(title, cells, histograms, offset, signed, image) -> Picture:
    black = np.zeros((1, 1, 3), np.uint8)
    strokes = strokes_of(cells, histograms, offset, signed)
    return Picture(title, black, image.shape[:2], strokes=strokes)


def _rose(histograms, offset, signed) -> Bars:
    """All cells together, by the direction of the edge, or of the gradient where that is signed."""
    n = histograms.shape[1]
    gradients = (np.arange(n) + offset) * ((360 if signed else 180) / n)
    if signed:
        return direction_bars(histograms.mean(axis=0), gradients, GRADIENT, "mean of the cells")
    edges = (gradients + 90) % 180
    return direction_bars(histograms.mean(axis=0), edges, EDGE, "mean of the cells")


def direction_bars(values, angles, about: str, unit: str) -> Bars:
    """Bars by direction, in the order of the angles."""
    order = np.argsort(angles, kind="stable")
    names = [f"{angle:.0f}" for angle in angles[order]]
    return Bars("all cells together", values[order], names, unit, about, angles=angles[order])
