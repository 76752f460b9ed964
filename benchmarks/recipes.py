"""Accuracy and time of the recipes on random splits of a set of images.

    python benchmarks/recipes.py --data DATA --train 60 [--splits 5] [--recipe NAME ...]

DATA is a folder or table as for ``classic-cls train``; of an official split the training part is
used. In every split ``--train`` images of each class are drawn at random to learn from (60 of
Flowers-17, 40 of KTH-TIPS), or a share of all, such as 0.8, and the others are tested on. Images
are described once a recipe; dictionaries are learned in every split. Prints Markdown.
"""

import argparse
import time

from sklearn.model_selection import StratifiedShuffleSplit

from classic_cls import (
    RECIPES,
    ImageDataset,
    Protocol,
    RandomSplits,
    cross_validate,
    extract,
    freeze,
    make_image_pipeline,
)
from classic_cls.cli.parsing import parse_setting

FIGURES = ("accuracy", "f1_micro", "mean_average_precision")


def splits_of(data, train: float, n_splits: int):
    """Random splits: so many images of a class, or a share of all."""
    if train < 1:
        return RandomSplits(n_splits, test_size=1 - train, random_state=0)
    n_train = int(train) * len(data.class_names)
    splitter = StratifiedShuffleSplit(n_splits, train_size=n_train, random_state=0)
    return list(splitter.split(data.labels, data.labels))


def row(data, recipe: str, arguments) -> dict[str, str]:
    """Cells of the table by the titles of their columns."""
    classifier, parameters = arguments.classifier, dict(arguments.set)
    pipeline = make_image_pipeline(
        recipe, data=data, classifier=classifier, parameters=parameters
    )
    frozen = freeze(pipeline)
    started = time.perf_counter()
    rows = extract(frozen, data.refs, n_jobs=arguments.jobs).rows
    described = time.perf_counter() - started
    started = time.perf_counter()
    protocol = Protocol(cv=splits_of(data, arguments.train, arguments.splits))
    names, n_jobs = data.class_names, arguments.jobs
    result = cross_validate(
        frozen.estimator, rows, data.targets, protocol, class_names=names, n_jobs=n_jobs
    )
    learned = (time.perf_counter() - started) / arguments.splits
    known = {name: result.metrics[name] for name in FIGURES if name in result.metrics}
    figures = {name: f"{known[name].value:.3f} ± {known[name].std:.3f}" for name in known}
    return {
        "Recipe": recipe,
        "Features": "+".join(name for name, _ in pipeline["features"].transformer_list),
        **figures,
        "Milliseconds an image": f"{1000 * described / len(data):.1f}",
        "Seconds a split": f"{learned:.0f}",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--train", type=float, required=True)
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--recipe", nargs="*", default=["auto", *RECIPES])
    parser.add_argument("--classifier")
    parser.add_argument("--set", nargs="*", type=parse_setting, default=[])
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data).training()
    print(f"{len(data):,} images, {arguments.splits} random splits, {arguments.train:g} to learn "
          "from\n")
    for number, recipe in enumerate(arguments.recipe):
        cells = row(data, recipe, arguments)
        if number == 0:
            print("| " + " | ".join(cells) + " |")
            print("|---" * len(cells) + "|")
        print("| " + " | ".join(cells.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
