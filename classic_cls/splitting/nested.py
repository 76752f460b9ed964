"""Ever smaller parts of some training images, for learning curves."""

import numpy as np

# Units (images, or groups of them) of every class that the smallest part holds, where there are.
_FEWEST = 2


def nested_parts(y, groups, shares, seed=0) -> list[np.ndarray]:
    """Rows of parts that hold about these shares of the images, each part inside the larger ones.

    Drawn class by class, at least two units of each: images, or whole groups, which count for the
    rarest class (or label) that they hold.

    >>> y = np.repeat(["a", "b"], [40, 8])
    >>> parts = nested_parts(y, None, [0.25, 0.5, 1])
    >>> [np.unique(y[part], return_counts=True)[1].tolist() for part in parts]
    [[10, 2], [20, 4], [40, 8]]
    >>> set(parts[0]) < set(parts[1])
    True
    """
    unit_of, strata = units_by_class(y, groups)
    rng = np.random.default_rng(seed)
    place, total = np.empty(len(strata)), np.bincount(strata)
    for stratum in np.unique(strata):
        units = np.flatnonzero(strata == stratum)
        place[rng.permutation(units)] = np.arange(len(units))
    wanted = (np.maximum(_FEWEST, np.round(share * total)) for share in shares)
    return [np.flatnonzero((place < most[strata])[unit_of]) for most in wanted]


def units_by_class(y, groups) -> tuple[np.ndarray, np.ndarray]:
    """Unit of every image ``(n,)``, and number of the rarest class in every unit ``(units,)``."""
    y = np.asarray(y)
    units = np.arange(len(y)) if groups is None else groups
    unit_of = np.unique(units, return_inverse=True)[1].ravel()
    if y.ndim == 2:  # images without any label are a class of their own
        has = np.column_stack([y == 1, ~(y == 1).any(axis=1)])
    else:
        codes = np.unique(y, return_inverse=True)[1].ravel()
        has = codes[:, None] == np.arange(codes.max() + 1)
    by_rarity = np.argsort(has.sum(axis=0), kind="stable")
    rank = np.argmax(has[:, by_rarity], axis=1)
    rarest = np.full(unit_of.max() + 1, len(by_rarity))
    np.minimum.at(rarest, unit_of, rank)
    return unit_of, by_rarity[rarest]
