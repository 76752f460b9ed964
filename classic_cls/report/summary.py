"""A training as one dict of plain values: the content of ``result.json``."""

import json
import re
import unicodedata

import numpy as np

from .machine import cpu_text
from .plain import plain, printable, relative_text, short_command

__all__ = ["SCHEMA", "summarize"]

SCHEMA = 1
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")


def summarize(training, command: str | None = None) -> dict:
    """Put everything a training found into plain values.

    Parameters
    ----------
    training : Training
        From ``train``.
    command : str, optional
        What a person typed, as `shlex.join` writes it; absolute paths in it are cut to
        their last name.

    Returns
    -------
    dict
        Only dicts, lists, text, finite numbers, booleans and None; paths are relative to
        the data set. Figures are in [0, 1] where their definition says so, intervals are
        ``[low, high]`` at 95%. Keys:

        ``schema``
            1; a higher number means that a key changed its meaning.
        ``name``, ``created``, ``task``, ``class_names``, ``class_counts``, ``positive``
            The data set, the date, and what is to be told apart.
        ``n_images``
            Images used, for training and test.
        ``headline``
            Name of the figure to show first.
        ``cv``
            ``folds``, ``repeats``, ``n_images``, ``metrics`` (names, the headline first);
            under each of these names ``mean``, ``std``, ``pooled``, ``interval``,
            ``interval_method``, ``folds`` and ``train``; ``confusion`` (true classes in
            rows, summed over repeats; None for multilabel), ``per_class`` and
            ``overfitting_gap``.
        ``dummy``
            Under the names of the figures those of always answering the most frequent
            class.
        ``test``
            Figures by name, ``intervals``, ``n_images``, ``split`` ("official", "held out"
            or None), ``confusion``, ``per_class``; figures are None where there is no test.
        ``rejected``
            List of ``path`` and ``reason``.
        ``groups``
            None, or their number ``n`` and, if known, the ``rule`` they were made by.
        ``notes``, ``notes_without_names``
            What a person should be told; the latter are cut before the first file name.
        ``command``, ``seed``, ``data`` (``name``, ``sha256``), ``seconds``, ``versions``,
        ``cpu``, ``settings``, ``n_features``, ``reading_range``, ``n_clipped``, ``pipeline``
            How it was made.

    Examples
    --------
    >>> summary = summarize(training)                                   # doctest: +SKIP
    >>> summary["cv"]["accuracy"]["interval"]                           # doctest: +SKIP
    [0.918, 0.942]
    """
    model = training.model
    summary = {
        "schema": SCHEMA,
        "name": training.dataset.name,
        "created": model.created,
        **_task(training),
        "headline": training.cv.headline,
        "cv": _cross_validation(training.cv),
        "dummy": {name: _mean(training.cv.dummy, name) for name in training.cv.metric_names},
        "test": _test(training),
        **_data_notes(training),
        "groups": _groups(training),
        "command": None if command is None else short_command(command),
        "seed": training.random_state,
        "data": {"name": training.dataset.name, "sha256": training.data_sha256},
        "seconds": {stage: round(spent, 3) for stage, spent in training.seconds.items()},
        "versions": model.versions,
        "cpu": cpu_text(),
        "settings": training.settings,
        "n_features": training.n_features,
        "reading_range": model.reading_range,
        "n_clipped": training.n_clipped,
        "pipeline": _ADDRESS.sub("", model.pipeline.__repr__(N_CHAR_MAX=10_000)),
    }
    summary = plain(summary)
    json.dumps(summary, allow_nan=False)
    return summary


def _task(training) -> dict:
    parts = [part for part in (training.cv, training.test) if part is not None]
    return {
        "task": training.cv.task,
        "n_images": sum(part.n_images for part in parts),
        "class_names": training.cv.class_names,
        "class_counts": _class_counts(parts),
        "positive": training.cv.positive,
    }


def _class_counts(parts) -> dict[str, int]:
    names = parts[0].class_names
    targets = np.concatenate([part.y_true for part in parts])
    if targets.ndim == 2:
        return dict(zip(names, targets.sum(axis=0, dtype=int).tolist(), strict=True))
    found, counts = np.unique(targets, return_counts=True)
    count_of = dict(zip(found.tolist(), counts.tolist(), strict=True))
    return {name: count_of.get(name, 0) for name in names}


def _cross_validation(cv) -> dict:
    return {
        "folds": cv.n_folds,
        "repeats": cv.n_repeats,
        "n_images": cv.n_images,
        "metrics": cv.metric_names,
        **{name: _cross_validated(cv, name) for name in cv.metric_names},
        "confusion": cv.confusion,
        "per_class": _per_class(cv),
        "overfitting_gap": cv.overfitting_gap,
    }


def _cross_validated(cv, name: str) -> dict:
    estimate = cv.metrics[name]
    return {
        "mean": estimate.mean,
        "std": estimate.std,
        "pooled": estimate.pooled,
        **_interval(estimate),
        "folds": [fold.test.get(name) for fold in cv.fold_results],
        "train": _mean(cv.train, name),
    }


def _interval(estimate) -> dict:
    low, high, method = estimate.interval or (None, None, None)
    return {"interval": None if method is None else [low, high], "interval_method": method}


def _mean(estimates: dict, name: str) -> float | None:
    return estimates[name].mean if name in estimates else None


def _per_class(result) -> list[dict]:
    table = result.classes
    return [
        {
            "name": name,
            "precision": table["precision"][i],
            "recall": table["recall"][i],
            "f1": table["f1"][i],
            "f1_interval": [table["f1_low"][i], table["f1_high"][i]],
            "support": table["support"][i],
        }
        for i, name in enumerate(result.class_names)
    ]


def _test(training) -> dict:
    test, names = training.test, training.cv.metric_names
    metrics = {} if test is None else test.metrics
    return {
        **{name: _mean(metrics, name) for name in names},
        "n_images": 0 if test is None else test.n_images,
        "split": None if test is None else training.test_split,
        "intervals": {name: _interval(metrics[name]) for name in names if name in metrics},
        "confusion": None if test is None else test.confusion,
        "per_class": None if test is None else _per_class(test),
    }


def _groups(training) -> dict | None:
    parts = [part for part in (training.cv, training.test) if part is not None]
    if training.cv.groups is None:
        return None
    names = set().union(*(part.groups.tolist() for part in parts if part.groups is not None))
    rule = training.settings.get("group_by")
    return {"n": len(names)} | ({} if rule is None else {"rule": rule})


def _data_notes(training) -> dict:
    root = training.dataset.root
    notes = [relative_text(note, root) for note in training.notes]
    names = {_composed(name) for name in _file_names(training)}
    return {
        "rejected": [
            {"path": item.path, "reason": relative_text(item.reason, root)}
            for item in training.rejected
        ],
        "notes": notes,
        "notes_without_names": [_before_names(_composed(note), names) for note in notes],
    }


def _file_names(training):
    root = training.dataset.root
    for ref in training.dataset.refs:
        yield type(ref)(ref.path).label(root)
        if ref.mask is not None:
            yield type(ref)(ref.mask).label(root)
    for item in training.rejected:
        yield item.path


def _composed(text: str) -> str:
    """Text in the form that notes have; a file system may keep accents apart."""
    return unicodedata.normalize("NFC", printable(text))


def _before_names(note: str, names: set[str]) -> str:
    """What a note says before it names a file: names may say whom an image shows."""
    starts = [_start(note, name) for name in names if name in note]
    starts = [start for start in starts if start is not None]
    return note if not starts else note[: min(starts)].rstrip(" '") + " \N{HORIZONTAL ELLIPSIS}"


def _start(note: str, name: str) -> int | None:
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", note)
    return None if found is None else found.start()
