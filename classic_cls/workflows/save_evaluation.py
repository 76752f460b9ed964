"""The result and the report of an evaluation."""

from pathlib import Path

from .._file_names import json_text
from ..datasets import ImageDataset
from ..persistence import ImageModel
from ..report import as_training, render_evaluation, summarize_evaluation
from .predict import Evaluation

EVALUATION_FILES = ("result.json", "report.html")


def write_evaluation(
    evaluation: Evaluation,
    model: ImageModel,
    dataset: ImageDataset,
    folder: Path,
    command: str | None = None,
) -> None:
    """Write ``result.json`` and ``report.html`` into a folder that is there.

    ``dataset`` is what was evaluated: its images are shown where they were labelled wrongly.
    """
    by_path = dict(zip(dataset.relative_paths(), dataset.refs, strict=True))
    refs = [by_path[str(path)] for path in evaluation.result.predictions.paths]
    training = as_training(evaluation, model, name=dataset.name, refs=refs)
    summary = summarize_evaluation(training, command)
    result, report = (folder / name for name in EVALUATION_FILES)
    result.write_text(json_text(summary) + "\n", encoding="utf-8")
    report.write_text(render_evaluation(summary, training) + "\n", encoding="utf-8")
