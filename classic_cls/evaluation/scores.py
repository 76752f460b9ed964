"""Scores of any classifier as one array with a column per class."""

import numpy as np

from .figures.counts import class_codes


def aligned_scores(estimator, X, class_names, multilabel=False):
    """Finite scores ``(n, n_classes)``, one column per class, and their kind, or None.

    Probabilities, or decision values where there are none. A class that the estimator was not
    trained on gets probability 0, or the lowest decision value of the image. A single decision
    value of a binary task stands as itself for the second class and negated for the first.

    >>> from sklearn.svm import LinearSVC
    >>> model = LinearSVC(random_state=0).fit([[0.0], [1.0]], ["a", "b"])
    >>> scores, kind = aligned_scores(model, [[2.0]], ["a", "b"])
    >>> scores.shape, kind
    ((1, 2), 'decision_function')
    """
    normalise = _multilabel_scores if multilabel else _single_label_scores
    for kind in ("predict_proba", "decision_function"):
        if hasattr(estimator, kind):
            scores = normalise(getattr(estimator, kind)(X), estimator, class_names, kind)
            return (None, None) if scores is None else (scores, kind)
    return None, None


def _single_label_scores(raw, estimator, class_names, kind):
    raw = np.asarray(raw, dtype=float)
    if raw.ndim == 1:
        raw = np.column_stack([-raw, raw])
    columns = class_codes(estimator.classes_, class_names)
    if raw.ndim != 2 or raw.shape[1] != len(columns):
        return None
    lowest = 0.0 if kind == "predict_proba" else raw.min(axis=1, keepdims=True)
    scores = np.full((len(raw), len(class_names)), lowest)
    scores[:, columns] = raw
    return scores


def _multilabel_scores(raw, estimator, class_names, kind):
    """Columns from an array ``(n, k)``, or from one array per label (forests, neighbours)."""
    if isinstance(raw, list):
        present = [_column_of_present(part, c) for part, c in zip(raw, estimator.classes_)]
        raw = np.column_stack(present)
    raw = np.asarray(raw, dtype=float)
    if len(class_names) == 1:
        raw = raw.reshape(len(raw), -1)[:, -1:]
    return raw if raw.shape == (len(raw), len(class_names)) else None


def _column_of_present(part, classes):
    part = np.asarray(part, dtype=float)
    if part.ndim == 1:
        return part
    if part.shape[1] == 1:
        return part[:, 0] if classes[0] == 1 else np.zeros(len(part))
    return part[:, -1]
