"""A leaderboard as one HTML page that needs no network and no scripts."""

import math

from .. import __version__
from .._figure_text import figure_text, interval_text, number_text
from ..evaluation import record_of
from .html import page_environment
from .plain import encodable
from .sentences import dummy_words

_WIDTH, _ROW, _MINUS = 240, 26, "\N{MINUS SIGN}"
_MOST_DRAWN = 40


def render_comparison(found: dict, *, name: str) -> str:
    """A whole HTML document of `Comparison.plain`; it names no file of the data."""
    record = record_of(found["headline"], found["task"])
    rows = [_row(entry, found, record) for entry in found["entries"]]
    page = page_environment().get_template("comparison.html").render(
        s=found, name=name, version=__version__, title=record.title, meaning=record.meaning,
        falls=record.lower_is_better, rows=rows, dummy=_dummy(found, record),
        sentence=_sentence(found, record), seconds=_seconds(found),
        leads=[row for row in rows if row["lead"]],
        scores=_plot([_drawn(entry) for entry in found["entries"]], *_scale(found, record)),
        differences=_plot(*_differences(found, record)),
        n_left=max(0, len(rows) - _MOST_DRAWN),
    )  # fmt: skip
    return encodable(page)


def _sentence(found: dict, record) -> str:
    """Who is best, by how much that can be trusted, and what a person may conclude."""
    best, share = found["best"], record.percent
    n = sum(not entry["given"] for entry in found["entries"])
    if n < 2:
        return f"{best} is the only pipeline."
    alike = found["not_distinguishable"]
    if not alike:
        text = f"{best} is better than every other pipeline, more than chance explains"
    else:
        text = (
            f"{best} is first, but {len(alike)} of {n - 1} others may be as good, as chance "
            "explains the difference: of these take the simplest, or the fastest"
        )
    corrected = found["corrected"]
    if corrected is None:
        return text + "."
    measured = next(e["measured"] for e in found["entries"] if e["name"] == best)
    return (
        f"{text}. As the best of {n} it looks better than it is: {figure_text(measured, share)} as "
        f"measured, {figure_text(corrected['value'], share)} corrected for the choice."
    )


def _dummy(found: dict, record) -> dict | None:
    if found["dummy"] is None:
        return None
    words = dummy_words(found["task"])
    return {"value": record.text(found["dummy"]), "words": words}


def _row(entry: dict, found: dict, record) -> dict:
    share, lead = record.percent, entry["lead"]
    seconds, each = entry["fit_seconds"], entry["predict_seconds_per_image"]
    return {
        "name": entry["name"], "parts": _parts(entry),
        "given": entry["given"], "best": entry["name"] == found["best"],
        "value": figure_text(entry["value"], share),
        "interval": interval_text(entry["interval"], share),
        "train": figure_text(entry["train"], share),
        "fit": None if seconds is None else f"{seconds:.2f} s",
        "each": None if each is None else f"{1000 * each:.3f} ms",
        "lead": lead and {
            "difference": _signed(lead["difference"], share),
            "interval": interval_text(lead["interval"], share).replace("-", _MINUS),
            "p": "<0.001" if lead["p_value"] < 0.001 else f"{lead['p_value']:.3f}",
            "told": lead["told"],
            "words": _lead_words(lead, entry, found["best"]),
        },
    }  # fmt: skip


def _parts(entry: dict) -> str:
    """What an entry is made of, where its name does not say so."""
    parts = f"{entry['features']} / {entry['classifier']}"
    return "" if entry["given"] or parts == entry["name"] else parts


def _lead_words(lead: dict, entry: dict, best: str) -> str:
    if not lead["told"]:
        return "may be chance"
    return f"{best if lead['difference'] > 0 else entry['name']} is better"


def _signed(value: float, share: bool) -> str:
    return number_text(value, share, "+").replace("-", _MINUS)


def _seconds(found: dict) -> str:
    total = found["seconds"].get("total", sum(found["seconds"].values()))
    return f"{total:,.0f} s" if total >= 10 else f"{total:.1f} s"


def _drawn(entry: dict) -> dict:
    low, high = entry["interval"] or (entry["value"], entry["value"])
    return {"words": entry["name"], "at": entry["value"], "low": low, "high": high}


def _scale(found: dict, record) -> tuple:
    """From where to where figures are drawn, as text at the ticks, and the dummy's."""
    values = [x for e in found["entries"] for x in (*(e["interval"] or ()), e["value"])]
    if found["dummy"] is not None:
        values.append(found["dummy"])
    low, high = min(values), max(values)
    if record.from_0_to_1:
        low, high = 0.0 if low < 0.4 else 0.1 * int(10 * low), 1.0
    return low, high, record.percent, found["dummy"]


def _differences(found: dict, record) -> tuple:
    """The best less every other one, as far as it is ahead."""
    leads = [(e["name"], e["lead"]) for e in found["entries"] if e["lead"]]
    rows = [
        {"words": name, "at": x["difference"], "low": x["interval"][0], "high": x["interval"][1]}
        for name, x in leads
    ]
    ends = [value for row in rows for value in (row["low"], row["high"], 0.0)]
    return rows, min(ends, default=0.0), max(ends, default=1.0), record.percent, 0.0


def _plot(rows: list, low: float, high: float, share: bool, line: float | None) -> dict | None:
    """Places: a row for each, values from left to right, a line at one of them."""
    rows = rows[:_MOST_DRAWN]
    if not rows or high <= low:
        return None
    step = _step(high - low)
    low, high = step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)

    def right(value):
        return round(_WIDTH * (min(max(value, low), high) - low) / (high - low), 1)

    ticks = [low + step * i for i in range(round((high - low) / step) + 1)]
    return {
        "height": _ROW * len(rows),
        "line": None if line is None else right(line),
        "ticks": [{"right": right(t), "text": _tick(t, step, share)} for t in ticks],
        "rows": [
            {"words": row["words"], "down": _ROW * i + _ROW // 2}
            | {name: right(row[name]) for name in ("at", "low", "high")}
            for i, row in enumerate(rows)
        ],
    }


def _step(width: float) -> float:
    """A round distance between ticks, four to eight of them.

    >>> _step(1.0), _step(0.49)
    (0.2, 0.1)
    """
    size = 10.0 ** math.floor(math.log10(width / 4))
    return next(k * size for k in (1, 2, 2.5, 5, 10) if width / (k * size) <= 6)


def _tick(value: float, step: float, share: bool) -> str:
    text = f"{100 * round(value / step) * step:.3g}%" if share else f"{value:.3g}"
    return text.replace("-", _MINUS)
