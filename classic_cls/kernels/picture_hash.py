"""Ninety-six bits of a small picture, by which versions of one image are known again."""

import numpy as np

__all__ = ["N_BYTES", "hash_pictures", "least_distances"]

# Waves of a cosine transform, (down, across): all of up to 12 half periods together, and the six
# of 13 that are the least slanted. The set is the same when rows and columns change places.
_WAVES = [(u, total - u) for total in range(1, 13) for u in range(total + 1)]
_WAVES += [(u, 13 - u) for u in range(4, 10)]
_DOWN, _ACROSS = np.array(_WAVES).T
_TRANSPOSED = np.array([_WAVES.index((v, u)) for u, v in _WAVES])
N_BYTES = len(_WAVES) // 8

_FLAT = 1.0  # standard deviation in grey levels; below, signs are noise
_CHUNK = 2**22


def hash_pictures(pictures: np.ndarray) -> np.ndarray:
    """Signs of the coarse waves of square pictures ``(n, side, side)``: ``(n, 12)`` bytes.

    What resizing, recompressing and other brightness or contrast leave alone (the perceptual hash
    of C. Zauner, 2010, with more waves). A picture without contrast is all zeros.
    """
    side = pictures.shape[1]
    n = np.arange(14)[:, None] * (np.arange(side) + 0.5)
    cosines = np.cos(np.pi / side * n)
    waves = cosines @ np.asarray(pictures, float) @ cosines.T
    bits = waves[:, _DOWN, _ACROSS] > 0
    bits[np.std(pictures, axis=(1, 2)) < _FLAT] = False
    return np.packbits(bits, axis=1)


def least_distances(hashes, known, rank: int) -> tuple[np.ndarray, np.ndarray]:
    """Bits by which each hash differs from the nearest known one, and from that of a rank.

    The first image is turned and mirrored in all eight ways; the least distance counts. Hashes of
    pictures without contrast are 96 bits from everything.
    """
    target = _signs(known).T
    nearest, ranked = np.empty(len(hashes)), np.empty(len(hashes))
    step = max(1, _CHUNK // len(known))
    for start in range(0, len(hashes), step):
        found = hashes[start : start + step]
        alike = np.maximum.reduce([turned @ target for turned in _turned(_signs(found))])
        bits = (len(_WAVES) - alike) / 2
        bits[~found.any(axis=1)] = len(_WAVES)
        bits[:, ~known.any(axis=1)] = len(_WAVES)
        bits.partition(rank, axis=1)
        nearest[start : start + step] = bits[:, : rank + 1].min(axis=1)
        ranked[start : start + step] = bits[:, rank]
    return nearest, ranked


def _signs(hashes) -> np.ndarray:
    return np.unpackbits(hashes, axis=1).astype(np.float32) * 2 - 1


def _turned(signs):
    """The signs of a picture turned and mirrored in all eight ways."""
    odd_down, odd_across = (1 - 2 * (waves % 2) for waves in (_DOWN, _ACROSS))
    for one in (signs, signs[:, _TRANSPOSED]):
        for flip in (1, odd_down, odd_across, odd_down * odd_across):
            yield (one * flip).astype(np.float32)
