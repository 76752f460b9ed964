"""Is one model better than another? Paired comparison on the same images and folds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
from scipy import sparse

from .._validation import unknown_name
from .alignment import aligned, check_alike
from .comparison_result import BestComparison, ModelComparison
from .count_sample import CountSample
from .estimates import FiguresOf
from .figures.behind import Counts, Ranks
from .figures.table import record_of
from .intervals import N_RESAMPLES, Interval, corrected_resampled_interval, widened
from .paired_tests import (
    McNemar,
    corrected_resampled_t_test,
    holm,
    mcnemar_test,
    two_sided_p,
)
from .resampling import resampled_sums
from .results import PredictionResult
from .score_sample import ScoreSample
from .shares import student_quantile


def compare_results(
    a: PredictionResult,
    b: PredictionResult,
    figure: str | None = None,
    *,
    names: Iterable[str] | None = ("A", "B"),
    seed: int | None = 0,
) -> ModelComparison:
    """Compare two models by their predictions of the same images.

    Parameters
    ----------
    a, b : PredictionResult or CrossValidationResult
        On the same images, and from the same folds; such as ours, and another tool's from
        `Predictions.from_frame` and `score`. Images are matched by their paths.
    figure : str, optional
        Figure to compare; by default the headline of ``a``.
    names : (str, str), default=("A", "B")
        What to call them.
    seed : int, default=0
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
    its square is multiplied by `overlap_inflation` (1.25 for five folds), as training sets
    overlap; so too for areas under curves where folds test few groups. For other rank figures
    and scikit-learn scorers it is `corrected_resampled_interval` over the paired differences of
    the folds. *Rule*: a model is better if the interval leaves out 0.
    Two equally good models are called different in about 5 of 100 data sets; but in 11 to 14 where
    models hang on single training images, such as one nearest neighbour, or images are few or
    exact copies of one another: take a verdict on such models for half as sure as it says
    (``benchmarks/interval_coverage.py --models``). The corrected t-test over folds stands beside
    it; of five folds it sees little. Repeats count every image once.

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
    bayes is better than dummy by 62.7 points of accuracy (95% interval 54.2 to 71.1)
    """
    figure = a.headline if figure is None else figure
    _check_figure(a, figure)
    _check_figure(b, figure)
    b = aligned(b, a)
    a = aligned(a, b)
    check_alike(a.predictions, b.predictions)
    folds = _fold_differences(a, b, figure)
    p_corrected = None if folds is None else corrected_resampled_t_test(*folds)
    values = a.figures[figure].value, b.figures[figure].value
    if isinstance(record_of(figure, a.task).behind, Counts):
        interval, p_value = _of_counts(a, b, figure, seed)
    elif isinstance(record_of(figure, a.task).behind, Ranks) and _across_folds(a):
        p_corrected = None  # the areas within folds are another thing
        interval, p_value = _of_ranks(a, b, figure, seed)
    else:
        interval, p_value = _of_folds(folds, p_corrected, figure)
    return ModelComparison(
        names=tuple(names),
        figure=figure,
        values=values,
        difference=values[0] - values[1],
        interval=interval,
        p_value=p_value,
        p_corrected_t=p_corrected,
        mcnemar=_mcnemar(a, b),
    )


def compare_to_best(
    results: Mapping[str, PredictionResult], figure: str | None = None, *, seed: int | None = 0
) -> BestComparison:
    """Compare every model with the one whose figure is best.

    Parameters
    ----------
    results : dict of str to PredictionResult or CrossValidationResult
        By name; all on the same images and folds.
    figure : str, optional
        Figure to compare; by default the headline of the first.
    seed : int, default=0
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
    figure = next(iter(results.values())).headline if figure is None else figure
    for result in results.values():
        _check_figure(result, figure)
    sign = 1 if record_of(figure).lower_is_better else -1
    order = sorted(results, key=lambda name: sign * results[name].figures[figure].value)
    best, *others = order
    found = {
        name: compare_results(results[best], results[name], figure, names=(best, name), seed=seed)
        for name in others
    }
    adjusted = holm([comparison.p_value for comparison in found.values()])
    pairs = zip(found.items(), adjusted, strict=True)
    comparisons = {name: replace(comparison, p_value=p) for (name, comparison), p in pairs}
    return BestComparison(best=best, figure=figure, comparisons=comparisons)


def _check_figure(result, figure) -> None:
    if figure not in result.figures:
        raise ValueError(unknown_name("figure", figure, result.figures))


def _fold_differences(a, b, figure):
    """Paired differences of the folds, and how many images they train on and test."""
    sizes = a.predictions.sizes
    if len(sizes) < 2:
        return None
    pairs = zip(_of_all_folds(a, figure), _of_all_folds(b, figure), sizes, strict=True)
    found = [(x - y, *size) for x, y, size in pairs if x is not None and y is not None]
    if len(found) < 2:
        return None
    differences, n_train, n_test = np.array(found).T
    return differences, n_train.mean(), n_test.mean()


def _of_all_folds(result, figure) -> list:
    """Values of a figure; None in a fold that does not define it."""
    if hasattr(result, "fold_rows"):
        return [row.get(f"test_{figure}") for row in result.fold_rows]
    return [values.get(figure) for values in FiguresOf(result.predictions).of_folds]


def _of_folds(folds, p_value, figure):
    if folds is None:
        raise ValueError(
            f"{figure} of a single fold cannot be compared: give results of cross-validation, or "
            "choose a figure that follows from counts, such as accuracy"
        )
    interval = corrected_resampled_interval(*folds)
    return interval._replace(method=f"{interval.method}, paired differences"), p_value


def _of_counts(a, b, figure, seed):
    """Interval and p-value from a paired bootstrap over images or groups."""
    # One order of the two, so that swapping them draws the same resamples.
    both = sorted((a.predictions, b.predictions), key=lambda x: x.answers.tobytes())
    first, second = (CountSample(predictions) for predictions in both)
    statistics = sparse.csr_array(sparse.hstack([first.statistics, second.statistics]))
    width = first.statistics.shape[1]
    differences = [
        first.value(figure, sums[:, :width]) - second.value(figure, sums[:, width:])
        for sums in resampled_sums(statistics, first.units, N_RESAMPLES, seed, first.n_drawn)
    ]
    return _of_resamples(a, b, figure, np.concatenate(differences), first)


def _of_ranks(a, b, figure, seed):
    """The same of areas that rank the scores of all folds together."""
    first, second = ScoreSample(a.predictions), ScoreSample(b.predictions)
    differences = first.resampled(figure, seed) - second.resampled(figure, seed)
    return _of_resamples(a, b, figure, differences, first)


def _across_folds(result) -> bool:
    return ScoreSample(result.predictions).across_folds


def _of_resamples(a, b, figure, differences, first):
    inflation, freedom = a.predictions.inflation, max(1, first.n_drawn - 1)
    scale = float(np.sqrt(inflation) * np.nanstd(differences))
    difference = a.figures[figure].value - b.figures[figure].value
    half = student_quantile(freedom) * scale
    method = f"paired {first.method}{widened(inflation)}"
    interval = Interval(difference - half, difference + half, method)
    return interval, two_sided_p(difference, scale, freedom)


def _mcnemar(a, b) -> McNemar | None:
    x, y = a.predictions, b.predictions
    if x.multilabel or x.groups is not None:
        return None
    rows = x.tested[0]
    return mcnemar_test(*((found.answers[0] == found.truth)[rows] for found in (x, y)))
