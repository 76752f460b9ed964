"""Small pictures of images, inside the page itself."""

import base64

import numpy as np

from ..reading import ReadImages, iter_images

THUMBNAIL_SIDE = 96


def thumbnails(training, refs, side: int = THUMBNAIL_SIDE) -> list[str | None]:
    """Small copies of images of a training, read as the model reads; None where that fails."""
    reading = _reading(training.model.pipeline)
    found: list[str | None] = [None] * len(refs)
    for number, image in iter_images(refs, **reading, min_size=side):
        found[number] = None if image is None else data_address(image, side)
    return found


def _reading(pipeline) -> dict:
    """How the model reads: the same range and page, so that it shows what the model saw."""
    parts = pipeline.get_params(deep=True).values()
    reader = next((part for part in parts if isinstance(part, ReadImages)), None)
    known = {} if reader is None else reader.get_params(deep=False)
    return {name: known[name] for name in ("range", "page", "max_pixels") if name in known}


def data_address(image, side: int = THUMBNAIL_SIDE) -> str:
    """A copy of an image as a ``data:`` address, its longer side at most so many pixels."""
    import cv2

    scale = side / max(image.shape[:2])
    kind = "png"
    if scale < 1:
        height, width = (max(1, round(length * scale)) for length in image.shape[:2])
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
        kind = "jpeg"
    bgr = image if image.ndim == 2 else np.ascontiguousarray(image[..., ::-1])
    options = [cv2.IMWRITE_JPEG_QUALITY, 85] if kind == "jpeg" else []
    encoded = cv2.imencode(f".{'jpg' if kind == 'jpeg' else 'png'}", bgr, options)[1]
    return f"data:image/{kind};base64,{base64.b64encode(encoded.tobytes()).decode('ascii')}"
