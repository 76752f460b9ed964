"""An image, heat maps of some classes over it, and what each feature adds."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._typing import Image
from .._validation import shortened
from .heat_map import HeatMapDisplay

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from ..inspection import Explanation

_FOR, _AGAINST = "#b2182b", "#2166ac"
_PANEL = 3.2


class ExplanationDisplay:
    """Why an image is answered so: where the evidence for classes is, and from which feature.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
    heat_maps : array-like of shape (k, rows, columns)
        What each part of the image adds to the score of each class.
    class_names : sequence of str
    scores : array-like of shape (k,)
    families : mapping of str to array-like of shape (k,), optional
        What each feature adds to each score.
    title : str, optional

    Attributes
    ----------
    figure_ : matplotlib Figure
    maps_ : list of HeatMapDisplay
    bars_ : list of matplotlib BarContainer
        After `plot`.

    Examples
    --------
    >>> image, heat_maps = np.zeros((8, 8), np.uint8), np.ones((2, 4, 4))
    >>> ExplanationDisplay(image, heat_maps, ["cat", "dog"], [1.5, -0.5]).figure_size
    (9.6, 3.8)
    """

    def __init__(
        self,
        image: Image,
        heat_maps: ArrayLike,
        class_names: Sequence[str],
        scores: ArrayLike,
        families: Mapping[str, ArrayLike] | None = None,
        title: str | None = None,
    ):
        self.image = np.asarray(image)
        self.heat_maps = np.asarray(heat_maps, dtype=float)
        self.class_names = tuple(str(name) for name in class_names)
        self.scores = np.asarray(scores, dtype=float)
        self.families = {n: np.asarray(v, dtype=float) for n, v in (families or {}).items()}
        self.title = title
        k = len(self.class_names)
        for name, values in {"heat_maps": self.heat_maps, "scores": self.scores}.items():
            if len(values) != k:
                raise ValueError(f"there are {len(values)} {name} for {k} class_names")

    @classmethod
    def from_explanation(
        cls, explanation: "Explanation", title: str | None = None
    ) -> "ExplanationDisplay":
        """Draw what :func:`explain` has found."""
        names = explanation.classes
        by_class = [explanation.families(name) for name in names]
        families = {f: [found[f] for found in by_class] for f in by_class[0]}
        return cls(
            explanation.image,
            [explanation.heat_map(name) for name in names],
            names,
            explanation.scores,
            families if explanation.adds_up else None,
            title,
        )

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the panels."""
        height, width = self.image.shape[:2]
        tall = _PANEL * min(1.6, max(0.4, height / width)) + 0.6
        bars = 0.5 + 0.22 * len(self.families) if self.families else 0
        return round(_PANEL * (1 + len(self.class_names)), 2), round(tall + bars, 2)

    def plot(self, figure: "Figure | None" = None) -> "ExplanationDisplay":
        """Draw on ``figure``, by default on a new one of `figure_size`."""
        if figure is None:
            import matplotlib.pyplot as plt

            figure = plt.figure(figsize=self.figure_size, layout="constrained")
        self.figure_ = figure
        if self.title:
            figure.suptitle(self.title, fontsize=11, parse_math=False)
        n = 1 + len(self.class_names)
        bars = 0.22 * len(self.families) + 0.5
        ratios = [self.figure_size[1] - bars, bars] if self.families else [1]
        axes = figure.subplots(len(ratios), n, squeeze=False, height_ratios=ratios)
        self._show_image(axes[0, 0])
        self.maps_ = [self._map(ax, k) for k, ax in enumerate(axes[0, 1:])]
        self.bars_ = []
        if self.families:
            axes[1, 0].set_axis_off()
            self.bars_ = [self._bars(ax, k) for k, ax in enumerate(axes[1, 1:])]
        return self

    def _show_image(self, ax) -> None:
        ax.imshow(self.image, cmap="gray", vmin=0, vmax=255)
        ax.set_axis_off()
        ax.set_title("image", loc="left", fontsize=9)

    def _map(self, ax, k: int) -> HeatMapDisplay:
        """All maps have one range of colours, so that they can be compared."""
        limit = max(HeatMapDisplay(self.image, heat).limit for heat in self.heat_maps)
        display = HeatMapDisplay(self.image, self.heat_maps[k], limit=limit).plot(ax)
        name = shortened(self.class_names[k], 30)
        title = f"for (red) and against (blue)\n{name}: {self.scores[k]:+.2f}"
        ax.set_title(title, loc="left", fontsize=9, parse_math=False)
        return display

    def _bars(self, ax, k: int):
        names = list(self.families)
        values = np.array([self.families[name][k] for name in names])
        colors = [_FOR if value > 0 else _AGAINST for value in values]
        bars = ax.barh(names, values, color=colors)
        labels = [shortened(name, 20) if k == 0 else "" for name in names]  # once for all
        ax.set_yticks(range(len(names)), labels, parse_math=False)
        ax.invert_yaxis()
        ax.axvline(0, color="#999999", linewidth=1)
        ax.tick_params(labelsize=7, length=0)
        ax.spines[["top", "right", "left"]].set_visible(False)
        most = max(np.abs(list(self.families.values())).max(), 1e-9)
        ax.set_xlim(-1.05 * most, 1.05 * most)
        return bars
