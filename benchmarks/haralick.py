"""Haralick's 13 texture measures against scikit-image and, if it is installed, mahotas.

    python benchmarks/haralick.py [--images 100] [--side 128] [--repeat 9]

Cuts from the grey photographs that ship with scikit-image; 32 levels, distance 1, 4 directions,
mean and range over them, on one thread. The sides take turns in one process, and the ratio is the
median over the rounds; all of them reduce the grey values to levels themselves. Rows are first
shown to equal the peers' within 1e-5: all 13 measures of mahotas, and of scikit-image those that
it has (seven since 0.25: ASM, contrast, correlation, variance, homogeneity, mean and entropy).
"Matrix alone" is scikit-image without any measure. Prints Markdown.
"""

import argparse
import time

import numpy as np
import skimage
from skimage import data
from skimage.color import rgb2gray
from skimage.feature import graycomatrix, graycoprops

from classic_cls import Haralick

try:
    import mahotas
except ImportError:
    mahotas = None

LEVELS = 32
ANGLES = np.deg2rad([0, 45, 90, 135])
# Of scikit-image: the column of ours, and our unit (levels of a sum, bits) in its unit.
PROPERTIES = {
    "ASM": (0, 1), "contrast": (1, 1), "correlation": (2, 1), "variance": (3, 1),
    "homogeneity": (4, 1), "mean": (5, 0.5), "entropy": (8, np.log(2)),
}
if tuple(map(int, skimage.__version__.split(".")[:2])) < (0, 25):
    PROPERTIES = {name: PROPERTIES[name] for name in list(PROPERTIES)[:3] + ["homogeneity"]}


def cuts(n, side):
    """``n`` random cuts from photographs, as one stack."""
    colored = [data.astronaut(), data.coffee(), data.chelsea()]
    photographs = [np.uint8(255 * rgb2gray(image)) for image in colored]
    photographs += [data.camera(), data.brick(), data.grass()]
    rng = np.random.default_rng(0)
    images = []
    for i in range(n):
        image = photographs[i % len(photographs)]
        row, col = (rng.integers(length - side + 1) for length in image.shape)
        images.append(image[row : row + side, col : col + side])
    return np.stack(images)


def ours(images):
    return Haralick(LEVELS, distances=1).transform(images)


def levels_of(image):
    return (image.astype(np.uint16) * LEVELS >> 8).astype(np.uint8)


def matrix_alone(images):
    return [graycomatrix(levels_of(i), [1], ANGLES, LEVELS, symmetric=True) for i in images]


def scikit_image(images):
    rows = []
    for matrix in matrix_alone(images):
        values = np.stack([graycoprops(matrix, name)[0] / unit
                           for name, (_, unit) in PROPERTIES.items()])
        rows.append(np.stack([values.mean(axis=1), np.ptp(values, axis=1)], axis=1))
    return np.stack(rows)


def with_mahotas(images):
    parameters = {"use_x_minus_y_variance": True, "return_mean_ptp": True}
    rows = [mahotas.features.haralick(levels_of(image), **parameters) for image in images]
    return np.stack(rows).reshape(len(images), 2, 13).swapaxes(1, 2)


def check_equality(images):
    """Print the largest difference, as a share of the value where that is above 1."""
    rows = ours(images).reshape(len(images), 13, 2)
    columns = [column for column, _ in PROPERTIES.values()]
    peers = [("scikit-image", scikit_image(images), columns)]
    peers += [("mahotas", with_mahotas(images), list(range(13)))] if mahotas else []
    for name, theirs, columns in peers:
        difference = np.abs(rows[:, columns] - theirs) / np.maximum(1, np.abs(theirs))
        assert difference.max() < 1e-5, f"rows differ from those of {name}: {difference.max()}"
        print(f"Largest difference to {name}, {len(columns)} measures: {difference.max():.0e}")


def seconds(function, images):
    started = time.process_time()  # of the processor: other work on the machine counts less
    function(images)
    return time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--side", type=int, default=128, help="of an image, at most 300")
    parser.add_argument("--repeat", type=int, default=9, help="rounds")
    arguments = parser.parse_args()
    images = cuts(arguments.images, arguments.side)
    check_equality(images)
    sides = {"classic_cls, 13 measures": ours}
    version = f"scikit-image {skimage.__version__}"
    sides[f"{version}, matrix and {len(PROPERTIES)} measures"] = scikit_image
    sides[f"{version}, matrix alone"] = matrix_alone
    if mahotas:
        sides[f"mahotas {mahotas.__version__}, 13 measures"] = with_mahotas
    rounds = [[seconds(s, images) for s in sides.values()] for _ in range(arguments.repeat)]
    times = np.array(rounds).T
    print(f"\n{len(images)} images of {arguments.side} x {arguments.side}, {LEVELS} levels, "
          f"4 directions, {arguments.repeat} rounds\n")
    print("| | images per second (median) | classic_cls is faster by (median of rounds) |")
    print("|---|---|---|")
    for name, side in zip(sides, times, strict=True):
        ratio = np.median(side / times[0])
        print(f"| {name} | {len(images) / np.median(side):,.0f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
