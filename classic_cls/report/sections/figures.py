"""All figures in tables."""

from ..._figure_text import figure_text, interval_text, points_text
from ...evaluation import front_page, record_of
from ..estimates import interval_of, value_of
from ..section import Section
from ..sentences import dummy_words, shown_figures, test_part


class Figures(Section):
    """A row for every figure: value, interval, test part, training images and dummy."""

    key = "figures"
    of_results = True

    def summarize(self, training) -> dict:
        """Figures of cross-validation, test part and dummy.

        ``cv``: ``metrics`` (names, the headline first) and under each of these ``value``,
        ``std``, ``interval``, ``interval_method``, ``folds`` and ``train``, None where not
        defined; ``overfitting_gap``.
        ``dummy``: under each name that of always answering the most frequent class.
        ``test``: figures by name, None without a test part; ``intervals``, of each
        ``interval`` and ``interval_method``; ``n_images``; ``split`` ("official", "held out" or
        None).
        """
        cv, names = training.cv, [*training.cv.figure_names, *training.cv.undefined]
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
        names, headline, task = shown_figures(summary), summary["headline"], summary["task"]
        front = front_page(names, headline, task, summary["positive"])
        return {
            "main": [_row(summary, name) for name in names if name in front],
            "further": [_row(summary, name) for name in names if name not in front],
            "test_part": test_part(summary),
            "dummy_words": dummy_words(task),
            "gap": _gap(summary),
        }


def _cross_validated(cv, name: str) -> dict:
    estimate = cv.figures.get(name)
    return {
        "value": value_of(cv.figures, name),
        "std": None if estimate is None else estimate.std,
        **interval_of(estimate),
        "folds": [fold.get(f"test_{name}") for fold in cv.fold_rows],
        "train": value_of(cv.train, name),
    }


def _tested(training, names) -> dict:
    found = {} if training.test is None else training.test.figures
    return {
        **{name: value_of(found, name) for name in names},
        "intervals": {name: interval_of(found[name]) for name in names if name in found},
        "n_images": 0 if training.test is None else training.test.n_images,
        "split": training.test_split,
    }


def _row(summary: dict, name: str) -> dict:
    estimate, record = summary["cv"][name], record_of(name, summary["task"])
    share = record.percent
    test = summary["test"]
    tested = test["intervals"].get(name, {"interval": None})
    return {
        "title": record.title,
        "meaning": record.meaning,
        "falls": record.lower_is_better,
        "value": figure_text(estimate["value"], share),
        "spread": figure_text(estimate["std"], share, unit="") if estimate["std"] else None,
        "interval": interval_text(estimate["interval"], share),
        "train": figure_text(estimate["train"], share),
        "dummy": figure_text(summary["dummy"].get(name), share),
        "test": figure_text(test[name], share),
        "test_interval": interval_text(tested["interval"], share),
    }


def _gap(summary: dict) -> str | None:
    """How much better the model is on the images it was fitted on."""
    name, gap = summary["headline"], summary["cv"]["overfitting_gap"]
    if gap is None:
        return None
    share = record_of(name).percent
    train = figure_text(summary["cv"][name]["train"], share)
    size = points_text(abs(gap), share)
    return f"On the images it was fitted on, the model reaches {train}: a gap of {size}."
