"""The mistakes a model is surest of, as small pictures."""

import base64
from dataclasses import dataclass

import numpy as np

from ..evaluation.metrics import class_codes
from ..reading import ImageReadError, read_image
from .plain import printable

__all__ = ["Mistake", "data_address", "mistakes"]

THUMBNAIL_SIDE = 96


@dataclass(frozen=True)
class Mistake:
    """An image that was labelled wrongly while it took no part in the training.

    Attributes
    ----------
    path : str
        Relative to the data set.
    truth, prediction : str
        Labels; several are joined by ``;``.
    confidence : float or None
        By how much the score of the predicted class exceeds that of the true one; for
        multilabel how far the score of the wrong label lies beyond the threshold. None
        where the classifier has no scores.
    thumbnail : str or None
        Picture as a ``data:`` address, at most 96 pixels wide and high; None where the file
        can no longer be read.
    label : str or None
        Multilabel only: the wrong label that the model was surest of.

    Examples
    --------
    >>> Mistake("cat/7.png", "cat", "dog", 0.8, None).prediction
    'dog'
    """

    path: str
    truth: str
    prediction: str
    confidence: float | None
    thumbnail: str | None
    label: str | None = None


def mistakes(training, limit: int = 24) -> list[Mistake]:
    """Find the most confident mistakes of the cross-validation, first repeat.

    Parameters
    ----------
    training : Training
        From ``train``.
    limit : int
        At most so many; their images are read again.

    Returns
    -------
    list of Mistake
        The surest first.

    Examples
    --------
    >>> for mistake in mistakes(training, limit=3):                     # doctest: +SKIP
    ...     print(mistake.path, mistake.truth, mistake.prediction)
    """
    cv = training.cv
    wrong, confidence, labels = (_wrong_labels if cv.task == "multilabel" else _wrong_classes)(cv)
    order = np.argsort(-confidence, kind="stable")[:limit]
    table = cv.frame()[: cv.n_images]
    return [
        Mistake(
            path=printable(cv.paths[row]),
            truth=printable(table["truth"].iloc[row]),
            prediction=printable(table["prediction"].iloc[row]),
            confidence=None if cv.scores is None else float(confidence[place]),
            thumbnail=_thumbnail(training, training.refs[row]),
            label=None if labels is None else printable(cv.class_names[labels[place]]),
        )
        for place, row in zip(order.tolist(), wrong[order].tolist(), strict=True)
    ]


def _wrong_classes(cv):
    """Rows labelled wrongly, and how sure the model was of each."""
    wrong = np.flatnonzero(cv.predictions[0] != cv.y_true)
    if cv.scores is None:
        return wrong, np.zeros(len(wrong)), None
    scores = cv.scores[0][wrong]
    rows = np.arange(len(wrong))
    predicted = scores[rows, class_codes(cv.predictions[0][wrong], cv.class_names)]
    return wrong, predicted - scores[rows, class_codes(cv.y_true[wrong], cv.class_names)], None


def _wrong_labels(cv):
    """Rows with a wrong label, and the label of each that the model was surest of."""
    is_wrong = cv.predictions[0] != cv.y_true
    wrong = np.flatnonzero(is_wrong.any(axis=1))
    threshold = 0.5 if cv.score_kind == "predict_proba" else 0.0
    scores = np.zeros(cv.y_true.shape) if cv.scores is None else cv.scores[0] - threshold
    sureness = np.where(is_wrong, np.abs(scores), -1.0)[wrong]
    labels = sureness.argmax(axis=1) if len(wrong) else wrong
    return wrong, sureness[np.arange(len(wrong)), labels], labels


def _thumbnail(training, ref) -> str | None:
    try:
        image = read_image(ref, **_reading(training.model.pipeline), min_size=THUMBNAIL_SIDE)
    except ImageReadError:
        return None
    return data_address(image)


def _reading(pipeline) -> dict:
    """How the model reads: the same range and page, so that it shows what the model saw."""
    known = pipeline[0].get_params(deep=False)
    return {name: known[name] for name in ("range", "page", "max_pixels") if name in known}


def data_address(image) -> str:
    """A small copy of an image as a ``data:`` address.

    Parameters
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
        Grey or RGB.

    Returns
    -------
    str
        PNG of a small image as it is, JPEG of one that was reduced.

    Examples
    --------
    >>> import numpy as np
    >>> data_address(np.zeros((8, 8), np.uint8)).partition(",")[0]
    'data:image/png;base64'
    """
    import cv2

    scale = THUMBNAIL_SIDE / max(image.shape[:2])
    kind = "png"
    if scale < 1:
        height, width = (max(1, round(side * scale)) for side in image.shape[:2])
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
        kind = "jpeg"
    bgr = image if image.ndim == 2 else np.ascontiguousarray(image[..., ::-1])
    options = [cv2.IMWRITE_JPEG_QUALITY, 85] if kind == "jpeg" else []
    encoded = cv2.imencode(f".{'jpg' if kind == 'jpeg' else 'png'}", bgr, options)[1]
    return f"data:image/{kind};base64,{base64.b64encode(encoded.tobytes()).decode('ascii')}"
