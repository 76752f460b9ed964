"""Resizing in the graph, of images of any size."""

import numpy as np
import spox.opset.ai.onnx.v17 as op

from ...transforms import Resize
from ._values import Picture, Var, constant, double, integer, real, whole
from ._writing import write

_UNIT = 2048  # OpenCV's weights of linear interpolation are whole numbers of this part


@write.register
def _resize(step: Resize, image: Picture) -> Picture:
    width, height = step._width_height()
    values = image.values if image.channels else op.unsqueeze(image.values, whole([2]))
    size = height, width
    if step.mode == "crop":
        values, image_size = _cropped(values, image, size)
        values = _stretched(values, *image_size, *map(whole, size))
    elif step.mode == "letterbox":
        values = _letterboxed(values, image, size)
    else:
        values = _stretched(values, image.height, image.width, *map(whole, size))
    channels = image.channels
    values = op.reshape(values, whole([*size, channels] if channels else size))
    shape = (*size, channels) if channels else size
    return Picture(values, whole(height), whole(width), shape, channels)


def _cropped(values: Var, image: Picture, size) -> tuple[Var, tuple[Var, Var]]:
    """The largest centred window of the aspect ratio of ``size``."""
    sides = _center_sides(tuple(map(whole, size)), (image.height, image.width))
    starts = [
        op.div(op.sub(outer, side), whole(2))
        for outer, side in zip((image.height, image.width), sides, strict=True)
    ]
    ends = [op.add(start, side) for start, side in zip(starts, sides, strict=True)]
    return op.slice(values, _list(starts), _list(ends), whole([0, 1])), sides


def _letterboxed(values: Var, image: Picture, size) -> Var:
    """The whole image, centred, between bars of mid-grey."""
    outer = tuple(map(whole, size))
    sides = _center_sides((image.height, image.width), outer)
    values = _stretched(values, image.height, image.width, *sides)
    before = [op.div(op.sub(o, s), whole(2)) for o, s in zip(outer, sides, strict=True)]
    after = [op.sub(op.sub(o, s), b) for o, s, b in zip(outer, sides, before, strict=True)]
    pads = _list([*before, whole(0), *after, whole(0)])
    return op.pad(values, pads, constant(128.0))


def _center_sides(shape, outer) -> tuple[Var, Var]:
    """Sides of the largest window of the aspect ratio of ``shape`` that fits into ``outer``."""
    ratios = [op.div(double(o), double(s)) for o, s in zip(outer, shape, strict=True)]
    scale = op.min(ratios)
    return tuple(  # type: ignore[return-value]
        op.max([integer(op.round(op.mul(double(side), scale))), whole(1)]) for side in shape
    )


def _list(numbers) -> Var:
    return op.concat([op.unsqueeze(number, whole([0])) for number in numbers], axis=0)


def _stretched(values: Var, old_height, old_width, height, width) -> Var:
    """Axes that shrink are averaged, then axes that grow interpolated."""
    small_height, small_width = op.min([old_height, height]), op.min([old_width, width])
    values = _averaged(values, old_height, old_width, small_height, small_width)
    return _interpolated(values, small_height, small_width, height, width)


def _averaged(values: Var, old_height, old_width, height, width) -> Var:
    """Means over areas, rounded half up, with the very sums of `area_resize` in their order."""
    rows = _summed(values, old_height, height, 0, constant(0.0))
    means = _summed(rows, old_width, width, 1, constant(0.5))
    return op.floor(means)


def _summed(values: Var, length: Var, windows: Var, axis: int, start: Var) -> Var:
    """Weighted sums over each of equal windows along an axis, four pixels at a time."""
    numbers = op.range(whole(0), windows, whole(1))
    edges = op.mul(numbers, length)
    first = op.div(edges, windows)
    # one less than the pixel behind the last one, from the first
    ends = op.add(edges, length)
    last = op.div(op.sub(ends, whole(1)), windows)
    count = op.reduce_max(op.sub(last, first), keepdims=False)
    fours = op.add(op.div(count, whole(4)), whole(1))
    others = whole([1 - axis, 2])

    def weighted(offset):
        number = op.add(first, offset)
        pixel = op.mul(number, windows)
        covered = op.sub(op.min([op.add(pixel, windows), ends]), op.max([pixel, edges]))
        share = op.div(double(op.max([covered, whole(0)])), double(length))
        found = op.gather(values, op.min([number, op.sub(length, whole(1))]), axis=axis)
        return op.mul(found, op.unsqueeze(real(share), others))

    def add_four(number, _, sums):
        offset = op.mul(op.squeeze(number, whole([0])), whole(4))
        a, b, c, d = (weighted(op.add(offset, whole(i))) for i in range(4))
        return constant([True], np.bool_), op.add(sums, op.add(op.add(a, b), op.add(c, d)))

    sides = op.shape(values)
    shape = [windows if i == axis else op.gather(sides, whole(i)) for i in range(3)]
    begin = op.expand(start, _list(shape))
    return op.loop(op.unsqueeze(fours, whole([0])), constant([True], np.bool_), v_initial=[begin], body=add_four)[0]


def _interpolated(values: Var, old_height, old_width, height, width) -> Var:
    """OpenCV's linear interpolation of bytes: weights and products are whole numbers."""
    left, right, share = _neighbours(old_width, width, stops=True)
    share = op.unsqueeze(share, whole([0, 2]))
    rest = op.sub(whole(_UNIT), share)
    values = integer(values)
    rows = op.add(
        op.mul(op.gather(values, left, axis=1), rest),
        op.mul(op.gather(values, right, axis=1), share),
    )
    above, below, share = _neighbours(old_height, height, stops=False)
    share = op.unsqueeze(share, whole([1, 2]))
    rest = op.sub(whole(_UNIT), share)
    rows = op.div(rows, whole(16))
    upper = op.div(op.mul(op.gather(rows, above, axis=0), rest), whole(1 << 16))
    lower = op.div(op.mul(op.gather(rows, below, axis=0), share), whole(1 << 16))
    return real(op.div(op.add(op.add(upper, lower), whole(2)), whole(4)))


def _neighbours(length: Var, wanted: Var, stops: bool) -> tuple[Var, Var, Var]:
    """Pixels before and after every place, and the weight of the one after.

    ``stops``: beyond the centre of the last pixel the weight is 0, not that of the pixel itself.
    """
    scale = op.div(double(length), double(wanted))
    half = constant(0.5, np.float64)
    numbers = double(op.range(whole(0), wanted, whole(1)))
    place = real(op.sub(op.mul(op.add(numbers, half), scale), half))
    before = op.floor(place)
    share = op.sub(place, before)
    before = integer(before)
    last = op.sub(length, whole(1))
    if stops:
        beyond = op.or_(op.less(before, whole(0)), op.greater_or_equal(before, last))
        share = op.where(beyond, constant(0.0), share)
    after = op.min([op.max([op.add(before, whole(1)), whole(0)]), last])
    before = op.min([op.max([before, whole(0)]), last])
    return before, after, integer(op.round(op.mul(share, constant(float(_UNIT)))))
