"""Copies of pipelines and unions with other members."""

import copy

from sklearn.pipeline import FeatureUnion, Pipeline

from ..base import DescriptorExtractor, ImageTransformer
from .blocks import Lookup
from .purity import is_pure

# Name of a first step that is a union of "images" and "columns".
JOINED = "joined"


def changed(node, **attributes):
    """A copy of a composite with other members, its other attributes kept."""
    node = copy.copy(node)
    for name, value in attributes.items():
        setattr(node, name, value)
    return node


def images_beside_columns(pipeline) -> Pipeline | None:
    """What describes the images, where columns of a table stand beside them; else None."""
    steps = getattr(pipeline, "steps", ())
    if not steps or steps[0][0] != JOINED or not isinstance(steps[0][1], FeatureUnion):
        return None
    images = dict(steps[0][1].transformer_list).get("images")
    return images if isinstance(images, Pipeline) else None


def map_dictionaries(function, node, takes_images: bool = True):
    """A copy with ``function(step)`` for all that learns from images or points, in order."""
    if isinstance(node, Pipeline):
        steps = []
        for name, step in node.steps:
            steps.append((name, map_dictionaries(function, step, takes_images)))
            takes_images = takes_images and _gives_images(step)
        return changed(node, steps=steps)
    if isinstance(node, FeatureUnion):
        members = node.transformer_list
        mapped = [(name, map_dictionaries(function, m, takes_images)) for name, m in members]
        return changed(node, transformer_list=mapped)
    learns = takes_images and hasattr(node, "transform") and not is_pure(node)
    return function(node) if learns and not isinstance(node, Lookup) else node


def _gives_images(step) -> bool:
    """Whether what comes out is images still, or their local features."""
    if isinstance(step, Lookup):
        return _gives_images(step.block.steps[-1])
    if isinstance(step, Pipeline):
        return all(_gives_images(member) for _, member in step.steps)
    plain = (ImageTransformer, DescriptorExtractor)
    return step is None or step == "passthrough" or isinstance(step, plain)
