"""An evaluation as one dict and as one page, by the sections of a training that know results."""

import json
from datetime import date
from functools import cached_property
from types import SimpleNamespace

from .. import __version__
from ..evaluation import dummy_figures
from .html import page_environment, rendered
from .plain import encodable, plain
from .sections import SECTIONS
from .summary import SCHEMA, merge
from .thumbnails import opened_once

_SECTIONS = [section for section in SECTIONS if section.of_results]


class _Result:
    """A result, with what only a cross-validation has."""

    overfitting_gap = None

    def __init__(self, result):
        self._result, self.train, self.fold_rows = result, {}, []

    @cached_property
    def dummy(self) -> dict:
        """Figures of the most frequent class as every answer."""
        return dummy_figures(self._result.predictions)

    def __getattr__(self, name: str):
        return getattr(self._result, name)


def as_training(evaluation, model, *, name: str, refs=()):
    """What the sections ask of a training: the evaluated images stand for the cross-validation.

    ``refs`` are those of the images of the result, in their order.
    """
    drift = evaluation.drift
    alarm = () if drift is None or drift.alarm is None else (drift.sentence,)
    return SimpleNamespace(
        cv=_Result(evaluation.result), test=None, test_split=None, refs=refs,
        dataset=SimpleNamespace(name=name), rejected=evaluation.rejected,
        model=SimpleNamespace(
            created=date.today().isoformat(), threshold=model.threshold, pipeline=model.pipeline
        ),
        notes=[*evaluation.notes, *alarm],
        breakdowns=evaluation.breakdowns, test_breakdowns={},
    )  # fmt: skip


def summarize_evaluation(training, command: str | None = None) -> dict:
    """What `as_training` gives as plain values, with the keys of `summarize`.

    What is there under ``cv`` is here under ``evaluation``; there is no ``test``.
    """
    summary: dict = {"schema": SCHEMA, "command": command}
    for section in _SECTIONS:
        merge(summary, plain(section.summarize(training)))
    del summary["test"]
    summary["evaluation"] = summary.pop("cv")
    json.dumps(summary, allow_nan=False)
    return summary


def render_evaluation(summary: dict, training=None) -> str:
    """A whole HTML document; without ``training`` (`as_training`) it names no file."""
    pictures = None
    if training is not None:
        with opened_once():
            pictures = {section.key: section.pictures(training) for section in _SECTIONS}
    environment = page_environment()
    shown = [section for section in _SECTIONS if section.key != "head"]
    page = environment.get_template("evaluation.html").render(
        s=summary, kind="labels" if summary["task"] == "multilabel" else "classes",
        parts=rendered(environment, shown, _as_of_training(summary), pictures),
        version=__version__,
    )  # fmt: skip
    return encodable(page)


def _as_of_training(summary: dict) -> dict:
    """The summary as the sections know it: one part, tested once, and no other test."""
    found = summary["evaluation"]
    nothing = dict.fromkeys([*found["metrics"], "without_duplicates", *found])
    test = nothing | {"intervals": {}, "n_images": 0, "split": None, "breakdowns": {}}
    cv = {**found, "repeats": 1, "n_splits": 1}
    unknown = dict.fromkeys(("near_duplicates", "groups", "thresholds"))
    return {**summary, **unknown, "cv": cv, "test": test}
