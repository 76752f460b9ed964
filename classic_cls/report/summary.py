"""A training as one dict of plain values: the content of ``result.json``."""

import json
import re

import numpy as np

from .copies import n_divided, near_duplicates_part
from .machine import cpu_text
from .notes import notes_part
from .plain import plain, short_command
from .result_parts import (
    breakdowns_part,
    cross_validation_part,
    prediction_part,
    value_and_interval,
    value_of,
)

__all__ = ["SCHEMA", "summarize"]

SCHEMA = 2
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
            2; a higher number means that a key changed its meaning.
        ``name``, ``created``, ``task``, ``class_names``, ``class_counts``, ``positive``
            The data set, the date, and what is to be told apart; of several labels the
            counts are of images known to have them.
        ``costs``
            None, or a list of ``truth``, ``prediction`` and ``cost``.
        ``n_images``
            Images used, for training and test.
        ``headline``
            Name of the figure to show first.
        ``cv``
            ``protocol`` ("k-fold", "leave-one-group-out", "random splits", "fold list" or
            "given folds"), ``folds`` (of each repeat), ``repeats``, ``n_splits`` (in all),
            ``n_images``, ``n_untested``, ``test_share`` (tested of the images of a split),
            ``metrics`` (names, the headline first);
            under each of these names ``value``, ``std``, ``interval``, ``interval_method``,
            ``folds`` and ``train``; ``overfitting_gap``; ``confusion`` (true classes in
            rows, summed over repeats; None for multilabel), ``counts`` (``tp``, ``fp``,
            ``tn``, ``fn``, or None without a positive class); ``per_class``, a list of
            ``name``, ``precision``, ``recall``, ``f1``, ``f1_interval``, ``support``,
            ``prevalence`` and, where known, ``average_precision`` and ``unknown`` (images);
            ``curves``: ``roc`` and ``precision_recall``, as far as there are scores, of
            ``points`` (at most 200, to be joined), ``area``, ``chance``,
            ``operating_point`` and ``class_areas``; ``breakdowns``: by column ``overall``
            and ``values``, a list of ``name``, ``n_images``, ``value`` (of the headline),
            ``interval``, ``interval_method`` and ``figures``.
        ``dummy``
            Under the names of the figures those of always answering the most frequent
            class.
        ``test``
            Figures by name, ``intervals``, ``n_images``, ``split`` ("official", "held out"
            or None); ``confusion``, ``counts``, ``per_class``, ``curves``, ``breakdowns``
            as above; figures are None where there is no test. ``without_duplicates``:
            None, or ``n_images`` and the figures of the test images of which no
            near-duplicate was learned from.
        ``rejected``
            List of ``path`` and ``reason``.
        ``groups``
            None, or the number ``n`` of declared groups, ``n_divided``, how many stand on
            both sides of a split, and, if known, the ``rule`` they were made by.
        ``near_duplicates``
            None where nobody looked. ``n_images`` that share a group with another,
            ``n_groups``, ``n_divided`` as above, ``applied``, whether they were kept
            together; ``n_pairs``, ``n_different_labels`` and (at most 500, those with
            different labels first) ``pairs`` of ``path_a``, ``path_b``, ``distance`` and
            ``same_label``; ``notes``; ``random_split``: None, or the figures had they been
            divided at random, which those of ``cv`` are to be compared with.
        ``thresholds``
            None, or of learned decision thresholds the ``aim`` (None for costs), their
            ``values`` by label, whether each ``reached`` the aim, and ``score_kind``.
        ``notes``, ``notes_without_names``
            What a person should be told; the latter are cut before the first file name.
        ``command``, ``seed``, ``data`` (``name``, ``sha256``), ``seconds``, ``versions``,
        ``cpu``, ``settings`` (what the pipeline is made of, and how it was validated),
        ``options`` (of the command line, as typed), ``n_features``, ``reading_range``,
        ``n_clipped``, ``pipeline``
            How it was made.

    Examples
    --------
    >>> summary = summarize(training)                                   # doctest: +SKIP
    >>> summary["cv"]["accuracy"]["interval"]                           # doctest: +SKIP
    [0.918, 0.942]
    """
    model, cv = training.model, training.cv
    summary = {
        "schema": SCHEMA,
        "name": training.dataset.name,
        "created": model.created,
        **_task(training),
        "headline": cv.headline,
        "cv": _cross_validation(training),
        "dummy": {name: value_of(cv.dummy, name) for name in cv.metric_names},
        "test": _test(training),
        **notes_part(training),
        "groups": _groups(training),
        "near_duplicates": _near_duplicates(training),
        "thresholds": _thresholds(training),
        "command": None if command is None else short_command(command),
        "seed": training.random_state,
        "data": {"name": training.dataset.name, "sha256": training.data_sha256},
        "seconds": {stage: round(spent, 3) for stage, spent in training.seconds.items()},
        "versions": model.versions,
        "cpu": cpu_text(),
        "settings": training.settings,
        "options": training.options,
        "n_features": training.n_features,
        "reading_range": model.reading_range,
        "n_clipped": training.n_clipped,
        "pipeline": _ADDRESS.sub("", model.pipeline.__repr__(N_CHAR_MAX=10_000)),
    }
    summary = plain(summary)
    json.dumps(summary, allow_nan=False)
    return summary


def _task(training) -> dict:
    parts = _parts(training)
    return {
        "task": training.cv.task,
        "n_images": sum(part.n_images for part in parts),
        "class_names": training.cv.class_names,
        "class_counts": _class_counts(parts),
        "positive": training.cv.positive,
        "costs": _costs(training.cv.costs),
    }


def _parts(training) -> list:
    return [part for part in (training.cv, training.test) if part is not None]


def _class_counts(parts) -> dict[str, int]:
    names = parts[0].class_names
    targets = np.concatenate([part.y_true for part in parts])
    if targets.ndim == 2:
        return dict(zip(names, (targets == 1).sum(axis=0).tolist(), strict=True))
    found, counts = np.unique(targets, return_counts=True)
    count_of = dict(zip(found.tolist(), counts.tolist(), strict=True))
    return {name: count_of.get(name, 0) for name in names}


def _costs(costs) -> list[dict] | None:
    if costs is None:
        return None
    return [
        {"truth": truth, "prediction": answer, "cost": float(cost)}
        for (truth, answer), cost in dict(costs).items()
    ]


def _cross_validation(training) -> dict:
    return {
        "protocol": training.cv.protocol,
        **cross_validation_part(training.cv),
        "breakdowns": breakdowns_part(training.breakdowns),
    }


def _test(training) -> dict:
    test, unseen = training.test, training.test_without_duplicates
    names = training.cv.metric_names
    metrics = {} if test is None else test.metrics
    nothing = dict.fromkeys(("confusion", "counts", "per_class", "curves"))
    return {
        **{name: value_of(metrics, name) for name in names},
        "n_images": 0 if test is None else test.n_images,
        "split": training.test_split,
        "intervals": {name: _interval_of(metrics[name]) for name in names if name in metrics},
        **(nothing if test is None else prediction_part(test)),
        "without_duplicates": None if unseen is None else {
            "n_images": unseen.n_images,
            **{name: value_and_interval(found) for name, found in unseen.metrics.items()},
        },
        "breakdowns": breakdowns_part(training.test_breakdowns),
    }


def _interval_of(estimate) -> dict:
    found = value_and_interval(estimate)
    del found["value"]
    return found


def _near_duplicates(training) -> dict | None:
    part = near_duplicates_part(training)
    random_split = training.cv.random_split
    if part is None:
        return None
    return part | {
        "random_split": random_split
        and {name: value_and_interval(found) for name, found in random_split.items()}
    }


def _groups(training) -> dict | None:
    """The declared groups of the images used; near-duplicates are told of elsewhere."""
    dataset = training.dataset
    if dataset.groups is None:
        return None
    group_of = dict(zip(dataset.relative_paths(), dataset.groups.tolist(), strict=True))
    learned, *tested = ([group_of[path] for path in part.paths] for part in _parts(training))
    found = {"n": len(set(learned).union(*tested))}
    found["n_divided"] = n_divided(training.cv.folds, np.array(learned))
    rule = training.settings.get("group_by")
    return found if rule is None else found | {"rule": rule}


def _thresholds(training) -> dict | None:
    """What the fitted model decides at, where that was learned."""
    step = training.model.pipeline[-1]
    while step is not None and not hasattr(step, "thresholds_"):
        step = getattr(step, "estimator_", None)
    if step is None:
        return None
    cv = training.cv
    several = cv.task == "multilabel"
    names = cv.class_names if several else [step.positive_]
    return {
        "aim": None if step.costs is not None else step.aim,
        "values": dict(zip(map(str, names), step.thresholds_.tolist(), strict=True)),
        "reached": dict(zip(map(str, names), step.reached_.tolist(), strict=True)),
        "score_kind": cv.score_kind,
    }
