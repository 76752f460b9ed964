"""Pairs of copies as the checks tell them."""

from dataclasses import dataclass

import numpy as np

from ._turned import turns_of
from .facts import Facts


@dataclass(frozen=True)
class Copies:
    """Pairs of images that are surely copies of each other.

    ``pairs`` ``(m, 2)``; of each ``words``, how the second is like the first, ``is_turned``, and
    ``same_label``.
    """

    pairs: np.ndarray
    words: list[str]
    is_turned: np.ndarray
    same_label: np.ndarray


def copies_of(facts: Facts, wanted=None) -> Copies:
    """Pairs that are certain, and among them those ``wanted`` ``(m,)`` of all pairs."""
    found = facts.duplicates
    stay = found.certain if wanted is None else found.certain & wanted
    pairs, identical = found.pairs[stay], found.identical[stay]
    turns = np.where(identical, "", turns_of(facts.thumbnails, pairs))
    words = [
        _words(facts, pair, same, turn)
        for pair, same, turn in zip(pairs.tolist(), identical.tolist(), turns.tolist(), strict=True)
    ]
    return Copies(pairs, words, turns != "", found.same_label[stay])


def _words(facts: Facts, pair, identical: bool, turn: str) -> str:
    if facts.digests[pair[0]] == facts.digests[pair[1]]:
        return "the same file as"
    if identical:
        return "the same pixels as"
    return f"{turn} copy of" if turn else "nearly the same as"


def kept_first(facts: Facts, pairs) -> list[tuple[int, int, int]]:
    """``(image to leave out, its copy to keep, number of the pair)`` of pairs with one label.

    Of every group the largest image is kept, of equal ones the first.
    """
    size = facts.files.width.astype(np.int64) * facts.files.height
    better = np.lexsort([np.arange(len(size)), -size])
    rank = np.empty(len(size), int)
    rank[better] = np.arange(len(size))
    out: dict[int, tuple[int, int]] = {}
    for number, (a, b) in enumerate(pairs.tolist()):
        keep, leave = (a, b) if rank[a] < rank[b] else (b, a)
        if leave not in out or rank[keep] < rank[out[leave][0]]:
            out[leave] = keep, number
    return [(leave, *out[leave]) for leave in sorted(out)]
