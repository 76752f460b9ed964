"""CIFAR-10 by a dictionary of patches, from the JPEG files to the accuracy on the test part.

    python benchmarks/cifar10.py --data DATA [--slow] [--jobs 2] [--validate]

DATA holds the folder ``cifar10`` with ``train`` and ``test``, one folder a class in each. Prints a
Markdown table of the stages: seconds by the clock, and of the processor. With ``--validate`` 5,000
of the training images take the place of the test part, which is then not read.
"""

import argparse
import resource
import time
from pathlib import Path

import joblib
import numpy as np
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from classic_cls import ImageDataset, KernelRidgeClassifier, PatchDictionary, ReadImages

N_VALIDATION = 5000


def recipe(slow: bool) -> Pipeline:
    """Steps from files to labels."""
    n_words = 1600 if slow else 800
    return Pipeline([
        ("read", ReadImages()),
        ("patches", PatchDictionary(n_words=n_words, mirror=True, random_state=0)),
        ("scale", StandardScaler(copy=False)),
        ("classifier", KernelRidgeClassifier()),
    ])


class Clock:
    """Prints a row of the table at the end of every stage."""

    def __init__(self):
        self.started = self.last = self._now()
        print("| Stage | Seconds | Processor seconds |\n|---|---|---|")

    @staticmethod
    def _now():
        return np.array([time.perf_counter(), time.process_time()])

    def row(self, stage, since=None):
        now = self._now()
        seconds, processor = now - (self.last if since is None else since)
        self.last = now
        print(f"| {stage} | {seconds:.0f} | {processor:.0f} |", flush=True)
        return seconds


def fit_stage_by_stage(model, paths, labels, clock):
    """What ``model.fit`` does; images per second of the encoding."""
    images = model["read"].fit_transform(paths)
    clock.row("read the training files")
    model["patches"].fit(images)
    clock.row("learn the dictionary")
    rows = model["patches"].transform(images)
    speed = len(images) / clock.row(f"encode, {rows.shape[1]:,} columns")
    rows = model["scale"].fit_transform(rows)
    clock.row("scale")
    model["classifier"].fit(rows, labels)
    clock.row("train the classifier")
    return speed


def share_of_products(patches, images) -> float:
    """Time of the matrix products alone over that of encoding, on one thread."""
    n_patches = (images.shape[1] - patches.patch_size + 1) ** 2 * (2 if patches.mirror else 1)
    n_axes, n_words = patches.axes_.shape[1], len(patches.words_)
    some = np.ones((max(32, 200_000 // n_words), n_axes), np.float32)
    by_word, raw = np.ones((n_axes, n_words), np.float32), patches.axes_[:, :1].repeat(len(some), 1)
    out = np.empty((len(some), n_words), np.float32)

    def products():
        for _ in range(0, len(images) * n_patches, len(some)):
            np.dot(raw.T, patches.axes_)
            np.dot(some, by_word, out=out)

    with threadpool_limits(1, "blas"), joblib.parallel_config(n_jobs=1):
        alone, whole = (
            min(_processor_seconds(work) for _ in range(3))
            for work in (products, lambda: patches.transform(images))
        )
    return alone / whole


def _processor_seconds(work):
    started = time.process_time()
    work()
    return time.process_time() - started


def parts(data, validate):
    """Paths and labels to learn from, and to be judged by."""
    training = data.training()
    if not validate:
        test = data.test()
        return training.paths, training.labels, test.paths, test.labels
    order = np.random.default_rng(0).permutation(len(training))
    learned, judged = (
        training.take(np.sort(rows)) for rows in (order[:-N_VALIDATION], order[-N_VALIDATION:])
    )
    return learned.paths, learned.labels, judged.paths, judged.labels


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--slow", action="store_true", help="the larger recipe")
    parser.add_argument("--jobs", type=int, default=2, help="threads")
    parser.add_argument("--validate", action="store_true", help="leave the test part unread")
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data / "cifar10")
    paths, labels, judged_paths, judged_labels = parts(data, arguments.validate)
    model = recipe(arguments.slow)
    with joblib.parallel_config(n_jobs=arguments.jobs):
        clock = Clock()
        speed = fit_stage_by_stage(model, paths, labels, clock)
        predicted = np.concatenate([
            model.predict(judged_paths[first : first + 2000])
            for first in range(0, len(judged_paths), 2000)
        ])
        clock.row(f"predict {len(predicted):,} files")
        clock.row("all", since=clock.started)
    part = "validation" if arguments.validate else "test"
    share = share_of_products(model["patches"], model["read"].transform(paths[:100]))
    print(f"\nAccuracy on the {part} part: {np.mean(predicted == judged_labels):.4f}  ")
    print(f"Encoding: {speed:.0f} images a second, {share:.0%} of it matrix products  ")
    print(f"Memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB at most")


if __name__ == "__main__":
    main()
