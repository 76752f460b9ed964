"""Scores from which a class is named, and from which an answer is given, under a promise."""

from typing import NamedTuple

import numpy as np
from scipy import stats

from ..models import reached_by
from .held_out_scores import HeldOutScores
from .shares import effective_sample_size

CONFIDENCE = 0.95
# Each of twice as many images as the one before.
_N_STARTS = 3
_N_STEPS = 50
# What may be promised instead.
_OFFERS = (0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)


def set_threshold(held_out: HeldOutScores, coverage: float) -> float:
    """Sureness from which a class belongs to the set of an image (see `sureness`).

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
    ``benchmarks/set_coverage.py`` measures it.

    References
    ----------
    M. Sadinle, J. Lei and L. Wasserman (2019), "Least ambiguous set-valued classifiers with
    bounded error levels", JASA 114.

    Examples
    --------
    >>> scores = np.arange(1, 20, dtype=np.float32)
    >>> held_out = HeldOutScores(scores, scores, scores, scores > 0, np.arange(19))
    >>> set_threshold(held_out, 0.9), set_threshold(held_out, 0.95)
    (2.0, 1.0)
    """
    return _limit(held_out, held_out.of_truth, coverage)


def known_threshold(held_out: HeldOutScores, share: float) -> float:
    """Best score of an image from which it is taken for one of the classes at all.

    Parameters
    ----------
    held_out : HeldOutScores
    share : float
        Share of new images of the classes, in (0, 1), that reach it: as proven as the coverage of
        `set_threshold`, and in the same way.

    Returns
    -------
    float
        As float32 has it.

    Raises
    ------
    ValueError
        If there are too few images, or groups, for such a share.

    References
    ----------
    D. Hendrycks and K. Gimpel (2017), "A baseline for detecting misclassified and
    out-of-distribution examples in neural networks", ICLR.

    Examples
    --------
    >>> best = np.arange(1, 20, dtype=np.float32)
    >>> known_threshold(HeldOutScores(best, best, best, best > 0, np.arange(19)), 0.9)
    2.0
    """
    return _limit(held_out, held_out.best, share)


def _limit(held_out: HeldOutScores, values: np.ndarray, share: float) -> float:
    """What so large a share of new images reaches, each group counting once."""
    found = reached_by(values, held_out.units, share)
    if found is None:
        raise ValueError(too_few(held_out.n_units, held_out.grouped, share))
    return found


def too_few(n: int, grouped: bool, coverage: float) -> str:
    """What to do with too few independent images for a coverage."""
    needed = int(np.ceil(coverage / (1 - coverage) - 1e-9))
    what = "groups" if grouped else "images"
    most = np.floor(1000 * n / (n + 1)) / 1000
    return (
        f"a share of {coverage:g} needs {needed:,} {what} that were left out in turn, and the "
        f"model was tested on {n:,}: ask for {most:.3f} at most, or train on more {what}"
    )


class Answering(NamedTuple):
    """From which sureness of the answer on it is given (see `sureness`).

    ``share`` of the images get one, and a share ``error`` of these were wrong.
    """

    threshold: float
    share: float
    error: float


def answer_threshold(
    held_out: HeldOutScores, max_error: float, confidence: float = CONFIDENCE
) -> Answering:
    """The lowest sureness from which answers are wrong in a share of at most ``max_error``.

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
    Of the surest images, then of ever more, a binomial test says whether their error is below the
    limit (selective classification: Geifman and El-Yaniv 2017; by tests: Angelopoulos et al. 2021,
    "Learn then test"). The doubt that is allowed is spread over a few numbers of images, and what
    one does not need goes on to the next (the fallback procedure of Wiens 2003), so that a wrong
    label among the surest images does not end it all. Of groups as many images count as
    would be independent, which makes it an approximation; and as in `set_threshold` the
    model that answers has seen more than those that were tested.

    Examples
    --------
    >>> sure = np.linspace(1, 0, 500, dtype=np.float32)
    >>> held_out = HeldOutScores(sure, sure, sure, sure > 0.2, np.arange(500))
    >>> found = answer_threshold(held_out, 0.05)
    >>> f"{found.share:.2f} answered, {found.error:.3f} wrong"
    '0.81 answered, 0.012 wrong'
    """
    found = promised(held_out, max_error, confidence)
    if found is None:
        raise ValueError(_cannot_promise(held_out, max_error, confidence))
    return found


def promised(
    held_out: HeldOutScores, max_error: float, confidence: float = CONFIDENCE
) -> Answering | None:
    """The same; None where it cannot be promised."""
    ranked = held_out.take(np.argsort(-held_out.of_answer, kind="stable"))
    found, kept, doubt = None, 0.0, 1 - confidence
    for n, granted in _steps(ranked, max_error, doubt).items():
        level = kept + granted
        error, p = _tested(ranked, n, max_error)
        kept = level if p <= level else 0.0
        if kept:
            found = Answering(float(ranked.of_answer[n - 1]), n / len(ranked), error)
    return found


def _steps(ranked: HeldOutScores, max_error: float, doubt: float) -> dict[int, float]:
    """Numbers of the surest images, ascending, each with those as sure; doubt granted to each."""
    n = len(ranked)
    share = doubt / _N_STARTS
    fewest = min(n, int(np.ceil(np.log(share) / np.log1p(-max_error))))  # without a mistake
    steps = dict.fromkeys(_as_sure(ranked, np.linspace(fewest, n, _N_STEPS).astype(int)), 0.0)
    for start in _as_sure(ranked, np.minimum(n, fewest * 2 ** np.arange(_N_STARTS))):
        steps[start] = steps.get(start, 0.0) + share
    return dict(sorted(steps.items()))


def _as_sure(ranked: HeldOutScores, numbers: np.ndarray) -> list[int]:
    """How many images are as sure as the last of so many."""
    last = -ranked.of_answer[numbers - 1]
    return np.searchsorted(-ranked.of_answer, last, side="right").tolist()


def _tested(ranked: HeldOutScores, n: int, max_error: float) -> tuple[float, float]:
    """Share of mistakes of the ``n`` surest images, and the probability of so few."""
    right, units = ranked.right[:n], ranked.units[:n]
    error = float(1 - right.mean())
    if error == 1:
        return 1.0, 1.0
    size = effective_sample_size(right, units if ranked.grouped else None)
    # The binomial distribution, for numbers that need not be whole.
    return error, float(stats.beta.sf(max_error, error * size + 1, (1 - error) * size))


def _cannot_promise(held_out: HeldOutScores, max_error, confidence) -> str:
    what = "groups" if held_out.grouped else "images"
    larger = [error for error in _OFFERS if error > max_error]
    offers = (error for error in larger if promised(held_out, error, confidence))
    offer = next(offers, None)
    return (
        f"a largest error of {max_error:g} cannot be promised with {confidence:.0%} confidence for "
        f"any of the answers ({held_out.n_units:,} {what} were left out in turn and tested): "
        + ("" if offer is None else f"{offer:g} can, ")
        + f"or train on more {what}"
    ).replace(": or", ":")
