"""Data of the frozen results: the same files on every machine."""

from pathlib import Path

import numpy as np
from frozen.pictures import KINDS, pattern, picture, write

# One image in so many shows the pattern of another class: a mistake that no tie decides.
WRONG_EVERY = 7


def shown(kind: str, number: int) -> str:
    """The pattern that an image of a class shows: some show the next kind's."""
    next_kind = KINDS[(KINDS.index(kind) + 1) % 4]
    return next_kind if number % WRONG_EVERY == WRONG_EVERY - 1 else kind


def folders(root: Path, kinds=KINDS[:2], n=16, first=0, **options) -> None:
    """One folder of ``n`` images for each class; images of other numbers differ."""
    for kind in kinds:
        for i in range(first, first + n):
            write(root / kind / f"{i:02}.png", picture(shown(kind, i), i, **options))


def two(root):
    folders(root)


def eighty(root):
    """So many that boosting decides alike in all versions of scikit-learn."""
    folders(root, n=40)


def four(root):
    folders(root, KINDS, 12)


def colored(root):
    folders(root, KINDS[:3], 10, side=24, color=True)


def uneven(root):
    folders(root, ["across"], 28)
    folders(root, ["down"], 14)


def parents(root):
    """Folders of four images each below the folders of the classes."""
    for kind in KINDS[:2]:
        for i in range(20):
            path = root / kind / f"{kind[0]}{i // 4}" / f"{i:02}.png"
            write(path, picture(shown(kind, i), i))


def official(root):
    """An official split; one test image is a brightened copy of a training image."""
    folders(root / "train", n=14)
    folders(root / "test", n=10, first=50)
    write(root / "test" / "down" / "copy.png", picture("down", 3) // 2 + 60)


def copies(root):
    """Three copies: darker, mirrored, equal; and one with the label of another class."""
    folders(root, n=30, side=32)
    write(root / "across" / "00-dark.png", picture("across", 0, side=32) // 2)
    write(root / "across" / "01-mirrored.png", picture("across", 1, side=32)[:, ::-1] // 4 * 3)
    write(root / "down" / "02-equal.png", picture("down", 2, side=32))
    write(root / "down" / "other.png", picture("across", 9, side=32))


def many_copies(root):
    """More than a tenth of the images: all of them move together."""
    folders(root, n=16, side=32)
    for i in range(4):
        write(root / "across" / f"{i:02}-copy.png", picture("across", i, side=32) // 2)


def several_labels(root):
    """A table of three labels; each has its own half or corner of the image."""
    lines = ["path,left,right,corner"]
    for i in range(36):
        labels = [i % 2, i // 2 % 2, int(i % 3 == 0)]
        image = picture("across", i) // 2
        image[:, :8] += np.uint8(60 * labels[0]) * (pattern("down", 16) % 2).astype("u1")[:, :8]
        image[:, 8:] += np.uint8(60 * labels[1]) * (pattern("check", 16) % 2).astype("u1")[:, 8:]
        image[:5, :5] += np.uint8(70 * labels[2])
        write(root / f"{i:02}.png", image)
        labels[i % 3] ^= int(i % 11 == 10)
        lines.append(",".join([f"{i:02}.png", *map(str, labels)]))
    (root / "labels.csv").write_text("\n".join(lines) + "\n")


def columns(root):
    """A table with the scanner of every image."""
    folders(root, n=24)
    names = [f"{kind}/{i:02}.png,{kind}" for kind in KINDS[:2] for i in range(24)]
    lines = [f"{name},s{i % 3}" for i, name in enumerate(names)]
    (root / "labels.csv").write_text("\n".join(["path,label,scanner", *lines]) + "\n")


def fold_list(root):
    folders(root, n=15)
    lines = [f"{kind}/{i:02}.png,{i // 5}" for kind in KINDS[:2] for i in range(15)]
    (root / "folds.csv").write_text("\n".join(["path,fold", *lines]) + "\n")


def deep(root):
    """Images of 12 bits in 16, and a file that is no image."""
    for kind in KINDS[:2]:
        for i in range(12):
            image = picture(shown(kind, i), i).astype(np.uint16) * 17
            write(root / kind / f"{i:02}.png", image)
    (root / "down" / "torn.png").write_bytes(b"not an image")


def with_more(root):
    """Labelled images of 24 pixels, and beside them twenty without labels."""
    folders(root / "labelled", KINDS[:3], 10, side=24)
    for i in range(20):
        write(root / "more" / f"{i}.png", picture(KINDS[i % 4], 200 + i, side=24))


def with_new(root):
    """Images to train on, and others to evaluate and predict."""
    folders(root / "old", KINDS[:3], 10)
    folders(root / "new", KINDS[:3], 7, first=40)
