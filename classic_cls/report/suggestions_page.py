"""What to label next, as one HTML page that needs no network and no scripts."""

import numpy as np

from .. import __version__
from ..reading import ImageReadError, read_image
from .html import page_environment
from .plain import encodable
from .thumbnails import THUMBNAIL_SIDE, data_address

_MOST_SUGGESTED, _MOST_OF_CLASS, _MOST_CLASSES = 48, 8, 30


def render_suggestions(found, *, name: str, reading: dict) -> str:
    """A whole HTML document of what `suggest` gave, with the images read as the model reads."""
    shown = found.suggested[:_MOST_SUGGESTED]
    classes = _classes(found)
    page = page_environment().get_template("suggestions.html").render(
        name=name, version=__version__, n_images=len(found.predictions), notes=found.notes,
        n_suggested=len(found.suggested), n_left=len(found.suggested) - len(shown),
        suggested=[
            {**_figure(one.source, one.prediction, reading), "rank": one.rank, "like": one.like}
            for one in shown
        ],
        classes=[
            (label, n, [_figure(found.sources[i], found.predictions[i], reading) for i in rows])
            for label, n, rows in classes[:_MOST_CLASSES]
        ],
        n_classes_left=max(0, len(classes) - _MOST_CLASSES),
    )  # fmt: skip
    return encodable(page)


def _classes(found) -> list[tuple]:
    """Every predicted class, how many images it has, and some from the surest to the least sure."""
    of_class: dict[str, list[int]] = {}
    for row, one in enumerate(found.predictions):
        of_class.setdefault(one.label or "no label", []).append(row)
    return [(label, len(rows), _spread(found, rows)) for label, rows in sorted(of_class.items())]


def _spread(found, rows: list[int]) -> list[int]:
    rows = sorted(rows, key=lambda row: -found.predictions[row].margin)
    places = np.linspace(0, len(rows) - 1, min(len(rows), _MOST_OF_CLASS)).round().astype(int)
    return [rows[place] for place in places]


def _figure(source, prediction, reading: dict) -> dict:
    return {
        "picture": _picture(source, reading),
        "path": prediction.path,
        "label": prediction.label or "no label",
        "margin": f"{prediction.margin:.3g}",
        "like": "",
    }


def _picture(source, reading: dict) -> str | None:
    try:
        return data_address(read_image(source, **reading, min_size=THUMBNAIL_SIDE))
    except ImageReadError:
        return None
