"""``classic-cls evaluate``."""

from pathlib import Path

from .console import say
from .data import announce, list_set_aside, refuse_if_strict, say_notes
from .figures import show_breakdowns, show_figures, show_lowest_classes
from .options import Data, DataOptions, Model, OutputOptions, WorkOptions
from .parsing import split_names
from .progress import shown_progress
from .protocol_options import By, Costs

__all__ = ["evaluate"]

_TABLE = "predictions.csv"


def evaluate(
    model: Model,
    data: Data,
    output: OutputOptions,
    about_data: DataOptions,
    work: WorkOptions,
    by: By = None,
    costs: Costs = None,
) -> None:
    """Score a model on labelled images that it was not trained on.

    Of data with an official split the test part is taken. With --out, writes predictions.csv.
    """
    from .. import workflows
    from ..workflows import check_free, write_together

    out, strict = output.out, about_data.strict
    if out is not None:
        check_free(out, [_TABLE], output.force)
    fitted = open_model(model)
    dataset = about_data.open(data)
    announce(dataset)
    if dataset.split is not None:
        dataset = dataset.test()
        say(f"note: scored on the official test part, {len(dataset):,} images")
    refuse_if_strict(strict, dataset.set_aside)
    with shown_progress() as progress:
        evaluation = workflows.evaluate(
            fitted,
            dataset,
            by=split_names(by),
            costs=dict(costs or ()) or None,
            progress=progress,
            **vars(work),
        )
    refuse_if_strict(strict, evaluation.rejected)
    show_figures(evaluation.result)
    show_lowest_classes(evaluation.result)
    show_breakdowns(evaluation.breakdowns)
    say_notes(evaluation.notes, but=dataset.notes)
    list_set_aside(evaluation.rejected)
    if out is not None:
        with write_together(out, [_TABLE], output.force) as folder:
            evaluation.result.frame().to_csv(folder / _TABLE, index=False, encoding="utf-8")
        say(str(Path(out, _TABLE)))


def open_model(path: str):
    """The model in a file, or in the folder that train wrote."""
    from ..persistence import load_model

    place = Path(path)
    remedy = "give a model file, or a folder that train wrote"
    if not place.exists():
        raise ValueError(f"{path} does not exist; {remedy}")
    if place.is_dir() and not (place / "model.skops").is_file():
        raise ValueError(f"{path} holds no model.skops; {remedy}")
    return load_model(path)
