"""What a training measures before its last fit: the folds, and what else is asked for in them."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sklearn.pipeline import Pipeline

from ..datasets import ImageDataset
from ..evaluation import CrossValidationResult, Protocol
from .extras import Extras
from .nested import Grid, chosen, prepare_all, without_choices
from .one_class import without_others
from .prepare import Prepared, prepare
from .stages import Stages
from .unlabelled import Learned, learn_from
from .words_apart import learn_apart


class Job(NamedTuple):
    """How the work is done; ``work`` are the options ``n_jobs`` and ``cache``."""

    protocol: Protocol
    extras: Extras
    stages: Stages
    tell: Callable[..., object] | None
    work: dict


class Measured(NamedTuple):
    """What the last fit takes.

    ``pipeline`` is what the model is told of by, ``found`` what was measured beside the ``result``
    of the folds, by its name in :class:`Training`.
    """

    dataset: ImageDataset
    pipeline: Pipeline
    prepared: Prepared
    result: CrossValidationResult
    rejected: tuple
    notes: tuple
    found: dict


def measure(pipeline, grid: Grid | None, dataset, unlabelled, job: Job) -> Measured:
    """Cross-validate a pipeline; with a grid its settings are chosen in every fold."""
    cache = job.work["cache"]
    # For the model that is chosen images are described again, which a cache spares.
    with TemporaryDirectory() if grid and cache is None else nullcontext(cache) as folder:
        job = job._replace(work={**job.work, "cache": folder})
        learned = Learned({"": pipeline} if grid is None else grid.pipelines)
        if unlabelled is not None:
            learned = learn_from(unlabelled, learned.pipelines, job.stages, **job.work)
        named, dataset, words = learn_apart(
            learned.pipelines, dataset, job.protocol, job.stages, **job.work
        )
        described = _described(named, grid, dataset, job)
        measured = _measured(pipeline, described, dataset, learned, words, job)
        return measured if grid is None else _settled(measured, described[0], grid, named, job)


def _described(named, grid: Grid | None, dataset, job: Job) -> tuple:
    """What is cross-validated, and the images described for it."""
    what = dataset, job.protocol, job.stages
    if grid is not None:
        return prepare_all(named, *what, **job.work)
    prepared = prepare(named[""], *what, **job.work)
    return prepared.frozen.estimator, prepared


def _measured(pipeline, described, dataset, learned: Learned, words, job: Job) -> Measured:
    estimator, prepared = described
    seen = learned.notes(prepared.kept.refs, prepared.extraction.digests)
    notes = (*words, *seen, *prepared.notes)
    rejected, n_jobs = (*prepared.rejected, *learned.rejected), job.work["n_jobs"]
    if job.tell is not None:
        job.tell(rejected, notes)
    with job.stages.stage("cv") as report:
        result = prepared.cross_validate(estimator, n_jobs=n_jobs, progress=report)
    if dataset.known is not None:
        result = without_others(result, dataset.known)
    found = job.extras.results(prepared, estimator, result, job.stages, n_jobs)
    return Measured(dataset, pipeline, prepared, result, rejected, notes, found)


def _settled(measured: Measured, tuned, grid: Grid, named, job: Job) -> Measured:
    """The same with the setting that is chosen on all training images."""
    prepared = measured.prepared
    with job.stages.stage("choice"):
        number, told = chosen(grid, tuned, prepared, measured.result)
    # An image that one setting cannot describe is not learned from by another.
    kept = measured.dataset.take(prepared.extraction.kept)
    best = prepare(named[number], kept, prepared.protocol, job.stages, **job.work)
    return measured._replace(
        pipeline=grid.pipelines[number],
        prepared=replace(best, rejected=prepared.rejected),
        result=without_choices(measured.result),
        found={**measured.found, "tuning": told},
    )
