"""A fitted model on other images: with known labels, or without."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from .._typing import Data, FilePath
from .._validation import images_of, quoted
from ..base import ImageRef
from ..datasets import ImageDataset, SetAside, set_aside_words
from ..evaluation import Breakdown, PredictionResult, aligned_scores, score_predictions
from ..extraction import NothingUsable, extract, freeze
from ..persistence import ImageModel
from .stages import Stages, describe, warn_of_rejected


@dataclass(frozen=True, repr=False)
class Evaluation:
    """A model on labelled images.

    Attributes
    ----------
    result : PredictionResult
        Predictions and figures.
    rejected : tuple of SetAside
        Images that took no part, and why.
    seconds : dict
        Wall time by stage.
    notes : tuple of str
        What a person should be told.
    breakdowns : dict of str to Breakdown
        Figures for every value of a column, by its name.
    """

    result: PredictionResult
    rejected: tuple[SetAside, ...]
    seconds: dict[str, float]
    notes: tuple[str, ...]
    breakdowns: dict[str, Breakdown] = field(default_factory=dict)

    def __repr__(self):
        return " ".join([f"<Evaluation: {self.result!r}", *self._set_aside()]) + ">"

    def __str__(self):
        return "\n".join([str(self.result), *self._set_aside()])

    def _set_aside(self) -> list[str]:
        return [set_aside_words(self.rejected)] if self.rejected else []


@dataclass(frozen=True)
class Prediction:
    """What a model says of one image.

    Attributes
    ----------
    path : str
        The image, as given.
    label : str or None
        Its class; several labels joined by ``;``; None if it could not be read.
    scores : dict of str to float, or None
        Score of every class; None if unread, or if the classifier has none.
    confidence : float or None
        Lead of the best class over the second; for several labels, or where a threshold
        was chosen, the distance of the nearest score from its threshold. Small is uncertain.
    reason : str or None
        Why it could not be read.
    """

    path: str
    label: str | None = None
    scores: dict[str, float] | None = None
    confidence: float | None = None
    reason: str | None = None


def evaluate(
    model: ImageModel,
    dataset: ImageDataset,
    *,
    by: Data = (),
    costs: dict | None = None,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> Evaluation:
    """Score a model on labelled images that it was not fitted on.

    Parameters
    ----------
    model : ImageModel
        From :func:`train` or :func:`load_model`.
    dataset : ImageDataset
        All its images are used, whatever their split.
    by : sequence of str
        Columns of the table (or ``"group"``) for whose values figures are wanted.
    costs : dict, optional
        What mistakes cost; see :func:`score_predictions`.
    n_jobs, cache, progress
        As in :func:`train`.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        If the data set has labels that the model does not know.
    """
    dataset = _in_classes_of(model, dataset)
    for name in by:
        dataset.column(name)
    stages = Stages(progress)
    frozen = freeze(model.pipeline, fitted=True)
    described = describe(frozen, dataset, stages, n_jobs=n_jobs, cache=cache)
    warn_of_rejected(dataset, described)
    kept = described.kept
    with stages.stage("predict"):
        labels, scores = _labels_and_scores(model, frozen, described.extraction.rows)
    result = score_predictions(
        kept.targets, labels, class_names=model.class_names, groups=kept.groups,
        positive=model.positive, scores=scores,
        score_kind="predict_proba" if model.gives_probabilities else "decision_function",
        paths=kept.relative_paths(), costs=costs,
    )
    breakdowns = {name: result.by(kept.column(name)) for name in by}
    notes = (*dataset.notes, *result.notes)
    return Evaluation(result, described.rejected, stages.total(), notes, breakdowns)


def predict(
    model: ImageModel,
    sources: Sequence,
    *,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> list[Prediction]:
    """Label images, one by one in a stream.

    Parameters
    ----------
    model : ImageModel
        From :func:`train` or :func:`load_model`.
    sources : sequence
        Paths or ``ImageRef``.
    n_jobs : int, optional
        As in joblib.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    list of Prediction
        One per source, in their order; an unreadable image has a reason and no label.
    """
    if hasattr(sources, "__len__") and not len(sources):
        return []
    refs = [ImageRef.of(source) for source in images_of(sources, "sources")]
    stages = Stages(progress)
    frozen = freeze(model.pipeline, fitted=True)
    predictions: list = [None] * len(refs)
    with stages.stage("predict") as report:
        try:
            extraction = extract(frozen, refs, n_jobs=n_jobs, progress=report)
        except NothingUsable as nothing:
            extraction = nothing.extraction
    for rejected in extraction.rejected:
        predictions[rejected.row] = Prediction(refs[rejected.row].label(), reason=rejected.reason)
    if len(extraction.kept):
        labels, scores = _labels_and_scores(model, frozen, extraction.rows)
        for i, row in enumerate(extraction.kept):
            values = None if scores is None else scores[i]
            predictions[row] = _prediction(model, refs[row].label(), labels[i], values)
    return predictions


def _labels_and_scores(model: ImageModel, frozen, rows):
    multilabel = model.task == "multilabel"
    labels = np.asarray(frozen.estimator.predict(rows))
    scores, _ = aligned_scores(frozen.estimator, rows, model.class_names, multilabel)
    return labels.astype(np.int8) if multilabel else labels, scores


def _prediction(model: ImageModel, path: str, label, values) -> Prediction:
    if model.task == "multilabel":
        label = ";".join(name for name, present in zip(model.class_names, label) if present)
    if values is None:
        return Prediction(path, str(label))
    thresholds = model.thresholds
    if thresholds is None:
        second, best = np.sort(values)[-2:]
        confidence = best - second
    else:
        decided = values if model.task == "multilabel" else _of_positive(model, values)
        confidence = np.abs(decided - thresholds).min()
    scores = dict(zip(model.class_names, map(float, values)))
    return Prediction(path, str(label), scores, float(confidence))


def _of_positive(model: ImageModel, values):
    positive = getattr(model.pipeline[-1], "positive_", model.class_names[-1])
    return values[model.class_names.index(str(positive))]


def _in_classes_of(model: ImageModel, dataset: ImageDataset) -> ImageDataset:
    """The data set with its targets in the classes of the model."""
    known = model.class_names
    unknown = [name for name in dataset.class_names if name not in known]
    if unknown:
        raise ValueError(
            f"the model knows no class {quoted(unknown)}; it knows {quoted(known, 50)}. "
            "Leave classes out with --drop-class NAME"
        )
    if model.task == "multilabel" and dataset.exclusive:
        found = dataset.targets[:, None] == np.array(dataset.class_names, str)
        dataset = replace(dataset, targets=found.astype(np.int8), exclusive=False)
    if dataset.multilabel != (model.task == "multilabel"):
        raise ValueError(
            f"the model is {model.task}, but the data set is {dataset.task}: "
            "one gives an image several labels, the other exactly one"
        )
    if not dataset.multilabel:
        return replace(dataset, class_names=known)
    targets = np.zeros((len(dataset), len(known)), np.int8)
    targets[:, [known.index(name) for name in dataset.class_names]] = dataset.targets
    missing = [name for name in known if name not in dataset.class_names]
    notes = dataset.notes
    if missing:
        notes += (f"no image has label {quoted(missing)}: taken as absent from all",)
    return replace(dataset, class_names=known, targets=targets, notes=notes)
