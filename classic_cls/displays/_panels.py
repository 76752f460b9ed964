"""How the parts of a picture of a feature are drawn."""

from functools import singledispatch
from typing import Any

import numpy as np

from ..inspection import Bars, Picture, Sheet, Table
from ._labels import font_size
from ._marks import DIRECTIONS, colormap, draw_cells, draw_dots, draw_strokes
from ._tiles import contact_sheet

_FEW_PIXELS = 72  # an image of so few a side is drawn as squares
_MOST_TICKS = 9
_SMALL = 8


@singledispatch
def draw(panel: Any, ax) -> None:
    """Draw one panel on axes."""
    raise ValueError(f"a panel is a Picture, Bars, Table or Sheet; got {type(panel).__name__}")


@singledispatch
def width_of(panel: Any) -> float:
    """Width of a panel, over the height of all panels of its row."""
    return 1.35


@width_of.register
def _of_picture(panel: Picture) -> float:
    height, width = panel.shape[:2]
    return float(np.clip(width / height, 0.5, 2.2)) + (0.45 if panel.unit else 0.05)


@width_of.register
def _of_sheet(panel: Sheet) -> float:
    rows, columns = len(panel.pictures), max(map(len, panel.pictures), default=1)
    height, width = panel.pictures[0][0].shape[:2] if columns else (1, 1)
    named = 0.3 if panel.rows else 0.0
    return float(np.clip(columns * width / (rows * height), 0.7, 2.2)) + named


@width_of.register
def _of_table(panel: Table) -> float:
    rows, columns = panel.values.shape
    if panel.each_row:
        return 1.6
    return float(np.clip(columns / max(rows, 1), 0.9, 1.8)) + 0.45


@draw.register
def _picture(panel: Picture, ax) -> None:
    height, width = panel.shape[:2]
    look: dict = {
        "interpolation": "nearest" if max(panel.values.shape[:2]) <= _FEW_PIXELS else None
    }
    if panel.values.ndim == 3 or panel.kind == "image":
        look |= {"cmap": "gray", "vmin": 0, "vmax": 255}
    else:
        dim = panel.kind == "light" and panel.strokes is not None
        look |= {"cmap": colormap("dim" if dim else panel.kind)}
        look |= dict(zip(("vmin", "vmax"), _limits(panel.values, panel.kind, panel.limits)))
    shown = ax.imshow(panel.values, extent=(0, width, height, 0), **look)
    ax.set_title(panel.title, fontsize=9)
    ax.set(xticks=[], yticks=[], xlim=(0, width), ylim=(height, 0))
    ax.spines[:].set_visible(False)
    draw_cells(ax, panel.cells)
    draw_strokes(ax, panel.strokes, on_black=panel.values.size <= 3)
    draw_dots(ax, panel.dots)
    if panel.unit:
        bar = ax.figure.colorbar(shown, ax=ax, shrink=0.8, pad=0.02)
        bar.set_label(panel.unit, fontsize=_SMALL)
        bar.ax.tick_params(labelsize=7)
        if panel.kind == "angle":
            bar.set_ticks([0, 45, 90, 135, 180])


def _limits(values, kind: str, limits) -> tuple[float, float]:
    """Ends of a scale, around 0 for signed numbers; never the same."""
    if limits is not None:
        return limits
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    if kind == "signed":
        far = max(-low, high) or 1.0
        return -far, far
    low = min(low, 0.0) if kind == "light" else low
    return (low, high) if high > low else (low, low + 1)


@draw.register
def _bars(panel: Bars, ax) -> None:
    values = np.asarray(panel.values, float)
    places = np.arange(len(values))
    many = len(values) > 64
    look: dict = {"color": "0.35", "linewidth": 0} if panel.colors is None else {
        "color": panel.colors, "edgecolor": "0.55", "linewidth": 0 if many else 0.4}  # fmt: skip
    if panel.angles is not None:
        look["color"] = colormap("angle")(np.asarray(panel.angles) % 180 / 180)
    size = 1.0 if many else 0.86
    if panel.lying:
        ax.barh(places, values, height=size, **look)
        ax.invert_yaxis()
    else:
        ax.bar(places, values, width=size, **look)
    ax.set_title(panel.title, fontsize=9)
    names, along, across = _named(panel, len(values)), ax.xaxis, ax.yaxis
    if panel.lying:
        along, across = across, along
    along.set_ticks(*names)
    along.set_label_text(panel.about, fontsize=_SMALL)
    across.set_label_text(panel.unit, fontsize=_SMALL)
    ax.tick_params(labelsize=7)
    ax.spines[["top", "right"]].set_visible(False)
    ax.margins(**{"y" if panel.lying else "x": 0.02})
    if values.size and (values < 0).any():
        (ax.axvline if panel.lying else ax.axhline)(0, color="0.2", linewidth=0.6)


def _named(panel: Bars, n: int) -> tuple[list, list]:
    """Places and texts of the ticks below bars."""
    if not len(panel.names):
        if panel.colors is not None:
            return [], []
        every = max(1, -(-n // _MOST_TICKS))
        return list(range(0, n, every)), [str(k) for k in range(0, n, every)]
    every = 1 if panel.lying else max(1, -(-n // (_MOST_TICKS + 1)))
    return list(range(0, n, every)), list(panel.names[::every])


@draw.register
def _table(panel: Table, ax) -> None:
    values = np.asarray(panel.values, float)
    shades = _row_by_row(values) if panel.each_row else values
    limits = (0.0, 1.0) if panel.each_row else _limits(values, panel.kind, None)
    name = "pale" if panel.each_row else panel.kind
    shown = ax.imshow(
        shades,
        cmap=colormap(name),
        vmin=limits[0],
        vmax=limits[1],
        aspect="auto",
        interpolation="nearest",
    )
    ax.set_title(panel.title, fontsize=9)
    for axis, names in ((ax.xaxis, panel.columns), (ax.yaxis, panel.rows)):
        n = values.shape[1 if axis is ax.xaxis else 0]
        places = [k for k, text in enumerate(names) if text] if len(names) == n else []
        texts = [names[k] for k in places]
        axis.set_ticks(places, texts) if places else axis.set_ticks([])
    ax.tick_params(labelsize=7, length=0)
    ax.set_ylabel(panel.about[0], fontsize=_SMALL, labelpad=14 if panel.colors is not None else 4)
    ax.set_xlabel(panel.about[1], fontsize=_SMALL)
    if panel.colors is not None:
        _swatches(ax, panel.colors)
    if panel.each_row:
        _numbers(ax, values)
    elif panel.unit:
        bar = ax.figure.colorbar(shown, ax=ax, shrink=0.8, pad=0.02)
        bar.set_label(panel.unit, fontsize=_SMALL)
        bar.ax.tick_params(labelsize=7)


def _row_by_row(values) -> np.ndarray:
    low, spread = values.min(axis=1, keepdims=True), np.ptp(values, axis=1, keepdims=True)
    return (values - low) / np.where(spread > 0, spread, 1)


def _numbers(ax, values) -> None:
    for (row, column), value in np.ndenumerate(values):
        ax.text(column, row, f"{value:.3g}", ha="center", va="center", fontsize=6.5)


def _swatches(ax, colors) -> None:
    """A square of its colour before each row."""
    from matplotlib.patches import Rectangle

    n = len(colors)
    for row, color in enumerate(colors):
        ax.add_patch(
            Rectangle(
                (-0.07, 1 - (row + 0.9) / n),
                0.05,
                0.8 / n,
                facecolor=color,
                edgecolor="0.5",
                linewidth=0.4,
                transform=ax.transAxes,
                clip_on=False,
            )
        )


@draw.register
def _sheet(panel: Sheet, ax) -> None:
    pictures = [[_colored(picture, panel) for picture in row] for row in panel.pictures]
    canvas, downs, acrosses, side = contact_sheet(pictures, captions=bool(panel.captions))
    ax.imshow(canvas)
    ax.set_title(panel.title, fontsize=9)
    columns = [*panel.columns] if len(panel.columns) == len(acrosses) else []
    ax.set_xticks(acrosses if columns else [], columns)
    ax.set_yticks(downs[: len(panel.rows)], panel.rows)
    ax.xaxis.tick_top()
    ax.tick_params(labelsize=7, length=0, pad=1)
    ax.spines[:].set_visible(False)
    places = [(x, y) for row, y in zip(pictures, downs) for _, x in zip(row, acrosses)]
    points = font_size(120 / max(len(acrosses), 1) / 4, 7)
    for (x, y), caption in zip(places, panel.captions):
        ax.text(x, y - side / 2 - 2, caption, ha="center", va="bottom", fontsize=points)


def _colored(picture, panel: Sheet) -> np.ndarray:
    """A picture, or numbers, as RGB in ``uint8``."""
    picture = np.asarray(picture)
    if panel.kind == "image" or picture.ndim == 3:
        return picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    low, high = _limits(picture, panel.kind, panel.limits)
    shade = (picture.astype(float) - low) / (high - low)
    return colormap(panel.kind)(shade.clip(0, 1), bytes=True)[..., :3]


__all__ = ["DIRECTIONS", "draw", "width_of"]
