"""How a fitted model takes in more images: by rows that it keeps, or by what it can add to."""

import copy
from dataclasses import dataclass, replace

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from .._remedies import remedy
from .._validation import quoted
from ..models import (
    CalibratedClassifier,
    KernelRidgeClassifier,
    ThresholdClassifier,
    group_options,
    remembered_rows,
)
from ..persistence import ImageModel, KeptRows
from ..pipelines import n_describing_steps
from .kept_features import target_codes


@dataclass(frozen=True)
class Learnable:
    """Rows of features with targets and groups, of old and of new images."""

    X: np.ndarray
    y: np.ndarray  # names of classes, or an indicator
    groups: np.ndarray | None
    is_new: np.ndarray

    def take(self, some) -> "Learnable":
        """Those of some images."""
        groups = None if self.groups is None else self.groups[some]
        return Learnable(self.X[some], self.y[some], groups, self.is_new[some])


@dataclass(frozen=True)
class Refit:
    """What decides is fitted again on all rows, those that the model keeps among them."""

    model: ImageModel
    name = "rows"
    exact = True
    words = (
        "the classifier was fitted again on the features that the model keeps of the old images "
        "and those of the new ones"
    )

    def learned(self, known: Learnable) -> Pipeline:
        """What decides, fitted on rows of old and of new images."""
        deciding = clone(_deciding(self.model))
        return deciding.fit(known.X, known.y, **group_options(deciding, known.groups))


@dataclass(frozen=True)
class Adding:
    """The classifier goes on from what it has learned; the steps before it stay."""

    model: ImageModel
    name = "partial_fit"

    @property
    def exact(self) -> bool:
        """Whether it is what all images at once would have given, behind the same features."""
        return getattr(self._classifier, "takes_new_classes", False)

    @property
    def words(self) -> str:
        """What was done."""
        kind = type(self._classifier).__name__
        if self.exact:
            return f"the sums of {kind} were added to, as if it had seen all images at once"
        return (
            f"{kind} went on from where it was, by the new images alone, so it may have forgotten "
            "some of what it knew"
        )

    @property
    def _classifier(self):
        return self.model.pipeline.steps[-1][1]

    def learned(self, known: Learnable) -> Pipeline:
        """What decides, after it has seen rows of new images as well."""
        *before, (name, classifier) = _deciding(self.model).steps
        rows = Pipeline(before).transform(known.X) if before else known.X
        classifier = copy.deepcopy(classifier).partial_fit(rows, known.y)
        return Pipeline([*before, (name, classifier)])


def way_of(model: ImageModel, new_classes) -> Refit | Adding:
    """How the model takes in images of these new classes among others; refused where it cannot."""
    _check_task(model, new_classes)
    if model.rows is not None:
        return Refit(model)
    last = model.pipeline.steps[-1][1]
    if not hasattr(last, "partial_fit") or model.task == "multilabel":
        raise ValueError(f"{_cannot(model, last)}. {_who_can()}")
    if new_classes and not getattr(last, "takes_new_classes", False):
        raise ValueError(
            f"{type(last).__name__} takes in more images of its classes, but no new one, and there "
            f"is {quoted(new_classes)}. {_who_can()}"
        )
    return Adding(model)


def with_rows(model: ImageModel) -> tuple[ImageModel, tuple[str, ...]]:
    """The model with the rows of its old images, if it has any, and a note on what they lack.

    Kernel ridge needs the rows of up to 1,200 images to answer by, so they are in its file anyway.
    """
    deciding = _deciding(model).steps
    last = deciding[-1][1]
    last = (
        last.estimator_ if isinstance(last, (CalibratedClassifier, ThresholdClassifier)) else last
    )
    if model.rows is not None or len(deciding) > 1 or not isinstance(last, KernelRidgeClassifier):
        return model, ()
    found = remembered_rows(last)
    if found is None or model.seen is None or len(model.seen) != len(found[0]):
        return model, ()
    X, y = found
    rows = KeptRows.of(X, target_codes(y, model.class_names), np.arange(len(X)))
    return replace(model, rows=rows), (
        "the classifier holds the features of its old images, which were taken from it; of groups "
        "and near-duplicates among these it knows nothing, and their figures are too good where "
        "there are any",
    )


def with_deciding(model: ImageModel, deciding: Pipeline) -> Pipeline:
    """The pipeline of the model, from image files on, with other steps behind its features."""
    pipeline = copy.copy(model.pipeline)
    pipeline.steps = [*pipeline.steps[: n_describing_steps(pipeline)], *deciding.steps]
    return pipeline


def _deciding(model: ImageModel) -> Pipeline:
    return Pipeline(model.pipeline.steps[n_describing_steps(model.pipeline) :])


def _check_task(model: ImageModel, new_classes) -> None:
    if not new_classes:
        return
    if model.task == "multilabel":
        raise ValueError(
            f"the model gives an image several labels, and nobody knows which of its old images "
            f"show {quoted(new_classes)}: train on all images, or leave the label out"
        )
    if any(isinstance(step, ThresholdClassifier) for _, step in model.pipeline.steps):
        raise ValueError(
            "the model decides between two classes by a threshold (an aim or costs), and of three "
            f"there is none, with {quoted(new_classes)}: train without aim and costs"
        )


def _cannot(model: ImageModel, last) -> str:
    if model.task == "multilabel":
        return "a model of several labels takes in images by the features of the old ones only"
    kind = type(last).__name__
    return f"this model keeps nothing of its old images that {kind} could go on from"


def _who_can() -> str:
    return "Train again, " + remedy(
        "with any classifier and Extras(keep_features=True), or without old features with "
        "classifier='lda' (new images and new classes) or one of scikit-learn's that has "
        "partial_fit, such as 'sklearn.naive_bayes:GaussianNB' (new images of known classes)",
        "by classic-cls train with --keep-features, or without old features with "
        "--classifier lda (new images and new classes) or one of scikit-learn's that has "
        "partial_fit, such as sklearn.naive_bayes:GaussianNB (new images of known classes)",
    )
