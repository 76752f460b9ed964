"""``classic-cls evaluate``."""

from pathlib import Path
from typing import Any

import typer

from .._command import command_line
from .answers import of_evaluation
from .console import answer, say
from .data import announce, list_set_aside, refuse_if_strict, say_notes
from .failures import Failure
from .figures import show_breakdowns, show_figures, show_lowest_classes
from .inputs import spare_inputs
from .options import FIGURES_PANEL, Data, DataOptions, Model, OutputOptions, WorkOptions, option
from .parsing import split_names
from .progress import shown_progress
from .protocol_options import By, Costs
from .requirements import as_known, parse_requirement, shortfalls
from .stress import STRESS_FILES, show_stress, write_stress

_TABLE = "predictions.csv"

Require = option(
    list[Any] | None,
    "--require",
    "NAME>=VALUE",
    'A figure that must be reached, such as "recall>=0.98" or "log_loss<=0.5" (with the quotes), '
    "else the exit code is 1. The value counts, not its interval. May be given several times.",
    parser=parse_requirement,
    panel=FIGURES_PANEL,
    usual=True,
)
Stress = option(
    bool,
    "--stress",
    None,
    "Score up to 500 images again when they are darker, blurred, noisy, turned, smaller, "
    "recompressed and so on, each in three strengths; describes each of them 34 times.",
    panel=FIGURES_PANEL,
    usual=True,
)


def evaluate(
    context: typer.Context,
    model: Model,
    data: Data,
    output: OutputOptions,
    about_data: DataOptions,
    work: WorkOptions,
    by: By = None,
    costs: Costs = None,
    require: Require = None,
    stress: Stress = False,
) -> None:
    """Score a model on labelled images that it was not trained on.

    classic-cls evaluate cells-baseline other_cells
    classic-cls evaluate cells-baseline other_cells --require "accuracy>=0.9" --out scored
    classic-cls evaluate cells-baseline other_cells --stress --out scored

    Of data with an official split the test part is taken. Images that the model was trained on,
    and copies of them, are counted, and the others scored apart; --require is about these. With
    --out, writes predictions.csv, result.json and the page report.html; where images are regions of
    files (see 'classic-cls tile') predictions_by_source.csv too, and of a stress test stress.json
    and the page stress.html.
    """
    from .. import workflows
    from ..workflows import check_cache

    out, strict = output.out, about_data.strict
    if out is not None:
        _check_place(out, data, stress, output.force)
    check_cache(work.cache)
    fitted, costs = open_model(model), dict(costs or ()) or None
    required = as_known(require or (), fitted, costs)
    dataset = _images_to_score(about_data, data, out)
    refuse_if_strict(strict, dataset.set_aside)
    with shown_progress() as progress:
        evaluation = workflows.evaluate(
            fitted,
            dataset,
            by=split_names(by),
            costs=costs,
            stress=stress,
            progress=progress,
            **vars(work),
        )
    refuse_if_strict(strict, evaluation.rejected)
    list_set_aside(evaluation.rejected)
    say_notes(evaluation.notes, but=dataset.notes)
    _show(evaluation, fitted)
    files = []
    if out is not None:
        command = command_line(context.obj, [model, data, out])
        files = _written(evaluation, fitted, dataset, out, output.force, command)
    for file in files:
        say(str(file))
    # Training images would meet any requirement.
    of_new = {} if evaluation.unseen is None else evaluation.unseen.figures
    missed = shortfalls(required, {**evaluation.result.figures, **of_new})
    answer(lambda: {**of_evaluation(evaluation, files), "missed": missed})
    if missed:
        raise Failure("; ".join(missed))


def _check_place(out: str, data: str, stress: bool, force: bool) -> None:
    """Refuse a folder in which something would be lost."""
    from ..workflows import EVALUATION_FILES, PREDICTIONS_BY_SOURCE, check_free

    names = [_TABLE, PREDICTIONS_BY_SOURCE, *EVALUATION_FILES, *(STRESS_FILES if stress else ())]
    check_free(out, names, force)
    spare_inputs([Path(out, name) for name in names], [data])


def _images_to_score(about_data: DataOptions, data: str, out: str | None):
    """The images, of data with an official split those of its test part."""
    from ..workflows import check_not_among

    dataset = about_data.open(data)
    if out is not None:
        check_not_among(out, data, dataset)
    announce(dataset)
    if dataset.split is not None:
        dataset = dataset.test()
        say(f"note: scored on the official test part, {len(dataset):,} images")
    return dataset


def _written(evaluation, fitted, dataset, out, force: bool, command: str) -> list[Path]:
    """Write all that the evaluation gave, or nothing."""
    from ..workflows import (
        EVALUATION_FILES,
        PREDICTIONS_BY_SOURCE,
        write_evaluation,
        write_predictions,
        write_together,
    )

    of_sources, stress = evaluation.result.of_sources, evaluation.stress
    names = [_TABLE, *EVALUATION_FILES]
    names += [] if of_sources is None else [PREDICTIONS_BY_SOURCE]
    names += [] if stress is None else STRESS_FILES
    with write_together(out, names, force) as folder:
        write_predictions(evaluation, folder / _TABLE)
        write_evaluation(evaluation, fitted, dataset, folder, command)
        if of_sources is not None:
            write_predictions(of_sources, folder / PREDICTIONS_BY_SOURCE)
        if stress is not None:
            write_stress(stress, folder, dataset.name)
    return [Path(out, name) for name in names]


def open_model(path: str):
    """The model in a file, or in the folder that train wrote."""
    from ..persistence import load_model

    return load_model(model_place(path))


def model_place(path: str) -> str:
    """The same path, if there is a model, or a file that may be one."""
    place = Path(path)
    remedy = "give a model file, or a folder that train wrote"
    if not place.exists():
        raise ValueError(f"{path} does not exist; {remedy}")
    if place.is_dir() and not (place / "model.skops").is_file():
        raise ValueError(f"{path} holds no model.skops; {remedy}")
    return path


def _show(evaluation, fitted) -> None:
    """Print the figures, of all images and of new ones."""
    new = evaluation.unseen, "new images"
    show_figures(evaluation.result, *new, threshold=fitted.threshold)
    show_lowest_classes(evaluation.result)
    if evaluation.one_class is not None:
        say(f"one class alone: {evaluation.one_class.sentence}", style="bold")
    show_breakdowns(evaluation.breakdowns)
    if evaluation.drift is not None and evaluation.drift.alarm is not None:
        say(evaluation.drift.sentence)
    if evaluation.stress is not None:
        show_stress(evaluation.stress)
