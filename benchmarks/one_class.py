"""One class learned alone: how well others are told from it, and whether false alarms stay few.

    python benchmarks/one_class.py --data DATA [--recipe quick] [--good 60] [--test 20]

DATA is a folder with one folder a class; of an official split the training part is taken. Every
class in turn is the one that is learned, from so many of its images; others of it, and as many of
every other class, are tested. Prints Markdown, a row for every model: the area under the ROC curve
between the two, the share of false alarms at a rate of 5%, and the share that is found of the other
classes, means over the classes with the standard deviation of the area, and processor seconds of a
fit. Images are described once; scaling and dictionaries are learned from the good ones alone.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from sklearn.base import clone
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from classic_cls import RECIPES, ImageDataset, extract, freeze, make_image_pipeline
from classic_cls.models import OneClassClassifier
from classic_cls.pipelines import ONE_CLASS_MODELS


def drawn(data, n: int, n_classes: int) -> ImageDataset:
    """So many images of each of the first classes, at random."""
    rng, labels = np.random.default_rng(0), data.labels
    rows = [
        rng.permutation(np.flatnonzero(labels == name))[:n] for name in data.class_names[:n_classes]
    ]
    return data.take(np.concatenate(rows))


def models(folds) -> dict:
    """What is measured, by titles."""
    made = {name: named.make(0) for name, named in ONE_CLASS_MODELS.items()}
    made["isolation forest"] = IsolationForest(n_estimators=100, random_state=0)
    return {
        f"{name}, {cv} inner folds": OneClassClassifier(model, "good", "other", cv=cv)
        for name, model in made.items()
        for cv in folds
    }


def measured(front, rows, labels, name, arguments) -> dict[str, tuple]:
    """Area, false alarms, share found and seconds of every model that learns one class."""
    own, others = np.flatnonzero(labels == name), np.flatnonzero(labels != name)
    learned, tested = own[: arguments.good], own[arguments.good :]
    front = clone(front).fit(rows[learned])
    X, good, bad = (front.transform(rows[some]) for some in (learned, tested, others))
    found = {}
    for title, model in models(arguments.folds).items():
        started = time.process_time()
        model = model.fit(X, np.full(len(X), "good"))
        seconds = time.process_time() - started
        of_good, of_bad = (model.scores(part)[:, 0] for part in (good, bad))
        truth = np.repeat([0, 1], [len(of_good), len(of_bad)])
        area = roc_auc_score(truth, np.concatenate([of_good, of_bad]))
        found[title] = area, np.mean(of_good >= 0), np.mean(of_bad >= 0), seconds
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--recipe", default="quick", choices=["auto", *RECIPES])
    parser.add_argument("--good", type=int, default=60)
    parser.add_argument("--test", type=int, default=20)
    parser.add_argument("--classes", type=int, default=8)
    parser.add_argument("--folds", type=int, nargs="+", default=[10])
    parser.add_argument("--jobs", type=int, default=1, help="threads")
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data).training()
    data = drawn(data, arguments.good + arguments.test, arguments.classes)
    frozen = freeze(make_image_pipeline(arguments.recipe, data=data))
    rows = extract(frozen, data.refs, n_jobs=arguments.jobs).rows
    last = [name for name, _ in frozen.estimator.steps].index("features")
    front = frozen.estimator[: last + 1]
    with threadpool_limits(arguments.jobs, "blas"):
        of_classes = [
            measured(front, rows, data.labels, name, arguments) for name in np.unique(data.labels)
        ]
    print(f"\n{len(of_classes)} classes, {arguments.good} images to learn from\n")
    print("| Model | Area under the ROC curve | False alarms | Found | Seconds |")
    print("|---|---|---|---|---|")
    for title in of_classes[0]:
        values = np.array([found[title] for found in of_classes])
        area, alarms, hits, seconds = values.mean(axis=0)
        print(
            f"| {title} | {area:.3f} ± {values[:, 0].std(ddof=1):.3f} | {100 * alarms:.1f}% | "
            f"{100 * hits:.1f}% | {seconds:.2f} |"
        )


if __name__ == "__main__":
    main()
