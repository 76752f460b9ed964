"""What honesty costs: splits, near-duplicates, figures and intervals against the fits themselves.

    python benchmarks/evaluation_overhead.py --data DATA [--limit N]

The default recipe, five folds, one thread. "Fits" is the time inside ``fit`` and ``predict``
of the folds; the rest of ``cross_validate`` is splits, figures, curves and intervals. The
search for near-duplicates is a line of its own. Prints Markdown.
"""

import argparse
import time

import numpy as np

from classic_cls import ImageDataset, cross_validate, make_image_pipeline
from classic_cls.duplicates import Thumbnail, duplicate_groups, near_duplicates
from classic_cls.extraction import extract, freeze


def timed(function, *arguments, **options):
    started = time.perf_counter()
    value = function(*arguments, **options)
    return value, time.perf_counter() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data).training()
    rows = np.random.default_rng(0).permutation(len(data))[: arguments.limit]
    data = data.take(np.sort(rows))
    frozen = freeze(make_image_pipeline(data=data))
    thumbnails = frozen.observe(Thumbnail())
    extraction = extract(frozen, data.refs, n_jobs=-1)
    data = data.take(extraction.kept)
    near_duplicates(thumbnails.values[:100])  # compile
    found, searching = timed(near_duplicates, thumbnails.values, data.targets)
    duplicates, grouping = timed(duplicate_groups, found, data.targets)
    result, total = timed(
        cross_validate,
        frozen.estimator,
        extraction.rows,
        data.targets,
        class_names=data.class_names,
        groups=duplicates.groups,
    )
    fits = result.seconds["fit"] + result.seconds["predict"]
    folds = result.seconds["folds"]
    print(f"{len(data):,} images, {len(data.class_names)} classes, 5 folds\n")
    print("| | seconds | share of the fits |")
    print("|---|---|---|")
    lines = {
        "fits and predictions of the folds": fits,
        "near-duplicates: search": searching,
        "near-duplicates: groups": grouping,
        "scores, training figures": folds - fits,
        "splits, figures, intervals, dummy": total - folds,
    }
    for name, seconds in lines.items():
        print(f"| {name} | {seconds:.2f} | {seconds / fits:.1%} |")


if __name__ == "__main__":
    main()
