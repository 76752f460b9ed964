"""How honest is the figure of the best of several candidates? Small draws, fresh images.

    python benchmarks/winners_figure.py --data DATA --images 300 [--draws 20]

DATA is the folder of a set, such as Fashion-MNIST, with ``train`` and ``test``; only ``train`` is
read. Every draw cross-validates all candidates (features by classifiers) on so many images, takes
the best, fits it on the draw and scores it on fresh training images that no draw holds. Prints how
much the raw and the corrected figure of the best lie above the fresh score on average, and in how
many draws that score is within each interval (the fresh score is itself uncertain, by 0.01 of
1,500 images). The model of the last fit learns from all images of the draw, the folds from fewer:
that makes raw figures look less optimistic than the choice has made them.
"""

import argparse

import numpy as np
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from classic_cls import ImageDataset, Protocol, cross_validate, extract, freeze, make_image_pipeline
from classic_cls.evaluation import corrected_for_choice


def candidates(learned, features, classifiers) -> dict:
    """Frozen estimators and the rows of all images, by name."""
    found = {}
    for feature in features:
        for classifier in classifiers:
            pipeline = make_image_pipeline(features=[feature], classifier=classifier, size=28)
            frozen = freeze(pipeline)
            rows = extract(frozen, learned.refs, n_jobs=1).rows
            found[f"{feature} / {classifier}"] = frozen.estimator, rows
    return found


def one_draw(made, labels, drawn, fresh, seed):
    """Raw and corrected estimate of the best, and its accuracy on fresh images."""
    protocol = Protocol(scoring="accuracy", seed=seed)
    results = {
        name: cross_validate(estimator, rows[drawn], labels[drawn], protocol)
        for name, (estimator, rows) in made.items()
    }
    best = max(results, key=lambda name: results[name].figures["accuracy"].value)
    estimator, rows = made[best]
    model = clone(estimator).fit(rows[drawn], labels[drawn])
    score = float(np.mean(model.predict(rows[fresh]) == labels[fresh]))
    return results[best].figures["accuracy"], corrected_for_choice(results, seed=seed), score


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--images", type=int, default=300)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--fresh", type=int, default=1500)
    parser.add_argument("--pool", type=int, default=3000)
    parser.add_argument("--features", default="hog,lbp,edges")
    parser.add_argument("--classifier", default="linear_svm,kernel_ridge,knn")
    given = parser.parse_args()
    training = ImageDataset.open(given.data).training()
    order = np.random.default_rng(0).permutation(len(training))[: given.pool + given.fresh]
    training = training.take(order)
    labels, pool = training.targets, np.arange(given.pool)
    fresh = np.arange(given.pool, len(training))
    found = []
    with threadpool_limits(1):
        made = candidates(training, given.features.split(","), given.classifier.split(","))
        for seed in range(given.draws):
            drawn = np.random.default_rng(seed).choice(pool, given.images, replace=False)
            found.append(one_draw(made, labels, drawn, fresh, seed))
            raw, corrected, score = found[-1]
            print(f"{raw.value:.3f} {corrected.value:.3f} {score:.3f}", flush=True)
    score = np.array([row[2] for row in found])
    print(f"{len(made)} candidates, {given.draws} draws of {given.images} images")
    print("| figure of the best | above the fresh score | fresh score within its interval |")
    print("|---|---|---|")
    for place, name in enumerate(["raw", "corrected"]):
        values = np.array([row[place].value for row in found])
        low, high = np.array([row[place].interval[:2] for row in found]).T
        held = int(((low <= score) & (score <= high)).sum())
        print(f"| {name} | {np.mean(values - score):+.4f} | {held} of {given.draws} |")


if __name__ == "__main__":
    main()
