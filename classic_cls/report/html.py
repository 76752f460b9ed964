"""The report: one HTML page that needs no network, and is whole without scripts."""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .._validation import shortened
from .plain import encodable
from .sections import SECTIONS
from .thumbnails import opened_once

_SCRIPT = Path(__file__).with_name("report.js")
_HEADED = re.compile(r"<section([^>]*)>(\s*)<h2>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class Part:
    """A section as markup, and the ``(id, text)`` of its headings."""

    key: str
    markup: Markup
    headings: list[tuple[str, str]]


def pictures_of(training) -> dict:
    """The images that the sections show, by key of the section."""
    with opened_once():
        return {section.key: section.pictures(training) for section in SECTIONS}


def render_report(summary: dict, pictures: dict | None = None) -> str:
    """A whole HTML document; without ``pictures`` (`pictures_of`) it names no file."""
    environment = page_environment()
    parts = rendered(environment, SECTIONS, summary, pictures)
    page = environment.get_template("report.html")
    contents = [heading for part in parts for heading in part.headings]
    return encodable(page.render(s=summary, parts=parts, contents=contents))


def rendered(environment, sections, summary: dict, pictures: dict | None) -> list[Part]:
    """What sections have to show of a summary."""
    parts = (_rendered(environment, section, summary, pictures) for section in sections)
    return [part for part in parts if part is not None]


def _rendered(environment, section, summary: dict, pictures: dict | None) -> Part | None:
    context = section.show(summary, None if pictures is None else pictures.get(section.key, ()))
    if context is None:
        return None
    kind = "labels" if summary["task"] == "multilabel" else "classes"
    template = environment.get_template(section.template.name)
    told = {"kind": kind, "evaluated": "evaluation" in summary}
    return _with_landmarks(section.key, template.render(s=summary, **told, **context))


def _with_landmarks(key: str, text: str) -> Part:
    """Every ``<section>`` of a part named by its ``<h2>``: a landmark, and a place to go to."""
    headings: list[tuple[str, str]] = []

    def named(found: re.Match) -> str:
        attributes, space, heading = found.groups()
        place = key if not headings else f"{key}-{len(headings) + 1}"
        title = Markup(heading).striptags()  # not escaped any more
        headings.append((place, title))
        label = Markup(' id="{}" aria-label="{}"').format(place, title)
        return f"<section{attributes}{label}>{space}<h2>{heading}</h2>"

    return Part(key, Markup(_HEADED.sub(named, text)), headings)


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
    script = _SCRIPT.read_text(encoding="utf-8")
    environment.globals.update(script=Markup(script), script_digest=_digest(script))
    return environment


def _digest(script: str) -> str:
    """What a content security policy knows a script by."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")


def soft(name: str) -> Markup:
    """A name, escaped, that may break after its marks: browsers do not break at ``_``.

    >>> str(soft("<b>_1"))
    '&lt;b&gt;_<wbr>1'
    """
    return Markup("<wbr>").join(re.split(r"(?<=[_./-])", name))
