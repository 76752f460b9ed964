"""A stress test as one HTML page that needs no network and no scripts."""

from itertools import groupby

from .. import __version__
from .._figure_text import figure_text, interval_text, number_text
from ..evaluation import record_of
from .html import page_environment
from .plain import encodable

_WIDTH, _ROW = 240, 24
_RADII = {"mild": 3, "medium": 4.5, "strong": 6}


def render_stress(stress: dict, *, name: str, task: str) -> str:
    """A whole HTML document of `Stress.plain`; it names no file of the data."""
    record = record_of(stress["figure"], task)
    of_kind = {
        kind: list(rows) for kind, rows in groupby(stress["changes"], key=lambda row: row["kind"])
    }
    kinds = [(kind, of_kind[kind]) for kind in stress["worst_first"]]
    page = page_environment().get_template("stress.html").render(
        s=stress, name=name, version=__version__, title=record.title,
        original=figure_text(stress["original"]), interval=interval_text(stress["interval"]),
        sentence=stress["sentence"][0].upper() + stress["sentence"][1:] + ".",
        kinds=[(kind, [_cell(row) for row in rows]) for kind, rows in kinds],
        plot=_plot(stress, kinds),
    )  # fmt: skip
    return encodable(page)


def _cell(row: dict) -> dict:
    points = number_text(row["difference"], sign="+").replace("-", "\N{MINUS SIGN}")
    limits = interval_text([row["low"], row["high"]]).replace("-", "\N{MINUS SIGN}")
    told = row["p"] < 0.05
    texts = {"value": figure_text(row["value"]), "points": points, "limits": limits, "told": told}
    return {"strength": row["strength"], "setting": row["setting"], **texts}


def _plot(stress: dict, kinds) -> dict:
    """Places: a row for each kind, the figure from left to right."""
    return {
        "height": _ROW * len(kinds),
        "original": _right(stress["original"]),
        "ticks": [{"text": f"{25 * i}", "right": _right(i / 4)} for i in range(5)],
        "rows": [
            {
                "kind": kind,
                "down": _ROW * i + _ROW // 2,
                "points": [(_right(row["value"]), _RADII[row["strength"]]) for row in rows],
            }
            for i, (kind, rows) in enumerate(kinds)
        ],
    }


def _right(value: float) -> float:
    return round(_WIDTH * min(max(value, 0.0), 1.0), 1)
