"""Mean magnitude of what filters let through, of many images at once.

Definition, for real images of ``H`` rows and ``W`` columns, each one period of a periodic image,
and a filter with the real transfer function ``G`` at the frequencies of their Fourier transform:

1. *Response*: ``z``, the inverse transform of the image's transform times ``G``; of it, only every
   ``k`` th row and every ``l`` th column are computed, first row and column included.
2. *Means*: the sum of ``|z|`` times weights of rows and weights of columns.

Keeping every ``k`` th row folds a transform: it is cut into ``k`` blocks, which are added up.
Values of a filter that are next to nothing are left out.

Sixteen planes (an image in a filter) are worked on side by side: the same pixel of all lies
together in memory, *lanes* as the processor's, so that the compiler takes them several at a time. A
line of pixels is transformed in the fast cache, in steps that all read from and write to the same
distances ("constant geometry", Pease, JACM 1968), whose result comes in another order. Every plane
goes through the same sums whatever stands beside it: results are equal to the bit.
"""

import math
import threading
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from . import plane_loops
from .plane_loops import APART, LANES

__all__ = [
    "Cells", "PackedFilters", "Spectra", "cells", "modulus_groups", "modulus_means", "pack",
    "transform",
]

_NEGLIGIBLE = 1e-5  # of the highest value of a filter
_REMEMBERED = 2**22  # numbers of an array that is used again: fresh memory costs as much as maths
_FEW = (2, 3, 4, 5)  # radices that have code of their own


class Line(NamedTuple):
    """How lines of one length are transformed: ``places`` says which value comes where."""

    radices: np.ndarray
    twiddles: np.ndarray
    places: np.ndarray


class Spectra(NamedTuple):
    """Transforms of real images, half of them: the other half follows.

    ``values`` is float32, (groups of 16 images, W // 2 + 1, H + 1, 2 * 16), real parts before
    imaginary ones. The last group may hold fewer than 16 of the ``number`` of images.
    """

    values: np.ndarray
    number: int
    shape: tuple[int, int]


class PackedFilters(NamedTuple):
    """Filters as runs of values that are not negligible, one after the other down a column.

    A run (6,) int64 has its column and row in the half of a transform, the direction in which it
    goes on (-1 where the half that is not kept is meant: rows backwards, imaginary parts negated),
    its length, its row in the folded transform, of ``shape`` (h, w), and its place in ``values``,
    float32. ``first`` (filters, w + 1) holds the first run of every folded column and, of the last
    one, the end.
    """

    values: np.ndarray
    runs: np.ndarray
    first: np.ndarray
    shape: tuple[int, int]


class Cells(NamedTuple):
    """Weights of the pixels of each cell along one axis, where they are not zero.

    Those of cell ``c`` are from ``first[c]`` to ``first[c + 1]`` of ``places`` and ``weights``.
    """

    first: np.ndarray
    places: np.ndarray
    weights: np.ndarray


def cells(weights) -> Cells:
    """Keep what is not zero of weights (cells, pixels).

    >>> cells(np.array([[0, 0.5, 0.5], [1, 0, 0]])).places
    array([1, 2, 0])
    """
    number, places = np.nonzero(weights)
    first = np.searchsorted(number, np.arange(len(weights) + 1))
    return Cells(first, places.copy(), weights[number, places].astype(np.float32))


def transform(images) -> Spectra:
    """Fourier transforms, not scaled, of real images (n, H, W) float32, valid until the next ones.

    >>> transform(np.ones((3, 4, 6), np.float32)).values[0, 0, 0, :3]
    array([24., 24., 24.], dtype=float32)
    """
    n, height, width = images.shape
    planes = _memory("planes", (-(-n // LANES), height, width, LANES))
    for group, plane in enumerate(planes):
        some = images[group * LANES : (group + 1) * LANES]
        plane[..., : len(some)] = some.transpose(1, 2, 0)
    return _transform_planes(planes, n, "spectra of images")


def _transform_planes(planes, n, memory="spectra") -> Spectra:
    groups, height, width, _ = planes.shape
    half = width // 2 + 1
    lines = _line(height), _line(width)
    values = _memory(memory, (groups, half, height + APART, 2 * LANES))
    plane_loops.transform_all(planes.reshape(-1), n, *lines, values.reshape(-1))
    return Spectra(values, n, (height, width))


def modulus_means(spectra: Spectra, filters: PackedFilters, down: Cells, across: Cells):
    """Weighted means of ``|z|``, (filters, images, cells down, cells across) float32.

    >>> wave = np.cos(np.arange(8) * np.pi / 2)
    >>> low_and_high = pack(np.stack([np.eye(1, 64).reshape(8, 8), np.eye(1, 64, 2).reshape(8, 8)]))
    >>> mean = cells(np.full((1, 8), 1 / 8))
    >>> spectra = transform(np.tile(wave, (1, 8, 1)))
    >>> modulus_means(spectra, low_and_high, mean, mean).ravel().round(3)
    array([0. , 0.5], dtype=float32)
    """
    n_planes = len(filters.first) * spectra.number
    groups = 0, -(-n_planes // LANES)
    means, _ = _work_on(groups, spectra, filters, down, across, keep=False)
    return means.reshape(len(filters.first), spectra.number, *means.shape[1:])


def modulus_groups(spectra: Spectra, filters: PackedFilters, down: Cells, across: Cells):
    """For every 16 planes, the means (planes, cells down, across), and transforms of ``|z|``.

    First come all images in the first filter, then those in the second, and so on. The transforms
    lie in memory that is used again for the next.
    """
    for group in range(-(-len(filters.first) * spectra.number // LANES)):
        means, moduli = _work_on((group, group + 1), spectra, filters, down, across, keep=True)
        yield means, _transform_planes(moduli, len(means))


_kept = threading.local()


def _memory(name, shape) -> np.ndarray:
    """Memory of this thread whose content does not matter, the same whenever it is asked for."""
    size = math.prod(shape)
    memory = getattr(_kept, name, None)
    if memory is None or len(memory) < size:
        memory = np.zeros(size, np.float32)  # since numbers of any old bits can be slow
        if 0 < size <= _REMEMBERED:
            setattr(_kept, name, memory)
    return memory[:size].reshape(shape)


def _work_on(groups, spectra, filters, down, across, keep):
    height, width = filters.shape
    n_cells = len(down.first) - 1, len(across.first) - 1
    n_planes = min(groups[1] * LANES, len(filters.first) * spectra.number) - groups[0] * LANES
    means = np.empty((n_planes, *n_cells), np.float32)
    moduli = _memory("planes", (int(keep), height, width, LANES))
    pooling = _pooling(down, across, height, keep)
    responses = _memory("responses", (len(pooling.row_weights), width + APART, 2 * LANES))
    lines = _line(height), _line(width)
    plane_loops.means_of_groups(groups, spectra, filters, lines, pooling, responses, moduli, means)
    return means, moduli


class _Pooling(NamedTuple):
    """Which of the rows that are computed each one is, or -1; their weights; cells across."""

    slots: np.ndarray
    row_weights: np.ndarray
    across: Cells


def _pooling(down, across, height, keep) -> _Pooling:
    wanted = np.arange(height) if keep else np.unique(down.places)
    slots = np.full(height, -1)
    slots[wanted] = np.arange(len(wanted))
    weights = np.zeros((len(wanted), len(down.first) - 1), np.float32)
    cell = np.repeat(np.arange(len(down.first) - 1), np.diff(down.first))
    weights[slots[down.places], cell] = down.weights
    return _Pooling(slots, weights, across)


def pack(transfers, steps=(1, 1)) -> PackedFilters:
    """Filters for the response at every ``steps`` th row and column.

    Of transfer functions (n, H, W) float32, in the order of the transform, whose highest value is
    about 1; the steps divide ``H`` and ``W``. Values are divided by ``H W``, so that no scaling is
    left to do.
    """
    n, height, width = transfers.shape
    shape = height // steps[0], width // steps[1]
    by_column = transfers.transpose(0, 2, 1)
    plain, mirrored = np.split(np.arange(width), [width // 2 + 1])
    found = [_runs(by_column, plain, shape[0], False), _runs(by_column, mirrored, shape[0], True)]
    number, column, row, length = np.concatenate(found, axis=1)
    order = np.lexsort([row, column, column % shape[1], number])
    number, column, row, length = number[order], column[order], row[order], length[order]
    ends = np.cumsum(length)
    inside = np.arange(length.sum()) + np.repeat(row - ends + length, length)
    values = by_column[np.repeat(number, length), np.repeat(column, length), inside]
    back = column > width // 2
    source = np.where(back, [width - column, -row % height], [column, row])
    runs = [*source, np.where(back, -1, 1), length, row % shape[0], ends - length]
    places = number * shape[1] + column % shape[1]
    first = np.searchsorted(places, np.arange(n)[:, None] * shape[1] + np.arange(shape[1] + 1))
    return PackedFilters(values / np.float32(height * width), np.stack(runs, axis=1), first, shape)


def _runs(by_column, columns, fold, backwards) -> np.ndarray:
    """Filter, column, first row and length of every run, (4, runs).

    They end where rows are folded, where the frequencies change sign, and, if they are read
    ``backwards``, after the first row, which is the last of those.
    """
    height = by_column.shape[2]
    cuts = {*range(0, height + 1, fold), height // 2, *([1] if backwards else [])}
    found = []
    for begin, end in pairwise(sorted(cuts)):
        kept = np.abs(by_column[:, columns, begin:end]) > _NEGLIGIBLE
        number, place = np.nonzero(kept.any(axis=2))
        kept = kept[number, place]
        first, after = kept.argmax(axis=1), end - begin - kept[:, ::-1].argmax(axis=1)
        found.append(np.stack([number, columns[place], begin + first, after - first]))
    return np.concatenate(found, axis=1)


@lru_cache(maxsize=64)
def _line(length: int) -> Line:
    radices = _radices(length)
    twiddles, places, done = [], np.zeros(1, np.int64), 1
    for radix in radices:
        rest = length // (done * radix)
        digits = np.arange(radix)
        places = (places[:, None] + done * digits).ravel()
        powers = np.arange(rest)[:, None] * digits
        if radix in _FEW:
            turns = powers[:, 1:] / (rest * radix)
        else:  # the whole matrix
            turns = (powers[:, :, None] / (rest * radix)) + np.outer(digits, digits) / radix
        waves = np.exp(2j * np.pi * turns).ravel()
        twiddles.append(np.stack([waves.real, waves.imag], axis=1).ravel())
        done *= radix
    flat = np.concatenate([np.zeros(0), *twiddles]).astype(np.float32)
    return Line(np.array(radices, np.int64), flat, places)


def _radices(length) -> list[int]:
    radices, radix = [], 4
    while length > 1:
        while length % radix == 0:
            radices.append(radix)
            length //= radix
        radix = {4: 2, 2: 3}.get(radix, radix + 2)
    return radices
