"""What a class that comes later costs: a model updated with it, against one trained on all.

    python benchmarks/update.py --data DATA [--images 100] [--test 100] [--leave-out 0 4 9]

DATA is a folder of classes, or of ``train`` with these in it; nothing else is read. So many images
of every class are learned from, and others tested. Each class that is left out comes later: a
model learns the others, `update` takes the class in, and a model learns all at once, with features
of its own. Two ways: any classifier on features that were kept (kernel ridge here), and the sums
of "lda", of which none need be kept. *Others* and *new* are the accuracies on test images of the
classes learned first, and of the one that came later. Prints Markdown.
"""

import argparse
from pathlib import Path

import numpy as np

from classic_cls import (
    Extras,
    ImageDataset,
    Protocol,
    RandomSplits,
    evaluate,
    make_image_pipeline,
    train,
    update,
)

WAYS = {"kernel ridge, features kept": ("kernel_ridge", True), "lda": ("lda", False)}
PROTOCOL = Protocol(cv=RandomSplits(1, 0.2))  # its figures are not looked at


def parts_of(data, n_images, n_test) -> tuple[ImageDataset, ImageDataset]:
    """Random images of every class to learn from, and others to test."""
    rng, learned, tested = np.random.default_rng(0), [], []
    for name in data.class_names:
        rows = rng.permutation(np.flatnonzero(data.targets == name))[: n_images + n_test]
        n = min(n_images, int(len(rows) * n_images / (n_images + n_test)))
        learned += rows[:n].tolist()
        tested += rows[n:].tolist()
    return data.take(np.sort(learned)), data.take(np.sort(tested))


def fitted(data, features, classifier, keep):
    """A model of these images."""
    pipeline = make_image_pipeline(data=data, features=features, classifier=classifier)
    return train(data, pipeline, PROTOCOL, extras=Extras(keep_features=keep), n_jobs=1).model


def of_both(model, test, later) -> np.ndarray:
    """Accuracy on the classes learned first, and on the one that came later, in percent."""
    found = evaluate(model, test, n_jobs=1).result.predictions
    right, is_later = found.answers[0] == found.truth, found.truth == later
    return 100 * np.array([right[~is_later].mean(), right[is_later].mean()])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--test", type=int, default=100)
    parser.add_argument("--leave-out", nargs="+", help="classes; all by default")
    parser.add_argument("--features", help="names; by default the recipe for the images")
    asked = parser.parse_args()
    data = ImageDataset.open(asked.data).training()
    features = asked.features.split(",") if asked.features else None
    learned, test = parts_of(data, asked.images, asked.test)
    print(f"{data.name}: {len(learned):,} images to learn from, {len(test):,} to test\n")
    print("| Way | Later | Others: at once | updated | New: at once | updated |")
    print("|---|---|--:|--:|--:|--:|")
    for way, (classifier, keep) in WAYS.items():
        at_once, lost = fitted(learned, features, classifier, False), []
        for later in asked.leave_out or data.class_names:
            first = learned.drop_classes([later])
            others = [name for name in data.class_names if name != later]
            model = fitted(first, features, classifier, keep)
            model = update(model, learned.drop_classes(others), n_jobs=1).model
            before, after = of_both(at_once, test, later), of_both(model, test, later)
            cells = [f"{x:.1f}" for pair in zip(before, after, strict=True) for x in pair]
            print(f"| {way} | {later} | {' | '.join(cells)} |", flush=True)
            lost.append(after - before)
        mean, worst = np.mean(lost, axis=0), np.min(lost, axis=0)
        print(f"| {way} | *mean gain* | | {mean[0]:+.1f} | | {mean[1]:+.1f} |")
        print(f"| {way} | *worst* | | {worst[0]:+.1f} | | {worst[1]:+.1f} |")


if __name__ == "__main__":
    main()
