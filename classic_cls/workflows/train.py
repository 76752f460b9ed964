"""From a data set to a cross-validated, fitted and tested model."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from sklearn.base import clone

from ..datasets import ImageDataset
from ..evaluation import (
    CrossValidationResult,
    aligned_scores,
    cross_validate,
    cross_validate_apart,
    positive_class,
    score_predictions,
)
from ..evaluation.cross_validation import check_scores
from ..evaluation.folds import divided
from ..extraction import freeze
from ..models import group_options
from ..persistence import ImageModel, check_savable
from ..pipelines.build import default_classifier, make_image_pipeline
from ..pipelines.parameters import set_step_parameter
from .checks import check_request
from .parts import Parts, divide
from .settings import plain_settings, used_recipe
from .stages import Stages, data_digest, describe, in_threads, reading_range_of
from .training import Training
from .unlabelled import Learned, learn_from

__all__ = ["train"]


def train(
    dataset: ImageDataset,
    *,
    recipe="auto",
    features=None,
    classifier=None,
    size=None,
    preprocess=(),
    reduce=None,
    strategy=None,
    class_weight=None,
    sampling=None,
    aim=None,
    costs=None,
    probabilities=False,
    parameters=None,
    unlabelled=None,
    cv=5,
    repeats=1,
    folds=None,
    keep_duplicates_together=True,
    test_size=None,
    by=(),
    positive=None,
    scoring=None,
    reading_range="auto",
    page=None,
    random_state=0,
    n_jobs=None,
    cache=None,
    progress=None,
) -> Training:
    """Cross-validate a pipeline, fit it on all training images, and test it.

    Every image is read and described once, for cross-validation, fit and test together.

    Parameters
    ----------
    dataset : ImageDataset
        An official split is honoured: its test images are predicted once, at the end.
    recipe, features, classifier, size, preprocess, reduce, strategy, class_weight, sampling, aim, \
costs, probabilities
        See :func:`make_image_pipeline`.
    parameters : dict, optional
        Parameters of single steps, such as ``{"hog.orientations": 12}``.
    unlabelled : sequence of path or ImageRef, optional
        Images without labels, from which dictionaries are learned once, before the
        cross-validation; none of them should be among the labelled ones. See
        :func:`learn_dictionaries`.
    cv, repeats, positive, scoring
        See :func:`cross_validate_images`.
    folds : path, optional
        Table of the folds to use; see :func:`read_fold_list`.
    keep_duplicates_together : bool
        Whether near-duplicates of images are looked for and kept on one side of every split.
    test_size : float, optional
        Share of the images to hold out for a final test.
    by : sequence of str
        Columns of the table (or ``"group"``) for whose values figures are wanted.
    reading_range : "auto" or (low, high), optional
        What 16-bit and float images map to 0 .. 255; "auto" finds it in the training images.
    page : int or "max", optional
        Which page of files with several.
    random_state : int or None
        Seed of everything random.
    n_jobs : int, optional
        As in joblib.
    cache : path, optional
        Folder that keeps features between calls.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    Training

    Raises
    ------
    ValueError
        If the data cannot be learned from, or a setting makes no sense; the message
        names what, and what to do.
    """
    asked = dict(locals())
    dataset.check_trainable()
    check_request(**asked)
    stages = Stages(progress)
    asked |= _chosen(dataset, asked)
    pipeline = _pipeline(dataset, asked)
    check_scores(pipeline, scoring)
    check_savable(pipeline)
    learned = Learned(pipeline)
    if unlabelled is not None:
        learned = learn_from(unlabelled, pipeline, stages, n_jobs=n_jobs, cache=cache)
    frozen = freeze(learned.pipeline)
    described = describe(
        frozen, dataset, stages, n_jobs=n_jobs, cache=cache, duplicates=keep_duplicates_together
    )
    doubts = described.kept.check_trainable()
    parts = divide(described, test_size, cv, folds, random_state)
    with stages.stage("cv") as fold_progress:
        result = _cross_validated(frozen.estimator, parts, asked, fold_progress)
    with stages.stage("fit"), in_threads(n_jobs):
        fitted = _fitted(frozen.estimator, parts)
    with stages.stage("test"), in_threads(n_jobs):
        test, unseen = _tested(fitted, parts, result, costs)
    model = _model(frozen.thaw(fitted), parts.kept, result, test, asked["reading_range"])
    clipped = _clipping_note(described.extraction, asked["reading_range"])
    return Training(
        dataset=dataset,
        model=model,
        cv=replace(result, rejected=described.rejected, fold_list=folds and Path(folds).name),
        test=test,
        test_split=parts.test_split,
        test_without_duplicates=unseen,
        breakdowns={name: result.by(parts.training.column(name)) for name in by},
        test_breakdowns={name: test.by(parts.test.column(name)) for name in by if test},
        refs=parts.training.refs,
        test_refs=parts.test.refs,
        rejected=(*described.rejected, *learned.rejected),
        n_features=_n_columns(fitted, parts.rows),
        n_clipped=described.extraction.n_clipped,
        data_sha256=data_digest(parts.kept, described.extraction.digests),
        settings=plain_settings(asked, pipeline),
        seconds=stages.total(),
        notes=(
            *dataset.notes,
            *doubts,
            *learned.notes(described.kept.refs, described.extraction.digests),
            *clipped,
            *parts.notes,
            *result.notes,
            *_leaks(test, unseen),
        ),
        random_state=random_state,
    )


_OF_THE_PIPELINE = (
    "features",
    "classifier",
    "size",
    "preprocess",
    "reduce",
    "strategy",
    "class_weight",
    "sampling",
    "aim",
    "costs",
    "probabilities",
    "reading_range",
    "page",
    "random_state",
)


def _chosen(dataset: ImageDataset, asked: dict) -> dict:
    """Reading range, classifier and recipe, where they were left to be chosen."""
    usual = default_classifier(len(dataset.training()), dataset.multilabel)
    reading_range = reading_range_of(dataset, asked["reading_range"], asked["page"])
    named = {name: asked[name] for name in ("recipe", "features", "unlabelled", "page")}
    return {
        "reading_range": reading_range,
        "classifier": asked["classifier"] or usual,
        "recipe": used_recipe(dataset, **named, reading_range=reading_range),
    }


def _pipeline(dataset: ImageDataset, asked: dict):
    """The pipeline that was asked for, with its single parameters set."""
    positive = None
    if not dataset.multilabel:
        positive = positive_class(dataset.class_names, asked["positive"])
    options = {name: asked[name] for name in _OF_THE_PIPELINE}
    pipeline = make_image_pipeline(
        asked["recipe"] or "auto", data=dataset.training(), positive=positive, **options
    )
    for name, value in (asked["parameters"] or {}).items():
        set_step_parameter(pipeline, name, value)
    return pipeline


def _cross_validated(estimator, parts: Parts, asked: dict, progress) -> CrossValidationResult:
    """Cross-validation of the training part; near-duplicates stay together if looked for."""
    names = ("repeats", "positive", "scoring", "costs", "random_state", "n_jobs")
    learned = parts.training
    protocol = {name: asked[name] for name in names} | {
        "class_names": learned.class_names,
        "groups": learned.groups,
        "paths": learned.relative_paths(),
        "cv": parts.cv,
        "progress": progress,
    }
    what = (estimator, parts.rows, learned.targets)
    if parts.duplicates is None:
        return cross_validate(*what, **protocol)
    return cross_validate_apart(*what, parts.duplicates, **protocol)


def _fitted(estimator, parts: Parts):
    estimator = clone(estimator)
    options = group_options(estimator, parts.groups)
    return estimator.fit(parts.rows, parts.training.targets, **options)


def _n_columns(fitted, rows) -> int:
    """Columns that the features give, hand-crafted and learned ones."""
    names = [name for name, _ in fitted.steps]
    return fitted[: names.index("features") + 1].transform(rows[:1]).shape[1]


def _tested(fitted, parts: Parts, result: CrossValidationResult, costs):
    """The figures of the test part, and those of its images without a copy in training."""
    rows, tested = parts.test_rows, parts.test
    if not len(rows):
        return None, None
    front, classifier = divided(fitted)
    described = front.transform(rows)
    labels = classifier.predict(described)
    scores, kind = aligned_scores(classifier, described, tested.class_names, tested.multilabel)
    shown = {"class_names": tested.class_names, "positive": result.positive, "costs": costs}
    shown |= {"scoring": result.headline, "random_state": result.random_state, "score_kind": kind}
    names = np.array(tested.relative_paths())

    def figures(some):
        return score_predictions(
            tested.targets[some],
            labels[some],
            groups=None if tested.groups is None else tested.groups[some],
            scores=None if scores is None else scores[some],
            paths=names[some],
            **shown,
        )

    alone = ~parts.leaked
    unseen = figures(alone) if parts.leaked.any() and alone.any() else None
    return figures(slice(None)), unseen


def _leaks(test, unseen) -> tuple[str, ...]:
    """A note on test images of which the training part holds a near-duplicate."""
    if unseen is None:
        return ()
    name, n = test.headline, test.n_images - unseen.n_images
    return (
        f"{n:,} of {test.n_images:,} test images have a near-duplicate among the training images: "
        f"{name} {test.metrics[name].value:.3f} with them, {unseen.metrics[name].value:.3f} "
        "without",
    )


def _model(pipeline, kept: ImageDataset, result, test, reading_range) -> ImageModel:
    return ImageModel(
        pipeline,
        # Of single labels the classifier keeps the names, in an order of its own.
        class_names=kept.class_names if kept.multilabel else None,
        task=kept.task,
        figures={"cv": result.figures()} | ({"test": test.figures()} if test else {}),
        positive=result.positive,
        reading_range=reading_range,
    )


def _clipping_note(extraction, reading_range):
    if not extraction.n_clipped:
        return ()
    return (
        f"{extraction.n_clipped:,} pixel values outside the reading range {reading_range} were "
        "clipped; give a wider one with --range LOW,HIGH",
    )
