"""What learning from several versions of every image brings, preset by preset, on a few images.

    python benchmarks/augmentation.py --data DATA --train 20 [--splits 10] [--recipe quick]

DATA is a folder or table as for ``classic-cls train``; of an official split the training part is
used. In every split ``--train`` images of each class are drawn at random to learn from, and the
others are tested on (of ``--pool`` images of a class, where all would take long). Images are
described once a preset, and the splits are the same for all, so that differences are paired.
Prints Markdown; differences are in points of accuracy, with the standard error of their mean.
"""

import argparse
import time

import numpy as np
from sklearn.model_selection import StratifiedShuffleSplit

from classic_cls import ImageDataset, extract, freeze, make_image_pipeline
from classic_cls.cli.parsing import split_names
from classic_cls.evaluation import run_folds
from classic_cls.transforms import Augment


def some_of_each_class(data, most: int):
    """At most so many images of every class, drawn at random."""
    rng, labels = np.random.default_rng(0), np.asarray(data.labels)
    drawn = [rng.permutation(np.flatnonzero(labels == name))[:most] for name in data.class_names]
    return data.take(np.sort(np.concatenate(drawn)))


def accuracies(data, splits, augment, arguments) -> tuple[np.ndarray, float, float]:
    """Accuracy of every split, milliseconds to describe an image, and seconds to learn a split."""
    options = {"classifier": arguments.classifier, "augment": augment}
    options["features"] = split_names(arguments.features) or None
    pipeline = make_image_pipeline(arguments.recipe, data=data, **options)
    extract(freeze(pipeline), data.refs[:16])  # compiles
    frozen = freeze(pipeline)
    started = time.process_time()
    rows = extract(frozen, data.refs).rows
    described = time.process_time() - started
    started = time.process_time()
    outcomes = run_folds(frozen.estimator, rows, data.targets, [splits], data.class_names)
    learned = time.process_time() - started
    found = [np.mean(outcome.predictions == data.targets[outcome.test]) for outcome in outcomes]
    return np.array(found), 1000 * described / len(data), learned / len(splits)


def row(name: str, found, usual) -> dict[str, str]:
    """Cells of the table by the titles of their columns."""
    values, described, learned = found
    gain = 100 * (values - usual)
    error = gain.std(ddof=1) / np.sqrt(len(gain))
    return {
        "Views": name,
        "Accuracy": f"{values.mean():.3f}",
        "Points": f"{gain.mean():+.1f} ± {error:.1f}",
        "Milliseconds an image": f"{described:.1f}",
        "Seconds a split": f"{learned:.2f}",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--label-by")
    parser.add_argument("--train", type=int, required=True)
    parser.add_argument("--pool", type=int, default=200)
    parser.add_argument("--splits", type=int, default=10)
    parser.add_argument("--recipe", default="auto")
    parser.add_argument("--features", nargs="*")
    parser.add_argument("--classifier")
    parser.add_argument("--preset", nargs="*", default=["light", "medium", "strong", "document"])
    parser.add_argument("--views", type=int, default=4)
    parser.add_argument("--test-views", type=int, default=1)
    parser.add_argument("--mirror", action=argparse.BooleanOptionalAction)
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data, label_by=arguments.label_by).training()
    data = some_of_each_class(data, arguments.pool)
    n_train = arguments.train * len(data.class_names)
    splitter = StratifiedShuffleSplit(arguments.splits, train_size=n_train, random_state=0)
    splits = list(splitter.split(data.labels, data.labels))
    print(f"{len(data):,} images, {arguments.splits} random splits, {arguments.train} of a class "
          "to learn from\n")
    usual = None
    for number, name in enumerate(["none", *arguments.preset]):
        counts = {"n_views": arguments.views, "test_views": arguments.test_views}
        augment = Augment(name, **counts, mirror=arguments.mirror) if number else "none"
        found = accuracies(data, splits, augment, arguments)
        usual = found[0] if usual is None else usual
        cells = row(name, found, usual)
        if number == 0:
            print("| " + " | ".join(cells) + " |")
            print("|---" * len(cells) + "|")
        print("| " + " | ".join(cells.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
