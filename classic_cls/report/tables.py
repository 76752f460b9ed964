"""The tables of the report: rows of text and places, ready to be laid out."""

from ..evaluation.figures.table import LOWER_IS_BETTER
from .wording import figure, interval_text, is_share, metric_words

__all__ = [
    "bar",
    "figure_rows",
    "shade",
    "shortened",
    "shown_metrics",
]

_MAIN = frozenset(
    "accuracy subset_accuracy balanced_accuracy hamming_loss f1_macro f1_micro f1_samples "
    "sensitivity specificity precision f1 mean_cost roc_auc average_precision "
    "mean_average_precision".split()
)


def shortened(name: str, length: int) -> str:
    """A name without its middle: names of classes often differ at the end only.

    Examples
    --------
    >>> shortened("Quercus_robur_leaf_01", 12)
    'Quercu…af_01'
    """
    if len(name) <= length:
        return name
    head, tail = length // 2, (length - 1) // 2
    return f"{name[:head]}\N{HORIZONTAL ELLIPSIS}{name[len(name) - tail :]}"


def figure_rows(summary: dict) -> list[dict]:
    """One row of text for each figure, the headline first.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    list of dict
        ``title``, ``meaning``, ``is_main``, ``falls`` (lower is better), ``value``,
        ``spread``, ``interval``, ``train``, ``dummy``, ``test`` and ``test_interval``. The
        micro averages of single labels, which are the accuracy under other names, are left
        out.
    """
    return [_figure_row(summary, name) for name in shown_metrics(summary)]


def shown_metrics(summary: dict) -> list[str]:
    """Names of the figures to show: no micro averages of single labels, save as the headline."""
    names = summary["cv"]["metrics"]
    if summary["task"] == "multilabel":
        return names
    return [n for n in names if not n.endswith("_micro") or n == summary["headline"]]


def _figure_row(summary: dict, name: str) -> dict:
    estimate, share = summary["cv"][name], is_share(name)
    words = metric_words(name, summary["task"])
    test = summary["test"]
    tested = test["intervals"].get(name, {"interval": None})
    return {
        "title": words.title,
        "meaning": words.meaning,
        "is_main": name in _MAIN or name == summary["headline"],
        "falls": name in LOWER_IS_BETTER,
        "value": figure(estimate["value"], share),
        "spread": figure(estimate["std"], share, unit="") if estimate["std"] else None,
        "interval": interval_text(estimate["interval"], share),
        "train": figure(estimate["train"], share),
        "dummy": figure(summary["dummy"].get(name), share),
        "test": figure(test[name], share),
        "test_interval": interval_text(tested["interval"], share),
    }


def bar(value: float, interval) -> dict[str, float]:
    """Places of a figure and its interval on a scale of 100.

    Examples
    --------
    >>> bar(0.9, [0.85, 0.95])
    {'low': 85.0, 'width': 10.0, 'at': 90.0}
    """
    low, high = interval
    places = {"low": low, "width": high - low, "at": value}
    return {name: round(100 * place, 2) for name, place in places.items()}


def shade(share: float, hit: bool) -> float:
    """How dark a cell is: misses are few where a model is good, so the root makes them visible."""
    return 0.08 + 0.92 * (share if hit else share**0.5)
