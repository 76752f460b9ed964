"""What stands for visual words: the patches nearest to each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from sklearn.pipeline import Pipeline

from .._typing import Image
from .._validation import shortened
from ..base import Source
from ._axes import bare_axes
from ._tiles import GAP, TILE, mosaic

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..inspection import WordSurvey

_INCHES_PER_TILE = 0.55


class WordsDisplay:
    r"""A row of patches for every visual word: those nearest to it, nearest first.

    Parameters
    ----------
    patches : sequence of sequences of images
        For every word its patches, of any size.
    words : sequence of int
        Numbers of the words, drawn from top to bottom.
    shares : array-like of shape (k,), optional
        Share of all points that have the word.
    remarks : sequence of str, optional
        What is said behind each row, such as the class that has the word most.
    title : str, optional
        Written above.

    Attributes
    ----------
    ax_, figure_, image_ : matplotlib Axes, Figure and AxesImage
        After `plot`.

    See Also
    --------
    classic_cls.survey_words : Finds the patches.

    Examples
    --------
    >>> patch = np.zeros((8, 8), np.uint8)
    >>> WordsDisplay([[patch, patch], [patch]], words=[3, 17], shares=[0.021, 0.01]).row_labels
    ['word 3\n2.1% of points', 'word 17\n1.0% of points']
    """

    def __init__(
        self,
        patches: Sequence[Sequence[Image]],
        words: Sequence[int],
        shares: ArrayLike | None = None,
        remarks: Sequence[str] | None = None,
        title: str | None = None,
    ):
        self.patches = [list(row) for row in patches]
        self.words = tuple(int(word) for word in words)
        self.shares = None if shares is None else np.asarray(shares, dtype=float)
        self.remarks = None if remarks is None else tuple(map(str, remarks))
        self.title = title
        if not self.words:
            raise ValueError("there is no word to draw")
        for name in ("patches", "shares", "remarks"):
            rows = getattr(self, name)
            if rows is not None and len(rows) != len(self.words):
                raise ValueError(f"there are {len(rows)} {name} for {len(self.words)} words")

    @classmethod
    def from_pipeline(
        cls,
        pipeline: Pipeline,
        images: Sequence[Source],
        words: Sequence[int] | None = None,
        *,
        feature: str | None = None,
        labels: Sequence[str] | None = None,
        n_jobs: int | None = None,
    ) -> "WordsDisplay":
        """Find the patches of words, by default of the 16 most frequent, as `survey_words` does."""
        from ..inspection import survey_words

        survey = survey_words(pipeline, images, feature=feature, labels=labels, n_jobs=n_jobs)
        return cls.from_survey(survey, words)

    @classmethod
    def from_survey(
        cls, survey: "WordSurvey", words: Sequence[int] | None = None
    ) -> "WordsDisplay":
        """Draw words of a survey, by default the 16 most frequent.

        Where it knows classes, each row ends with the class whose points have the word most, as a
        multiple of the mean of all classes.
        """
        words = survey.most_frequent() if words is None else list(words)
        patches, remarks = survey.patches(words), None
        if survey.class_names is not None:
            typical = survey.typical_classes(words)
            remarks = [
                f"most in {shortened(name)}:\n{times:.1f} times the mean" if times else ""
                for name, times in typical
            ]
        size = f"{survey.feature.n_words:,}"
        title = f"{survey.feature.name}: the patches nearest to {len(words)} of {size} words"
        return cls(patches, words, survey.shares[words], remarks, title)

    @property
    def row_labels(self) -> list[str]:
        """Number of every word, and its share of the points."""
        if self.shares is None:
            return [f"word {word}" for word in self.words]
        return [
            f"word {word}\n{_percent(share)} of points"
            for word, share in zip(self.words, self.shares)
        ]

    @property
    def figure_size(self) -> tuple[float, float]:
        """Width and height in inches that suit the number of words and patches."""
        lines = [line for remark in self.remarks or () for line in remark.split("\n")]
        texts = 1.3 + 0.09 * max(map(len, lines), default=0)
        width = _INCHES_PER_TILE * max(1, *map(len, self.patches), 4) + texts
        return round(width, 2), round(0.4 + _INCHES_PER_TILE * len(self.words), 2)

    def plot(self, ax: "Axes | None" = None) -> "WordsDisplay":
        """Draw on ``ax``, by default on a new figure of `figure_size`."""
        self.ax_, self.figure_ = ax, _ = bare_axes(ax, self.figure_size, self.title)
        canvas = mosaic(self.patches)
        self.image_ = ax.imshow(canvas)
        places = GAP + TILE / 2 + np.arange(len(self.words)) * (TILE + GAP)
        ax.set_yticks(places, self.row_labels, fontsize=9)
        ax.tick_params(length=0)
        style: Any = {"va": "center", "fontsize": 9, "color": "#444444", "parse_math": False}
        for place, remark in zip(places, self.remarks or ()):
            ax.text(canvas.shape[1] + GAP, place, remark, **style)
        return self


def _percent(share: float) -> str:
    """A share that is not rounded to nothing.

    >>> _percent(0.123), _percent(0.0004), _percent(0.00001), _percent(0)
    ('12.3%', '0.04%', '< 0.01%', '0%')
    """
    if share >= 0.001:
        return f"{share:.1%}"
    if share >= 0.0001:
        return f"{share:.2%}"
    return "< 0.01%" if share else "0%"
