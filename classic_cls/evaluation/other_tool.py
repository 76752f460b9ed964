"""Predictions of another tool, such as a deep network, beside a cross-validation of ours."""

from dataclasses import dataclass, replace

import numpy as np

from .._validation import counted, quoted
from .alignment import same_division
from .cross_validation_result import CrossValidationResult
from .estimates import FiguresOf
from .prediction_table import read_table
from .predictions import Predictions
from .targets import spelled_labels


@dataclass(frozen=True)
class OtherTool:
    """What a table of another tool says about the images of a data set.

    Attributes
    ----------
    name : str
        What to call it.
    predictions : Predictions
        Of the images that the data has too.
    tells_folds : bool
        Whether the table has a column ``fold``.
    n_passed_over : int
        Images of the table that are not among those of the data.
    """

    name: str
    predictions: Predictions
    tells_folds: bool
    n_passed_over: int

    def check_has(self, paths) -> None:
        """Refuse a table that lacks some of the images."""
        missing = sorted(set(paths) - set(self.predictions.paths))
        if missing:
            raise ValueError(
                f"{self.name} lacks {counted(len(missing), 'image')} that the others are tested "
                f"on: {quoted(missing, 3)}; a paired comparison needs its prediction for each"
            )


def read_other_tool(table, name, paths, truth, class_names) -> OtherTool:
    """Read the predictions of another tool, a CSV file or a frame, for images ``paths``.

    Columns as `Predictions.from_frame` takes them, but ``path`` is needed, and ``truth`` is not;
    where it is there, it must be what the data says.
    """
    try:
        frame = read_table(table)
    except (OSError, ValueError) as error:
        raise ValueError(f"{name} cannot be read as a table of predictions: {error}") from error
    _check_columns(frame, name)
    frame, n_passed_over = _of_images(frame, name, paths)
    row_of = {path: row for row, path in enumerate(paths)}
    rows = [row_of[path] for path in frame["path"]]
    if "truth" not in frame:
        frame["truth"] = np.asarray(spelled_labels(truth, class_names), dtype=object)[rows]
    try:
        known = {"multilabel": truth.ndim == 2, "class_names": list(class_names)}
        found = Predictions.from_frame(_as_text(frame), **known)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
    _check_truth(found, name, truth[[row_of[path] for path in found.paths]])
    return OtherTool(name, found, "fold" in frame, n_passed_over)


def beside(tool: OtherTool, ours: CrossValidationResult, seed=0) -> CrossValidationResult:
    """The figures of another tool on the images, groups and folds of a result of ours.

    Its notes say what may not be comparable.
    """
    predictions, notes = _placed(tool, ours.predictions)
    of_all = FiguresOf(predictions)
    figures, classes = of_all.estimates_and_classes(seed)
    places = zip(ours.fold_rows, of_all.of_folds, strict=True)
    numbers = ("repeat", "fold", "n_train", "n_test")
    fold_rows = tuple(
        {n: row[n] for n in numbers} | {f"test_{name}": v for name, v in values.items()}
        for row, values in places
    )
    return replace(
        ours, predictions=predictions, figures=figures, classes=classes, fold_rows=fold_rows,
        notes=notes, train={}, seconds={}, random_split=None, aim=None, of_sources=None,
    )  # fmt: skip


def _check_columns(frame, name) -> None:
    for column in ("path", "prediction"):
        if column not in frame:
            raise ValueError(
                f"{name} has no column '{column}'; predictions of another tool have 'path' and "
                "'prediction', and where known 'fold', 'repeat' and a 'score_NAME' for every "
                f"class. Its columns: {quoted(frame.columns, 20)}"
            )


def _of_images(frame, name, paths):
    """The rows about images of the data, named as there, and how many other images there are."""
    known = set(paths)
    named = [_tidy(path, known) for path in frame["path"]]
    is_known = np.array([path in known for path in named], dtype=bool)
    if not is_known.any():
        raise ValueError(
            f"{name} names no image of the data: it has {quoted(named, 2)}, and the data has "
            f"{quoted(paths, 2)}; paths are relative to the folder or table of the data"
        )
    frame = frame.assign(path=np.array(named, dtype=object))[is_known].reset_index(drop=True)
    return frame, len(set(named) - known)


def _tidy(path, known) -> str:
    """A path as the data writes it: other systems have other slashes."""
    path = str(path)
    return path if path in known else path.replace("\\", "/").removeprefix("./")


def _as_text(frame):
    """Labels as text, as those of folders are; empty cells as they are, to be told of."""
    columns = {name: frame[name].astype(object) for name in ("truth", "prediction")}
    return frame.assign(
        **{name: column.where(column.isna(), column.map(str)) for name, column in columns.items()}
    )


def _check_truth(found, name, truth) -> None:
    differs = found.truth != truth
    differs = differs.any(axis=1) if differs.ndim == 2 else differs
    if differs.any():
        row = int(np.flatnonzero(differs)[0])
        theirs, ours = (
            spelled_labels(labels[row : row + 1], found.class_names)[0]
            for labels in (found.truth, truth)
        )
        raise ValueError(
            f"{name} gives other labels than the data for {counted(int(differs.sum()), 'image')}: "
            f"'{found.paths[row]}' is '{theirs}' there and '{ours}' in the data; give it the "
            "labels of the data, or leave out its column 'truth'"
        )


def _placed(tool, ours):
    """Its answers in the places of ours, and what a person should be told."""
    theirs, notes = tool.predictions, []
    row_of = {path: row for row, path in enumerate(theirs.paths)}
    tested = ours.tested.any(axis=0)
    tool.check_has(path for path, is_tested in zip(ours.paths, tested) if is_tested)
    rows = np.array([row_of.get(path, 0) for path in ours.paths])
    known = np.array([path in row_of for path in ours.paths])
    folds = np.where(known, theirs.folds[:, rows], 0)
    own = folds.shape == ours.folds.shape and (folds > 0)[ours.tested].all()
    first = (folds > 0).argmax(axis=0)
    repeats = np.arange(len(folds))[:, None] if own else np.tile(first, (ours.n_repeats, 1))
    answers = theirs.answers[repeats, rows]
    is_tested = ours.tested[..., None] if ours.multilabel else ours.tested
    placed = {"answers": np.where(is_tested, answers, ours.answers)}
    scores = None if theirs.scores is None else theirs.scores[repeats, rows]
    placed |= {"scores": scores, "score_kind": theirs.score_kind}
    if not tool.tells_folds:
        notes.append(
            f"{tool.name} has no column 'fold': its predictions are taken to be of models that "
            "were not trained on the image; if they were, its figures are worth nothing"
        )
    elif not (own and same_division(folds, ours.folds)):
        notes.append(
            f"{tool.name} was trained on other folds: the paired test is of the same images, but "
            "part of the difference may come from other training images, and images that belong "
            "together may have been on both sides of its splits"
        )
    if not own and ours.n_repeats > 1:
        notes.append(f"one prediction of {tool.name} for each image stands in all repeats")
    if tool.n_passed_over:
        n = counted(tool.n_passed_over, "image")
        notes.append(f"in {tool.name}, but not among the images that are compared: {n}")
    return replace(ours, **placed), tuple(notes)
