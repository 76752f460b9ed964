"""Explanations of answers, as one HTML page that needs no network and no scripts."""

import base64
from pathlib import Path

from .. import __version__
from .html import page_environment
from .plain import encodable


def render_explanations(shown: list[dict], *, name: str, notes=(), mean: bool = False) -> str:
    """A whole HTML document of pictures with a sentence each.

    ``shown`` has the ``file`` of a PNG, its ``title`` and ``says``; ``mean`` is whether pictures
    are of classes, not images.
    """
    pictures = [{**one, "address": _address(one["file"])} for one in shown]
    template = page_environment().get_template("explanations.html")
    page = template.render(
        name=name, version=__version__, pictures=pictures, notes=list(notes), mean=mean
    )
    return encodable(page)


def _address(file: Path) -> str:
    return f"data:image/png;base64,{base64.b64encode(Path(file).read_bytes()).decode('ascii')}"
