"""How often the 95% intervals hold the truth, and how often equal models are told apart.

    python benchmarks/interval_coverage.py [--datasets 200]
    python benchmarks/interval_coverage.py --groups [--datasets 100]
    python benchmarks/interval_coverage.py --models [--datasets 500] [--jobs 2] [--data DATA]

The first table is of rare classes and labels, on answers and scores that are drawn without a
model (two minutes): how many of 100 intervals hold the truth, in brackets those of the bootstrap
alone, and the width over that of the bootstrap. With ``--groups``: areas under curves where
folds test few groups, their bias and how many intervals hold the truth, before and after. With
``--models`` models are trained instead.

Data sets are drawn again and again from populations that are known; every model of every
fold is tested on thousands of fresh images. *Expected*: the interval holds the mean true
accuracy of models trained on so many images, over all data sets. *These models*: it holds
the mean true accuracy of the models that were trained in the very folds. "Plain" is Wilson's
interval, or the percentile bootstrap, that ignores that training sets overlap. A second
table compares two models that are equally good, or are not.

With DATA, an image folder such as Fashion-MNIST, one more population is the HOG features of
its images. Prints Markdown. With models it takes under five minutes on two cores.
"""

import argparse
import warnings
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from coverage_rows import groups
from coverage_rows.rare import SETTINGS, row
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.datasets import load_digits
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import (
    GroupKFold,
    GroupShuffleSplit,
    StratifiedKFold,
    StratifiedShuffleSplit,
)
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from threadpoolctl import threadpool_limits

from classic_cls import HOG, CrossValidationResult, ImageDataset, make_image_pipeline
from classic_cls.evaluation import Estimate, Predictions
from classic_cls.evaluation.comparison import compare_results, compare_to_best
from classic_cls.evaluation.count_sample import CountSample
from classic_cls.evaluation.figures.counts import Confusion
from classic_cls.evaluation.figures.table import record_of
from classic_cls.evaluation.intervals import resampled_limits
from classic_cls.evaluation.resampling import resampled_sums
from classic_cls.extraction import extract, freeze

FIGURES = ("balanced_accuracy", "f1_macro")
N_RESAMPLES = 300  # fewer than the package takes, for speed; the intervals shake a little more


@dataclass(frozen=True)
class Classes:
    """Gaussian classes, whose images may come in groups with a shift of their own."""

    k: int
    d: int
    distance: float
    shares: tuple | None = None
    group_size: int = 0
    group_effect: float = 0.0
    one_class_groups: bool = False

    def draw(self, n, rng):
        means = np.random.default_rng(1).normal(size=(self.k, self.d))
        means *= self.distance / np.linalg.norm(means, axis=1, keepdims=True)
        groups = np.arange(n) // self.group_size if self.group_size else np.arange(n)
        y = rng.choice(self.k, n, p=self.shares)
        if self.one_class_groups:
            y = y[groups]
        shift = self.group_effect * rng.normal(size=(n, self.d))[groups]
        X = means[y] + shift + rng.normal(size=(n, self.d))
        return X, y, groups if self.group_size else None


@dataclass(frozen=True)
class Corners:
    """Two classes, each in two opposite corners of a square: no line divides them."""

    d: int
    noise: float
    k: int = 2

    def draw(self, n, rng):
        corners = rng.integers(0, 2, (n, 2))
        X = rng.normal(size=(n, self.d)) * self.noise
        X[:, :2] += 2 * corners - 1
        return X, corners[:, 0] ^ corners[:, 1], None


@dataclass(frozen=True)
class Table:
    """Rows of a large table of real features, drawn with replacement."""

    X: np.ndarray
    y: np.ndarray
    k: int = 10

    def draw(self, n, rng):
        rows = rng.integers(0, len(self.y), n)
        return self.X[rows], self.y[rows], None


@dataclass(frozen=True)
class Halves:
    """Two sets of features: two models of equal worth where both have the same distance."""

    first: Classes
    second: Classes
    k: int = 2

    def draw(self, n, rng):
        y = rng.integers(0, 2, n)
        parts = []
        for half in (self.first, self.second):
            means = np.zeros((2, half.d))
            means[:, 0] = -half.distance / 2, half.distance / 2
            parts.append(means[y] + rng.normal(size=(n, half.d)))
        return np.hstack(parts), y, None


class Setting(NamedTuple):
    title: str
    population: object
    model: object
    n: int
    protocol: str = "5 folds"
    fresh: int = 8000


class Run(NamedTuple):
    """One data set: predictions, and what each fold's model is truly worth."""

    y: np.ndarray
    predictions: np.ndarray
    folds: np.ndarray
    groups: np.ndarray | None
    truths: np.ndarray


LDA = LinearDiscriminantAnalysis()
GROUPS = {"group_size": 8, "group_effect": 0.7}


def settings(features=None):
    digits = Table(*load_digits(return_X_y=True))
    imbalanced, hard = Classes(2, 5, 2.0, (0.9, 0.1)), Classes(2, 15, 2.0)
    chosen = [
        Setting("3 Gaussian classes, 5 features, LDA", Classes(3, 5, 2.0), LDA, 60),
        Setting("2 Gaussian classes, 15 features, LDA", hard, LDA, 60),
        Setting("the same", hard, LDA, 60, "5 folds, 3 repeats"),
        Setting("the same", hard, LDA, 60, "five 80/20 hold-outs"),
        Setting("the same", hard, LDA, 60, "10 folds"),
        Setting("3 Gaussian classes, 10 features, LDA", Classes(3, 10, 2.0), LDA, 150),
        Setting("the same", Classes(3, 10, 2.0), LDA, 150, "five 80/20 hold-outs"),
        Setting("the same", Classes(3, 10, 2.0), LDA, 150, "2 folds"),
        Setting("the same", Classes(3, 10, 2.0), LDA, 1000, fresh=30_000),
        Setting("opposite corners, RBF SVC", Corners(5, 0.6), SVC(), 100, fresh=4000),
        Setting("90% / 10%, logistic regression", imbalanced, LogisticRegression(), 200),
        Setting("10 Gaussian classes, logistic", Classes(10, 20, 4.0), LogisticRegression(), 300),
        Setting("digits (real), LDA", digits, LDA, 200),
        Setting(
            "3 Gaussian classes, forest of 10",
            Classes(3, 10, 2.5),
            RandomForestClassifier(10, random_state=0),
            200,
        ),
        Setting("groups of 8 with a shift, LDA", Classes(2, 5, 2.0, **GROUPS), LDA, 240),
        Setting(
            "groups of 8, each of one class, LDA",
            Classes(2, 5, 2.0, one_class_groups=True, **GROUPS),
            LDA,
            400,
        ),
        Setting("hard: 1 nearest neighbour", Classes(3, 10, 2.5), KNeighborsClassifier(1), 200),
    ]
    if features is not None:
        chosen.append(Setting("HOG features of DATA, LDA", features, LDA, 300))
    return chosen


def splits(protocol, X, y, groups):
    """Lists of (train, test), one per repeat."""
    count = {"2 folds": 2, "10 folds": 10}.get(protocol, 5)
    if protocol == "five 80/20 hold-outs":
        plain, grouped = (
            [kind(1, test_size=0.2, random_state=r) for r in range(5)]
            for kind in (StratifiedShuffleSplit, GroupShuffleSplit)
        )
    else:
        repeats = 3 if protocol.endswith("3 repeats") else 1
        plain, grouped = (
            [kind(count, shuffle=True, random_state=r) for r in range(repeats)]
            for kind in (StratifiedKFold, GroupKFold)
        )
    splitters = plain if groups is None else grouped
    return [list(splitter.split(X, y, groups)) for splitter in splitters]


def cross_validated(setting, seed, columns=slice(None)) -> Run:
    rng = np.random.default_rng([seed, 1])
    k = setting.population.k
    X, y, groups = setting.population.draw(setting.n, rng)
    fresh_X, fresh_y, _ = setting.population.draw(setting.fresh, rng)
    X, fresh_X = X[:, columns], fresh_X[:, columns]
    repeats = splits(setting.protocol, X, y, groups)
    predictions = np.zeros((len(repeats), len(y)), dtype=int)
    folds = np.zeros((len(repeats), len(y)), dtype=int)
    truths = []
    for r, parts in enumerate(repeats):
        for f, (train, test) in enumerate(parts):
            model = clone(setting.model).fit(X[train], y[train])
            predictions[r, test], folds[r, test] = model.predict(X[test]), f + 1
            cells = fresh_y * k + model.predict(fresh_X)
            truths.append(np.bincount(cells, minlength=k * k).reshape(k, k))
    return Run(y, predictions, folds, groups, np.array(truths))


def predictions_of(run, k) -> Predictions:
    folds = sorted({(r, run.folds[r, i]) for r, i in np.argwhere(run.folds > 0).tolist()})
    n_tests = [int((run.folds[repeat] == fold).sum()) for repeat, fold in folds]
    return Predictions(
        truth=run.y.astype(str),
        answers=run.predictions.astype(str),
        class_names=tuple(map(str, range(k))),
        folds=run.folds,
        groups=run.groups,
        sizes=np.array([(len(run.y) - n, n) for n in n_tests]),
    )


def intervals(setting, run) -> dict:
    """Limits by figure and method."""
    predictions = predictions_of(run, setting.population.k)
    plain = replace(predictions, sizes=())
    found = {
        ("accuracy", "plain"): plain.share_interval(plain.right)[:2],
        ("accuracy", "widened"): predictions.share_interval(predictions.right)[:2],
    }
    rows = predictions.cells[1]
    units = rows if run.groups is None else run.groups[rows]
    units = np.unique(units, return_inverse=True)[1]
    sample = CountSample(predictions)
    draws = [
        predictions.count_values(sums, FIGURES)
        for sums in resampled_sums(sample.statistics, units, N_RESAMPLES)
    ]
    values = predictions.count_values(sample.sums, FIGURES)
    for name in FIGURES:
        resampled = np.concatenate([part[name] for part in draws])
        found[name, "plain"] = np.quantile(resampled, [0.025, 0.975])
        n_units, inflation = int(units.max()) + 1, predictions.inflation
        found[name, "widened"] = resampled_limits(values[name], resampled, n_units, inflation)
    return found


def trial(setting, seed):
    """Intervals of one data set, and the true figures of its models."""
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        run = cross_validated(setting, seed)
        tally, names = Confusion(run.truths), ("accuracy", *FIGURES)
        true = {n: record_of(n).behind.formula(tally).mean() for n in names}
        return intervals(setting, run), true


def coverage_row(setting, jobs, n_datasets):
    trials = jobs(delayed(trial)(setting, seed) for seed in range(n_datasets))
    names = ("accuracy", *FIGURES)
    expected = {name: np.mean([true[name] for _, true in trials]) for name in names}

    def covered(name, method, truth):
        held = [
            found[name, method][0] <= truth(name, true) <= found[name, method][1]
            for found, true in trials
        ]
        return 100 * np.mean(held)

    row = f"| {setting.title} | {setting.n:,} | {setting.protocol} | {expected['accuracy']:.3f} |"
    for name in names:
        cells = [
            f"{covered(name, method, truth):.1f}"
            for method in ("plain", "widened")
            for truth in (lambda name, true: expected[name], lambda name, true: true[name])
        ]
        row += f" {cells[0]}, {cells[1]} | **{cells[2]}, {cells[3]}** |"
    widths = [
        np.mean([np.diff(found["accuracy", method])[0] for found, _ in trials])
        for method in ("plain", "widened")
    ]
    return row + f" {widths[1] / widths[0]:.2f} |"


def result_of(run) -> CrossValidationResult:
    predictions = predictions_of(run, 2)
    return CrossValidationResult(
        predictions=predictions,
        figures={"accuracy": Estimate(float(predictions.right.mean()), 0.0)},
        classes={},
        headline="accuracy",
        fold_rows=tuple(_row(predictions, *place) for place in enumerate(predictions.places())),
        train={},
        dummy={},
    )


def _row(predictions, number, place) -> dict:
    repeat, fold = place
    rows = predictions.folds[repeat] == fold
    right = predictions.answers[repeat, rows] == predictions.truth[rows]
    n_train, n_test = predictions.sizes[number]
    return {"n_train": n_train, "n_test": n_test, "test_accuracy": float(right.mean())}


def contest(setting, seed):
    """Which tests tell apart the models of the two halves of the features."""
    d = setting.population.first.d
    with threadpool_limits(1):
        a = result_of(cross_validated(setting, seed, slice(None, d)))
        b = result_of(cross_validated(setting, seed, slice(d, None)))
    found = compare_results(a, b)
    p_values = found.mcnemar.p_value, found.p_corrected_t
    return [*(p < 0.05 for p in p_values), found.better is not None, found.better == "B"]


def contest_row(title, setting, jobs, n_datasets):
    called = np.mean(jobs(delayed(contest)(setting, s) for s in range(n_datasets)), axis=0)
    mcnemar, corrected_t, verdict, second = (f"{100 * share:.1f}" for share in called)
    cells = f"{mcnemar} | {corrected_t} | **{verdict}** | {second}"
    return f"| {title} | {setting.n} | {setting.protocol} | {cells} |"


def contests():
    weak, strong, best = (Classes(2, 5, distance) for distance in (2.0, 2.4, 3.0))
    wide = Classes(2, 15, 2.0)
    for title, first, second, model in (
        ("equal: LDA, 5 features each", weak, weak, LDA),
        ("equal: LDA, 15 features each", wide, wide, LDA),
        ("equal: 1 nearest neighbour", weak, weak, KNeighborsClassifier(1)),
        ("better by 4 points: LDA", strong, weak, LDA),
        ("better by 9 points: LDA", best, weak, LDA),
    ):
        for n, protocol in ((100, "5 folds"), (400, "5 folds"), (400, "five 80/20 hold-outs")):
            yield title, Setting(title, Halves(first, second), model, n, protocol, 2)


def five_equal(seed, n=200):
    """Whether any of four equally good models is called worse than the best."""
    setting = Setting("", Halves(Classes(2, 5, 2.0), Classes(2, 20, 0.0)), LDA, n, fresh=2)
    rng = np.random.default_rng(seed)
    y = rng.integers(0, 2, n)
    [parts] = splits(setting.protocol, y[:, None], y, None)
    results = {}
    for name in "abcde":
        X = rng.normal(size=(n, 5))
        X[:, 0] += 2 * y
        predictions, folds = np.zeros((1, n), int), np.zeros((1, n), int)
        for f, (train, test) in enumerate(parts):
            predictions[0, test] = clone(LDA).fit(X[train], y[train]).predict(X[test])
            folds[0, test] = f + 1
        results[name] = result_of(Run(y, predictions, folds, None, None))
    return len(compare_to_best(results).not_distinguishable) < 4


def features_of(data, limit=10_000) -> Table:
    dataset = ImageDataset.open(data).training()
    dataset = dataset.take(np.random.default_rng(0).permutation(len(dataset))[:limit])
    frozen = freeze(make_image_pipeline(features=[HOG(cell=8)], size=32, classifier=LDA))
    extract(frozen, dataset.refs)
    y = np.unique(dataset.labels, return_inverse=True)[1]
    return Table(frozen.blocks[0].values, y, int(y.max()) + 1)


def rare_classes(n_datasets):
    print(f"Truth held, of 100 data sets ({n_datasets} drawn per row), and width\n")
    print("| setting | figures |\n|---|---|")
    for setting in SETTINGS:
        cells = (
            f"{name} {ours:.0f} ({plain:.0f}), {wider:.2f}"
            for name, (ours, plain, wider) in row(setting, n_datasets).items()
        )
        print(f"| {setting.title} | {'; '.join(cells)} |", flush=True)


def areas_in_groups(n_datasets):
    print(f"Areas where folds test few groups ({n_datasets} data sets per row)\n")
    print("| setting | figure | true | within folds: bias, held | now: bias, held, not defined |")
    print("|---|---|---|---|---|")
    for setting in groups.SETTINGS:
        for name, (true, before, now) in groups.row(setting, n_datasets).items():
            cells = f"{before[0]:+.3f}, {before[1]:.0f} | {now[0]:+.3f}, {now[1]:.0f}, {now[2]:.0f}"
            print(f"| {setting.title} | {name} | {true:.3f} | {cells} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--datasets", type=int)
    parser.add_argument("--models", action="store_true")
    parser.add_argument("--groups", action="store_true")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--data")
    arguments = parser.parse_args()
    if arguments.groups:
        return areas_in_groups(arguments.datasets or 100)
    if not arguments.models:
        return rare_classes(arguments.datasets or 200)
    features = None if arguments.data is None else features_of(arguments.data)
    n = arguments.datasets or 500
    print(f"Truth held, of 100 data sets ({n} drawn per row): expected, these models\n")
    titles = ("population and model", "images", "protocol", "true accuracy")
    titles += ("accuracy, plain", "**accuracy**", "balanced, plain", "**balanced accuracy**")
    titles += ("macro F1, plain", "**macro F1**", "width of ours / plain")
    print("| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")
    with Parallel(arguments.jobs) as jobs:
        for setting in settings(features):
            print(coverage_row(setting, jobs, n), flush=True)
        titles = ("two models", "images", "protocol", "McNemar", "corrected t")
        titles += ("**our verdict**", "second called better")
        print(f"\nModels called different, of 100 data sets ({n} per row)\n")
        print("| " + " | ".join(titles) + " |\n" + "|---" * len(titles) + "|")
        for title, setting in contests():
            print(contest_row(title, setting, jobs, n), flush=True)
        apart = 100 * np.mean(jobs(delayed(five_equal)(seed) for seed in range(n)))
    print(f"\nFive equal models: one is called worse than the best in {apart:.1f} of 100 data sets")


if __name__ == "__main__":
    main()
