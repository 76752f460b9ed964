"""The images that the model was least certain of, as small pictures."""

from dataclasses import dataclass

import numpy as np

from ..._validation import UNKNOWN
from ..leads import leads
from ..section import Section
from ..thumbnails import thumbnails

MOST_IMAGES = 12


@dataclass(frozen=True)
class Uncertain:
    """An image that could as well have been labelled otherwise."""

    path: str
    thumbnail: str | None
    answer: str
    """What it was labelled as; of several labels, the one that was least certain."""
    nearly: str | None
    """The class that came next; None for several labels."""
    given: bool
    """Several labels only: whether the label was given."""
    right: bool
    margin: float


class LeastCertain(Section):
    """Images whose two best classes had almost the same score, or that lie at a threshold."""

    key = "least_certain"

    def pictures(self, training) -> list[Uncertain]:
        """The 12 smallest leads of the first repeat, right or wrong."""
        found = training.cv.predictions
        if found.scores is None:
            return []
        classes, margins = _closest(found)
        margins = np.where(found.tested[0], margins, np.inf)
        rows = np.argsort(margins, kind="stable")[:MOST_IMAGES]
        rows = rows[np.isfinite(margins[rows])].tolist()
        small = thumbnails(training, [training.refs[row] for row in rows])
        return [
            _uncertain(found, row, int(classes[row]), float(margins[row]), picture)
            for row, picture in zip(rows, small, strict=True)
        ]

    def show(self, summary, pictures) -> dict | None:
        """The images, where they may be shown."""
        return {"images": pictures} if pictures else None


def _closest(found):
    """The class that decides how certain each image is, and by how far it was ahead.

    Of several labels some one always lies at a threshold; so they count together, by their mean.
    """
    ahead = leads(found)
    if not found.multilabel:
        answers = found.answer_codes[0]
        return answers, np.abs(ahead[np.arange(len(answers)), answers])
    known, distance = found.truth != UNKNOWN, np.abs(ahead)
    labels = np.where(known, distance, np.inf).argmin(axis=1)
    total = np.where(known, distance, 0.0).sum(axis=1)
    return labels, np.where(known.any(axis=1), total / np.maximum(1, known.sum(axis=1)), np.inf)


def _uncertain(found, row: int, place: int, margin: float, picture) -> Uncertain:
    name, nearly, given = str(found.class_names[place]), None, True
    if found.multilabel:
        given = bool(found.answers[0, row, place] == 1)
        right = given == bool(found.truth[row, place] == 1)
    else:
        others = found.scores[0, row].copy()
        others[place] = -np.inf
        nearly = str(found.class_names[int(others.argmax())])
        right = bool(found.codes[row] == place)
    return Uncertain(str(found.paths[row]), picture, name, nearly, given, right, margin)
