"""Where all right answers look: explanations summed over a set show shortcuts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .._typing import Progress
from ..base import Source
from ..extraction import Rejected
from ._asking import parts_of
from ._words import METHODS
from .explaining import explain

_SIDE = 24  # cells of a mean map
_PICTURE = 96
_ROWS, _COLUMNS = ("top", "middle", "bottom"), ("left", "centre", "right")


@dataclass(frozen=True, eq=False)
class MeanExplanation:
    """Mean heat maps of right answers, class by class; made by :func:`explain_mean`.

    Attributes
    ----------
    class_names : tuple of str
        Classes with a right answer.
    counts : ndarray of shape (k,), int
        Right answers of each.
    n_images : int
        Images that were asked about.
    heat_maps : ndarray of shape (k, 24, 24)
        What each part adds to the score of the right class, on average; images of all sizes are
        laid one on the other.
    pictures : ndarray of shape (k, 96, 96, 3), uint8
        Mean images.
    methods : tuple of str
        How they were explained.
    rejected : tuple of Rejected
        Images that could not be read.
    """

    class_names: tuple[str, ...]
    counts: np.ndarray
    n_images: int
    heat_maps: np.ndarray = field(repr=False)
    pictures: np.ndarray = field(repr=False)
    methods: tuple[str, ...]
    rejected: tuple[Rejected, ...] = ()

    @property
    def methods_in_words(self) -> tuple[str, ...]:
        """By which methods, in a sentence each."""
        return tuple(METHODS[method] for method in self.methods)

    def ninths(self, name: str) -> np.ndarray:
        """Share of the evidence for a class in each ninth of the image ``(3, 3)``.

        What speaks against the class counts as none.
        """
        heat = self.heat_maps[self.class_names.index(name)].clip(0)
        parts = heat.reshape(3, _SIDE // 3, 3, _SIDE // 3).sum(axis=(1, 3))
        return parts / parts.sum() if parts.sum() else parts

    def strongest(self, name: str) -> tuple[str, float]:
        """The ninth with most evidence, such as "bottom right", and its share; 1/9 is even."""
        shares = self.ninths(name)
        row, column = np.unravel_index(shares.argmax(), shares.shape)
        place = f"{_ROWS[row]} {_COLUMNS[column]}"
        return "centre" if place == "middle centre" else place, float(shares.max())


def explain_mean(
    model: Any,
    images: Sequence[Source],
    labels: Sequence[str],
    *,
    method: str = "auto",
    progress: Progress | None = None,
) -> MeanExplanation:
    """Average the explanations of all right answers: what lies in one place is seen.

    A model that has learned a watermark, a frame or a background looks there in all images, and the
    mean map says so, where each image alone can be explained away.

    Parameters
    ----------
    model : Pipeline or ImageModel
        Fitted, of one label an image.
    images : sequence
        What the model takes; best are images that it was not trained on.
    labels : sequence of str
        The right class of each.
    method : str
        As of :func:`explain`.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Returns
    -------
    MeanExplanation

    Raises
    ------
    ValueError
        If no answer is right, or a label is no class of the model.

    References
    ----------
    S. Lapuschkin et al., "Analyzing classifiers: Fisher vectors and deep neural networks", CVPR,
    2016, who found the photographer's mark that told horses from all else.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import RawPixels
    >>> images = np.zeros((4, 24, 24), np.uint8)
    >>> images[::2, :8, :8] = 250
    >>> labels = ["marked", "plain"] * 2
    >>> model = make_pipeline(RawPixels(), LogisticRegression()).fit(images, labels)
    >>> explain_mean(model, list(images), labels).strongest("marked")
    ('top left', 1.0)
    """
    known = parts_of(model).classes
    if len(labels) != len(images):
        raise ValueError(f"there are {len(labels)} labels for {len(images)} images")
    odd = sorted(set(map(str, labels)) - set(known))
    if odd:
        raise ValueError(f"'{odd[0]}' is no class of the model: {', '.join(known)}")
    sums: dict[str, list] = {}
    methods, rejected = set(), []
    for row, (image, label) in enumerate(zip(images, map(str, labels), strict=True)):
        try:
            found = explain(model, image, method=method)
        except ValueError as error:
            if isinstance(image, np.ndarray):
                raise
            rejected.append(Rejected(row, str(getattr(image, "path", image)), _reason(error)))
        else:
            if found.answers == (label,):
                methods.add(found.method)
                heat = found.heat_map(label, size=(_SIDE, _SIDE))
                sums.setdefault(label, []).append((heat, _picture(found.image)))
        if progress is not None:
            progress(row + 1, len(images))
    if not sums:
        raise ValueError(f"none of {len(images)} images is answered right")
    names = [name for name in known if name in sums]
    return MeanExplanation(
        class_names=tuple(names),
        counts=np.array([len(sums[name]) for name in names]),
        n_images=len(images),
        heat_maps=np.stack([np.mean([heat for heat, _ in sums[n]], axis=0) for n in names]),
        pictures=np.stack([
            np.rint(np.mean([picture for _, picture in sums[n]], axis=0)).astype(np.uint8)
            for n in names
        ]),
        methods=tuple(sorted(methods)),
        rejected=tuple(rejected),
    )  # fmt: skip


def _reason(error) -> str:
    return str(getattr(error, "reason", error))


def _picture(image) -> np.ndarray:
    import cv2

    small = cv2.resize(image, (_PICTURE, _PICTURE), interpolation=cv2.INTER_AREA)
    return small if small.ndim == 3 else np.repeat(small[..., None], 3, axis=2)
