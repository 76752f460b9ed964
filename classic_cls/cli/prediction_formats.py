"""Predictions as a table, CSV or JSON."""

import csv
import io
import json

# What there is beside a label: columns of tables, and keys of JSON.
_NUMBERS = ("probability", "margin", "threshold")


def table_of(predictions, top: int = 0) -> tuple[list[str], list[list]]:
    """Columns and rows: path, label, probability, margin, threshold, the best classes, reason.

    Parameters
    ----------
    predictions : sequence of Prediction
    top : int
        How many of the best classes to give, with their scores.

    Returns
    -------
    columns : list of str
    rows : list of list
        None where there is no value.
    """
    n_classes = max((len(p.scores) for p in predictions if p.scores), default=0)
    top = min(top, n_classes)
    columns = ["path", "label", *_NUMBERS]
    for rank in range(1, top + 1):
        columns += [f"class_{rank}", f"score_{rank}"]
    rows = [
        [p.path, p.label, *_numbers(p), *_best_cells(p, top), p.reason]
        for p in predictions
    ]
    return [*columns, "reason"], rows


def as_csv(predictions, top: int = 0) -> str:
    """Text of a CSV file."""
    columns, rows = table_of(predictions, top)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue()


def as_json(predictions, top: int = 0, ascii_only: bool = False) -> str:
    """Text of a JSON file."""
    return json.dumps(as_plain(predictions, top), indent=1, ensure_ascii=ascii_only) + "\n"


def as_plain(predictions, top: int = 0) -> list[dict]:
    """A dict for each; with scores of all classes, or of the best."""
    return [
        {
            "path": p.path,
            "label": p.label,
            **{name: getattr(p, name) for name in _NUMBERS},
            "scores": dict(_best(p, top or len(p.scores))) if p.scores else None,
            "reason": p.reason,
        }
        for p in predictions
    ]


def _numbers(prediction) -> list:
    return [_rounded(getattr(prediction, name)) for name in _NUMBERS]


def _best(prediction, top: int) -> list[tuple[str, float]]:
    return sorted((prediction.scores or {}).items(), key=lambda pair: -pair[1])[:top]


def _best_cells(prediction, top: int) -> list:
    pairs = _best(prediction, top)
    cells = [cell for name, score in pairs for cell in (name, _rounded(score))]
    return cells + [None] * (2 * top - len(cells))


def _rounded(number) -> str | None:
    return None if number is None else f"{number:.4g}"
