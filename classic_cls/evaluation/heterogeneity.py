"""Do parts of the images differ more than chance makes them differ?

The best and the worst of ten scanners that are equally good are far apart too. So the values are
dealt out anew, at random, and the spread of the figure over them is looked at again.
"""

import numpy as np
from scipy import sparse

from .figures.behind import Counts, Terms
from .figures.table import FIGURES

_N_DEALT = 499
_FEWER_DEALT = 199
_MANY_UNITS = 10_000
_MOST_CELLS = 2_000_000


def p_of_equal_values(predictions, values, name, seed=0) -> float | None:
    """p-value of a figure being the same for all values ``(n,)``, by a permutation test.

    Values are dealt out among images, those of a class where the figure is an aggregate over
    classes; where whole groups have one value, among groups; where a group has several, within it.
    None where the figure is no sum over images, and where dealing changes nothing, such as where
    every value is of one group.
    """
    rows, values = np.unique(predictions.cells[1]), np.asarray(values)
    codes = np.unique(values[rows], return_inverse=True)[1]
    found = _sums_of_images(predictions, rows, name)
    if found is None or codes.max() < 1 or (codes.max() + 1) * found[0].shape[1] > _MOST_CELLS:
        return None
    sums, figure = found
    of_classes = _is_of_classes(predictions, name)
    units, strata = _units(predictions, rows, codes, of_classes)
    first = np.unique(units, return_index=True)[1]
    codes, strata = codes[first], strata[first]
    if len(codes) == codes.max() + 1 or _is_constant(codes, strata):
        return None
    sums = sparse.csr_array(_membership(units, len(first)) @ sums)
    return _p_of_dealing(sums, figure, codes, strata, seed)


def _is_of_classes(predictions, name) -> bool:
    behind = FIGURES[name].of(predictions.task).behind
    return isinstance(behind, Counts) and not behind.always and not predictions.multilabel


def _sums_of_images(predictions, rows, name):
    """What each image adds ``(n, m)``, the number of its tests last; the figure of such sums."""
    behind, part = FIGURES[name].of(predictions.task).behind, predictions.part()
    if isinstance(behind, Counts) and not behind.always:
        of_tests = predictions.counting.statistics(*part[:2])

        def figure(sums):
            return predictions.count_values(sums[..., :-1], [name])[name]
    elif isinstance(behind, (Counts, Terms)):
        terms = predictions.right if isinstance(behind, Counts) else behind.formula(part)
        of_tests = np.asarray(terms, dtype=float)[:, None]

        def figure(sums):
            return sums[..., 0] / sums[..., 1]
    else:
        return None
    ones = np.ones((len(part.truth), 1))
    of_tests = sparse.csr_array(sparse.hstack([sparse.csr_array(of_tests), ones]))
    image = np.searchsorted(rows, predictions.cells[1])
    return _membership(image, len(rows)) @ of_tests, figure


def _units(predictions, rows, codes, of_classes):
    """What is dealt to, and within which strata."""
    classes = predictions.codes[rows] if of_classes else np.zeros(len(rows), dtype=int)
    if predictions.groups is None:
        return np.arange(len(rows)), classes
    groups = np.unique(predictions.groups[rows], return_inverse=True)[1]
    if not _is_constant(codes, groups):
        return np.arange(len(rows)), groups
    return groups, classes if _is_constant(classes, groups) else np.zeros(len(rows), dtype=int)


def _is_constant(values, groups) -> bool:
    """Whether every group has one value."""
    pairs = np.unique(np.column_stack([groups, values]), axis=0)
    return len(pairs) == len(np.unique(groups))


def _p_of_dealing(sums, figure, codes, strata, seed) -> float:
    rng, n, n_values = np.random.default_rng(seed or 0), len(codes), codes.max() + 1

    def spread(codes):
        of_values = (_membership(codes, n_values) @ sums).toarray()
        weights = of_values[:, -1]
        found = figure(of_values)
        mean = np.average(found, weights=weights)
        return float(np.sum(weights * (found - mean) ** 2))

    n_dealt = _N_DEALT if n <= _MANY_UNITS else _FEWER_DEALT
    places, as_they_are, as_many = np.argsort(strata, kind="stable"), spread(codes), 0
    for _ in range(n_dealt):
        dealt = np.empty_like(codes)
        dealt[places] = codes[np.lexsort((rng.random(n), strata))]
        as_many += spread(dealt) >= as_they_are - 1e-12
    return (1 + as_many) / (1 + n_dealt)


def _membership(codes, n) -> sparse.csr_array:
    return sparse.csr_array(
        (np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(n, len(codes))
    )
