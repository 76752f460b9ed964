"""How long an explanation of one image takes, and whether it adds up, recipe by recipe.

    python benchmarks/explain.py --data DATA [--train 40] [--images 20] [--recipes auto,quick]

DATA is a folder or table as for ``classic-cls train``. Learns from ``--train`` images of each class
and explains ``--images`` others, one after the other: median and largest process time of one, and
what describing it for an answer takes. The error is the largest distance of base and all parts
from the decision value. Maps are compared with those of occlusion: mean rank correlation of 8 x 8
parts. Prints Markdown.
"""

import argparse
import time

import numpy as np
from scipy.stats import spearmanr

from classic_cls import ImageDataset, explain, make_image_pipeline


def divided(data, n_train: int, n_images: int):
    """Images to learn from, and others, drawn at random."""
    rng, labels = np.random.default_rng(0), np.asarray(data.labels)
    drawn = [rng.permutation(np.flatnonzero(labels == name)) for name in data.class_names]
    train = np.sort(np.concatenate([rows[:n_train] for rows in drawn]))
    others = rng.permutation(np.concatenate([rows[n_train:] for rows in drawn]))[:n_images]
    return data.take(train), data.take(np.sort(others))


def seconds_of(work) -> tuple[float, object]:
    """Process time of work, and what it gives."""
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


def error_of(found) -> float:
    """How far parts and base are from the score."""
    if not found.adds_up:
        return float("nan")
    totals = [found.heat_map(name).sum() + found.whole(name) for name in found.classes]
    return float(np.abs(found.base + totals - found.scores).max())


def row_of(recipe: str, classifier, train, others, compare: bool) -> str:
    """A row of the table."""
    pipeline = make_image_pipeline(recipe, data=train, classifier=classifier)
    pipeline.fit(train.paths, train.labels)
    explain(pipeline, others.paths[0])  # compiles
    spent, errors, ranks, answers, method = [], [], [], [], ""
    for path in others.paths:
        seconds, found = seconds_of(lambda path=path: explain(pipeline, path))
        spent.append(seconds)
        errors.append(error_of(found))
        answers.append(seconds_of(lambda path=path: pipeline.predict([path]))[0])
        method = found.method
        if compare and found.adds_up:
            other = explain(pipeline, path, found.classes, method="occlusion")
            maps = [one.heat_map(size=(8, 8)).ravel() for one in (found, other)]
            ranks.append(spearmanr(*maps)[0])
    rank = f"{np.mean(ranks):.2f}" if ranks else "-"
    return (
        f"| {recipe} | {classifier or 'default'} | {method} | {np.median(spent):.2f} | "
        f"{max(spent):.2f} | {np.median(answers):.2f} | {np.max(errors):.0e} | {rank} |"
    )


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--train", type=int, default=40)
    parser.add_argument("--images", type=int, default=20)
    parser.add_argument("--recipes", default="auto,quick")
    parser.add_argument("--classifiers", default="default,forest")
    parser.add_argument("--compare", action="store_true", help="with occlusion")
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data).training()
    train, others = divided(data, arguments.train, arguments.images)
    print("| recipe | classifier | method | seconds | most | an answer | error | rank |")
    print("|---|---|---|---|---|---|---|---|")
    for recipe in arguments.recipes.split(","):
        for name in arguments.classifiers.split(","):
            classifier = None if name == "default" else name
            print(row_of(recipe, classifier, train, others, arguments.compare), flush=True)


if __name__ == "__main__":
    main()
