"""Images that are not all in memory at one time."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from .._typing import Image

# Bytes, and number, of images that are made together.
_BYTES_TOGETHER = 2**24
_MOST_TOGETHER = 64


class ImagesOnDemand(Sequence):
    """A batch of images that are made when they are asked for, a few at a time.

    ``make(numbers)`` gives the images of a range, a list or a stack. Steps go through the
    ``parts``; whoever wants an array or a list of all has to hold them.
    """

    is_on_demand = True

    def __init__(self, n_images: int, make: Callable, n_together: int):
        self._n_images = n_images
        self._make = make
        self.n_together = n_together

    @classmethod
    def or_held(cls, n_images: int, make: Callable, most_bytes: int, most_together=_MOST_TOGETHER):
        """The images as a list if they take no more than ``most_bytes``, else on demand."""
        images: list[Image] = []
        n_bytes = 0
        while len(images) < n_images:
            fitting = _BYTES_TOGETHER * len(images) // max(1, n_bytes)
            n_together = max(1, min(most_together, fitting))
            part = make(range(len(images), min(len(images) + n_together, n_images)))
            images += part
            n_bytes += sum(image.nbytes for image in part)
            if n_bytes > most_bytes and len(images) < n_images:
                return cls(n_images, make, n_together)
        return images

    def parts(self) -> Iterator[tuple[int, list]]:
        """The number of the first image, and some images, over and over."""
        for first in range(0, self._n_images, self.n_together):
            yield first, self[first : first + self.n_together]

    def __len__(self) -> int:
        return self._n_images

    def __getitem__(self, key):
        numbers = range(self._n_images)[key]
        if not isinstance(key, slice):
            return self._make(range(numbers, numbers + 1))[0]
        return list(self._make(numbers)) if numbers.step == 1 else [self[i] for i in numbers]

    def __iter__(self):
        return (image for _, part in self.parts() for image in part)

    def __array__(self, dtype=None, copy=None):
        return np.stack(list(self)).astype(dtype, copy=False)
