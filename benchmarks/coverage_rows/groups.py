"""Areas under curves where folds test few groups, before and after: bias and coverage.

Images come in groups, each with a shift of its own; a linear model is trained on all groups but
those of the fold. True is the mean area of these models on images of 400 new groups. "Within
folds" is what the package gave before: the mean of the areas within the folds.
"""

from typing import NamedTuple
from unittest.mock import patch

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import average_precision_score, roc_auc_score

from classic_cls.evaluation import Predictions, ranked_tests
from classic_cls.evaluation.estimates import FiguresOf

FIGURES = {"roc_auc": roc_auc_score, "average_precision": average_precision_score}
NAMES = np.array(["good", "defect"])


class Groups(NamedTuple):
    """So many groups in so many folds; ``evenness`` is that of the classes within groups.

    It is the parameter of a beta distribution of the share of a class; infinite: half and half.
    """

    title: str
    n_groups: int
    size: int
    n_folds: int
    shift: float = 0.7
    distance: float = 2.0
    evenness: float = np.inf
    n_features: int = 5

    def draw(self, rng, n_groups, size):
        of = np.repeat(np.arange(n_groups), size)
        share = np.full(n_groups, 0.5)
        if np.isfinite(self.evenness):
            share = rng.beta(self.evenness, self.evenness, n_groups)
        y = (rng.random(len(of)) < share[of]).astype(int)
        X = rng.normal(size=(len(of), self.n_features))
        X += self.shift * rng.normal(size=(n_groups, self.n_features))[of]
        X[:, 0] += self.distance * y
        return X, y, of

    def cross_validated(self, rng):
        """Predictions out of fold, and the true figures of the models."""
        X, y, of = self.draw(rng, self.n_groups, self.size)
        fresh_X, fresh_y, _ = self.draw(rng, 400, 5)
        folds = (rng.permutation(self.n_groups) % self.n_folds)[of] + 1
        scores, truths = np.zeros(len(y)), []
        for fold in range(1, self.n_folds + 1):
            train, test = folds != fold, folds == fold
            model = LinearDiscriminantAnalysis().fit(X[train], y[train])
            scores[test] = model.decision_function(X[test])
            fresh = model.decision_function(fresh_X)
            truths.append([figure(fresh_y, fresh) for figure in FIGURES.values()])
        found = Predictions.of(
            NAMES[y],
            NAMES[(scores > 0).astype(int)],
            positive="defect",
            class_names=("good", "defect"),
            scores=np.column_stack([-scores, scores]),
            score_kind="decision_function",
            folds=folds,
            groups=of,
        )
        return found, dict(zip(FIGURES, np.mean(truths, axis=0), strict=True))


SETTINGS = (
    Groups("12 groups of 16, one a fold", 12, 16, 12),
    Groups("the same, no shift", 12, 16, 12, shift=0),
    Groups("the same, nothing to learn", 12, 16, 12, distance=0),
    Groups("the same, twice the shift", 12, 16, 12, shift=1.4),
    Groups("16 groups of 12 in 8 folds", 16, 12, 8),
    Groups("20 groups of 10 in 5 folds", 20, 10, 5),
    Groups("40 groups of 5 in 5 folds (within folds, as before)", 40, 5, 5),
    Groups("12 groups of 16, shares of a class uneven (beta 1)", 12, 16, 12, evenness=1),
    Groups("12 groups of 16, very uneven (beta 0.2)", 12, 16, 12, evenness=0.2),
)


def row(setting, n_datasets, seed=0):
    """Of each figure: its true mean; before and after: bias, coverage of 100, undefined of 100."""
    rng, found = np.random.default_rng(seed), {name: [[], []] for name in FIGURES}
    truths = []
    for _ in range(n_datasets):
        predictions, true = setting.cross_validated(rng)
        truths.append(true)
        for after, few in enumerate((0, ranked_tests._FEW_GROUPS)):
            with patch.object(ranked_tests, "_FEW_GROUPS", few):
                figures = FiguresOf(predictions)
                estimates = {name: figures.estimate(name) for name in FIGURES}
            for name, estimate in estimates.items():
                found[name][after].append((estimate, true[name]))
    expected = {name: np.mean([true[name] for true in truths]) for name in FIGURES}
    return {
        name: (expected[name], *(_told(pairs, expected[name]) for pairs in found[name]))
        for name in FIGURES
    }


def _told(pairs, expected) -> tuple[float, float, float]:
    told = [(e, true) for e, true in pairs if e is not None]
    undefined = 100 * (1 - len(told) / len(pairs))
    if not told:
        return np.nan, np.nan, undefined
    bias = np.mean([e.value - true for e, true in told])
    held = np.mean([e.interval.low <= expected <= e.interval.high for e, _ in told])
    return float(bias), 100 * float(held), undefined
