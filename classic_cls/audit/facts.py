"""What all checks look at: one pass over the images, and what is worked out of it on demand."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from joblib import parallel_config

from .._typing import FilePath
from ..datasets import ImageDataset, SetAside
from ..duplicates import DuplicateGrouping, NearDuplicates, Thumbnail, duplicate_groups
from ..duplicates import near_duplicates as find_near_duplicates
from ..extraction import NothingUsable, observe
from ..reading import ReadFileFacts, ReadImages, find_range, lacks_range
from .features import cheap_features
from .files import Files
from .out_of_fold import out_of_fold_probabilities
from .pixels import Pixels, PixelStatistics, TinyPicture

# A JPEG twice as large as this is read in half its size, and so on: what is told of the pixels
# hardly depends on it, and damage is noticed all the same.
_READ_SIDE = 256


class Facts:
    """What is known of the images of a data set.

    Attributes
    ----------
    dataset : ImageDataset
        The images that can be read, n of them; row i of everything here is about image i.
    reader : ReadImages
        How they were read: page and range.
    n_jobs : int or None
        Threads for what is worked out later.
    unreadable : tuple of SetAside
        Images that cannot be read, with the reasons; beside ``dataset.set_aside``.
    names : list of str
        Names of the images, relative to the data set.
    digests : tuple of str
        SHA-256 of the content of each.
    files : Files
        What the files say of themselves.
    pixels : Pixels
        What the pixels say.
    thumbnails : ndarray of shape (n, 578), float32
        Rows of `Thumbnail`.
    features : ndarray of shape (n, d), float32
        Cheap features of the whole image, for the probabilities.
    """

    def __init__(
        self,
        dataset: ImageDataset,
        unreadable: tuple[SetAside, ...],
        digests: tuple[str, ...],
        values: Sequence,
        reader: ReadImages,
        n_jobs: int | None = None,
    ):
        self.dataset = dataset
        self.unreadable = unreadable
        self.digests = digests
        self.reader = reader
        self.n_jobs = n_jobs
        records, rows, tiny, self.thumbnails, self.features = values
        self.files = Files.of(records, dataset.refs)
        self.pixels = Pixels.of(rows, np.asarray(tiny))

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
        extraction, values, reader = _looked_at(dataset, page, work)
        unreadable = dataset.unusable(extraction.rejected)
        kept = dataset.take(extraction.kept) if extraction.rejected else dataset
        return cls(kept, unreadable, extraction.digests, values, reader, n_jobs)

    def __len__(self) -> int:
        return len(self.dataset)

    @cached_property
    def names(self) -> list[str]:
        """Names of the images, relative to the data set."""
        return self.dataset.relative_paths()

    @cached_property
    def duplicates(self) -> NearDuplicates:
        """Which images are versions of one image, turned and flipped ones too."""
        with parallel_config("threading", n_jobs=self.n_jobs):
            return find_near_duplicates(self.thumbnails, self.dataset.targets)

    @cached_property
    def grouping(self) -> DuplicateGrouping:
        """Declared groups and near-duplicates, which no fold may divide."""
        return duplicate_groups(self.duplicates, self.dataset.targets, self.dataset.groups)

    @cached_property
    def probabilities(self) -> np.ndarray:
        """Probability of every class for every image ``(n, k)``, from models that saw neither it
        nor a copy of it, nor an image of its group.
        """
        targets, names = self.dataset.targets, self.dataset.class_names
        return out_of_fold_probabilities(self.features, targets, names, self.grouping.groups)


def _looked_at(dataset: ImageDataset, page, work: dict):
    """What the observers gave, and the reader; images in want of a range are looked at again."""
    reader = ReadImages(page=page, min_size=_READ_SIDE)
    try:
        found = _observed(dataset, reader, work)
        rejected = found[0].rejected
    except NothingUsable as nothing:
        found, rejected = nothing, nothing.extraction.rejected
    refs = [dataset.refs[item.row] for item in rejected if lacks_range(item.reason)]
    value_range = find_range(refs, page=page) if refs else None
    if value_range is not None:
        found = _observed(dataset, reader.set_params(range=value_range), work)
    elif isinstance(found, NothingUsable):
        raise found
    return *found, reader


def _observed(dataset: ImageDataset, reader: ReadImages, work: dict):
    steps = [
        ReadFileFacts(page=reader.page),
        PixelStatistics(),
        TinyPicture(),
        Thumbnail(),
        cheap_features(),
    ]
    return observe(dataset.refs, steps, reader=reader, **work)
