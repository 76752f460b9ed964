"""Small sets on disk, in which a test plants what a check is to find."""

import numpy as np
from PIL import Image

from classic_cls import ImageDataset
from classic_cls.audit import Facts


def clouds(n, side=48, seed=0):
    """Smooth grey noise of all brightnesses, which shows no class and no copies."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (n, 7, 7), dtype=np.uint8)
    images = [Image.fromarray(image) for image in coarse]
    return [np.asarray(image.resize((side, side), Image.Resampling.BICUBIC)) for image in images]


def textures(n, kind, side=48, seed=0):
    """Stripes of a direction of their own for each kind, with noise and of any phase."""
    rng = np.random.default_rng([seed, kind])
    y, x = np.mgrid[:side, :side]
    images = []
    for _ in range(n):
        angle = np.pi * (kind / 4 + rng.uniform(-0.05, 0.05))
        wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 0.8 + rng.uniform(0, 6))
        images.append(np.clip(128 + 60 * wave + rng.normal(0, 25, (side, side)), 0, 255))
    return [image.astype(np.uint8) for image in images]


def write(path, image, **options):
    """An image file in the format of its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(image).save(path, **options)


def write_classes(folder, n=40, names=("a", "b", "c"), change=None, suffix=".png", **options):
    """Clouds for each class; ``change(name, number, image)`` may give another image or options."""
    for place, name in enumerate(names):
        for number, image in enumerate(clouds(n, seed=place)):
            image, more = (image, {}) if change is None else change(name, number, image)
            ending = more.pop("suffix", suffix)
            write(folder / name / f"{number:04}{ending}", image, **options, **more)


def facts_of(folder):
    """Facts of a folder."""
    return Facts.of(ImageDataset.from_folder(folder), n_jobs=1)
