"""Near-duplicates among the images of a training: what is told of them, and their pictures."""

from dataclasses import dataclass

import numpy as np

from .plain import printable
from .thumbnails import thumbnail

__all__ = ["Pair", "near_duplicate_pairs", "near_duplicates_part"]

MOST_PAIRS_LISTED = 500


@dataclass(frozen=True)
class Pair:
    """Two images that look like versions of one.

    Attributes
    ----------
    paths : tuple of two str
        Relative to the data set.
    labels : tuple of two str
        Of each; several are joined by ``;``.
    same_label : bool
        Whether they agree as far as known.
    thumbnails : tuple of two (str or None)
        As in `Mistake`.

    Examples
    --------
    >>> Pair(("a.png", "b.png"), ("cat", "dog"), False, (None, None)).same_label
    False
    """

    paths: tuple[str, str]
    labels: tuple[str, str]
    same_label: bool
    thumbnails: tuple[str | None, str | None]


def near_duplicate_pairs(training, limit: int = 12) -> list[Pair]:
    """Find the near-duplicates to show: those with different labels first, then the nearest.

    Parameters
    ----------
    training : Training
        From ``train``.
    limit : int
        At most so many; their images are read again.

    Returns
    -------
    list of Pair
        Empty where none were found, or nobody looked.

    Examples
    --------
    >>> [pair.paths for pair in near_duplicate_pairs(training, limit=3)]    # doctest: +SKIP
    """
    cv = training.cv
    if cv.duplicates is None:
        return []
    found = cv.duplicates.found
    return [
        Pair(
            paths=tuple(printable(cv.predictions.paths[row]) for row in pair),
            labels=tuple(printable(_labels(cv.predictions, row)) for row in pair),
            same_label=bool(found.same_label[place]),
            thumbnails=tuple(thumbnail(training, training.refs[row]) for row in pair),
        )
        for place, pair in _telling_first(found, limit)
    ]


def _labels(predictions, row) -> str:
    truth, names = predictions.truth[row], predictions.class_names
    if not predictions.multilabel:
        return str(truth)
    return ";".join(str(names[label]) for label in np.flatnonzero(truth == 1))


def _telling_first(found, limit):
    """Number and images of the pairs that tell most."""
    order = np.lexsort((found.distances, found.same_label))[:limit]
    return zip(order.tolist(), found.pairs[order].tolist(), strict=True)


def near_duplicates_part(training) -> dict | None:
    """What ``result.json`` holds of near-duplicates; see `summarize`.

    Parameters
    ----------
    training : Training

    Returns
    -------
    dict or None
        None where nobody looked.

    Examples
    --------
    >>> near_duplicates_part(training)["n_images"]                      # doctest: +SKIP
    42
    """
    cv = training.cv
    if cv.duplicates is None:
        return None
    found = cv.duplicates.found
    return {
        "n_images": found.n_in_groups,
        "n_groups": found.n_groups,
        "applied": cv.duplicates.applied,
        "n_divided": n_divided(
            cv.predictions.folds[:, found.in_group], found.groups[found.in_group]
        ),
        "n_pairs": len(found.pairs),
        "n_different_labels": int((~found.same_label).sum()),
        "pairs": [
            {
                "path_a": cv.predictions.paths[a],
                "path_b": cv.predictions.paths[b],
                "distance": found.distances[place],
                "same_label": found.same_label[place],
            }
            for place, (a, b) in _telling_first(found, MOST_PAIRS_LISTED)
        ],
        "notes": cv.duplicates.notes,
    }


def n_divided(folds, groups) -> int:
    """How many groups stand on both sides of a split.

    Parameters
    ----------
    folds : ndarray of shape (repeats, n), int
        Fold that tests each image; 0 where none does.
    groups : ndarray of shape (n,)
        Group of every image.

    Returns
    -------
    int

    Examples
    --------
    >>> import numpy as np
    >>> n_divided(np.array([[1, 1, 2, 0, 1]]), np.array([0, 0, 1, 1, 2]))
    1
    """
    names, codes = np.unique(groups, return_inverse=True)
    divided = np.zeros(len(names), dtype=bool)
    for fold_of in folds:
        first = np.full(len(names), -1)
        first[codes] = fold_of
        divided[codes[first[codes] != fold_of]] = True
    return int(divided.sum())
