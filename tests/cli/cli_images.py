"""Small sets of images for the command line, and a way to call it in another process."""

import os
import subprocess
import sys
from pathlib import Path

from sample_images import make_images, write_png

KINDS = ("across", "down")
# The plainest recipe: tests here are about the command line, not about figures.
FAST = ["--features", "raw", "--size", "8", "--cv", "2", "--n-jobs", "1"]
FILES = {"model.skops", "result.json", "predictions.csv", "report.html", "report.md"}


def write_classes(folder: Path, names=KINDS, n=6) -> Path:
    """One folder of ``n`` striped images for each class."""
    images = make_images(2 * n)
    for number, name in enumerate(names):
        for i, image in enumerate(images[number % 2 :: 2]):
            write_png(folder / name / f"{i}.png", image)
    return folder


def call(*arguments, cwd, to=subprocess.PIPE, **environment) -> subprocess.CompletedProcess:
    """Run the program in another process; its output as bytes."""
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-m", "classic_cls", *map(str, arguments)],
        cwd=cwd,
        stdout=to,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
    )
