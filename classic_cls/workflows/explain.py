"""Explanations of answers as files: a picture an image, a page, and the numbers."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .._file_names import json_text
from .._remedies import remedy
from .._typing import FilePath
from .._validation import counted
from ..base import ImageRef
from ..datasets import ImageDataset
from ..extraction import Rejected
from ..inspection import (
    Explanation,
    MeanExplanation,
    NearestImages,
    explain,
    explain_mean,
    nearest_images,
)
from ..persistence import ImageModel
from ..pipelines import columns_taken
from ..report import render_explanations
from .outputs import write_together

PAGE, NUMBERS = "explanations.html", "explanations.json"
MOST_IMAGES = 200
MOST_OF_MEAN = 300
_DPI = 110


def explain_images(
    model: ImageModel,
    sources: Sequence,
    *,
    classes: Sequence[str] | None = None,
    method: str = "auto",
    progress: Callable[..., object] | None = None,
) -> tuple[list[tuple[ImageRef, Explanation]], list[Rejected]]:
    """Explanations of images, and the images that could not be read."""
    if len(sources) > MOST_IMAGES:
        raise ValueError(
            f"{counted(len(sources), 'image')} are too many to look at one by one, at most "
            f"{MOST_IMAGES}: name some, or see where all of them look with "
            + remedy("explain_mean", "--mean", "--mean")
        )
    found, rejected = [], []
    for row, source in enumerate(sources):
        ref = ImageRef.of(source)
        try:
            found.append((ref, explain(model, source, classes, method=method)))
        except ValueError as error:
            if not hasattr(error, "reason"):
                raise
            rejected.append(Rejected(row, ref.path, error.reason))
        if progress is not None:
            progress("explain", row + 1, len(sources))
    return found, rejected


def nearest_to(
    model: ImageModel, refs: Sequence[ImageRef], dataset: ImageDataset, *, cache=None, n_jobs=None
) -> list[NearestImages]:
    """For images that can be read the nearest ones of a data set, whose labels the model knows."""
    if columns_taken(model.pipeline):
        raise ValueError(
            "this model learned from columns of a table beside the images, and what is near is "
            "told by images alone: leave out " + remedy("the data", "--data", "--data")
        )
    targets = dataset.targets
    if dataset.multilabel != (model.task == "multilabel"):
        raise ValueError(
            "the model and the labelled images differ: one has several labels an image, the other "
            "has one; give the data that the model was trained on"
        )
    if dataset.multilabel:
        targets = _in_order_of(model.class_names, dataset)
    options = {"cache": cache, "n_jobs": n_jobs}
    return nearest_images(model, list(refs), list(dataset.refs), targets, **options)[0]


def _in_order_of(names, dataset: ImageDataset) -> np.ndarray:
    """Targets ``(n, k)`` with the columns of a model; labels that it does not know are left out."""
    known = list(dataset.class_names)
    columns = [
        dataset.targets[:, known.index(name)] if name in known else np.zeros(len(dataset), np.int8)
        for name in names
    ]
    return np.stack(columns, axis=1)


def some_of(dataset: ImageDataset, most: int = MOST_OF_MEAN) -> ImageDataset:
    """At most so many images, of every class about equally many, evenly spread over it."""
    if dataset.multilabel:
        raise ValueError(
            "the mean of explanations is about images with one label each, and these have several"
        )
    if len(dataset) <= most:
        return dataset
    each = max(1, most // len(dataset.class_names))
    rows = [np.flatnonzero(dataset.labels == name) for name in dataset.class_names]
    chosen = [own[np.arange(min(each, len(own))) * len(own) // min(each, len(own))]
              for own in rows if len(own)]
    return dataset.take(np.sort(np.concatenate(chosen)))


def mean_of_right_answers(
    model: ImageModel,
    dataset: ImageDataset,
    *,
    method: str = "auto",
    progress: Callable[..., object] | None = None,
) -> MeanExplanation:
    """The mean explanation of images of a data set."""

    def report(done, total):
        if progress is not None:
            progress("explain", done, total)

    labels = [str(label) for label in dataset.labels]
    return explain_mean(model, dataset.paths, labels, method=method, progress=report)


def save_explanations(
    found: Sequence[tuple[ImageRef, Explanation]],
    out: FilePath,
    name: str,
    force: bool = False,
    nearest: Sequence[NearestImages] = (),
) -> list[Path]:
    """Write a picture of every explanation, ``explanations.html`` and ``explanations.json``.

    ``nearest``, one of each explanation, are drawn beside them.
    """
    from ..displays import ExplanationDisplay, NearestImagesDisplay

    files = [f"explanation-{number}.png" for number in range(1, len(found) + 1)]
    notes = notes_on_methods([explanation for _, explanation in found])
    beside = [f"nearest-{number}.png" for number in range(1, len(nearest) + 1)]
    with write_together(out, [*files, *beside, PAGE, NUMBERS], force) as folder:
        shown, plain = [], []
        for number, (file, (ref, explanation)) in enumerate(zip(files, found, strict=True)):
            display = ExplanationDisplay.from_explanation(explanation, Path(ref.label()).name)
            _draw(display, folder / file)
            says = explanation.sentence
            shown.append({"file": folder / file, "title": ref.label(), "says": says})
            plain.append({"path": ref.label(), "picture": file, **explanation.plain()})
            if nearest:
                near, file = nearest[number], beside[number]
                _draw(NearestImagesDisplay.from_nearest(near), folder / file)
                title = f"{Path(ref.label()).name}: what it is near to"
                shown.append({"file": folder / file, "title": title, "says": near.sentence})
                plain[-1]["near"] = near.plain() | {"picture": file}
        _finish(folder, shown, plain, name, notes, mean=False)
    return [Path(out, file) for file in [*files, *beside, PAGE, NUMBERS]]


def save_mean(
    found: MeanExplanation, out: FilePath, name: str, force: bool = False
) -> list[Path]:
    """Write a mean map of every class, the page and the numbers."""
    from ..displays import HeatMapDisplay

    files = [f"mean-{number}.png" for number in range(1, len(found.class_names) + 1)]
    with write_together(out, [*files, PAGE, NUMBERS], force) as folder:
        shown, plain = [], []
        for k, (file, label) in enumerate(zip(files, found.class_names, strict=True)):
            _draw(HeatMapDisplay(found.pictures[k], found.heat_maps[k]), folder / file)
            says = says_of_class(found, label)
            shown.append({"file": folder / file, "title": label, "says": says})
            plain.append({
                "class": label, "picture": file, "n": int(found.counts[k]), "says": says,
                "ninths": found.ninths(label).round(4).tolist(),
                "heat_map": found.heat_maps[k].round(6).tolist(),
            })  # fmt: skip
        right = int(found.counts.sum())
        notes = [f"{right:,} right answers of {counted(found.n_images, 'image')}"]
        notes += found.methods_in_words
        _finish(folder, shown, plain, name, notes, mean=True)
    return [Path(out, file) for file in [*files, PAGE, NUMBERS]]


def says_of_class(found: MeanExplanation, label: str) -> str:
    """A sentence on the mean map of a class."""
    place, share = found.strongest(label)
    n = int(found.counts[found.class_names.index(label)])
    return (
        f"'{label}': {share:.0%} of what speaks for it in {counted(n, 'right answer')} is in the "
        f"{place} ninth of the image (even would be 11%)"
    )


def notes_on_methods(found: Sequence[Explanation]) -> list[str]:
    """How explanations were made, and why not exactly, in a sentence each."""
    methods = dict.fromkeys(explanation.method_in_words for explanation in found)
    reasons = dict.fromkeys(explanation.why_not_exact for explanation in found)
    return [*methods, *(f"there is no exact rule: {reason}" for reason in reasons if reason)]


def _finish(folder: Path, shown, plain: list[Any], name, notes, mean: bool) -> None:
    page = render_explanations(shown, name=name, notes=notes, mean=mean)
    (folder / PAGE).write_text(page + "\n", encoding="utf-8")
    (folder / NUMBERS).write_text(json_text(plain) + "\n", encoding="utf-8")


def _draw(display, path: Path) -> None:
    from matplotlib.figure import Figure

    from ..displays import HeatMapDisplay

    figure = Figure(figsize=display.figure_size, layout="constrained")
    takes_axes = isinstance(display, HeatMapDisplay)
    display.plot(figure.subplots() if takes_axes else figure)
    figure.savefig(path, dpi=_DPI)
