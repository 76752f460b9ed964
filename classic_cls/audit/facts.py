"""What all checks look at: one pass over the images, and what is worked out of it on demand."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from joblib import parallel_config

from .._typing import FilePath
from ..datasets import ImageDataset, SetAside
from ..duplicates import DuplicateGrouping, NearDuplicates, Thumbnail, duplicate_groups
from ..duplicates import near_duplicates as find_near_duplicates
from ..extraction import NothingUsable, observe
from ..pipelines import look_at
from ..reading import ReadFileFacts, ReadImages, find_range, lacks_range
from .corners import Corners
from .features import cheap_features
from .files import Files
from .label_noise import LabelNoise, label_noise
from .pixels import Pixels, PixelStatistics, TinyPicture
from .similarity import kernel_rows, scaled

# A JPEG twice as large as this is read in half its size, and so on: what is told of the pixels
# hardly depends on it, and damage is noticed all the same.
_READ_SIDE = 256


class Facts:
    """What is known of the images of a data set.

    Parameters
    ----------
    dataset : ImageDataset
        The images that can be read, n of them; row i of everything here is about image i.
    digests : tuple of str
        SHA-256 of the content of each.
    observed : dict of str to array
        What observers gave of each: ``files``, ``thumbnails`` and, where somebody looked,
        ``statistics``, ``tiny``, ``features`` and ``corners``.
    unreadable : tuple of SetAside
        Images that cannot be read, with the reasons; beside ``dataset.set_aside``.
    reader : ReadImages, optional
        How they were read: page and range.
    n_jobs : int, optional
        Threads for what is worked out later.
    """

    def __init__(
        self,
        dataset: ImageDataset,
        digests: tuple[str, ...],
        observed: dict[str, Any],
        *,
        unreadable: tuple[SetAside, ...] = (),
        reader: ReadImages | None = None,
        n_jobs: int | None = None,
    ):
        self.dataset = dataset
        self.digests = digests
        self.observed = observed
        self.unreadable = unreadable
        self.reader = ReadImages() if reader is None else reader
        self.n_jobs = n_jobs

    @classmethod
    def of(
        cls,
        dataset: ImageDataset,
        *,
        page: int | str | None = None,
        n_jobs: int | None = None,
        cache: FilePath | None = None,
        progress: Callable[..., object] | None = None,
    ) -> "Facts":
        """Look at every image once; those that cannot be read are set aside."""
        work = {"n_jobs": n_jobs, "cache": cache, "progress": progress}
        extraction, observed, reader = _looked_at(dataset, page, work)
        rest = {"unreadable": dataset.unusable(extraction.rejected), "reader": reader}
        kept = dataset.take(extraction.kept) if extraction.rejected else dataset
        return cls(kept, extraction.digests, observed, n_jobs=n_jobs, **rest)

    def __len__(self) -> int:
        return len(self.dataset)

    @cached_property
    def names(self) -> list[str]:
        """Names of the images, relative to the data set."""
        return self.dataset.relative_paths()

    @cached_property
    def files(self) -> Files:
        """What the files say of themselves."""
        return Files.of(self.observed["files"], self.dataset.refs)

    @cached_property
    def pixels(self) -> Pixels:
        """What the pixels say."""
        return Pixels.of(self.observed["statistics"], np.asarray(self.observed["tiny"]))

    @property
    def thumbnails(self) -> np.ndarray:
        """Rows of `Thumbnail` ``(n, 578)``."""
        return self.observed["thumbnails"]

    @property
    def features(self) -> np.ndarray:
        """Cheap features of the whole image ``(n, d)``, for what is learned."""
        return self.observed["features"]

    @property
    def corners(self) -> np.ndarray:
        """The grey pixels of the four corners ``(n, 96, 24)``, uint8."""
        return np.asarray(self.observed["corners"])

    @cached_property
    def duplicates(self) -> NearDuplicates:
        """Which images are versions of one image, turned and flipped ones too."""
        with parallel_config("threading", n_jobs=self.n_jobs):
            return find_near_duplicates(self.thumbnails, self.dataset.targets)

    @cached_property
    def grouping(self) -> DuplicateGrouping:
        """Declared groups and near-duplicates, which no fold may divide."""
        return duplicate_groups(self.duplicates, self.dataset.targets, self.dataset.groups)

    @property
    def units(self) -> np.ndarray:
        """Number of what moves together: images of a group, and near-duplicates ``(n,)``."""
        groups = self.grouping.groups
        return np.arange(len(self)) if groups is None else np.unique(groups, return_inverse=True)[1]

    @cached_property
    def rows(self) -> np.ndarray:
        """The features, scaled so that images can be compared by them ``(n, d)``."""
        return scaled(self.features)

    @cached_property
    def kernel(self) -> np.ndarray:
        """Rows that a quick learner takes ``(n, m)``."""
        return kernel_rows(self.rows)

    @cached_property
    def label_noise(self) -> LabelNoise:
        """Which labels are likely wrong, by models that saw neither image nor copy nor group."""
        targets, names = self.dataset.targets, self.dataset.class_names
        return label_noise(self.kernel, targets, names, self.units)

    @property
    def probabilities(self) -> np.ndarray:
        """Probability of every class for every image ``(n, k)``, from the same models."""
        return self.label_noise.probabilities


def _looked_at(dataset: ImageDataset, page, work: dict):
    """What the observers gave, and the reader; images in want of a range are looked at again."""
    reader = ReadImages(page=page, min_size=_READ_SIDE)
    try:
        found = _observed(dataset, reader, work)
        rejected = found[0].rejected
    except NothingUsable as nothing:
        found, rejected = nothing, nothing.extraction.rejected
    refs = [dataset.refs[item.row] for item in rejected if lacks_range(item.reason)]
    value_range = _range_of(refs, page) if refs else None
    if value_range is not None:
        found = _observed(dataset, reader.set_params(range=value_range), work)
    elif isinstance(found, NothingUsable):
        raise found
    return *found, reader


def _range_of(refs, page):
    """The range of deep images; None where they share none, which is told of each of them."""
    try:
        return find_range(refs, page=page)
    except ValueError:
        return None


def _observed(dataset: ImageDataset, reader: ReadImages, work: dict):
    steps = {
        "files": ReadFileFacts(page=reader.page),
        "statistics": PixelStatistics(),
        "tiny": TinyPicture(),
        "thumbnails": Thumbnail(),
        "features": cheap_features(look_at(dataset.refs, reader.range, reader.page).size),
        "corners": Corners(),
    }
    extraction, values = observe(dataset.refs, list(steps.values()), reader=reader, **work)
    return extraction, dict(zip(steps, values, strict=True))
