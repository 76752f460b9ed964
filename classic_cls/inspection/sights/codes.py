"""Codes of every pixel: local binary patterns, and local phases."""

import numpy as np

from ..._typing import Image
from ..._validation import several
from ...features import LBP, LPQ
from ...kernels.color import to_gray
from ...kernels.lbp import lbp_histogram
from ...kernels.lbp_patterns import lbp_margin, n_patterns
from ...kernels.lpq import lpq_histogram
from ..sight import Bars, Picture, Sight
from ._pixelwise import by_pixel, pixel_bounds
from ._see import cells_of, checked, row_of, see, the_image, title_of


@see.register
def _lbp(feature: LBP, image: Image) -> Sight:
    image = checked(image)
    row, columns = row_of(feature, image), feature.get_columns(image.shape)
    scales = [(int(points), float(radius)) for points, radius in feature.scales]
    panels: list = [the_image(image, cells_of(columns))]
    for points, radius in scales:
        title = f"{points} points, {radius:g} px around"
        found = lbp_codes(image, points, radius, feature.method)
        panels.append(_map(title, found, n_patterns(points, feature.method), image))
    for points, radius in scales:
        mine = _in_cells(columns, row, f"p{points}_r{radius:g}_", feature)
        panels.append(
            Bars(
                f"{points} points, {radius:g} px around",
                mine,
                unit="mean share",
                about="number of the pattern",
            )
        )
    reading = (
        "Grey says which pattern of brighter and darker points lies around each pixel (method "
        f"'{feature.method}'): flat places, edges of each direction and spots have a grey each. "
        "The feature keeps how frequent each pattern is."
    )
    if feature.sqrt:
        reading += " Bars are square roots of shares."
    if feature.completed:
        reading += " Bars are of the sign, the size of the differences and the centre together."
    return Sight(title_of(feature), panels, reading, row)


@see.register
def _lpq(feature: LPQ, image: Image) -> Sight:
    image = checked(image)
    row, columns = row_of(feature, image), feature.get_columns(image.shape)
    windows = several(feature.windows)
    panels: list = [the_image(image, cells_of(columns))]
    for window in windows:
        found = lpq_codes(image, window, feature.decorrelate)
        panels.append(_map(f"window of {window} px", found, 256, image))
    for window in windows:
        mine = _in_cells(columns, row, f"w{window}_p", feature)
        panels.append(Bars(f"window of {window} px", mine, unit="mean share", about="code"))
    reading = (
        "Grey is a code of 8 bits: the signs of the phases of four slow waves in the window around "
        "each pixel, which blur leaves alone. The feature keeps how frequent each code is."
    )
    return Sight(title_of(feature), panels, reading, row)


def lbp_codes(image, points: int, radius: float, method: str) -> np.ndarray:
    """Number of the pattern of every pixel; -1 in the margin, where no circle fits."""

    def counts(gray, rows, columns):
        return lbp_histogram(gray, rows, columns, points, radius, method)

    return _codes(counts, image, lbp_margin(radius), n_patterns(points, method))


def lpq_codes(image, window: int, decorrelate: bool) -> np.ndarray:
    """Code of every pixel; -1 in the margin, where no window fits."""

    def counts(gray, rows, columns):
        return lpq_histogram(gray, rows, columns, window, bool(decorrelate))

    return _codes(counts, image, window // 2, 256)


def _codes(counts, image, margin: int, n: int) -> np.ndarray:
    """The code of a pixel is the one that a cell of it alone has counted."""
    gray = to_gray(image[None])
    height, width = (side - 2 * margin for side in image.shape[:2])

    def of_rows(top, bottom):
        strip = gray[:, top : bottom + 2 * margin]
        return counts(strip, *pixel_bounds(bottom - top, width))[0].argmax(axis=-1)

    inside = by_pixel(of_rows, (height, width), n)
    return np.pad(inside, margin, constant_values=-1)


def _map(title, codes, n, image) -> Picture:
    return Picture(
        title, np.where(codes < 0, np.nan, codes), image.shape[:2], "gray", "", (0, n - 1)
    )


def _in_cells(columns, row, part: str, feature) -> np.ndarray:
    """The columns of one scale, in the mean over the cells."""
    mine = [number for number, name in enumerate(columns.names) if f"_{part}" in name]
    return row[mine].reshape(feature.grid**2, -1).mean(axis=0)
