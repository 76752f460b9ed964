"""Explain the answer of a model for one image."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.pipeline import Pipeline

from .._remedies import remedy
from .._typing import Image
from .._validation import check_image, unknown_name
from ..base import ImageTransformer, SeenImage, Source
from ..reading import ReadImages, read_image
from ._asking import Parts, of_all, parts_of, probabilities_of, scores_of
from .contributions import NotExact, Shares, Term, decision, described
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
        that they describe; "auto" does so wherever there is a rule, and takes "occlusion" where
        there is none.
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
    `classic_cls.inspection.contributions`. Maps of VLAD and Fisher vectors are the least sure:
    their columns hold how descriptors differ from a word, not which word is there, and in images of
    noise with an object pasted in they did not point to it, as those of bags of words did.

    *Occlusion* covers cells of a coarse and a fine grid with the mean colour of the image, and
    notes by how much the score falls.

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
                how = remedy("take method='occlusion'", "take --method occlusion")
                raise ValueError(f"{reason}: {how}") from None
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
    found = decision(parts.deciding, row.values)
    total = found.base + found.shares.values.sum(axis=0)
    if not np.allclose(total, found.scores, rtol=_TOLERANCE, atol=_TOLERANCE):
        raise NotExact("what is added does not come to the score")
    answer = _Answer.of(parts, row.values[None])
    scores, base = (of_all(part, answer.multilabel) for part in (found.scores, found.base))
    chosen = answer.chosen(parts.classes, classes, scores)
    return Explanation(
        image=row.image,
        base=base[chosen],
        terms=tuple(_terms(row, found.shares, chosen, answer.multilabel)),
        method="linear" if found.linear else "path",
        **answer.about(parts.classes, chosen, scores),
    )


def _terms(row, shares, chosen, multilabel) -> list[Term]:
    """What regions add to the scores of some classes."""
    if shares.values.shape[1] > 1 or multilabel:
        return row.back(Shares(shares.values[:, chosen], shares.origin))
    terms = row.back(shares)
    return [term._replace(values=of_all(term.values, False)[:, chosen]) for term in terms]


def _by_occlusion(parts: Parts, source, classes, n_occlusions, reason) -> Explanation:
    seen, rest = _seen(parts.describing, source)
    row = np.asarray(rest.transform([seen.image]))
    answer = _Answer.of(parts, row)

    def score(images):
        rows = np.asarray(rest.transform(images))
        return scores_of(parts.deciding, rows, answer.multilabel)

    scores = scores_of(parts.deciding, row, answer.multilabel)[0]
    chosen = answer.chosen(parts.classes, classes, scores)
    return Explanation(
        image=seen.first,
        base=None,
        terms=tuple(occluded(seen, lambda images: score(images)[:, chosen], n_occlusions)),
        method="occlusion",
        why_not_exact=reason,
        **answer.about(parts.classes, chosen, scores),
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


@dataclass(frozen=True)
class _Answer:
    """What a model answers for one row: a class, or an indicator, and probabilities if it can."""

    given: np.ndarray
    probabilities: np.ndarray | None

    @classmethod
    def of(cls, parts: Parts, rows) -> "_Answer":
        has = hasattr(parts.deciding, "predict_proba")
        probabilities = probabilities_of(parts.deciding, rows)[0] if has else None
        return cls(np.asarray(parts.deciding.predict(rows))[0], probabilities)

    @property
    def multilabel(self) -> bool:
        return self.given.ndim == 1

    def numbers(self, known, scores) -> list[int]:
        """Numbers of the classes that are given, the highest score first."""
        if not self.multilabel:
            return [known.index(str(self.given))]
        return sorted(np.flatnonzero(self.given == 1).tolist(), key=lambda k: -scores[k])

    def chosen(self, known, wanted, scores) -> list[int]:
        """Numbers of the classes that are explained."""
        if wanted is not None:
            unknown = [name for name in wanted if name not in known]
            if unknown or not len(wanted):
                raise ValueError(unknown_name("class", [*unknown, ""][0], known))
            return [known.index(name) for name in wanted]
        first = self.numbers(known, scores)
        others = [int(k) for k in np.argsort(-scores, kind="stable") if k not in first]
        return [*first, *others[:1]]

    def about(self, known, chosen, scores) -> dict:
        """Fields of an explanation."""
        probabilities = self.probabilities
        return {
            "classes": tuple(known[k] for k in chosen),
            "answers": tuple(known[k] for k in self.numbers(known, scores)),
            "scores": scores[chosen],
            "probabilities": None if probabilities is None else probabilities[chosen],
        }
