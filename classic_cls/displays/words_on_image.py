"""Where visual words are in an image."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from sklearn.pipeline import Pipeline

from .._typing import Image
from ..base import Source
from ._axes import bare_axes
from ._tiles import TILE, tile

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..inspection import WordSurvey

# Told apart by people who confuse red and green, too (Okabe and Ito).
_COLORS = (
    "#d55e00", "#56b4e9", "#f0e442", "#009e73", "#cc79a7", "#0072b2", "#e69f00", "#000000",
)
_SHOWN = 6
# Diameter of a disc over the side of the square that it stands for: the squares of a dense grid
# overlap, many times over.
_DISC = 0.12
_POINTS_OF_A_PATCH = 28
_POINTS_BETWEEN = 6
_FRAME = 6


class ImageWordsDisplay:
    """An image with some of its visual words, each in its colour, and a legend.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
    positions : array-like of shape (m, 2)
        Of its points: x and y, in [0, 1].
    scales : array-like of shape (m,)
        Side of the square that each point describes, over the shorter side of the image.
    words : array-like of shape (m,), int
        Word of each point.
    shown : sequence of int, optional
        Words to draw, 8 at most; by default the 6 with the most points.
    patches : sequence of images, optional
        For the legend: what stands for each of the words ``shown``.
    title : str, optional
        Written above.

    Attributes
    ----------
    ax_, figure_, image_ : matplotlib Axes, Figure and AxesImage
        After `plot`.
    discs_ : matplotlib EllipseCollection
        The points of the words shown.
    legend_ : matplotlib AnchoredOffsetbox, or None where no word is shown

    See Also
    --------
    classic_cls.words_on_image : Finds the points and words.

    Examples
    --------
    >>> image = np.zeros((8, 8), np.uint8)
    >>> display = ImageWordsDisplay(image, [[0.5, 0.5]] * 3, [0.5] * 3, [4, 2, 4])
    >>> display.shown, display.counts
    ((4, 2), (2, 1))
    """

    def __init__(
        self,
        image: Image,
        positions: ArrayLike,
        scales: ArrayLike,
        words: ArrayLike,
        shown: Sequence[int] | None = None,
        patches: Sequence[Image | None] | None = None,
        title: str | None = None,
    ):
        self.image = np.asarray(image)
        self.positions = np.asarray(positions, dtype=float).reshape(-1, 2)
        self.scales = np.asarray(scales, dtype=float)
        self.words = np.asarray(words, dtype=int)
        self.shown = tuple(int(w) for w in (_most_frequent(self.words) if shown is None else shown))
        self.patches = patches
        self.title = title
        if not len(self.positions) == len(self.scales) == len(self.words):
            raise ValueError("positions, scales and words must have one entry for every point")
        if len(self.shown) > len(_COLORS):
            raise ValueError(
                f"{len(self.shown)} words cannot be told apart in one image; show {len(_COLORS)}"
            )
        if patches is not None and len(patches) != len(self.shown):
            raise ValueError(f"there are {len(patches)} patches for {len(self.shown)} words")

    @classmethod
    def from_pipeline(
        cls,
        pipeline: Pipeline,
        image: Source,
        words: Sequence[int] | None = None,
        *,
        feature: str | None = None,
    ) -> "ImageWordsDisplay":
        """Find the words of an image and draw ``words``, by default the 6 with the most points."""
        from ..inspection import words_on_image

        image, points, words_of = words_on_image(pipeline, image, feature=feature)
        return cls(image, points.positions, points.scales, words_of, words)

    @classmethod
    def from_survey(
        cls, survey: "WordSurvey", row: int, words: Sequence[int] | None = None
    ) -> "ImageWordsDisplay":
        """Draw the image number ``row`` of a survey, which gives the patches of the legend."""
        image, points, words_of = survey.feature.look_at(survey.sources[row])
        shown = _most_frequent(words_of) if words is None else list(words)
        nearest = survey.patches(shown, n_patches=1) if len(shown) else []
        patches = [found[0] if found else None for found in nearest]
        return cls(image, points.positions, points.scales, words_of, shown, patches)

    @property
    def counts(self) -> tuple[int, ...]:
        """Points of the image that have each of the words shown."""
        return tuple(int((self.words == word).sum()) for word in self.shown)

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the image and its legend."""
        height, width = self.image.shape[:2]
        scale = min(4.6 / height, 8.0 / width)
        legend = len(self.shown) * (_POINTS_OF_A_PATCH + _POINTS_BETWEEN) / 72
        return round(scale * width + 2.0, 2), round(max(scale * height, legend) + 0.5, 2)

    def plot(self, ax: "Axes | None" = None) -> "ImageWordsDisplay":
        """Draw on ``ax``, by default on a new figure of `figure_size`."""
        self.ax_, self.figure_ = ax, _ = bare_axes(ax, self.figure_size, self.title)
        ax.set_anchor("NW")
        # The descriptors see small images; enlarged as squares, nobody would know them.
        self.image_ = ax.imshow(_faded(self.image), interpolation="bicubic")
        self.discs_ = self._draw()
        self.legend_ = self._explain() if self.shown else None
        return self

    def _draw(self):
        """A disc for every point of the words shown, smaller than what the point describes."""
        from matplotlib.collections import EllipseCollection

        height, width = self.image.shape[:2]
        chosen = np.flatnonzero(np.isin(self.words, self.shown))
        # Large ones first, so that they hide none.
        chosen = chosen[np.argsort(-self.scales[chosen], kind="stable")]
        sides = _DISC * self.scales[chosen] * min(height, width)
        discs = EllipseCollection(
            sides, sides, np.zeros(len(sides)), units="xy", offset_transform=self.ax_.transData,
            offsets=self.positions[chosen] * (width, height) - 0.5,
            facecolors=[_COLORS[self.shown.index(word)] for word in self.words[chosen]],
            edgecolors="white", linewidths=0.6, alpha=0.85,
        )
        return self.ax_.add_collection(discs, autolim=False)

    def _explain(self):
        """The legend, right of the image, in sizes that do not depend on the axes."""
        from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, OffsetImage, TextArea, VPacker

        patches = self.patches or [None] * len(self.shown)
        entries = []
        for word, count, color, patch in zip(self.shown, self.counts, _COLORS, patches):
            text = f"word {word}\n{count:,} point{'s' * (count != 1)}"
            picture = OffsetImage(_framed(patch, color), zoom=_POINTS_OF_A_PATCH / TILE)
            label = TextArea(text, textprops={"fontsize": 8})
            entries.append(HPacker(children=[picture, label], align="center", pad=0, sep=6))
        column = VPacker(children=entries, pad=0, sep=_POINTS_BETWEEN)
        return self.ax_.add_artist(AnchoredOffsetbox(
            "upper left", child=column, frameon=False, borderpad=0,
            bbox_to_anchor=(1.02, 1), bbox_transform=self.ax_.transAxes,
        ))


def _most_frequent(words) -> list[int]:
    numbers, counts = np.unique(words, return_counts=True)
    return numbers[np.argsort(-counts, kind="stable")[:_SHOWN]].tolist()


def _faded(image) -> np.ndarray:
    """Paler, so that colours on it stand out."""
    return (255 - (255 - _as_rgb(image).astype(int)) * 7 // 10).astype(np.uint8)


def _framed(patch, color: str) -> np.ndarray:
    """A patch in a frame of a colour; without a patch, the colour."""
    from matplotlib.colors import to_rgb

    framed = np.full((TILE, TILE, 3), np.multiply(to_rgb(color), 255), np.uint8)
    if patch is not None:
        inside = slice(_FRAME, TILE - _FRAME)
        framed[inside, inside] = tile(patch)[inside, inside]
    return framed


def _as_rgb(image) -> np.ndarray:
    image = np.asarray(image)
    return image if image.ndim == 3 else np.repeat(image[..., None], 3, axis=2)
