"""How much sooner a model is good when `suggest` says what to label, against a random order.

    python benchmarks/suggest.py --data DATA [--seeds 12] [--rounds 5] [--pool 1500]

DATA is the folder of a set with one folder a class, or with ``train`` in it; nothing else is read.
Every seed takes a third of the images to judge by, and four labels a class, drawn at random, to
begin with. In every round the model is fitted on what is labelled and tested; then two more images
a class are labelled: those that `teaching_order` puts first, those of the least margins alone, or
at random. Images are described once. Prints Markdown: accuracy over the number of labels, and the
difference to the random order, paired by seed, with its standard error.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from classic_cls import ImageDataset, extract, freeze, make_image_pipeline
from classic_cls.evaluation import answer_images
from classic_cls.persistence import on_directions
from classic_cls.workflows.drift import features_of
from classic_cls.workflows.teaching_order import teaching_order

STARTING, ADDED = 4, 2


def margins_and_rows(fitted, rows, names):
    """What `suggest` orders by."""
    scores = np.sort(answer_images(fitted, rows, names)[1], axis=1)
    return scores[:, -1] - scores[:, -2], on_directions(features_of(fitted, rows))


def chosen(way: str, fitted, left, names, n: int, rng) -> np.ndarray:
    """The rows to label next."""
    left = rng.permutation(left)
    if way == "random":
        return left[:n]
    margins, rows = margins_and_rows(fitted, left, names)
    if way == "margin":
        return left[np.argsort(margins, kind="stable")[:n]]
    return left[teaching_order(margins, rows, np.zeros(len(left), bool), n)]


def accuracies(way, estimator, y, names, seed, n_rounds) -> list[float]:
    """Accuracy after every round."""
    rng = np.random.default_rng(seed)
    judged, rest = np.split(rng.permutation(len(y)), [len(y) // 3])
    labelled, found = rest[: STARTING * len(names)], []
    for _ in range(n_rounds):
        fitted = clone(estimator).fit(labelled, y[labelled])
        found.append(float(np.mean(fitted.predict(judged) == y[judged])))
        left = np.setdiff1d(rest, labelled)
        new = chosen(way, fitted, left, names, ADDED * len(names), rng)
        labelled = np.concatenate([labelled, new])
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pool", type=int, default=1500)
    parser.add_argument("--features", default="hog,lbp,color_hist")
    parser.add_argument("--classifier", default="kernel_ridge")
    asked = parser.parse_args()
    data = ImageDataset.open(asked.data).training()
    data = data.take(np.random.default_rng(0).permutation(len(data))[: asked.pool])
    features = asked.features.split(",")
    pipeline = make_image_pipeline(data=data, features=features, classifier=asked.classifier)
    started = time.process_time()
    with threadpool_limits(1):
        frozen = freeze(pipeline)
        rows = extract(frozen, data.refs, n_jobs=1).rows
        if len(rows) < len(data):
            raise SystemExit("some images cannot be read; give a set whose images all can")
        y, names = np.asarray(data.targets), data.class_names
        found = {
            way: np.array([
                accuracies(way, frozen.estimator, y, names, seed, asked.rounds)
                for seed in range(asked.seeds)
            ])
            for way in ("random", "margin", "suggest")
        }  # fmt: skip
    labels = (STARTING + ADDED * np.arange(asked.rounds)) * len(names)
    print(f"| Order | {' | '.join(f'{n} labels' for n in labels)} | against random |")
    print("|---|" + "---|" * (len(labels) + 1))
    for way, values in found.items():
        apart = 100 * (values - found["random"])[:, 1:].mean(axis=1)
        error = apart.std(ddof=1) / np.sqrt(len(apart))
        cells = " | ".join(f"{100 * value:.1f}" for value in values.mean(axis=0))
        print(f"| {way} | {cells} | {apart.mean():+.1f} ± {error:.1f} |")
    print(f"\n{asked.seeds} seeds, {time.process_time() - started:.0f} s")


if __name__ == "__main__":
    main()
