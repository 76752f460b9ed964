"""What every feature of a recipe costs and brings: milliseconds an image, points lost without it.

    python benchmarks/recipe_cost.py --data DATA [--recipe NAME] [--per-class 40] [--repeats 3]

DATA is a folder or table as for ``classic-cls train``; of an official split the training part is
used, ``--per-class`` images of every class. One thread. Every member of the recipe is timed alone,
its own resizing within; "all together" resizes once. What learns a dictionary is timed as
description and encoding, and its dictionaries are learned in every training part. Then each member
is left out in turn: the difference is of the same ``--repeats`` times four folds, with the
standard error over the repeats. Prints Markdown. Near-duplicates are not looked for; figures of
``classic-cls train`` may be lower.
"""

import argparse
import time

import numpy as np
from joblib import parallel_config
from sklearn.base import clone
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from classic_cls import ImageDataset, extract, freeze, make_image_pipeline
from classic_cls.pipelines.feature_union import SCALING

FOLDS = 4


def sample(data, per_class: int):
    """So many images of every class; of several labels, as many in all."""
    rng = np.random.default_rng(0)
    if data.multilabel:
        wanted = min(len(data), per_class * len(data.class_names))
        return data.take(np.sort(rng.permutation(len(data))[:wanted]))
    y = np.asarray(data.targets)
    rows = [rng.permutation(np.flatnonzero(y == label))[:per_class] for label in np.unique(y)]
    return data.take(np.sort(np.concatenate(rows)))


def milliseconds(member, images) -> tuple[float, float]:
    """Of describing an image by what learns nothing, and of encoding it by a dictionary."""
    frozen = freeze(Pipeline([("member", member)]))
    extract(frozen, images[:8], n_jobs=1)  # compiles
    started = time.process_time()
    extraction = extract(frozen, images, n_jobs=1)
    described = time.process_time() - started
    encoder = frozen.estimator.fit(extraction.rows)
    started = time.process_time()
    encoder.transform(extraction.rows)
    encoded = time.process_time() - started
    return tuple(1000 * seconds / len(images) for seconds in (described, encoded))


def splits(y, repeat: int):
    """Four folds, the same for every recipe."""
    options = {"n_splits": FOLDS, "shuffle": True, "random_state": repeat}
    y = np.asarray(y)
    return (KFold(**options) if y.ndim == 2 else StratifiedKFold(**options)).split(y, y)


def scores(estimator, rows, y, repeats: int) -> np.ndarray:
    """Accuracy, or micro F1 of several labels, of every repeat of the folds."""
    y, found = np.asarray(y), []
    for repeat in range(repeats):
        answers = np.empty_like(y)
        for train, test in splits(y, repeat):
            answers[test] = clone(estimator).fit(rows[train], y[train]).predict(rows[test])
        found.append(f1_score(y, answers, average="micro") if y.ndim == 2
                     else accuracy_score(y, answers))
    return np.array(found)


def costs(pipeline, images) -> dict[str, tuple[float, float]]:
    """Milliseconds by feature."""
    union, before = pipeline["features"], []
    for name, step in pipeline.steps[1:]:  # between reading and features
        if name == "features":
            break
        before.append((name, step))
    found = {}
    for name, member in union.transformer_list:
        describing = [pair for pair in member.steps if pair[0] not in SCALING]
        found[name] = milliseconds(Pipeline([*before, *describing]), images)
    return found


def without(pipeline, rows, y, repeats) -> dict[str, np.ndarray]:
    """Scores with all features (under ""), and without each."""
    names = [name for name, _ in pipeline["features"].transformer_list]
    found = {"": scores(pipeline, rows, y, repeats)}
    for name in names if len(names) > 1 else ():
        less = clone(pipeline).set_params(**{f"features__{name}": "drop"})
        found[name] = scores(less, rows, y, repeats)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--recipe", default="auto")
    parser.add_argument("--per-class", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--timed", type=int, default=80, help="images that are timed")
    arguments = parser.parse_args()
    data = sample(ImageDataset.open(arguments.data).training(), arguments.per_class)
    pipeline = make_image_pipeline(arguments.recipe, data=data)
    with threadpool_limits(1), parallel_config(n_jobs=1):
        refs = data.refs[:: max(1, len(data) // arguments.timed)][: arguments.timed]
        reader = pipeline.steps[0][1]
        started = time.process_time()
        images = reader.fit(refs).transform(refs)
        reading = 1000 * (time.process_time() - started) / len(refs)
        cost = costs(pipeline, images)
        described, encoded = milliseconds(pipeline[1:-1], images)
        frozen = freeze(pipeline)
        rows = extract(frozen, data.refs).rows
        found = without(frozen.estimator, rows, data.targets, arguments.repeats)
    figure = "micro F1" if data.multilabel else "accuracy"
    print(f"{len(data):,} images, {figure} {100 * found[''].mean():.2f}")
    print(f"reading {reading:.2f} ms an image\n")
    print("| Feature | Describing, ms | Encoding, ms | Times reading | Points lost without it |")
    print("|---|---|---|---|---|")
    for name, (alone, encoding) in cost.items():
        lost = 100 * (found[""] - found[name]) if name in found else np.full(2, np.nan)
        error = lost.std(ddof=1) / np.sqrt(len(lost)) if len(lost) > 1 else np.nan
        print(f"| {name} | {alone:.2f} | {encoding:.2f} | {(alone + encoding) / reading:.1f} "
              f"| {lost.mean():+.2f} ± {error:.2f} |")
    times = (described + encoded) / reading
    print(f"| all together | {described:.2f} | {encoded:.2f} | {times:.1f} | |")


if __name__ == "__main__":
    main()
