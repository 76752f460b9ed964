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

from .._compat import jit

__all__ = [
    "Cells", "PackedFilters", "Spectra", "cells", "modulus_groups", "modulus_means", "pack",
    "transform",
]

_NEGLIGIBLE = 1e-5  # of the highest value of a filter
_LANES = 16
_APART = 1  # rows or columns that keep lines from the same places of the cache
# Numbers without sign, since the compiled code need not ask whether an index is negative; and
# constants, since the compiler must see that what lies a fixed distance apart does not overlap.
_ONE, _TWO, _THREE, _FOUR, _FIVE, _SIX, _SEVEN, _EIGHT, _NINE = (
    np.uint64(_LANES * k) for k in range(1, 10)
)
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
    planes = _memory("planes", (-(-n // _LANES), height, width, _LANES))
    for group, plane in enumerate(planes):
        some = images[group * _LANES : (group + 1) * _LANES]
        plane[..., : len(some)] = some.transpose(1, 2, 0)
    return _transform_planes(planes, n, "spectra of images")


def _transform_planes(planes, n, memory="spectra") -> Spectra:
    groups, height, width, _ = planes.shape
    half = width // 2 + 1
    lines = _line(height), _line(width)
    values = _memory(memory, (groups, half, height + _APART, 2 * _LANES))
    _transform_all(planes.reshape(-1), n, *lines, values.reshape(-1))
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
    groups = 0, -(-n_planes // _LANES)
    means, _ = _work_on(groups, spectra, filters, down, across, keep=False)
    return means.reshape(len(filters.first), spectra.number, *means.shape[1:])


def modulus_groups(spectra: Spectra, filters: PackedFilters, down: Cells, across: Cells):
    """For every 16 planes, the means (planes, cells down, across), and transforms of ``|z|``.

    First come all images in the first filter, then those in the second, and so on. The transforms
    lie in memory that is used again for the next.
    """
    for group in range(-(-len(filters.first) * spectra.number // _LANES)):
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
    n_planes = min(groups[1] * _LANES, len(filters.first) * spectra.number) - groups[0] * _LANES
    means = np.empty((n_planes, *n_cells), np.float32)
    moduli = _memory("planes", (int(keep), height, width, _LANES))
    slots, row_weights = _rows(down, height, keep)
    responses = _memory("responses", (len(row_weights), width + _APART, 2 * _LANES))
    _means_of_groups(
        groups, spectra.values.reshape(-1), spectra.shape, spectra.number, filters, _line(height),
        _line(width), slots, row_weights, across, responses.reshape(-1), moduli.reshape(-1), means,
    )
    return means, moduli


def _rows(down, height, keep):
    """Which of the rows that are computed each one is, or -1, and their weights in the cells."""
    wanted = np.arange(height) if keep else np.unique(down.places)
    slots = np.full(height, -1)
    slots[wanted] = np.arange(len(wanted))
    weights = np.zeros((len(wanted), len(down.first) - 1), np.float32)
    cell = np.repeat(np.arange(len(down.first) - 1), np.diff(down.first))
    weights[slots[down.places], cell] = down.weights
    return slots, weights


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


@jit
def _transform_all(planes, n, down, across, values):
    """From planes (groups, H, W, lanes) to `Spectra.values`."""
    height, width = len(down.places), len(across.places)
    half = width // 2 + 1
    lines = np.zeros((3, max(height, width) * 2 * _LANES), np.float32)
    for group in range((n + _LANES - 1) // _LANES):
        lanes = _whole(n - group * _LANES)
        plane = planes[group * height * width * _LANES :]
        spectrum = values[group * half * (height + _APART) * 2 * _LANES :]
        for y in range(0, height, 2):
            _load_pair(plane, y, height, width, lanes, lines[0])
            result = _run(lines[0], lines[1], lines[2], across, lanes)
            _part_pair(result, y, height, across.places, lanes, spectrum)
        for x in range(half):
            column = spectrum[x * (height + _APART) * 2 * _LANES :]
            result = _run(column, lines[1], lines[2], down, lanes)
            _store_conjugate(result, down.places, lanes, column)


@jit
def _whole(lanes):
    """So many lanes that no register is half empty: what is in the others does not matter."""
    return min(_LANES, (lanes + 7) // 8 * 8)


@jit
def _load_pair(plane, y, height, width, lanes, line):
    """A row as the real part and the one below as the imaginary part."""
    there = y + 1 < height
    for x in range(np.uint64(width)):
        to, a = x * _TWO, (np.uint64(y * width) + x) * _ONE
        b = a + np.uint64(width) * _ONE if there else a
        for v in range(np.uint64(lanes)):
            line[to + v] = plane[a + v]
            line[to + _ONE + v] = plane[b + v]


@jit
def _part_pair(line, y, height, places, lanes, spectrum):
    """The transform of two real rows at once, parted and conjugated."""
    width = len(places)
    half = np.float32(0.5)
    where = np.empty(width, np.uint64)
    for k in range(width):
        where[places[k]] = k
    for x in range(width // 2 + 1):
        a, b = where[x] * _TWO, where[(width - x) % width] * _TWO
        to = np.uint64(x * (height + _APART) + y) * _TWO
        for v in range(np.uint64(lanes)):
            spectrum[to + v] = half * (line[a + v] + line[b + v])
            spectrum[to + _ONE + v] = half * (line[a + _ONE + v] - line[b + _ONE + v])
        if y + 1 < height:
            for v in range(np.uint64(lanes)):
                spectrum[to + _TWO + v] = half * (line[a + _ONE + v] + line[b + _ONE + v])
                spectrum[to + _THREE + v] = half * (line[b + v] - line[a + v])


@jit
def _store_conjugate(line, places, lanes, column):
    for k in range(len(places)):
        a, to = np.uint64(k) * _TWO, np.uint64(places[k]) * _TWO
        for v in range(np.uint64(lanes)):
            column[to + v] = line[a + v]
            column[to + _ONE + v] = -line[a + _ONE + v]


@jit
def _means_of_groups(
    groups, spectra, shape, n, filters, down, across, slots, row_weights, cells, plane, moduli,
    means,
):
    height, width = len(down.places), len(across.places)
    n_rows, n_down, n_across = len(row_weights), row_weights.shape[1], len(cells.first) - 1
    stride = width + _APART
    lines = np.zeros((3, max(height, width) * 2 * _LANES), np.float32)
    sums = np.empty((n_down * n_across, _LANES), np.float32)
    for group in range(groups[0], groups[1]):
        begin = (group - groups[0]) * _LANES
        here = min(_LANES, len(means) - begin)
        lanes = _whole(here)
        for x in range(width):
            _filter_column(spectra, shape, n, filters, group * _LANES, here, x, lines[0])
            result = _run(lines[0], lines[1], lines[2], down, lanes)
            _store_column(result, down.places, slots, x, stride, lanes, plane)
        sums[:] = 0
        for y in range(n_rows):
            row = plane[y * stride * 2 * _LANES :]
            result = _run(row, lines[1], lines[2], across, lanes)
            _take_moduli(result, across.places, lanes, lines[0])
            if len(moduli):
                _keep(lines[0], width, lanes, moduli[y * width * _LANES :])
            _pool(lines[0], cells, row_weights[y], lanes, lines[1], sums)
        for r in range(n_down):
            for c in range(n_across):
                for v in range(here):
                    means[begin + v, r, c] = sums[r * n_across + c, v]


@jit
def _filter_column(spectra, shape, n, filters, plane, lanes, x, line):
    """A column of the folded, filtered transforms of the planes from number ``plane``."""
    line[: filters.shape[0] * 2 * _LANES] = 0
    lane = 0
    while lane < lanes:
        f, image = divmod(plane + lane, n)
        group, from_lane = divmod(image, _LANES)
        size = min(lanes - lane, n - image, _LANES - from_lane)
        stride = shape[0] + _APART
        source = group * (shape[1] // 2 + 1) * stride * 2 * _LANES + from_lane
        for r in range(filters.first[f, x], filters.first[f, x + 1]):
            run = filters.runs[r]
            begin = np.uint64(source + (run[0] * stride + run[1]) * 2 * _LANES)
            to = np.uint64(run[4] * 2 * _LANES + lane)
            values = filters.values[run[5] : run[5] + run[3]]
            if run[2] > 0:
                _add_run(spectra, begin, values, size, line, to)
            else:
                _add_backwards(spectra, begin, values, size, line, to)
        lane += size


@jit
def _add_run(spectra, begin, values, lanes, line, to):
    for k in range(np.uint64(len(values))):
        value = values[k]
        a, b = begin + k * _TWO, to + k * _TWO
        for v in range(np.uint64(lanes)):
            line[b + v] += value * spectra[a + v]
            line[b + _ONE + v] += value * spectra[a + _ONE + v]


@jit
def _add_backwards(spectra, begin, values, lanes, line, to):
    for k in range(np.uint64(len(values))):
        value = values[k]
        a, b = begin - k * _TWO, to + k * _TWO
        for v in range(np.uint64(lanes)):
            line[b + v] += value * spectra[a + v]
            line[b + _ONE + v] -= value * spectra[a + _ONE + v]


@jit
def _store_column(line, places, slots, x, stride, lanes, plane):
    for k in range(len(places)):
        row = slots[places[k]]
        if row >= 0:
            a, to = np.uint64(k) * _TWO, np.uint64(row * stride + x) * _TWO
            for v in range(np.uint64(lanes)):
                plane[to + v] = line[a + v]
                plane[to + _ONE + v] = line[a + _ONE + v]


@jit
def _take_moduli(line, places, lanes, out):
    for k in range(len(places)):
        a, to = np.uint64(k) * _TWO, np.uint64(places[k]) * _ONE
        for v in range(np.uint64(lanes)):
            real, imaginary = line[a + v], line[a + _ONE + v]
            out[to + v] = np.sqrt(real * real + imaginary * imaginary)


@jit
def _keep(moduli, width, lanes, out):
    for x in range(np.uint64(width)):
        for v in range(np.uint64(lanes)):
            out[x * _ONE + v] = moduli[x * _ONE + v]


@jit
def _pool(moduli, cells, row_weights, lanes, line, sums):
    """Add a row's share of the means."""
    n_across = len(cells.first) - 1
    for c in range(n_across):
        line[:_LANES] = 0
        for k in range(cells.first[c], cells.first[c + 1]):
            weight, a = cells.weights[k], np.uint64(cells.places[k]) * _ONE
            for v in range(np.uint64(lanes)):
                line[v] += weight * moduli[a + v]
        for r in range(len(row_weights)):
            if row_weights[r] != 0:
                for v in range(_LANES):
                    sums[r * n_across + c, v] += row_weights[r] * line[v]


@jit
def _run(line, one, other, plan, lanes):
    """Inverse transform of a line, not scaled: ``one`` or ``other`` (``line`` if it is short)."""
    done, place = np.int64(1), 0  # no constant: it would be compiled for itself
    source, target, spare = line, one, other
    for radix in plan.radices:
        rest = len(plan.places) // (done * radix)
        twiddles = plan.twiddles[place:]
        if radix == 4:
            _fours(source, rest, done, twiddles, lanes, target)
        elif radix == 2:
            _twos(source, rest, done, twiddles, lanes, target)
        elif radix == 3:
            _threes(source, rest, done, twiddles, lanes, target)
        elif radix == 5:
            _fives(source, rest, done, twiddles, lanes, target)
        else:
            _others(source, radix, rest, done, twiddles, lanes, target)
        place += 2 * rest * (radix - 1 if radix <= 5 else radix * radix)
        done *= radix
        source, target, spare = target, spare, target
    return source


# Each reads values that are as far apart as there are butterflies, and writes neighbours.


@jit
def _twos(x, rest, done, twiddles, lanes, y):
    far = np.uint64(rest * done) * _TWO
    for p in range(rest):
        c, s = twiddles[2 * p], twiddles[2 * p + 1]
        for q in range(done):
            a = np.uint64(p * done + q) * _TWO
            b, to = a + far, a * np.uint64(2)
            for v in range(np.uint64(lanes)):
                y[to + v] = x[a + v] + x[b + v]
                y[to + _ONE + v] = x[a + _ONE + v] + x[b + _ONE + v]
                re, im = x[a + v] - x[b + v], x[a + _ONE + v] - x[b + _ONE + v]
                y[to + _TWO + v] = re * c - im * s
                y[to + _THREE + v] = re * s + im * c


@jit
def _threes(x, rest, done, twiddles, lanes, y):
    far = np.uint64(rest * done) * _TWO
    half, root = np.float32(0.5), np.float32(np.sqrt(0.75))
    for p in range(rest):
        w = twiddles[4 * p : 4 * p + 4]
        c1, s1, c2, s2 = w[0], w[1], w[2], w[3]
        for q in range(done):
            a = np.uint64(p * done + q) * _TWO
            b, to = a + far, a * np.uint64(3)
            c = b + far
            for v in range(np.uint64(lanes)):
                sr, si = x[b + v] + x[c + v], x[b + _ONE + v] + x[c + _ONE + v]
                tr = root * (x[c + _ONE + v] - x[b + _ONE + v])
                ti = root * (x[b + v] - x[c + v])
                mr, mi = x[a + v] - half * sr, x[a + _ONE + v] - half * si
                y[to + v] = x[a + v] + sr
                y[to + _ONE + v] = x[a + _ONE + v] + si
                re, im = mr + tr, mi + ti
                y[to + _TWO + v] = re * c1 - im * s1
                y[to + _THREE + v] = re * s1 + im * c1
                re, im = mr - tr, mi - ti
                y[to + _FOUR + v] = re * c2 - im * s2
                y[to + _FIVE + v] = re * s2 + im * c2


@jit
def _fours(x, rest, done, twiddles, lanes, y):
    far = np.uint64(rest * done) * _TWO
    for p in range(rest):
        w = twiddles[6 * p : 6 * p + 6]
        c1, s1, c2, s2, c3, s3 = w[0], w[1], w[2], w[3], w[4], w[5]
        for q in range(done):
            a = np.uint64(p * done + q) * _TWO
            b, to = a + far, a * np.uint64(4)
            c = b + far
            d = c + far
            for v in range(np.uint64(lanes)):
                er, ei = x[a + v] + x[c + v], x[a + _ONE + v] + x[c + _ONE + v]
                fr, fi = x[a + v] - x[c + v], x[a + _ONE + v] - x[c + _ONE + v]
                gr, gi = x[b + v] + x[d + v], x[b + _ONE + v] + x[d + _ONE + v]
                hr, hi = x[d + _ONE + v] - x[b + _ONE + v], x[b + v] - x[d + v]
                y[to + v] = er + gr
                y[to + _ONE + v] = ei + gi
                re, im = fr + hr, fi + hi
                y[to + _TWO + v] = re * c1 - im * s1
                y[to + _THREE + v] = re * s1 + im * c1
                re, im = er - gr, ei - gi
                y[to + _FOUR + v] = re * c2 - im * s2
                y[to + _FIVE + v] = re * s2 + im * c2
                re, im = fr - hr, fi - hi
                y[to + _SIX + v] = re * c3 - im * s3
                y[to + _SEVEN + v] = re * s3 + im * c3


@jit
def _fives(x, rest, done, twiddles, lanes, y):
    far = np.uint64(rest * done) * _TWO
    u, w = np.float32(np.cos(0.4 * np.pi)), np.float32(np.cos(0.8 * np.pi))
    t, z = np.float32(np.sin(0.4 * np.pi)), np.float32(np.sin(0.8 * np.pi))
    for p in range(rest):
        k = twiddles[8 * p : 8 * p + 8]
        c1, s1, c2, s2, c3, s3, c4, s4 = k[0], k[1], k[2], k[3], k[4], k[5], k[6], k[7]
        for q in range(done):
            a = np.uint64(p * done + q) * _TWO
            b, to = a + far, a * np.uint64(5)
            c = b + far
            d = c + far
            e = d + far
            for v in range(np.uint64(lanes)):
                er, ei = x[b + v] + x[e + v], x[b + _ONE + v] + x[e + _ONE + v]
                fr, fi = x[b + v] - x[e + v], x[b + _ONE + v] - x[e + _ONE + v]
                gr, gi = x[c + v] + x[d + v], x[c + _ONE + v] + x[d + _ONE + v]
                hr, hi = x[c + v] - x[d + v], x[c + _ONE + v] - x[d + _ONE + v]
                y[to + v] = x[a + v] + er + gr
                y[to + _ONE + v] = x[a + _ONE + v] + ei + gi
                mr, mi = x[a + v] + u * er + w * gr, x[a + _ONE + v] + u * ei + w * gi
                nr, ni = -t * fi - z * hi, t * fr + z * hr
                re, im = mr + nr, mi + ni
                y[to + _TWO + v] = re * c1 - im * s1
                y[to + _THREE + v] = re * s1 + im * c1
                re, im = mr - nr, mi - ni
                y[to + _EIGHT + v] = re * c4 - im * s4
                y[to + _NINE + v] = re * s4 + im * c4
                mr, mi = x[a + v] + w * er + u * gr, x[a + _ONE + v] + w * ei + u * gi
                nr, ni = t * hi - z * fi, z * fr - t * hr
                re, im = mr + nr, mi + ni
                y[to + _FOUR + v] = re * c2 - im * s2
                y[to + _FIVE + v] = re * s2 + im * c2
                re, im = mr - nr, mi - ni
                y[to + _SIX + v] = re * c3 - im * s3
                y[to + _SEVEN + v] = re * s3 + im * c3


@jit
def _others(x, radix, rest, done, twiddles, lanes, y):
    far = np.uint64(rest * done) * _TWO
    for p in range(rest):
        for q in range(done):
            begin = np.uint64(p * done + q) * _TWO
            for k in range(radix):
                to = begin * np.uint64(radix) + np.uint64(k) * _TWO
                y[to : to + _TWO] = 0
                for j in range(radix):
                    place = 2 * ((p * radix + k) * radix + j)
                    c, s = twiddles[place], twiddles[place + 1]
                    a = begin + np.uint64(j) * far
                    for v in range(np.uint64(lanes)):
                        y[to + v] += x[a + v] * c - x[a + _ONE + v] * s
                        y[to + _ONE + v] += x[a + v] * s + x[a + _ONE + v] * c
