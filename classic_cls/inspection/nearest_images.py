"""The images with known labels that are nearest to others as a model sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.pipeline import Pipeline

from .._typing import Data, FilePath
from .._validation import images_of
from ..extraction import Rejected, extract, freeze
from ..reading import ReadImages, read_image
from ._asking import parts_of, scores_of

if TYPE_CHECKING:
    import pandas as pd

N_CLASSES = 3
_MOST_COMPARED = 500


@dataclass(frozen=True)
class Neighbour:
    """An image with a known label: its number, the image, its labels, and how far away it is.

    ``learned`` says whether the model was fitted on it; None where the model does not know.
    """

    number: int
    source: Any
    labels: tuple[str, ...]
    distance: float
    learned: bool | None


@dataclass(frozen=True, repr=False)
class NearestImages:
    """What an image is near to in the features of a model.

    Attributes
    ----------
    source : str, path, ImageRef or ndarray
        The image.
    answers : tuple of str
        What the model says.
    nearest : tuple of Neighbour
        The nearest images of any class, nearest first.
    of_classes : dict of str to Neighbour
        The nearest image of each of the most likely classes, the likeliest first.
    usual : float
        Median distance of a labelled image to its nearest other one: what is near.
    """

    source: Any
    answers: tuple[str, ...]
    nearest: tuple[Neighbour, ...]
    of_classes: dict[str, Neighbour]
    usual: float
    _reading: dict

    @property
    def sentence(self) -> str:
        """How many of the nearest are of the answered class, and how near they are."""
        agree = sum(bool({*self.answers} & {*one.labels}) for one in self.nearest)
        answered = ", ".join(f"'{name}'" for name in self.answers) or "no label"
        times = self.nearest[0].distance / self.usual if self.usual else np.inf
        text = (
            f"answered {answered}; {agree} of the {len(self.nearest)} nearest images have that "
            f"label; the nearest is at {times:.1f} times the distance that labelled images "
            "usually have to their nearest"
        )
        strangers = sum(one.learned is False for one in self.nearest)
        return f"{text}; {strangers} of them were not learned from" if strangers else text

    def picture(self, source: Any) -> np.ndarray:
        """The pixels of the image, or of a neighbour's."""
        return source if isinstance(source, np.ndarray) else read_image(source, **self._reading)

    def plain(self) -> dict:
        """As plain values."""
        return {
            "answers": list(self.answers),
            "usual_distance": self.usual,
            "nearest": [_plain(one) for one in self.nearest],
            "of_classes": {name: _plain(one) for name, one in self.of_classes.items()},
            "sentence": self.sentence,
        }

    def frame(self) -> "pd.DataFrame":
        """Table: ``image``, ``labels``, ``distance``, ``learned``, and ``nearest_of`` a class."""
        import pandas as pd

        rows = [_plain(one) | {"nearest_of": ""} for one in self.nearest]
        rows += [_plain(one) | {"nearest_of": name} for name, one in self.of_classes.items()]
        return pd.DataFrame(rows).assign(labels=lambda f: f["labels"].str.join("; "))

    def __repr__(self):
        return f"<NearestImages: {self.sentence}>"


def nearest_images(
    model: Any,
    images: Sequence,
    others: Sequence,
    labels: Data,
    *,
    n: int = 5,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
) -> tuple[list[NearestImages], list[Rejected]]:
    """Find the labelled images that are nearest to some images as a model sees them.

    Parameters
    ----------
    model : Pipeline or ImageModel
        Fitted; what its last step is given is the space of distances.
    images : sequence of str, path, ImageRef or ndarray
        Images to judge.
    others : sequence of the same
        Images with known labels, such as those that the model was trained on; no model keeps them.
        One with the content of an image to judge is not its neighbour.
    labels : array-like of shape (n,), or (n, k) of 1, 0 and -1
        Their labels, or an indicator of several in the order of the model's classes.
    n : int, default=5
        Nearest images of any class.
    n_jobs : int, optional
        As in joblib.
    cache : path, optional
        Folder that keeps features between calls.

    Returns
    -------
    found : list of NearestImages
        Of every image that could be read.
    rejected : list of Rejected
        Images to judge that could not, and why.

    Raises
    ------
    ValueError
        If no labelled image can be read, or there are not as many labels as images.

    Notes
    -----
    Distances are Euclidean, between rows after scaling, weighting and reduction. A model may draw
    its lines otherwise than by these distances; that of a forest does. Nearness shows what an image
    looks like to the features, not why the answer was given: that is what :func:`explain` says.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import RawPixels, nearest_images
    >>> images = np.array([10, 20, 200, 230])[:, None, None].repeat(32, 1).repeat(32, 2)
    >>> images, labels = images.astype(np.uint8), ["dark", "dark", "light", "light"]
    >>> model = make_pipeline(RawPixels(), LogisticRegression()).fit(images, labels)
    >>> found, _ = nearest_images(model, [images[2] - 5], images, labels, n=2)
    >>> [(one.number, one.labels) for one in found[0].nearest]
    [(2, ('light',)), (3, ('light',))]
    """
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1:
        raise ValueError(f"n must be a whole number from 1 on; got {n!r}")
    images, others = images_of(images, "images"), images_of(others, "others")
    labels = np.asarray(labels)
    if len(labels) != len(others):
        raise ValueError(f"there are {len(labels):,} labels for {len(others):,} others")
    options = {"n_jobs": n_jobs, "cache": cache}
    known, asked = (_Seen.of(model, some, options) for some in (others, images))
    if not len(known.kept):
        first = known.rejected[0]
        raise ValueError(
            f"none of the {len(others):,} labelled images can be read; {first.path}: {first.reason}"
        )
    asking = _Asking(known, _names_of(labels[known.kept], asked.classes), others, n, model)
    found = [asking.about(images[row], asked, place) for place, row in enumerate(asked.kept)]
    return found, list(asked.rejected)


@dataclass(frozen=True)
class _Seen:
    """Rows of the last step for the images that could be read, scores and answers."""

    kept: np.ndarray
    rejected: tuple
    digests: tuple[str, ...]
    rows: np.ndarray
    scores: np.ndarray
    answers: list[tuple[str, ...]]
    classes: tuple[str, ...]

    @classmethod
    def of(cls, model, sources, options) -> "_Seen":
        parts = parts_of(model)
        frozen = freeze(getattr(model, "pipeline", model), fitted=True)
        got = extract(frozen, sources, **options)
        if not len(got.kept):
            return cls(got.kept, got.rejected, (), *(np.zeros((0, 1)),) * 2, [], parts.classes)
        described = frozen.estimator[: len(parts.describing.steps)].transform(got.rows)
        rows = described
        if len(parts.deciding.steps) > 1:
            rows = parts.deciding[:-1].transform(described)
        rows = rows.toarray() if hasattr(rows, "toarray") else np.asarray(rows)
        answers = parts.deciding.predict(described)
        answers = answers.toarray() if hasattr(answers, "toarray") else np.asarray(answers)
        scores = scores_of(parts.deciding, described, answers.ndim == 2)
        names = _names_of(answers, parts.classes)
        return cls(got.kept, got.rejected, got.digests, rows, scores, names, parts.classes)


class _Asking:
    """Labelled images, of which the nearest are asked for."""

    def __init__(self, known: _Seen, labels, others, n: int, model):
        self.known, self.labels, self.others, self.n = known, labels, others, n
        seen = getattr(model, "seen", None)
        self.learned = None if seen is None else seen.holds(known.digests)
        self.reading = _reading_of(getattr(model, "pipeline", model))
        self.usual = _usual(known.rows)

    def about(self, source, asked: _Seen, place: int) -> NearestImages:
        distances = np.linalg.norm(self.known.rows - asked.rows[place], axis=1)
        same = np.array([digest == asked.digests[place] for digest in self.known.digests])
        order = np.argsort(distances, kind="stable")
        order = order[~same[order]]
        likely = np.argsort(-asked.scores[place], kind="stable")[:N_CLASSES]
        of_classes = {}
        for name in (asked.classes[k] for k in likely):
            own = [row for row in order if name in self.labels[row]]
            if own:
                of_classes[name] = self._neighbour(own[0], distances)
        nearest = tuple(self._neighbour(row, distances) for row in order[: self.n])
        if not nearest:
            raise ValueError("there is no labelled image but the image itself: give more others")
        return NearestImages(
            source, asked.answers[place], nearest, of_classes, self.usual, self.reading
        )

    def _neighbour(self, row, distances) -> Neighbour:
        number = int(self.known.kept[row])
        learned = None if self.learned is None else bool(self.learned[row])
        return Neighbour(
            number, self.others[number], self.labels[row], float(distances[row]), learned
        )


def _names_of(labels: np.ndarray, classes) -> list[tuple[str, ...]]:
    if labels.ndim == 1:
        return [(str(label),) for label in labels.tolist()]
    return [tuple(classes[k] for k in np.flatnonzero(row == 1)) for row in labels]


def _usual(rows: np.ndarray) -> float:
    """Median distance to the nearest other row, of at most so many."""
    some = rows[np.linspace(0, len(rows) - 1, min(len(rows), _MOST_COMPARED)).astype(int)]
    nearest = []
    for row in some:
        distances = np.linalg.norm(rows - row, axis=1)
        nearest.append(np.partition(distances, 1)[1] if len(rows) > 1 else 0.0)
    return float(np.median(nearest))


def _reading_of(pipeline: Pipeline) -> dict:
    steps = pipeline.get_params(deep=True).values()
    readers = [step for step in steps if isinstance(step, ReadImages)]
    return {"range": readers[0].range, "page": readers[0].page} if readers else {}


def _plain(one: Neighbour) -> dict:
    shown = f"#{one.number}" if isinstance(one.source, np.ndarray) else _name(one.source)
    return {
        "image": shown,
        "labels": list(one.labels),
        "distance": one.distance,
        "learned": one.learned,
    }


def _name(source) -> str:
    return source.label() if hasattr(source, "label") else str(source)
