"""From deep pixels and alpha to images: one range for all, alpha over white."""

from functools import lru_cache

import numpy as np

from .._remedies import remedy
from ._header import Unreadable

_DEEP = {"uint16": "16-bit", "float16": "float", "float32": "float", "float64": "float"}
_NO_RANGE = "; give a reading range"
# Pixels that are worked on at a time: what is in between takes many times the memory.
_BAND = 2**18


def lacks_range(reason: str) -> bool:
    """Whether an image was refused for want of a range alone."""
    return _NO_RANGE in reason


def reason_of_model(reason: str) -> str:
    """The reason in words for those who have a fitted model, whose range is what it is."""
    if not lacks_range(reason):
        return reason
    kind = reason.partition(_NO_RANGE)[0]
    return (
        f"{kind}, and the model was trained without such images: convert it to 8 bits like those, "
        "or train with images of this kind"
    )


def is_deep(dtype) -> bool:
    """Whether pixels of this dtype need a range; fails for those that are never read."""
    name = np.dtype(dtype).name
    if name != "uint8" and name not in _DEEP:
        raise Unreadable(f"{name} pixels; only uint8, uint16 and floats are read")
    return name != "uint8"


def to_image(pixels: np.ndarray, range) -> tuple[np.ndarray, int]:
    """8-bit image without alpha, and how many values were clipped."""
    if pixels.dtype == np.uint8 and pixels.shape[2:] in ((), (3,)):
        return pixels, 0
    deep = is_deep(pixels.dtype)
    image, alpha = split_alpha(pixels)
    if alpha is not None and not alpha.any():
        raise Unreadable("transparent all over: it shows nothing; save it without transparency")
    out, n_clipped = np.empty(image.shape, np.uint8), 0
    n_rows = max(1, _BAND // image.shape[1])
    for start in np.arange(0, len(image), n_rows):
        rows = slice(start, start + n_rows)
        band = image[rows]
        if deep:
            band, n = to_uint8(band, range)
            n_clipped += n
        out[rows] = band if alpha is None else over_white(band, alpha[rows])
    return out, n_clipped


def to_uint8(pixels: np.ndarray, range) -> tuple[np.ndarray, int]:
    """Map ``range`` linearly to 0 to 255, rounded; what lies outside is clipped and counted."""
    if range is None:
        kind = _DEEP[pixels.dtype.name]
        example = "(0, 4095)" if kind == "16-bit" else "(0.0, 1.0)"
        raise Unreadable(
            f"{kind} image{_NO_RANGE}, e.g. "
            + remedy(f"range={example}", "--reading-range auto", "train with --reading-range auto")
        )
    low, high = range
    n_clipped = int(np.count_nonzero(pixels < low)) + int(np.count_nonzero(pixels > high))
    if pixels.dtype.kind == "f":
        _refuse_not_finite(pixels)
        return _map(pixels, low, high), n_clipped
    return np.take(_table(low, high), pixels), n_clipped


@lru_cache(maxsize=4)
def _table(low, high) -> np.ndarray:
    """Where every 16-bit value goes; a data set has one range, so it is made once."""
    return _map(np.arange(2**16), low, high)


def _map(values, low, high) -> np.ndarray:
    values = np.clip(values, low, high, dtype=np.float64)
    return np.rint(255 * (values - low) / (high - low)).astype(np.uint8)


def _refuse_not_finite(pixels) -> None:
    if not np.isfinite(pixels).all():
        raise Unreadable("holds values that are not finite (NaN or infinity); replace them")


def split_alpha(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
    """Colour ``(H, W)`` or ``(H, W, 3)``, and alpha ``(H, W)`` or None."""
    match pixels.shape[2:]:
        case (2,):
            return pixels[..., 0], pixels[..., 1]
        case (4,):
            return pixels[..., :3], pixels[..., 3]
    return pixels, None


def over_white(image: np.ndarray, alpha: np.ndarray) -> np.ndarray:
    """Lay an image on white; of alpha 1.0, or the largest of an integer dtype, is opaque."""
    opaque = 1.0 if alpha.dtype.kind == "f" else float(np.iinfo(alpha.dtype).max)
    if alpha.min() >= opaque:
        return np.ascontiguousarray(image)
    opacity = np.clip(alpha.astype(np.float32) / np.float32(opaque), 0, 1)
    if image.ndim == 3:
        opacity = opacity[..., None]
    return np.rint(255 - opacity * (255 - image.astype(np.float32))).astype(np.uint8)
