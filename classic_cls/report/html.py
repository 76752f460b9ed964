"""The report: one HTML page that needs no network and no scripts."""

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..evaluation.figures.table import record_of
from . import confusions, leakage, sentences, tables, wording
from .curves import curve_plots

__all__ = ["render_report"]


def render_report(summary: dict, mistakes=None, pairs=()) -> str:
    """Lay out a summary as a page for a person.

    Parameters
    ----------
    summary : dict
        From `summarize`, or read from ``result.json``.
    mistakes : list of Mistake, optional
        The mistakes to show. None leaves out all pictures and all names of files.
    pairs : list of Pair
        The near-duplicates to show.

    Returns
    -------
    str
        A whole HTML document, to be written in UTF-8. It refers to nothing outside.

    Examples
    --------
    >>> page = render_report(                                           # doctest: +SKIP
    ...     summarize(training), mistakes(training), near_duplicate_pairs(training))
    """
    template = _environment().get_template("report.html")
    return template.render(view_of(summary, mistakes, pairs))


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(short=tables.shortened, soft=soft, count="{:,}".format)
    return environment


def soft(name: str) -> Markup:
    """A name, escaped, that may break after its marks: browsers do not break at ``_``.

    Examples
    --------
    >>> str(soft("<b>_1"))
    '&lt;b&gt;_<wbr>1'
    """
    return Markup("<wbr>").join(re.split(r"(?<=[_./-])", name))


def view_of(summary: dict, mistakes, pairs=()) -> dict:
    """Everything the template shows, as text and places."""
    names = mistakes is not None
    return {
        "s": summary,
        "kind": "labels" if summary["task"] == "multilabel" else "classes",
        "headline": _headline(summary),
        "notes": summary["notes"] if names else summary["notes_without_names"],
        "figures": tables.figure_rows(summary),
        "counts": confusions.counts_table(summary),
        "confusion": confusions.confusion_table(summary),
        "confusions": confusions.frequent_confusions(summary),
        "curves": curve_plots(summary),
        "classes": tables.class_rows(summary),
        "duplicates": leakage.duplicates_sentences(summary),
        "pairs": pairs if names else (),
        "breakdowns": tables.breakdown_tables(summary, names),
        "mistakes": mistakes,
        "rejected": tables.rejected_rows(summary, names),
        "how": _how(summary),
        "settings": {name: _setting(value) for name, value in summary["settings"].items()},
        "seconds": {stage: _seconds(spent) for stage, spent in summary["seconds"].items()},
    }


def _headline(summary: dict) -> dict:
    name, task = summary["headline"], summary["task"]
    estimate, dummy = summary["cv"][name], summary["dummy"].get(name)
    record, interval = record_of(name, task), estimate["interval"]
    share, has_scale = record.percent, record.from_0_to_1
    return {
        "title": record.title,
        "value": wording.figure(estimate["value"], share),
        "interval": wording.interval_text(interval, share) if interval else None,
        "dummy": None if dummy is None else wording.figure(dummy, share),
        "dummy_words": sentences.dummy_words(task),
        "sentence": sentences.headline_sentence(summary),
        "verdict": sentences.verdict(summary),
        "test_sentence": sentences.test_part_sentence(summary),
        "flattery": sentences.flattery_sentence(summary),
        "bar": tables.bar(estimate["value"], interval) if has_scale and interval else None,
        "ends": ("0%", "100%") if share else ("0", "1"),
        "dummy_at": None if dummy is None or not has_scale else round(100 * dummy, 2),
    }


def _how(summary: dict) -> dict:
    """How the figures were obtained: what to know before they are quoted."""
    cv = summary["cv"]
    methods: dict[str, list[str]] = {}
    for name in tables.shown_figures(summary):
        if cv[name]["interval_method"]:
            title = record_of(name, summary["task"]).title
            methods.setdefault(cv[name]["interval_method"], []).append(title)
    return {
        "test_part": sentences.test_part(summary),
        "protocol": sentences.protocol(summary),
        "gap": sentences.gap_sentence(summary),
        "untested": summary["cv"]["n_untested"],
        "groups": leakage.groups_sentence(summary),
        "features": sentences.features_sentence(summary),
        "thresholds": sentences.thresholds_sentence(summary),
        "intervals": sentences.intervals_sentence(summary),
        "methods": methods,
    }


def _setting(value) -> str:
    """A setting as a person would write it."""
    if isinstance(value, dict):
        return ", ".join(f"{name}={_setting(item)}" for name, item in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(_setting, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)


def _seconds(spent: float) -> str:
    return f"{spent:.2f} s" if spent < 10 else f"{spent:,.0f} s"
