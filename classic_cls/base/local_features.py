"""Local features: what stands at many points of every image, and the base of what finds it."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple, Self, overload

import numpy as np

from .._typing import ImageBatch, ImageStack, Names
from .._validation import check_image_batch, iter_stacks
from .steps import PureStep


class Points(NamedTuple):
    """The local features of one image; images of one size share arrays, which cannot be written to.

    Attributes
    ----------
    positions : ndarray of shape (m, 2), float32
        x and y in [0, 1]: the centre of the pixel, plus a half, over width and height.
    scales : ndarray of shape (m,), float32
        Side of the square that is described, over the shorter side of the image.
    descriptors : ndarray of shape (m, d), uint8 or float32
        What stands there.
    """

    positions: np.ndarray
    scales: np.ndarray
    descriptors: np.ndarray


class LocalFeatures(Sequence):
    """The local features of a batch of images: as many points as each image has.

    ``features[i]`` are the `Points` of one image; ``features[rows]`` and ``take(rows)`` are those
    of several, without a copy. It is made by :meth:`of` and :meth:`joined`. The engine keeps what
    would fill the memory in files: then ``features[i]`` reads its image whenever it is asked for,
    so go through the images once, in order, and keep copies of what is needed of them.

    Attributes
    ----------
    lengths : ndarray of shape (n,), int
        Number of points of every image; nothing is read for it.
    n_dimensions : int
        Numbers of a descriptor.
    n_points : int
        Of all images.
    nbytes, nbytes_in_memory : int
        Bytes of all values, and of those that are not in files.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import LocalFeatures, Points
    >>> one = Points(np.zeros((2, 2), "f"), np.ones(2, "f"), np.zeros((2, 128), np.uint8))
    >>> none = Points(*(values[:0] for values in one))
    >>> features = LocalFeatures.of([one, none, one])
    >>> len(features), features.n_points, len(features.take([2, 1])[0].descriptors)
    (3, 4, 2)
    """

    def __init__(self, images: list):
        # Of Points; or of what has n_points and nbytes, and gives them by load().
        self._images = images

    @classmethod
    def of(cls, images: Sequence[Points]) -> "LocalFeatures":
        """The features of one or more images, in order; their descriptors have one length."""
        if not len(images):
            raise ValueError("there is no image to take local features of")
        return cls.joined([cls([points]) for points in images])

    @classmethod
    def joined(cls, parts: Sequence["LocalFeatures"]) -> "LocalFeatures":
        """The features of several batches, one batch behind the other, without a copy."""
        lengths = sorted({part.n_dimensions for part in parts})
        if len(lengths) > 1:
            raise ValueError(
                f"descriptors have {lengths[0]} numbers in one image and {lengths[-1]} in another; "
                "give images that are all grey or all in colour"
            )
        return cls([image for part in parts for image in part._images])

    def take(self, rows: Any) -> "LocalFeatures":
        """The features of the images with these numbers."""
        return LocalFeatures([self._images[row] for row in np.arange(len(self))[rows]])

    def __len__(self) -> int:
        return len(self._images)

    @overload
    def __getitem__(self, rows: int) -> Points: ...

    @overload
    def __getitem__(self, rows: slice | Sequence[int] | np.ndarray) -> "LocalFeatures": ...

    def __getitem__(self, rows):
        if not isinstance(rows, (int, np.integer)):
            return self.take(rows)
        image = self._images[rows]
        return image if isinstance(image, Points) else image.load()

    @property
    def n_dimensions(self) -> int:
        """Numbers of a descriptor."""
        first = self._images[0]
        return first.descriptors.shape[1] if isinstance(first, Points) else first.n_dimensions

    @property
    def lengths(self) -> np.ndarray:
        """Number of points of every image."""
        return np.array([
            len(image.scales) if isinstance(image, Points) else image.n_points
            for image in self._images
        ], dtype=int)

    @property
    def n_points(self) -> int:
        """Points of all images together."""
        return int(self.lengths.sum())

    @property
    def nbytes_in_memory(self) -> int:
        """Bytes of the values that are not in files."""
        in_memory = (image for image in self._images if isinstance(image, Points))
        return sum(values.nbytes for points in in_memory for values in points)

    @property
    def nbytes(self) -> int:
        """Bytes of all values."""
        in_files = (image for image in self._images if not isinstance(image, Points))
        return self.nbytes_in_memory + sum(image.nbytes for image in in_files)

    def __repr__(self):
        return f"<LocalFeatures of {len(self):,} images>"


class DescriptorExtractor(PureStep, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Base of the steps from images to local features; they learn nothing.

    A subclass names itself for the command line (``short_name``) and writes one hook,
    ``_describe(images)``, from a stack ``(n, H, W[, 3])`` to one `Points` per image, in arrays
    that are not written to afterwards. All descriptors of an extractor have one length, whatever
    the images.
    """

    short_name: str

    def _look_at(self, image) -> None:
        super()._look_at(image)
        self._describe(image[np.newaxis])  # says at once what is wrong with the parameters

    def transform(self, X: ImageBatch) -> LocalFeatures:
        """Find and describe the points of every image of a batch."""
        self._validate_params()
        batch = check_image_batch(X)
        found: list = [None] * len(batch)
        for rows, stack in iter_stacks(batch):
            for row, points in zip(rows, self._describe(stack), strict=True):
                found[row] = points
        return LocalFeatures.of(found)

    @abstractmethod
    def _describe(self, images: ImageStack) -> list[Points]:
        """The `Points` of every image of one stack ``(n, H, W[, 3])``."""

    def get_feature_names_out(self, input_features: Names = None) -> Names:
        """Pass the names through: points have no columns yet."""
        return input_features

    def set_output(self, *, transform: str | None = None) -> Self:
        """Do nothing: local features are never wrapped in a data frame."""
        return self
