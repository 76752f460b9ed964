"""The REFORMS checklist: what a run knows of each of its 32 items.

The items, in our own short words, are those of S. Kapoor et al., "REFORMS: consensus-based
recommendations for machine-learning-based science", Science Advances 10(18), 2024.
"""

from collections.abc import Callable
from typing import NamedTuple

from .._figure_text import figure_text
from ..evaluation import record_of
from .leakage import groups_sentence
from .sections.how import intervals_sentence
from .sections.methods import (
    classifier_sentence,
    data_sentence,
    features_sentence,
    fitted_apart,
    tested_on,
)
from .sentences import dummy_words, is_finding, protocol, shown_figures
from .wording import megabytes

CITATION = (
    'S. Kapoor et al., "REFORMS: consensus-based recommendations for machine-learning-based '
    'science", Science Advances 10(18), eadk3452, 2024.'
)


class Item(NamedTuple):
    """One item.

    ``known`` gives what the run knows of it, or None; ``open`` is what only the author knows.
    """

    number: str
    asks: str
    known: Callable[[dict], str | None] | None = None
    open: str | None = None


def _data(s: dict) -> str:
    return f"{data_sentence(s)} SHA-256 of the images and labels: {s['data']['sha256']}."


def _code(s: dict) -> str:
    return f"classic_cls {s['versions'].get('classic_cls', '')}; all versions are on this page."


def _computer(s: dict) -> str:
    found = s.get("resources") or {}
    memory = found.get("peak_memory_bytes")
    text = f"{s['cpu']}; {s['seconds']['total']:,.0f} seconds in all"
    return f"{text}, up to {megabytes(memory)} of memory." if memory else f"{text}."


def _command(s: dict) -> str | None:
    return f"{s['command']}" if s["command"] else None


def _outcome(s: dict) -> str:
    kind = "any of the labels" if s["task"] == "multilabel" else "one of the classes"
    names = ", ".join(s["class_names"])
    positive = f" Positive class: {s['positive']}." if s["positive"] else ""
    return f"Each image has {kind} {names}.{positive}"


def _frequencies(s: dict) -> str:
    n = s["n_images"]
    shares = [f"{name} {of:,} ({figure_text(of / n)})" for name, of in s["class_counts"].items()]
    return f"{n:,} images: {', '.join(shares)}."


def _missing(s: dict) -> str:
    n, unknown = len(s["rejected"]), sum(r.get("unknown") or 0 for r in s["cv"]["per_class"])
    of = n + s["n_images"]
    text = f"{n:,} of {of:,} files were unusable ({figure_text(n / of)})"
    return f"{text}; {unknown:,} labels are unknown." if unknown else f"{text}."


def _left_out(s: dict) -> str:
    reasons = {item.get("reason_without_names", item["reason"]) for item in s["rejected"]}
    said = f": {'; '.join(sorted(reasons)[:5])}" if reasons else ""
    return f"{len(s['rejected']):,} files were set aside{said}."


def _damaged(s: dict) -> str:
    n = sum(map(is_finding, s["notes"]))
    found = f" The audit made {n} remark{'s' if n > 1 else ''}, see there." if n else ""
    return f"Files that cannot be read are set aside and named with their reason.{found}"


def _transformed(s: dict) -> str:
    scaled = s["reading_range"]
    text = f" Pixel values {scaled[0]} to {scaled[1]} became 0 to 255." if scaled else ""
    return f"{features_sentence(s)}{text} The whole pipeline is on this page."


def _models(s: dict) -> str:
    return f"{classifier_sentence(s)} All steps and parameters are under Pipeline."


def _evaluated(s: dict) -> str:
    return f"{protocol(s)[0].upper()}{protocol(s)[1:]}. {tested_on(s)}"


def _tuned(s: dict) -> str | None:
    found = s.get("tuning")
    return None if not found else f"{found['sentence'][0].upper()}{found['sentence'][1:]}."


def _chosen(s: dict) -> str:
    return _tuned(s) or "This run trained one pipeline, and chose nothing by its figures."


def _parameters(s: dict) -> str:
    return _tuned(s) or "This run searched for none; all values are under Pipeline."


def _baseline(s: dict) -> str | None:
    name = s["headline"]
    dummy = s["dummy"].get(name)
    if dummy is None:
        return None
    record = record_of(name, s["task"])
    words = dummy_words(s["task"])
    return f"{words[0].upper()}{words[1:]}: {record.title} {record.text(dummy)}."


def _apart(s: dict) -> str:
    return f"{fitted_apart(s)} What is computed once is computed of each image by itself."


def _inputs(s: dict) -> str:
    columns = s["settings"].get("tabular")
    seen = f"pixels and the columns {', '.join(columns)}" if columns else "pixels alone"
    return f"The model sees {seen}, no names of files, dates or folders."


def _measures(s: dict) -> str:
    titles = [record_of(name, s["task"]).title for name in shown_figures(s)]
    return f"{', '.join(titles)}; first {record_of(s['headline'], s['task']).title}."


def _doubt(s: dict) -> str:
    method = s["cv"][s["headline"]]["interval_method"]
    text = f"95% intervals; of the main figure: {method}. " if method else ""
    return text + intervals_sentence(s)


def _tests(s: dict) -> str | None:
    told = s.get("tabular") or {}
    return f"{told['interval_method']}." if told.get("interval_method") else None


_WHOLE_SOFTWARE = "a link or DOI to the exact version of your own code"

MODULES: dict[str, tuple[Item, ...]] = {
    "Study goals": (
        Item("1a", "population that the claim is about", open="which images the claim is about"),
        Item("1b", "why this population", open="why these"),
        Item("1c", "why machine learning", open="what it is for"),
    ),
    "Computational reproducibility": (
        Item("2a", "the data, so that they can be found", _data, "a link or DOI to the data"),
        Item("2b", "the code and its version", _code, _WHOLE_SOFTWARE),
        Item("2c", "the computers", _computer),
        Item("2d", "instructions to run it again", _command, "a README with your data"),
        Item("2e", "a script for all results", _command, "what else your paper reports"),
    ),
    "Data quality": (
        Item("3a", "sources of images and labels", open="who took and labelled them, and when"),
        Item("3b", "what the sample was drawn from", open="how these images were selected"),
        Item("3c", "why the data suit the task", open="why"),
        Item("3d", "what is predicted", _outcome, "how a person tells the classes apart"),
        Item("3e", "sizes and frequencies", _frequencies),
        Item("3f", "missing data", _missing),
        Item("3g", "whether the sample stands for the population", open="how far it does"),
    ),
    "Data preprocessing": (
        Item("4a", "what was left out", _left_out, "what was left out before, and why"),
        Item("4b", "impossible or damaged samples", _damaged),
        Item("4c", "from raw data to the model's input", _transformed, "what came before"),
    ),
    "Modelling": (
        Item("5a", "all models trained", _models, "others that were tried"),
        Item("5b", "why these kinds of models", open="why"),
        Item("5c", "how they were evaluated", _evaluated),
        Item("5d", "how the model was chosen", _chosen, "whether others were looked at first"),
        Item("5e", "hyperparameters", _parameters, "whether some were set by hand, on which data"),
        Item("5f", "baselines", _baseline, "what else it is to be compared with"),
    ),
    "Data leakage": (
        Item("6a", "test images took no part in training", _apart),
        Item("6b", "what belongs together was kept together", groups_sentence),
        Item("6c", "inputs are legitimate", _inputs, "whether pixels tell what they should not"),
    ),
    "Metrics and uncertainty": (
        Item("7a", "measures", _measures, "why the first suits the task"),
        Item("7b", "uncertainty", _doubt),
        Item("7c", "statistical tests", _tests, "tests that your paper makes, and why these"),
    ),
    "Generalizability and limitations": (
        Item("8a", "evidence from elsewhere", open="figures on images of another source"),
        Item("8b", "where it should not be expected to hold", open="where not"),
    ),
}  # fmt: skip


def filled_in(summary: dict) -> list[dict]:
    """The modules with their items; ``state`` is "known", "partly" or "open"."""
    return [
        {"title": title, "number": number, "items": [_filled(item, summary) for item in items]}
        for number, (title, items) in enumerate(MODULES.items(), 1)
    ]


def _filled(item: Item, summary: dict) -> dict:
    known = None if item.known is None else item.known(summary)
    state = "open" if known is None else "partly" if item.open else "known"
    return {
        "number": item.number, "asks": item.asks, "known": known, "open": item.open, "state": state,
    }  # fmt: skip
