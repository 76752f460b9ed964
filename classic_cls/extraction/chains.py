"""Chains of pure steps, from the source of an image to a block."""

import joblib
import numpy as np
from sklearn.pipeline import Pipeline

from ..base import FeatureExtractor, ImageTransformer, ImageViews
from ..reading import ReadImages

_OWN = (FeatureExtractor, ImageTransformer)


def chain_of(*steps) -> tuple:
    """Steps one behind the other, without those that do nothing; pipelines are taken apart."""
    chain = ()
    for step in steps:
        if isinstance(step, Pipeline):
            chain += chain_of(*(member for _, member in step.steps))
        elif step is not None and not isinstance(step, str):
            chain += (step,)
    return chain


def readers_of(chains) -> list[ReadImages]:
    """The different readers that chains start with."""
    firsts = (chain[0] for chain in chains if chain)
    return list({id(step): step for step in firsts if isinstance(step, ReadImages)}.values())


def sharing_equal_steps(chains) -> list[tuple]:
    """The chains, with one step in place of those that do the same, so that it runs but once.

    Behind other steps it is another one, as what it has learned of its images, such as their size,
    may differ.
    """
    firsts: dict[tuple, object] = {}

    def first_like(chain, place):
        if isinstance(chain[place], ReadImages):
            return chain[place]
        keys = tuple(key_of_step(step) for step in chain[: place + 1])
        return firsts.setdefault(keys, chain[place])

    return [tuple(first_like(chain, place) for place in range(len(chain))) for chain in chains]


def key_of_step(step):
    """Equal for steps of ours that do the same; of others for itself alone."""
    if not isinstance(step, (*_OWN, ReadImages)):
        return id(step)
    return type(step), joblib.hash(step.get_params())


def followers(reader, chains) -> list:
    """The different steps that come right after a reader; None where nothing does."""
    after = [(*chain[1:], None)[0] for chain in chains if chain and chain[0] is reader]
    return list({id(step): step for step in after}.values())


def takes_one_image(step) -> bool:
    """Whether a step may run on an image alone, with a single output."""
    return isinstance(step, _OWN) and not isinstance(step, ImageViews)


def alone(step, image):
    """The output of a step of ours for one image."""
    stack = np.ascontiguousarray(image)[None]
    if isinstance(step, ImageTransformer):
        return step._transform(stack)[0]
    row = step._extract(stack)[0]
    step._check_length(len(row), len(row), image.shape)
    return row


def all_views(step: ImageViews, n_views: int, images, digests) -> list:
    """All views of all images, those of an image side by side."""
    return [
        step.view(image, number, digest)
        for image, digest in zip(images, digests, strict=True)
        for number in range(n_views)
    ]
