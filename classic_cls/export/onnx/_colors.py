"""Colours and grey levels in the graph."""

import numpy as np
import spox.opset.ai.onnx.v17 as op

from ...features import ColorHistogram, ColorMoments, IntensityStatistics, RawPixels, TinyImage
from ...kernels.color import CHANNEL_RANGES, CIRCULAR_CHANNELS
from ...transforms import EqualizeHistogram, GammaCorrection, ToGray
from ._values import Picture, Var, constant, integer, reshaped, taken, total, whole, real
from ._writing import NoExportError, write


def gray(image: Picture) -> Var:
    """Luminance as OpenCV has it: weights are whole numbers of parts of 32,768."""
    if image.channels is None:
        return image.values
    weights = constant([9798.0, 19235.0, 3735.0])
    sums = op.add(total(op.mul(image.values, weights), 2), constant(16384.0))
    return op.floor(op.div(sums, constant(32768.0)))


@write.register
def _to_gray(step: ToGray, image: Picture) -> Picture:
    shape = None if image.shape is None else image.shape[:2]
    return Picture(gray(image), image.height, image.width, shape, None)


@write.register
def _gamma(step: GammaCorrection, image: Picture) -> Picture:
    levels = np.arange(256, dtype=np.uint8)[None, None]
    table = step._transform(levels).ravel()
    return _with(image, taken(constant(table), integer(image.values)))


def _with(image: Picture, values: Var) -> Picture:
    return Picture(values, image.height, image.width, image.shape, image.channels)
