"""How often `evaluate` and `predict --monitor` give an alarm, without and with a cause.

    python benchmarks/drift.py --data DATA [--train 300] [--new 100 250] [--draws 100]

DATA is the folder of a set with one folder a class, or with ``train`` in it; nothing else is read.
Every draw takes training images at random, cross-validates and fits, as ``train`` does, keeps what
a model keeps, and compares it with other images of the set: as they are, where every alarm is
false, and with a little blur (Gaussian of 1 and 2% of the shorter side), other light (5 and 10% of
the range), noise (2%) or JPEG of quality 30. Prints Markdown: the share of alarms at 1%, and at 5%
for the unchanged ones; below it, how often each comparison by itself is below 1%.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from classic_cls import ImageDataset, Protocol, cross_validate, extract, freeze, make_image_pipeline
from classic_cls.duplicates import Thumbnail
from classic_cls.evaluation import answer_images, drift_test
from classic_cls.kernels.gaussian import gaussian
from classic_cls.kernels.moving import relit_image
from classic_cls.kernels.spoiling import noisy_image, recompressed_image
from classic_cls.reading import iter_images
from classic_cls.workflows.drift import features_of, highest, light_of, reference_of


def blurred(share):
    """A function that blurs by a share of the shorter side."""
    return lambda image: np.rint(gaussian(image, share * min(image.shape[:2]))).astype(np.uint8)


CHANGES = {
    "unchanged": lambda image: image,
    "blur 1%": blurred(0.01),
    "blur 2%": blurred(0.02),
    "5% brighter": lambda image: relit_image(image, brightness=0.05),
    "10% brighter": lambda image: relit_image(image, brightness=0.1),
    "noise 2%": lambda image: noisy_image(image, 0.02, np.random.default_rng(image.sum())),
    "JPEG 30": lambda image: recompressed_image(image, 30),
}


def described(data, pipeline):
    """The frozen pipeline, rows of all images under every change, and their light."""
    images = [image for _, image in sorted(iter_images(data.refs, min_size=pipeline[1].size))]
    changed = [change(image) for change in CHANGES.values() for image in images]
    frozen = freeze(pipeline)
    thumbnails = frozen.observe(Thumbnail())
    rows = extract(frozen, changed, n_jobs=1).rows
    return frozen.estimator, rows.reshape(len(CHANGES), -1), light_of(thumbnails.values)


def one_draw(estimator, rows, light, y, names, n_train, sizes, seed) -> dict:
    """What is compared, by change and number of new images."""
    order = np.random.default_rng(seed).permutation(len(y))
    learned, rest = order[:n_train], order[n_train:]
    result = cross_validate(estimator, learned, y[learned], Protocol(seed=seed))
    fitted = clone(estimator).fit(learned, y[learned])
    reference = reference_of(fitted, learned, result, None, light[learned], seed)
    found = {}
    for change, of_change in zip(CHANGES, rows, strict=True):
        new = of_change[rest[: max(sizes)]]
        _, scores, _ = answer_images(fitted, new, names)
        known = reference.known(features_of(fitted, new), highest(scores), light[new])
        for n in sizes:
            found[change, n] = drift_test(reference.known(), {k: v[:n] for k, v in known.items()})
    return found


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--train", type=int, default=300)
    parser.add_argument("--new", type=int, nargs="+", default=[100, 250])
    parser.add_argument("--draws", type=int, default=100)
    parser.add_argument("--pool", type=int, default=2000)
    parser.add_argument("--features", default="hog,color_hist")
    parser.add_argument("--classifier", default="kernel_ridge")
    parser.add_argument("--probabilities", action="store_true")
    parser.add_argument("--unchanged", action="store_true", help="count false alarms alone")
    asked = parser.parse_args()
    if asked.unchanged:
        for change in [name for name in CHANGES if name != "unchanged"]:
            del CHANGES[change]
    data = ImageDataset.open(asked.data).training()
    data = data.take(np.random.default_rng(0).permutation(len(data))[: asked.pool])
    pipeline = make_image_pipeline(
        data=data, features=asked.features.split(","), classifier=asked.classifier,
        probabilities=asked.probabilities,
    )  # fmt: skip
    started = time.process_time()
    with threadpool_limits(1):
        y, names = np.asarray(data.targets), data.class_names
        what = *described(data, pipeline), y, names, asked.train, asked.new
        found = [one_draw(*what, seed) for seed in range(asked.draws)]
    print("| Images | alarms at 1% | at 5% | scores | features | brightness | contrast |")
    print("|---|" + "---|" * 6)
    for key in found[0]:
        drifts = [of_draw[key] for of_draw in found]
        shares = [np.mean([d.p_value < limit for d in drifts]) for limit in (0.01, 0.05)]
        shares += [
            np.mean([d.p_values[name] < 0.01 for d in drifts])
            for name in ("scores", "features", "brightness", "contrast")
        ]
        print(f"| {key[0]}, {key[1]} | " + " | ".join(f"{share:.0%}" for share in shares) + " |")
    print(f"\n{asked.draws} draws, {time.process_time() - started:.0f} s")


if __name__ == "__main__":
    main()
