"""Explain the answer of a model for one image."""

from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from .._typing import Image
from .._validation import check_image, unknown_name
from ..base import ImageTransformer, SeenImage, Source
from ..reading import ReadImages, read_image
from ._asking import Parts, of_all, parts_of, probabilities_of, scores_of
from .contributions import NotExact, Term, decision, described
from .explanation import Explanation
from .occlusion import occluded

_TOLERANCE = 1e-4


def explain(
    model: Any,
    image: Source | Image,
    classes: Any = None,
    *,
    method: str = "auto",
    n_occlusions: int = 64,
) -> Explanation:
    """Find what each part of an image adds to the scores of classes.

    Parameters
    ----------
    model : Pipeline or ImageModel
        Fitted.
    image : str, path, ImageRef or ndarray
        What the model takes.
    classes : sequence of str, optional
        Whose scores are explained; by default the answer, and the class with the best score of the
        others.
    method : {"auto", "exact", "occlusion"}, default="auto"
        "exact" divides scores among columns of features, and these among the parts of the image
        that they describe; "auto" does so wherever there is a rule, and takes "occlusion" elsewhere.
    n_occlusions : int, default=64
        Parts of the image that are covered, one after the other, at most.

    Returns
    -------
    Explanation

    Raises
    ------
    ValueError
        If the image cannot be read, a class is unknown, or there is no exact rule and one is asked
        for.

    Notes
    -----
    *Linear classifiers*: a score is the intercept and the sum over columns of weight times value.
    The value is what the classifier is given: standardised columns are 0 for the mean training
    image, so that parts are relative to it. *Gaussian kernels* (kernel ridge, and support vector
    machines of two classes): from the mean training row to that of the image along a straight line,
    each column's slope adds up to its part (integrated gradients). Scaling leaves parts where they
    are; principal components hand them on in proportion to what each column adds. The part of a
    column is spread evenly over its region, or, of learned dictionaries, divided among the local
    features that pushed the column the way it went. All sums are kept. See
    `classic_cls.inspection.contributions`.

    *Occlusion* covers cells of a coarse and a fine grid with the mean colour of the image, and notes
    by how much the score falls.

    References
    ----------
    S. Bach et al., PLOS ONE 10(7), 2015. S. Lapuschkin et al., CVPR 2016. M. Sundararajan et al.,
    ICML 2017. M. Zeiler and R. Fergus, ECCV 2014.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import RawPixels, explain
    >>> light, dark = np.full((1, 32, 32), 200, np.uint8), np.full((1, 32, 32), 10, np.uint8)
    >>> model = make_pipeline(RawPixels(), LogisticRegression())
    >>> model = model.fit(np.concatenate([light, dark]), ["light", "dark"])
    >>> found = explain(model, light[0])
    >>> total = found.base[0] + found.heat_map().sum() + found.whole()
    >>> found.answers, found.method, bool(np.isclose(total, found.scores[0]))
    (('light',), 'linear', True)
    """
    if method not in ("auto", "exact", "occlusion"):
        raise ValueError(f"method={method!r} must be one of: 'auto', 'exact', 'occlusion'")
    parts = parts_of(model)
    source = _opened(parts.describing, image)
    reason = ""
    if method != "occlusion":
        try:
            return _exact(parts, source, classes)
        except NotExact as error:
            reason = str(error)
            if method == "exact":
                raise ValueError(f"{reason}: take method='occlusion'") from None
    return _by_occlusion(parts, source, classes, n_occlusions, reason)


def _opened(describing: Pipeline, image) -> Any:
    """An image that is no array is left to the step that reads it, where there is one."""
    if isinstance(image, np.ndarray):
        return image
    readers = [part for part in describing.get_params(deep=True).values()
               if isinstance(part, ReadImages)]
    return image if readers else read_image(image)


def _exact(parts: Parts, source, classes) -> Explanation:
    row = described(parts.describing, source)
    values = row.values
    found = decision(parts.deciding, values)
    scores, base = (of_all(part, parts.multilabel) for part in (found.scores, found.base))
    total = found.base + found.shares.values.sum(axis=0)
    if not np.allclose(total, found.scores, rtol=_TOLERANCE, atol=_TOLERANCE):
        raise NotExact("what is added does not come to the score")
    answers, probabilities = _answers(parts, values[None], scores)
    chosen = _chosen(parts, classes, answers, scores)
    terms = [
        Term(term.family, term.regions, of_all(term.values, parts.multilabel)[:, chosen])
        for term in row.back(found.shares)
    ]
    return Explanation(
        image=_image_of(parts.describing, source),
        classes=tuple(parts.classes[k] for k in chosen),
        answers=answers,
        scores=scores[chosen],
        base=base[chosen],
        probabilities=None if probabilities is None else probabilities[chosen],
        terms=tuple(terms),
        method="linear" if found.linear else "path",
    )


def _by_occlusion(parts: Parts, source, classes, n_occlusions, reason) -> Explanation:
    seen, rest = _seen(parts.describing, source)

    def score(images):
        return scores_of(parts.deciding, np.asarray(rest.transform(images)), parts.multilabel)

    row = np.asarray(rest.transform([seen.image]))
    scores = scores_of(parts.deciding, row, parts.multilabel)[0]
    answers, probabilities = _answers(parts, row, scores)
    chosen = _chosen(parts, classes, answers, scores)
    return Explanation(
        image=seen.first,
        classes=tuple(parts.classes[k] for k in chosen),
        answers=answers,
        scores=scores[chosen],
        base=None,
        probabilities=None if probabilities is None else probabilities[chosen],
        terms=tuple(occluded(seen, lambda images: score(images)[:, chosen], n_occlusions)),
        method="occlusion",
        why_not_exact=reason,
    )


def _seen(describing: Pipeline, source) -> tuple[SeenImage, Pipeline]:
    """The image behind the steps from images to images, and the steps that are left."""
    steps = [step for step in describing.steps if step[1] not in (None, "passthrough")]
    seen = SeenImage(_image_of(describing, source))
    for number, (_, step) in enumerate(steps):
        if not isinstance(step, ImageTransformer):
            break
        seen = seen if isinstance(step, ReadImages) else seen.through(step)
    rest = Pipeline(steps[number:])
    if any(hasattr(part, "numbers") for part in rest.get_params(deep=True).values()):
        raise ValueError(
            "a model that takes columns of a table beside the images, and whose scores are no sum, "
            "cannot be explained"
        )
    return seen, rest


def _image_of(describing: Pipeline, source) -> Image:
    parts = describing.get_params(deep=True).values()
    reader = next((part for part in parts if isinstance(part, ReadImages)), None)
    return check_image(source) if reader is None else np.asarray(reader.transform([source])[0])


def _answers(parts: Parts, rows, scores) -> tuple[tuple[str, ...], np.ndarray | None]:
    """Labels that the model gives, by falling score, and probabilities where it has them."""
    answer = np.asarray(parts.deciding.predict(rows))[0]
    has = hasattr(parts.deciding, "predict_proba")
    probabilities = probabilities_of(parts.deciding, rows)[0] if has else None
    if not parts.multilabel:
        return (str(answer),), probabilities
    given = sorted(np.flatnonzero(answer == 1), key=lambda k: -scores[k])
    return tuple(parts.classes[k] for k in given), probabilities


def _chosen(parts: Parts, classes, answers, scores) -> list[int]:
    """Numbers of the classes that are explained."""
    if classes is not None:
        unknown = [name for name in classes if name not in parts.classes]
        if unknown:
            raise ValueError(unknown_name("class", unknown[0], parts.classes))
        return [parts.classes.index(name) for name in classes]
    first = [parts.classes.index(name) for name in answers]
    others = [int(k) for k in np.argsort(-scores, kind="stable") if k not in first]
    return [*first, *others[:1]]
