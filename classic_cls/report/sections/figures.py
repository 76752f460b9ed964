"""All figures in tables."""

from .. import sentences, tables
from ..estimates import interval_of, value_of
from ..section import Section

__all__ = ["Figures"]


class Figures(Section):
    """A row for every figure: value, interval, test part, training images and dummy."""

    key = "figures"

    def summarize(self, training) -> dict:
        """Figures of cross-validation, test part and dummy.

        ``cv``: ``metrics`` (names, the headline first) and under each of these ``value``,
        ``std``, ``interval``, ``interval_method``, ``folds`` and ``train``; ``overfitting_gap``.
        ``dummy``: under each name that of always answering the most frequent class.
        ``test``: figures by name, None without a test part; ``intervals``, of each
        ``interval`` and ``interval_method``; ``n_images``; ``split`` ("official", "held out" or
        None).
        """
        cv, names = training.cv, training.cv.metric_names
        return {
            "cv": {
                "metrics": names,
                **{name: _cross_validated(cv, name) for name in names},
                "overfitting_gap": cv.overfitting_gap,
            },
            "dummy": {name: value_of(cv.dummy, name) for name in names},
            "test": _tested(training, names),
        }

    def show(self, summary, pictures) -> dict:
        """Rows of the main figures and of the further ones, and what the columns are."""
        rows = tables.figure_rows(summary)
        return {
            "main": [row for row in rows if row["is_main"]],
            "further": [row for row in rows if not row["is_main"]],
            "test_part": sentences.test_part(summary),
            "dummy_words": sentences.dummy_words(summary["task"]),
            "gap": sentences.gap_sentence(summary),
        }


def _cross_validated(cv, name: str) -> dict:
    estimate = cv.metrics[name]
    return {
        "value": estimate.value,
        "std": estimate.std,
        **interval_of(estimate),
        "folds": [fold.test.get(name) for fold in cv.fold_results],
        "train": value_of(cv.train, name),
    }


def _tested(training, names) -> dict:
    found = {} if training.test is None else training.test.metrics
    return {
        **{name: value_of(found, name) for name in names},
        "intervals": {name: interval_of(found[name]) for name in names if name in found},
        "n_images": 0 if training.test is None else training.test.n_images,
        "split": training.test_split,
    }
