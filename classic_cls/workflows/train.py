"""From a data set to a cross-validated, fitted and tested model."""

from dataclasses import dataclass, replace

import numpy as np
from sklearn.base import clone

from ..base import ImageRef
from ..datasets import ImageDataset, SetAside
from ..evaluation import (
    CrossValidationResult,
    PredictionResult,
    aligned_scores,
    group_parameters,
    holdout,
    score_predictions,
)
from ..extraction import freeze
from ..persistence import ImageModel
from ..pipelines import default_classifier, make_image_pipeline, set_step_parameter
from .stages import (
    Stages,
    cross_validate_rows,
    data_digest,
    extract_dataset,
    reading_range_of,
)

__all__ = ["Training", "train"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Training:
    """A trained model with all that was measured on the way.

    Attributes
    ----------
    dataset : ImageDataset
        As given.
    model : ImageModel
        Fitted on all training images.
    cv : CrossValidationResult
        Cross-validation on the training images.
    test : PredictionResult or None
        The model on the test images, where there are any.
    test_split : {"official", "held out", None}
        Where the test images come from.
    refs, test_refs : tuple of ImageRef
        Training and test images, in the order of ``cv.paths`` and ``test.paths``.
    rejected : tuple of SetAside
        What took no part, and why.
    n_features, n_clipped : int
        Columns per image; pixel values that lay outside the reading range.
    data_sha256 : str
        Digest of names, contents and targets of the images used.
    settings : dict
        What was asked for, as plain values.
    seconds : dict
        Wall time by stage.
    notes : tuple of str
        What a person should be told.
    random_state : int or None
        Seed.
    """

    dataset: ImageDataset
    model: ImageModel
    cv: CrossValidationResult
    test: PredictionResult | None
    test_split: str | None
    refs: tuple[ImageRef, ...]
    test_refs: tuple[ImageRef, ...]
    rejected: tuple[SetAside, ...]
    n_features: int
    n_clipped: int
    data_sha256: str
    settings: dict
    seconds: dict[str, float]
    notes: tuple[str, ...]
    random_state: int | None

    def __repr__(self):
        return f"<Training on '{self.dataset.name}': {self.cv!r}>"


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
    probabilities=False,
    parameters=None,
    cv=5,
    repeats=1,
    test_size=None,
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
    recipe, features, classifier, size, preprocess, reduce, strategy, class_weight, probabilities
        See :func:`make_image_pipeline`.
    parameters : dict, optional
        Parameters of single steps, such as ``{"hog.orientations": 12}``.
    cv, repeats, positive, scoring
        See :func:`cross_validate_images`.
    test_size : float, optional
        Share of the images to hold out for a final test.
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
    if test_size is not None and dataset.split is not None:
        raise ValueError("the data set has an official split: leave out test_size (--test)")
    dataset.check_trainable()
    stages = Stages(progress)
    reading_range = reading_range_of(dataset, reading_range, page)
    options = {
        "features": features,
        "classifier": classifier or default_classifier(len(dataset.training())),
        "size": size,
        "preprocess": preprocess,
        "reduce": reduce,
        "strategy": strategy,
        "class_weight": class_weight,
        "probabilities": probabilities,
        "reading_range": reading_range,
        "page": page,
        "random_state": random_state,
    }
    protocol = {"cv": cv, "repeats": repeats, "positive": positive, "scoring": scoring}
    protocol |= {"random_state": random_state, "n_jobs": n_jobs}
    pipeline = make_image_pipeline(recipe, data=dataset.training(), **options)
    for name, value in (parameters or {}).items():
        set_step_parameter(pipeline, name, value)
    frozen = freeze(pipeline)
    extraction, kept, rejected = extract_dataset(
        frozen, dataset, stages, n_jobs=n_jobs, cache=cache
    )
    kept.check_trainable()
    rows, test_rows, test_split = _split(kept, test_size, random_state)
    with stages.stage("cv") as fold_progress:
        result = cross_validate_rows(frozen.estimator, rows, kept, protocol, fold_progress)
    with stages.stage("fit"):
        fitted = _fitted(frozen.estimator, rows, kept)
    with stages.stage("test"):
        test = _tested(fitted, test_rows, kept, result) if len(test_rows) else None
    used = {"recipe": recipe, **options, "parameters": parameters or {}, "test_size": test_size}
    used |= {"cv": cv, "repeats": repeats, "scoring": scoring}
    return Training(
        dataset=dataset,
        model=_model(frozen.thaw(fitted), kept, result, test, reading_range),
        cv=replace(result, rejected=rejected),
        test=test,
        test_split=test_split,
        refs=kept.take(rows).refs,
        test_refs=kept.take(test_rows).refs,
        rejected=rejected,
        n_features=frozen.n_features,
        n_clipped=extraction.n_clipped,
        data_sha256=data_digest(kept, extraction.digests),
        settings=_plain_settings(used, pipeline),
        seconds=stages.total(),
        notes=(*dataset.notes, *_clipping_note(extraction, reading_range), *result.notes),
        random_state=random_state,
    )


def _split(dataset: ImageDataset, test_size, random_state):
    """Rows to learn from, rows to test on, and where the latter come from."""
    rows = np.arange(len(dataset))
    if dataset.split is not None:
        is_test = dataset.split == "test"
        return rows[~is_test], rows[is_test], "official"
    if test_size is None:
        return rows, rows[:0], None
    train_rows, test_rows = holdout(dataset.targets, dataset.groups, test_size, random_state)
    return train_rows, test_rows, "held out"


def _fitted(estimator, rows, kept: ImageDataset):
    groups = None if kept.groups is None else kept.groups[rows]
    estimator = clone(estimator)
    return estimator.fit(rows, kept.targets[rows], **group_parameters(estimator, groups))


def _tested(fitted, rows, kept: ImageDataset, result: CrossValidationResult) -> PredictionResult:
    tested = kept.take(rows)
    scores, kind = aligned_scores(fitted, rows, tested.class_names, tested.multilabel)
    return score_predictions(
        tested.targets,
        fitted.predict(rows),
        class_names=tested.class_names,
        groups=tested.groups,
        positive=result.positive,
        scores=scores,
        score_kind=kind,
        paths=tested.relative_paths(),
        scoring=result.headline,
        random_state=result.random_state,
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


def _plain_settings(used: dict, pipeline) -> dict:
    """What was asked for, and what the recipe chose, as plain values."""
    resize = pipeline.named_steps.get("resize")
    chosen = {
        "features": [name for name, _ in pipeline["features"].transformer_list],
        "size": "keep" if resize is None else resize.size,
        "preprocess": [s if isinstance(s, str) else repr(s) for s in used["preprocess"]],
    }
    if not isinstance(used["classifier"], str):
        chosen["classifier"] = type(_inner(pipeline["classifier"])).__name__
    return {**used, **chosen}


def _inner(classifier):
    """The classifier inside its wrappers."""
    while hasattr(classifier, "estimator"):
        classifier = classifier.estimator
    return classifier


def _clipping_note(extraction, reading_range):
    if not extraction.n_clipped:
        return ()
    return (
        f"{extraction.n_clipped:,} pixel values outside the reading range {reading_range} were "
        "clipped; give a wider one with --range LOW,HIGH",
    )
