"""The recipe for tiny images, from the files to the accuracy on the official test part.

    python benchmarks/tiny_images.py --data DATA [--slow] [--jobs 2] [--validate]

DATA is the folder of a set, such as CIFAR-10 or Fashion-MNIST, with ``train`` and ``test``, and one
folder a class in each. Prints a Markdown table of the stages: seconds by the clock, and of the
processor. With ``--validate`` 5,000 of the training images take the place of the test part, which
is then not read.
"""

import argparse
import resource
import time
from pathlib import Path

import joblib
import numpy as np
from threadpoolctl import threadpool_limits

from classic_cls import (
    ImageDataset,
    extract,
    freeze,
    make_image_pipeline,
    set_step_parameter,
)

N_VALIDATION = 5000


def recipe(data, slow: bool):
    """The recipe for tiny images, with more centres than usual."""
    pipeline = make_image_pipeline("tiny", data=data, classifier="kernel_ridge")
    set_step_parameter(pipeline, "classifier.n_centers", 20_000)
    if slow:
        set_step_parameter(pipeline, "classifier.n_centers", 30_000)
        set_step_parameter(pipeline, "patches.n_words", 2400)
        set_step_parameter(pipeline, "classifier.n_components", 1500)
    return pipeline


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


def fitted_stage_by_stage(pipeline, paths, labels, clock, jobs):
    """What ``pipeline.fit`` does, streamed from the files."""
    frozen = freeze(pipeline)
    rows = extract(frozen, paths, n_jobs=jobs).rows
    clock.row("read the training files, hand-crafted features")
    *front, (_, classifier) = frozen.estimator.steps
    with joblib.parallel_config("threading", n_jobs=jobs):
        for name, step in front:
            rows = rows if step == "passthrough" else step.fit_transform(rows, labels)
        clock.row(f"learn dictionaries, encode, scale: {rows.shape[1]:,} columns")
        classifier.fit(rows, labels)
    clock.row("train the classifier")
    return frozen.thaw(frozen.estimator)


def predicted(model, paths, jobs):
    """Labels of files, streamed."""
    frozen = freeze(model, fitted=True)
    rows = extract(frozen, paths, n_jobs=jobs).rows
    return frozen.estimator.predict(rows)


def encoding_speed(patches, images, jobs) -> float:
    """Images a second."""
    with joblib.parallel_config("threading", n_jobs=jobs):
        patches.transform(images)
        started = time.perf_counter()
        patches.transform(images)
    return len(images) / (time.perf_counter() - started)


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
    """Images to learn from, and to be judged by."""
    training = data.training()
    if not validate:
        test = data.test()
        return training, test
    order = np.random.default_rng(0).permutation(len(training))
    return [training.take(np.sort(r)) for r in (order[:-N_VALIDATION], order[-N_VALIDATION:])]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--slow", action="store_true", help="the larger recipe")
    parser.add_argument("--jobs", type=int, default=2, help="threads")
    parser.add_argument("--validate", action="store_true", help="leave the test part unread")
    arguments = parser.parse_args()
    data = ImageDataset.open(arguments.data)
    learned, judged = parts(data, arguments.validate)
    clock = Clock()
    pipeline = recipe(learned, arguments.slow)
    model = fitted_stage_by_stage(pipeline, learned.paths, learned.labels, clock, arguments.jobs)
    labels = predicted(model, judged.paths, arguments.jobs)
    clock.row(f"predict {len(labels):,} files")
    clock.row("all", since=clock.started)
    part = "validation" if arguments.validate else "test"
    print(f"\nAccuracy on the {part} part: {np.mean(labels == judged.labels):.4f}  ")
    patches = model["features"]["patches"]["patches"]
    before = list(model.named_steps).index("features")
    images = model[:before].transform(learned.paths[:1000])
    speed = encoding_speed(patches, images, arguments.jobs)
    share = share_of_products(patches, images[:100])
    print(f"Encoding by patches: {speed:.0f} images a second, {share:.0%} of it matrix products  ")
    print(f"Memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.1f} GB at most")


if __name__ == "__main__":
    main()
