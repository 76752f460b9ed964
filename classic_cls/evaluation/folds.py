"""The fold loop: fit, predict and time an estimator on given splits."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from joblib import Parallel, delayed
from joblib.parallel import ThreadingBackend, get_active_backend
from sklearn.base import clone
from sklearn.metrics import get_scorer
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ..models import group_options
from .scores import aligned_scores

__all__ = ["FoldOutcome", "divided", "run_folds"]

# Predicting every training image would cost support vector and neighbour classifiers
# several times what testing costs; this many give the training score within 1%.
MOST_TRAINING_ROWS = 5000


@dataclass(frozen=True)
class FoldOutcome:
    """What one fold gave.

    Attributes
    ----------
    repeat, fold : int
        Numbers from 0.
    test : ndarray of int
        Rows tested.
    predictions : ndarray
        Of the test rows: labels ``(n_test,)``, or indicator ``(n_test, k)``.
    scores : ndarray of shape (n_test, k) or None
        Of the test rows, one column per class.
    score_kind : str or None
        Method that gave the scores.
    training_rows : ndarray of int
        Training rows predicted for the training score.
    training_predictions : ndarray
        Of those rows.
    n_train : int
        Rows fitted.
    fit_seconds, predict_seconds : float
        Time to fit, and to predict the labels of the test rows.
    scorers : dict
        Values of scikit-learn scorers on the test rows.
    """

    repeat: int
    fold: int
    test: np.ndarray
    predictions: np.ndarray
    scores: np.ndarray | None
    score_kind: str | None
    training_rows: np.ndarray
    training_predictions: np.ndarray
    n_train: int
    fit_seconds: float
    predict_seconds: float
    scorers: dict[str, float] = field(default_factory=dict)


def run_folds(
    estimator,
    X,
    y,
    splits,
    class_names,
    *,
    groups=None,
    scorer=None,
    n_jobs=None,
    random_state=0,
    progress=None,
) -> list[FoldOutcome]:
    """Fit a clone of the estimator on every training part and predict the test part.

    Parameters
    ----------
    estimator : estimator
        Any scikit-learn classifier or pipeline; it is cloned, not changed.
    X : array-like of shape (n, ...)
        What the estimator takes; row numbers for a frozen pipeline.
    y : ndarray of shape (n,) or (n, k)
        Labels, or a multilabel indicator.
    splits : list of list of (train, test)
        From `make_splits`.
    class_names : sequence of str
        Columns of the scores.
    groups : ndarray of shape (n,), optional
        Handed to ``fit`` where the classifier asks for them; see `group_options`.
    scorer : str, optional
        Name of a scikit-learn scorer to compute on the test rows as well.
    n_jobs : int, optional
        As in joblib; a backend configured by the user is used, otherwise threads.
    random_state : int or None, default=0
        Seed of the choice of training rows to predict.
    progress : callable, optional
        Called as ``progress(done, total)`` after every fold.

    Returns
    -------
    list of FoldOutcome
        In the order of the splits, whatever ``n_jobs`` is.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.dummy import DummyClassifier
    >>> y = np.array(["a", "a", "b"])
    >>> splits = [[(np.array([0, 1]), np.array([2])), (np.array([0, 2]), np.array([1]))]]
    >>> outcomes = run_folds(DummyClassifier(), np.zeros((3, 1)), y, splits, ["a", "b"])
    >>> [outcome.predictions.tolist() for outcome in outcomes]
    [['a'], ['a']]
    """
    places = [(r, f) for r, folds in enumerate(splits) for f in range(len(folds))]
    options = {"groups": groups, "class_names": class_names, "scorer": scorer}
    options["random_state"] = random_state
    tasks = (
        delayed(_run_fold)(clone(estimator), X, y, place, splits[place[0]][place[1]], **options)
        for place in places
    )
    outcomes = []
    with threadpool_limits(limits=1, user_api="blas"):
        for outcome in _in_parallel(tasks, _safe_n_jobs(estimator, n_jobs)):
            outcomes.append(outcome)
            if progress is not None:
                progress(len(outcomes), len(places))
    return sorted(outcomes, key=lambda outcome: (outcome.repeat, outcome.fold))


def _in_parallel(tasks, n_jobs) -> Iterator[FoldOutcome]:
    """Results as they come, where the backend can give them so."""
    backend, _ = get_active_backend(prefer="threads")
    streams = getattr(backend, "supports_return_generator", False)
    return_as = "generator_unordered" if streams else "list"
    return iter(Parallel(n_jobs=n_jobs, prefer="threads", return_as=return_as)(tasks))


def _safe_n_jobs(estimator, n_jobs):
    """One job where threads would share the random generator inside the library."""
    backend, _ = get_active_backend(prefer="threads")
    parts = [estimator, *estimator.get_params(deep=True).values()]
    if isinstance(backend, ThreadingBackend) and any(map(_draws_from_global_state, parts)):
        return 1
    return n_jobs


def _draws_from_global_state(part) -> bool:
    """Whether a part is solved by liblinear's dual or L1 solvers.

    They draw from one generator per process: two threads would disturb each other,
    and results would differ from run to run in the last digits.
    """
    kind = type(part).__name__
    if kind == "LinearSVC":
        return part.dual is not False or part.penalty == "l1"
    return kind == "LogisticRegression" and part.solver == "liblinear"


@threadpool_limits.wrap(limits=1, user_api="openmp")  # which holds for the calling thread only
def _run_fold(
    estimator, X, y, place, split, *, groups, class_names, scorer, random_state
) -> FoldOutcome:
    train, test = split
    front, estimator = divided(estimator)
    options = group_options(estimator, None if groups is None else groups[train])
    started = time.perf_counter()
    X_train = front.fit_transform(_take(X, train), y[train])
    estimator.fit(X_train, y[train], **options)
    fitted = time.perf_counter()
    X_test = front.transform(_take(X, test))
    predictions = _dense(estimator.predict(X_test))
    predicted = time.perf_counter()
    scores, kind = aligned_scores(estimator, X_test, class_names, multilabel=y.ndim == 2)
    chosen = _some(len(train), random_state)
    return FoldOutcome(
        *place,
        test=test,
        predictions=predictions,
        scores=scores,
        score_kind=kind,
        training_rows=train[chosen],
        training_predictions=_dense(estimator.predict(_take(X_train, chosen))),
        n_train=len(train),
        fit_seconds=fitted - started,
        predict_seconds=predicted - fitted,
        scorers={} if scorer is None else _scored(scorer, estimator, X_test, y[test], place),
    )


def divided(estimator) -> tuple[Pipeline, object]:
    """What describes, so that it runs but once over some rows, and what decides.

    Parameters
    ----------
    estimator : estimator

    Returns
    -------
    front : Pipeline
        All steps but the last; one that does nothing for what is no pipeline.
    last : estimator
    """
    if type(estimator) is not Pipeline or len(estimator.steps) < 2:
        return Pipeline([("rows", "passthrough")]), estimator
    return estimator[:-1], estimator[-1]


def _take(X, rows):
    """Rows of an array, or of a list of images or paths."""
    return [X[row] for row in rows] if isinstance(X, (list, tuple)) else X[rows]


def _dense(predictions) -> np.ndarray:
    if hasattr(predictions, "toarray"):
        predictions = predictions.toarray()
    return np.asarray(predictions)


def _some(n_rows: int, random_state) -> np.ndarray:
    if n_rows <= MOST_TRAINING_ROWS:
        return np.arange(n_rows)
    rng = np.random.default_rng(random_state)
    return np.sort(rng.choice(n_rows, MOST_TRAINING_ROWS, replace=False))


def _scored(name, estimator, X, y, place) -> dict[str, float]:
    try:
        value = float(get_scorer(name)(estimator, X, y))
    except (ValueError, AttributeError, TypeError) as error:
        raise ValueError(
            f"scoring {name!r} failed in fold {place[1] + 1}: {error}; choose another scoring"
        ) from error
    if not np.isfinite(value):
        raise ValueError(
            f"scoring {name!r} is not defined in fold {place[1] + 1}: choose another scoring"
        )
    return {name: value}
