"""How often what a learning curve expects of twice the images is what they really bring.

    python benchmarks/learning_curves.py --data DATA [--images 200 400 800] [--draws 20]

DATA is the folder of a set, such as CIFAR-10, with ``train`` and one folder a class in it; nothing
else is read. Every draw takes so many images, cross-validates with fewer of them (`learning_curve`)
and fits the law. Then a model learns from as many images as the folds had, and one from these and
as many more; both are tested on the training images that no draw may take. *Expected*: the interval
holds the mean gain of all draws. *This draw*: it holds the gain of the very models, which hangs on
the images that were added too. *Told*: draws in which the verdict names a range. Prints Markdown.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from classic_cls import ImageDataset, extract, freeze, learning_curve, make_image_pipeline
from classic_cls.splitting import nested_parts

SHARE_LEARNED = 0.8  # of five folds


def described(data, features, classifier, n_pool):
    """A frozen pipeline, rows and labels of a random part of the training images."""
    training = data.training()
    some = np.random.default_rng(0).permutation(len(training))[:n_pool]
    training = training.take(np.sort(some))
    pipeline = make_image_pipeline(data=training, features=features, classifier=classifier)
    frozen = freeze(pipeline)
    rows = extract(frozen, training.refs, n_jobs=1).rows
    return frozen.estimator, rows, np.asarray(training.targets)


def one_draw(estimator, rows, y, drawable, judged, n, seed) -> tuple:
    """What is expected of twice the images, what they bring, and whether anything was told."""
    shares = np.array([SHARE_LEARNED * n, n, 2 * SHARE_LEARNED * n]) / len(drawable)
    fewer, all_, double = (drawable[part] for part in nested_parts(y[drawable], None, shares, seed))
    curve = learning_curve(estimator, rows[all_], y[all_])
    accuracies = []
    for learned in (fewer, double):
        model = clone(estimator).fit(rows[learned], y[learned])
        accuracies.append(float(np.mean(model.predict(rows[judged]) == y[judged])))
    return curve.gain(), accuracies[1] - accuracies[0], curve.verdict


def row(n, found) -> list[str]:
    """Cells of the table."""
    gains, brought, verdicts = zip(*found, strict=True)
    low, high = (np.array([getattr(gain, end) for gain in gains]) for end in ("low", "high"))
    brought, expected = np.array(brought), float(np.mean(brought))
    off = np.array([gain.value for gain in gains]) - expected
    return [
        f"{n:,}",
        f"{100 * expected:.1f}",
        f"{100 * np.mean([gain.value for gain in gains]):.1f}",
        f"{100 * np.sqrt(np.mean(off**2)):.1f}",
        f"{100 * np.mean(low):.1f} to {100 * np.mean(high):.1f}",
        f"{np.mean((low <= expected) & (expected <= high)):.0%}",
        f"{np.mean((low <= brought) & (brought <= high)):.0%}",
        f"{np.mean([verdict in ('told', 'little') for verdict in verdicts]):.0%}",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--images", type=int, nargs="+", default=[200, 400, 800])
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--pool", type=int, default=6000)
    parser.add_argument("--features", default="hog,color_hist")
    parser.add_argument("--classifier", default="linear_svm")
    asked = parser.parse_args()
    data = ImageDataset.open(asked.data)
    features = asked.features.split(",")
    estimator, rows, y = described(data, features, asked.classifier, asked.pool)
    order = np.random.default_rng(1).permutation(len(y))
    drawable, judged = np.sort(order[: len(y) // 2]), np.sort(order[len(y) // 2 :])
    titles = ["Images", "Brought", "Expected", "Off by (rms)", "Mean interval"]
    titles += ["Holds expected", "Holds this draw", "Told"]
    print(f"{asked.data.name}, {asked.features}, {asked.classifier}: points of accuracy\n")
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}")
    started = time.process_time()
    for n in asked.images:
        with threadpool_limits(limits=1):
            seeds = range(asked.draws)
            found = [one_draw(estimator, rows, y, drawable, judged, n, seed) for seed in seeds]
        print(f"| {' | '.join(row(n, found))} |", flush=True)
    print(f"\n{time.process_time() - started:.0f} s of one core")


if __name__ == "__main__":
    main()
