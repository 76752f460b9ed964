"""What comes out of taking new images into a model."""

from dataclasses import dataclass
from pathlib import Path

from .._file_names import json_text
from .._typing import FilePath
from ..datasets import SetAside
from ..evaluation import PredictionResult, record_of
from ..persistence import ImageModel, save_model
from ..report import plain, render_update
from .outputs import write_together
from .save import write_predictions

PARTS = {
    "new_images": "new images",
    "new_classes": "new classes",
    "old_classes": "old classes",
    "old_classes_before": "old classes, before",
    "old_test": "old classes on a test of their own",
    "old_test_before": "the same, before",
}


@dataclass(frozen=True, kw_only=True, repr=False)
class Update:
    """A model that has taken in new images, and how well it knows old and new ones.

    Attributes
    ----------
    model : ImageModel
        With the new images.
    way : {"rows", "partial_fit"}
        How: fitted again on kept features of all images, or gone on from what was learned.
    words : str
        The same, for a person.
    exact : bool
        Whether the classifier is the one that all images at once would have given (up to
        rounding); behind features that stay as they were learned in any case.
    new_classes : tuple of str
        Classes that the model did not know before.
    n_new : int
        Images that were learned from now.
    n_exact, n_near : int
        Images that were left out, as the model had learned from them, or from a version of them.
    result : PredictionResult or None
        All images that could be tested, each by a model that had not learned from it: of the new
        ones, and where features are kept of the old ones too. None where nothing could be.
    parts : dict of str to PredictionResult
        Of these ``new_images``, those of ``new_classes`` and of ``old_classes``, and of old images
        what was answered before (``old_classes_before``); of a test of the old classes
        ``old_test`` and ``old_test_before``. What cannot be told is not among them.
    rejected : tuple of SetAside
        What took no part, and why.
    notes : tuple of str
        What a person should be told.
    seconds : dict
        Wall time by stage.
    """

    model: ImageModel
    way: str
    words: str
    exact: bool
    new_classes: tuple[str, ...]
    n_new: int
    n_exact: int
    n_near: int
    result: PredictionResult | None
    parts: dict[str, PredictionResult]
    rejected: tuple[SetAside, ...]
    notes: tuple[str, ...]
    seconds: dict[str, float]

    def __repr__(self):
        parts = ((name, part.headline, part.figures) for name, part in self.parts.items())
        said = ", ".join(
            f"{PARTS[name]} {record_of(figure).text(figures[figure].value)}"
            for name, figure, figures in parts
        )
        return f"<Update by {self.way}: {self.n_new:,} images, {said or 'nothing tested'}>"

    def plain(self) -> dict:
        """As plain values: the content of ``result.json``."""
        return {
            "way": self.way,
            "words": self.words,
            "exact": self.exact,
            "class_names": self.model.class_names,
            "new_classes": self.new_classes,
            "n_new": self.n_new,
            "left_out": {"exact": self.n_exact, "near": self.n_near},
            "parts": {name: _plain_part(part) for name, part in self.parts.items()},
            "lineage": self.model.figures["lineage"],
            "set_aside": [{"path": item.path, "reason": item.reason} for item in self.rejected],
            "notes": [str(note) for note in self.notes],
            "seconds": self.seconds,
        }


def _plain_part(part: PredictionResult) -> dict:
    return {"headline": part.headline, "figures": part.plain()}


def update_files(out: FilePath) -> tuple[Path, dict[str, str]]:
    """Folder and names of what an update writes; ``out`` is the folder, or the model file."""
    out = Path(out)
    if out.suffix == ".skops" and not out.is_dir():
        names = {"model": out.name, "result": f"{out.stem}.json"}
        names |= {"report": f"{out.stem}.html", "predictions": f"{out.stem}.csv"}
        return out.parent, names
    names = {"model": "model.skops", "result": "result.json", "report": "report.html"}
    return out, names | {"predictions": "predictions.csv"}


def save_update(
    update: Update, out: FilePath, *, command: str | None = None, force: bool = False
) -> dict[str, Path]:
    """Write model, result, page and predictions; all of them or none.

    Parameters
    ----------
    update : Update
        From :func:`update`.
    out : path
        Folder, made where it is missing; or a file ``NAME.skops``, beside which ``NAME.json``,
        ``NAME.html`` and ``NAME.csv`` are written.
    command : str, optional
        What a person typed, for the record.
    force : bool
        Whether files that are there, such as those of the old model, are replaced.

    Returns
    -------
    dict of str to Path
        ``model``, ``result``, ``report`` and, where anything was tested, ``predictions``.

    Raises
    ------
    OutputExists
        If a file exists and ``force`` is False.
    """
    folder, names = update_files(out)
    with write_together(folder, names.values(), force) as place:
        save_model(update.model, place / names["model"])
        found = plain({"command": command, **update.plain()})
        (place / names["result"]).write_text(json_text(found) + "\n", encoding="utf-8")
        title = names["model"] if names["model"] != "model.skops" else folder.resolve().name
        page = render_update(found, name=title, task=update.model.task, parts=PARTS)
        (place / names["report"]).write_text(page + "\n", encoding="utf-8")
        if update.result is None:
            del names["predictions"]
        else:
            write_predictions(update.result, place / names["predictions"])
    return {key: folder / name for key, name in names.items()}
