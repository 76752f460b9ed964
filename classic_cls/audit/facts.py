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
        Cheap features of the whole image, for what is learned.
    corners : ndarray of shape (n, 96, 24), uint8
        The grey pixels of the four corners.
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
        records, rows, tiny, self.thumbnails, self.features, corners = values
        self.files = Files.of(records, dataset.refs)
        self.pixels = Pixels.of(rows, np.asarray(tiny))
        self.corners = np.asarray(corners)

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
        cheap_features(look_at(dataset.refs, reader.range, reader.page).size),
        Corners(),
    ]
    return observe(dataset.refs, steps, reader=reader, **work)
