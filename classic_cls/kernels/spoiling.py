"""What happens to pictures outside the laboratory: noise, compression, another surrounding."""

import cv2
import numpy as np

__all__ = ["frame_of_other", "noisy_image", "recompressed_image"]


def noisy_image(image, deviation: float, rng) -> np.ndarray:
    """An image with Gaussian noise of this standard deviation, a share of the whole range.

    Independent in every pixel and channel, rounded and cut to 0 .. 255.

    >>> noisy_image(np.full((1, 3), 250, np.uint8), 0.1, np.random.default_rng(0)).tolist()
    [[255, 215, 239]]
    """
    noise = rng.standard_normal(image.shape, np.float32)
    return np.rint(image + 255 * np.float32(deviation) * noise).clip(0, 255).astype(np.uint8)


def recompressed_image(image, quality: int) -> np.ndarray:
    """An image as it comes back from a JPEG file of this quality (1 to 100).

    >>> recompressed_image(np.full((8, 8), 100, np.uint8), 50)[0, :2].tolist()
    [100, 100]
    """
    bgr = image if image.ndim == 2 else np.ascontiguousarray(image[..., ::-1])
    data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, int(quality)])[1]
    found = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE if image.ndim == 2 else cv2.IMREAD_COLOR)
    return found if image.ndim == 2 else np.ascontiguousarray(found[..., ::-1])


def frame_of_other(image, other, share: float) -> np.ndarray:
    """An image whose outermost ``share`` on every side is that of another image, in its size.

    >>> image, other = np.zeros((4, 4), np.uint8), np.full((9, 7), 5, np.uint8)
    >>> frame_of_other(image, other, 0.25).tolist()
    [[5, 5, 5, 5], [5, 0, 0, 5], [5, 0, 0, 5], [5, 5, 5, 5]]
    """
    height, width = image.shape[:2]
    found = _in_channels_of(image, cv2.resize(other, (width, height), interpolation=cv2.INTER_AREA))
    down, right = max(1, round(share * height)), max(1, round(share * width))
    inside = slice(down, max(down, height - down)), slice(right, max(right, width - right))
    found[inside] = image[inside]
    return found


def _in_channels_of(image, other) -> np.ndarray:
    if image.ndim == other.ndim:
        return other.copy()
    return cv2.cvtColor(other, cv2.COLOR_RGB2GRAY if image.ndim == 2 else cv2.COLOR_GRAY2RGB)
