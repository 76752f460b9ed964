"""The report: one HTML page that needs no network and no scripts."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .._validation import shortened
from .plain import encodable
from .sections import SECTIONS


def pictures_of(training) -> dict:
    """The images that the sections show, by key of the section."""
    return {section.key: section.pictures(training) for section in SECTIONS}


def render_report(summary: dict, pictures: dict | None = None) -> str:
    """A whole HTML document; without ``pictures`` (`pictures_of`) it names no file."""
    environment = page_environment()
    parts = rendered(environment, SECTIONS, summary, pictures)
    page = environment.get_template("report.html")
    whole = page.render(s=summary, parts=parts)
    return encodable(whole)


def rendered(environment, sections, summary: dict, pictures: dict | None) -> list[Markup]:
    """What sections have to show of a summary."""
    parts = (_rendered(environment, section, summary, pictures) for section in sections)
    return [part for part in parts if part is not None]


def _rendered(environment, section, summary: dict, pictures: dict | None) -> Markup | None:
    context = section.show(summary, None if pictures is None else pictures.get(section.key, ()))
    if context is None:
        return None
    kind = "labels" if summary["task"] == "multilabel" else "classes"
    template = environment.get_template(section.template.name)
    told = {"kind": kind, "evaluated": "evaluation" in summary}
    return Markup(template.render(s=summary, **told, **context))


def page_environment() -> Environment:
    """Finds the templates of this room; everything is escaped, and a misspelt name is an error."""
    folders = [Path(__file__).parent, *(section.template.parent for section in SECTIONS)]
    environment = Environment(
        loader=FileSystemLoader(list(dict.fromkeys(folders))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(short=shortened, soft=soft, count="{:,}".format)
    return environment


def soft(name: str) -> Markup:
    """A name, escaped, that may break after its marks: browsers do not break at ``_``.

    >>> str(soft("<b>_1"))
    '&lt;b&gt;_<wbr>1'
    """
    return Markup("<wbr>").join(re.split(r"(?<=[_./-])", name))
