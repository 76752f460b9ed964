"""Banks of filters: what they look like, and what they find."""

from itertools import product

import numpy as np
from sklearn.base import clone

from ..._typing import Image
from ...features import GIST, GaborBank, Scattering
from ...kernels.color import to_gray
from ...kernels.gabor import gabor_responses, gabor_sigmas
from ...kernels.scattering import scattering_paths
from ..sight import Picture, Sheet, Sight, Table
from ._see import cells_of, checked, row_of, see, the_image, title_of

_SIDE = 41  # of a filter's picture
_POLAR = 96  # of a cell's glyph
_MOST_ORIENTATIONS = 8


@see.register
def _gabor(feature: GaborBank, image: Image) -> Sight:
    image = checked(image)
    row, wavelengths = row_of(feature, image), [float(w) for w in feature.wavelengths]
    n = feature.orientations
    every = -(-n // _MOST_ORIENTATIONS)
    shown = range(0, n, every)
    found = np.abs(gabor_responses(to_gray(image[None]), wavelengths, n))[0]
    found = found.reshape(len(wavelengths), n, *image.shape[:2])
    rows = [f"{w:g} px" for w in wavelengths]
    columns = [f"{180 * o / n:.0f}" for o in shown]
    bank = [[gabor_picture(w, o, n) for o in shown] for w in wavelengths]
    panels = [
        the_image(image, cells_of(clone(feature).get_columns(image.shape))),
        Sheet("the filters, each on its own scale", bank, rows, columns, kind="signed"),
        Sheet(
            "what they find",
            [[of_wave[o] for o in shown] for of_wave in found],
            rows,
            columns,
            limits=(0, float(np.quantile(found, 0.995)) or 1.0),
        ),
        *_strengths(feature, row, rows, [f"{180 * o / n:.0f}" for o in range(n)]),
    ]
    reading = (
        "Rows are wavelengths in pixels, columns the direction of the waves in degrees (0: upright "
        "stripes). Bright places of a response look like its filter; the feature keeps statistics "
        "of each response."
    )
    return Sight(title_of(feature), panels, reading, row)


def gabor_picture(wavelength: float, orientation: int, orientations: int) -> np.ndarray:
    """The real part of a filter, enlarged or reduced so that it fills the picture; 1 at most."""
    along, across = gabor_sigmas(wavelength, orientations)
    turn = np.pi * orientation / orientations
    reach = np.linspace(-2.2, 2.2, _SIDE) * max(along, across)
    y, x = np.meshgrid(reach, reach, indexing="ij")
    a, b = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    window = np.exp(-(a**2) / (2 * along**2) - b**2 / (2 * across**2))
    return window * np.cos(2 * np.pi * a / wavelength)


def _strengths(feature, row, rows, columns) -> list[Table]:
    """A table for each statistic, the mean over the cells."""
    means = row.reshape(feature.grid**2, -1).mean(axis=0)
    means = means[1:] if feature.normalize else means
    values = means.reshape(len(rows), len(columns), -1)
    kind = "signed" if feature.normalize else "amount"
    return [
        Table(
            f"{name} of the response" + (", relative" if feature.normalize else ""),
            values[..., k],
            rows,
            columns,
            kind if name != "deviation" else "amount",
            about=("wavelength", "direction, degrees"),
            unit="value",
        )
        for k, name in enumerate(feature.statistics)
    ]


@see.register
def _gist(feature: GIST, image: Image) -> Sight:
    image = checked(image)
    row, grid = row_of(feature, image), feature.grid
    orientations = [int(n) for n in feature.orientations]
    cells = row.reshape(grid, grid, -1)
    glyphs = [
        np.concatenate([polar_glyph(cell, orientations) for cell in line], axis=1) for line in cells
    ]
    outlines = cells_of(clone(feature).get_columns(image.shape))
    limits = (0.0, float(row.max()) or 1.0)
    panels = [
        the_image(image, outlines),
        Picture(
            "strength of scales and directions",
            np.concatenate(glyphs),
            image.shape[:2],
            "light",
            "mean response",
            limits,
            cells=outlines,
        ),
        Picture(
            "all cells together",
            polar_glyph(cells.mean(axis=(0, 1)), orientations),
            (1, 1),
            "light",
            "mean response",
        ),
    ]
    reading = (
        "Each cell is a disc: fine structure outside, coarse inside, and a bright wedge lies in "
        "the direction of the waves, across the stripes (to the right and left: upright stripes)."
    )
    return Sight(title_of(feature), panels, reading, row)


def polar_glyph(values, orientations) -> np.ndarray:
    """Values by scale and direction as a square picture of a disc, NaN around it.

    The finest scale, which comes first, is the outermost ring; directions count upwards from a row,
    and those of waves are the same half a turn on.
    """
    place = (np.arange(_POLAR) + 0.5) * 2 / _POLAR - 1
    y, x = np.meshgrid(-place, place, indexing="ij")
    radius, turn = np.hypot(x, y), np.arctan2(y, x) % np.pi
    ring = np.floor((1 - radius) * (len(orientations) + 0.5)).astype(int)
    glyph = np.full((_POLAR, _POLAR), np.nan)
    start = 0
    for scale, n in enumerate(orientations):
        number = np.rint(turn * n / np.pi).astype(int) % n
        glyph = np.where(ring == scale, values[start + number], glyph)
        start += n
    return glyph


@see.register
def _scattering(feature: Scattering, image: Image) -> Sight:
    image = checked(image)
    row, scales, n = row_of(feature, image), feature.scales, feature.orientations
    paths = scattering_paths(scales, n, feature.order)
    means = row.reshape(feature.grid**2, -1).mean(axis=0)
    unit = "log of the strength" if feature.log else "strength"
    degrees = [f"{180 * o / n:.0f}" for o in range(n)]
    octaves = [f"{2**j} px" for j in range(scales)]
    first = means[1 : 1 + scales * n].reshape(scales, n)
    panels = [
        the_image(image, cells_of(clone(feature).get_columns(image.shape))),
        Table(
            "first order: wavelets",
            first,
            octaves,
            degrees,
            unit=unit,
            about=("scale", "direction, degrees"),
        ),
    ]
    if feature.order == 2 and scales > 1:
        panels.append(_second(means, paths, scales, n, unit))
    reading = (
        "First order: how strong waves of each scale and direction are. Second order: how strong "
        "waves of a coarser scale are in the strength of a finer one, which tells stripes from "
        "grains; each block is one pair of scales, in all pairs of directions."
    )
    return Sight(title_of(feature), panels, reading, row)


def _second(means, paths, scales, n, unit) -> Table:
    table = np.full(((scales - 1) * n, (scales - 1) * n), np.nan)
    for path, value in zip(paths, means):
        if len(path) == 2:
            (j1, o1), (j2, o2) = path
            table[j1 * n + o1, (j2 - 1) * n + o2] = value
    rows = [f"{2**j} px" if o == n // 2 else "" for j, o in product(range(scales - 1), range(n))]
    columns = [f"{2**j} px" if o == n // 2 else "" for j, o in product(range(1, scales), range(n))]
    return Table(
        "second order: waves in their strength",
        table,
        rows,
        columns,
        unit=unit,
        about=("scale of the first wave", "scale of the second"),
    )
