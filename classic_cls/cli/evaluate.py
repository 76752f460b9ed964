"""``classic-cls evaluate``."""

from pathlib import Path

from . import options
from .console import say
from .data import announce, list_set_aside, open_dataset, refuse_if_strict, say_notes
from .figures import show_breakdowns, show_figures, show_lowest_classes
from .parsing import split_names
from .progress import shown_progress

__all__ = ["evaluate"]

_TABLE = "predictions.csv"


def evaluate(
    model: options.Model,
    data: options.Data,
    out: options.Out = None,
    group_by: options.GroupBy = None,
    label_by: options.LabelBy = None,
    drop_class: options.DropClass = None,
    page: options.Page = None,
    by: options.By = None,
    costs: options.Costs = None,
    strict: options.Strict = False,
    n_jobs: options.NJobs = -1,
    cache: options.Cache = None,
    force: options.Force = False,
) -> None:
    """Score a model on labelled images that it was not trained on.

    Of data with an official split the test part is taken. With --out, writes predictions.csv.
    """
    from .. import workflows
    from ..workflows.outputs import check_free, write_together

    if out is not None:
        check_free(out, [_TABLE], force)
    fitted = open_model(model)
    dataset = open_dataset(data, group_by, label_by, drop_class, page)
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
            n_jobs=n_jobs,
            cache=cache,
            progress=progress,
        )
    refuse_if_strict(strict, evaluation.rejected)
    show_figures(evaluation.result)
    show_lowest_classes(evaluation.result)
    show_breakdowns(evaluation.breakdowns)
    say_notes(evaluation.notes, but=dataset.notes)
    list_set_aside(evaluation.rejected)
    if out is not None:
        with write_together(out, [_TABLE], force) as folder:
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
