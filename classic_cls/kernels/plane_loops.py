"""Compiled loops of ``kernels.moduli``, which has the definition: sixteen planes at a time.

Lines are ``(pixels, real or imaginary, lanes)``, flat: the compiler takes several lanes at once
where it sees that what is read and what is written lie apart.
"""

import numpy as np

from .._compat import jit

__all__ = ["APART", "LANES", "means_of_groups", "transform_all"]

LANES = 16
APART = 1  # rows or columns that keep lines from the same places of the cache
# Numbers without sign, since the compiled code need not ask whether an index is negative; and
# constants, since the compiler must see that what lies a fixed distance apart does not overlap.
_ONE, _TWO, _THREE, _FOUR, _FIVE, _SIX, _SEVEN, _EIGHT, _NINE = (
    np.uint64(LANES * k) for k in range(1, 10)
)


@jit
def transform_all(planes, n, down, across, values):
    """From planes (groups, H, W, lanes) to `Spectra.values`."""
    height, width = len(down.places), len(across.places)
    half = width // 2 + 1
    lines = np.zeros((3, max(height, width) * 2 * LANES), np.float32)
    for group in range((n + LANES - 1) // LANES):
        lanes = _whole(n - group * LANES)
        plane = planes[group * height * width * LANES :]
        spectrum = values[group * half * (height + APART) * 2 * LANES :]
        for y in range(0, height, 2):
            _load_pair(plane, y, height, width, lanes, lines[0])
            result = _run(lines[0], lines[1], lines[2], across, lanes)
            _part_pair(result, y, height, across.places, lanes, spectrum)
        for x in range(half):
            column = spectrum[x * (height + APART) * 2 * LANES :]
            result = _run(column, lines[1], lines[2], down, lanes)
            _store_conjugate(result, down.places, lanes, column)


@jit
def _whole(lanes):
    """So many lanes that no register is half empty: what is in the others does not matter."""
    return min(LANES, (lanes + 7) // 8 * 8)


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
        to = np.uint64(x * (height + APART) + y) * _TWO
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
def means_of_groups(groups, spectra, filters, lines, pooling, responses, moduli, means):
    down, across = lines
    slots, row_weights, cells = pooling
    height, width = len(down.places), len(across.places)
    n_rows, n_down, n_across = len(row_weights), row_weights.shape[1], len(cells.first) - 1
    values, plane, moduli = spectra.values.reshape(-1), responses.reshape(-1), moduli.reshape(-1)
    buffers = np.zeros((3, max(height, width) * 2 * LANES), np.float32)
    one, two, three = buffers[0], buffers[1], buffers[2]
    stride = width + APART
    sums = np.empty((n_down * n_across, LANES), np.float32)
    for group in range(groups[0], groups[1]):
        begin = (group - groups[0]) * LANES
        here = min(LANES, len(means) - begin)
        lanes = _whole(here)
        for x in range(width):
            _filter_column(values, spectra, filters, group * LANES, here, x, one)
            result = _run(one, two, three, down, lanes)
            _store_column(result, down.places, slots, x, stride, lanes, plane)
        sums[:] = 0
        for y in range(n_rows):
            row = plane[y * stride * 2 * LANES :]
            result = _run(row, two, three, across, lanes)
            _take_moduli(result, across.places, lanes, one)
            if len(moduli):
                _keep(one, width, lanes, moduli[y * width * LANES :])
            _pool(one, cells, row_weights[y], lanes, two, sums)
        for r in range(n_down):
            for c in range(n_across):
                for v in range(here):
                    means[begin + v, r, c] = sums[r * n_across + c, v]


@jit
def _filter_column(values, spectra, filters, plane, lanes, x, line):
    """A column of the folded, filtered transforms of the planes from number ``plane``."""
    line[: filters.shape[0] * 2 * LANES] = 0
    n, shape, lane = spectra.number, spectra.shape, 0
    while lane < lanes:
        f, image = divmod(plane + lane, n)
        group, from_lane = divmod(image, LANES)
        size = min(lanes - lane, n - image, LANES - from_lane)
        stride = shape[0] + APART
        source = group * (shape[1] // 2 + 1) * stride * 2 * LANES + from_lane
        for r in range(filters.first[f, x], filters.first[f, x + 1]):
            run = filters.runs[r]
            begin = np.uint64(source + (run[0] * stride + run[1]) * 2 * LANES)
            to = np.uint64(run[4] * 2 * LANES + lane)
            factors = filters.values[run[5] : run[5] + run[3]]
            if run[2] > 0:
                _add_run(values, begin, factors, size, line, to)
            else:
                _add_backwards(values, begin, factors, size, line, to)
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
        line[:LANES] = 0
        for k in range(cells.first[c], cells.first[c + 1]):
            weight, a = cells.weights[k], np.uint64(cells.places[k]) * _ONE
            for v in range(np.uint64(lanes)):
                line[v] += weight * moduli[a + v]
        for r in range(len(row_weights)):
            if row_weights[r] != 0:
                for v in range(LANES):
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
            c, d = b + far, b + far + far
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
            c, d, e = b + far, b + far + far, b + far + far + far
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
