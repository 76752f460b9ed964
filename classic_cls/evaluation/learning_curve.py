"""How good a classifier is with fewer training images: the same test folds for every number."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .._typing import Data
from ..splitting import nested_parts, units_by_class
from .class_curves import class_curves
from .cross_validation import cross_validate
from .cross_validation_result import CrossValidationResult
from .figures.behind import Counts
from .figures.table import FIGURES
from .learning_curve_result import FEWEST_SIZES, LearningCurve
from .power_law import fit_power_law
from .protocol import Protocol
from .resampled_errors import resampled_errors
from .targets import always_defined

# Training images are halved four times, or less often where classes have few.
N_SIZES, SMALLEST_SHARE = 5, 1 / 16
# Images (or groups) that the smallest part holds of a class with the usual number of them.
FEWEST_OF_CLASS = 4
# Nearer together, the sizes say the same.
LARGEST_SMALLEST_SHARE = 0.4


def learning_curve(
    estimator: Any,
    X: Data,
    y: Data,
    protocol: Protocol = Protocol(),
    *,
    full: CrossValidationResult | None = None,
    class_names: Sequence | None = None,
    groups: Data = None,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> LearningCurve:
    """Cross-validate a classifier with fewer training images than there are.

    From the training part of every fold ever smaller parts are drawn, class by class, each inside
    the larger ones and no group divided; the test images are the same for all of them, so that the
    differences are paired. A power law is fitted to the errors, and fitted again to resamples.

    Parameters
    ----------
    estimator : classifier
        Cloned for every fit.
    X, y, protocol
        As in :func:`cross_validate`.
    full : CrossValidationResult, optional
        What that function gave for the same, so that this is not done again.
    class_names, groups, n_jobs
        As there.
    progress : callable, optional
        Called as ``progress(done, total)`` after every number of images.

    Returns
    -------
    LearningCurve
        About the headline figure, if it is one of counts in [0, 1] of which more is better, else
        about the accuracy (of several labels: the micro F1).

    Raises
    ------
    ValueError
        As `cross_validate` does.

    References
    ----------
    C. Perlich, F. Provost and J. S. Simonoff (2003), "Tree induction vs. logistic regression: a
    learning-curve analysis", JMLR 4.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> from sklearn.naive_bayes import GaussianNB
    >>> X, y = load_digits(return_X_y=True)
    >>> found = learning_curve(GaussianNB(), X[:500], y[:500])
    >>> found.sizes.tolist()
    [40.0, 70.2, 127.4, 223.4, 400.0]
    """
    splits, _ = protocol.splits(y, groups, class_names)
    if full is None or not has_folds(full, splits):
        exact = replace(protocol, cv=splits, repeats=1, folds=None)
        options = {"class_names": class_names, "groups": groups, "n_jobs": n_jobs}
        full = cross_validate(estimator, X, y, exact, **options)
    figure = _figure_of(full)
    told = {"scoring": figure, "positive": full.positive, "repeats": 1, "folds": None}
    results, left_out = [full], []
    parts = _smaller_splits(splits, y, groups, protocol.seed)
    learned = [splits]
    for done, smaller in enumerate(reversed(parts), start=1):
        try:
            sized = replace(protocol, cv=smaller, **told)
            result = cross_validate(
                estimator, X, y, sized, class_names=class_names, groups=groups, n_jobs=n_jobs
            )
        except ValueError as error:  # of the number of images, since more of them could be fitted
            left_out.append(f"no figure for fewer training images: {error}")
            break
        results.insert(0, result)
        learned.insert(0, smaller)
        if progress is not None:
            progress(done, len(parts))
    return LearningCurve(
        figure=figure,
        results=tuple(results),
        **_laws(results, figure, _images_by_class(learned, full.predictions), protocol.seed),
        notes=tuple(left_out),
    )


def has_folds(result: CrossValidationResult, splits) -> bool:
    """Whether these are the folds of a result: not where chance has made them anew."""
    sizes = [(len(train), len(test)) for folds in splits for train, test in folds]
    folds = np.zeros((len(splits), result.n_images), int)
    for repeat, of_repeat in enumerate(splits):
        for number, (_, test) in enumerate(of_repeat, start=1):
            folds[repeat, test] = number
    known = result.predictions
    return np.array_equal(folds, known.folds) and np.array_equal(sizes, known.sizes)


def _figure_of(result: CrossValidationResult) -> str:
    """The headline, if errors can be counted that fall to 0."""
    record = FIGURES.get(result.headline)
    counted = record is not None and isinstance(record.of(result.task).behind, Counts)
    if counted and record.from_0_to_1 and not record.lower_is_better:
        return result.headline
    return always_defined(result.predictions.truth)


def _smaller_splits(splits, y, groups, seed) -> list:
    """The same folds with ever larger parts of what is learned from, without all of it."""
    y = np.asarray(y)
    groups = None if groups is None else np.asarray(groups)
    some = [train for folds in splits for train, _ in folds]
    of_class = [_usual_number(y[rows], None if groups is None else groups[rows]) for rows in some]
    smallest = max(SMALLEST_SHARE, FEWEST_OF_CLASS / min(of_class))
    if smallest > LARGEST_SMALLEST_SHARE:
        return []
    shares = np.geomspace(smallest, 1.0, N_SIZES)[:-1]
    parts = [
        [_parts_of_fold(fold, y, groups, shares, [seed or 0, r, f]) for f, fold in enumerate(folds)]
        for r, folds in enumerate(splits)
    ]
    return [[[fold[i] for fold in folds] for folds in parts] for i in range(len(shares))]


def _usual_number(y, groups) -> float:
    """Images, or groups, of a class with the usual number of them."""
    _, strata = units_by_class(y, groups)
    counts = np.bincount(strata)
    return float(np.median(counts[counts > 0]))


def _parts_of_fold(fold, y, groups, shares, seed) -> list:
    train, test = fold
    some = None if groups is None else groups[train]
    return [(train[rows], test) for rows in nested_parts(y[train], some, shares, seed)]


def _images_by_class(sizes, predictions) -> np.ndarray:
    """Images of every class that were learned from ``(m, k)``, means over the folds."""
    names, codes = range(len(predictions.class_names)), predictions.codes
    has = codes == 1 if codes.ndim == 2 else codes[:, None] == np.array(names)
    trains = ([train for folds in splits for train, _ in folds] for splits in sizes)
    return np.array([np.mean([has[t].sum(axis=0) for t in some], axis=0) for some in trains])


def _laws(results, figure, images, seed) -> dict:
    """The law of all classes together, where there are sizes enough, and curves of each."""
    if len(results) < FEWEST_SIZES:
        return {"law": None, "classes": ()}
    errors, of_classes = resampled_errors(results, figure, seed)
    sizes = [result.predictions.mean_sizes[0] for result in results]
    law = fit_power_law(sizes, errors)
    return {"law": law, "classes": class_curves(results, images, of_classes, seed)}
