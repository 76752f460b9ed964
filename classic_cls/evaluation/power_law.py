"""The law by which errors fall with the number of training images."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

# Exponents that are tried. At 0.05 the law is as good as a logarithm; what theory knows of errors
# that can be learned away falls no faster than 1 / n.
_EXPONENTS = np.geomspace(0.05, 1.0, 50)


class Gain(NamedTuple):
    """What more images are expected to bring, and its 95% limits."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class PowerLaw:
    """``error = floor + scale * (n / n_largest) ** -exponent``, with resampled fits behind it.

    Attributes
    ----------
    n_largest : float
        Images of the largest size that was measured.
    floor, scale, exponent : ndarray of shape (1 + b,)
        Of the errors as measured, and of ``b`` resamples of them; none is negative.

    References
    ----------
    T. Viering and M. Loog (2023), "The shape of learning curves: a review", IEEE TPAMI 45.
    R. L. Figueroa, Q. Zeng-Treitler, S. Kandula and L. H. Ngo (2012), "Predicting sample size
    required for classification performance", BMC Medical Informatics and Decision Making 12.

    Examples
    --------
    >>> n = np.array([100, 200, 400, 800])
    >>> law = fit_power_law(n, np.array([0.1 + 2 * n**-0.5]))
    >>> round(float(law.error(1600)[0]), 3)
    0.15
    """

    n_largest: float
    floor: np.ndarray
    scale: np.ndarray
    exponent: np.ndarray

    def error(self, n: float) -> np.ndarray:
        """Errors ``(1 + b,)`` after learning from ``n`` images."""
        return self.floor + self.scale * (n / self.n_largest) ** -self.exponent

    def gain(self, factor: float = 2.0) -> Gain:
        """By how much the error falls with ``factor`` times as many images as were measured."""
        falls = self.error(self.n_largest) - self.error(factor * self.n_largest)
        low, high = np.quantile(falls[1:], [0.025, 0.975]) if len(falls) > 1 else falls[[0, 0]]
        return Gain(float(falls[0]), float(min(low, falls[0])), float(max(high, falls[0])))

    def limits(self, n: float) -> tuple[float, float]:
        """95% limits of the error after learning from ``n`` images."""
        low, high = np.quantile(self.error(n), [0.025, 0.975])
        return float(low), float(high)

    def coefficients(self) -> dict[str, float]:
        """``a``, ``b`` and ``c`` of ``error = a + b * n ** -c``."""
        a, scale, c = (float(values[0]) for values in (self.floor, self.scale, self.exponent))
        return {"a": a, "b": scale * self.n_largest**c, "c": c}


def fit_power_law(n, errors) -> PowerLaw:
    """Fit the law to errors ``(1 + b, m)`` at ``m`` numbers of images, each row by itself.

    For a given exponent the law is linear, so that its best floor and scale, none of them negative,
    are known exactly; the best of a list of exponents is the fit. Nothing can fail to converge.
    Sizes count in proportion to their images, as the law is wanted beyond the largest.
    """
    n = np.asarray(n, dtype=float)
    weights = n / n.sum()
    best = np.full((4, len(errors)), np.inf)
    for exponent in _EXPONENTS:
        x = (n / n[-1]) ** -exponent
        floor, scale = _not_negative(x, errors, weights)
        off = ((errors - floor[:, None] - scale[:, None] * x) ** 2 * weights).sum(axis=1)
        better = off < best[0] - 1e-15
        found = np.array([off, floor, scale, np.full(len(errors), exponent)])
        best = np.where(better, found, best)
    return PowerLaw(float(n[-1]), *best[1:])


def _not_negative(x, errors, weights):
    """Weighted least squares of ``errors ~ floor + scale * x`` without negative coefficients."""
    mean_x, mean = (weights * x).sum(), errors @ weights
    spread = (weights * (x - mean_x) ** 2).sum()
    scale = (errors - mean[:, None]) @ (weights * (x - mean_x)) / spread
    scale = np.maximum(scale, 0.0)
    floor = mean - scale * mean_x
    through_0 = errors @ (weights * x) / (weights * x**2).sum()
    return np.maximum(floor, 0.0), np.where(floor < 0, through_0, scale)
