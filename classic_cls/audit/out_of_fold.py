"""Probabilities of classes from models that have seen neither an image nor a copy of it."""

import numpy as np
from scipy.linalg import solve
from scipy.optimize import minimize_scalar

from .._validation import UNKNOWN

N_FOLDS = 5
# Images that others are compared with: more are hardly better, and cost their square.
_MOST_LANDMARKS = 1500
_PENALTIES = (1e-3, 1e-2, 1e-1, 1.0)  # times the mean of the diagonal
_BLOCK = 4096


def fold_numbers(targets, groups=None, n_folds: int = N_FOLDS, seed: int = 0) -> np.ndarray:
    """Fold of every image ``(n,)``: classes in proportion, as far as groups allow.

    Unlike the folds of a cross-validation these are made of any data, of classes of one image too.

    >>> fold_numbers(np.array(["a", "a", "b", "b", "b"]), np.array([0, 0, 1, 2, 3]), 2).tolist()
    [0, 0, 0, 1, 1]
    """
    n = len(targets)
    unit_of = np.arange(n) if groups is None else np.unique(groups, return_inverse=True)[1].ravel()
    sizes = np.bincount(unit_of)
    kind = np.unique(targets, axis=0, return_inverse=True)[1].ravel()
    kind_of_unit = np.empty(len(sizes), int)
    kind_of_unit[unit_of[::-1]] = kind[::-1]  # that of its first image
    n_folds = min(n_folds, len(sizes))
    drawn = np.random.default_rng(seed).permutation(len(sizes))
    order = drawn[np.lexsort([-sizes[drawn]])]
    filled = np.zeros((n_folds, kind.max() + 1), int)
    total = np.zeros(n_folds, int)
    fold_of_unit = np.empty(len(sizes), int)
    for unit in order:
        of_kind = filled[:, kind_of_unit[unit]]
        fold = int(np.lexsort([total, of_kind])[0])
        fold_of_unit[unit] = fold
        of_kind[fold] += sizes[unit]
        total[fold] += sizes[unit]
    return fold_of_unit[unit_of]


def out_of_fold_probabilities(features, targets, class_names, groups=None) -> np.ndarray:
    """Probability of every class ``(n, k)``; groups are on one side of every fold.

    A ridge regression on similarities to some of the images (kernel ``exp(-d^2 / s)``; the images
    are compared with all others whatever their folds, but labels are those of other folds alone).
    Scores become probabilities by one temperature for all.
    """
    wanted = _indicator(targets, class_names)
    folds = fold_numbers(targets, groups)
    if len(class_names) < 2 or folds.max() < 1:
        return np.broadcast_to(wanted.mean(axis=0), wanted.shape).copy()
    scores = _out_of_fold_scores(_similarities(features), wanted, folds)
    if targets.ndim == 2:
        return _of_labels(scores, targets)
    return _of_classes(scores, wanted)


def _indicator(targets, class_names) -> np.ndarray:
    """1 for the classes of an image, 0 for others; what is not known as often as it is known."""
    if targets.ndim == 1:
        return (targets[:, None] == np.asarray(class_names)[None]).astype(float)
    known = targets != UNKNOWN
    share = (targets == 1).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, targets, share)


def _similarities(features) -> np.ndarray:
    """To the images that others are compared with, ``(n, m)`` in single precision."""
    n = len(features)
    middle, spread = _middle_and_spread(features)
    chosen = np.sort(np.random.default_rng(0).permutation(n)[:_MOST_LANDMARKS])
    landmarks = _standardized(features[chosen], middle, spread)
    of_landmarks = np.square(landmarks).sum(axis=1)
    width = max(float(np.median(_distances(landmarks, landmarks, of_landmarks))), 1e-9)
    out = np.empty((n, len(landmarks)), np.float32)
    for start in range(0, n, _BLOCK):  # bounds the memory
        rows = _standardized(features[start : start + _BLOCK], middle, spread)
        out[start : start + _BLOCK] = np.exp(-_distances(rows, landmarks, of_landmarks) / width)
    return out


def _middle_and_spread(features):
    """Mean of every column and its standard deviation; where this is tiny, a share of others'."""
    middle = features.mean(axis=0, dtype=float)
    squares = np.zeros(features.shape[1])
    for start in range(0, len(features), _BLOCK):
        squares += np.square(features[start : start + _BLOCK] - middle).sum(axis=0)
    spread = np.sqrt(squares / len(features))
    least = 1e-6 + 1e-3 * np.sqrt(np.square(spread).mean())
    return middle.astype(np.float32), np.maximum(spread, least).astype(np.float32)


def _standardized(rows, middle, spread):
    return np.clip((rows - middle) / spread, -4, 4)


def _distances(rows, landmarks, of_landmarks):
    """Squared."""
    found = np.square(rows).sum(axis=1)[:, None] + of_landmarks - 2 * (rows @ landmarks.T)
    return np.maximum(found, 0)


def _out_of_fold_scores(similar, wanted, folds) -> np.ndarray:
    """Of the penalty with the least squared error, the answers of ridge regressions."""
    mean = wanted.mean(axis=0)
    centred = wanted - mean
    middle = similar.mean(axis=0)
    parts = [folds == fold for fold in range(folds.max() + 1)]
    squares = [(similar[part] - middle).T @ (similar[part] - middle) for part in parts]
    products = [(similar[part] - middle).T.astype(float) @ centred[part] for part in parts]
    whole = sum(part.astype(float) for part in squares)
    all_products = sum(products)
    scale = np.trace(whole) / len(whole)
    best, least = np.zeros(wanted.shape), np.inf
    for penalty in _PENALTIES:
        scores = np.empty(wanted.shape)
        for part, square, product in zip(parts, squares, products, strict=True):
            matrix = whole - square
            matrix[np.diag_indices(len(matrix))] += penalty * scale
            weights = solve(matrix, all_products - product, assume_a="pos")
            scores[part] = (similar[part] - middle) @ weights.astype(np.float32)
        error = float(np.square(scores - centred).sum())
        if error < least:
            best, least = scores + mean, error
    return best


def _of_classes(scores, wanted) -> np.ndarray:
    """Softmax with the temperature of the least log loss."""
    truth = wanted.argmax(axis=1)
    rows = np.arange(len(scores))

    def log_loss(log_slope):
        return -np.log(np.maximum(_softmax(scores * np.exp(log_slope))[rows, truth], 1e-12)).mean()

    found = minimize_scalar(log_loss, bounds=(-1, 5), method="bounded", options={"xatol": 0.01})
    return _softmax(scores * np.exp(found.x))


def _softmax(scores) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _of_labels(scores, targets) -> np.ndarray:
    """Every label by itself: a logistic curve around one half, of one slope for all."""
    known = targets != UNKNOWN

    def log_loss(log_slope):
        chances = _logistic((scores - 0.5) * np.exp(log_slope))
        right = np.where(targets == 1, chances, 1 - chances)[known]
        return -np.log(np.maximum(right, 1e-12)).mean()

    found = minimize_scalar(log_loss, bounds=(-1, 5), method="bounded", options={"xatol": 0.01})
    return _logistic((scores - 0.5) * np.exp(found.x))


def _logistic(values) -> np.ndarray:
    return 1 / (1 + np.exp(-values))
