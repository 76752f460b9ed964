"""An aim and its answer in words; misses are told before false alarms."""

from .._figure_text import figure_text
from .._validation import shortened
from .figures.table import record_of

# How the table of several recalls came about.
AT_RECALL = "thresholds chosen in every fold on parts of its training images, counts out of fold"


def aim_lines(result, threshold: float | None = None) -> list[str]:
    """What came of an aim, then the misses and false alarms of any result with a positive class.

    ``threshold`` is that of the fitted model.
    """
    lines = [] if result.aim is None else [_answer(result, threshold)]
    return lines if result.counts is None else [*lines, mistakes_line(result)]


def at_recall_line(aim) -> str:
    """The false alarms at several recalls, in one line."""
    rows = (
        f"{row.false_alarms:,} ({figure_text(row.false_alarm_rate)}) at {100 * row.recall:g}%"
        for row in aim.at_recall
    )
    return f"false alarms by recall aimed at: {', '.join(rows)}; {AT_RECALL}"


def _answer(result, threshold) -> str:
    aim, estimate = result.aim, result.figures[result.aim.figure]
    record = record_of(aim.figure)
    word, said = record.aim or aim.figure, record.with_interval(estimate)
    text = f"aim {aim.aim} of {_name(aim.positive)}: {word} {said}"
    if aim.figure != "sensitivity":
        recall = result.figures["sensitivity"]
        text += f"; recall {record_of('sensitivity').with_interval(recall)}"
    low, high = (f"{value:.3g}" for value in aim.thresholds)
    folds = f"{low} to {high} in the folds" if low != high else f"{low} in the folds"
    return text + "; threshold " + (folds if threshold is None else f"{threshold:.3g} ({folds})")


def mistakes_line(result) -> str:
    """The misses, then the false alarms, of a result with a positive class."""
    counts, positive = result.counts, result.positive
    other = next(name for name in result.class_names if name != positive)
    n_present, n_absent = counts["tp"] + counts["fn"], counts["tn"] + counts["fp"]
    rate = f" ({figure_text(counts['fp'] / n_absent)})" if n_absent else ""
    again = f", over {result.n_repeats} repeats" if result.n_repeats > 1 else ""
    missed = f"missed: {counts['fn']:,} of {n_present:,} {_name(positive)}; " if n_present else ""
    return f"{missed}false alarms: {counts['fp']:,} of {n_absent:,} {_name(other)}{rate}{again}"


def _name(name: str) -> str:
    return f"'{shortened(name)}'"
