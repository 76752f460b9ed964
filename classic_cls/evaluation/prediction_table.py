"""Predictions as a table, and back from one."""

import os

import numpy as np

from .._file_names import from_windows
from .._validation import UNKNOWN, checked_labels, quoted
from ..datasets import read_csv
from .targets import spelled_labels


def predictions_frame(predictions):
    """A row for each tested image and repeat; see `Predictions.frame`."""
    import pandas as pd

    parts = [
        pd.DataFrame(_columns(predictions, repeat))[tested]
        for repeat, tested in enumerate(predictions.tested)
    ]
    return pd.concat(parts, ignore_index=True)


def _columns(predictions, repeat: int) -> dict:
    columns = {"path": _names(predictions.paths), "group": predictions.groups}
    if len(predictions.sizes) or predictions.folds.max() > 1:
        numbers = np.full(predictions.n_images, repeat + 1)
        columns |= {"fold": predictions.folds[repeat], "repeat": numbers}
    columns = {name: values for name, values in columns.items() if values is not None}
    columns["truth"] = spelled_labels(predictions.truth, predictions.class_names)
    columns["prediction"] = spelled_labels(predictions.answers[repeat], predictions.class_names)
    if predictions.scores is not None:
        names = (f"score_{name}" for name in predictions.class_names)
        columns |= dict(zip(names, predictions.scores[repeat].T))
    return columns


def _names(paths):
    """Names of files; those that are no UTF-8 are no text for every version of pandas."""
    import pandas as pd

    return None if paths is None else pd.Series(np.asarray(paths, object), dtype=object)


def known_of_frame(frame, class_names=None, multilabel=None) -> dict:
    """What a table says, as `Predictions.of` takes it; see `Predictions.from_frame`."""
    frame = read_table(frame)
    for name in ("truth", "prediction"):
        if name not in frame:
            raise ValueError(
                f"the table of predictions has no column '{name}'; its columns are "
                f"{quoted(frame.columns, 20)}"
            )
    scored = [name for name in frame if str(name).startswith("score_")]
    if class_names is None and scored:
        class_names = [name.removeprefix("score_") for name in scored]
    truth, answers, class_names = _labels(frame, class_names, multilabel)
    images, repeats, firsts = _places(frame)
    shape = (repeats.max() + 1, len(firsts))
    if any((truth[firsts][images] != truth).ravel()):
        raise ValueError("the table of predictions gives different truths for the same image")

    def placed(values, empty):
        found = np.full((*shape, *values.shape[1:]), empty, dtype=values.dtype)
        found[repeats, images] = values
        return found

    known = {"truth": truth[firsts], "class_names": class_names}
    known["answers"] = placed(answers, np.zeros(1, answers.dtype)[0])
    known["folds"] = placed(_folds(frame), 0)
    paths = frame["path"].to_numpy()[firsts] if "path" in frame else None
    known |= {"paths": paths, "groups": _groups(frame, firsts, paths)}
    if scored:
        scores = _scores(frame, class_names)
        known |= {"scores": placed(scores, np.nan), "score_kind": _kind(scores, truth.ndim == 2)}
    return known


def read_table(frame):
    """A table of predictions; that of a CSV file as text."""
    import pandas as pd

    if not isinstance(frame, (str, os.PathLike)):
        return frame
    table = read_csv(os.fspath(frame))
    rows = [cells for _, cells in table.rows]
    if "path" in table.columns and any("Windows-1252" in note for note in table.notes):
        _restore_names(rows, table.columns.index("path"))
    return pd.DataFrame(rows, columns=table.columns, dtype=object)


def _restore_names(rows: list[list[str]], place: int) -> None:
    """Take names of files by their bytes, where nothing else in the table is more than ASCII."""
    if all("".join([*cells[:place], *cells[place + 1 :]]).isascii() for cells in rows):
        for cells in rows:
            cells[place] = from_windows(cells[place])


def _labels(frame, class_names, multilabel):
    """Truth and prediction of every row as labels or indicators, and the class names."""
    columns = [frame["truth"], frame["prediction"]]
    if multilabel is None:
        multilabel = any(";" in str(cell) for column in columns for cell in column)
    if not multilabel:
        labels = [checked_labels(column, name=f"column '{column.name}'") for column in columns]
        return *labels, class_names
    parts = [column.fillna("").astype(str).str.split(";").tolist() for column in columns]
    if class_names is None:
        named = {label.removeprefix("?") for part in parts for labels in part for label in labels}
        class_names = sorted(named - {""})
    truth, answers = ([_indicated(labels, class_names) for labels in part] for part in parts)
    return np.array(truth, np.int8), np.array(answers, np.int8), class_names


def _indicated(labels, class_names) -> list[int]:
    """1, 0 or -1 for every class, of labels as `spelled_labels` writes them."""
    value_of = {label.removeprefix("?"): UNKNOWN if label[:1] == "?" else 1 for label in labels}
    unknown = value_of.keys() - {"", *class_names}
    if unknown:
        raise ValueError(f"label {quoted(unknown)} is not among the classes {quoted(class_names)}")
    return [value_of.get(name, 0) for name in class_names]


def _places(frame):
    """Image and repeat of every row, and the first row of every image."""
    import pandas as pd

    names = frame["path"] if "path" in frame else np.arange(len(frame))
    # Not by pd.factorize, to which names that are no text are all the same before pandas 3.
    place_of: dict = {}
    images = np.array([place_of.setdefault(name, len(place_of)) for name in names], int)
    unique = list(place_of)
    repeats = np.zeros(len(frame), int)
    if "repeat" in frame:
        repeats = pd.factorize(_numbers(frame["repeat"]), sort=True)[0]
    again = np.flatnonzero(pd.DataFrame({"image": images, "repeat": repeats}).duplicated())
    if len(again):
        raise ValueError(
            f"the table of predictions has '{unique[images[again[0]]]}' twice in one repeat; say "
            "in a column 'repeat' which rows belong together"
        )
    return images, repeats, np.unique(images, return_index=True)[1]


def _groups(frame, firsts, paths) -> np.ndarray | None:
    """Groups of the images; one without a group stands for itself, as in a data set."""
    if "group" not in frame:
        return None
    groups = frame["group"].to_numpy(dtype=object)[firsts]
    missing = frame["group"].isin(["", None]).to_numpy()[firsts]
    missing |= frame["group"].isna().to_numpy()[firsts]
    own = [f"image {row}" for row in range(len(groups))] if paths is None else paths
    return np.where(missing, own, groups).astype(str)


def _folds(frame) -> np.ndarray:
    """Numbers of folds from 1, whatever they are called; one model without a column."""
    import pandas as pd

    if "fold" not in frame:
        return np.ones(len(frame), int)
    return pd.factorize(_numbers(frame["fold"]), sort=True)[0] + 1


def _numbers(column):
    """Numbers as such, even where a file has them as text."""
    try:
        return column.astype(float)
    except (ValueError, TypeError):
        return column.astype(str)


def _scores(frame, class_names) -> np.ndarray:
    wanted = [f"score_{name}" for name in class_names]
    missing = [name for name in wanted if name not in frame]
    if missing:
        raise ValueError(f"the table of predictions has scores, but lacks {quoted(missing)}")
    return frame[wanted].to_numpy().astype(float)


def _kind(scores, multilabel) -> str:
    """Scores from 0 to 1, which of single labels add up to 1, are probabilities."""
    whole = multilabel or np.allclose(scores.sum(axis=1), 1, atol=1e-3)
    in_range = scores.min() >= 0 and scores.max() <= 1
    return "predict_proba" if whole and in_range else "decision_function"
