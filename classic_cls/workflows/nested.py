"""Training with parameters tuned in every fold: the outer score is of images that chose nothing."""

import tempfile
from collections import Counter
from dataclasses import replace

from sklearn.base import clone
from sklearn.pipeline import FeatureUnion, Pipeline

from .._remedies import parameter
from ..datasets import ImageDataset
from ..evaluation import FIGURES, Protocol, TunedClassifier, about
from ..extraction import training_views
from ..pipelines import (
    columns_taken,
    n_training_views,
    parameter_grid,
    set_step_parameter,
    settings_of,
)
from .compare import fronts_of
from .extras import Extras
from .prepare import Prepared, prepare
from .stages import Stages, about_one_class
from .words_apart import learn_apart


def grid_for(pipeline: Pipeline, tune) -> dict[str, list]:
    """The grid that is asked for: the usual one, or one's own."""
    grid = parameter_grid(pipeline) if tune is True else dict(tune)
    if not grid:
        raise ValueError(
            f"{parameter('tune')}: there is nothing to try for this classifier and these features; "
            "leave it out"
        )
    return grid


def check_tunable(pipeline: Pipeline, unlabelled, extras: Extras) -> None:
    """Refuse what does not go with tuning yet."""
    asked = {
        "unlabelled": unlabelled is not None,
        **dict.fromkeys(extras.measured, True),
        "tabular": bool(columns_taken(pipeline)),
        "augment": n_training_views(pipeline) > 1,
    }
    for name, wanted in asked.items():
        if wanted:
            raise ValueError(
                f"{parameter('tune')} and {parameter(name)} do not go together yet: leave one of "
                "them out"
            )


def settled(pipeline: Pipeline, settings: dict) -> Pipeline:
    """A copy of a pipeline with these parameters."""
    copy = clone(pipeline)
    if hasattr(pipeline, "recipe"):
        copy.recipe = pipeline.recipe
    for name, value in settings.items():
        set_step_parameter(copy, name, value)
    return copy


def nested(pipeline, dataset: ImageDataset, protocol: Protocol, tune, stages: Stages, tell, **work):
    """Cross-validate with settings chosen in every fold, and choose one for the final model.

    Gives the pipeline chosen, described images of it, the result, what was tried (plain values)
    and notes.
    """
    grid = grid_for(pipeline, tune)
    settings = settings_of(grid)
    named = {str(number): settled(pipeline, some) for number, some in enumerate(settings)}
    named, dataset, words = learn_apart(named, dataset, protocol, stages, **work)
    cache = work["cache"]
    with tempfile.TemporaryDirectory() as folder:
        work["cache"] = cache or folder
        tuned, prepared = _prepared(named, dataset, protocol, stages, **work)
        if tell is not None:
            tell(prepared.rejected, (*words, *prepared.notes))
        with stages.stage("cv") as report:
            n_jobs = work["n_jobs"]
            result = prepared.cross_validate(tuned, n_jobs=n_jobs, progress=report)
        with stages.stage("choice"):
            final = _chosen_on_all(tuned, prepared)
        told = _told(grid, settings, final, result, tuned.figure)
        rows = tuple({k: v for k, v in row.items() if k != "chosen"} for row in result.fold_rows)
        result = replace(result, fold_rows=rows)
        best = named[str(final["number"])]
        prepared = prepare(best, dataset, protocol, stages, **work)
    return settled(pipeline, settings[final["number"]]), prepared, result, told, words


def _prepared(named, dataset, protocol, stages, **work) -> tuple[TunedClassifier, Prepared]:
    """All settings over images that are described once for each way to describe them."""
    fronts = fronts_of(named)
    firsts = {key: named[names[0]] for key, (_, names) in fronts.items()}
    prepared = prepare(FeatureUnion([*firsts.items()]), dataset, protocol, stages, **work)
    described = dict(prepared.frozen.estimator.transformer_list)
    learned = prepared.training
    known, _ = about_one_class(learned, named.values(), protocol)
    figure, _ = protocol.headline(learned.targets, learned.class_names, known.positive)
    steps, candidates = [], {}
    for number, (key, (n_steps, names)) in enumerate(fronts.items()):
        steps.append(described[key][:n_steps])
        for name in names:
            deciding = Pipeline(clone(named[name]).steps[n_steps:])
            candidates[int(name)] = (number, about(deciding, known.positive))
    options = {"class_names": learned.class_names, "positive": known.positive}
    tuned = TunedClassifier(
        steps,
        [candidates[number] for number in sorted(candidates)],
        figure if figure in FIGURES else "f1_micro" if learned.multilabel else "accuracy",
        options | {"costs": protocol.costs},
        prepared.kept.validation,
    )
    return tuned, prepared


def _chosen_on_all(tuned: TunedClassifier, prepared: Prepared) -> dict:
    """What the final model is set to."""
    targets = prepared.training.targets
    X, y, groups = training_views(tuned, prepared.rows, targets, prepared.groups)
    return clone(tuned).choose(X, y, groups)


def _told(grid, settings, final: dict, result, figure: str) -> dict:
    """What was tried and chosen, as plain values."""
    folds = [
        {
            "repeat": row["repeat"],
            "fold": row["fold"],
            "chosen": settings[row["chosen"]["number"]],
            **{key: row["chosen"][key] for key in ("value", "values", "chosen_by")},
        }
        for row in result.fold_rows
    ]
    chosen = settings[final["number"]]
    n_same = Counter(fold["chosen"] == chosen for fold in folds)[True]
    words = ", ".join(f"{name}={value}" for name, value in chosen.items())
    return {
        "figure": figure,
        "grid": grid,
        "settings": settings,
        "folds": folds,
        "chosen": chosen,
        "value": final["value"],
        "values": final["values"],
        "chosen_by": final["chosen_by"],
        "sentence": (
            f"{len(settings):,} settings were tried in every fold, on its training images alone; "
            f"the model has {words}, chosen by {final['chosen_by']}, as in {n_same:,} of "
            f"{len(folds):,} folds"
        ),
    }
