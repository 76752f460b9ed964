"""Intervals where classes or labels are rare, on answers and scores drawn without any model.

Every class has so many images, and a share of them is right; mistakes fall on the other classes
as frequently as these are. So the true figure is known, and a data set costs milliseconds.
"""

from typing import NamedTuple

import numpy as np

from classic_cls.evaluation import Predictions
from classic_cls.evaluation.estimates import FiguresOf
from classic_cls.evaluation.figures.counts import Confusion
from classic_cls.evaluation.figures.labels import LabelSums
from classic_cls.evaluation.figures.table import record_of

OF_CLASSES = ("balanced_accuracy", "f1_macro", "precision_macro", "recall_macro", "kappa", "mcc")
OF_LABELS = ("balanced_accuracy", "f1_macro", "precision_macro", "recall_macro", "jaccard_macro")


class Answers(NamedTuple):
    """Classes with so many images each, of which so large a share is right."""

    title: str
    sizes: tuple
    recalls: tuple
    group_size: int = 1
    likeness: float = 0.0
    figures: tuple = OF_CLASSES

    def draw(self, rng):
        codes = np.repeat(np.arange(len(self.sizes)), self.sizes)
        groups = np.arange(len(codes)) // self.group_size
        chance = np.array(self.recalls)[codes]
        if self.likeness:  # beta-binomial: images of a group tend to be right together
            total = 1 / self.likeness - 1
            first = np.searchsorted(groups, np.arange(groups[-1] + 1))
            p = chance[first]
            chance = rng.beta(p * total, (1 - p) * total)[groups]
        right = rng.random(len(codes)) < chance
        wrong = np.array([rng.choice(len(self.sizes), p=row) for row in self._mistakes[codes]])
        names = np.array([f"c{i}" for i in range(len(self.sizes))])
        known = {"groups": groups} if self.group_size > 1 else {}
        return Predictions.of(
            names[codes], names[np.where(right, codes, wrong)], class_names=names, **known
        )

    @property
    def _mistakes(self):
        shares = np.tile(np.array(self.sizes, float), (len(self.sizes), 1))
        np.fill_diagonal(shares, 0)
        return shares / shares.sum(axis=1, keepdims=True)

    def truth(self, name):
        """The figure of the counts that are expected."""
        recalls, sizes = np.array(self.recalls), np.array(self.sizes, float)
        counts = (sizes * (1 - recalls))[:, None] * self._mistakes
        counts[np.diag_indices(len(sizes))] = sizes * recalls
        task = "binary" if len(sizes) == 2 else "multiclass"
        return float(record_of(name, task).behind.formula(Confusion(counts)))


class Labels(NamedTuple):
    """Labels that so many of the images have, found and left alone to so large a share."""

    title: str
    n: int
    numbers: tuple
    sensitivity: float = 0.8
    specificity: float = 0.95
    figures: tuple = OF_LABELS

    def draw(self, rng):
        truth = np.zeros((self.n, len(self.numbers)), int)
        for label, number in enumerate(self.numbers):
            truth[rng.permutation(self.n)[:number], label] = 1
        share = np.where(truth == 1, self.sensitivity, self.specificity)
        return Predictions.of(truth, np.where(rng.random(truth.shape) < share, truth, 1 - truth))

    def truth(self, name):
        numbers = np.array(self.numbers, float)
        hits = numbers * self.sensitivity
        predicted = hits + (self.n - numbers) * (1 - self.specificity)
        sums = np.concatenate([hits, predicted, numbers, np.full(len(numbers), self.n), [1] * 4])
        return float(record_of(name, "multilabel").behind.formula(LabelSums(sums)))


class Scores(NamedTuple):
    """Normal scores of two classes in one fold, their means so far apart; the area is known."""

    title: str
    sizes: tuple
    distance: float
    n_folds: int = 1
    figures: tuple = ("roc_auc", "average_precision")

    def draw(self, rng):
        positive = np.repeat([1, 0], self.sizes)
        scores = rng.normal(size=len(positive)) + self.distance * positive
        folds = np.concatenate([np.arange(n) % self.n_folds + 1 for n in self.sizes])
        names = np.array(["good", "defect"])
        return Predictions.of(
            names[positive], names[(scores > self.distance / 2).astype(int)], positive="defect",
            class_names=("good", "defect"), scores=np.column_stack([-scores, scores]),
            score_kind="decision_function", folds=folds, sizes=(),
        )

    def truth(self, name):
        """Mean over many data sets, whose average precision hangs on how many are positive."""
        rng = np.random.default_rng(0)
        return float(np.mean([FiguresOf(self.draw(rng)).values[name] for _ in range(400)]))


SETTINGS = (
    Answers("5 + 95, recalls 0.80 and 0.95", (5, 95), (0.8, 0.95)),
    Answers("5 + 95, recalls 0.95 and 0.95", (5, 95), (0.95, 0.95)),
    Answers("3 + 97, recalls 0.70 and 0.97", (3, 97), (0.7, 0.97)),
    Answers("10 + 190, recalls 0.90 and 0.97", (10, 190), (0.9, 0.97)),
    Answers("5 + 20 + 75, recalls 0.80, 0.80, 0.95", (5, 20, 75), (0.8, 0.8, 0.95)),
    Answers(
        "10 classes of 200 to 3 images, recalls 0.9", (200, 100, 50, 20, 10, 5, 5, 5, 3, 3),
        (0.9,) * 10,
    ),
    Answers("8 + 160 in groups of 4", (8, 160), (0.85, 0.95), 4, 0.3),
    Answers("even: 100 + 100, recalls 0.85", (100, 100), (0.85, 0.85)),
    Answers("even: 10 classes of 30, recalls 0.80", (30,) * 10, (0.8,) * 10),
    Answers("even: 100 + 100 in groups of 5", (100, 100), (0.85, 0.85), 5, 0.3),
    Labels("8 labels of 150 images, 3 to 60 each", 150, (60, 40, 20, 10, 5, 5, 3, 3)),
    Labels("3 labels of 100 images, 5 each", 100, (5, 5, 5), 0.9, 0.97),
    Labels("even: 5 labels of 200 images, 60 each", 200, (60,) * 5),
    Scores("areas: 5 + 95", (5, 95), 1.8),
    Scores("areas: 5 + 95 in 5 folds", (5, 95), 1.8, 5),
    Scores("areas: 10 + 190", (10, 190), 2.5),
    Scores("areas, even: 100 + 100", (100, 100), 1.5),
    Scores("areas, even: 100 + 100 in 5 folds", (100, 100), 1.5, 5),
)


def row(setting, n_datasets, seed=0):
    """Of every figure: how many of 100 intervals hold the truth, and width over the bootstrap's.

    The third number is how many of the bootstrap's alone hold it.
    """
    rng, found = np.random.default_rng(seed), {name: [] for name in setting.figures}
    truths = {name: setting.truth(name) for name in setting.figures}
    for _ in range(n_datasets):
        figures = FiguresOf(setting.draw(rng))
        limits = figures._limits(list(setting.figures), 0)
        for name in setting.figures:
            value = figures.values.get(name)
            if value is None:
                continue
            both = figures._interval(name, value, limits)[:2], limits[name]
            held = [low - 1e-9 <= truths[name] <= high + 1e-9 for low, high in both]
            found[name].append([*held, *(float(high - low) for low, high in both)])
    means = {name: np.mean(rows, axis=0) for name, rows in found.items()}
    return {
        name: (100 * ours, 100 * plain, wide / max(narrow, 1e-9))
        for name, (ours, plain, wide, narrow) in means.items()
    }
