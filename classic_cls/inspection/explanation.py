"""Why a model answers as it does for one image: what each part of it adds to each score."""

from dataclasses import dataclass, field

import numpy as np

from .._typing import Image
from ._maps import spread
from ._words import METHODS, sentence_of
from .contributions import Term

_MOST_CELLS = 128


@dataclass(frozen=True, eq=False)
class Explanation:
    """What each part of an image adds to the scores of some classes; made by :func:`explain`.

    Attributes
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
        As the model reads it, before it is resized.
    classes : tuple of str
        The classes explained; the answer first.
    answers : tuple of str
        What the model answers: one class, or the labels that it gives.
    scores : ndarray of shape (k,)
        Decision values of the classes; where a model has none, probabilities.
    base : ndarray of shape (k,) or None
        Scores of what adds nothing: of a linear classifier the intercept, of kernels the score of
        the mean training row. None for occlusion, which is no sum.
    probabilities : ndarray of shape (k,) or None
    terms : tuple of Term
        What regions add, feature by feature; of occlusion, by how much scores fall.
    method : {"linear", "path", "occlusion"}
    why_not_exact : str
        Why occlusion was taken, where it was not asked for.
    """

    image: Image = field(repr=False)
    classes: tuple[str, ...]
    answers: tuple[str, ...]
    scores: np.ndarray
    base: np.ndarray | None
    probabilities: np.ndarray | None
    terms: tuple[Term, ...] = field(repr=False)
    method: str
    why_not_exact: str = ""

    @property
    def adds_up(self) -> bool:
        """Whether base and all that regions add is the score."""
        return self.base is not None

    def heat_map(self, name: str | None = None, size: tuple[int, int] | None = None) -> np.ndarray:
        """What each part of the image adds to the score of a class ``(rows, columns)``.

        Regions share what they add evenly among their pixels. ``name`` is by default the first
        class; ``size`` that of the image, with at most 128 cells along the longer side. What is
        about the whole image is left out: `whole`.
        """
        k = self._number(name)
        return self._spread(size)[0][k]

    def whole(self, name: str | None = None) -> float:
        """What is added by columns about the whole image, or about what is not in it."""
        return float(self._spread((1, 1))[1][self._number(name)])

    def families(self, name: str | None = None) -> dict[str, float]:
        """What each feature adds to the score of a class, in their order."""
        k = self._number(name)
        sums: dict[str, float] = {}
        for term in self.terms:
            sums[term.family] = sums.get(term.family, 0.0) + float(term.values[:, k].sum())
        return sums

    def placed_share(self, name: str | None = None) -> float:
        """How much of the evidence, for and against, is in a place: from 0 to 1."""
        placed, whole = np.abs(self.heat_map(name)).sum(), abs(self.whole(name))
        return float(placed / (placed + whole)) if placed + whole else 0.0

    @property
    def sentence(self) -> str:
        """How sure the model is, and how much of the evidence has a place, in one sentence."""
        return sentence_of(self)

    @property
    def method_in_words(self) -> str:
        """By which method, in one sentence."""
        return METHODS[self.method]

    def plain(self) -> dict:
        """Numbers and text of it; the maps of at most 16 cells a side."""
        rows, columns = self.map_size()
        size = min(16, rows), min(16, columns)
        shown = {
            name: {
                "score": float(self.scores[k]),
                "base": None if self.base is None else float(self.base[k]),
                "probability": None if self.probabilities is None else self.probabilities[k],
                "whole_image": self.whole(name) if self.adds_up else None,
                "features": self.families(name) if self.adds_up else None,
                "heat_map": self.heat_map(name, size).round(6).tolist(),
            }
            for k, name in enumerate(self.classes)
        }
        return {
            "answers": list(self.answers),
            "says": self.sentence,
            "method": self.method,
            "by": self.method_in_words,
            "why_not_exact": self.why_not_exact,
            "classes": shown,
        }

    def map_size(self) -> tuple[int, int]:
        """Rows and columns of a heat map, unless others are asked for."""
        height, width = self.image.shape[:2]
        scale = min(1.0, _MOST_CELLS / max(height, width))
        return max(1, round(scale * height)), max(1, round(scale * width))

    def _spread(self, size):
        regions = np.concatenate([term.regions for term in self.terms])
        values = np.concatenate([term.values for term in self.terms])
        return spread(regions, values, self.image.shape[:2], size or self.map_size())

    def _number(self, name) -> int:
        if name is None:
            return 0
        if name not in self.classes:
            known = ", ".join(self.classes)
            raise ValueError(f"class '{name}' is not explained: explained are {known}")
        return self.classes.index(name)
