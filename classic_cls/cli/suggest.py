"""``classic-cls suggest``."""

from pathlib import Path
from typing import Annotated

import typer

from .console import answer, say, show_table, tell
from .data import list_set_aside
from .evaluate import open_model
from .inputs import expand_inputs, with_page
from .options import Force, Model, NJobs, Out, Page
from .progress import shown_progress

_TABLE, _PAGE = "suggested.csv", "suggested.html"

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="IMAGES",
        show_default=False,
        help="Folders, image files, quoted patterns; CSV tables. No label is needed or looked at.",
    ),
]
Number = Annotated[int, typer.Option("--n", metavar="N", min=1, help="How many images to suggest.")]


def suggest(
    model: Model,
    images: Paths,
    n: Number = 50,
    out: Out = None,
    page: Page = None,
    n_jobs: NJobs = -1,
    force: Force = False,
) -> None:
    """Order images without labels: which to label next, as they teach the model most.

    classic-cls suggest cells-baseline unlabelled
    classic-cls suggest cells-baseline unlabelled --n 100 --out next

    What the model is unsure of, of every kind; of versions of one image one, and images like those
    that it was trained on last. With --out, writes suggested.csv (path, rank, predicted, margin,
    like) and suggested.html, which shows the images and, class by class, others from the surest to
    the least sure. Label them, add them to the data, and train again.
    """
    from .. import workflows
    from ..workflows import check_free, write_together

    if out is not None:
        check_free(out, [_TABLE, _PAGE], force)
    fitted = open_model(model)
    sources = with_page(expand_inputs(images, fitted.columns), page)
    with shown_progress() as progress:
        found = workflows.suggest(fitted, sources, n, n_jobs=n_jobs, progress=progress)
    list_set_aside(found.rejected)
    for note in found.notes:
        tell(f"note: {note}")
    files = {}
    if out is not None:
        with write_together(out, [_TABLE, _PAGE], force) as folder:
            _write(found, fitted, Path(folder), " ".join(images))
        files = {"suggested": Path(out, _TABLE), "page": Path(out, _PAGE)}
    answer(lambda: {**_plain(found), "files": files})
    if not files:
        _show(found)
    for file in files.values():
        say(str(file))


def _write(found, fitted, folder: Path, name: str) -> None:
    from .._file_names import write_csv
    from ..report import render_suggestions
    from ..workflows import reading_of

    write_csv(found.frame(), folder / _TABLE)
    html = render_suggestions(found, name=name, reading=reading_of(fitted))
    (folder / _PAGE).write_text(html + "\n", encoding="utf-8")


def _show(found) -> None:
    columns = ["rank", "path", "predicted", "margin", "like"]
    rows = [
        [str(s.rank), s.prediction.path, s.prediction.label, f"{s.prediction.margin:.3g}", s.like]
        for s in found.suggested
    ]
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    show_table(columns, rows, right=("rank", "margin"))


def _plain(found) -> dict:
    from .answers import of_set_aside

    return {
        "n_images": len(found.predictions),
        "suggested": found.frame().to_dict("records"),
        "set_aside": of_set_aside(found.rejected),
        "notes": found.notes,
        "seconds": found.seconds,
    }
