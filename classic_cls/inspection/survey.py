"""The visual words of many images: how frequent they are, and what stands for each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

import numpy as np
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from .._typing import Progress
from ..base import Source
from ..extraction import Rejected, stream
from ._nearest import NearestPlaces, Place, Sighting, cut
from .word_features import WordFeature, find_word_feature

_BATCH_SIZE = 16  # images whose descriptors are in memory at a time, for each thread


@dataclass(frozen=True)
class _Sightings:
    """A step behind the descriptors, which would pile up: they end in the thread that made them."""

    feature: WordFeature
    per_word: int

    def transform(self, features) -> list[Sighting]:
        return [self._of(points) for points in features]

    def _of(self, points) -> Sighting:
        words, distances = self.feature.words_and_distances(points)
        return Sighting.of(points, words, distances, self.feature.n_words, self.per_word)


@dataclass(frozen=True)
class WordSurvey:
    """The visual words of a feature in a set of images; made by :func:`survey_words`.

    Attributes
    ----------
    feature : WordFeature
    counts : ndarray of shape (n_words,), int
        Points that have each word.
    class_names : tuple of str or None
        Classes of the images, where labels were given.
    class_counts : ndarray of shape (n_classes, n_words), int, or None
        ``counts`` by class.
    rejected : tuple of Rejected
        Images that could not be read or described.
    sources : list
        The images, as given.
    """

    feature: WordFeature
    counts: np.ndarray
    class_names: tuple[str, ...] | None
    class_counts: np.ndarray | None
    rejected: tuple[Rejected, ...]
    sources: list = field(repr=False)
    _nearest: NearestPlaces = field(repr=False)

    @property
    def shares(self) -> np.ndarray:
        """Share of the points that have each word ``(n_words,)``."""
        return self.counts / max(self.counts.sum(), 1)

    @property
    def kept(self) -> list[int]:
        """Positions, in ``sources``, of the images that could be used."""
        out = {item.row for item in self.rejected}
        return [row for row in range(len(self.sources)) if row not in out]

    def most_frequent(self, k: int = 16) -> list[int]:
        """Numbers of the ``k`` words with the most points; those with none are left out."""
        order = np.argsort(-self.counts, kind="stable")[:k]
        return [int(word) for word in order if self.counts[word]]

    def patches(self, words: Sequence[int], n_patches: int | None = None) -> list[list[np.ndarray]]:
        """The patches nearest to words, nearest first, cut from the images, which are read again.

        At most ``n_patches`` of each word, by default all that were kept; none for a word that no
        point has.
        """
        words = self.feature.check_words(words)
        places = [self._nearest.of(word, n_patches) for word in words]
        patch_at: dict[Place, np.ndarray] = {}
        wanted = sorted({place for row in places for place in row})
        for number, on_image in groupby(wanted, key=attrgetter("image")):
            image = self.feature.image_of(self.sources[number])
            patch_at |= {place: cut(image, place) for place in on_image}
        return [[patch_at[place] for place in row] for row in places]

    def typical_classes(self, words: Sequence[int]) -> list[tuple[str, float]]:
        """The class that has each word most, and how many times the mean of all classes."""
        if self.class_counts is None or self.class_names is None:
            raise ValueError("classes are not known; give labels to survey_words")
        totals = np.maximum(self.class_counts.sum(axis=1, keepdims=True), 1)
        shares = (self.class_counts / totals)[:, self.feature.check_words(words)]
        times = shares.max(axis=0) / np.maximum(shares.mean(axis=0), np.finfo(float).tiny)
        return [(self.class_names[c], float(t)) for c, t in zip(shares.argmax(axis=0), times)]


def survey_words(
    pipeline: Pipeline,
    images: Sequence[Source],
    *,
    feature: str | None = None,
    labels: Sequence[str] | None = None,
    n_patches: int = 10,
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> WordSurvey:
    """Find how frequent every visual word is in images, and the patches nearest to it.

    Images are read in a stream, and of every word only the places of the nearest patches are kept.
    These are of different images, unless there are fewer images than patches.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted, with a feature of visual words, such as ``bovw``, ``vlad`` or ``fisher``.
    images : sequence
        What the pipeline takes: paths, ``ImageRef`` or arrays.
    feature : str, optional
        Name of the feature; needed where several have words.
    labels : sequence of str, optional
        Class of every image; says of which class a word is typical.
    n_patches : int, default=10
        To find for each word.
    n_jobs : int, optional
        Threads, as in joblib.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Returns
    -------
    WordSurvey

    Raises
    ------
    ValueError
        If the pipeline has no visual words, or there is no image.
    """
    found = find_word_feature(pipeline, feature)
    sources = list(images)
    names, class_of = _classes(labels, sources)
    class_counts = np.zeros((max(len(names), 1), found.n_words), np.int64)
    nearest = NearestPlaces(found.n_words, n_patches)
    rejected = []
    per_word = -(-n_patches // len(sources))
    chain = (*found.steps, found.extractor, _Sightings(found, per_word))
    n_seen = 0
    with threadpool_limits(1, "blas"):
        for result in stream([chain], sources, n_jobs=n_jobs, batch_size=_BATCH_SIZE):
            rejected += result.rejected
            for row, seen in zip(result.kept, result.values[0], strict=True):
                class_counts[class_of[row]] += seen.counts
                nearest.add(row, seen)
            n_seen += result.n_sources
            if progress is not None:
                progress(n_seen, len(sources))
    return WordSurvey(
        feature=found,
        counts=class_counts.sum(axis=0),
        class_names=tuple(names) or None,
        class_counts=class_counts if names else None,
        rejected=tuple(rejected),
        sources=sources,
        _nearest=nearest,
    )


def _classes(labels, sources):
    """Names of the classes, and the number of that of every image."""
    if not sources:
        raise ValueError("there is no image to look for visual words in")
    if labels is None:
        return [], np.zeros(len(sources), int)
    if len(labels) != len(sources):
        raise ValueError(f"there are {len(labels)} labels for {len(sources)} images")
    names, class_of = np.unique(np.asarray(labels, dtype=str), return_inverse=True)
    return names.tolist(), class_of
