"""Several pipelines on the same folds, from one extraction."""

from collections.abc import Callable
from typing import Any

from sklearn.pipeline import FeatureUnion, Pipeline

from .._typing import FilePath
from ..datasets import ImageDataset
from ..evaluation import Protocol, compare_to_best, corrected_for_choice, record_of
from ..pipelines import describe_pipeline, features_title
from .against import check_complete, check_names, compared_with, entries_of, read_against
from .comparison import Comparison, ComparisonEntry, with_note_on_choice
from .fronts import fronts_of
from .memory import MemoryTaken
from .once import FrontMemory, OncePerPart
from .prepare import prepare, training_part
from .stages import Stages, about_one_class, check, check_takes_images_alone
from .words_apart import learn_apart


def compare(
    dataset: ImageDataset,
    pipelines: dict[str, Pipeline],
    protocol: Protocol = Protocol(),
    *,
    against: Any = None,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
    tell: Callable[..., object] | None = None,
) -> Comparison:
    """Cross-validate several pipelines on the same images and folds.

    Every image is read once for all of them. What several pipelines describe images by in the
    same way is computed once, and dictionaries in it are learned once per fold.

    Parameters
    ----------
    dataset : ImageDataset
        What to learn; an official test part, or what the protocol holds out, takes no part.
    pipelines : dict of str to Pipeline
        By name; they are cloned, not changed.
    protocol : Protocol
        Folds, figures, positive class, costs and seed.
    against : path, pandas.DataFrame or dict of them by name, optional
        Predictions of another tool, such as a deep network, of the same images: ``path`` and
        ``prediction``; where known ``fold`` (use the folds of ``predictions.csv``), ``repeat``,
        ``truth`` and one ``score_NAME`` per class. It is an entry more, tested against the best
        pipeline, but takes no part in choosing the best, as there is nothing to refit.
    n_jobs, cache, progress, tell
        See :func:`train`.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        As :func:`train`; or if a table of ``against`` lacks an image, names other labels or
        classes, or has no scores where the figure to show first needs them.
    """
    if not pipelines:
        raise ValueError("there is no pipeline to compare: give a dict of pipelines by name")
    stages = Stages(progress)
    dataset = training_part(dataset)
    named = {f"'{name}'": pipeline for name, pipeline in pipelines.items()}
    check(dataset, named, protocol, cache)
    for pipeline in pipelines.values():
        check_takes_images_alone(pipeline)
    protocol, about = about_one_class(dataset, pipelines.values(), protocol)
    tools = read_against(against, dataset, protocol)
    check_names(tools, pipelines)
    fronts = fronts_of(pipelines)
    # Of pipelines that are alike up to their classifiers one stands for all; it is never fitted.
    firsts = {key: pipelines[names[0]] for key, (_, names) in fronts.items()}
    work = {"n_jobs": n_jobs, "cache": cache}
    firsts, dataset, of_words = learn_apart(firsts, dataset, protocol, stages, **work)
    prepared = prepare(FeatureUnion([*firsts.items()]), dataset, protocol, stages, **work)
    check_complete(tools, prepared.training.relative_paths(), protocol)
    copies = () if prepared.duplicates is None else prepared.duplicates.notes
    notes = (*about, *of_words, *prepared.notes, *copies)
    if tell is not None:
        tell(prepared.rejected, notes)
    described = dict(prepared.frozen.estimator.transformer_list)
    entries = []
    for key, (n_steps, names) in fronts.items():
        memory = FrontMemory()
        front = OncePerPart(described[key][:n_steps], memory)
        for name in names:
            estimator = Pipeline([("described", front), *pipelines[name].steps[n_steps:]])
            with stages.stage(name) as report, MemoryTaken() as taken:
                result = prepared.cross_validate(
                    estimator, n_jobs=n_jobs, progress=report, told=False
                )
            spared = memory.take_spared()
            entries.append(entry_of(name, pipelines[name], result, spared, taken.n_bytes))
    seed = protocol.seed or 0
    others = entries_of(tools, entries[0].cv, seed)
    notes = (*notes, *entries[0].cv.notes, *(note for e in others for note in e.cv.notes))
    judged = judgement(entries, others, seed)
    return with_note_on_choice(
        Comparison(rejected=prepared.rejected, seconds=stages.total(), notes=notes, **judged)
    )


def judgement(entries, others, seed) -> dict:
    """What follows from all entries; the best is chosen among ours."""
    headline = entries[0].cv.headline
    sign = 1 if record_of(headline).lower_is_better else -1
    results, everyone = {e.title: e.cv for e in entries}, [*entries, *others]
    return {
        "entries": tuple(sorted(everyone, key=lambda e: sign * e.cv.figures[headline].value)),
        "headline": headline,
        "to_best": compare_to_best(results, seed=seed),
        "corrected": corrected_for_choice(results, seed=seed),
        "against": compared_with(entries, others, headline, seed),
    }


def entry_of(name: str, pipeline: Pipeline, result, spared: dict, taken=None) -> ComparisonEntry:
    """An entry with its times as they are without the others, who spared it some work."""
    folds = result.fold_rows
    fitting = spared["fit"] + sum(fold["fit_seconds"] for fold in folds)
    predicting = spared["transform"] + sum(fold["predict_seconds"] for fold in folds)
    n_tested = sum(fold["n_test"] for fold in folds)
    return ComparisonEntry(
        name, features_title(pipeline), describe_pipeline(pipeline)["classifier"], result,
        fitting / len(folds), predicting / n_tested, taken,
    )
