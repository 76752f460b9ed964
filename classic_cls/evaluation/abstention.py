"""Scores from which a class is named, and from which an answer is given, under a promise."""

from typing import NamedTuple

import numpy as np
from scipy import stats

from .held_out_scores import HeldOutScores
from .shares import effective_sample_size

CONFIDENCE = 0.95
# The first promise that is looked at should survive some wrong labels among the surest images.
_ERRORS_TO_SURVIVE = 4
_N_STEPS = 50


def set_threshold(held_out: HeldOutScores, coverage: float) -> float:
    """Score from which a class belongs to the set of an image.

    Parameters
    ----------
    held_out : HeldOutScores
    coverage : float
        Share of new images, in (0, 1), whose set is to hold their class.

    Returns
    -------
    float
        As float32 has it.

    Raises
    ------
    ValueError
        If there are too few images, or groups, for such a coverage.

    Notes
    -----
    The "least ambiguous" sets of Sadinle, Lei and Wasserman (2019): all classes whose score is at
    least that of the true class of all but a share ``1 - coverage`` of the images, the new image
    counted among them as one of the lowest scores. They are the smallest sets on average, need no
    score to be a probability, and are empty where no class is likely enough. Of groups each counts
    once, shared among its images (Lee, Barber and Willett 2023, "Distribution-free inference with
    hierarchical data"): the promise is for images of new groups.

    The coverage is proven for scores of one model that has seen none of the images. Here several
    models gave them, and one that learned from all images answers: no proof holds for that
    (with the models of the folds, ``1 - 2 (1 - coverage)`` would be proven; Barber et al. 2021,
    "Predictive inference with the jackknife+"), but a model that has seen more rates the true class
    higher if anything, so that sets are a little too large rather than too small.
    ``benchmarks/coverage.py`` measures it.

    References
    ----------
    M. Sadinle, J. Lei and L. Wasserman (2019), "Least ambiguous set-valued classifiers with
    bounded error levels", JASA 114.

    Examples
    --------
    >>> scores = np.arange(1, 20, dtype=np.float32)
    >>> held_out = HeldOutScores(scores, scores, scores > 0, np.arange(19))
    >>> set_threshold(held_out, 0.9), set_threshold(held_out, 0.95)
    (2.0, 1.0)
    """
    n_units = held_out.n_units
    if n_units < coverage * (n_units + 1) - 1e-9:
        raise ValueError(_too_few(held_out, coverage))
    order = np.argsort(-held_out.of_truth, kind="stable")
    weights = 1 / np.bincount(held_out.units)[held_out.units[order]]
    reached = np.cumsum(weights) >= coverage * (n_units + 1) - 1e-9 * n_units
    return float(held_out.of_truth[order[int(np.argmax(reached))]])


def _too_few(held_out: HeldOutScores, coverage: float) -> str:
    n = held_out.n_units
    needed = int(np.ceil(coverage / (1 - coverage) - 1e-9))
    what = "groups" if held_out.grouped else "images"
    most = np.floor(1000 * n / (n + 1)) / 1000
    return (
        f"a coverage of {coverage:g} needs {needed:,} {what} that were left out in turn, and the "
        f"model was tested on {n:,}: ask for {most:.3f} at most, or train on more {what}"
    )


class Answering(NamedTuple):
    """From which score of the answer on it is given, and what that promises.

    ``share`` of the images get one, ``error`` of these were wrong, and ``bound`` is the upper
    limit of that in the long run, at the confidence asked for.
    """

    threshold: float
    share: float
    error: float
    bound: float


def answer_threshold(
    held_out: HeldOutScores, max_error: float, confidence: float = CONFIDENCE
) -> Answering:
    """The lowest score from which answers are wrong in a share of at most ``max_error``.

    Parameters
    ----------
    held_out : HeldOutScores
    max_error : float
        Share of wrong ones among the answers, in (0, 1).
    confidence : float, default=0.95
        Probability with which that is kept in the long run: over draws of the images.

    Returns
    -------
    Answering

    Raises
    ------
    ValueError
        If no share of the answers keeps it; the message says what can be promised.

    Notes
    -----
    The surest images first, then ever more, each time tested whether their error is below the
    limit (Clopper and Pearson's one-sided bound), up to the first that fails: tests in a fixed
    order need no correction for their number (Angelopoulos et al. 2021, "Learn then test"; for
    selective classification Geifman and El-Yaniv 2017). Of groups as many images count as would
    be independent, which makes the bound an approximation; and as in `set_threshold` the model
    that answers has seen more than those that were tested.

    Examples
    --------
    >>> sure = np.linspace(1, 0, 500, dtype=np.float32)
    >>> held_out = HeldOutScores(sure, sure, sure > 0.2, np.arange(500))
    >>> found = answer_threshold(held_out, 0.05)
    >>> f"{found.share:.2f} answered, {found.error:.3f} wrong, at most {found.bound:.3f}"
    '0.82 answered, 0.020 wrong, at most 0.035'
    """
    order = np.argsort(-held_out.of_answer, kind="stable")
    ranked = held_out.take(order)
    found, least = None, 1.0
    for n in _steps(len(ranked), max_error, confidence):
        candidate = _first(ranked, n, confidence)
        least = min(least, candidate.bound)
        if candidate.bound > max_error:
            break
        found = candidate
    if found is None:
        raise ValueError(_cannot_promise(ranked, max_error, least, confidence))
    return found


def _steps(n: int, max_error: float, confidence: float) -> list[int]:
    """Ever larger numbers of the surest images; the first may hold a few mistakes."""
    fewest, usual = (
        _fewest(errors, max_error, confidence, n) for errors in (0, _ERRORS_TO_SURVIVE)
    )
    start = min(n, max(fewest, min(usual, n // 2)))
    return np.unique(np.linspace(start, n, _N_STEPS).astype(int)).tolist()


def _fewest(errors: int, max_error: float, confidence: float, most: int) -> int:
    """Images of which so many wrong ones still keep the limit; ``most`` at most."""
    numbers = np.arange(errors + 1, most + 1)
    kept = stats.binom.cdf(errors, numbers, max_error) <= 1 - confidence
    return int(numbers[np.argmax(kept)]) if kept.any() else most


def _first(ranked: HeldOutScores, n: int, confidence: float) -> Answering:
    """What the ``n`` surest images say, and those as sure as the last of them."""
    threshold = ranked.of_answer[n - 1]
    n = int(np.searchsorted(-ranked.of_answer, -threshold, side="right"))
    right, units = ranked.right[:n], ranked.units[:n]
    error = float(1 - right.mean())
    size = effective_sample_size(right, units if ranked.grouped else None)
    bound = stats.beta.ppf(confidence, error * size + 1, (1 - error) * size) if error < 1 else 1.0
    return Answering(float(threshold), n / len(ranked), error, float(bound))


def _cannot_promise(ranked: HeldOutScores, max_error, least, confidence) -> str:
    n = ranked.n_units
    what = "groups" if ranked.grouped else "images"
    tested = f"{n:,} {what} were left out in turn and tested"
    if least < 1 and (offer := np.ceil(1000 * least) / 1000) < 1:
        return (
            f"a largest error of {max_error:g} cannot be promised at {confidence:.0%} confidence "
            f"for any of the answers ({tested}): try {offer:.3f} or more, or train on more"
        )
    return f"a largest error of {max_error:g} cannot be promised: {tested}; train on more"
