"""Several labels an image: five random 80/20 splits, iteratively stratified.

    python benchmarks/multilabel.py --data TABLE.csv [--strategy ovr chain] [--splits 5]

The default recipe unless options say otherwise. Every image is described once; thresholds
are chosen inside the training part of each split. Prints Markdown: micro F1 with its
standard deviation over the splits, mean average precision, and the other figures of the field.
"""

import argparse
import time

from sklearn.pipeline import Pipeline

from classic_cls import ImageDataset, Protocol, RandomSplits, cross_validate, make_image_pipeline
from classic_cls.extraction import extract, freeze

FIGURES = [
    "f1_micro",
    "f1_macro",
    "f1_samples",
    "mean_average_precision",
    "jaccard_samples",
    "subset_accuracy",
    "hamming_loss",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--strategy", nargs="+", default=["ovr"])
    parser.add_argument("--aim", nargs="+", default=["f1"])
    parser.add_argument("--splits", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data)
    frozen = freeze(make_image_pipeline(data=data))
    rows = extract(frozen, data.refs, n_jobs=-1).rows
    size = f"{len(data):,} images, {len(data.class_names)} labels"
    print(f"{size}, {arguments.splits} splits 80/20\n")
    print("| strategy | aim | " + " | ".join(FIGURES) + " | seconds a fit |")
    print("|---" * (len(FIGURES) + 3) + "|")
    for strategy in arguments.strategy:
        for aim in arguments.aim:
            pipeline = make_image_pipeline(data=data, strategy=strategy, aim=aim)
            first = [name for name, _ in pipeline.steps].index("features") + 1
            estimator = Pipeline([*frozen.estimator.steps[:first], *pipeline.steps[first:]])
            show(estimator, rows, data, arguments, f"| {strategy} | {aim} | ")


def show(estimator, rows, data, arguments, lead):
    splits = RandomSplits(arguments.splits, test_size=0.2, random_state=arguments.seed)
    started = time.perf_counter()
    names, protocol = data.class_names, Protocol(cv=splits)
    result = cross_validate(
        estimator, rows, data.targets, protocol, class_names=names, n_jobs=-1
    )
    seconds = (time.perf_counter() - started) / arguments.splits
    found = [result.metrics[name] for name in FIGURES]
    cells = [f"{estimate.value:.3f} ± {estimate.std:.3f}" for estimate in found]
    print(lead + " | ".join(cells) + f" | {seconds:.1f} |")


if __name__ == "__main__":
    main()
