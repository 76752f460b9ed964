"""Figures of a result, as tables."""

from .._figure_text import figure_text, interval_text
from .console import say, show_table

_N_LOWEST = 5
_FEW = 8


def show_figures(result, test=None, title="test", threshold: float | None = None) -> None:
    """Print the headline in words, then the figures that matter, those of a test beside them.

    The answer of an aim goes first; ``title`` is what the test images are called, and
    ``threshold`` that of the fitted model.
    """
    from ..evaluation import aim_lines, mistakes_line

    say()
    first, *others = [*aim_lines(result, threshold), _headline(result)]
    if result.aim is None:
        first, others = _headline(result), aim_lines(result)
    say(first, style="bold green")
    for line in others:
        say(line)
    if test is not None and test.counts is not None:
        say(f"{'test images' if title == 'test' else title} {mistakes_line(test)}")
    say(_origin(result))
    _say_of_sources(result)
    if test is not None and test.of_sources is not None:
        _say_of_sources(test, "test images" if title == "test" else title)
    say_positive(result, threshold)
    _say_calibration(result)
    for line in _leak_lines(result):
        say(line)
    names = result.front_page()
    columns = {"figure": names, "value": [value_text(result.figures, n) for n in names]}
    columns["95% interval"] = [limits_text(name, result.figures.get(name)) for name in names]
    if _is_cv(result):
        columns["training"] = [value_text(result.train, name) for name in names]
        columns["dummy"] = [value_text(result.dummy, name) for name in names]
    if test is not None:
        columns[title] = [value_text(test.figures, name) for name in names]
        columns[f"{title} 95%"] = [limits_text(name, test.figures.get(name)) for name in names]
    rows = list(zip(*columns.values(), strict=True))
    show_table(list(columns), rows, right=set(columns) - {"figure"}, bold=[0])
    if result.aim is not None:
        _show_at_recall(result.aim)


def _say_calibration(result) -> None:
    """Print whether probabilities mean what they say, where there are any."""
    from ..evaluation import record_of

    if result.predictions.score_kind == "predict_proba":
        estimate = result.figures.get("calibration_error")
        error = ""
        if estimate is not None:
            error = f" (calibration error {record_of('calibration_error').with_interval(estimate)})"
        say(f"probabilities: {result.calibration().sentence}{error}")


def _say_of_sources(result, of: str | None = None) -> None:
    """Print the headline of source images, where the images are regions of these."""
    from ..evaluation import sources_line

    if result.of_sources is not None:
        say(f"{of}, {sources_line(result)}" if of else sources_line(result))


def _show_at_recall(aim) -> None:
    """Print what other recalls would cost."""
    from ..evaluation import AT_RECALL

    say()
    columns = ["recall aimed at", "recall", "missed", "false alarms", "of negatives", "thresholds"]
    rows = [
        [
            f"{100 * row.recall:g}%",
            figure_text(row.reached),
            f"{row.missed:,}",
            f"{row.false_alarms:,}",
            figure_text(row.false_alarm_rate),
            " to ".join(dict.fromkeys(f"{value:.3g}" for value in row.thresholds)),
        ]
        for row in aim.at_recall
    ]
    show_table(columns, rows, right=columns)
    say(AT_RECALL)


def show_lowest_classes(result) -> None:
    """Print the classes with the lowest F1, of those that tested images have."""
    classes = result.classes
    tested = [i for i, n in enumerate(classes["support"]) if n]
    order = sorted(tested, key=lambda i: classes["f1"][i])
    if len(order) > _FEW:
        order = order[:_N_LOWEST]
    say()
    rows = [
        [
            result.class_names[i],
            *(figure_text(classes[name][i]) for name in ("precision", "recall", "f1")),
            interval_text((classes["f1_low"][i], classes["f1_high"][i])),
            f"{classes['support'][i]:,}",
        ]
        for i in order
    ]
    title = "class" if len(order) == len(tested) else f"lowest of {len(tested)}"
    title = title.replace("class", "label") if result.task == "multilabel" else title
    columns = [title, "precision", "recall", "F1", "95% interval", "images"]
    show_table(columns, rows, right=columns[1:])


def show_breakdowns(breakdowns: dict, of: str | None = None) -> None:
    """Print the figures of every value of the columns that were asked for.

    ``of`` says what images these are, where there are others too.
    """
    from ..evaluation import record_of

    for column, breakdown in breakdowns.items():
        say()
        record = record_of(breakdown.headline)
        triples = zip(breakdown.values, breakdown.n_images, breakdown.estimates, strict=True)
        rows = [
            [
                value or "(none)",
                f"{n:,}",
                None if estimate is None else record.text(estimate.value),
                limits_text(breakdown.headline, estimate),
            ]
            for value, n, estimate in triples
        ]
        columns = [column, of or "images", breakdown.headline, "95% interval"]
        show_table(columns, rows, right=columns[1:])
        if breakdown.verdict:
            say(breakdown.verdict)


def show_importance(found) -> None:
    """Print how much worse the figure is with every family of features shuffled, or left out."""
    if found is None:
        return
    from ..evaluation import HOW_TO_READ_IMPORTANCE

    say()
    say(f"features: {found.sentence}", style="bold")
    rows = [
        [
            row.name,
            f"{row.n_columns:,}",
            found.cell(row.shuffled),
            "cannot be" if row.left_out is None else found.cell(row.left_out),
        ]
        for row in found.families
    ]
    worse = f"{found.figure} worse by{found.unit}"
    columns = ["features", "columns", f"shuffled: {worse}", "left out"]
    show_table(columns, rows, right=columns[1:])
    say(HOW_TO_READ_IMPORTANCE)


def _headline(result) -> str:
    from ..evaluation import record_of

    told = record_of(result.headline).with_interval(result.figures[result.headline])
    text = f"{result.headline} {told}"
    dummy = value_text(result.dummy, result.headline) if _is_cv(result) else None
    what = "labels" if result.predictions.multilabel else "class"
    return text + (f"; always the most frequent {what}: {dummy}" if dummy else "")


def _origin(result) -> str:
    images = f"{result.n_images:,} images"
    return f"{result.protocol_words}, {images}" if _is_cv(result) else images


def say_positive(result, threshold: float | None = None) -> None:
    """Print which class a binary result is about, from which score on, or how to name it."""
    if result.task != "binary":
        return
    if result.positive is not None:
        since = "" if threshold is None else f", from a score of {threshold:.3g} on"
        say(f"positive class: {result.positive}{since}")
    elif _is_cv(result):
        say("no positive class: name one with --positive, for sensitivity and specificity")


def _leak_lines(result) -> list[str]:
    """What near-duplicates on both sides of the splits would have done."""
    random = getattr(result, "random_split", None)
    if random is None:
        return []
    from ..evaluation import record_of

    name, record = result.headline, record_of(result.headline)
    apart = record.text(result.figures[name].value)
    about = f"{record.at_best} " if result.random_split_is_bound else ""
    return [f"random split {about}{record.text(random[name].value)}, leak-free split {apart}"]


def _is_cv(result) -> bool:
    return hasattr(result, "dummy")


def value_text(estimates, name: str) -> str | None:
    """The value of a figure; None if it is not known."""
    from ..evaluation import record_of

    return record_of(name).text(estimates[name].value) if name in estimates else None


def limits_text(name: str, estimate) -> str | None:
    """``low to high`` of a figure; None if there is no interval."""
    from ..evaluation import record_of

    known = estimate is not None and estimate.interval is not None
    return record_of(name).limits(estimate.interval) if known else None
