"""Accuracy of every feature alone, and of the presets, with four classifiers.

    python benchmarks/feature_quality.py --data DATA --train 60 [--splits 5] [--features NAME ...]

DATA is a folder as for ``classic-cls train``. In every split ``--train`` images of each class are
drawn at random to learn from, and the others are tested on: 60 of Flowers-17, 40 of KTH-TIPS.
Nothing but the feature is named, so sizes are those that ``classic-cls train --features NAME``
takes. Every image is described once a feature. Prints Markdown: mean and standard deviation of the
accuracy over the splits, in percent.
"""

import argparse
import time

import numpy as np
from sklearn.base import clone
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import StratifiedShuffleSplit
from sklearn.pipeline import Pipeline

from classic_cls import ImageDataset, make_image_pipeline
from classic_cls.extraction import extract, freeze
from classic_cls.pipelines.catalog import FEATURES, PRESETS
from classic_cls.pipelines.classifiers import classifier_steps

CLASSIFIERS = ("linear_svm", "svm", "kernel_ridge", "forest", "logistic")
WRAPPED = ("pyramid(lbp)", "multiscale(lbp)", "pyramid(edges)")


def describe(data, features, size):
    """The features with their scaling, for row numbers; their columns, and seconds an image."""
    pipeline = make_image_pipeline(
        data=data, features=features, classifier=DummyClassifier(), size=size
    )
    frozen = freeze(pipeline)
    started = time.perf_counter()
    extract(frozen, data.refs)
    seconds = (time.perf_counter() - started) / len(data)
    union = frozen.estimator["features"]
    return union, clone(union).fit_transform(np.arange(len(data))).shape[1], seconds


def accuracies(union, labels, classifier, splits):
    """Accuracy of every split, in percent."""
    scores = []
    for learned, tested in splits:
        steps = classifier_steps(classifier, random_state=0)
        model = Pipeline([("features", clone(union)), *steps])
        model.fit(learned, labels[learned])
        scores.append(100 * model.score(tested, labels[tested]))
    return np.array(scores)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--train", type=int, required=True, help="images of a class to learn from")
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--features", nargs="*", help="only these; 'auto' is nothing named")
    parser.add_argument("--size", type=int)
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data).training()
    n_train = arguments.train * len(data.class_names)
    splitter = StratifiedShuffleSplit(arguments.splits, train_size=n_train, random_state=0)
    splits = list(splitter.split(data.labels, data.labels))
    print(f"{len(data):,} images, {arguments.train} of each class to learn from, "
          f"{arguments.splits} random splits\n")
    print("| Features | Columns | Milliseconds an image |", " | ".join(CLASSIFIERS), "|")
    print("|---" * (3 + len(CLASSIFIERS)) + "|")
    for name in arguments.features or [*FEATURES, *WRAPPED, *PRESETS, "auto"]:
        features = None if name == "auto" else name.split(",")
        union, n_columns, seconds = describe(data, features, arguments.size)
        scores = [accuracies(union, data.labels, c, splits) for c in CLASSIFIERS]
        cells = " | ".join(f"{s.mean():.1f} ± {s.std():.1f}" for s in scores)
        print(f"| `{name}` | {n_columns:,} | {1000 * seconds:.1f} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
