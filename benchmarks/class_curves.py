"""What a learning curve expects of single classes, and what twice the images really bring them.

    python benchmarks/class_curves.py --data DATA [--images 400 800] [--draws 10]

As `learning_curves.py`, class by class: F1 on training images that no draw may take, of models that
learned from as many images as the folds had, and from twice as many of every class. *Holds*: ranges
of classes that hold the mean gain of all draws, of all classes with a law and of those that are
*told*. *Named*: of draws in which one class is said to gain most, what was expected of it, what it
got on the mean of all draws, how often the range held that, and what it got in a model that learned
from more images of this class alone. Prints Markdown.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from learning_curves import SHARE_LEARNED, described
from sklearn.base import clone
from sklearn.metrics import f1_score
from threadpoolctl import threadpool_limits

from classic_cls import ImageDataset, learning_curve
from classic_cls.evaluation.class_curves import most_in_need_first
from classic_cls.splitting import nested_parts


def one_draw(estimator, rows, y, drawable, judged, n, seed) -> dict:
    """Curves of the classes, and what twice the images brought, and to the named one its own."""
    shares = np.array([SHARE_LEARNED * n, n, 2 * SHARE_LEARNED * n]) / len(drawable)
    fewer, all_, double = (drawable[part] for part in nested_parts(y[drawable], None, shares, seed))

    def f1s(learned):
        model = clone(estimator).fit(rows[learned], y[learned])
        return f1_score(y[judged], model.predict(rows[judged]), average=None, zero_division=0)

    curve = learning_curve(estimator, rows[all_], y[all_])
    before, found = f1s(fewer), {"curves": curve.classes, "named": None}
    found["brought"] = f1s(double) - before
    first = most_in_need_first(curve.classes)[0]
    if first.verdict == "told":
        found["named"] = place = curve.classes.index(first)
        own = double[y[double] == np.unique(y)[place]]
        found["alone"] = (f1s(np.union1d(fewer, own)) - before)[place]
    return found


def row(name, found) -> list[str]:
    """Cells of the table."""
    expected = np.mean([draw["brought"] for draw in found], axis=0)
    gains = np.array([[curve.gain() for curve in draw["curves"]] for draw in found])
    value, low, high = np.moveaxis(gains, -1, 0)
    told = np.array([[curve.verdict == "told" for curve in draw["curves"]] for draw in found])
    holds = (low <= expected) & (expected <= high)
    draws = [i for i, draw in enumerate(found) if draw["named"] is not None]
    named = [found[i]["named"] for i in draws]
    alone = [found[i]["alone"] for i in draws]
    return [
        name,
        f"{100 * expected.min():.1f} to {100 * expected.max():.1f}",
        f"{100 * np.sqrt(np.mean((value - expected) ** 2)):.1f}",
        f"{100 * np.mean(low):.1f} to {100 * np.mean(high):.1f}",
        f"{holds.mean():.0%}",
        f"{told.mean():.0%}" + (f", {holds[told].mean():.0%}" if told.any() else ""),
        f"{len(draws)} of {len(found)}",
        *(
            f"{100 * np.mean(values):.1f}" if draws else "-"
            for values in (value[draws, named], expected[named], alone)
        ),
        f"{holds[draws, named].mean():.0%}" if draws else "-",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--images", type=int, nargs="+", default=[400, 800])
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--pool", type=int, default=6000)
    parser.add_argument("--features", default="hog,color_hist")
    parser.add_argument("--classifier", default="linear_svm")
    asked = parser.parse_args()
    data = ImageDataset.open(asked.data)
    estimator, rows, y = described(data, asked.features.split(","), asked.classifier, asked.pool)
    order = np.random.default_rng(1).permutation(len(y))
    drawable, judged = np.sort(order[: len(y) // 2]), np.sort(order[len(y) // 2 :])
    titles = ["Set, images", "Brought to classes", "Off by (rms)", "Mean range", "Holds"]
    titles += ["Told, and these hold", "A class named", "expected of it", "brought", "alone"]
    titles += ["its range holds"]
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}")
    started = time.process_time()
    for n in asked.images:
        with threadpool_limits(limits=1):
            seeds = range(asked.draws)
            found = [one_draw(estimator, rows, y, drawable, judged, n, seed) for seed in seeds]
        print(f"| {' | '.join(row(f'{asked.data.name}, {n:,}', found))} |", flush=True)
    print(f"\n{time.process_time() - started:.0f} s of one core")


if __name__ == "__main__":
    main()
