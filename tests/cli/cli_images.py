"""Small sets of images for the command line, and a way to call it in another process."""

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np

KINDS = ("across", "down")
# The plainest recipe: tests here are about the command line, not about figures.
FAST = ["--features", "raw", "--size", "8", "--cv", "2", "--n-jobs", "1"]
FILES = {"model.skops", "result.json", "predictions.csv", "report.html"}


def stripes(kind: int, rng) -> np.ndarray:
    """One image of horizontal (0) or vertical (1) stripes, with noise."""
    wave = np.tile((np.arange(24) // 6 % 2 * 120)[:, None], (1, 24))
    image = (wave if kind == 0 else wave.T) + rng.integers(0, 100, (24, 24))
    return image.astype(np.uint8)


def write_classes(folder: Path, names=KINDS, n=6) -> Path:
    """One folder of ``n`` images for each class."""
    rng = np.random.default_rng(0)
    for number, name in enumerate(names):
        (folder / name).mkdir(parents=True)
        for i in range(n):
            data = cv2.imencode(".png", stripes(number % 2, rng))[1]
            (folder / name / f"{i}.png").write_bytes(data.tobytes())
    return folder


def call(*arguments, cwd, **environment) -> subprocess.CompletedProcess:
    """Run the program in another process; its output as bytes."""
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-m", "classic_cls", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
    )
