"""The first step of a pipeline: from files to images."""

import os
from collections.abc import Callable
from functools import partial
from numbers import Integral
from typing import Self

import numpy as np

from .._compat import Interval, StrOptions
from .._typing import Data, Image, ImageBatch, Size
from .._validation import check_image, check_image_batch, images_of, is_on_demand
from ..base import ImageRef, ImagesOnDemand, ImageTransformer
from ._depth import is_deep, to_uint8
from ._header import ImageReadError, Unreadable
from ._listening import ReadyToListen
from ._read import MAX_PIXELS, check_options, decode_with, read_with
from ._recent import Recent, grouped_by_file

# Images of so many bytes together are held.
_MOST_BYTES = 2**26


class ReadImages(ImageTransformer):
    """Read images from files; images that are arrays pass through.

    JPEG, PNG, BMP, TIFF, PNM, WebP and GIF, recognised by content. EXIF orientation is
    applied once; alpha becomes white; palette, CMYK and 1-bit images are converted; an
    animation gives its first frame.

    Parameters
    ----------
    range : (low, high), optional
        Values of 16-bit and float images that become 0 and 255, the same for every
        image; what lies outside is clipped. 8-bit images are never changed. See
        :func:`find_range`.
    page : int or "max", optional
        Page of TIFF files of several pages, from 0; ``"max"`` is the brightest value of
        all pages, pixel by pixel. The page of an ``ImageRef`` comes first.
    min_size : int or (width, height), optional
        JPEGs may be decoded at 1/2, 1/4 or 1/8 of their size as long as both sides stay
        at least twice as large as this: much faster where a ``Resize`` follows.
    max_pixels : int, default=2**28
        Refuse images with more pixels before they are decoded.

    Examples
    --------
    >>> from classic_cls.reading import ReadImages
    >>> ReadImages().fit_transform([b"P5 2 1 255 AB"])
    array([[[65, 66]]], dtype=uint8)
    """

    _parameter_constraints = {
        "range": [tuple, list, None],
        "page": [Interval(Integral, 0, None, closed="left"), StrOptions({"max"}), None],
        "min_size": [Interval(Integral, 1, None, closed="left"), tuple, list, None],
        "max_pixels": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self,
        range: tuple[float, float] | str | None = None,
        page: int | str | None = None,
        min_size: Size = None,
        max_pixels: int = MAX_PIXELS,
    ):
        self.range = range
        self.page = page
        self.min_size = min_size
        self.max_pixels = max_pixels

    def fit(self, X: Data, y: Data = None) -> Self:
        """Validate the parameters and read the first image; ``y`` is ignored."""
        self._check_parameters()
        batch = self._read_batch(images_of(X)[:1])
        self._look_at(batch[0])
        return self

    def transform(self, X: Data) -> ImageBatch:
        """Read every image; one array ``(n, H, W[, 3])`` if all have one shape, otherwise a list.

        More than 64 MB of images are a sequence that reads them when they are asked for, a few
        at a time: steps that follow go through it, and never hold all. An `ImageReadError` names
        the image that cannot be read.
        """
        self._check_parameters()
        return self._read_batch(images_of(X))

    def decoder(self) -> Callable:
        """A function of ``(bytes, source, recent)``: the image, and how many values it clips."""
        return partial(decode_with, **self.get_params())

    def _check_parameters(self):
        self._validate_params()
        check_options(self.range, self.page, self.min_size, self.max_pixels)

    def _read_batch(self, sources) -> ImageBatch:
        if isinstance(sources, np.ndarray):
            return check_image_batch(self._mapped(sources, "X"))
        recent = Recent()

        def make(numbers):
            part = [sources[i] for i in numbers]
            order = grouped_by_file(part)
            with ReadyToListen():
                read = {i: self._read(part[i], f"X[{numbers[i]}]", recent) for i in order}
            return [read[i] for i in range(len(part))]

        images = ImagesOnDemand.or_held(len(sources), make, _MOST_BYTES)
        if is_on_demand(images) or len({image.shape for image in images}) > 1:
            return images
        return np.stack(images)

    def _read(self, source, name, recent) -> Image:
        if isinstance(source, np.ndarray):
            return check_image(self._mapped(source, name), name)
        if not isinstance(source, (str, bytes, ImageRef, os.PathLike)):
            raise ValueError(
                f"{name} is a {type(source).__name__}; give a path, an ImageRef, the bytes of "
                "a file or an image array"
            )
        return read_with(source, recent, **self.get_params())

    def _mapped(self, pixels, name):
        """An array as 8 bits."""
        try:
            return to_uint8(pixels, self.range)[0] if is_deep(pixels.dtype) else pixels
        except Unreadable as error:
            raise ImageReadError(name, str(error)) from error

    def _transform(self, images):
        return images

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        return tags
