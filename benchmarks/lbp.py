"""Local binary patterns against scikit-image and, where it is installed, mahotas.

    python benchmarks/lbp.py [--images 50] [--repeat 9] [--side 128]

Grey cuts from the photographs that ship with scikit-image, on one thread. The sides take turns in
one process, and the ratio is the median over the rounds. Each side computes the histogram of
each image. Histograms are first shown to equal scikit-image's but for at most 1% of the
pixels: where an interpolated value is exactly that of the pixel, scikit-image rounds. mahotas
knows rotation-invariant codes ("ror") only, gives equal points the other bit and has codes at
the border too, so it is a peer in speed only. Prints Markdown.
"""

import argparse
import time

import cv2
import numpy as np
import skimage
from skimage import data
from skimage.feature import local_binary_pattern

from classic_cls.features import LBP
from classic_cls.kernels.lbp_patterns import rotation_minima

try:
    import mahotas
    from mahotas.features import lbp as mahotas_lbp
except ImportError:
    mahotas = None

SETTINGS = [
    (8, 1, "uniform"), (8, 1, "nri_uniform"), (8, 1, "ror"), (8, 1, "var"), (8, 2, "nri_uniform"),
    (16, 2, "uniform"), (24, 3, "uniform"),
]


def cuts(n, side):
    """``n`` random grey cuts from photographs, as one stack."""
    photographs = [data.astronaut(), data.coffee(), data.chelsea(), data.rocket()]
    photographs = [cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) for image in photographs]
    rng = np.random.default_rng(0)
    images = []
    for i in range(n):
        image = photographs[i % len(photographs)]
        row, col = (rng.integers(length - side + 1) for length in image.shape[:2])
        images.append(image[row : row + side, col : col + side])
    return np.stack(images)


def scikit_image(images, points, radius, method):
    """Histograms of the pixels whose circle lies inside the image."""
    rows = []
    for image in images:
        codes = local_binary_pattern(image, points, radius, method)[radius:-radius, radius:-radius]
        if method == "var":
            rows.append(np.histogram(codes, [0, *2.0 ** np.arange(-1, 15)])[0])
        else:
            rows.append(np.bincount(codes.astype(int).ravel()))
            rows[-1].resize(2**points if method == "ror" else points**2 - points + 3)
    return np.stack(rows)


def mahotas_rows(images, points, radius, method):
    return np.stack([mahotas_lbp(image, radius, points) for image in images])


def show_equal(images, points, radius, method):
    """Assert that the histograms are those of scikit-image, as shares of the pixels."""
    ours = LBP([(points, radius)], method).transform(images)
    theirs = scikit_image(images, points, radius, method)
    theirs = theirs[:, rotation_minima(points)] if method == "ror" else theirs
    theirs = theirs[:, : ours.shape[1]] / (images.shape[1] - 2 * radius) ** 2
    if method == "var":  # no variance at all is not a number there
        theirs[:, 0] = 1 - theirs[:, 1:].sum(axis=1)
    difference = np.abs(ours - theirs).sum(axis=1).mean() / 2
    assert difference < 0.01, f"{difference:.1%} of the pixels differ from scikit-image's"
    return difference


def compare(images, repeat, points, radius, method):
    """Print one row: pixels that differ, time of one image, and the ratios to ours."""
    difference = show_equal(images, points, radius, method)
    extractor = LBP([(points, radius)], method)
    sides = {"ours": lambda: extractor.transform(images),
             "theirs": lambda: scikit_image(images[:10], points, radius, method)}
    if mahotas is not None and method in ("ror", "uniform") and points <= 16:
        sides["mahotas"] = lambda: mahotas_rows(images[:10], points, radius, method)
    for side in sides.values():
        side()
    rounds = [[seconds(side) for side in sides.values()] for _ in range(repeat)]
    times = np.array(rounds).T / [[len(images)], *[[10]] * (len(sides) - 1)]
    ratios = np.median(times / times[0], axis=1)
    last = f"{ratios[2]:.0f}" if len(ratios) > 2 else ""
    print(f"| ({points}, {radius}) {method} | {np.median(times[0]) * 1e6:.0f} | {ratios[1]:.0f} "
          f"| {last} | {difference:.2%} |")


def seconds(function):
    started = time.process_time()  # of the processor: other work on the machine counts less
    function()
    return time.process_time() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=9, help="rounds")
    parser.add_argument("--side", type=int, default=128, help="of the images, in pixels")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    images = cuts(arguments.images, arguments.side)
    peer = f"mahotas {mahotas.__version__}" if mahotas else "mahotas (not installed)"
    print(f"{len(images)} images of {arguments.side} x {arguments.side}, {arguments.repeat} rounds;"
          " faster by: median of the rounds\n")
    print("| (points, radius) method | microseconds an image | faster than scikit-image "
          f"{skimage.__version__} by | than {peer} by | pixels that differ from scikit-image |")
    print("|---|---|---|---|---|")
    for setting in SETTINGS:
        compare(images, arguments.repeat, *setting)


if __name__ == "__main__":
    main()
