"""What probabilities are worth, by classifier and method of calibration: cross-validated.

    python benchmarks/calibration.py --data DATA [--images 1000] [--classifier svm,forest ...]

DATA is an image folder; of a set with ``train`` and ``test`` only ``train`` is read. Images are
drawn at random, described once, and every classifier is cross-validated with every method, inside
the same five folds. "own" is what the classifier gives without one: its own probabilities, or
none. Prints Markdown: accuracy, log loss, calibration error with its 95% interval, and seconds of
processor for the five folds.
"""

import argparse
import time

import numpy as np
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from classic_cls import ImageDataset, Protocol, cross_validate, extract, freeze, make_image_pipeline
from classic_cls.pipelines import classifier_steps

METHODS = "own,auto,sigmoid,temperature,isotonic,venn_abers"


def described(data, n_images, features):
    """The frozen steps up to the features, and rows and labels of some images."""
    training = data.training()
    some = np.random.default_rng(0).permutation(len(training))[:n_images]
    training = training.take(np.sort(some))
    frozen = freeze(make_image_pipeline(data=training, features=features, classifier="dummy"))
    rows = extract(frozen, training.refs, n_jobs=1).rows
    names = [name for name, _ in frozen.estimator.steps]
    before = frozen.estimator.steps[: names.index("features") + 1]
    return before, rows, np.asarray(training.targets)


def row(before, rows, y, name, method) -> list[str]:
    """Cells of the table."""
    deciding = classifier_steps(name, probabilities="none" if method == "own" else method)
    model = Pipeline([*before, *deciding])
    started = time.process_time()
    result = cross_validate(model, rows, y, Protocol(scoring="accuracy"))
    seconds = time.process_time() - started
    cells = [name, method, f"{100 * result.figures['accuracy'].value:.1f}"]
    if "log_loss" not in result.figures:
        return [*cells, "-", "-", f"{seconds:.1f}"]
    loss, error = result.figures["log_loss"], result.figures["calibration_error"]
    low, high = error.interval[:2]
    found = f"{error.value:.3f} ({low:.3f} to {high:.3f})"
    return [*cells, f"{loss.value:.3f}", found, f"{seconds:.1f}"]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--images", type=int, default=1000)
    parser.add_argument("--features", default="hog,color_hist")
    parser.add_argument("--classifier", default="kernel_ridge,svm,linear_svm,logistic,forest,knn")
    parser.add_argument("--method", default=METHODS)
    asked = parser.parse_args()
    data = ImageDataset.open(asked.data)
    before, rows, y = described(data, asked.images, asked.features.split(","))
    print(f"{len(y):,} images of {len(np.unique(y))} classes, {asked.features}\n")
    titles = ["Classifier", "Calibration", "Accuracy", "Log loss", "Calibration error", "Seconds"]
    print(f"| {' | '.join(titles)} |\n|{'---|' * len(titles)}")
    with threadpool_limits(limits=1):
        for name in asked.classifier.split(","):
            for method in asked.method.split(","):
                print(f"| {' | '.join(row(before, rows, y, name, method))} |", flush=True)


if __name__ == "__main__":
    main()
