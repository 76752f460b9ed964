"""The figure to see first."""

from ..._figure_text import figure_text, interval_text
from ..._validation import shortened
from ...evaluation import AT_RECALL, record_of
from ..leakage import duplicates_found, groups_sentence
from ..section import Section
from ..sentences import dummy_words, is_finding, protocol, test_part
from ..shapes import bar
from ..wording import share_interval_text

# Figures that are shares of the images of a set, as a person would count them.
_OF_A_HUNDRED = {
    "accuracy": "to be labelled correctly",
    "subset_accuracy": "to have all their labels right",
}


class Headline(Section):
    """The main figure, large, beside that of the dummy, and in one sentence."""

    key = "headline"
    of_results = True

    def summarize(self, training) -> dict:
        """The figure to show first, and what came of an aim.

        ``headline``: its name. ``cv``: ``aim``: None, or of the aim about a ``positive`` class the
        ``aim`` as given, the ``figure`` that it is about, the ``threshold`` of the final model,
        the lowest and the highest of the folds (``thresholds``) and, for several recalls aimed at
        in the folds, ``at_recall``: ``recall`` aimed at, ``reached``, ``missed``,
        ``false_alarms``, ``false_alarm_rate`` and ``thresholds``. ``cv``: ``independence``,
        independent images behind each image, in (0, 1]: fewer in groups, and with few folds.
        """
        independence = float(training.cv.predictions.independence)
        cv = {"aim": _aim(training), "independence": independence}
        return {"headline": training.cv.headline, "cv": cv}

    def show(self, summary, pictures) -> dict:
        """The figure as text, as a bar and in sentences."""
        return _values(summary) | {
            "mistakes": _mistakes(summary),
            "at_recall": _at_recall(summary),
            "how_at_recall": AT_RECALL,
            "dummy_words": dummy_words(summary["task"]),
            "meaning": _meaning(summary),
            "sentence": _sentence(summary),
            "warnings": warnings(summary, named=pictures is not None),
            "test_sentence": _test_sentence(summary),
            "flattery": _flattery(summary),
        }


def _aim(training) -> dict | None:
    if training.cv.aim is None:
        return None
    return {**training.cv.aim.plain(), "threshold": training.model.threshold}


def _mistakes(summary: dict) -> str | None:
    """What came of an aim, the misses and then the false alarms."""
    aim, counts = summary["cv"]["aim"], summary["cv"]["counts"]
    if aim is None:
        return None
    other = next(name for name in summary["class_names"] if name != aim["positive"])
    positive, other = shortened(aim["positive"]), shortened(other)
    n_present, n_absent = counts["tp"] + counts["fn"], counts["tn"] + counts["fp"]
    share = figure_text(counts["fp"] / n_absent if n_absent else None)
    again = f", over {summary['cv']['repeats']} repeats" if summary["cv"]["repeats"] > 1 else ""
    return (
        f"Aim {aim['aim']} of {positive}: {counts['fn']:,} of {n_present:,} missed; "
        f"{counts['fp']:,} of {n_absent:,} {other} are false alarms ({share}){again}; the final "
        f"model decides at {aim['threshold']:.3g}."
    )


def _at_recall(summary: dict) -> list[dict] | None:
    """What several recalls would cost, as text, the misses first."""
    if summary["cv"]["aim"] is None:
        return None
    counts = summary["cv"]["counts"]
    a_count = summary["cv"].get("independence", 1.0) / summary["cv"]["repeats"]
    n_present, n_absent = (
        a_count * (counts[one] + counts[other]) for one, other in (("tp", "fn"), ("fp", "tn"))
    )
    return [
        {
            "recall": figure_text(row["recall"]),
            "reached": figure_text(row["reached"]),
            "reached_interval": share_interval_text(row["reached"], n_present),
            "missed": f"{row['missed']:,}",
            "false_alarms": f"{row['false_alarms']:,}",
            "rate": figure_text(row["false_alarm_rate"]),
            "rate_interval": share_interval_text(row["false_alarm_rate"], n_absent),
            "thresholds": " to ".join(dict.fromkeys(f"{v:.3g}" for v in row["thresholds"])),
        }
        for row in summary["cv"]["aim"]["at_recall"]
    ]


def _meaning(summary: dict) -> str | None:
    """A share of images as a number out of a hundred, with that of the dummy beside it."""
    name = summary["headline"]
    estimate, dummy = corrected(summary, name), summary["dummy"].get(name)
    if name not in _OF_A_HUNDRED or estimate["interval"] is None or dummy is None:
        return None
    (low, high), what = (round(100 * limit) for limit in estimate["interval"]), _OF_A_HUNDRED[name]
    many = f"about {round(100 * estimate['value'])}"
    between = f" (between {low} and {high})" if low != high else ""
    return (
        f"In the long run, of 100 new images like these {many} are expected {what}{between}; "
        f"{dummy_words(summary['task'])} manages about {round(100 * dummy)}."
    )


def warnings(summary: dict, named: bool = True) -> list[str]:
    """What takes worth from the figures, the worst first; the only things in yellow."""
    copies, groups = summary["near_duplicates"], summary["groups"]
    found = [_leak(summary), verdict(summary)]
    if groups is not None and groups["n_divided"]:
        found.append(groups_sentence(summary))
    elif copies is not None and copies["n_divided"]:
        found.append(duplicates_found(summary))
    notes = summary["notes" if named else "notes_without_names"]
    found += [f"{note[0].upper()}{note[1:]}." for note in notes if is_finding(note)]
    return [text for text in found if text]


def corrected(summary: dict, name: str) -> dict:
    """A figure of the cross-validation; where the model was chosen by it, corrected for that."""
    tuning = summary.get("tuning") or {}
    found = tuning.get("corrected") if tuning.get("figure") == name else None
    return found or summary["cv"][name]


def _values(summary: dict) -> dict:
    aim = summary["cv"]["aim"]
    name = summary["headline"] if aim is None else aim["figure"]
    estimate, dummy = corrected(summary, name), summary["dummy"].get(name)
    record, interval = record_of(name, summary["task"]), estimate["interval"]
    share, has_scale = record.percent, record.from_0_to_1
    return {
        "title": record.title,
        "value": figure_text(estimate["value"], share),
        "interval": interval_text(interval, share) if interval else None,
        "dummy": None if dummy is None else figure_text(dummy, share),
        "bar": bar(estimate["value"], interval) if has_scale and interval else None,
        "ends": ("0%", "100%") if share else ("0", "1"),
        "dummy_at": None if dummy is None or not has_scale else round(100 * dummy, 2),
    }


def _sentence(summary: dict) -> str:
    """The most important figure in one sentence."""
    name, task = summary["headline"], summary["task"]
    estimate, record = corrected(summary, name), record_of(name, task)
    share = record.percent
    said = record.clause.format(figure_text(estimate["value"], share))
    details = []
    if estimate is not summary["cv"][name]:
        measured = figure_text(summary["cv"][name]["value"], share)
        details.append(f"corrected for the choice among several; as measured {measured}")
    if estimate["interval"] is not None:
        details.append(f"95% interval {interval_text(estimate['interval'], share)}")
    if summary["dummy"].get(name) is not None:
        details.append(f"{dummy_words(task)}: {figure_text(summary['dummy'][name], share)}")
    behind = f" ({'; '.join(details)})" if details else ""
    return f"{said} in {protocol(summary)}{behind}."


def verdict(summary: dict) -> str | None:
    """What to say where the figure is no better than the dummy's; None where it is."""
    name, task = summary["headline"], summary["task"]
    interval, dummy = summary["cv"][name]["interval"], summary["dummy"].get(name)
    if interval is None or dummy is None:
        return None
    if interval[0] <= dummy <= interval[1]:
        guess = dummy_words(task) if task == "multilabel" else "guessing the most frequent class"
        return f"Not distinguishable from {guess}."
    worse = interval[0] > dummy if record_of(name).lower_is_better else interval[1] < dummy
    return f"Worse than {dummy_words(task)}." if worse else None


def _test_sentence(summary: dict) -> str | None:
    """The headline figure on the test part; None where there is none."""
    test, name = summary["test"], summary["headline"]
    if not test["n_images"] or test[name] is None:
        return None
    record = record_of(name, summary["task"])
    share, title = record.percent, record.title
    interval = interval_text(test["intervals"][name]["interval"], share)
    alone, n = test["without_duplicates"], test["n_images"]
    seen = "which the model never saw" if alone is None else (
        f"of which {n - alone['n_images']:,} have a near-duplicate among those learned from"
    )
    unseen = ""
    if name in (alone or ()):
        unseen = f"; without these {figure_text(alone[name]['value'], share)}"
    return (
        f"{title} on the {test_part(summary)} of {n:,} images, {seen}: "
        f"{figure_text(test[name], share)} (95% interval {interval}){unseen}."
    )


def _leak(summary: dict) -> str | None:
    """What makes the test worthless: that nine in ten, or more, were learned from."""
    test = summary["test"]
    n, alone = test["n_images"], test["without_duplicates"]
    if not alone or alone["n_images"] > 0.1 * n:
        return None
    so_many = f"{n - alone['n_images']:,} of {n:,}" if alone["n_images"] else f"All {n:,}"
    return (
        f"{so_many} test images have a near-duplicate among the images learned from: the figures "
        "of the test say nothing about new images."
    )


def _flattery(summary: dict) -> str | None:
    """What a random split would have shown, where near-duplicates matter."""
    name, found = summary["headline"], summary["near_duplicates"]
    random = found and found["random_split"] and found["random_split"].get(name)
    if not random:
        return None
    record = record_of(name)
    share, apart = record.percent, summary["cv"][name]["value"]
    is_bound = found["random_split_is_bound"]
    about = f"{record.at_best} " if is_bound else ""
    how = "; were all answers about these right, it would be so much" if is_bound else ""
    return (
        f"Random split {about}{figure_text(random['value'], share)}, leak-free split "
        f"{figure_text(apart, share)}: a random split puts near-duplicates on both sides, so it "
        f"tests images that were learned from{how}."
    )
