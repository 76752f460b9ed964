"""What a person would guess who knows only how frequent the classes are."""

from dataclasses import replace

import numpy as np

__all__ = ["dummy_outcomes", "most_frequent"]


def most_frequent(y, class_names):
    """The constant answer that is right most often, and the share of every class.

    Parameters
    ----------
    y : ndarray of shape (n,), or (n, k) of 1, 0 and -1 (unknown)
        Targets, with at least one known value of every label.
    class_names : sequence
        Order of the shares.

    Returns
    -------
    answer : scalar or ndarray of shape (k,)
        The most frequent class, or value of every label; of equals the first.
    shares : ndarray of shape (k,), float64
        Share of the images (that are known) with each class or label.

    Examples
    --------
    >>> import numpy as np
    >>> answer, shares = most_frequent(np.array(list("abb")), ["a", "b"])
    >>> str(answer), shares.round(2).tolist()
    ('b', [0.33, 0.67])
    """
    if y.ndim == 2:
        shares = (y == 1).sum(axis=0) / np.maximum(1, (y >= 0).sum(axis=0))
        return (shares > 0.5).astype(y.dtype), shares
    shares = np.array([np.mean(y == name) for name in class_names])
    return np.asarray(class_names, dtype=y.dtype)[shares.argmax()], shares


def dummy_outcomes(y, class_names, outcomes) -> list:
    """Outcomes of the same folds, had the most frequent class of all images been the answer.

    It is that of all images, not of each training part: with two classes of one size the
    larger one of the training part is the smaller one of the test part, and a dummy
    fitted fold by fold would be wrong more often than a coin.

    Parameters
    ----------
    y : ndarray of shape (n,) or (n, k)
    class_names : sequence
    outcomes : list of FoldOutcome

    Returns
    -------
    list of FoldOutcome
        The shares of the classes stand as probabilities.

    Examples
    --------
    >>> dummy_outcomes(y, ["a", "b"], run_folds(...))                   # doctest: +SKIP
    """
    answer, shares = most_frequent(y, class_names)
    return [
        replace(
            outcome,
            predictions=_repeated(answer, len(outcome.test)),
            training_predictions=_repeated(answer, len(outcome.training_rows)),
            scores=_repeated(shares, len(outcome.test)),
            score_kind="predict_proba",
            scorers={},
        )
        for outcome in outcomes
    ]


def _repeated(value, n):
    return np.repeat(np.asarray(value)[None], n, axis=0)
