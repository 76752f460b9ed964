"""What an update of a model gained and lost, as one HTML page without network and scripts."""

from .. import __version__
from ..evaluation import record_of
from .html import page_environment
from .plain import encodable

_WIDTH, _ROW = 240, 26


def render_update(update: dict, *, name: str, task: str, parts: dict[str, str]) -> str:
    """A whole HTML document of `Update.plain`; ``parts`` has the words for parts of the test.

    It names no file of the data.
    """
    shown = _shown(update)
    headline = next((part["headline"] for part in shown.values()), None)
    record = None if headline is None else record_of(headline, task)
    page = page_environment().get_template("update.html").render(
        s=update, name=name, version=__version__, title=record and record.title,
        kind="labels" if task == "multilabel" else "classes",
        sentence=_sentence(update, shown),
        rows=[_row(parts[key], part, key.endswith("before")) for key, part in shown.items()],
        plot=_plot(parts, shown) if record is not None and record.from_0_to_1 else None,
        lineage=[_ancestor(one) for one in update["lineage"]],
        new=set(update["new_classes"]),
    )  # fmt: skip
    return encodable(page)


def _shown(update: dict) -> dict:
    """The parts that say something by themselves: new images are new classes where all are."""
    parts = dict(update["parts"])
    both = [parts.get(name) for name in ("new_images", "new_classes")]
    if all(both) and both[0]["figures"]["n_images"] == both[1]["figures"]["n_images"]:
        del parts["new_images"]
    return parts


def _estimate(part: dict) -> dict:
    return part["figures"][part["headline"]]


def _sentence(update: dict, shown: dict) -> str:
    """What it means: how well the new is known, and what became of the old."""
    said = []
    new = shown.get("new_classes") or shown.get("new_images")
    if new is not None:
        what = "new classes" if "new_classes" in shown else "new images"
        said.append(f"Of the {what} {_in_words(new)}")
    for after, before in (("old_classes", "old_classes_before"), ("old_test", "old_test_before")):
        if after in shown and before in shown:
            said.append(_change(shown[after], shown[before]))
            break
    if not said:
        return "Too few images were there to test anything."
    text = "; ".join(said)
    return f"{text[0].upper()}{text[1:]}."


def _in_words(part: dict) -> str:
    record = record_of(part["headline"])
    return record.clause.format(record.text(_estimate(part)["value"]))


def _change(after: dict, before: dict) -> str:
    record = record_of(after["headline"])
    now, then = (_estimate(part)["value"] for part in (after, before))
    way = "gained" if (now < then) == record.lower_is_better else "lost"
    values = f"{record.text(then)} before, {record.text(now)} after"
    if abs(now - then) < 0.0005:
        return f"the old classes kept their {record.title.lower()} ({values})"
    points = record.points(abs(now - then))
    return f"the old classes {way} {points} of {record.title.lower()} ({values})"


def _row(words: str, part: dict, before: bool) -> dict:
    record, found = record_of(part["headline"]), _estimate(part)
    return {
        "words": words,
        "n": part["figures"]["n_images"],
        "value": record.text(found["value"]),
        "interval": record.limits(found.get("interval")),
        "before": before,
    }


def _plot(parts: dict, shown: dict) -> dict:
    """A row for each part: the figure, and its interval as a line."""
    rows = []
    for i, (key, part) in enumerate(shown.items()):
        found = _estimate(part)
        low, high = found.get("interval") or (found["value"], found["value"])
        places = {name: _right(value) for name, value in (("low", low), ("high", high))}
        rows.append({
            "words": parts[key], "down": _ROW * i + _ROW // 2, "at": _right(found["value"]),
            "before": key.endswith("before"), **places,
        })  # fmt: skip
    ticks = [{"text": f"{25 * i}%", "right": _right(i / 4)} for i in range(5)]
    return {"height": _ROW * len(rows), "rows": rows, "ticks": ticks}


def _right(value: float) -> float:
    return round(_WIDTH * min(max(value, 0.0), 1.0), 1)


def _ancestor(one: dict) -> dict:
    return {
        "file": one.get("file") or "a model in memory",
        "created": one.get("created"),
        "n_images": one.get("n_images"),
        "n_classes": len(one["class_names"]),
        "n_new": one["n_new"],
        "way": one["way"],
        "sha256": (one.get("sha256") or "")[:12],
    }
