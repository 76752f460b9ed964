"""Do new images look like those that a model was trained on? Tests of exchangeability."""

from dataclasses import dataclass, field

import numpy as np
from scipy import stats
from scipy.spatial.distance import cdist

from .._validation import counted

FEWEST = 20
ALARM = 0.01
# More would tell apart what makes no difference, such as folds from the final fit.
_MOST = 256
_N_PERMUTATIONS = 1999


@dataclass(frozen=True)
class Drift:
    """Whether new images look like training images.

    Attributes
    ----------
    n_new, n_reference : int
        Images that were compared: one of each group and of copies.
    p_values : dict of str to float
        Of each comparison: ``"scores"``, the highest score of every image against that of training
        images when they were tested out of fold; ``"features"``; ``"brightness"`` and
        ``"contrast"``. Empty where there are too few images.
    medians : dict of str to (float, float)
        Of single numbers, in training images and in new ones.

    Examples
    --------
    >>> drift = Drift(100, 256, {"scores": 0.3, "features": 0.0005})
    >>> drift.p_value, drift.alarm, drift.found
    (0.001, True, ('features',))
    """

    n_new: int
    n_reference: int
    p_values: dict[str, float] = field(default_factory=dict)
    medians: dict[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def p_value(self) -> float | None:
        """The least p-value times the number of comparisons; None where nothing was compared."""
        if not self.p_values:
            return None
        return min(1.0, len(self.p_values) * min(self.p_values.values()))

    @property
    def alarm(self) -> bool | None:
        """Whether `p_value` is below 0.01; None where nothing can be said."""
        return None if self.p_value is None else self.p_value < ALARM

    @property
    def found(self) -> tuple[str, ...]:
        """The comparisons that give the alarm, the clearest first."""
        limit = ALARM / max(1, len(self.p_values))
        low = [name for name, p in self.p_values.items() if p < limit]
        return tuple(sorted(low, key=lambda name: self.p_values[name]))

    @property
    def sentence(self) -> str:
        """What a person should know."""
        if self.alarm is None:
            return (
                f"whether the images look like the training images cannot be said: there are "
                f"{counted(self.n_new, 'image')} to compare, and it takes {FEWEST}"
            )
        n = f"{counted(self.n_new, 'image')} against {self.n_reference:,} training images"
        if not self.alarm:
            return f"the images look like the training images ({n}; p = {self.p_value:.2g})"
        signs = ", ".join(self._sign(name) for name in self.found)
        return (
            f"the images do not look like the training images: {signs} ({n}; p = "
            f"{self.p_value:.1g}); the model's figures may not hold for them"
        )

    def _sign(self, name: str) -> str:
        words = {"features": "other features, or other shares of the classes"}
        if name not in self.medians:
            return words.get(name, name)
        before, now = self.medians[name]
        what = {"scores": ("surer", "less sure")}.get(name, ("more", "less"))
        if name == "scores":
            return f"answers {what[now < before]} (median score {now:.2f}, was {before:.2f})"
        return f"{what[now < before]} {name} (median {now:.0f}, was {before:.0f})"

    def plain(self) -> dict:
        """As plain values, for JSON."""
        return {
            "alarm": self.alarm,
            "p_value": self.p_value,
            "p_values": self.p_values,
            "medians": {name: list(pair) for name, pair in self.medians.items()},
            "n_new": self.n_new,
            "n_reference": self.n_reference,
            "sentence": self.sentence,
        }


def drift_test(reference: dict, new: dict, seed: int = 0) -> Drift:
    """Compare images by what is known of them, each ``(n,)`` numbers or ``(n, d)`` rows by name.

    Single numbers by the Kolmogorov-Smirnov test, rows by permutations of the energy distance
    (G. J. Szekely and M. L. Rizzo, 2013), 1,999 of them. At most 256 images of either side, drawn
    at random. Nothing is compared where there are fewer than 20.

    >>> rng = np.random.default_rng(0)
    >>> known = {"features": rng.normal(size=(100, 3)), "scores": rng.random(100)}
    >>> drift_test(known, {"features": rng.normal(size=(90, 3)), "scores": rng.random(90)}).alarm
    False
    >>> drift_test(known, {"features": rng.normal(1, size=(90, 3))}).found
    ('features',)
    """
    names = [name for name in reference if name in new]
    rng = np.random.default_rng(seed)
    sizes = [len(part[names[0]]) if names else 0 for part in (new, reference)]
    rows = [np.sort(rng.permutation(n)[:_MOST]) for n in sizes]
    n_new, n_reference = map(len, rows)
    if min(n_new, n_reference) < FEWEST:
        return Drift(n_new, n_reference)
    p_values, medians = {}, {}
    for name in names:
        now, before = (
            np.asarray(part[name], float)[some] for part, some in zip((new, reference), rows)
        )
        if now.ndim == 1:
            p_values[name] = float(stats.ks_2samp(now, before).pvalue)
            medians[name] = (float(np.median(before)), float(np.median(now)))
        else:
            p_values[name] = energy_p_value(before, now, rng)
    return Drift(n_new, n_reference, p_values, medians)


def energy_p_value(a, b, rng) -> float:
    """Share of divisions at random whose energy distance is as large as that of ``a`` and ``b``.

    The division that was found counts as one of them, so it is never 0.
    """
    joined = np.concatenate([a, b])
    n, m = len(a), len(b)
    distances = cdist(joined, joined)
    first = np.zeros((n + m, 1 + _N_PERMUTATIONS))
    first[:n] = 1
    first[:, 1:] = rng.permuted(first[:, 1:], axis=0)
    to_all = distances.sum(axis=0) @ first
    within = np.einsum("ij,ij->j", first, distances @ first)
    across, other = to_all - within, distances.sum() - 2 * to_all + within
    energy = 2 * across / (n * m) - within / n**2 - other / m**2
    return float(np.mean(energy >= energy[0] - 1e-12 * abs(energy[0])))
