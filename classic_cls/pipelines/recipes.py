"""Recipes: what suits which images, and the rules by which "auto" chooses."""

from collections.abc import Callable
from typing import NamedTuple

from sklearn.pipeline import Pipeline

from ..descriptors import DenseSIFT, LocalColor, OpponentSIFT
from ..encoders import VLAD, PatchDictionary
from ..features import ColorAutoCorrelogram, Mirrored
from ..models import BlockWeight
from ..transforms import Resize
from .catalog import texture_features
from .look import Look, auto_features

# A row takes 75 kB, in memory several times while fits run, and some 20 ms to describe, of an image
# of up to 96 pixels 5 ms: more take hours, and more memory than many machines have.
MANY_PHOTOS = 20_000
MANY_SMALL_PHOTOS = 40_000
# Of fewer small images than this, hand-crafted features alone are as good, and faster.
FEW_SMALL_IMAGES = 100
# Share of the mirror image in what a small photo is described by.
MIRROR_OF_PHOTOS = 0.25
# How much more than another feature of as many columns the visual words of a small image count;
# more is as good, except for characters. In large photos, where there are two or three kinds of
# words, it gains nothing, and costs textures up to a point.
WEIGHT_OF_WORDS = 1.5


class Recipe(NamedTuple):
    """What a kind of images is described by.

    Attributes
    ----------
    summary : str
        One line.
    features : callable
        From the look of the images, their size in the pipeline, whether they have several labels,
        and a seed, to features.
    size : callable
        From the look of the images to their size in the pipeline.
    """

    summary: str
    features: Callable[[Look, object, bool, int | None], list]
    size: Callable[[Look], int | str]


def _quick(look: Look, size, multilabel: bool, seed) -> list:
    return auto_features(look, size, multilabel)


def _material(look: Look, size, multilabel: bool, seed) -> list:
    return [*texture_features(), *_outlines_and_colors(look, seed)]


def _scene(look: Look, size, multilabel: bool, seed) -> list:
    return [*_beside(look, size, multilabel), *_outlines_and_colors(look, seed)]


def _object(look: Look, size, multilabel: bool, seed) -> list:
    in_color = [_words(OpponentSIFT(step=_step(look)), seed)] if look.color else []
    return [*_outlines_and_colors(look, seed), *in_color]


def _tiny(look: Look, size, multilabel: bool, seed) -> list:
    """Of photos, the mirror image has a say: at 50 a class of CIFAR-10 that gains two points.

    A quarter gains nearly what a half does, and what has a left and a right stays told apart:
    digits, mirrored on purpose, lose 0.3 points of 98 by a quarter and 2 by a half. Small grey
    images are mostly drawings and characters. Visual words of the image in twice its size, of
    photos those of the mirror image too, gain five points there, and one of Fashion-MNIST.
    """
    features = auto_features(look, size, multilabel)
    words = _words(DenseSIFT(mirror=look.color), seed)
    doubled = ("resize", Resize(_twice(look, size)))
    words = Pipeline([doubled, *words.steps, ("weight", BlockWeight(WEIGHT_OF_WORDS))])
    if not look.color:
        return [*features, PatchDictionary(n_words=800, random_state=seed), words]
    features = [feature for feature in features if not isinstance(feature, ColorAutoCorrelogram)]
    patches = PatchDictionary(n_words=800, mirror=MIRROR_OF_PHOTOS, random_state=seed)
    return [*map(_mirrored, features), patches, words]


def _mirrored(feature):
    """The mirror image has a say in a feature; in the last of steps, such as after resizing."""
    if not isinstance(feature, Pipeline):
        return Mirrored(feature, MIRROR_OF_PHOTOS)
    *steps, (name, last) = feature.steps
    return Pipeline([*steps, (name, Mirrored(last, MIRROR_OF_PHOTOS))])


def _twice(look: Look, size):
    """Twice the size of the images; of various sizes, the usual one."""
    if isinstance(size, tuple | list):
        return tuple(2 * side for side in size)
    return 2 * (look.size if size == "keep" else size)


def _beside(look: Look, size, multilabel: bool) -> list:
    """Hand-crafted features of images in their usual size, beside those that want detail."""
    if size not in ("keep", look.detail):  # asked for
        return auto_features(look, size, multilabel, beside_words=True)
    return [
        Pipeline([("resize", Resize(look.size)), (feature.short_name, feature)])
        for feature in auto_features(look, look.size, multilabel, beside_words=True)
    ]


def _words(descriptor, seed) -> Pipeline:
    return Pipeline([(descriptor.short_name, descriptor), ("words", VLAD(random_state=seed))])


def _outlines_and_colors(look: Look, seed) -> list:
    colors = [_words(LocalColor(step=_step(look)), seed)] if look.color else []
    return [_words(DenseSIFT(step=_step(look)), seed), *colors]


def _step(look: Look) -> int:
    """Pixels between descriptors: of large images, half as many tell as much in half the time."""
    return 6 if look.size >= 128 else 4


RECIPES = {
    "quick": Recipe(
        "hand-crafted features of shape, texture and colour; learns no dictionary", _quick,
        lambda look: look.size,
    ),
    "material": Recipe(
        "surfaces, whose fine structure tells, wherever it is: texture and visual words", _material,
        lambda look: look.detail,
    ),
    "scene": Recipe(
        "photos of all kinds: visual words beside hand-crafted features of shape, texture, colour",
        _scene, lambda look: look.detail,
    ),
    "object": Recipe(
        "things alike that differ in detail, such as flowers: visual words of outline and colour",
        _object, lambda look: look.detail,
    ),
    "tiny": Recipe(
        "images of up to 48 pixels: a dictionary of patches beside hand-crafted features", _tiny,
        lambda look: look.size,
    ),
}


def choose_recipe(look: Look, n_images: int | None, unlabelled: bool = False) -> str:
    """The recipe that "auto" takes for ``n_images``, or an unknown number, to learn from.

    >>> photos = Look(size=128, color=True)
    >>> choose_recipe(photos, 2_000), choose_recipe(photos, 200_000)
    ('scene', 'quick')
    """
    if unlabelled:
        return "tiny" if look.is_small else "scene"
    if look.is_small:
        return "tiny" if (n_images or 0) >= FEW_SMALL_IMAGES else "quick"
    many = MANY_SMALL_PHOTOS if look.size < 128 else MANY_PHOTOS
    return "scene" if n_images is None or n_images <= many else "quick"
