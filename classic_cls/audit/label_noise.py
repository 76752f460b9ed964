"""How many labels are wrong, and which: from scores of a learner that has not seen them."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, softmax
from scipy.stats import chi2

from .._validation import UNKNOWN
from .out_of_fold import fold_of, left_out_scores

# A class of fewer units of its own cannot be learned, so nothing about its labels either.
LEAST_UNITS = 10
_LEVEL = 0.1
_START = np.log([5.0, 0.02 / 0.98])


@dataclass(frozen=True, eq=False)
class LabelNoise:
    """What labels would be, and which of the given ones are likely wrong.

    Parameters
    ----------
    probabilities : ndarray of shape (n, k)
        Of every class, from models that saw neither the image nor a copy of it. Of several labels
        each by itself.
    wrong : ndarray of shape (n,) or (n, k)
        Chance that the label that was given is wrong; 0 where it cannot be told. Of several labels
        for each, whether it is given or not.
    n_wrong : float
        How many are expected to be wrong.

    Notes
    -----
    What is given is thought to be a mixture, as in [1]_: with a chance of ``1 - share`` drawn from
    ``p``, the softmax of the scores times a slope plus an offset for each class, otherwise from
    all classes alike. Slope, offsets and share are those of the largest likelihood, and the rule
    of Bayes gives the chance that a label is wrong. Classes that look alike make ``p`` uncertain
    and not the share large: confident learning [2]_, which counts who exceeds the mean confidence
    of another class, takes 4.9% of 10,000 images of Fashion-MNIST for wrong as they are published,
    and after 5% of the labels were exchanged is right about half of those that it names. The share
    counts as 0 unless the likelihood is larger by a test at the level of 10%, and where a class is
    recognised less often than half way from chance to always: there the learner, not the label, is
    in doubt.

    References
    ----------
    .. [1] V. Mnih and G. E. Hinton, "Learning to label aerial images from noisy data", ICML, 2012.
    .. [2] C. G. Northcutt, L. Jiang and I. L. Chuang, "Confident learning: estimating uncertainty
       in dataset labels", Journal of Artificial Intelligence Research 70, 2021.
    """

    probabilities: np.ndarray
    wrong: np.ndarray
    n_wrong: float


def label_noise(kernel, targets, class_names, groups) -> LabelNoise:
    """From rows of `kernel_rows`, targets and groups ``(n,)`` that no fold divides."""
    several = targets.ndim == 2
    given = targets == 1 if several else targets[:, None] == np.asarray(class_names)
    known = targets != UNKNOWN if several else np.ones(given.shape, bool)
    judged = np.array([_n_units(column, groups) >= LEAST_UNITS for column in given.T], bool)
    if several:
        judged &= [_n_units(~g & k, groups) >= LEAST_UNITS for g, k in zip(given.T, known.T)]
    if judged.sum() < 2 - several:
        share = given.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        return LabelNoise(np.tile(share, (len(given), 1)), np.zeros(targets.shape), 0.0)
    wanted = np.where(known, given, given.sum(axis=0) / np.maximum(known.sum(axis=0), 1))
    scores = left_out_scores(kernel, wanted, fold_of(given, groups))
    if several:
        return _of_labels(scores, given, known, judged)
    return _of_classes(scores, given.argmax(axis=1), judged)


def _n_units(rows, groups):
    return len(np.unique(groups[rows]))


def _of_classes(scores, codes, judged):
    rows, columns = np.flatnonzero(judged[codes]), np.flatnonzero(judged)
    probabilities, wrong = np.zeros(scores.shape), np.zeros(len(codes))
    place = np.searchsorted(columns, codes[rows])
    found, wrong[rows] = mixture(scores[np.ix_(rows, columns)], place)
    probabilities[np.ix_(rows, columns)] = found
    others = np.flatnonzero(~judged[codes])
    probabilities[others, codes[others]] = 1
    return LabelNoise(probabilities, wrong, float(wrong.sum()))


def _of_labels(scores, given, known, judged):
    probabilities, wrong = np.zeros(scores.shape), np.zeros(scores.shape)
    probabilities[:] = given.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    for label in np.flatnonzero(judged):
        rows = known[:, label]
        pair = np.column_stack([-scores[:, label], scores[:, label]]) / 2
        codes = given[rows, label].astype(int)
        found, wrong[rows, label] = mixture(pair[rows], codes)
        probabilities[rows, label] = found[:, 1]
    return LabelNoise(probabilities, wrong, float(wrong.sum()))


def mixture(scores, codes):
    """Probabilities ``(n, k)`` without the noise, and the chance ``(n,)`` that a code is wrong."""
    clean, alone = _fitted(scores, codes, mixed=False)
    noisy, together = _fitted(scores, codes, mixed=True)
    # The share is on the edge of what is possible, so half of chi-squared.
    is_noisy = _is_learned(scores, codes) and chi2.sf(2 * (alone - together), 1) / 2 < _LEVEL
    slope, offsets, share = noisy if is_noisy else clean
    found = softmax(scores * slope + offsets, axis=1)
    own = found[np.arange(len(codes)), codes]
    by_chance = share / scores.shape[1]
    wrong = by_chance * (1 - own) / np.maximum((1 - share) * own + by_chance, 1e-300)
    return found, wrong


def _is_learned(scores, codes):
    """Whether the mean recall is half way from chance to all right: else labels prove nothing."""
    n_own = np.bincount(codes, minlength=scores.shape[1])
    hits = np.bincount(codes[scores.argmax(axis=1) == codes], minlength=scores.shape[1])
    return (hits / np.maximum(n_own, 1)).mean() >= (1 + 1 / scores.shape[1]) / 2


def _fitted(scores, codes, mixed):
    """Slope, offsets and share, and the negative log likelihood."""
    n, k = scores.shape
    rows = np.arange(n)

    def loss(weights):
        slope, share = np.exp(weights[0]), expit(weights[1]) if mixed else 0.0
        found = softmax(scores * slope + weights[2:], axis=1)
        own = found[rows, codes]
        likely = np.maximum((1 - share) * own + share / k, 1e-12)
        by_own = -(1 - share) / likely
        by_logit = -found * (own * by_own)[:, None]
        by_logit[rows, codes] += own * by_own
        by_share = ((own - 1 / k) / likely).sum() * share * (1 - share)
        # What counts as one image: offsets are alike, and where a learner of few images is about
        # equally sure of all, it errs because labels are wrong and not because it exaggerates.
        value = -np.log(likely).sum() + np.square(weights[2:]).sum() / 2 - weights[0]
        by_offset = by_logit.sum(axis=0) + weights[2:]
        slopes = [(by_logit * scores).sum() * slope - 1, by_share, *by_offset]
        return value / n, np.array(slopes) / n

    start = np.concatenate([_START, np.zeros(k)])
    bounds = [(-5, 8), (-12, 0), *[(-20, 20)] * k]
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    share = float(expit(best.x[1])) if mixed else 0.0
    return (np.exp(best.x[0]), best.x[2:], share), best.fun * n
