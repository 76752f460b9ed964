"""A whole model as one ONNX graph, from pixels to label."""

import numpy as np
import spox
import spox.opset.ai.onnx.v17 as op
from sklearn.pipeline import Pipeline

from ._classifiers import Answer, answer, exact
from ._values import Picture, constant, reshaped, whole
from ._writing import write


def written_pipeline(pipeline: Pipeline, image: spox.Var) -> Answer:
    """What a fitted pipeline says of an image ``(H, W, 3)``, uint8."""
    sides = op.shape(image)
    height, width = (op.gather(sides, whole(axis)) for axis in (0, 1))
    values = op.cast(image, to=np.float32)
    value = Picture(values, height, width, None, 3)
    *steps, (_, classifier) = pipeline.steps
    for _, step in steps:
        if step is not None and step != "passthrough":
            value = write(step, value)
    return answer(classifier, value)


def graph_of(pipeline: Pipeline):
    image = spox.argument(spox.Tensor(np.uint8, ("height", "width", 3)))
    found = written_pipeline(pipeline, image)
    names = constant_names(pipeline.classes_)
    label = op.gather(names, found.chosen)
    return spox.build({"image": image}, {"label": label, "scores": found.scores})


def constant_names(names):
    return op.constant(value_strings=[str(name) for name in names])
