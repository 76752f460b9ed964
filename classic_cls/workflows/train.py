"""From a data set to a cross-validated, fitted and tested model."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from sklearn.pipeline import Pipeline

from .._typing import FilePath
from ..datasets import ImageDataset
from ..evaluation import (
    Protocol,
    about,
    answer_images,
    by_source,
    decision_limits,
    held_out_of,
    record_of,
    score_predictions,
)
from ..persistence import ImageModel, check_savable
from ..pipelines import describe_pipeline, n_describing_steps
from .drift import reference_of
from .extras import Extras
from .kept_features import features_kept
from .measured import Job, measure
from .memory import peak_memory_bytes
from .nested import Grid
from .one_class import measured_alone, protocol_alone
from .prepare import Prepared, reading_range_of
from .shared_groups import in_shared_groups, shared_groups_notes
from .stages import (
    Stages,
    check,
    check_takes_images_alone,
    data_digest,
    in_threads,
)
from .training import Training
from .unlabelled import counted


def train(
    dataset: ImageDataset,
    pipeline: Pipeline,
    protocol: Protocol = Protocol(),
    *,
    unlabelled: Sequence | None = None,
    tune: bool | dict = False,
    extras: Extras = Extras(),
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
    tell: Callable[..., object] | None = None,
) -> Training:
    """Cross-validate a pipeline, fit it on all training images, and test it.

    Every image is read and described once, for cross-validation, fit and test together.

    Parameters
    ----------
    dataset : ImageDataset
        An official split is honoured: its test images are predicted once, at the end.
    pipeline : Pipeline
        From image files to labels, such as from :func:`make_image_pipeline`; it is cloned, not
        changed. With columns of the table beside the images (``tabular``) the figures without
        them, and those of the columns alone, are measured in the same folds too.
    protocol : Protocol
        Folds, hold-out, figures, positive class, costs and seed.
    unlabelled : sequence of path or ImageRef, optional
        Images without labels, from which dictionaries are learned once, before the
        cross-validation; none of them should be among the labelled ones: a dictionary fits
        the images that it has seen a little better, and the figures become too good.
    tune : bool or dict of str to list, default=False
        Whether to choose parameters: those of `parameter_grid`, or values by names such as
        ``"classifier.C"`` and ``"hog.cell"``. They are chosen in every fold anew, on its training
        images alone (nested cross-validation), so that no figure is too good by the choice; and
        once more on all training images, for the model. By inner folds, or by the official
        validation part where there is a test part too. Curves and columns (``tabular``) are
        measured with parameters chosen in the same way; a validation curve is refused, as its
        other parameters would have to stay as they are.
    extras : Extras
        What is done beside the figures and the model, such as ``Extras(learning_curve=True)``.
    n_jobs : int, optional
        As in joblib.
    cache : path, optional
        Folder that keeps features between calls.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.
    tell : callable, optional
        Called before the fits as ``tell(rejected, notes)``, with what could not be used and what
        is known by then.

    Returns
    -------
    Training

    Raises
    ------
    ValueError
        If the data cannot be learned from, or a setting makes no sense; the message
        names what, and what to do.
    """
    if not isinstance(pipeline, Pipeline):
        raise ValueError(
            f"train takes a Pipeline, as make_image_pipeline gives; got {type(pipeline).__name__}"
        )
    check(dataset, {"this classifier": pipeline}, protocol, cache)
    check_takes_images_alone(pipeline)
    check_savable(pipeline)
    extras.check(pipeline, dataset, tuned=tune is not False)
    if dataset.known is not None:
        protocol = protocol_alone(pipeline, dataset, protocol, extras, tune)
    stages = Stages(progress)
    grid = None if tune is False else Grid(pipeline, tune)
    job = Job(protocol, extras, stages, tell, {"n_jobs": n_jobs, "cache": cache})
    measured = measure(pipeline, grid, dataset, unlabelled, job)
    training = finished(
        measured.dataset, measured.pipeline, protocol, measured.prepared, measured.result, stages,
        n_jobs=n_jobs, rejected=measured.rejected, notes=measured.notes,
        keep_features=extras.keep_features, **measured.found,
    )
    return replace(training, settings=training.settings | {"unlabelled": counted(unlabelled)})


def finished(
    dataset: ImageDataset,
    pipeline,
    protocol: Protocol,
    prepared: Prepared,
    result,
    stages: Stages,
    *,
    n_jobs,
    rejected,
    notes,
    keep_features=False,
    **found,
) -> Training:
    """What follows the cross-validation: the fit on all training images, and the test."""
    with stages.stage("fit"), in_threads(n_jobs):
        estimator = prepared.frozen.estimator
        fitted = prepared.fitted(about(estimator, result.positive))
    with stages.stage("test"), in_threads(n_jobs):
        test, unseen, of_new_groups = _tested(fitted, prepared, result)
    model = _model(fitted, prepared, result, test)
    if keep_features:
        model = replace(model, rows=features_kept(prepared, model.class_names))
    settings = describe_pipeline(pipeline) | protocol.settings()
    settings |= {"unlabelled": None, "reading_range": model.reading_range}
    return Training(
        dataset=dataset,
        model=model,
        cv=replace(result, rejected=prepared.rejected),
        test=test,
        test_split=prepared.test_split,
        test_without_duplicates=unseen,
        n_test_copies=int(prepared.leaked.sum()),
        test_of_new_groups=of_new_groups,
        breakdowns={name: result.by(prepared.training.column(name)) for name in protocol.by},
        test_breakdowns={name: test.by(prepared.test.column(name)) for name in protocol.by if test},
        refs=prepared.training.refs,
        test_refs=prepared.test.refs,
        rejected=rejected,
        n_features=_n_columns(fitted[: n_describing_steps(pipeline)], prepared.rows),
        n_clipped=prepared.extraction.n_clipped,
        data_sha256=data_digest(prepared.kept, prepared.extraction.digests),
        settings=settings,
        seconds=stages.total(),
        notes=(
            *_leaks(test, unseen, prepared.leaked),
            *notes,
            *result.notes,
            *_of_test_part(test, result),
            *_of_curves(found),
            *shared_groups_notes(prepared.training, prepared.test, test, of_new_groups),
        ),
        random_state=protocol.seed,
        peak_memory_bytes=peak_memory_bytes(),
        **found,
        **measured_alone(model, prepared, result, test),
    )


def _n_columns(describing, rows) -> int:
    """Columns that the features give, hand-crafted and learned ones."""
    return describing.transform(rows[:1]).shape[1]


def _tested(fitted, prepared: Prepared, result):
    """The figures of the test part; of its images without a copy in training; of new groups."""
    rows, tested = prepared.test_rows, prepared.test
    if not len(rows):
        return None, None, None
    labels, scores, kind = answer_images(
        fitted, rows, tested.class_names, multilabel=tested.multilabel
    )
    shown = {"class_names": tested.class_names, "positive": result.positive, "score_kind": kind}
    shown |= {"costs": result.predictions.costs, "scoring": result.headline}
    shown |= {"seed": result.random_state}
    names, sources = np.array(tested.relative_paths()), tested.sources
    limits = decision_limits(fitted, tested.class_names)

    def figures(some):
        found = score_predictions(
            tested.targets[some],
            labels[some],
            groups=None if tested.groups is None else tested.groups[some],
            scores=None if scores is None else scores[some],
            paths=names[some],
            **shown,
        )
        of_some = None if sources is None else sources[some]
        return by_source(found, of_some, limits, result.random_state)

    def apart(some):
        return None if some.all() or not some.any() else figures(some)

    shared = in_shared_groups(prepared.training, tested)
    return figures(slice(None)), apart(~prepared.leaked), apart(~shared)


def _of_test_part(test, result) -> tuple[str, ...]:
    """Notes of the test part that are not those of the training part."""
    if test is None:
        return ()
    return tuple(f"test part: {note}" for note in test.notes if note not in result.notes)


def _of_curves(found: dict) -> tuple[str, ...]:
    """Notes of curves, where there are any."""
    names = ("learning_curve", "validation_curve")
    return tuple(note for name in names if name in found for note in found[name].notes)


def _leaks(test, unseen, leaked) -> tuple[str, ...]:
    """A note on test images of which the training part holds a near-duplicate."""
    n = int(leaked.sum())
    if not n:
        return ()
    if unseen is None:
        return (
            f"all {n:,} test images have a near-duplicate among the training images: the figures "
            "of the test say nothing about new images",
        )
    name, shown = test.headline, record_of(test.headline).text
    alone = unseen.figures.get(name)
    return (
        f"{n:,} of {test.n_images:,} test images have a near-duplicate among the training images: "
        f"{name} {shown(test.figures[name].value)} with them, "
        f"{'not defined' if alone is None else shown(alone.value)} on the "
        f"{unseen.n_images:,} other{'s' * (unseen.n_images > 1)}",
    )


def _model(fitted, prepared: Prepared, result, test) -> ImageModel:
    kept, pipeline, learned = prepared.kept, prepared.frozen.thaw(fitted), prepared.learned
    light, what = prepared.light[prepared.rows], (fitted, prepared.rows, result, prepared.groups)
    held_out = held_out_of(result.predictions) if kept.known is None else None
    return ImageModel(
        pipeline,
        # Of single labels the classifier keeps the names, in an order of its own.
        class_names=kept.class_names if kept.multilabel else None,
        task=kept.task,
        figures={"cv": result.plain()} | ({"test": test.plain()} if test else {}),
        positive=result.positive,
        reading_range=reading_range_of(pipeline),
        seen=prepared.seen.take(prepared.rows[learned]),
        held_out=held_out,
        reference=reference_of(*what, light, prepared.protocol.seed, learned),
    )
