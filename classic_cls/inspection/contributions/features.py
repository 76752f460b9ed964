"""From images to rows of features, and from shares of columns back to parts of the image."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from ...base import (
    DescriptorExtractor,
    FeatureExtractor,
    ImageTransformer,
    LocalFeatures,
    SeenImage,
)
from ...encoders import PatchDictionary
from ...features import Mirrored
from ...reading import ReadColumns, ReadImages
from .learned import SeenPoints, terms_of_patches, terms_of_points
from .rows import before
from .shares import NotExact, Shares, Term


@dataclass(frozen=True, eq=False)
class Row:
    """A row of features of one ``image``, ``values`` ``(d,)``, and the way ``back`` to it."""

    values: np.ndarray
    back: Callable[[Shares], list[Term]]
    image: Any = None


def described(step, value, family: str = "features") -> Any:
    """What a step makes of a source, an image, points or a row: another of these, in the end a row.

    ``family`` names what the columns come from, unless a union inside says it better.
    """
    if step is None or (isinstance(step, str) and step == "passthrough"):
        return value
    return _described(step, value, family)


@singledispatch
def _described(step, value, family):
    if isinstance(value, SeenPoints) and hasattr(step, "additions"):
        return _encoded(step, value, family)
    if not isinstance(value, Row):
        raise NotExact(f"{type(step).__name__} has no rule")
    after = np.asarray(step.transform(value.values[None]))[0]
    given = value.values
    return Row(after, lambda shares: value.back(before(step, shares, given, after)), value.image)


def _encoded(step, value, family) -> Row:
    """The row of an encoder of local features."""
    values = step.transform(LocalFeatures.of([value.points]))[0]
    def back(shares):
        return terms_of_points(step, value, shares, family)

    return Row(values, back, value.seen.first)


@_described.register(FrozenEstimator)
def _(step, value, family):
    return described(step.estimator, value, family)


@_described.register(Pipeline)
def _(step, value, family):
    if isinstance(step.steps[0][1], ReadColumns):
        return _of_table(step, value, family)
    for _, member in step.steps:
        value = described(member, value, family)
    return value


def _of_table(step, source, family) -> Row:
    """Columns of a table beside the image: nothing of them is in the image."""
    values = np.asarray(step.transform([source]))[0]
    whole = np.full((1, 4), np.nan)
    return Row(values, lambda shares: [Term(family, whole, shares.values.sum(0, keepdims=True))])


@_described.register(FeatureUnion)
def _(step, value, family):
    members = [(name, member) for name, member in step.transformer_list if member != "drop"]
    rows = [described(member, value, name) for name, member in members]
    if not rows or not all(isinstance(row, Row) for row in rows):
        raise NotExact("a union of what are no features has no rule")
    ends = np.cumsum([len(row.values) for row in rows])
    slices = [slice(end - len(row.values), end) for row, end in zip(rows, ends, strict=True)]

    def back(shares):
        parts = zip(rows, slices, strict=True)
        return [term for row, some in parts for term in row.back(shares.of(some))]

    image = next((row.image for row in rows if row.image is not None), None)
    return Row(np.concatenate([row.values for row in rows]), back, image)


@_described.register(ReadImages)
def _(step, value, family):
    if isinstance(value, SeenImage):
        return value
    return SeenImage(np.asarray(step.transform([value])[0]))


@_described.register(ImageTransformer)
def _(step, value, family):
    return _seen(value, step).through(step)


@_described.register(DescriptorExtractor)
def _(step, value, family):
    seen = _seen(value, step)
    return SeenPoints(seen, step.transform([seen.image])[0])


@_described.register(FeatureExtractor)
def _(step, value, family):
    seen = _seen(value, step)
    values = step.transform([seen.image])[0]

    def back(shares):
        return [Term(family, seen.back(_regions(step, seen)), shares.values)]

    return Row(values, back, seen.first)


@_described.register(Mirrored)
def _(step, value, family):
    """A column is a mean of two: what each adds to it is in a place of its own."""
    seen = _seen(value, step)
    values = step.transform([seen.image])[0]

    def back(shares):
        plain = (1 - step.weight) * step.extractor.transform([seen.image])[0].astype(float)
        turned = values - plain
        regions = _regions(step.extractor, seen)
        opposite = regions.copy()
        opposite[:, [1, 3]] = seen.image.shape[1] - regions[:, [3, 1]]
        sizes = np.abs(plain), np.abs(turned)
        total = sizes[0] + sizes[1]
        part = np.where(total > 0, sizes[0] / np.where(total > 0, total, 1), 1 - step.weight)
        own = shares.values * part[:, None]
        places = seen.back(regions), seen.back(opposite)
        return [Term(family, places[0], own), Term(family, places[1], shares.values - own)]

    return Row(values, back, seen.first)


@_described.register(PatchDictionary)
def _(step, value, family):
    seen = _seen(value, step)
    values = step.transform([seen.image])[0]
    def back(shares):
        return terms_of_patches(step, seen, values, shares, family)

    return Row(values, back, seen.first)


def _seen(value, step) -> SeenImage:
    if isinstance(value, SeenImage):
        return value
    if isinstance(value, np.ndarray):
        return SeenImage(value)
    raise NotExact(f"{type(step).__name__} is not given an image")


def _regions(step, seen) -> np.ndarray:
    return step.get_columns(seen.image.shape).regions
