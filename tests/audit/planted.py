"""Small sets of images with one thing wrong, and what the audit says of them."""

from pathlib import Path

import cv2
import numpy as np
from sample_images import write_png

from classic_cls import ImageDataset
from classic_cls.workflows import audit_images


def picture(seed: int, shape=(64, 80)) -> np.ndarray:
    """A coloured image of soft blobs and fine noise, unlike all others."""
    rng = np.random.default_rng(seed)
    height, width = shape
    blobs = cv2.resize(
        rng.integers(20, 236, (6, 6, 3)).astype(np.uint8), (width, height), interpolation=3
    )
    fine = rng.integers(-20, 21, (height, width, 3))
    return np.clip(blobs.astype(int) + fine, 0, 255).astype(np.uint8)


def write_set(folder: Path, n: int = 12, classes=("cat", "dog")) -> Path:
    """A clean set: ``n`` images of each class in a folder of its own."""
    for k, name in enumerate(classes):
        for i in range(n):
            write_png(folder / name / f"{name}{chr(97 + i)}.png", picture(100 * k + i))
    return folder


def findings_of(place, **options):
    """The findings by code; those of one code in a list."""
    found: dict[str, list] = {}
    result = audit_images(ImageDataset.open(place, **options))
    for finding in result.findings:
        found.setdefault(finding.code, []).append(finding)
    return found, result


def one(place, code, **options):
    """The only finding of a code, with the names that it is about."""
    found, result = findings_of(place, **options)
    assert code in found, found
    (finding,) = found[code]
    names = [result.facts.names[item.row] for item in finding.flagged]
    return finding, names
