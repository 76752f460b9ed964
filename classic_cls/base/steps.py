"""The abstract steps: they work on image batches and learn nothing from them."""

from abc import abstractmethod
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from .._remedies import remedy
from .._typing import Image, ImageBatch, ImageStack, Names, Shape
from .._validation import check_image_batch, images_of, is_on_demand, iter_stacks
from .columns import Columns
from .on_demand import ImagesOnDemand

# Results of images on demand that are held; beyond, each step that follows has them made anew.
_MOST_BYTES = 2**29


class ImageSizeError(ValueError):
    """Images of different sizes give rows of different lengths.

    ``reason`` says what is wrong with one image; the message also what to do about all of them.
    """

    def __init__(self, reason: str, remedy: str):
        self.reason = reason
        super().__init__(reason, remedy)

    def __str__(self) -> str:
        return "; ".join(self.args)


class PureStep(TransformerMixin, BaseEstimator):
    """An estimator over image batches that learns nothing from them.

    ``fit`` validates the parameters and looks at one image, only to know names and
    sizes; ``transform`` of an unfitted step therefore works too.
    """

    _parameter_constraints: dict = {}

    def fit(self, X: ImageBatch, y: object = None) -> Self:
        """Validate the parameters and look at the first image; ``y`` is ignored."""
        self._validate_params()
        self._look_at(check_image_batch(images_of(X)[:1])[0])
        return self

    def _look_at(self, image) -> None:
        self.image_shape_ = image.shape

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.requires_fit = False
        tags.input_tags.two_d_array = False
        tags.input_tags.three_d_array = True
        tags.transformer_tags.preserves_dtype = []
        return tags


class ImageTransformer(PureStep, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Base of the steps from images to images, ``uint8`` in and out.

    A subclass writes one hook, ``_transform(images)``, from a stack
    ``(n, H, W[, 3])`` to a stack ``(n, H', W'[, 3])``; and, if it moves pixels,
    ``_regions_back(regions, image)``. It says whether ``make_image_pipeline``
    should put it before the resizing, and which of its parameters are images, so that the
    command line takes files for them.
    """

    before_resize = False
    image_parameters: tuple[str, ...] = ()

    def transform(self, X: ImageBatch) -> ImageBatch:
        """Transform every image; one array if all results have one shape, otherwise a list."""
        self._validate_params()
        batch = check_image_batch(X)
        if is_on_demand(batch):
            images = self._images_on_demand(batch)
            if is_on_demand(images):
                return images
        else:
            parts = [(rows, self._transform(stack)) for rows, stack in iter_stacks(batch)]
            if len(parts) == 1:
                return _unambiguous(parts[0][1])
            images = _in_order(parts, len(batch))
        one_shape = len({image.shape for image in images}) == 1
        return _unambiguous(np.stack(images)) if one_shape else images

    def _images_on_demand(self, batch):
        """Results are held where they are small, as those of a ``Resize``."""

        def make(numbers):
            part = check_image_batch(batch[numbers.start : numbers.stop])
            stacks = [(rows, self._transform(stack)) for rows, stack in iter_stacks(part)]
            return _in_order(stacks, len(part))

        return ImagesOnDemand.or_held(len(batch), make, _MOST_BYTES, batch.n_together)

    @abstractmethod
    def _transform(self, images: ImageStack) -> ImageStack:
        """Transform one stack ``(n, H, W[, 3])``."""

    def _regions_back(self, regions: np.ndarray, image: Image) -> np.ndarray:
        """Where the regions ``(n, 4)`` of the transformed ``image`` come from in the image itself.

        They may reach beyond it; those of the whole image are rows of NaN.
        """
        return regions

    def get_feature_names_out(self, input_features: Names = None) -> Names:
        """Pass the names through: an image has no columns yet."""
        return input_features

    def set_output(self, *, transform: str | None = None) -> Self:
        """Do nothing: images are never wrapped in a data frame."""
        return self


def _in_order(parts, n_images: int) -> list:
    images: list = [None] * n_images
    for rows, stack in parts:
        for row, image in zip(rows, stack):
            images[row] = image
    return images


def _unambiguous(stack: ImageStack):
    """The stack; or a list, where the next step would take narrow grey images for one image."""
    return list(stack) if stack.ndim == 3 and stack.shape[2] in (1, 3, 4) else stack


class FeatureExtractor(PureStep):
    """Base of the steps from images to one ``float32`` row per image.

    A subclass names itself for the command line (``short_name``) and writes two
    hooks: ``_extract(images)``, from a stack ``(n, H, W[, 3])`` to ``(n, n_features)``,
    and ``_columns(shape)``, name and place of every column for images of that shape.
    """

    short_name: str

    def _look_at(self, image) -> None:
        super()._look_at(image)
        self._n_features_out = len(self._columns(image.shape))

    def transform(self, X: ImageBatch) -> np.ndarray:
        """Compute one row of ``float32`` features per image.

        An `ImageSizeError` says that images of different sizes give rows of different lengths.
        """
        self._validate_params()
        batch = check_image_batch(X)
        rows_out: Any = None
        for rows, stack in iter_stacks(batch):
            part = self._extract(stack)
            length = part.shape[1] if rows_out is None else rows_out.shape[1]
            self._check_length(part.shape[1], length, stack.shape[1:])
            if len(rows) == len(batch):
                return part
            if rows_out is None:
                rows_out = np.empty((len(batch), length), np.float32)
            rows_out[rows] = part
        return rows_out

    def _check_length(self, length, expected, shape) -> None:
        fitted = getattr(self, "_n_features_out", expected)
        for wanted in (expected, fitted):
            if length != wanted:
                raise ImageSizeError(
                    f"{type(self).__name__} gives {length} features for an image of {shape[0]} x "
                    f"{shape[1]} pixels (height x width) but {wanted} for the images before",
                    "bring them to one size: "
                    + remedy("put a Resize step before it", "--size N", "train with --size N"),
                )

    @abstractmethod
    def _extract(self, images: ImageStack) -> np.ndarray:
        """Features ``(n, n_features)`` of one stack ``(n, H, W[, 3])``."""

    @abstractmethod
    def _columns(self, shape: tuple) -> Columns:
        """Name and region of every column for images of shape ``(H, W[, 3])``."""

    def get_columns(self, shape: Shape | None = None) -> Columns:
        """The columns: their names, and the part of the image that each describes.

        ``shape`` is that of an image; None is that of the first image that ``fit`` has seen.

        >>> from classic_cls import EdgeHistogram
        >>> EdgeHistogram(grid=2).get_columns((32, 48))[0].region
        Region(top=0.0, left=0.0, bottom=16.0, right=24.0)
        """
        if shape is None:
            check_is_fitted(self, "image_shape_")
            shape = self.image_shape_
        return self._columns(shape)

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Names of the columns, by meaning, for the size of image that ``fit`` has seen."""
        return np.asarray(self.get_columns().names, dtype=object)
