"""What an audit found, as one HTML page that needs no network and no scripts."""

from collections.abc import Sequence

from ..audit import Facts, Finding
from ..reading import ImageReadError, read_image
from .html import page_environment
from .plain import encodable
from .thumbnails import THUMBNAIL_SIDE, data_address

MOST_SHOWN = 12
_MOST_FILES = 50


def render_audit(summary: dict, findings: Sequence[Finding], facts: Facts | None) -> str:
    """A whole HTML document of ``Audit.plain()``; without ``facts`` it names no file."""
    shown = [
        {**plain, **_shown(finding, facts)}
        for plain, finding in zip(summary["findings"], findings, strict=True)
    ]
    page = page_environment().get_template("audit.html")
    return encodable(page.render(s=summary, findings=shown, named=facts is not None))


def _shown(finding: Finding, facts: Facts | None) -> dict:
    if facts is None:
        return {"figures_shown": [], "files_shown": [], "n_left": 0, "n_files_left": 0}
    some = finding.flagged[:MOST_SHOWN]
    return {
        "figures_shown": [_figure(item, facts) for item in some],
        "n_left": len(finding.flagged) - len(some),
        "files_shown": finding.others[:_MOST_FILES],
        "n_files_left": max(0, len(finding.others) - _MOST_FILES),
    }


def _figure(item, facts: Facts) -> dict:
    rows = [item.row] if item.other is None else [item.row, item.other]
    return {
        "pictures": [_picture(facts, row) for row in rows],
        "path": facts.names[item.row],
        "detail": item.detail,
        "label": _label(facts, item.row),
    }


def _label(facts: Facts, row: int) -> str:
    dataset = facts.dataset
    if not dataset.multilabel:
        return str(dataset.targets[row])
    return ", ".join(
        name for name, value in zip(dataset.class_names, dataset.targets[row]) if value == 1
    )


def _picture(facts: Facts, row: int) -> str | None:
    """A small copy of an image, read as the audit read it."""
    options = facts.reader.get_params() | {"min_size": THUMBNAIL_SIDE}
    try:
        return data_address(read_image(facts.dataset.refs[row], **options))
    except ImageReadError:
        return None
