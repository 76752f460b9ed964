"""Is one model better than another? Paired comparison on the same images and folds."""

from dataclasses import replace

import numpy as np
from scipy import sparse

from .._validation import unknown_name
from .comparison_result import BestComparison, ModelComparison
from .evidence import Evidence
from .figures.table import record_of
from .intervals import N_RESAMPLES, Interval, corrected_resampled_interval
from .paired_tests import (
    McNemar,
    corrected_resampled_t_test,
    holm,
    mcnemar_test,
    two_sided_p,
)
from .resampling import resampled_sums
from .shares import student_quantile

__all__ = ["compare_results", "compare_to_best"]


def compare_results(a, b, metric=None, *, names=("A", "B"), random_state=0) -> ModelComparison:
    """Compare two models by their predictions of the same images.

    Parameters
    ----------
    a, b : PredictionResult or CrossValidationResult
        On the same images, and from the same folds.
    metric : str, optional
        Figure to compare; by default the headline of ``a``.
    names : (str, str), default=("A", "B")
        What to call them.
    random_state : int, default=0
        Seed of the bootstrap.

    Returns
    -------
    ModelComparison
        Swapping the models changes the sign of the difference and nothing else.

    Raises
    ------
    ValueError
        If images, targets, groups or folds differ, or the figure is not in both.

    Notes
    -----
    *Interval*: for figures that follow from counts, ``d -+ t s``, with the standard
    deviation ``s`` of the paired difference over bootstrap resamples of images or groups;
    its square is multiplied by ``1 + n / n_train``, which is how much the correction of
    Nadeau and Bengio enlarges the variance of K folds (2.25 for five). For rank figures and
    scikit-learn scorers it is `corrected_resampled_interval` over the paired differences
    of the folds. *Rule*: a model is better if the interval leaves out 0. The interval is
    rather wide than narrow: two equally good models are called different in at most about
    5 of 100 data sets even for unstable models (``benchmarks/interval_coverage.py``). The
    corrected t-test over folds stands beside it; of five folds it sees little. Repeats
    count every image once.

    References
    ----------
    C. Nadeau and Y. Bengio (2003), "Inference for the generalization error", Machine
    Learning 52. T. G. Dietterich (1998), "Approximate statistical tests for comparing
    supervised classification learning algorithms", Neural Computation 10.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.dummy import DummyClassifier
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from classic_cls import cross_validate
    >>> X, y = load_iris(return_X_y=True)
    >>> bayes, dummy = cross_validate(GaussianNB(), X, y), cross_validate(DummyClassifier(), X, y)
    >>> print(compare_results(bayes, dummy, names=("bayes", "dummy")).verdict)
    bayes is better than dummy by 62.7 points of accuracy (95% interval 51.3 to 74.0)
    """
    metric = a.headline if metric is None else metric
    _check_alike(a, b, metric)
    folds = _fold_differences(a, b, metric)
    p_corrected = None if folds is None else corrected_resampled_t_test(*folds)
    values = a.metrics[metric].value, b.metrics[metric].value
    if record_of(metric).needs_scores or metric not in _evidence(a).figures(_evidence(a).sums()):
        interval, p_value = _of_folds(folds, p_corrected, metric)
    else:
        interval, p_value = _of_predictions(a, b, metric, values[0] - values[1], random_state)
    return ModelComparison(
        names=tuple(names),
        metric=metric,
        values=values,
        difference=values[0] - values[1],
        interval=interval,
        p_value=p_value,
        p_corrected_t=p_corrected,
        mcnemar=_mcnemar(a, b),
    )


def compare_to_best(results, metric=None, *, random_state=0) -> BestComparison:
    """Compare every model with the one whose figure is best.

    Parameters
    ----------
    results : dict of str to PredictionResult or CrossValidationResult
        By name; all on the same images and folds.
    metric : str, optional
        Figure to compare; by default the headline of the first.
    random_state : int, default=0
        Seed of the bootstrap.

    Returns
    -------
    BestComparison

    Raises
    ------
    ValueError
        As `compare_results`, or if there are no results.

    Examples
    --------
    >>> from classic_cls import score_predictions
    >>> print(compare_to_best({"a": score_predictions(list("ab"), list("ab"))}))
    a is the only model
    """
    if not results:
        raise ValueError("results is empty: give at least one result")
    metric = next(iter(results.values())).headline if metric is None else metric
    for result in results.values():
        _check_figure(result, metric)
    sign = 1 if record_of(metric).lower_is_better else -1
    order = sorted(results, key=lambda name: sign * results[name].metrics[metric].value)
    best, *others = order
    found = {
        name: compare_results(
            results[best], results[name], metric, names=(best, name), random_state=random_state
        )
        for name in others
    }
    adjusted = holm([comparison.p_value for comparison in found.values()])
    pairs = zip(found.items(), adjusted, strict=True)
    comparisons = {name: replace(comparison, p_value=p) for (name, comparison), p in pairs}
    return BestComparison(best=best, metric=metric, comparisons=comparisons)


def _check_figure(result, metric) -> None:
    if metric not in result.metrics:
        raise ValueError(unknown_name("metric", metric, result.metrics))


def _check_alike(a, b, metric) -> None:
    _check_figure(a, metric)
    _check_figure(b, metric)
    same = {
        "images": a.paths is None or b.paths is None or a.paths == b.paths,
        "targets": np.array_equal(a.y_true, b.y_true) and _targets(a) == _targets(b),
        "folds": np.array_equal(_folds(a), _folds(b)),
        "groups": (a.groups is None) == (b.groups is None) and np.array_equal(a.groups, b.groups),
    }
    for what, equal in same.items():
        if not equal:
            raise ValueError(
                f"the two results are of different {what}: evaluate both models on the same "
                "images, targets, groups and folds"
            )


def _targets(result):
    return result.task, set(result.class_names), result.positive, result.costs


def _folds(result):
    return getattr(result, "folds", result.tested.astype(int))


def _fold_differences(a, b, metric):
    """Paired differences of the folds, and how many images they train on and test."""
    pairs = zip(getattr(a, "fold_results", ()), getattr(b, "fold_results", ()), strict=True)
    found = [
        (x.test[metric] - y.test[metric], x.n_train, x.n_test)
        for x, y in pairs
        if metric in x.test and metric in y.test
    ]
    if len(found) < 2:
        return None
    differences, n_train, n_test = np.array(found).T
    return differences, n_train.mean(), n_test.mean()


def _of_folds(folds, p_value, metric):
    if folds is None:
        raise ValueError(
            f"{metric} of a single fold cannot be compared: give results of cross-validation, or "
            "choose a figure that follows from counts, such as accuracy"
        )
    interval = corrected_resampled_interval(*folds)
    return interval._replace(method=f"{interval.method}, paired differences"), p_value


def _evidence(result) -> Evidence:
    return Evidence.of(
        result.y_true,
        result.predictions,
        result.class_names,
        result.groups,
        result.positive,
        tested=result.tested,
        costs=result.costs,
    )


def _inflation(result) -> float:
    """Factor on the variance of a difference; 1 for predictions of fitted models."""
    folds = getattr(result, "fold_results", ())
    if not folds:
        return 1.0
    n_train, n_test = np.mean([(fold.n_train, fold.n_test) for fold in folds], axis=0)
    return float(1 + (n_train + n_test) / n_train)


def _of_predictions(a, b, metric, difference, random_state):
    """Interval and p-value from a paired bootstrap over images or groups."""
    # One order of the two, so that swapping them draws the same resamples.
    first, second = (_evidence(x) for x in sorted((a, b), key=lambda x: x.predictions.tobytes()))
    statistics = sparse.csr_array(sparse.hstack([first.statistics, second.statistics]))
    width = first.statistics.shape[1]
    units, n_drawn = first.units()
    differences = [
        first.figures(sums[:, :width])[metric] - second.figures(sums[:, width:])[metric]
        for sums in resampled_sums(statistics, units, N_RESAMPLES, random_state, n_drawn)
    ]
    inflation, freedom = _inflation(a), max(1, n_drawn - 1)
    scale = float(np.sqrt(inflation) * np.std(np.concatenate(differences)))
    half = student_quantile(freedom) * scale
    method = f"paired bootstrap, {N_RESAMPLES} resamples of {first.unit_name}"
    if inflation > 1:
        method += ", widened for overlapping training sets"
    interval = Interval(difference - half, difference + half, method)
    return interval, two_sided_p(difference, scale, freedom)


def _mcnemar(a, b) -> McNemar | None:
    if a.task == "multilabel" or a.groups is not None:
        return None
    rows = a.tested[0]
    return mcnemar_test(*((x.predictions[0] == x.y_true)[rows] for x in (a, b)))
