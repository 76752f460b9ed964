"""Accuracy of few images a class: draws from the training part, tested on the whole test part.

    python benchmarks/small_data.py --data DATA --per-class 50 [10 100 ...] [--draws 10]

DATA is the folder of a set, such as CIFAR-10, with ``train`` and ``test``, and one folder a class
in each. Every draw takes so many images of each class at random; the larger draws hold the smaller
ones, so that the rows of the table, one for every number, are a learning curve. Prints Markdown:
the mean over the draws, their standard deviation, and the 95% interval of the mean (Student's t),
which says how much hangs on the draw, not on the test images. With ``--validate 2000`` so many of
the training images take the place of the test part, which is then not read.

Every image is described once for all draws. What learns is fitted in every draw: scaling,
components and classifier, and the dictionary of a recipe that has one, by which all test images are
then encoded anew.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from classic_cls import RECIPES, ImageDataset, extract, freeze, make_image_pipeline
from classic_cls.cli.parsing import parse_setting


def parts(data, n_validation: int):
    """Images to draw from, and to be judged by."""
    training = data.training()
    if not n_validation:
        test = data.test()
        return training, test
    order = np.random.default_rng(0).permutation(len(training))
    chosen = order[:-n_validation], order[-n_validation:]
    return tuple(training.take(np.sort(rows)) for rows in chosen)


def drawn(labels, per_class: int, seed: int) -> np.ndarray:
    """Rows of a draw; of more images a class, the same and more."""
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(np.flatnonzero(labels == name)) for name in np.unique(labels)]
    if min(map(len, orders)) < per_class:
        raise SystemExit(f"a class has no {per_class} images to draw")
    return np.sort(np.concatenate([order[:per_class] for order in orders]))


class Description:
    """A recipe, and rows of it for all images that any draw needs."""

    def __init__(self, pipeline, learned, judged, jobs):
        started = time.perf_counter()
        self.frozen = freeze(pipeline)
        refs = [*learned.refs, *judged.refs]
        rows = extract(self.frozen, refs, n_jobs=jobs).rows
        self.learned, self.judged = rows[: len(learned)], rows[len(learned) :]
        seconds = time.perf_counter() - started
        print(f"{pipeline.recipe}: {len(rows):,} images described in {seconds:.0f} s", flush=True)

    def accuracy(self, draw, labels, truth) -> float:
        """Of a model that learned from the rows of a draw."""
        model = clone(self.frozen.estimator).fit(self.learned[draw], labels[draw])
        return float(np.mean(model.predict(self.judged) == truth))


def cells(per_class, recipe, accuracies, seconds) -> dict[str, str]:
    """Cells of the table by the titles of their columns."""
    mean, std, n = np.mean(accuracies), np.std(accuracies, ddof=1), len(accuracies)
    half = stats.t.ppf(0.975, n - 1) * std / np.sqrt(n)
    return {
        "Images a class": f"{per_class:,}",
        "Recipe": recipe,
        "Accuracy": f"{mean:.4f}",
        "Standard deviation": f"{std:.4f}",
        "95% interval of the mean": f"{mean - half:.4f} to {mean + half:.4f}",
        "Seconds a draw": f"{seconds / n:.1f}",
    }


def learning_curve(pool, judged, arguments):
    """Yield the cells of a row for every number of images a class."""
    draws = range(arguments.draws)
    sizes = sorted(arguments.per_class)
    rows_of = {size: [drawn(pool.labels, size, seed) for seed in draws] for size in sizes}
    needed = np.unique(np.concatenate(rows_of[sizes[-1]]))
    pool, descriptions = pool.take(needed), {}
    for per_class in sizes:
        chosen = [np.searchsorted(needed, rows) for rows in rows_of[per_class]]
        pipeline = make_image_pipeline(
            arguments.recipe, data=pool.take(chosen[0]), classifier=arguments.classifier,
            parameters=dict(arguments.set),
        )  # fmt: skip
        recipe = pipeline.recipe
        if recipe not in descriptions:
            descriptions[recipe] = Description(pipeline, pool, judged, arguments.jobs)
        started = time.perf_counter()
        accuracies = [
            descriptions[recipe].accuracy(draw, pool.labels, judged.labels) for draw in chosen
        ]
        yield cells(per_class, recipe, accuracies, time.perf_counter() - started)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--per-class", type=int, nargs="+", default=[50])
    parser.add_argument("--draws", type=int, default=10, help="2 or more")
    parser.add_argument("--recipe", default="auto", choices=["auto", *RECIPES])
    parser.add_argument("--classifier")
    parser.add_argument("--set", nargs="*", type=parse_setting, default=[])
    parser.add_argument("--jobs", type=int, default=2, help="threads")
    parser.add_argument("--validate", type=int, default=0, metavar="N")
    arguments = parser.parse_args()
    pool, judged = parts(ImageDataset.open(arguments.data), arguments.validate)
    with threadpool_limits(arguments.jobs, "blas"):
        table = list(learning_curve(pool, judged, arguments))
    print(f"\nTested on {len(judged):,} images, {arguments.draws} draws\n")
    print("| " + " | ".join(table[0]) + " |")
    print("|---" * len(table[0]) + "|")
    for row in table:
        print("| " + " | ".join(row.values()) + " |")


if __name__ == "__main__":
    main()
