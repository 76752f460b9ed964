"""Ninety-six bits of a small picture, by which versions of one image are known again."""

import numpy as np

from .._compat import jit

__all__ = ["N_BYTES", "hash_pictures", "least_distances"]

# Waves of a cosine transform, (down, across): all of up to 12 half periods together, and the six
# of 13 that are the least slanted. The set is the same when rows and columns change places.
_WAVES = [(u, total - u) for total in range(1, 13) for u in range(total + 1)]
_WAVES += [(u, 13 - u) for u in range(4, 10)]
_DOWN, _ACROSS = np.array(_WAVES).T
_TRANSPOSED = np.array([_WAVES.index((v, u)) for u, v in _WAVES])
N_BYTES = len(_WAVES) // 8

_FLAT = 1.0  # standard deviation in grey levels; below, signs are noise


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

    The first picture is turned and mirrored in all eight ways; the least distance counts. What has
    no contrast is 96 bits from everything.
    """
    nearest, ranked = np.full((2, len(hashes)), len(_WAVES))
    shown, known = hashes.any(axis=1), known[known.any(axis=1)]
    if len(known) and shown.any():
        turned = np.stack([_words(one) for one in _turned(hashes[shown])], axis=1)
        counts = np.zeros((shown.sum(), len(_WAVES) + 1), np.int64)
        _count_distances(turned, _words(known), counts)
        upto = np.cumsum(counts, axis=1)
        nearest[shown] = (upto > 0).argmax(axis=1)
        ranked[shown] = (upto > min(rank, len(known) - 1)).argmax(axis=1)
    return nearest, ranked


def _turned(hashes):
    """The hashes of a picture turned and mirrored in all eight ways."""
    bits = np.unpackbits(hashes, axis=1)
    odd_down, odd_across = _DOWN % 2, _ACROSS % 2
    for one in (bits, bits[:, _TRANSPOSED]):
        for flip in (0 * odd_down, odd_down, odd_across, odd_down ^ odd_across):
            yield np.packbits(one ^ flip.astype(np.uint8), axis=1)


def _words(hashes) -> np.ndarray:
    """Twelve bytes as two words of 64 bits."""
    padded = np.zeros((len(hashes), 16), np.uint8)
    padded[:, :N_BYTES] = hashes
    return padded.view(np.uint64)


@jit
def _count_distances(turned, known, counts):
    """For each hash, how many known ones are 0, 1, ... bits away."""
    for i in range(len(turned)):
        for j in range(len(known)):
            least = 96
            for t in range(turned.shape[1]):
                bits = _ones(turned[i, t, 0] ^ known[j, 0]) + _ones(turned[i, t, 1] ^ known[j, 1])
                least = min(least, bits)
            counts[i, least] += 1


@jit
def _ones(word):
    """Bits that are set (H. Warren, "Hacker's Delight", section 5-1)."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + (
        (word >> np.uint64(2)) & np.uint64(0x3333333333333333)
    )
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))
