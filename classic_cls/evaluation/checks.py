"""Checks of what is known of some predictions."""

import numpy as np

from .._validation import UNKNOWN, as_text, checked_groups, checked_labels
from ..models import positive_class
from .figures.counts import cost_matrix
from .targets import checked_targets


def checked_predictions(truth, answers, class_names, positive, known) -> dict:
    """All attributes of `Predictions`, of what its method `of` is given."""
    known = {name: value for name, value in known.items() if value is not None}
    names = getattr(truth, "columns", None) if class_names is None else class_names
    truth = checked_labels(truth, name="y_true")
    repeats = _checked_answers(answers, truth)
    if "folds" in known and "sizes" not in known:
        known["sizes"] = _sizes_of(_checked_folds(known["folds"], repeats.shape[:2]))
    folds = known["folds"] = _checked_folds(known.get("folds"), repeats.shape[:2])
    if truth.ndim == 1:
        names = np.union1d(truth, repeats[folds > 0]) if class_names is None else class_names
        repeats = as_text(repeats)
    truth, class_names = checked_targets(truth, names)
    if "scores" in known:
        shape = (*folds.shape, len(class_names))
        scores = _checked_scores(known["scores"], known.get("score_kind"), shape, folds)
        known["scores"] = scores
    if "groups" in known:
        known["groups"] = checked_groups(known["groups"], len(truth))
    if "paths" in known:
        known["paths"] = tuple(known["paths"])
    positive = positive_class(class_names, positive) if truth.ndim == 1 else None
    cost_matrix(known.get("costs"), class_names)
    known |= {"class_names": class_names, "positive": positive}
    return known | {"truth": truth, "answers": repeats}


def _checked_answers(answers, truth) -> np.ndarray:
    """Predictions ``(repeats, n[, k])`` of single labels, or an indicator as the truth is."""
    shape = np.shape(answers)
    if shape[-truth.ndim :] != truth.shape or len(shape) > truth.ndim + 1:
        raise ValueError(f"predictions have shape {shape}, y_true {truth.shape}")
    if truth.ndim == 1:
        answers = checked_labels(np.ravel(answers), name="predictions")
    else:
        answers = np.asarray(answers)
        if not np.isin(answers, (0, 1, UNKNOWN)).all():
            raise ValueError(
                "predictions of several labels are 0 and 1; give probabilities as scores="
            )
    return answers.reshape(-1, *truth.shape)


def _sizes_of(folds) -> np.ndarray | tuple:
    """Images ``(n_folds, 2)`` that folds trained on, which is all they do not test, and tested.

    Empty where one model has tested all images.
    """
    tested = [np.count_nonzero(row == fold) for row in folds for fold in np.unique(row[row > 0])]
    sizes = np.column_stack([folds.shape[1] - np.array(tested), tested])
    return sizes if sizes.all() else ()


def _checked_folds(folds, shape) -> np.ndarray:
    """Numbers of folds ``(repeats, n)``; by default one fold tested all images."""
    if folds is None:
        return np.ones(shape, dtype=int)
    folds = np.asarray(folds).reshape(-1, shape[1])
    if folds.shape != shape:
        raise ValueError(f"folds have shape {folds.shape}; predictions need {shape}")
    return folds


def _checked_scores(scores, kind, shape, folds) -> np.ndarray:
    """Scores ``(repeats, n, k)``, finite where images were tested."""
    scores = np.asarray(scores, dtype=float)
    if scores.shape not in (shape, shape[1:]):
        raise ValueError(f"scores have shape {scores.shape}; images and classes need {shape[1:]}")
    scores = scores.reshape(shape)
    if not np.isfinite(scores[folds > 0]).all():
        raise ValueError("scores must be finite numbers; some are not")
    if kind not in ("predict_proba", "decision_function"):
        raise ValueError(
            f"score_kind is {kind!r}; say what the scores are: 'predict_proba' or "
            "'decision_function'"
        )
    return scores
