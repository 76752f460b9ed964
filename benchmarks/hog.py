"""HOG against scikit-image and, where it has one, OpenCV.

    python benchmarks/hog.py [--images 100] [--repeat 9]

Cuts of 128 x 128 pixels from the photographs that ship with scikit-image; 9 bins, cells of
8 x 8 pixels, blocks of 2 x 2 cells, on one thread. The sides take turns in one process, and
the ratio is the median over the rounds. Rows are first shown to equal scikit-image's within
1e-5; OpenCV's HOG interpolates between bins and cells, so it is a peer in speed only.
Prints Markdown.
"""

import argparse
import time

import cv2
import numpy as np
import skimage
from skimage import data
from skimage.feature import hog as skimage_hog

from classic_cls import HOG

SIDE = 128


def cuts(n, color):
    """``n`` random cuts from photographs, as one stack."""
    photographs = [data.astronaut(), data.coffee(), data.chelsea(), data.rocket()]
    if not color:
        photographs = [cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in photographs]
    rng = np.random.default_rng(0)
    images = []
    for i in range(n):
        image = photographs[i % len(photographs)]
        row, col = (rng.integers(length - SIDE + 1) for length in image.shape[:2])
        images.append(image[row : row + SIDE, col : col + SIDE])
    return np.stack(images)


def ours(images):
    return HOG().transform(images)


def scikit_image(images):
    channel_axis = -1 if images.ndim == 4 else None
    parameters = {"pixels_per_cell": (8, 8), "cells_per_block": (2, 2)}
    return np.stack([skimage_hog(i, 9, **parameters, channel_axis=channel_axis) for i in images])


def opencv(images):
    hog = cv2.HOGDescriptor((SIDE, SIDE), (16, 16), (8, 8), (8, 8), 9)
    return np.stack([hog.compute(image).ravel() for image in images])


def compare(images, repeat):
    """Print one table: images per second of each side, and the ratios to ours."""
    difference = np.abs(ours(images) - scikit_image(images)).max()
    assert difference < 1e-5, f"rows differ from scikit-image's by {difference}"
    sides = {"classic_cls": ours, f"scikit-image {skimage.__version__}": scikit_image}
    if hasattr(cv2, "HOGDescriptor"):
        sides[f"OpenCV {cv2.__version__}"] = opencv
    rounds = [[seconds(side, images) for side in sides.values()] for _ in range(repeat)]
    times = np.array(rounds).T
    kind = "colour" if images.ndim == 4 else "grey"
    print(f"\n{len(images)} images of {SIDE} x {SIDE}, {kind}, {repeat} rounds; "
          f"largest difference to scikit-image {difference:.0e}\n")
    print("| | images per second (median) | classic_cls is faster by (median of rounds) |")
    print("|---|---|---|")
    for name, side in zip(sides, times, strict=True):
        ratio = np.median(side / times[0])
        print(f"| {name} | {len(images) / np.median(side):,.0f} | {ratio:.1f} |")


def seconds(function, images):
    started = time.process_time()  # of the processor: other work on the machine counts less
    function(images)
    return time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=100)
    parser.add_argument("--repeat", type=int, default=9, help="rounds")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    for color in (False, True):
        compare(cuts(arguments.images, color), arguments.repeat)


if __name__ == "__main__":
    main()
