"""Is a search under a budget worth its time? Its best against the named recipes, on fresh images.

    python benchmarks/tuning.py --data DATA [--budget 10m] [--train 60]

DATA is a folder or table as for ``classic-cls train``, such as Flowers-17; of an official split the
training part is used. ``--train`` images of each class are drawn at random to learn from (or a
share of all, such as 0.8), and the others are looked at once, in the end. Prints the seconds that
the search took, the last fit and the test among them; the accuracy of its best candidate as
measured, as corrected for having been chosen, and on the fresh images; and that of every named
recipe, fitted on the same images with its default classifier.
"""

import argparse
import tempfile
import time
from dataclasses import replace

import numpy as np
from recipes import splits_of

from classic_cls import ImageDataset, Protocol, extract, freeze, make_image_pipeline
from classic_cls.cli.parsing import parse_duration
from classic_cls.evaluation import answer_images
from classic_cls.pipelines import pipelines_to_tune
from classic_cls.workflows import search_images, train_found

RECIPES = ("quick", "material", "scene", "object")


def divided(data, train: float, seed: int) -> ImageDataset:
    """The data with a split: some of each class to learn from, the others to test."""
    splits = splits_of(data, train, seed + 1)
    folds = splits if isinstance(splits, list) else [*splits.split(data.targets, data.targets)]
    learned = np.isin(np.arange(len(data)), folds[seed][0])
    return replace(data, split=np.where(learned, "train", "test"))


def of_recipe(name: str, data: ImageDataset, n_jobs: int) -> float:
    """Accuracy of a recipe on the test part."""
    pipeline = make_image_pipeline(name, data=data)
    frozen = freeze(pipeline)
    rows = extract(frozen, data.refs, n_jobs=n_jobs).rows
    learned, tested = rows[data.split == "train"], rows[data.split == "test"]
    model = frozen.estimator.fit(learned, data.targets[data.split == "train"])
    labels, *_ = answer_images(model, tested, data.class_names)
    return float(np.mean(labels == data.targets[data.split == "test"]))


def searched(data: ImageDataset, budget: float, n_jobs: int):
    """What the search found, its training, and the seconds of both."""
    started = time.perf_counter()
    candidates = pipelines_to_tune(data.training())
    protocol = Protocol(scoring="accuracy")
    with tempfile.TemporaryDirectory() as cache:
        work = {"n_jobs": n_jobs, "cache": cache}
        found = search_images(
            {name: candidate.pipeline for name, candidate in candidates.items()},
            data,
            protocol=protocol,
            budget=budget - (time.perf_counter() - started),
            tell=lambda trial: print(f"    {trial}", flush=True),
            **work,
        )
        training = train_found(found, data, protocol, **work)
    return found, training, time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--budget", type=parse_duration, default=600.0)
    parser.add_argument("--train", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=-1)
    given = parser.parse_args()
    data = divided(ImageDataset.open(given.data).training(), given.train, given.seed)
    found, training, seconds = searched(data, given.budget, given.jobs)
    raw, fresh = found.cv.figures["accuracy"].value, training.test.figures["accuracy"].value
    late = max(0.0, seconds / given.budget - 1)
    print(f"budget {given.budget:.0f} s, used {seconds:.0f} s ({late:.0%} late)")
    print(found.sentence)
    print(f"| model | cross-validated | on {training.test.n_images:,} fresh images |")
    print("|---|---|---|")
    print(f"| {found.best_name}, as measured | {raw:.3f} | |")
    print(f"| the same, corrected | {found.estimate.value:.3f} | {fresh:.3f} |", flush=True)
    for name in RECIPES:
        print(f"| recipe {name} | | {of_recipe(name, data, given.jobs):.3f} |", flush=True)


if __name__ == "__main__":
    main()
