"""Steps side by side and one after the other."""

import spox.opset.ai.onnx.v17 as op
from sklearn.pipeline import FeatureUnion, Pipeline

from ...base import ImageViews
from ...reading import ReadImages
from ._values import Picture
from ._writing import write


@write.register
def _pipeline(step: Pipeline, value):
    for _, one in step.steps:
        if one is not None and one != "passthrough":
            value = write(one, value)
    return value


@write.register
def _union(step: FeatureUnion, value):
    members = [one for _, one in step.transformer_list if one != "drop"]
    rows = [value if one == "passthrough" else write(one, value) for one in members]
    if step.transformer_weights:
        raise NotImplementedError
    return rows[0] if len(rows) == 1 else op.concat(rows, axis=1)


@write.register
def _read(step: ReadImages, image: Picture) -> Picture:
    return image


@write.register
def _views(step: ImageViews, image: Picture) -> Picture:
    """Other views are for learning."""
    return image
