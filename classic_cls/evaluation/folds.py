"""The fold loop: fit, predict and time an estimator on given splits."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from joblib import Parallel, delayed
from joblib.parallel import ThreadingBackend, get_active_backend
from sklearn.base import clone
from sklearn.metrics import get_scorer
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ..extraction import Views, learned_bytes, training_views, views_of
from ..models import group_options, take
from .aimed import decided_at, decision_limits
from .mean_of_views import MeanOfViews
from .scores import aligned_scores
from .shared_dictionaries import share_dictionaries

# Predicting every training image would cost support vector and neighbour classifiers
# several times what testing costs; this many give the training score within 1%.
MOST_TRAINING_ROWS = 5000


@dataclass(frozen=True)
class FoldOutcome:
    """What one fold gave; rows are numbers of images, whatever views these have.

    The training score is about ``training_rows``, some of the ``n_train`` images fitted;
    ``predict_seconds`` are for the labels of the test rows; ``scorers`` are scikit-learn's;
    ``thresholds`` are those of `decided_at`, ``limits`` those of `decision_limits`; ``chosen`` is
    what a `TunedClassifier` has chosen; ``model_bytes`` is about the size of what was learned, of
    the first fold alone.
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
    thresholds: np.ndarray | None = None
    limits: np.ndarray | None = None
    chosen: dict | None = None
    model_bytes: int | None = None


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
    progress=None,
) -> list[FoldOutcome]:
    """Fit a clone of the estimator on every training part and predict the test part.

    Where images have several views (see `ImageViews`), it is fitted on all those to learn from, of
    the training images; for a tested image the image itself answers or, where it has several views
    to answer by, the mean of their scores; the answer is then the class with the highest, or every
    label with a probability above 0.5 or a decision value above 0, or what `ThresholdClassifier`
    makes of it.
    ``groups`` are handed to ``fit`` where a classifier asks for them (`group_options`; searches and
    calibration of scikit-learn do not); without any, the views of an image are one. Folds may share
    dictionaries (`share_dictionaries`), whose time is divided among them. The order is that of the
    splits, whatever ``n_jobs`` is.

    >>> from sklearn.dummy import DummyClassifier
    >>> y = np.array(["a", "a", "b"])
    >>> splits = [[(np.array([0, 1]), np.array([2])), (np.array([0, 2]), np.array([1]))]]
    >>> outcomes = run_folds(DummyClassifier(), np.zeros((3, 1)), y, splits, ["a", "b"])
    >>> [outcome.predictions.tolist() for outcome in outcomes]
    [['a'], ['a']]
    """
    options = {"groups": groups, "class_names": class_names, "scorer": scorer}
    done = in_folds(_run_fold, estimator, X, y, splits, options, n_jobs=n_jobs, progress=progress)
    outcomes = [replace(o, fit_seconds=o.fit_seconds + learning) for o, learning in done]
    return sorted(outcomes, key=lambda outcome: (outcome.repeat, outcome.fold))


def in_folds(job, estimator, X, y, splits, options, *, n_jobs=None, progress=None) -> list[tuple]:
    """What ``job(clone, X, y, (repeat, fold), split, **options)`` gives of every fold, as they end.

    Each stands beside its share of the seconds that went into dictionaries of several folds.
    """
    n_folds, done = sum(map(len, splits)), []
    with threadpool_limits(limits=1, user_api="blas"):
        for shared in share_dictionaries(estimator, X, y, splits, n_jobs):
            learning = shared.seconds / len(shared.places)
            tasks = (
                delayed(job)(clone(shared.estimator), X, y, (r, f), splits[r][f], **options)
                for r, f in shared.places
            )
            for found in _in_parallel(tasks, _safe_n_jobs(shared.estimator, n_jobs)):
                done.append((found, learning))
                if progress is not None:
                    progress(len(done), n_folds)
    return done


def _in_parallel(tasks, n_jobs) -> Iterator:
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
    """Whether liblinear's dual or L1 solvers draw from the one generator of the process."""
    kind = type(part).__name__
    if kind == "LinearSVC":
        return part.dual is not False or part.penalty == "l1"
    return kind == "LogisticRegression" and part.solver == "liblinear"


@threadpool_limits.wrap(limits=1, user_api="openmp")  # which holds for the calling thread only
def _run_fold(estimator, X, y, place, split, *, groups, class_names, scorer) -> FoldOutcome:
    train, test = split
    views = views_of(estimator)
    some = None if groups is None else groups[train]
    X_train, y_train, groups_train = training_views(estimator, take(X, train), y[train], some)
    front, estimator = divided(estimator)
    options = group_options(estimator, groups_train)
    started = time.perf_counter()
    X_train = front.fit_transform(X_train, y_train)
    estimator.fit(X_train, y_train, **options)
    fitted = time.perf_counter()
    answering = _answering(estimator, views, y.ndim == 2)
    X_test = front.transform(shown_rows(take(X, test), views))
    predictions = _dense(answering.predict(X_test))
    predicted = time.perf_counter()
    scores, kind = aligned_scores(answering, X_test, class_names, multilabel=y.ndim == 2)
    chosen = _some(len(train))
    if views.n_test > views.n_training:
        X_chosen = front.transform(shown_rows(take(X, train[chosen]), views))
    else:  # they are described already
        at = chosen[:, None] * views.n_training + np.arange(views.n_test)
        X_chosen = take(X_train, at.ravel())
    return FoldOutcome(
        *place, test=test, predictions=predictions, scores=scores, score_kind=kind,
        training_rows=train[chosen],
        training_predictions=_dense(answering.predict(X_chosen)), n_train=len(train),
        fit_seconds=fitted - started, predict_seconds=predicted - fitted,
        scorers={} if scorer is None else _scored(scorer, answering, X_test, y[test], place),
        thresholds=decided_at(estimator), limits=decision_limits(estimator, class_names),
        chosen=getattr(estimator, "chosen_", None),
        model_bytes=learned_bytes([front, estimator]) if place == (0, 0) else None,
    )


def answer_images(estimator, X, class_names, *, multilabel=False) -> tuple:
    """Labels, scores and kind of scores of a fitted estimator, made as `run_folds` does."""
    views = views_of(estimator)
    front, estimator = divided(estimator)
    rows = front.transform(shown_rows(X, views))
    return answer_rows(estimator, rows, views, class_names, multilabel=multilabel)


def answer_rows(estimator, rows, views: Views, class_names, *, multilabel: bool) -> tuple:
    """Labels, scores and kind of scores for described rows, of all views that answer."""
    answering = _answering(estimator, views, multilabel)
    labels = _dense(answering.predict(rows))
    return labels, *aligned_scores(answering, rows, class_names, multilabel=multilabel)


def shown_rows(X, views: Views):
    """What images are answered by: themselves, or the rows of several views."""
    return X if views.n_test == 1 else views.test_rows(X)


def _answering(estimator, views: Views, multilabel: bool):
    return estimator if views.n_test == 1 else MeanOfViews(estimator, views.n_test, multilabel)


def divided(estimator) -> tuple[Pipeline, object]:
    """What describes (a pipeline), so that it runs but once over some rows, and what decides."""
    if type(estimator) is not Pipeline or len(estimator.steps) < 2:
        return Pipeline([("rows", "passthrough")]), estimator
    return estimator[:-1], estimator[-1]


def _dense(predictions) -> np.ndarray:
    if hasattr(predictions, "toarray"):
        predictions = predictions.toarray()
    return np.asarray(predictions)


def _some(n_rows: int) -> np.ndarray:
    if n_rows <= MOST_TRAINING_ROWS:
        return np.arange(n_rows)
    rng = np.random.default_rng(0)
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
