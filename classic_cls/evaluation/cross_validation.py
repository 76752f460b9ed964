"""Cross-validation of any classifier."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sklearn.utils import indexable

from .._remedies import parameter, remedy
from .._typing import Data
from .._validation import check_sequence, checked_groups, checked_labels
from .aim_answer import aim_answer, smallness_note
from .aimed import about, agreed_positive
from .assembly import (
    fold_rows,
    limits_of_folds,
    out_of_fold,
    scorer_estimates,
    training_estimates,
    training_notes,
)
from .by_source import by_source
from .cross_validation_result import CrossValidationResult
from .dummy import dummy_figures
from .estimates import FiguresOf
from .figures.table import record_of
from .fold_files import kept_or_run
from .folds import run_folds
from .imbalance import imbalance_notes
from .protocol import Protocol
from .targets import always_defined, checked_targets

_SCORE_METHODS = ["predict_proba", "decision_function"]


def cross_validate(
    estimator: Any,
    X: Data,
    y: Data,
    protocol: Protocol = Protocol(),
    *,
    class_names: Sequence | None = None,
    groups: Data = None,
    paths: Sequence[str] | None = None,
    sources: Data = None,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> CrossValidationResult:
    """Cross-validate any scikit-learn classifier.

    Parameters
    ----------
    estimator : classifier
        Cloned for every fold; never fitted itself.
    X : array, list, sparse matrix, Series or DataFrame of n rows
        What it takes: features, images or their paths, a table with a column of paths (for a
        ``ColumnTransformer``), or the row numbers of a frozen pipeline. Rows count by position.
    y : array-like of shape (n,), or (n, k) of 1, 0 and -1
        Labels (text, whole numbers or bool), or a multilabel indicator, whose classes are the
        columns of a data frame. The estimator is fitted on them as they are; classes are
        reported as text. Unknown labels (-1) count in no figure; the estimator must know what
        to do with them.
    protocol : Protocol
        Folds, figures, positive class, costs and seed.
    class_names : sequence of str, optional
        Order of the classes; by default sorted.
    groups : array-like of shape (n,), optional
        Images of one group are never on both sides of a split.
    paths : sequence of str, optional
        Name of every image, for the tables.
    sources : array-like of shape (n,), optional
        Name of the file that every image is a region of. Figures are then also given per file, by
        the mean scores of its regions (``of_sources``), where these have one label.
    n_jobs : int, optional
        Folds at a time, as in joblib. The result is the same for every number.
    progress : callable, optional
        Called as ``progress(done, total)`` after every fold.

    Returns
    -------
    CrossValidationResult

    Raises
    ------
    ValueError
        If the data cannot be split (see `make_splits`), or a name is unknown.

    Notes
    -----
    Figures that follow from counts are those of all out-of-fold predictions together;
    areas under curves are means over the folds. The accuracy has a Wilson score interval
    of the out-of-fold predictions; all other figures have a bootstrap one, over images or
    whole groups; both are widened for overlapping training sets (`overlap_inflation`). A
    scikit-learn scorer has the corrected resampled t interval. BLAS runs on one thread
    meanwhile, so that folds in parallel do not compete.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.linear_model import LogisticRegression
    >>> X, y = load_iris(return_X_y=True)
    >>> result = cross_validate(LogisticRegression(max_iter=1000), X, y, Protocol(repeats=2))
    >>> result.n_folds, result.confusion.sum().item()
    (5, 300)
    """
    n = check_sequence(X)
    (X,) = indexable(X)  # of sparse matrices one that has rows
    truth, class_names = checked_targets(y, class_names)
    y = checked_labels(y, n) if truth.ndim == 1 else truth
    positive, about_positive = None, ()
    if y.ndim == 1:
        wanted = protocol.positive
        positive, about_positive = agreed_positive([estimator], truth, class_names, wanted)
    headline, scorer = protocol.headline(truth, class_names, positive)  # before the long work
    check_scores(estimator, headline)
    estimator = about(estimator, positive)
    groups = checked_groups(groups, n)
    protocol, notes = protocol.with_folds_of(paths)
    splits, split_notes = protocol.splits(y, groups, class_names)

    started = time.perf_counter()
    options = {"groups": groups, "scorer": scorer, "n_jobs": n_jobs, "progress": progress}
    outcomes = kept_or_run(
        splits, lambda: run_folds(estimator, X, y, splits, class_names, **options)
    )
    seconds = {**_fold_seconds(outcomes), "folds": time.perf_counter() - started}
    known = {"class_names": class_names, "groups": groups, "positive": positive}
    known |= {"costs": protocol.costs, "paths": None if paths is None else tuple(paths)}
    predictions = out_of_fold(outcomes, truth, **known)
    parts = _parts(predictions, outcomes, protocol.seed)
    if headline not in parts["figures"]:
        headline = _defined_headline(headline, protocol, truth)
    notes = (*about_positive, *smallness_note(estimator, predictions), *notes)
    result = CrossValidationResult(
        headline=headline,
        aim=aim_answer(estimator, predictions, outcomes),
        notes=(*notes, *split_notes, *parts.pop("notes")),
        seconds=seconds,
        random_state=protocol.seed,
        protocol=protocol.kind,
        fold_list=None if protocol.folds is None else Path(protocol.folds).name,
        **parts,
    )
    return by_source(result, sources, limits_of_folds(outcomes), protocol.seed)


def check_scores(estimator, headline, name="this classifier") -> None:
    """Say before the long work that a classifier lacks what a figure needs."""
    record = record_of(headline)
    methods = ["predict_proba"] if "probabilities" in record.needs else _SCORE_METHODS
    if record.needs_scores and not any(hasattr(estimator, method) for method in methods):
        raise ValueError(
            f"scoring {headline!r} needs {_said_of(methods)}, which {name} lacks: ask for "
            f"{parameter('probabilities')}, or choose another scoring"
        )


def _said_of(methods) -> str:
    wanted = "probabilities" if len(methods) == 1 else "scores"
    return remedy(" or ".join(methods), wanted)


def _defined_headline(headline, protocol, truth) -> str:
    """Another figure to show first; refused where a person asked for one that is not defined."""
    if protocol.scoring is not None:
        raise ValueError(f"scoring {headline!r} is not defined in any fold: choose another scoring")
    return always_defined(truth)


def _fold_seconds(outcomes) -> dict[str, float]:
    return {
        "fit": sum(outcome.fit_seconds for outcome in outcomes),
        "predict": sum(outcome.predict_seconds for outcome in outcomes),
    }


def _parts(predictions, outcomes, seed) -> dict:
    """The fields of a result that the outcomes of the folds decide."""
    of_all = FiguresOf(predictions)
    figures, classes = of_all.estimates_and_classes(seed)
    rows = fold_rows(of_all, outcomes)
    notes = (*of_all.notes(), *training_notes(outcomes), *imbalance_notes(predictions, figures))
    return {
        "predictions": predictions,
        "figures": figures | scorer_estimates(predictions, outcomes),
        "classes": classes,
        "fold_rows": rows,
        "train": training_estimates(rows),
        "dummy": dummy_figures(predictions),
        "notes": notes,
    }
