"""Where two results differ."""

import csv
import io
import json
from collections.abc import Iterator
from math import isclose

# What differs from run to run, or tells of the machine.
VOLATILE = {"created", "seconds", "resources", "versions", "cpu", "command"}
VOLATILE_COLUMNS = {
    "fit_seconds", "predict_seconds_per_image", "memory_bytes", "model_bytes",
}
# Another processor, or version of a library, adds in another order, which scores show most.
TOLERANCE = 1e-6
TOLERANCE_OF_SCORES = 2e-4
SCORES = ("score_", "probability", "margin", "threshold", "brier", "log_loss")


def parse(name: str, text: str):
    """What a file holds, but what is volatile: of a table, a list of rows."""
    if name.endswith(".json"):
        return {key: value for key, value in json.loads(text).items() if key not in VOLATILE}
    return [
        {key: _cell(value) for key, value in row.items() if key not in VOLATILE_COLUMNS}
        for row in csv.DictReader(io.StringIO(text))
    ]


def _cell(text: str):
    try:
        return float(text)
    except ValueError:
        return text


def differences(expected, found, path: str = "") -> Iterator[str]:
    """A sentence for every value that is not as expected; keys may have been added."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            place = f"{path}.{key}" if path else key
            if key in VOLATILE_COLUMNS:
                continue
            if key in found:
                yield from differences(value, found[key], place)
            else:
                yield f"{place}: expected {_short(value)}, is missing"
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{path}: expected {len(expected)} items, got {len(found)}"
        for number, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, f"{path}[{number}]")
    elif not _equal(expected, found, path):
        yield f"{path}: expected {_short(expected)}, got {_short(found)}"


def _equal(expected, found, path: str) -> bool:
    numbers = [type(value) in (int, float) for value in (expected, found)]
    if not all(numbers) or type(expected) is type(found) is int:
        return type(expected) is type(found) and expected == found
    tolerance = TOLERANCE_OF_SCORES if any(name in path for name in SCORES) else TOLERANCE
    return isclose(expected, found, rel_tol=tolerance, abs_tol=tolerance)


def _short(value) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}..."


def frozen_text(name: str, text: str) -> str:
    """What is kept of a file: of JSON, a line for every entry of the two upper levels."""
    if not name.endswith(".json"):
        return _table_text(text)
    parts = [f"{json.dumps(key)}: {_lines(value)}" for key, value in parse(name, text).items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value) -> str:
    if not isinstance(value, dict) or not value:
        return _compact(value)
    return "{\n " + ",\n ".join(f"{json.dumps(k)}: {_compact(v)}" for k, v in value.items()) + "}"


def _compact(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _table_text(text: str) -> str:
    rows = list(csv.reader(io.StringIO(text)))
    kept = [i for i, name in enumerate(rows[0]) if name not in VOLATILE_COLUMNS]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([row[i] for i in kept] for row in rows)
    return stream.getvalue()
