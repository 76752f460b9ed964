"""Decoding with Pillow what OpenCV does not read, or reads differently by version."""

import io
import warnings
from importlib import import_module
from itertools import chain

import numpy as np

from ._header import CANNOT_BE_DECODED, Unreadable

_PLUGINS = {"BMP": "Bmp", "GIF": "Gif", "JPEG": "Jpeg", "TIFF": "Tiff", "WebP": "WebP"}
_CONVERTED = {"1": "L", "P": "RGB", "PA": "RGBA", "CMYK": "RGB", "YCbCr": "RGB"}
_PIXELS_AT_ONCE = 2**20
_READ = ("L", "LA", "RGB", "RGBA", "I;16", "I;16B", "F")


def decode_with_pillow(data, format: str) -> np.ndarray:
    """Pixels of the first frame: ``(H, W)``, or 2 (alpha), 3 or 4 channels; deep ones of TIFF."""
    # The plugin is called by its name: Image.open would look at the format again and
    # warn of large images, whose size has been checked by then.
    name = _PLUGINS[format]
    plugin = getattr(import_module(f"PIL.{name}ImagePlugin"), f"{name}ImageFile")
    try:
        image = plugin(io.BytesIO(data))
        _load(image)
        wanted = _CONVERTED.get(image.mode, image.mode)
        if "transparency" in image.info:
            wanted = "RGBA"
        pixels = None if wanted not in _READ else _converted(image, wanted)
    except (MemoryError, Unreadable):
        raise
    except Exception as error:  # Pillow's decoders raise nearly anything on damaged files
        raise Unreadable(f"{CANNOT_BE_DECODED} ({error})") from error
    if pixels is None:
        raise Unreadable(f"colours of a kind ({image.mode}) not read here; convert it to RGB")
    return pixels


def _converted(image, mode: str) -> np.ndarray:
    """Pixels in another mode, some rows at a time: Pillow holds four bytes for three."""
    if image.mode == mode:
        return np.array(image)
    width, height = image.size
    n_rows = max(1, _PIXELS_AT_ONCE // width)
    parts = (
        np.asarray(image.crop((0, y, width, min(y + n_rows, height))).convert(mode))
        for y in range(0, height, n_rows)
    )
    first = next(parts)
    pixels = np.empty((height, *first.shape[1:]), first.dtype)
    for y, part in zip(range(0, height, n_rows), chain([first], parts)):
        pixels[y : y + n_rows] = part
    return pixels


def _load(image) -> None:
    pillow = import_module("PIL.Image")
    if image.width * image.height <= (pillow.MAX_IMAGE_PIXELS or np.inf):
        image.load()
        return
    try:
        with warnings.catch_warnings(action="ignore"):  # of its size, which has been checked
            image.load()
    except pillow.DecompressionBombError as error:
        raise Unreadable(
            f"{image.width} x {image.height} pixels, more than Pillow decodes; make it smaller, "
            "save it as PNG or raise PIL.Image.MAX_IMAGE_PIXELS"
        ) from error
