"""Are versions made by crop, zoom, rotation and shift found, and nothing else?

    python benchmarks/duplicates_versions.py --data flowers17 ucmerced_multilabel [--images 2000]

A centre crop of 95%, a zoom of 10%, a rotation by 5 degrees and a shift by 4 of 128 pixels (black,
reflected or repeated at the border, by chance) are each made of another quarter of the images of a
folder. Prints Markdown: recall of each, precision of pairs (planted, or between versions of images
that are found to be copies in the set as it is), natural pairs of that, processor seconds.
"""

import argparse
import time

import cv2
import numpy as np
from near_duplicates import Folder

from classic_cls.duplicates import Thumbnail, near_duplicates

BORDERS = [cv2.BORDER_CONSTANT, cv2.BORDER_REFLECT, cv2.BORDER_REPLICATE]


def cropped(image, _):
    height, width = (round(0.95 * side) for side in image.shape[:2])
    y, x = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    return np.ascontiguousarray(image[y : y + height, x : x + width])


def moved(image, rng, angle=0, zoom=1.0, share=0.0):
    height, width = image.shape[:2]
    middle = ((width - 1) / 2, (height - 1) / 2)
    matrix = cv2.getRotationMatrix2D(middle, angle * rng.choice([-1, 1]), zoom)
    matrix[:, 2] += np.round(share * np.array([width, height])) * rng.choice([-1, 1], 2)
    border = int(rng.choice(BORDERS))
    return cv2.warpAffine(image, matrix, (width, height), borderMode=border)


KINDS = {
    "crop 95%": cropped,
    "zoom 10%": lambda image, rng: moved(image, rng, zoom=1.1),
    "rotation 5 degrees": lambda image, rng: moved(image, rng, angle=5),
    "shift 4 of 128": lambda image, rng: moved(image, rng, share=4 / 128),
}


def measure(folder, most):
    """A line of the table."""
    rng = np.random.default_rng(0)
    images = Folder(folder)
    chosen = rng.permutation(len(images))[:most]
    rows = [Thumbnail().transform([images[i]]) for i in chosen]
    n = len(rows)
    made = [(source, kind) for k, kind in enumerate(KINDS) for source in range(k, n, len(KINDS))]
    rows += [Thumbnail().transform([KINDS[kind](images[chosen[s]], rng)]) for s, kind in made]
    rows = np.concatenate(rows)
    natural = near_duplicates(rows[:n])
    started = time.process_time()
    found = near_duplicates(rows)
    seconds = time.process_time() - started
    family = natural.groups[np.append(np.arange(n), [source for source, _ in made])]
    pairs = set(map(tuple, found.pairs.tolist()))
    line = {"images": f"{n:,} + {len(made):,}"}
    for kind in KINDS:
        hits = [(s, n + k) in pairs for k, (s, of) in enumerate(made) if of == kind]
        line[kind] = f"{np.mean(hits):.1%}"
    precision = np.mean(family[found.pairs[:, 0]] == family[found.pairs[:, 1]])
    return line | {
        "precision": f"{precision:.2%}",
        "natural": f"{len(natural.pairs):,} pairs",
        "search": f"{seconds:.1f} s",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", required=True)
    parser.add_argument("--images", type=int, default=2000)
    arguments = parser.parse_args()
    noise = np.random.default_rng(0).integers(0, 256, (40, 32, 32), dtype=np.uint8)
    near_duplicates(Thumbnail().transform(noise))  # compiles
    for number, name in enumerate(arguments.data):
        line = measure(name, arguments.images)
        if number == 0:
            print("| set | " + " | ".join(line) + " |\n" + "|---" * (len(line) + 1) + "|")
        print(f"| {name} | " + " | ".join(line.values()) + " |", flush=True)


if __name__ == "__main__":
    main()
