"""What every image adds to the figures that come from scores."""

import numpy as np

from .counts import class_codes
from .table import FIGURES

__all__ = ["brier_terms", "image_terms", "log_loss_terms", "ranked_columns", "top_k_hits"]


def ranked_columns(y_true, class_names, positive=None):
    """Truth to rank the scores by: one class or label against the rest.

    Parameters
    ----------
    y_true : ndarray of shape (n,), or (n, k) of 1, 0 and -1 (unknown)
    class_names : sequence
    positive : str, optional
        Positive class of a binary task; by default the second.

    Returns
    -------
    columns : list of int
        Classes that are ranked: that one of a binary task, all of others.
    truth : ndarray of shape (n, len(columns)), int8

    Examples
    --------
    >>> import numpy as np
    >>> columns, truth = ranked_columns(np.array(["good", "bad"]), ["bad", "good"], "bad")
    >>> columns, truth.tolist()
    ([0], [[0], [1]])
    """
    if y_true.ndim == 2:
        return list(range(y_true.shape[1])), y_true
    columns = list(range(len(class_names)))
    if len(class_names) == 2:
        columns = [1 if positive is None else list(class_names).index(positive)]
    codes = class_codes(y_true, class_names)
    return columns, (codes[:, None] == columns).astype(np.int8)


def image_terms(codes, scores, names) -> dict[str, np.ndarray]:
    """Terms ``(n,)`` whose means are the figures of these names.

    Parameters
    ----------
    codes : ndarray of shape (n,), int
        True classes of single-label images.
    scores : ndarray of shape (n, k)
    names : sequence of str
        Those of other kinds are left out.

    Returns
    -------
    dict of str to ndarray of shape (n,)

    Examples
    --------
    >>> import numpy as np
    >>> image_terms(np.array([0]), np.array([[0.8, 0.2]]), ["brier"])["brier"].round(2).tolist()
    [0.04]
    """
    terms = {}
    for name in names:
        if name == "log_loss":
            terms[name] = log_loss_terms(codes, scores)
        elif name == "brier":
            terms[name] = brier_terms(codes, scores)
        elif name.startswith("top_") and name in FIGURES:
            terms[name] = top_k_hits(codes, scores, int(name.split("_")[1]))
    return terms


def log_loss_terms(codes, probabilities) -> np.ndarray:
    """Minus the logarithm of the probability of the true class.

    Rows are scaled to sum 1; a probability of 0 counts as the smallest step of a double,
    2.2e-16, as in ``sklearn.metrics.log_loss``.

    >>> import numpy as np
    >>> log_loss_terms(np.array([1]), np.array([[0.5, 0.5]])).round(3).tolist()
    [0.693]
    """
    tiny = np.finfo(float).eps
    true = _scaled(probabilities)[np.arange(len(codes)), codes]
    return -np.log(np.clip(true, tiny, 1 - tiny))


def brier_terms(codes, probabilities) -> np.ndarray:
    """Squared error of the probabilities, as Brier (1950) defined it.

    It is summed over the classes, so in [0, 2]; with two classes it is that of one of
    them, in [0, 1], as is usual.

    >>> import numpy as np
    >>> brier_terms(np.array([0]), np.array([[0.5, 0.3, 0.2]])).round(2).tolist()
    [0.38]
    """
    errors = _scaled(probabilities)
    errors[np.arange(len(codes)), codes] -= 1
    total = (errors**2).sum(axis=1)
    return total / 2 if errors.shape[1] == 2 else total


def top_k_hits(codes, scores, k: int) -> np.ndarray:
    """Whether the true class is among the ``k`` with the highest scores, 1.0 or 0.0.

    Of equal scores the later classes come first, as in
    ``sklearn.metrics.top_k_accuracy_score``.

    >>> import numpy as np
    >>> top_k_hits(np.array([2]), np.array([[0.5, 0.1, 0.4]]), 2).tolist()
    [1.0]
    """
    true = scores[np.arange(len(codes)), codes][:, None]
    later = np.arange(scores.shape[1]) > codes[:, None]
    ahead = (scores > true) | ((scores == true) & later)
    return (ahead.sum(axis=1) < k).astype(float)


def _scaled(probabilities) -> np.ndarray:
    totals = probabilities.sum(axis=1, keepdims=True)
    return probabilities / np.where(totals > 0, totals, 1.0)
