"""The mistakes a model is surest of, as small pictures."""

from dataclasses import dataclass

import numpy as np

from ..._validation import UNKNOWN
from ..leads import leads
from ..section import Section
from ..thumbnails import thumbnails


class Mistakes(Section):
    """Images labelled wrongly in cross-validation, the surest first."""

    key = "mistakes"
    of_results = True

    def pictures(self, training) -> list["Mistake"]:
        """The mistakes to show; where a class is positive its misses, then the false alarms."""
        if training.cv.positive is None:
            return mistakes(training)
        return [*mistakes(training, missed=True), *mistakes(training, missed=False)]

    def show(self, summary, pictures) -> dict | None:
        """The mistakes, where images may be shown: the misses, then the false alarms."""
        if pictures is None:
            return None
        positive = summary["positive"]
        if positive is None:
            return {"kinds": {"": pictures} if pictures else {}}
        missed = [mistake for mistake in pictures if mistake.truth == positive]
        others = [mistake for mistake in pictures if mistake.truth != positive]
        kinds = {"Missed": missed, "False alarms": others}
        return {"kinds": {title: some for title, some in kinds.items() if some}}


@dataclass(frozen=True)
class Mistake:
    """An image that was labelled wrongly while it took no part in the training."""

    path: str
    truth: str
    prediction: str
    """Labels; several are joined by ``;``, unknown ones have a ``?`` before them."""
    margin: float | None
    """By how much the score of the predicted class exceeds that of the true one; where
    thresholds decide, how far it lies beyond that of its fold. None without scores."""
    thumbnail: str | None
    """``data:`` address; None where the file can no longer be read."""
    label: str | None = None
    """Several labels only: the wrong one that the model was surest of."""


def mistakes(training, limit: int = 24, missed: bool | None = None) -> list[Mistake]:
    """The most confident mistakes of the cross-validation, first repeat, the surest first.

    ``missed`` asks for the misses of the positive class, or for the false alarms alone.
    """
    cv = training.cv
    predictions = cv.predictions
    find = _wrong_labels if predictions.multilabel else _wrong_classes
    wrong, margins, labels = find(predictions)
    order = np.argsort(-margins, kind="stable")
    if missed is not None:
        order = order[(predictions.truth[wrong[order]] == predictions.positive) == missed]
    order = order[:limit]
    # The table leaves out images that were not tested.
    place_of = np.cumsum(predictions.tested[0]) - 1
    table = cv.frame()
    small = thumbnails(training, [training.refs[row] for row in wrong[order].tolist()])
    return [
        Mistake(
            path=str(predictions.paths[row]),
            truth=str(table["truth"].iloc[place_of[row]]),
            prediction=str(table["prediction"].iloc[place_of[row]]),
            margin=None if predictions.scores is None else float(margins[place]),
            thumbnail=picture,
            label=None if labels is None else cv.class_names[labels[place]],
        )
        for place, row, picture in zip(order.tolist(), wrong[order].tolist(), small, strict=True)
    ]


def _wrong_classes(found):
    """Rows labelled wrongly, and how sure the model was of each."""
    wrong = np.flatnonzero(found.tested[0] & (found.answers[0] != found.truth))
    if found.scores is None:
        return wrong, np.zeros(len(wrong)), None
    scores, answers = found.scores[0][wrong], found.answer_codes[0][wrong]
    rows = np.arange(len(wrong))
    if len(found.class_names) == 2:
        return wrong, leads(found)[wrong, answers], None
    # Votes of pairs may decide otherwise than the scores that stand for them.
    return wrong, np.maximum(0.0, scores[rows, answers] - scores[rows, found.codes[wrong]]), None


def _wrong_labels(found):
    """Rows with a wrong label, and the label of each that the model was surest of."""
    is_known = found.tested[0][:, None] & (found.truth != UNKNOWN)
    is_wrong = is_known & (found.answers[0] != found.truth)
    wrong = np.flatnonzero(is_wrong.any(axis=1))
    beyond = np.zeros(found.truth.shape) if found.scores is None else np.abs(leads(found))
    sureness = np.where(is_wrong, beyond, -1.0)[wrong]
    labels = sureness.argmax(axis=1) if len(wrong) else wrong
    return wrong, sureness[np.arange(len(wrong)), labels], labels
