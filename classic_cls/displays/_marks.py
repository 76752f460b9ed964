"""Colours of maps, and the marks on pictures: outlines of cells, strokes, points."""

import numpy as np

# Round the circle, and told apart by people who confuse red and green, too (Okabe and Ito).
DIRECTIONS = ("#56b4e9", "#f0e442", "#d55e00", "#cc79a7", "#56b4e9")
_KINDS = ("#d55e00", "#56b4e9", "#f0e442", "#009e73", "#cc79a7", "#ffffff")
_MARKS = "os^Dv*"
_CROWD = 300  # points whose black rims would hide the picture
_MAPS = {"gray": "gray", "amount": "viridis", "signed": "RdBu_r", "light": "gray"}
# Under numbers in black; under strokes.
_RAMPS = {"pale": ("#ffffff", "#9ecae1"), "dim": ("#000000", "#7f7f7f")}
_OUTLINE = "#f0e442"


def colormap(kind: str):
    """The colours of a kind of numbers; what is not known is black in maps of directions."""
    from matplotlib import colormaps
    from matplotlib.colors import LinearSegmentedColormap

    if kind == "angle":
        found = LinearSegmentedColormap.from_list("directions", DIRECTIONS)
        return found.with_extremes(bad="black")
    if kind in _RAMPS:
        return LinearSegmentedColormap.from_list(kind, _RAMPS[kind])
    return colormaps[_MAPS[kind]].with_extremes(bad="#e8e8e8")


def draw_cells(ax, cells) -> None:
    """Outline regions: top, left, bottom, right."""
    if cells is None:
        return
    from matplotlib.collections import LineCollection

    top, left, bottom, right = np.asarray(cells, float).T
    corners = np.stack([left, top, right, top, right, bottom, left, bottom, left, top], axis=1)
    outlines = corners.reshape(-1, 5, 2)
    ax.add_collection(
        LineCollection(list(outlines), colors=_OUTLINE, linewidths=0.6, alpha=0.8, clip_on=False),
        autolim=False,
    )


def draw_strokes(ax, strokes, on_black: bool) -> None:
    """Lines, brighter where they are stronger; on a picture with a dark border."""
    if strokes is None or not len(strokes.ends):
        return
    from matplotlib.collections import LineCollection
    from matplotlib.colors import to_rgb

    colors = np.empty((len(strokes.ends), 4))
    colors[:, :3] = (1, 1, 1) if on_black else to_rgb("#e69f00")
    colors[:, 3] = strokes.strengths
    ax.add_collection(
        LineCollection(list(strokes.ends), colors=colors, linewidths=1.5, capstyle="round"),
        autolim=False,
    )


def draw_dots(ax, dots) -> None:
    """Circles of their size, with hands; or marks of one size, in the colour of their kind."""
    if dots is None or not len(dots.places):
        return
    if dots.radii is not None:
        _draw_circles(ax, dots)
        return
    n = len(dots.places)
    kinds = np.zeros(n, int) if dots.kinds is None else np.asarray(dots.kinds)
    size, rim = float(np.clip(3000 / n, 4, 26)), 0.5 if n <= _CROWD else 0
    for kind in np.unique(kinds):
        mine = dots.places[kinds == kind]
        label = dots.names[kind] if len(dots.names) else None
        ax.scatter(
            *mine.T,
            s=size,
            marker=_MARKS[kind % len(_MARKS)],
            label=label,
            facecolor=_KINDS[kind % len(_KINDS)],
            edgecolor="black",
            linewidth=rim,
        )
    if len(dots.names):
        ax.legend(
            loc="upper center",
            bbox_to_anchor=(0.5, -0.01),
            fontsize=7,
            frameon=False,
            ncols=2 if len(dots.names) < 5 else 3,
            handletextpad=0.2,
            columnspacing=0.8,
        )


def _draw_circles(ax, dots) -> None:
    from matplotlib.collections import EllipseCollection, LineCollection

    sides = 2 * np.asarray(dots.radii, float)
    for color, width in (("black", 1.8), ("#f0e442", 0.8)):
        ax.add_collection(
            EllipseCollection(
                sides,
                sides,
                np.zeros(len(sides)),
                units="xy",
                offsets=dots.places,
                offset_transform=ax.transData,
                facecolors="none",
                edgecolors=color,
                linewidths=width,
            ),
            autolim=False,
        )
        if dots.angles is not None:
            turn = np.radians(dots.angles)
            hands = np.stack([np.cos(turn), np.sin(turn)], axis=1) * dots.radii[:, None]
            ends = np.stack([dots.places, dots.places + hands], axis=1)
            ax.add_collection(
                LineCollection(list(ends), colors=color, linewidths=width), autolim=False
            )
