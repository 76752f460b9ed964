"""What a feature sees in an image."""

from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from .._typing import Image
from ..base import Source
from ..inspection import Sight, see
from ..pipelines import named_to_show
from ..reading import read_image
from ._panels import draw, width_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure

_MOST_IN_A_ROW = 4
_HEIGHT = 2.5  # inches of a row of panels
_BETWEEN = 0.55
_LETTERS_OF_AN_INCH = 15


class FeatureDisplay:
    """An image, and what a feature sees in it: glyphs, maps, histograms, in the image's places.

    Parameters
    ----------
    sight : Sight
        As :func:`see` gives it.

    Attributes
    ----------
    axes_ : list of matplotlib Axes
        One for each panel, after `plot`.
    figure_ : matplotlib Figure or SubFigure
        After `plot`.

    See Also
    --------
    classic_cls.see : The numbers that are drawn; ``@see.register`` adds a picture of a class.

    Examples
    --------
    >>> from classic_cls import FeatureDisplay, HOG
    >>> image = np.tile(np.repeat(np.array([0, 200], np.uint8), 16), (32, 1))
    >>> display = FeatureDisplay.from_image(HOG(), image)
    >>> [panel.title for panel in display.sight.panels]
    ['image, 32 x 32 pixels', 'edges, as it sees them', 'all cells together']
    """

    def __init__(self, sight: Sight):
        self.sight = sight

    @classmethod
    def from_image(cls, feature: Any, image: Image | Source) -> "FeatureDisplay":
        """What ``feature``, a name or an estimator, sees in an image, an array or a file.

        The image is taken as it is; training mostly makes it smaller first.
        """
        if isinstance(feature, str):
            ((_, feature),) = named_to_show([feature])
        if not isinstance(image, np.ndarray):
            image = read_image(image)
        return cls(see(feature, image))

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the panels."""
        rows = self._rows()
        width = max(sum(self._widths()) * _HEIGHT + _BETWEEN * len(rows[0]), 6.0)
        lines = fill(self.sight.reading, int(width * _LETTERS_OF_AN_INCH)).count("\n") + 1
        return round(width, 2), round(len(rows) * (_HEIGHT + 0.5) + 0.4 + 0.16 * lines, 2)

    def plot(
        self, ax: "Axes | None" = None, *, figure: "Figure | SubFigure | None" = None
    ) -> "FeatureDisplay":
        """Draw in the place of ``ax``, on all of ``figure``, or by default on a new figure.

        In the place of axes the sentence on how to read it is left out: it is
        ``sight.reading``.
        """
        make_grid: Any
        if ax is not None:
            self.figure_ = ax.figure
            ax.set_axis_off()
            ax.set_title(self.sight.title, loc="left", fontsize=11, parse_math=False)
            place = ax.get_subplotspec()
            if place is None:
                raise ValueError("ax has no place in a grid: make it with plt.subplots()")
            make_grid = place.subgridspec
        else:
            self.figure_ = figure = self._new_figure() if figure is None else figure
            figure.suptitle(self.sight.title, fontsize=12, parse_math=False, fontweight="bold")
            width = int(self.figure_size[0] * _LETTERS_OF_AN_INCH)
            figure.supxlabel(fill(self.sight.reading, width), fontsize=8.5, parse_math=False)
            make_grid = figure.add_gridspec
        self.axes_ = self._drawn(make_grid)
        return self

    def _drawn(self, make_grid) -> list:
        """The panels row by row, in one grid: a column is as wide as its widest panel."""
        rows, axes = self._rows(), []
        grid = make_grid(len(rows), len(rows[0]), width_ratios=self._widths())
        for number, row in enumerate(rows):
            for column, panel in enumerate(row):
                axes.append(self.figure_.add_subplot(grid[number, column]))
                draw(panel, axes[-1])
        return axes

    def _widths(self) -> list[float]:
        return [max(map(width_of, column)) for column in _columns(self._rows())]

    def _rows(self) -> list[list]:
        """Panels that stand side by side, as evenly as it goes."""
        panels = self.sight.panels
        n_rows = -(-len(panels) // _MOST_IN_A_ROW)
        each = -(-len(panels) // n_rows)
        return [panels[start : start + each] for start in range(0, len(panels), each)]

    def _new_figure(self):
        import matplotlib.pyplot as plt

        return plt.figure(figsize=self.figure_size, layout="constrained")


def _columns(rows) -> list[list]:
    """Rows, of which the last may be shorter, as columns."""
    return [[row[k] for row in rows if k < len(row)] for k in range(len(rows[0]))]


def show(feature: Any, image: Image | Source, ax: "Axes | None" = None) -> FeatureDisplay:
    """Draw what a feature sees in an image.

    Parameters
    ----------
    feature : str or estimator
        A name as in ``train``, such as ``"hog"``, ``"pyramid(lbp)"``, ``"bovw"``, or of a
        descriptor or a preprocessing step; or an estimator of any of these kinds.
    image : ndarray or file
        Pixels, a path, or an ``ImageRef``; taken in full size.
    ax : matplotlib Axes, optional
        In the place of which it is drawn; by default on a new figure.

    Returns
    -------
    FeatureDisplay
        ``figure_`` is the figure, ``sight.reading`` says how to read it.

    Raises
    ------
    ValueError
        If there is no such feature, or the image cannot be read or is too small.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> from classic_cls import show
    >>> image = np.tile(np.repeat(np.array([0, 200], np.uint8), 16), (32, 1))
    >>> display = show("edges", image)
    >>> len(display.axes_)
    4
    >>> plt.close(display.figure_)
    """
    return FeatureDisplay.from_image(feature, image).plot(ax)
