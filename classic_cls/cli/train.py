"""``classic-cls train``."""

import os
from dataclasses import dataclass, replace

import typer

from .._command import command_line
from . import options
from .console import say, took
from .data import (
    announce,
    check_request,
    list_set_aside,
    open_dataset,
    refuse_if_strict,
    say_notes,
)
from .estimate import say_estimate
from .figures import show_breakdowns, show_figures, show_lowest_classes
from .progress import shown_progress
from .recipe import choose_recipe, recipe_from

__all__ = ["Output", "train", "train_and_save"]


def train(
    context: typer.Context,
    data: options.Data,
    recipe: options.Recipe = "auto",
    features: options.Features = None,
    classifier: options.Classifier = None,
    preprocess: options.Preprocess = None,
    size: options.Size = None,
    reduce: options.Reduce = None,
    strategy: options.Strategy = None,
    class_weight: options.ClassWeight = None,
    sampling: options.Sampling = None,
    aim: options.Aim = None,
    costs: options.Costs = None,
    probabilities: options.Probabilities = False,
    parameters: options.Parameters = None,
    unlabelled: options.Unlabelled = None,
    cv: options.Folds = 5,
    repeats: options.Repeats = 1,
    folds: options.FoldList = None,
    ignore_duplicates: options.IgnoreDuplicates = False,
    test_size: options.TestSize = None,
    by: options.By = None,
    positive: options.Positive = None,
    scoring: options.Scoring = None,
    random_state: options.Seed = 0,
    group_by: options.GroupBy = None,
    label_by: options.LabelBy = None,
    drop_class: options.DropClass = None,
    page: options.Page = None,
    reading_range: options.Range = "auto",
    strict: options.Strict = False,
    n_jobs: options.NJobs = -1,
    cache: options.Cache = None,
    out: options.Out = None,
    no_images: options.NoImages = False,
    force: options.Force = False,
) -> None:
    """Cross-validate, fit on all training images, test, and write model and report.

    Writes model.skops, result.json, predictions.csv and report.html.
    """
    given = locals()
    dataset = open_dataset(data, group_by, label_by, drop_class, page)
    output = Output(
        out or f"{dataset.name}-baseline",
        command=command_line(context.obj, _places(given)),
        group_by=group_by,
        images=not no_images,
        force=force,
    )
    train_and_save(dataset, recipe_from(given), output, strict)


def _places(given: dict) -> list[str | None]:
    """Values of options that are files and folders."""
    values = (value for _, value in given["parameters"] or ())
    files = [value for value in values if isinstance(value, str) and os.path.isfile(value)]
    places = [given[name] for name in ("data", "out", "cache", "folds")]
    return [*places, *(given["unlabelled"] or ()), *files]


@dataclass(frozen=True)
class Output:
    """Where and how results are written."""

    folder: str
    command: str | None = None
    group_by: str | None = None
    images: bool = True
    force: bool = False


def train_and_save(dataset, recipe: dict, output: Output, strict: bool = False):
    """Do the whole job of ``train``, and say what came of it.

    Returns
    -------
    training : Training
    report : pathlib.Path
    """
    from .. import workflows
    from ..persistence import check_savable
    from ..pipelines import named_steps
    from ..workflows.outputs import check_free
    from ..workflows.save import FILE_NAMES

    check_free(output.folder, FILE_NAMES.values(), output.force)
    announce(dataset)
    refuse_if_strict(strict, dataset.set_aside)
    said = check_request(dataset, recipe)
    # Making the pipeline looks at images: what no file can hold is refused before.
    steps = named_steps(recipe.get("features"), recipe.get("preprocess"), recipe.get("classifier"))
    check_savable([step for _, step in steps])
    recipe = choose_recipe(dataset, recipe, recipe.get("features"))
    say_estimate(dataset, recipe)
    with shown_progress() as progress:
        training = workflows.train(dataset, progress=progress, **recipe)
    refuse_if_strict(strict, training.rejected)
    training = replace(training, settings={**training.settings, "group_by": output.group_by})
    files = workflows.save_training(
        training,
        output.folder,
        command=output.command,
        images=output.images,
        force=output.force,
    )
    _show(training, said, files)
    return training, files["report"]


def _show(training, said, files) -> None:
    show_figures(training.cv, training.test)
    show_lowest_classes(training.cv)
    show_breakdowns(training.breakdowns)
    show_breakdowns(training.test_breakdowns, "test images")
    say()
    list_set_aside(training.rejected)
    say_notes(training.notes, but=said)
    others = ", ".join(file.name for key, file in files.items() if key != "report")
    folder = files["report"].parent
    say(f"took {took(training.seconds['total'])}; {others} are in {folder}; the report:")
    say(str(files["report"]))
