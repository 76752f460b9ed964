"""``classic-cls predict``."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from .._writing import check_file, written_whole
from . import options
from .console import answer, manner, show_table, table_lines, writes_unicode
from .data import list_set_aside
from .evaluate import open_model
from .failures import Failure
from .inputs import expand_inputs, with_page
from .parsing import one_of
from .prediction_formats import as_csv, as_json, as_plain, table_of
from .progress import shown_progress

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH", show_default=False, help="Image files, folders, quoted patterns."
    ),
]
Format = Annotated[
    Any,
    typer.Option(
        "--format",
        metavar="table|csv|json",
        help="How the predictions are written.",
        parser=one_of("table", "csv", "json"),
    ),
]
OutFile = Annotated[
    str | None,
    typer.Option("--out", metavar="FILE", help="File to write to (csv, or json by its name)."),
]
Top = Annotated[
    int, typer.Option("--top", metavar="K", min=0, help="Give the K best classes with scores.")
]
Sort = Annotated[
    Any,
    typer.Option(
        "--sort",
        metavar="uncertain",
        help="Most uncertain first; without it, in the order given.",
        parser=one_of("uncertain"),
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file.")]


def predict(
    model: options.Model,
    paths: Paths,
    output_format: Format = None,
    out: OutFile = None,
    top: Top = 0,
    sort: Sort = None,
    page: options.Page = None,
    n_jobs: options.NJobs = -1,
    force: Force = False,
) -> None:
    """Label images: one row for each, in the order given.

    classic-cls predict cells-baseline new
    classic-cls predict cells-baseline "new/*.png" --format csv --top 2
    classic-cls predict cells-baseline new --sort uncertain --out labels.json

    An image that cannot be read has a row with the reason, and the exit code is then 1.
    """
    from .. import workflows

    output_format = _check_output(out, output_format, force)
    sources = with_page(expand_inputs(paths), page)
    fitted = open_model(model)
    with shown_progress() as progress:
        predictions = workflows.predict(fitted, sources, n_jobs=n_jobs, progress=progress)
    if sort:
        predictions = sorted(predictions, key=_certainty)
    unread = [prediction for prediction in predictions if prediction.reason is not None]
    if out is not None:
        list_set_aside(unread)
    if out is not None or not manner().json:
        _write(predictions, output_format, out, top)
    answer(lambda: {"predictions": as_plain(predictions, top), "files": {"predictions": out}})
    if unread:
        raise Failure(f"{len(unread):,} of {len(predictions):,} images could not be read")


def _check_output(out, output_format, force):
    """The format, after a look at whether the file may be written."""
    if out is None:
        return output_format or "table"
    check_file(out)
    if Path(out).exists() and not force:
        raise ValueError(f"{out} exists; give another file with --out, or replace it with --force")
    return output_format or ("json" if Path(out).suffix.lower() == ".json" else "csv")


def _certainty(prediction) -> float:
    """Sort key; what could not be read comes last."""
    return float("inf") if prediction.confidence is None else prediction.confidence


def _write(predictions, output_format: str, out, top: int) -> None:
    if output_format == "table":
        columns, rows = table_of(predictions, top)
        if not any(row[-1] for row in rows):
            columns, rows = columns[:-1], [row[:-1] for row in rows]
        if out is None:
            show_table(columns, rows, right=[c for c in columns if c[:5] in ("confi", "score")])
            return
        text = "\n".join(table_lines(columns, rows)) + "\n"
    elif output_format == "csv":
        text = as_csv(predictions, top)
    else:
        text = as_json(predictions, top, ascii_only=out is None and not writes_unicode())
    if out is None:
        sys.stdout.write(text)
    else:
        with written_whole(out, is_result=True) as partial:
            # Names of files need not be text; what is not becomes a question mark.
            partial.write_text(text, encoding="utf-8", errors="replace", newline="")
