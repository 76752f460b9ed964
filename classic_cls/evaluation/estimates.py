"""Every figure with its spread over folds and its interval."""

from dataclasses import dataclass

import numpy as np

from .evidence import CLASS_F1
from .intervals import (
    N_RESAMPLES,
    Interval,
    accuracy_interval,
    mean_of_shares_interval,
    wilson_interval,
)

__all__ = ["Estimate", "estimate_metrics"]

_OVER_IMAGES = ("hamming_loss", "precision_micro", "recall_micro", "f1_micro", "f1_samples")
_OVER_POSITIVES = ("sensitivity", "precision", "f1")


@dataclass(frozen=True)
class Estimate:
    """One figure.

    Attributes
    ----------
    mean : float
        Mean over the folds of all repeats.
    std : float
        Standard deviation over these folds; 0 for a single one.
    pooled : float or None
        The figure of all out-of-fold predictions together.
    interval : Interval or None
        95% interval, around both.
    """

    mean: float
    std: float
    pooled: float | None = None
    interval: Interval | None = None

    @classmethod
    def over(cls, values, pooled=None, interval=None) -> "Estimate":
        """From the values of the folds; the interval is widened to hold their mean."""
        values = np.asarray(values, dtype=float)
        mean = float(values.mean())
        std = float(values.std(ddof=1)) if len(values) > 1 else 0.0
        return cls(mean, std, pooled, None if interval is None else _widened(interval, mean))


def _widened(interval: Interval, mean: float) -> Interval:
    if interval.low <= mean <= interval.high:
        return interval
    method = f"{interval.method}, widened to hold the mean of the folds"
    return Interval(min(interval.low, mean), max(interval.high, mean), method)


def estimate_metrics(evidence, fold_values, random_state=0):
    """Estimates of all figures, and a table of the classes.

    Parameters
    ----------
    evidence : Evidence
        All out-of-fold predictions.
    fold_values : list of dict
        Figures of every fold, under the names of `classification_metrics` or
        `multilabel_metrics`.
    random_state : int or None, default=0
        Seed of the bootstrap.

    Returns
    -------
    estimates : dict of str to Estimate
        Accuracy with a Wilson interval, all else with a bootstrap one.
    classes : dict of str to ndarray of shape (k,)
        ``precision``, ``recall``, ``f1``, ``f1_low``, ``f1_high`` and ``support``, the
        number of images of each class.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls.evaluation.evidence import Evidence
    >>> y, predicted = np.array(list("aabb")), np.array([list("aaab")])
    >>> evidence = Evidence.of(y, predicted, ["a", "b"])
    >>> estimates, _ = estimate_metrics(evidence, [{"accuracy": 0.5}, {"accuracy": 1.0}])
    >>> estimates["accuracy"].mean, estimates["accuracy"].interval.method
    (0.75, 'Wilson score interval, 4 images')
    """
    sums = evidence.sums()
    pooled = evidence.figures(sums)
    limits = evidence.bootstrap(random_state)
    classes = _class_table(evidence, sums, limits[CLASS_F1])
    estimates = {
        name: Estimate.over(
            [values[name] for values in fold_values],
            float(pooled[name]),
            _interval(name, float(pooled[name]), limits[name], evidence, classes["support"]),
        )
        for name in fold_values[0]
    }
    return estimates, classes


def _interval(name, pooled, limits, evidence, support) -> Interval:
    # The micro averages of single labels are the accuracy under other names.
    if name == "accuracy" or (name.endswith("_micro") and not evidence.multilabel):
        return accuracy_interval(evidence.correct, evidence.groups)
    low, high = (float(limit) for limit in limits)
    if low == high and pooled in (0.0, 1.0):
        return _interval_without_spread(name, pooled, evidence, support)
    method = f"percentile bootstrap, {N_RESAMPLES} resamples of {evidence.unit_name}"
    return Interval(max(0.0, min(low, pooled)), min(1.0, max(high, pooled)), method)


def _interval_without_spread(name, pooled, evidence, support) -> Interval:
    """Where every resample is perfect (or all wrong), the bootstrap knows no doubt."""
    if name in _OVER_IMAGES:
        sizes = np.array([len(evidence.correct)])
    elif name in _OVER_POSITIVES:
        sizes = support[[evidence.positive]]
    elif name == "specificity":
        sizes = support[[1 - evidence.positive]]
    else:
        sizes = support[support > 0]
    sizes = sizes[sizes > 0] * evidence.independence
    if len(sizes) == 0:
        return Interval(0.0, 1.0, "no image to tell from")
    low, high = mean_of_shares_interval(np.full(len(sizes), pooled), sizes)
    return Interval(low, high, "Wilson score intervals, as every bootstrap resample was alike")


def _class_table(evidence, sums, f1_limits) -> dict[str, np.ndarray]:
    table = evidence.class_figures(sums)
    support = table.pop("support") / evidence.n_repeats
    low, high = (np.array(limit) for limit in f1_limits)
    alike = (low == high) & np.isin(table["f1"], (0.0, 1.0)) & (support > 0)
    sizes = support[alike] * evidence.independence
    low[alike], high[alike] = wilson_interval(table["f1"][alike], sizes)
    table["f1_low"] = np.minimum(low, table["f1"])
    table["f1_high"] = np.maximum(high, table["f1"])
    return table | {"support": np.rint(support).astype(int)}
