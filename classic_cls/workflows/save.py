"""The files that a training leaves behind."""

from pathlib import Path

from .._file_names import json_text, write_csv
from .._typing import FilePath
from ..persistence import save_model
from ..report import markdown_of, pictures_of, render_report, summarize
from .outputs import write_together
from .training import Training

FILE_NAMES = {
    "model": "model.skops",
    "result": "result.json",
    "predictions": "predictions.csv",
    "report": "report.html",
    "text": "report.md",
}
# Beside the predictions, where images are regions of files: one row a file.
PREDICTIONS_BY_SOURCE = "predictions_by_source.csv"


def save_training(
    training: Training,
    out: FilePath,
    *,
    command: str | None = None,
    images: bool = True,
    force: bool = False,
) -> dict[str, Path]:
    """Write model, result, predictions and report (a page and its text); all of them or none.

    Parameters
    ----------
    training : Training
        From :func:`train`.
    out : path
        Folder; made where it is missing.
    command : str, optional
        What a person typed, for the record.
    images : bool
        Whether the report may show pictures and file names.
    force : bool
        Whether files of an earlier run are replaced.

    Returns
    -------
    dict of str to Path
        ``model``, ``result``, ``predictions``, ``report`` and ``text``; where images are regions
        of files ``predictions_by_source`` too.

    Raises
    ------
    OutputExists
        If a file exists and ``force`` is False.
    """
    summary = summarize(training, command=command)
    pictures = pictures_of(training) if images else None
    by_source = training.cv.of_sources
    names = (
        FILE_NAMES
        if by_source is None
        else FILE_NAMES | {"predictions_by_source": PREDICTIONS_BY_SOURCE}
    )
    with write_together(out, names.values(), force) as folder:
        save_model(training.model, folder / FILE_NAMES["model"])
        summary["resources"]["model_bytes"] = (folder / FILE_NAMES["model"]).stat().st_size
        _write(folder / FILE_NAMES["result"], json_text(summary))
        page = render_report(summary, pictures)
        _write(folder / FILE_NAMES["report"], page)
        _write(folder / FILE_NAMES["text"], markdown_of(page))
        write_predictions(training.cv, folder / FILE_NAMES["predictions"])
        if by_source is not None:
            write_predictions(by_source, folder / PREDICTIONS_BY_SOURCE)
    return {key: Path(out) / name for key, name in names.items()}


def write_predictions(result, path: Path) -> None:
    """A row for each tested image and repeat; names of files that are no UTF-8 stay as they are."""
    write_csv(result.frame(), path)


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8")
