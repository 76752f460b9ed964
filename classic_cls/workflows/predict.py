"""A fitted model on other images: with known labels, or without."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from .._remedies import remedy
from .._typing import Data, FilePath
from .._validation import images_of, quoted
from ..base import ImageRef
from ..datasets import ImageDataset, SetAside, are_regions, set_aside_words
from ..evaluation import (
    Breakdown,
    Drift,
    OneClass,
    PredictionResult,
    Stress,
    answers_to,
    by_source,
    decision_limits,
    score_predictions,
)
from ..extraction import extract_batches, freeze
from ..models import one_class_in
from ..persistence import ImageModel
from .abstaining import Abstaining, abstaining
from .answers import labels_and_scores
from .checks import check_cache
from .columns import carrying, columns_for, notes_on_new
from .drift import Monitor, drift_of, features_of, highest, light_of
from .one_class import in_classes_alone, of_kinds
from .seen_again import copies_in, copies_notes
from .stages import Stages, describe, warn_of_rejected
from .stress import check_stress, stress_test
from .unsure_labels import UnsureLabels

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Evaluation:
    """A model on labelled images.

    Attributes
    ----------
    result : PredictionResult
        Predictions and figures of all images.
    rejected : tuple of SetAside
        Images that took no part, and why.
    seconds : dict
        Wall time by stage.
    notes : tuple of str
        What a person should be told.
    breakdowns : dict of str to Breakdown
        Figures for every value of a column, by its name.
    copies : ndarray of str, or None
        Of every image: ``"exact"`` where the model was fitted on the same content, ``"near"`` where
        it was fitted on one that looks like a version of it, else ``""``. None where the model
        holds no digests of its training images.
    unseen : PredictionResult or None
        The images without a copy among the training images, where some have one.
    stress : Stress or None
        The figure under changes of the images, where that was asked for.
    drift : Drift or None
        Whether the images, but for training images and copies of them, look like the training
        images; None where the model keeps nothing to compare with.
    one_class : OneClass or None
        False alarms, and what is found of every kind, where the model has learned one class alone.
    """

    result: PredictionResult
    rejected: tuple[SetAside, ...]
    seconds: dict[str, float]
    notes: tuple[str, ...]
    breakdowns: dict[str, Breakdown] = field(default_factory=dict)
    copies: np.ndarray | None = None
    unseen: PredictionResult | None = None
    stress: Stress | None = None
    drift: Drift | None = None
    one_class: OneClass | None = None

    def frame(self) -> "pd.DataFrame":
        """Table of the predictions; ``training_image`` is ``copies``, where these are known."""
        frame = self.result.frame()
        return frame if self.copies is None else frame.assign(training_image=self.copies)

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
        Its class; several labels joined by ``;``; None if it could not be read; ``"unknown"``
        where no answer keeps the ``max_error``, or the ``known``, that was asked for.
    scores : dict of str to float, or None
        Score of every class; None if unread, or if the classifier has none.
    probability : float or None
        Of ``label``, where the scores are probabilities; None for several labels, each of which
        has its own among the scores. A threshold may give a label whose probability is small.
    margin : float or None
        By how much the score of the answer exceeds what it had to: the score of the next class;
        where a threshold decides, the threshold, from either side; of several labels the smallest.
        Small is uncertain. None without scores.
    threshold : float or None
        Score of the positive class from which it is given, where that was learned for two classes.
    reason : str or None
        Why it could not be read.
    n_regions : int or None
        Of a file, how many regions of it answered; None for an image that answers for itself.
    labels : tuple of str, or None
        Where a ``coverage`` was asked for: all classes that the image may be of, the likeliest
        first; empty where none is likely enough.
    unusual : float or None
        Of a model that has learned one class alone, how unusual the image is: -1 is the median
        image of the class, and from 0 on it is called something else.
    p_value : float or None
        Of such a: the share of images of the class that are at least as unusual.
    unsure : tuple of str, or None
        Where a ``coverage`` was asked for of several labels: those that the image may have or not,
        the likeliest first; ``label`` has those that it has, and any other it has not.
    """

    path: str
    label: str | None = None
    scores: dict[str, float] | None = None
    probability: float | None = None
    margin: float | None = None
    threshold: float | None = None
    reason: str | None = None
    n_regions: int | None = None
    labels: tuple[str, ...] | None = None
    unusual: float | None = None
    p_value: float | None = None
    unsure: tuple[str, ...] | None = None


def evaluate(
    model: ImageModel,
    dataset: ImageDataset,
    *,
    by: Data = (),
    costs: dict | None = None,
    stress: bool = False,
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
        All its images are used, whatever their split. Those that the model was fitted on, or that
        look like versions of these, are counted, and the others scored apart.
    by : sequence of str
        Columns of the table (or ``"group"``) for whose values figures are wanted.
    costs : dict, optional
        What mistakes cost; see :func:`score_predictions`.
    stress : bool, default=False
        Whether up to 500 of the images, without those that the model was fitted on, are changed
        in 33 ways and scored again (see :func:`stress_test`).
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
    check_cache(cache)
    if stress:
        check_stress(model)
    dataset = columns_for(model, in_classes_of(model, in_classes_alone(model, dataset)))
    for name in by:
        dataset.column(name)
    stages = Stages(progress)
    frozen = freeze(model.pipeline, fitted=True)
    described = describe(frozen, dataset, stages, n_jobs=n_jobs, cache=cache)
    warn_of_rejected(dataset, described)
    kept = described.kept
    with stages.stage("predict"):
        labels, scores = labels_and_scores(model, frozen, described.extraction.rows)
    scored = _Scored(model, kept, labels, scores, costs)
    result, copies = scored.take(slice(None)), copies_in(model.seen, described.seen)
    new = np.ones(len(kept), bool) if copies is None else copies == ""
    unseen = scored.take(new) if new.any() and not new.all() else None
    breakdowns = {name: result.by(kept.column(name)) for name in by}
    of_columns = notes_on_new(model.pipeline, kept.refs)
    notes = (*copies_notes(copies, result, unseen), *dataset.notes, *of_columns, *result.notes)
    stressed = None
    if stress:
        of_new = kept if unseen is None else kept.take(new)
        stressed = stress_test(model, of_new, n_jobs=n_jobs, progress=progress)
    drift = None
    if model.reference is not None:
        rows, pictures = described.extraction.rows, described.facts.observed["thumbnails"]
        what = features_of(frozen.estimator, rows), scores if scores is None else highest(scores)
        known = model.reference.known(*what, light_of(pictures))
        same = _like_training(model, kept)
        groups = None if kept.groups is None else kept.groups[same]
        known = {name: of[same] for name, of in known.items()}
        drift = drift_of(model, known, described.seen.take(same), groups)
    alone = one_class_in(model.pipeline)
    of_one_class = None if alone is None else of_kinds(alone, result, kept)
    return Evaluation(
        result, described.rejected, stages.total(), notes, breakdowns, copies, unseen, stressed,
        drift, of_one_class,
    )  # fmt: skip


def _like_training(model: ImageModel, kept: ImageDataset) -> np.ndarray:
    """Rows of images that should look like training images: of one class alone its own."""
    alone = one_class_in(model.pipeline)
    if alone is None:
        return np.arange(len(kept))
    return np.flatnonzero(kept.targets == alone.known_)


@dataclass(frozen=True)
class _Scored:
    """What a model says of all images, to take figures of some."""

    model: ImageModel
    kept: ImageDataset
    labels: np.ndarray
    scores: np.ndarray | None
    costs: dict | None

    def take(self, some) -> PredictionResult:
        """The figures of some of the images."""
        model, groups = self.model, self.kept.groups
        result = score_predictions(
            self.kept.targets[some],
            self.labels[some],
            class_names=model.class_names,
            groups=None if groups is None else groups[some],
            positive=model.positive,
            scores=None if self.scores is None else self.scores[some],
            score_kind="predict_proba" if model.gives_probabilities else "decision_function",
            paths=np.array(self.kept.relative_paths())[some],
            costs=self.costs,
        )
        sources = self.kept.sources
        limits = decision_limits(model.pipeline, model.class_names)
        return by_source(result, None if sources is None else sources[some], limits)


def predict(
    model: ImageModel,
    sources: Sequence,
    *,
    coverage: float | None = None,
    max_error: float | None = None,
    known: float | None = None,
    monitor: Monitor | None = None,
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
    coverage : float, optional
        Give a set of labels for every image, as small as possible, such that the sets of this
        share of images, such as 0.9, hold their class. Of several labels each is given, denied or
        unsure, such that this share of the images that have it is not denied it, and this share of
        those that lack it is not given it, for each label by itself.
    max_error : float, optional
        Give a label only where it is sure enough, else ``"unknown"``, such that at most this share
        of the labels, such as 0.05, is wrong, with 95% confidence.
    known : float, optional
        Give ``"unknown"`` for images that look like none of the classes, such that this share of
        the images of the classes, such as 0.95, keeps its label. How many images of other kinds
        are found out is measured by ``train(..., extras=Extras(leave_class_out=True))``.
    monitor : Monitor, optional
        Looks at the images too, to say whether they look like the training images.
    n_jobs : int, optional
        As in joblib.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    list of Prediction
        One per source, in their order; an unreadable image has a reason and no label.

    Raises
    ------
    ValueError
        If a promise is asked for that the model cannot give; the message says which it can.

    Notes
    -----
    All promises are about new images that come from where the training images came from (of groups
    that were not among these, if there are groups), and not about images of no class. They are
    worked out from the scores that the training images had in cross-validation, where no model
    had seen them, or one of their near-duplicates or group (see ``ImageModel.held_out``). The model
    that answers was fitted on all of them: that its scores are at least as good is plausible and
    measured (``benchmarks/set_coverage.py``), but not proven.
    """
    if hasattr(sources, "__len__") and not len(sources):
        return []
    sources = images_of(sources, "sources")
    options = {"coverage": coverage, "max_error": max_error, "known": known, "n_jobs": n_jobs}
    return list(iter_predictions(model, sources, monitor=monitor, progress=progress, **options))


def predict_by_source(
    model: ImageModel, sources: Sequence, predictions: Sequence[Prediction]
) -> list[Prediction]:
    """One answer a file, by the mean scores of its regions.

    Parameters
    ----------
    model : ImageModel
        What made the predictions.
    sources : sequence
        Paths or ``ImageRef``, regions of files among them.
    predictions : sequence of Prediction
        Of these, from :func:`predict`.

    Returns
    -------
    list of Prediction
        One per file, in the order in which they first occur; of a file of which nothing could be
        read the first reason. Empty where no two sources are regions of one file, or the model has
        no scores.
    """
    refs = [ImageRef.of(source) for source in sources]
    read = [found for found in predictions if found.reason is None]
    if not are_regions(refs) or any(found.scores is None for found in read):
        return []
    of_file: dict[str, list[Prediction]] = {}
    for ref, found in zip(refs, predictions, strict=True):
        of_file.setdefault(ref.path, []).append(found)
    return [_mean_prediction(model, path, found) for path, found in of_file.items()]


def _mean_prediction(model: ImageModel, path: str, predictions) -> Prediction:
    read = [list(found.scores.values()) for found in predictions if found.reason is None]
    if not read:
        return Prediction(path, reason=predictions[0].reason, n_regions=0)
    mean = np.mean(read, axis=0)
    label = answers_to(
        mean,
        model.class_names,
        multilabel=model.task == "multilabel",
        usual=0.5 if model.gives_probabilities else 0.0,
        limits=decision_limits(model.pipeline, model.class_names),
    )
    return replace(_prediction(model, path, label, mean), n_regions=len(read))


def iter_predictions(
    model: ImageModel,
    sources: Iterable,
    *,
    coverage: float | None = None,
    max_error: float | None = None,
    known: float | None = None,
    monitor: Monitor | None = None,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> Iterator[Prediction]:
    """Label any number of images, and give what is known as soon as a batch is done.

    Parameters
    ----------
    model : ImageModel
        From :func:`train` or :func:`load_model`.
    sources : iterable
        Paths or ``ImageRef``; gone through once.
    coverage, max_error, known, monitor, n_jobs, progress
        As in :func:`predict`; of a generator the total is what has been seen.

    Returns
    -------
    iterator of Prediction
        One per source, in their order; an unreadable image has a reason and no label.

    Raises
    ------
    ValueError
        As :func:`predict` does, before an image is read.
    """
    promise = abstaining(model, coverage, max_error, known)
    return _in_a_stream(model, sources, promise, monitor, n_jobs, progress)


def _in_a_stream(
    model: ImageModel,
    sources,
    promise: Abstaining | UnsureLabels | None,
    monitor: Monitor | None,
    n_jobs,
    progress,
) -> Iterator[Prediction]:
    frozen = freeze(model.pipeline, fitted=True)
    thumbnails = None if monitor is None else monitor.observe(frozen)
    waiting: deque[ImageRef] = deque()
    n_done, n_known = 0, len(sources) if hasattr(sources, "__len__") else 0
    with Stages(progress).stage("predict") as report:
        refs = _remembered(carrying(map(ImageRef.of, sources), model.columns), waiting)
        for result in extract_batches(frozen, refs, n_jobs=n_jobs):
            refs_of_batch = [waiting.popleft() for _ in range(result.n_sources)]
            found, scores = predictions_of_batch(model, frozen, refs_of_batch, result, n_done)
            if monitor is not None and result.kept:
                features = features_of(frozen.estimator, np.arange(len(result.kept)))
                monitor.look(features, scores, thumbnails.values, result.digests)
            yield from found if promise is None else map(promise.decided, found)
            n_done += result.n_sources
            if report is not None:
                report(n_done, max(n_done, n_known))


def _remembered(refs, waiting: deque):
    """The references, which also wait for what is found out about them."""
    for ref in refs:
        waiting.append(ref)
        yield ref


def predictions_of_batch(model: ImageModel, frozen, refs, result, first: int) -> tuple:
    """Of one batch, whose first source has this number; and the scores of what could be read."""
    scores = None
    found = {
        item.row - first: Prediction(refs[item.row - first].label(), reason=item.reason)
        for item in result.rejected
    }
    if result.kept:
        labels, scores = labels_and_scores(model, frozen, np.arange(len(result.kept)))
        for i, row in enumerate(result.kept):
            values = None if scores is None else scores[i]
            name = refs[row - first].label()
            found[row - first] = _prediction(model, name, labels[i], values)
    return [found[number] for number in range(len(refs))], scores


def _prediction(model: ImageModel, path: str, label, values) -> Prediction:
    if model.task == "multilabel":
        label = ";".join(name for name, present in zip(model.class_names, label) if present)
    if values is None:
        return Prediction(path, str(label))
    scores = dict(zip(model.class_names, map(float, values)))
    label = str(label)
    probability = scores.get(label) if model.gives_probabilities else None
    if model.task == "multilabel":
        margin = float(np.abs(values - model.thresholds).min())
        return Prediction(path, label, scores, margin=margin)
    if model.thresholds is None:
        others = [score for name, score in scores.items() if name != label]
        # Votes of pairs may decide otherwise than the scores that stand for them.
        margin, threshold = max(0.0, scores[label] - max(others)), None
    else:
        threshold = model.threshold
        margin = abs(float(_of_positive(model, values)) - threshold)
    alone = one_class_in(model.pipeline)
    found = Prediction(path, label, scores, probability, margin, threshold)
    if alone is None:
        return found
    unusual = float(_of_positive(model, values))
    return replace(found, unusual=unusual, p_value=float(alone.p_of(unusual)))


def _of_positive(model: ImageModel, values):
    positive = getattr(model.pipeline[-1], "positive_", model.class_names[-1])
    return values[model.class_names.index(str(positive))]


def in_classes_of(model: ImageModel, dataset: ImageDataset) -> ImageDataset:
    """The data set with its targets in the classes of the model."""
    known = model.class_names
    unknown = [name for name in dataset.class_names if name not in known]
    if unknown:
        raise ValueError(
            f"the model knows no class {quoted(unknown)}; it knows {quoted(known, 50)}. "
            + remedy(
                f"Leave them out with data.drop_classes({unknown[:20]})",
                "Leave classes out with --drop-class NAME",
            )
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
