"""Visual words and learned patches, in their places on an image."""

from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import check_is_fitted

from ..._typing import Image, ImageBatch
from ...base import DescriptorExtractor
from ...encoders import PatchDictionary
from ..sight import Bars, Dots, Picture, Sheet, Sight
from ._see import checked, see, the_image, title_of

# Colours and marks that can be told apart; those of a dictionary for the picture alone.
SHOWN_WORDS, FEW_WORDS = 6, 24
_FROM_IT = " The dictionary was learned from this image alone."


def with_words(feature: Any, images: ImageBatch) -> Any:
    """The feature, with a small dictionary of the images if it has learned none yet.

    >>> from classic_cls import HOG
    >>> with_words(HOG(), [])
    HOG()
    """
    encoder = feature[-1] if isinstance(feature, Pipeline) else feature
    if not hasattr(encoder, "n_words") or _is_fitted(encoder):
        return feature
    feature = clone(feature)
    encoder = feature[-1] if isinstance(feature, Pipeline) else feature
    encoder.set_params(n_words=min(encoder.n_words, FEW_WORDS), random_state=0)
    return feature.fit(list(images))


def _is_fitted(encoder) -> bool:
    return hasattr(encoder, "words_")


@see.register
def _words(feature: Pipeline, image: Image) -> Sight:
    if len(feature) < 2 or not isinstance(feature[-2], DescriptorExtractor):
        return _last(feature, image)
    image = checked(image)
    own, feature = feature, with_words(feature, [image])
    for _, step in feature.steps[:-2]:
        image = np.asarray(step.transform([image])[0])
    points, encoder = feature[-2].transform([image])[0], feature[-1]
    words = encoder.assign(points)
    counts = np.bincount(words, minlength=len(encoder.words_))
    order = np.argsort(-counts, kind="stable")
    shown = order[:SHOWN_WORDS]
    shown = shown[counts[shown] > 0]
    patches = [_patches_of(word, image, points, words, encoder) for word in shown]
    panels = [
        the_image(image),
        _on_image(image, points, words, shown),
        Sheet(
            "nearest patches of these words", patches, [f"word {w}" for w in shown], kind="image"
        ),
        Bars(
            "all words, the frequent first",
            counts[order] / max(len(words), 1),
            unit="share of points",
            about="word",
        ),
    ]
    reading = (
        f"Every point of {title_of(feature[-2])} is one of {len(encoder.words_)} visual words; the "
        f"{len(shown)} most frequent are marked, with patches that stand for each. "
        f"{title_of(encoder)} keeps how frequent words are, or how points differ from them."
    ) + ("" if own is feature else _FROM_IT)
    return Sight(f"{title_of(encoder)}({title_of(feature[-2])})", panels, reading)


def _last(feature, image) -> Sight:
    """Of other steps, such as a change of size before a feature: what the last one sees."""
    *before, (_, last) = feature.steps
    image = checked(image)
    for _, step in before:
        image = np.asarray(step.transform([image])[0])
    return see(last, image)


def _on_image(image, points, words, shown) -> Picture:
    height, width = image.shape[:2]
    chosen = np.flatnonzero(np.isin(words, shown))
    kinds = np.array([list(shown).index(word) for word in words[chosen]], int)
    dots = Dots(
        points.positions[chosen] * (width, height),
        kinds=kinds,
        names=[f"word {word}" for word in shown],
    )
    return Picture("where the most frequent words are", image, image.shape[:2], dots=dots)


def _patches_of(word, image, points, words, encoder, n: int = 6) -> list[np.ndarray]:
    """The patches of the image that are nearest to a word."""
    mine = np.flatnonzero(words == word)
    away = np.square(encoder.reduced(points)[mine] - encoder.words_[word]).sum(axis=1)
    height, width = image.shape[:2]
    found = []
    for number in mine[np.argsort(away, kind="stable")][:n]:
        half = points.scales[number] * min(height, width) / 2
        x, y = points.positions[number] * (width, height)
        top, left = max(0, round(y - half)), max(0, round(x - half))
        found.append(
            image[top : max(round(y + half), top + 1), left : max(round(x + half), left + 1)]
        )
    return found


@see.register
def _patch_dictionary(feature: PatchDictionary, image: Image) -> Sight:
    image = checked(image)
    own, feature = feature, with_words(feature, [image])
    check_is_fitted(feature, "patches_")
    row = feature.transform([image])[0]
    pictures = list(np.rint(255 * feature.patches_).astype(np.uint8)[:64])
    across = int(np.ceil(np.sqrt(len(pictures))))
    means = row.reshape(feature.grid**2, -1).mean(axis=0)
    rows = [pictures[start : start + across] for start in range(0, len(pictures), across)]
    panels = [
        the_image(image),
        Sheet(f"{len(pictures)} of {len(feature.words_)} learned patches", rows, kind="image"),
        Bars("mean of the cells", means, unit="value", about="column"),
    ]
    reading = (
        "The dictionary is little pictures, with contrast evened out; of every cell the feature "
        "keeps how much its patches are like each."
    ) + ("" if own is feature else _FROM_IT)
    return Sight(title_of(feature), panels, reading, row)
