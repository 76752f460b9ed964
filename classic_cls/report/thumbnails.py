"""Small pictures of images, inside the page itself."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import numpy as np

from ..reading import ReadImages, iter_images

THUMBNAIL_SIDE = 96
# Of the images shown so far, by reference: a copy no larger than any picture needs, or None.
_kept: ContextVar[dict | None] = ContextVar("kept", default=None)


@contextmanager
def opened_once() -> Iterator[None]:
    """Meanwhile an image is opened once, however many sections show it."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def thumbnails(training, refs, side: int = THUMBNAIL_SIDE) -> list[str | None]:
    """Small copies of images of a training, read as the model reads; None where that fails."""
    kept = _kept.get()
    kept = {} if kept is None else kept
    _keep(kept, training, [ref for ref in dict.fromkeys(refs) if ref not in kept])
    return [None if kept[ref] is None else data_address(kept[ref], side) for ref in refs]


def _keep(kept: dict, training, refs: list) -> None:
    """Add copies of further images, twice as large as a thumbnail so that it is shrunk as well."""
    kept |= dict.fromkeys(refs)
    reading = _reading(training.model.pipeline)
    for number, image in iter_images(refs, **reading, min_size=THUMBNAIL_SIDE):
        kept[refs[number]] = None if image is None else _at_most(image, 2 * THUMBNAIL_SIDE)


def _at_most(image, side: int):
    """The image, its longer side at most so many pixels."""
    import cv2

    scale = side / max(image.shape[:2])
    if scale >= 1:
        return image
    height, width = (max(1, round(length * scale)) for length in image.shape[:2])
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)


def _reading(pipeline) -> dict:
    """How the model reads: the same range and page, so that it shows what the model saw."""
    parts = pipeline.get_params(deep=True).values()
    reader = next((part for part in parts if isinstance(part, ReadImages)), None)
    known = {} if reader is None else reader.get_params(deep=False)
    return {name: known[name] for name in ("range", "page", "max_pixels") if name in known}


def data_address(image, side: int = THUMBNAIL_SIDE) -> str:
    """A copy of an image as a ``data:`` address, its longer side at most so many pixels."""
    import cv2

    kind = "jpeg" if max(image.shape[:2]) > side else "png"
    image = _at_most(image, side)
    bgr = image if image.ndim == 2 else np.ascontiguousarray(image[..., ::-1])
    options = [cv2.IMWRITE_JPEG_QUALITY, 85] if kind == "jpeg" else []
    encoded = cv2.imencode(f".{'jpg' if kind == 'jpeg' else 'png'}", bgr, options)[1]
    return f"data:image/{kind};base64,{base64.b64encode(encoded.tobytes()).decode('ascii')}"
