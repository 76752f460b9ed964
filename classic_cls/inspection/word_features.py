"""The features of a fitted pipeline that have visual words, and one image seen by them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from .._validation import quoted, unknown_name
from ..base import DescriptorExtractor, Points, Source
from ..extraction import stream


@dataclass(frozen=True)
class WordFeature:
    """A feature that describes an image by visual words.

    Attributes
    ----------
    name : str
        Of the step in the pipeline.
    steps : tuple of estimators
        From the source of an image to the image that is described.
    extractor : DescriptorExtractor
        From that image to its points.
    encoder : DescriptorEncoder
        Knows the words.
    """

    name: str
    steps: tuple
    extractor: DescriptorExtractor
    encoder: Any

    @property
    def n_words(self) -> int:
        """Size of the dictionary, which is smaller than asked for where points were few."""
        return len(self.encoder.words_)

    def check_words(self, words: Sequence[int]) -> list[int]:
        """Numbers of words as a list, each from 0 to ``n_words - 1``; an error if there is none."""
        words = [int(word) for word in words]
        bad = [word for word in words if not 0 <= word < self.n_words]
        if bad or not words:
            what = f"there is no word {bad[0]}" if bad else "no word is named"
            raise ValueError(f"{what}: the words of {self.name} are 0 to {self.n_words - 1}")
        return words

    def words_and_distances(self, points: Points) -> tuple[np.ndarray, np.ndarray]:
        """The nearest word of every point, and how far it is in the space of the words.

        For a mixture of Gaussians the distance is in standard deviations.
        """
        words = self.encoder.assign(points)
        away = self.encoder.reduced(points).astype(np.float32)
        away -= self.encoder.words_[words]
        away *= away
        if hasattr(self.encoder, "variances_"):
            away /= self.encoder.variances_[words]
        return words, np.sqrt(away.sum(axis=1))

    def image_of(self, source: Source) -> np.ndarray:
        """The image as the descriptors see it: read, resized, preprocessed."""
        return np.asarray(_entries(source, self.steps)[0])

    def look_at(self, source: Source) -> "ImageWords":
        """The image as the descriptors see it, with its points and words."""
        image, points = _entries(source, self.steps, (*self.steps, self.extractor))
        return ImageWords(np.asarray(image), points, self.encoder.assign(points))


class ImageWords(NamedTuple):
    """An image and its visual words.

    Attributes
    ----------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
        As the descriptors see it: read, resized, preprocessed.
    points : Points
    words : ndarray of shape (m,), int
        Number of the word of every point.
    """

    image: np.ndarray
    points: Points
    words: np.ndarray


def word_features(pipeline: Pipeline) -> dict[str, WordFeature]:
    """The features of a fitted pipeline that have visual words, by their names, in order.

    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import HOG
    >>> word_features(make_pipeline(HOG()))
    {}
    """
    return {
        name: WordFeature(name, upstream[:-1], upstream[-1], step)
        for name, upstream, step in leaves(pipeline)
        if upstream and isinstance(upstream[-1], DescriptorExtractor)
    }


def words_on_image(pipeline: Pipeline, image: Source, *, feature: str | None = None) -> ImageWords:
    """The visual words of one image, and where they are.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted, with a feature of visual words.
    image : str, path, ImageRef or ndarray
        What the pipeline takes.
    feature : str, optional
        Name of the feature; needed where several have words.

    Returns
    -------
    ImageWords

    Raises
    ------
    ValueError
        If the pipeline has no visual words, or the image cannot be read.
    """
    return find_word_feature(pipeline, feature).look_at(image)


def find_word_feature(pipeline, name=None) -> WordFeature:
    """The feature of this name, or the only one with visual words."""
    features = word_features(pipeline)
    if not features:
        raise ValueError(
            "the model has no visual words: train one with the feature bovw, vlad or fisher"
        )
    if name is None and len(features) > 1:
        raise ValueError(f"several features have visual words; name one of {quoted(features)}")
    if name is not None and name not in features:
        raise ValueError(unknown_name("feature with visual words", name, features))
    return features[name or next(iter(features))]


def leaves(node, name=None, upstream=()) -> Iterator[tuple[str, tuple, object]]:
    """Every step given images or local features, what comes before it, and its name in a union."""
    if isinstance(node, FrozenEstimator):
        node = node.estimator
    if isinstance(node, FeatureUnion):
        for member_name, member in node.transformer_list:
            yield from leaves(member, member_name, upstream)
    elif isinstance(node, Pipeline):
        for step_name, step in node.steps:
            yield from leaves(step, name or step_name, upstream)
            upstream = (*upstream, step)
    elif node is not None and not isinstance(node, str):
        yield name, tuple(step for step in upstream if step not in (None, "passthrough")), node


def _entries(source, *chains) -> list:
    """What chains of steps make of one image."""
    (result,) = stream(chains, [source])
    for item in result.rejected:
        raise ValueError(f"{item.path}: {item.reason}")
    return [values[0] for values in result.values]
