"""``classic-cls predict``."""

import os
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from .._writing import check_file, written_whole
from . import options
from .console import answer, manner, say, show_table, table_lines, tell, writes_unicode
from .data import list_set_aside
from .evaluate import open_model
from .failures import Failure, Interrupted
from .inputs import listed_inputs, spare_inputs, spared, with_page
from .parsing import one_of
from .prediction_formats import (
    CsvRows,
    JsonRows,
    as_array,
    as_plain,
    named_beside,
    table_of,
)
from .prediction_job import PredictionJob
from .promise_options import PromiseOptions

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="Image files, folders, quoted patterns; CSV tables, as of 'classic-cls tile'.",
    ),
]
FromFile = Annotated[
    str | None,
    typer.Option(
        "--from-file", metavar="LIST", help="Text file with a PATH in each line; - is stdin."
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
Monitoring = Annotated[
    bool,
    typer.Option(
        "--monitor",
        help="Say whether the images look like the training images; from 20 images on.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file.")]


@dataclass(frozen=True)
class ShownOptions:
    """What is told beside the labels, and in which order."""

    top: Top = 0
    sort: Sort = None
    monitor: Monitoring = False


def predict(
    model: options.Model,
    shown: ShownOptions,
    promised: PromiseOptions,
    paths: Paths = None,
    from_file: FromFile = None,
    output_format: Format = None,
    out: OutFile = None,
    page: options.Page = None,
    n_jobs: options.NJobs = -1,
    force: Force = False,
) -> None:
    """Label images: one row for each, in the order given.

    classic-cls predict cells-baseline new
    classic-cls predict cells-baseline "new/*.png" --format csv --top 2
    classic-cls predict cells-baseline new --sort uncertain --out labels.json
    classic-cls predict cells-baseline new --coverage 0.9    # a set of labels each
    classic-cls predict cells-baseline new --max-error 0.05  # a label, or 'unknown'
    classic-cls predict cells-baseline new --known 0.95      # 'unknown' if of no class

    Beside each label: its probability, where the model gives them; the margin, by how much its
    score exceeds the next class or keeps off the threshold; and the threshold, where one was
    learned. Promises on sets (a dash: none of the classes) and errors hold for images like those
    of the training, and are worked out from its cross-validation. Of several labels --coverage
    names those that are sure ('label') and 'unsure'; all others are absent, as sure.

    An image that cannot be read has a row with the reason, and the exit code is then 1. Rows of
    CSV and JSON are written as they are ready. With --out, an interrupted run is gone on with by
    the same command: until the end, the rows are in a file beside, FILE.xxxxxxxx.part.

    With --monitor, one sentence says at the end whether the images look like those that the model
    was trained on, by its scores, features, brightness and contrast.

    Where a table names regions of larger images, each of these has an answer too, by the mean
    scores of its regions: in a second table, with --out in FILE_by_source.
    """
    output_format = _check_output(out, output_format, force)
    if out is not None:
        spare_inputs([out], [_file_of(model), from_file or "", *(paths or ())])
    fitted = open_model(model)
    sources = listed_inputs(paths, from_file, fitted.columns)
    sources = spared(with_page(sources, page), out)
    by_source = _by_source(sources, out, force)
    _tell_of_columns(fitted, sources)
    sort, top = shown.sort, _n_shown(shown.top, fitted)
    job = PredictionJob(fitted, n_jobs, shown.monitor, **vars(promised))
    job.say_promise()
    form = {"beside": job.named_beside, "alone": _learned_alone(fitted)}
    if manner().json or sort or output_format == "table" or by_source is not None:
        found = list(job.predictions(sources))
        of_files = [] if by_source is None else _of_files(job, sources, found)
        by_source = by_source if of_files else None
        predictions = _in_order(found, sort)
        if out is not None or not manner().json:
            _write_whole(predictions, output_format, out, top)
            _write_by_source(_in_order(of_files, sort), output_format, by_source, top)
        files = {"predictions": out} | ({"by_source": by_source} if by_source else {})
        plain = {"by_source": as_plain(of_files, top)} if of_files else {}
        plain |= {} if job.monitor is None else {"drift": job.monitor.drift().plain()}
        answer(lambda: {"predictions": as_plain(predictions, top), **plain, "files": files})
    elif out is None:
        _print(job, _rows(output_format, top, not writes_unicode(), **form), sources)
    else:
        _write_part(job, _rows(output_format, top, **form), sources, out, _file_of(model))
    job.say_unanswered()
    if out is not None:
        list_set_aside(job.unread)
    if job.monitor is not None:
        tell(job.monitor.drift().sentence)
    if job.unread:
        raise Failure(f"{len(job.unread):,} of {job.n_seen:,} images could not be read")


def _tell_of_columns(fitted, sources) -> None:
    """Say what is missing in columns beside the images; of a stream nobody knows."""
    if fitted.columns and isinstance(sources, list):
        from ..workflows import notes_on_columns

        for note in notes_on_columns(fitted, sources):
            tell(f"note: {note}")


def _has_scores(fitted) -> bool:
    return fitted.gives_probabilities or hasattr(fitted.pipeline, "decision_function")


def _learned_alone(fitted) -> bool:
    from ..models import one_class_in

    return one_class_in(fitted.pipeline) is not None


def _n_shown(top: int, fitted) -> int:
    return min(top, len(fitted.class_names)) if _has_scores(fitted) else 0


def _file_of(model: str) -> Path:
    return Path(model, "model.skops") if Path(model).is_dir() else Path(model)


def _rows(output_format: str, top: int, ascii_only=False, regions=False, beside=None, alone=False):
    if output_format == "csv":
        return CsvRows(top, regions, beside, alone)
    return JsonRows(top, ascii_only)


def _print(job: PredictionJob, rows, sources) -> None:
    """Print rows batch by batch."""

    def lines():
        for batch in job.batches(sources):
            yield from map(rows.row, batch)
            sys.stdout.flush()

    if sys.stdout.isatty():
        job.shown = nullcontext  # rows show how far the work is, and a bar would be in their way
    texts = as_array(lines()) if isinstance(rows, JsonRows) else lines()
    try:
        sys.stdout.write(rows.opening)
        for text in texts:
            sys.stdout.write(text)
        sys.stdout.flush()
    except KeyboardInterrupt as interrupt:
        sys.stdout.flush()
        raise Interrupted(f"rows of {job.n_seen:,} images were written") from interrupt
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is buffered
        raise Failure(f"nobody reads the rows any more; stopped after {job.n_seen:,}") from error


def _write_part(job: PredictionJob, rows, sources, out: str, model_file: Path) -> None:
    """Write rows batch by batch, behind those of an interrupted run."""
    from .. import __version__, workflows
    from .prediction_parts import Part

    part = Part(out, rows, model_file, f"{__version__}{job.promise_key}")
    sources = part.rest_of(sources)
    if part.n_kept:
        tell(f"{part.n_kept:,} rows of {part.path} are kept; delete it to begin anew")
    job.n_seen = part.n_kept
    job.unread = [workflows.Prediction(path, reason=reason) for path, reason in part.unread]
    try:
        part.write(job.batches(sources))
    except KeyboardInterrupt as interrupt:
        raise Interrupted(part.left()) from interrupt
    except BaseException:
        part.left()
        raise


def _check_output(out, output_format, force):
    """The format, after a look at whether the file may be written."""
    if out is None:
        return output_format or "table"
    check_file(out)
    if Path(out).exists() and not force:
        raise ValueError(f"{out} exists; give another file with --out, or replace it with --force")
    return output_format or ("json" if Path(out).suffix.lower() == ".json" else "csv")


def _by_source(sources, out, force) -> str | None:
    """Where answers of whole files go, if several images are regions of one; "" is the screen."""
    from ..base import ImageRef
    from ..datasets import are_regions

    if not isinstance(sources, list) or not are_regions(map(ImageRef.of, sources)):
        return None
    if out is None:
        return ""
    place = Path(out)
    file = str(place.with_name(f"{place.stem}_by_source{place.suffix}"))
    _check_output(file, None, force)
    spared(sources, file)
    return file


def _of_files(job: PredictionJob, sources, predictions) -> list:
    from ..workflows import predict_by_source

    if job.promises:
        tell("note: no answers for whole files: what is promised is about single regions")
        return []
    found = predict_by_source(job.fitted, sources, predictions)
    if not found:
        tell("note: no answers for whole files: the model has no scores to take the mean of")
    return found


def _write_by_source(predictions, output_format: str, out, top: int) -> None:
    """One row a file: in a file, or below the table of regions; never among rows for a program."""
    if not predictions or (not out and output_format != "table"):
        return
    if not out:
        say()
        say("whole files, by the mean scores of their regions:", style="bold")
    _write_whole(predictions, output_format, out or None, top, regions=True)
    if out:
        from .._validation import counted

        say(f"{out}: {counted(len(predictions), 'file')}, by the mean scores of their regions")


def _in_order(predictions, sort) -> list:
    """All predictions; the least certain first, where that is asked for."""
    return sorted(predictions, key=_certainty) if sort else list(predictions)


def _certainty(prediction) -> float:
    """Sort key; what could not be read comes last."""
    return float("inf") if prediction.margin is None else prediction.margin


def _write_whole(predictions, output_format: str, out, top: int, regions=False) -> None:
    if output_format == "table":
        columns, rows = table_of(predictions, top)
        used = [i for i, _ in enumerate(columns) if i < 2 or any(row[i] for row in rows)]
        columns, rows = [columns[i] for i in used], [[row[i] for i in used] for row in rows]
        if out is None:
            texts = ("path", "label", "class", "reason")
            show_table(columns, rows, right=[c for c in columns if not c.startswith(texts)])
            return
        text = "\n".join(table_lines(columns, rows)) + "\n"
    else:
        ascii_only = out is None and not writes_unicode()
        beside = named_beside(predictions)
        alone = any(found.p_value is not None for found in predictions)
        text = _text(_rows(output_format, top, ascii_only, regions, beside, alone), predictions)
    if out is None:
        sys.stdout.write(text)
    else:
        with written_whole(out, is_result=True) as partial:
            partial.write_text(text, encoding="utf-8", errors="surrogateescape", newline="")


def _text(rows, predictions) -> str:
    lines = map(rows.row, predictions)
    if isinstance(rows, JsonRows):
        lines = as_array(lines)
    return rows.opening + "".join(lines)
