"""The base of the steps that make several versions of an image."""

from abc import abstractmethod

import numpy as np

from .._typing import Image, ImageStack
from .steps import ImageTransformer


class ImageViews(ImageTransformer):
    """Base of the steps that make several versions of an image, its *views*.

    View 0 is the image itself. Where a pipeline is frozen, every image has as many rows as it
    has views: our fold loop trains on the first ``n_views`` of every training image, and answers
    for a tested one by the mean scores of its first ``test_views`` (`run_folds`), as a fitted
    `ImageModel` does. Splits are of images, so no view is ever apart from its image. Everywhere
    else, such as in a pipeline that is fitted and asked by itself, nothing but view 0 is seen.

    A subclass says how many views it makes to learn from (``n_views``, the image itself counted)
    and to answer by (``test_views``, 1 unless it says so), as attributes or properties, and writes
    one hook, ``_view(image, number, rng)``. A parameter ``random_state`` (int) seeds it.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import ImageViews
    >>> class Mirrored(ImageViews):
    ...     n_views = 2
    ...     def _view(self, image, number, rng):
    ...         return image[:, ::-1]
    >>> image = np.uint8([[1, 2, 3, 4, 5]])
    >>> Mirrored().view(image, 1, digest="0a").tolist()
    [[5, 4, 3, 2, 1]]
    >>> Mirrored().transform([image]).tolist()
    [[[1, 2, 3, 4, 5]]]
    """

    n_views: int

    @property
    def n_test_views(self) -> int:
        """How many views answer for an image."""
        return getattr(self, "test_views", 1)

    def view(self, image: Image, number: int, digest: str) -> Image:
        """One view of an image; the same whenever, and wherever, it is made.

        ``number`` counts from 0, the image itself; ``digest`` is the hexadecimal digest of what the
        image was read from, and seeds the view.
        """
        if number == 0:
            return image
        seed = getattr(self, "random_state", 0)
        return self._view(image, number, np.random.default_rng([seed, number, int(digest, 16)]))

    @abstractmethod
    def _view(self, image: Image, number: int, rng: np.random.Generator) -> Image:
        """View ``number``, from 1, of one image."""

    def _transform(self, images: ImageStack) -> ImageStack:
        return images
