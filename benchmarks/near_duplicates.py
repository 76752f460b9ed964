"""Are copies of real images found, and nothing else?

    python benchmarks/near_duplicates.py --data digits flowers17 fashion_mnist/train ...
        [--copies 2000] [--brightness factor|offset] [--sheets FOLDER]

Copies of a random half of the images (at most ``--copies``) are added to a set: resized by 0.5 to
1.5, flipped, changed in brightness or contrast by 10 to 25%, recompressed as JPEG at quality 30
to 90, each of these with probability 0.8 (flips 0.5). ``digits`` are the 8 x 8 pixels of
scikit-learn, enlarged to 32 x 32; any other name is a folder of images. Prints Markdown:

- kept: share of planted pairs that are in one group;
- natural: pairs found in the set as it is (look at them: ``--sheets`` writes pictures of 70);
- true: share of the pairs found that are planted, or between copies of one natural pair;
- growth: largest group over the largest true one;
- seconds and memory of the search alone, in the set with its copies.
"""

import argparse
import resource
import time
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from classic_cls.duplicates import Thumbnail, near_duplicates
from classic_cls.reading import read_image

SUFFIXES = {".png", ".jpg", ".jpeg", ".tif", ".bmp"}
BATCH = 256


class Digits:
    """scikit-learn's digits as images of 32 x 32."""

    def __init__(self):
        from sklearn.datasets import load_digits

        self.images = (load_digits().images * (255 / 16)).astype(np.uint8)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        return cv2.resize(self.images[i], (32, 32), interpolation=cv2.INTER_CUBIC)


class Folder:
    """The images below a folder."""

    def __init__(self, folder):
        self.paths = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in SUFFIXES)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, i):
        return read_image(self.paths[i])


def thumbnails(images):
    """Rows of an iterator of images, and the seconds spent on them (not on reading)."""
    rows, seconds = [], 0.0
    while batch := list(islice(images, BATCH)):
        started = time.perf_counter()
        rows.append(Thumbnail().transform(batch))
        seconds += time.perf_counter() - started
    return np.concatenate(rows), seconds


def copy_of(image, rng, brightness):
    """A version of an image: resized, flipped, brightened, recompressed."""
    if rng.random() < 0.8:
        scale = rng.uniform(0.5, 1.5)
        size = [max(1, round(scale * side)) for side in image.shape[1::-1]]
        way = rng.choice([cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC, cv2.INTER_LINEAR])
        image = cv2.resize(image, size, interpolation=int(way))
    if rng.random() < 0.5:
        image = image[:, ::-1]
    if rng.random() < 0.8:
        image = _toned(image.astype(float), rng, brightness)
    if rng.random() < 0.8:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(30, 91))]
        code = cv2.imencode(".jpg", np.ascontiguousarray(image), quality)[1]
        image = cv2.imdecode(code, cv2.IMREAD_UNCHANGED)
    return np.ascontiguousarray(image)


def _toned(image, rng, brightness):
    change = rng.choice([-1, 1]) * rng.uniform(0.1, 0.25)
    if rng.random() < 0.5:  # contrast
        image = (image - image.mean()) * (1 + change) + image.mean()
    else:
        image = image * (1 + change) if brightness == "factor" else image + 255 * change
    return np.clip(np.round(image), 0, 255).astype(np.uint8)


def measure(images, n_copies, brightness):
    """What the table shows, and the natural pairs with their distances."""
    rng = np.random.default_rng(0)
    n = len(images)
    sources = rng.permutation(n)[: min(n_copies, n // 2)]
    own, seconds = thumbnails(images[i] for i in range(n))
    planted, _ = thumbnails(copy_of(images[i], rng, brightness) for i in sources)
    rows = np.concatenate([own, planted])
    natural = near_duplicates(rows[:n])
    started = time.perf_counter()
    found = near_duplicates(rows)
    search = time.perf_counter() - started
    source = np.concatenate([np.arange(n), sources])
    same = source[found.pairs[:, 0]] == source[found.pairs[:, 1]]
    family = natural.groups[source]
    related = family[found.pairs[:, 0]] == family[found.pairs[:, 1]]
    true_size = np.bincount(family).max()
    return {
        "images": f"{n:,} + {len(sources):,}",
        "kept": f"{np.mean(found.groups[n:] == found.groups[sources]):.2%}",
        "natural": f"{len(natural.pairs):,} pairs, {natural.n_in_groups / n:.1%} of images",
        "true": f"{same.mean():.1%} / {related.mean():.1%}",
        "growth": f"{np.bincount(found.groups).max()} / {true_size}",
        "thumbnails": f"{seconds / n * 1e6:.0f} us",
        "search": f"{search:.1f} s",
        "memory": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB",
    }, natural


def contact_sheet(images, found, file, n_shown=70, side=96, columns=7):
    """Pairs side by side, nearest first; a sample evenly spaced by distance."""
    order = np.argsort(found.distances, kind="stable")
    order = order[np.unique(np.linspace(0, len(order) - 1, n_shown).astype(int))]
    cells = []
    for pair in order:
        cell = np.full((side + 14, 2 * side + 8, 3), 255, np.uint8)
        for k, i in enumerate(found.pairs[pair]):
            picture = cv2.resize(images[i], (side, side), interpolation=cv2.INTER_NEAREST_EXACT)
            picture = picture if picture.ndim == 3 else cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)
            cell[:side, k * side : (k + 1) * side] = picture
        text = f"{found.distances[pair]:.3f}"
        cv2.putText(cell, text, (2, side + 11), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0))
        cells.append(cell)
    blank = np.full_like(cells[0], 255)
    cells += [blank] * (-len(cells) % columns)
    lines = [np.hstack(cells[k : k + columns]) for k in range(0, len(cells), columns)]
    cv2.imwrite(str(file), np.vstack(lines)[..., ::-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", nargs="+", required=True)
    parser.add_argument("--copies", type=int, default=2000)
    parser.add_argument("--brightness", choices=["factor", "offset"], default="factor")
    parser.add_argument("--sheets", type=Path)
    arguments = parser.parse_args()
    for number, name in enumerate(arguments.data):
        images = Digits() if name == "digits" else Folder(name)
        row, natural = measure(images, arguments.copies, arguments.brightness)
        if number == 0:
            print("| set | " + " | ".join(row) + " |\n" + "|---" * (len(row) + 1) + "|")
        print(f"| {name} | " + " | ".join(row.values()) + " |", flush=True)
        if arguments.sheets and len(natural.pairs):
            file = arguments.sheets / f"{name.strip('/').replace('/', '_')}.png"
            contact_sheet(images, natural, file)


if __name__ == "__main__":
    main()
