"""Small images that tests make and write."""

import cv2
import numpy as np
from skimage import data


def write_png(path, image):
    """Write a grey or RGB image, whatever the path holds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bgr = image if image.ndim == 2 else image[..., ::-1]
    path.write_bytes(cv2.imencode(".png", bgr)[1].tobytes())
    return str(path)


def make_images(n, shape=(24, 24), seed=0):
    """``n`` images of two kinds in turn: horizontal and vertical stripes, with noise."""
    rng = np.random.default_rng(seed)
    stripes = ((np.arange(shape[0]) // 3) % 2 * 120)[:, None] * np.ones(shape[1])
    kinds = (stripes, stripes.T if shape[0] == shape[1] else stripes[::-1])
    images = [kinds[i % 2] + rng.integers(0, 120, shape) for i in range(n)]
    return [image.astype(np.uint8) for image in images]


def noise(shape, seed=0, levels=256, smooth=0):
    """An image, or a batch ``(n, height, width)``, of independent values below ``levels``.

    With ``smooth``, each image of the batch is blurred by a Gaussian of that width.
    """
    values = np.random.default_rng(seed).integers(0, levels, shape, dtype=np.uint8)
    return np.stack([cv2.GaussianBlur(i, (0, 0), smooth) for i in values]) if smooth else values


def camera_cuts(shape, n=2):
    """Grey cuts of one size, with texture and edges."""
    image = data.camera()[80:, 150:]
    return np.stack([image[60 * i : 60 * i + shape[0], : shape[1]] for i in range(n)])
