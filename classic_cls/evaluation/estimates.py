"""Every figure with its spread over folds and its interval."""

from dataclasses import dataclass

import numpy as np

from .evidence import CLASS_F1
from .figure_intervals import count_interval, score_interval
from .figures.table import record_of
from .intervals import Interval, wilson_interval

__all__ = [
    "Estimate",
    "class_table",
    "estimate_metrics",
    "figure_estimate",
    "figure_values",
]


@dataclass(frozen=True)
class Estimate:
    """One figure.

    Attributes
    ----------
    value : float
        A figure that follows from counts: of all out-of-fold predictions together. A
        rank figure or a scikit-learn scorer: mean over the folds of all repeats, since
        scores of different models have no common scale.
    std : float
        Standard deviation over these folds; 0 for a single one.
    interval : Interval or None
        95% interval of the value.

    References
    ----------
    G. Forman and M. Scholz (2010), "Apples-to-apples in cross-validation studies:
    pitfalls in classifier performance measurement", SIGKDD Explorations 12.
    """

    value: float
    std: float
    interval: Interval | None = None

    @classmethod
    def over(cls, values, value=None, interval=None) -> "Estimate":
        """From the values of the folds, whose mean is the value if none is given."""
        values = np.asarray(values, dtype=float)
        value = float(values.mean()) if value is None else float(value)
        std = float(values.std(ddof=1)) if len(values) > 1 else 0.0
        return cls(value, std, interval)


def figure_values(evidence, scores=None) -> dict[str, float]:
    """All figures that are defined: of counts together, of ranks as means over folds.

    Parameters
    ----------
    evidence : Evidence
    scores : ScoreEvidence, optional

    Returns
    -------
    dict of str to float

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls.evaluation.evidence import Evidence
    >>> evidence = Evidence.of(np.array(list("aabb")), np.array([list("aaab")]), ["a", "b"])
    >>> figure_values(evidence)["accuracy"]
    0.75
    """
    values = {n: float(value) for n, value in evidence.figures(evidence.sums()).items()}
    return values if scores is None else values | scores.values()


def estimate_metrics(evidence, fold_values, random_state=0, scores=None):
    """Estimates of all figures, and a table of the classes.

    Parameters
    ----------
    evidence : Evidence
        All out-of-fold predictions.
    fold_values : list of dict
        Figures of every fold; a figure that is not defined in a fold is missing there.
    random_state : int or None, default=0
        Seed of the bootstrap.
    scores : ScoreEvidence, optional
        All out-of-fold scores.

    Returns
    -------
    estimates : dict of str to Estimate
        Accuracy with a Wilson interval, all else with a bootstrap one.
    classes : dict of str to ndarray of shape (k,)
        See `class_table`.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls.evaluation.evidence import Evidence
    >>> y, predicted = np.array(list("aabb")), np.array([list("aaab")])
    >>> evidence = Evidence.of(y, predicted, ["a", "b"])
    >>> estimates, _ = estimate_metrics(evidence, [{"accuracy": 0.5}, {"accuracy": 1.0}])
    >>> estimates["accuracy"].value, estimates["accuracy"].interval.method
    (0.75, 'Wilson score interval, 4 images')
    """
    limits = _all_limits(evidence, scores, random_state)
    estimates = {}
    for name, value in figure_values(evidence, scores).items():
        of_folds = [values[name] for values in fold_values if name in values]
        if of_folds:
            interval = _interval(name, value, limits, evidence, scores)
            estimates[name] = Estimate.over(of_folds, value, interval)
    return estimates, class_table(evidence, limits[CLASS_F1], scores)


def figure_estimate(name, value, evidence, scores=None, random_state=0) -> Estimate:
    """Estimate of one figure, without its spread over folds.

    Parameters
    ----------
    name : str
    value : float
        From `figure_values`.
    evidence : Evidence
    scores : ScoreEvidence, optional
    random_state : int or None, default=0

    Returns
    -------
    Estimate

    Examples
    --------
    >>> figure_estimate("accuracy", 0.75, evidence).interval.low        # doctest: +SKIP
    0.301
    """
    scored = record_of(name).needs_scores
    limits = scores.limits(random_state) if scored else evidence.bootstrap(random_state)
    return Estimate(value, 0.0, _interval(name, value, limits, evidence, scores))


def _all_limits(evidence, scores, random_state) -> dict:
    limits = {} if scores is None else scores.limits(random_state)
    return limits | evidence.bootstrap(random_state)


def _interval(name, value, limits, evidence, scores) -> Interval:
    if record_of(name).needs_scores:
        return score_interval(name, value, limits[name], scores, evidence.independence)
    return count_interval(name, value, limits[name], evidence)


def class_table(evidence, f1_limits, scores=None) -> dict[str, np.ndarray]:
    """Figures of every class.

    Parameters
    ----------
    evidence : Evidence
    f1_limits : (low, high), each of shape (k,)
        Of the bootstrap.
    scores : ScoreEvidence, optional

    Returns
    -------
    dict of str to ndarray of shape (k,)
        ``precision``, ``recall`` (the accuracy within the class), ``f1``, ``f1_low``,
        ``f1_high``; ``average_precision``, where all classes have scores: mean over folds,
        0 for a class without images; ``support``, the number of tested images of each
        class, ``prevalence``, its share, and for multilabel ``unknown``, the number of
        tested images of which nobody knows.

    Examples
    --------
    >>> class_table(evidence, evidence.bootstrap()[CLASS_F1])["support"]    # doctest: +SKIP
    array([20, 20, 20])
    """
    table = evidence.class_figures(evidence.sums())
    prevalence = table.pop("prevalence")
    del table["support"]  # counts an image once per repeat
    low, high = (np.array(limit) for limit in f1_limits)
    # As perfect (or as bad) in every resample, save in those without an image of the class.
    alike = np.isin(table["f1"], (0.0, 1.0)) & (evidence.support > 0)
    sizes = evidence.support[alike] * evidence.independence
    low[alike], high[alike] = wilson_interval(table["f1"][alike], sizes)
    table["f1_low"] = np.minimum(low, table["f1"])
    table["f1_high"] = np.maximum(high, table["f1"])
    if scores is not None and len(scores.columns) == len(scores.class_names):
        table["average_precision"] = scores.class_average_precision()
    table |= {"support": evidence.support, "prevalence": prevalence}
    if evidence.unknown is not None:
        table["unknown"] = evidence.unknown
    return table
