"""``classic-cls update``."""

from pathlib import Path

import typer

from .._command import command_line
from .answers import of_update
from .console import answer, say, show_table, took
from .data import announce, list_set_aside, refuse_if_strict, say_notes
from .evaluate import model_place
from .figures import limits_text, value_text
from .inputs import spare_inputs
from .options import (
    DATA_PANEL,
    WORK_PANEL,
    Data,
    DataOptions,
    Force,
    Model,
    WorkOptions,
    option,
)
from .progress import shown_progress
from .protocol_options import Seed

Old = option(
    str | None,
    "--old",
    "DATA",
    "Labelled images of the old classes that the model has not seen, to test it on before and "
    "after: for models that keep no features.",
    panel=DATA_PANEL,
    usual=True,
)
NewModel = option(
    str | None,
    "--out",
    "DIR|FILE",
    "Folder to write to, or a model file NAME.skops; without it NAME-updated.",
    panel=WORK_PANEL,
    usual=True,
)


def update(
    context: typer.Context,
    model: Model,
    data: Data,
    about_data: DataOptions,
    work: WorkOptions,
    old: Old = None,
    out: NewModel = None,
    seed: Seed = 0,
    force: Force = False,
) -> None:
    """Take new images, or images of new classes, into a model, without the old images.

    classic-cls train cells --keep-features                  # then any classifier
    classic-cls update cells-baseline more_cells --out cells-2
    classic-cls train cells --classifier lda                 # or this one, without
    classic-cls update cells-baseline new_class --old test --out cells-2

    The features stay as the old model learned them. Models that keep features (train
    --keep-features) fit their classifier again on old and new rows; lda adds to its sums; other
    classifiers with partial_fit go on by the new images, of known classes only. Images that
    the model has learned from are left out. Writes model.skops, result.json, the page report.html
    and predictions.csv (each tested image, answered by a model that had not learned from it).
    """
    from .. import workflows
    from ..workflows import check_cache, check_free, check_not_among, save_update, update_files

    place = Path(model_place(model))
    name = place.name if place.is_dir() else place.stem
    out = out or f"{name}-updated"
    folder, names = update_files(out)
    check_free(folder, names.values(), force)
    spare_inputs([folder / name for name in names.values()], [data])
    check_cache(work.cache)
    dataset = about_data.open(data)
    check_not_among(folder, data, dataset)
    announce(dataset)
    refuse_if_strict(about_data.strict, dataset.set_aside)
    tested = None if old is None else about_data.open(old)
    with shown_progress() as progress:
        found = workflows.update(
            model, dataset, old=tested, seed=seed, progress=progress, **vars(work)
        )
    refuse_if_strict(about_data.strict, found.rejected)
    list_set_aside(found.rejected)
    say_notes(found.notes, but=dataset.notes)
    command = command_line(context.obj, [model, data, out, *([old] if old else [])])
    files = save_update(found, out, command=command, force=force)
    _show(found)
    say(f"took {took(found.seconds['total'])}; written:")
    for file in files.values():
        say(str(file))
    answer(lambda: of_update(found, files))


def _show(found) -> None:
    """Print how well old and new are known, and what was done."""
    from .._validation import counted, quoted
    from ..workflows import PARTS

    new = f", of the new classes {quoted(found.new_classes, 5)} too" if found.new_classes else ""
    say()
    say(f"{counted(found.n_new, 'new image')} taken in{new}", style="bold green")
    say(found.words)
    if not found.parts:
        return
    parts = dict(found.parts)
    if found.n_new == getattr(parts.get("new_classes"), "n_images", None):
        del parts["new_images"]  # they are the same
    rows = [
        [
            PARTS[name],
            f"{part.n_images:,}",
            value_text(part.figures, part.headline),
            limits_text(part.headline, part.figures[part.headline]),
        ]
        for name, part in parts.items()
    ]
    headline = next(iter(found.parts.values())).headline
    columns = ["tested on", "images", headline, "95% interval"]
    say()
    show_table(columns, rows, right=columns[1:])
    say("each image was answered by a model that had not learned from it")
    say()
