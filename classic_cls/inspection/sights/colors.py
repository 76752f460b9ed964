"""Colours: histograms in their own colours, palettes, moments, correlograms."""

from math import prod

import cv2
import numpy as np
from sklearn.base import clone

from ..._typing import Image
from ..._validation import several
from ...features import ColorAutoCorrelogram, ColorHistogram, ColorMoments
from ...kernels.color import CHANNEL_NAMES, CHANNEL_RANGES, convert_color
from ...kernels.color_histogram import bin_steps, hard_bins
from ...kernels.color_moments import MOMENTS
from ..sight import Bars, Picture, Sheet, Sight, Table
from ._see import cells_of, checked, row_of, see, the_image, title_of

_MOST_COLORS = 10
_CELL = 48  # pixels of a cell of a palette
# What the other channels are where one is shown alone, and the names of the channels.
_BESIDE = {
    "hsv": ((0, 255, 230), (105, 0, 230), (0, 0, 0)), "rgb": ((0, 0, 0),) * 3,
    "lab": ((128, 128, 128), (170, 128, 128), (170, 128, 128)),
    "opponent": ((128, 128, 128),) * 3, "rg": ((85, 85), (85, 85)),
}  # fmt: skip
_CHANNELS = {
    "hsv": ("hue", "saturation", "value"), "rgb": ("red", "green", "blue"),
    "lab": ("lightness", "green to red (a)", "blue to yellow (b)"),
    "opponent": ("green to red", "blue to yellow", "intensity"),
    "rg": ("share of red", "share of green"),
}  # fmt: skip


@see.register
def _histogram(feature: ColorHistogram, image: Image) -> Sight:
    image = checked(image)
    space, bins, row = feature.space, _bins(feature), row_of(feature, image)
    codes, palette = quantised(image, space, bins)
    cells = cells_of(clone(feature).get_columns(image.shape))
    panels: list = [
        the_image(image, cells),
        Picture("what is left of it: the bins", palette[codes], image.shape[:2]),
        _palette_of_cells(codes, palette, cells, image, feature.grid),
    ]
    means = row.reshape(feature.grid**2, -1).mean(axis=0)
    if feature.joint:
        panels.append(_most_frequent(means, palette))
    else:
        panels += _channel_bars(means, space, bins)
    reading = (
        "Bars are the mean of the feature's cells, each in the colour that it counts; the palette "
        "stacks the most frequent colours of every cell in its place."
    )
    return Sight(title_of(feature), panels, reading + _on_grey(image), row)


def _bins(feature) -> tuple[int, ...]:
    bins, n = several(feature.bins), len(CHANNEL_NAMES[feature.space])
    return tuple(int(b) for b in (bins * n if len(bins) == 1 and n > 1 else bins))


def _on_grey(image) -> str:
    grey = image.ndim == 2 or not np.ptp(image, axis=2).any()
    return " The image is grey: there is no colour in it to see." if grey else ""


def _channel_bars(means, space, bins) -> list[Bars]:
    ends = np.cumsum(bins)
    return [
        Bars(
            _CHANNELS[space][channel],
            means[end - n : end],
            unit="share of pixels",
            about="bin",
            colors=channel_colors(space, channel, n),
        )
        for channel, (n, end) in enumerate(zip(bins, ends))
    ]


def channel_colors(space: str, channel: int, n: int) -> np.ndarray:
    """The colours that the bins of one channel stand for ``(n, 3)``, in [0, 1]."""
    levels = np.tile(np.array(_BESIDE[space][channel], float), (n, 1))
    levels[:, channel] = _centres(n, CHANNEL_RANGES[space][channel])
    if space == "rg":
        levels[:, 1 - channel] = (255 - levels[:, channel]) / 2
    return rgb_of(levels, space) / 255


def _centres(n: int, of: int) -> np.ndarray:
    return (np.arange(n) + 0.5) * of / n


def rgb_of(levels: np.ndarray, space: str) -> np.ndarray:
    """Colours ``(n, channels)`` of a space, in its 8 bits, as RGB, ``uint8``.

    The nearest that there is: not every combination is a colour.

    >>> rgb_of(np.array([[0, 255, 255], [60, 255, 255]]), "hsv").tolist()
    [[255, 0, 0], [0, 255, 0]]
    """
    levels = np.asarray(levels, float)
    if space in ("hsv", "lab"):
        way = cv2.COLOR_HSV2RGB if space == "hsv" else cv2.COLOR_LAB2RGB
        return cv2.cvtColor(np.rint(levels).clip(0, 255).astype(np.uint8)[None], way)[0]
    if space == "opponent":
        difference, yellow, mean = 2 * (levels[:, 0] - 128), 4 * (levels[:, 1] - 128), levels[:, 2]
        blue = mean - yellow / 3
        red = (3 * mean - blue + difference) / 2
        levels = np.stack([red, red - difference, blue], axis=1)
    elif space == "rg":
        levels = np.column_stack([levels, 255 - levels.sum(axis=1)]).clip(0, None)
        levels = 230 * levels / np.maximum(levels.max(axis=1, keepdims=True), 1)
    return np.rint(levels).clip(0, 255).astype(np.uint8)


def quantised(image, space: str, bins) -> tuple[np.ndarray, np.ndarray]:
    """The bin of every pixel among those of all channels together, and the colour of every bin."""
    converted = convert_color(image[None], space)[0]
    tables, steps = hard_bins(bins, CHANNEL_RANGES[space]), bin_steps(bins)
    codes = sum(tables[c][converted[..., c]] * steps[c] for c in range(len(bins)))
    if prod(bins) > 2**16:  # of fine bins, those that occur
        used, codes = np.unique(codes, return_inverse=True)
        codes = codes.reshape(image.shape[:2])
    else:
        used = np.arange(prod(bins))
    numbers = [used // step % n for step, n in zip(steps, bins)]
    levels = [(k + 0.5) * of / n for k, n, of in zip(numbers, bins, CHANNEL_RANGES[space])]
    return codes, rgb_of(np.stack(levels, axis=1), space)


def _palette_of_cells(codes, palette, cells, image, grid: int) -> Picture:
    """Each cell as bands of its most frequent colours, as high as they are frequent."""
    canvas = np.zeros((grid * _CELL, grid * _CELL, 3), np.uint8)
    cells = [(0, 0, *image.shape[:2])] if cells is None else cells.astype(int).tolist()
    for number, (top, left, bottom, right) in enumerate(cells):
        counts = np.bincount(codes[top:bottom, left:right].ravel())
        order = np.argsort(-counts, kind="stable")[:_MOST_COLORS]
        ends = np.rint(np.cumsum(counts[order]) * _CELL / counts[order].sum()).astype(int)
        bands = np.repeat(order, np.diff(ends, prepend=0))
        y, x = (_CELL * place for place in divmod(number, grid))
        canvas[y : y + _CELL, x : x + _CELL] = palette[bands][:, None]
    return Picture("palette of every cell", canvas, image.shape[:2])


def _most_frequent(shares, palette) -> Bars:
    order = np.argsort(-shares, kind="stable")[:_MOST_COLORS]
    order = order[shares[order] > 0]
    return Bars(
        "most frequent colours",
        shares[order],
        unit="share of pixels",
        colors=palette[order] / 255,
        lying=True,
    )


@see.register
def _moments(feature: ColorMoments, image: Image) -> Sight:
    image = checked(image)
    row, space, grid = row_of(feature, image), feature.space, feature.grid
    values = row.reshape(grid, grid, -1, len(MOMENTS))
    mean = rgb_of(values[..., 0].reshape(grid**2, -1), space).reshape(grid, grid, 3)
    maps = [list(values[:, :, channel].transpose(2, 0, 1)) for channel in range(values.shape[2])]
    panels = [
        the_image(image, cells_of(clone(feature).get_columns(image.shape))),
        Picture("mean colour of every cell", mean, image.shape[:2]),
        Sheet("moments, each on its own scale", maps, _CHANNELS[space], MOMENTS),
    ]
    reading = (
        "Of every cell the feature keeps the mean colour, how far the colours of its pixels spread "
        "around it (deviation), and whether more of them lie far above or below (skewness): light "
        "squares are the highest of their map."
    )
    return Sight(title_of(feature), panels, reading + _on_grey(image), row)


@see.register
def _correlogram(feature: ColorAutoCorrelogram, image: Image) -> Sight:
    image = checked(image)
    bins, distances = _bins(feature), several(feature.distances)
    row = row_of(feature, image)
    codes, palette = quantised(image, feature.space, bins)
    counts = np.bincount(codes.ravel(), minlength=len(palette))
    order = np.argsort(-counts, kind="stable")[:_MOST_COLORS]
    order = order[counts[order] > 0]
    shown = palette[order] / 255
    table = row.reshape(len(distances), -1)[:, order].T
    panels = [
        the_image(image),
        Picture("what is left of it: the bins", palette[codes], image.shape[:2]),
        Bars(
            "most frequent colours",
            counts[order] / codes.size,
            unit="share of pixels",
            colors=shown,
            lying=True,
        ),
        Table(
            "the same colour again at a distance",
            table,
            (),
            [f"{d} px" for d in distances],
            unit="probability",
            colors=shown,
            about=("", "distance"),
        ),
    ]
    reading = (
        "How likely a pixel of a colour finds its colour again so many pixels away: bright to the "
        "right for colours in large patches, dark for colours strewn in dots."
    )
    return Sight(title_of(feature), panels, reading + _on_grey(image), row)
