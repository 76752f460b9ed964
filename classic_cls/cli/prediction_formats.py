"""Predictions as a table, CSV or JSON."""

import csv
import json
import os

from .._file_names import csv_line, json_text

# What there is beside a label: columns of tables, and keys of JSON.
_NUMBERS = ("probability", "margin", "threshold")
# The same of a model that has learned one class alone.
_UNUSUAL = ("unusual", "p_value")


def table_of(predictions, top: int = 0) -> tuple[list[str], list[list]]:
    """Columns and rows: path, label, set, probability, margin, threshold, best, regions, reason.

    Of a model of one class alone ``unusual`` and ``p_value`` stand for the three numbers.

    Parameters
    ----------
    predictions : sequence of Prediction
    top : int
        How many of the best classes to give, with their scores; the classes are no fewer.

    Returns
    -------
    columns : list of str
    rows : list of list
        None where there is no value.
    """
    regions = any(prediction.n_regions is not None for prediction in predictions)
    sets = any(prediction.labels is not None for prediction in predictions)
    what = top, regions, sets, any(found.p_value is not None for found in predictions)
    return _columns(*what), [_cells(found, *what) for found in predictions]


def as_plain(predictions, top: int = 0) -> list[dict]:
    """A dict for each; with scores of all classes, or of the best."""
    return [
        {
            "path": p.path,
            "label": p.label,
            **({} if p.labels is None else {"set": p.labels}),
            **{name: getattr(p, name) for name in _NUMBERS},
            **({} if p.p_value is None else {name: getattr(p, name) for name in _UNUSUAL}),
            **({} if p.n_regions is None else {"regions": p.n_regions}),
            "scores": dict(_best(p, top or len(p.scores))) if p.scores else None,
            "reason": p.reason,
        }
        for p in predictions
    ]


class CsvRows:
    """Lines of a CSV file; of files, with the number of their ``regions`` that answered.

    With ``sets`` there is a set of labels for every image; ``alone`` is a model of one class.
    """

    def __init__(self, top: int, regions: bool = False, sets: bool = False, alone: bool = False):
        self.top, self._what = top, (top, regions, sets, alone)
        self.opening = csv_line(_columns(*self._what))

    def row(self, prediction) -> str:
        """The line of a prediction."""
        return csv_line(_cells(prediction, *self._what))

    def known(self, line: str) -> tuple[str, str | None] | None:
        """Path and reason in a line; None if it is torn."""
        if not line.endswith("\n") or line.count('"') % 2:
            return None
        cells = next(csv.reader([line]))
        whole = len(cells) == len(_columns(*self._what))
        return (cells[0], cells[-1] or None) if whole else None

    def finish(self, part: str, out: str) -> None:
        """Make a finished part the file itself."""
        os.replace(part, out)


class JsonRows:
    """Lines that become an array of JSON."""

    opening = ""

    def __init__(self, top: int, ascii_only: bool = False):
        self.top = top
        self.ascii_only = ascii_only

    def row(self, prediction) -> str:
        """The line of a prediction."""
        (item,) = as_plain([prediction], self.top)
        return json_text(item, self.ascii_only, indent=None) + "\n"

    def known(self, line: str) -> tuple[str, str | None] | None:
        """Path and reason in a line; None if it is torn."""
        try:
            item = json.loads(line)
            return (item["path"], item["reason"]) if line.endswith("\n") else None
        except (ValueError, KeyError, TypeError):
            return None

    def finish(self, part: str, out: str) -> None:
        """Make an array of the lines."""
        from .._writing import written_whole

        with written_whole(out, is_result=True) as partial, open(part, encoding="utf-8") as lines:
            with open(partial, "w", encoding="utf-8", newline="") as file:
                file.writelines(as_array(lines))
        os.remove(part)


def as_array(lines):
    """The text of an array, a line for each item."""
    before = "["
    for line in lines:
        yield f"{before}\n{line.removesuffix(chr(10))}"
        before = ","
    yield "\n]\n" if before == "," else "[]\n"


def _columns(top: int, regions: bool, sets: bool, alone: bool) -> list[str]:
    ranks = range(1, top + 1)
    best = [name for rank in ranks for name in (f"class_{rank}", f"score_{rank}")]
    named = ["path", "label", *["set"] * sets, *_names(alone)]
    return [*named, *best, *["regions"] * regions, "reason"]


def _names(alone: bool) -> tuple[str, ...]:
    return _UNUSUAL if alone else _NUMBERS


def _cells(p, top: int, regions: bool, sets: bool, alone: bool) -> list:
    n_regions = [p.n_regions] if regions else []
    named = [_set_words(p.labels)] if sets else []
    numbers = [*_numbers(p, alone), *_best_cells(p, top)]
    return [p.path, p.label, *named, *numbers, *n_regions, p.reason]


def _set_words(labels) -> str | None:
    """The set of an image; a dash where it is empty, and nothing where there is none."""
    return None if labels is None else ";".join(labels) or "-"


def _numbers(prediction, alone: bool) -> list:
    return [_rounded(getattr(prediction, name)) for name in _names(alone)]


def _best(prediction, top: int) -> list[tuple[str, float]]:
    return sorted((prediction.scores or {}).items(), key=lambda pair: -pair[1])[:top]


def _best_cells(prediction, top: int) -> list:
    pairs = _best(prediction, top)
    cells = [cell for name, score in pairs for cell in (name, _rounded(score))]
    return cells + [None] * (2 * top - len(cells))


def _rounded(number) -> str | None:
    return None if number is None else f"{number:.4g}"
