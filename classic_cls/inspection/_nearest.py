"""The places of the few patches nearest to every word, gathered image by image."""

from typing import NamedTuple

import numpy as np


class Place(NamedTuple):
    """A square of an image: number of the image, centre in [0, 1], side over the shorter side."""

    image: int
    x: float
    y: float
    scale: float


class Sighting(NamedTuple):
    """The words of one image: points of each, and the few points nearest to each."""

    counts: np.ndarray
    words: np.ndarray
    ranks: np.ndarray  # 0 for the nearest point of its word, 1 for the next
    distances: np.ndarray
    squares: np.ndarray  # x, y and scale

    @classmethod
    def of(cls, points, words, distances, n_words: int, per_word: int) -> "Sighting":
        """Keep the ``per_word`` nearest points of every word."""
        order = np.lexsort((distances, words))
        sorted_words = words[order]
        ranks = np.arange(len(order)) - np.searchsorted(sorted_words, sorted_words)
        order, ranks = order[ranks < per_word], ranks[ranks < per_word]
        return cls(
            np.bincount(words, minlength=n_words),
            words[order],
            ranks,
            distances[order],
            np.column_stack([points.positions, points.scales])[order],
        )


class NearestPlaces:
    """For every word the places nearest to it, in a table of fixed size."""

    def __init__(self, n_words: int, n_places: int):
        self._distances = np.full((n_words, n_places), np.inf, np.float32)
        self._images = np.full((n_words, n_places), -1)
        self._squares = np.zeros((n_words, n_places, 3), np.float32)

    def add(self, image: int, seen: Sighting) -> None:
        """Enter what is nearer than the farthest place of its word."""
        for rank in range(seen.ranks.max(initial=-1) + 1):  # of one rank a word has one point
            nearer = seen.distances < self._distances[seen.words, -1]
            new = np.flatnonzero(nearer & (seen.ranks == rank))
            words = seen.words[new]
            self._distances[words, -1] = seen.distances[new]
            self._images[words, -1] = image
            self._squares[words, -1] = seen.squares[new]
            order = np.argsort(self._distances[words], axis=1, kind="stable")
            for table in (self._distances, self._images, self._squares):
                table[words] = table[words[:, None], order]

    def of(self, word: int, n_places=None) -> list[Place]:
        """Places of a word, nearest first."""
        rows = zip(self._images[word, :n_places], self._squares[word])
        return [Place(int(image), *map(float, square)) for image, square in rows if image >= 0]


def cut(image: np.ndarray, place: Place) -> np.ndarray:
    """The square at a place; what lies outside the image repeats its border.

    >>> cut(np.arange(16).reshape(4, 4), Place(0, x=0.5, y=0.25, scale=0.5))
    array([[1, 2],
           [5, 6]])
    """
    height, width = image.shape[:2]
    side = max(1, round(place.scale * min(height, width)))
    top = int(np.floor(place.y * height - side / 2 + 0.5))
    left = int(np.floor(place.x * width - side / 2 + 0.5))
    rows = np.clip(np.arange(top, top + side), 0, height - 1)
    columns = np.clip(np.arange(left, left + side), 0, width - 1)
    return image[rows[:, None], columns]
