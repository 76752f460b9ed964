"""Base of the encoders: sampling, whitening, pooling by parts of the image."""

from abc import abstractmethod
from numbers import Integral
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from .._compat import Interval
from .._typing import Shape
from ..base import Columns, LocalFeatures, Points
from ..kernels.spatial_cells import cells_of, grids_of, segment_numbers
from ..kernels.whitening import project, whitening_axes
from ._threads import one_blas_thread, run_in_threads

# Small images are encoded together: this many points make products of matrices that pay.
_POINTS_TOGETHER, _IMAGES_TOGETHER = 4096, 32
# Points whose sums are made for each apart: as many sums as there are points.
_APART = 64


class DescriptorEncoder(TransformerMixin, BaseEstimator):
    """Base of the steps from local features to one ``float32`` row per image; they learn.

    A subclass names itself for the command line (``short_name``) and writes five hooks:

    - ``_learn(sample, rng)`` finds a dictionary of the whitened descriptors ``(m, d)`` and keeps
      it in ``words_`` and the like; ``_update(sample)`` goes on with further ones;
    - ``_nearest(descriptors)``, the number of the word of each;
    - ``_pool(descriptors, segments, n_segments)``, sums of shape ``(n_segments, n_words, width)``;
    - ``_normalized(sums)``, from sums by cell ``(n, cells, n_words, width)`` to an array of that
      shape; and ``_endings()``, the ends of the names of a word's columns.
    """

    short_name: str
    takes_images = False
    learns_from_sample = True  # so that half the images say as much
    _parameter_constraints: dict = {
        "n_words": [Interval(Integral, 1, None, closed="left")],
        "n_components": [Interval(Integral, 1, None, closed="left"), None],
        "layout": [str],
        "n_samples": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
    }

    def fit(self, X: LocalFeatures, y: object = None) -> Self:
        """Learn a dictionary from a random sample of the descriptors; labels are not needed.

        Raises
        ------
        ValueError
            If ``X`` is anything but LocalFeatures, or no image has local features.
        """
        self._validate_params()
        grids_of(self.layout)
        with one_blas_thread():
            self._fit(X)
        return self

    def _fit(self, X):
        rng = np.random.default_rng(check_random_state(self.random_state).randint(2**31))
        descriptors, positions = self._sampled(X, rng)
        self.n_descriptor_values_ = descriptors.shape[1]
        if self.n_components is not None:
            n_components = min(self.n_components, descriptors.shape[1])
            self.center_, self.axes_ = whitening_axes(descriptors, n_components)
        self.position_weight_ = 1.0
        sample = self._reduced(descriptors, positions)
        if self._adds_positions:  # from border to border as far as descriptors are spread
            self.position_weight_ = float(np.sqrt(sample[:, :-2].var(axis=0).sum()))
            sample[:, -2:] *= self.position_weight_
        self._learn(sample, rng)

    def partial_fit(self, X: LocalFeatures, y: object = None) -> Self:
        """Go on learning from further images, which count as much as those before.

        The first call is ``fit``; later ones keep its centre and axes.
        """
        if not hasattr(self, "words_"):
            return self.fit(X)
        rng = np.random.default_rng(check_random_state(self.random_state).randint(2**31))
        with one_blas_thread():
            self._update(self._reduced(*self._sampled(X, rng)))
        return self

    def transform(self, X: LocalFeatures) -> np.ndarray:
        """Rows ``(n, n_features)``, float32; zeros for an image without local features."""
        check_is_fitted(self, "words_")
        _check(X)
        cells = cells_of(grids_of(self.layout))
        parts = run_in_threads(lambda rows: self._encoded(X, rows, cells), _groups(X))
        return np.concatenate(parts)

    @property
    def _adds_positions(self) -> bool:
        return getattr(self, "positions", False)  # a parameter of some encoders

    def reduced(self, points: Points) -> np.ndarray:
        """The descriptors of one image in the space of the words, ``(m, d)``, float32 or uint8."""
        check_is_fitted(self, "words_")
        with one_blas_thread():
            return self._reduced(points.descriptors, points.positions)

    def assign(self, points: Points) -> np.ndarray:
        """Number of the word that every local feature of one image belongs to, ``(m,)``, intp."""
        check_is_fitted(self, "words_")
        with one_blas_thread():
            return self._nearest(self._reduced(points.descriptors, points.positions))

    def additions(self, points: Points) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """What each local feature of one image adds to the sums of words, before they are scaled.

        Numbers of points and of words ``(e,)`` each, and what the point adds to the word
        ``(e, width)``; to all other words it adds nothing.
        """
        check_is_fitted(self, "words_")
        with one_blas_thread():
            return self._apart(self._reduced(points.descriptors, points.positions))

    def _apart(self, descriptors):
        """`additions` of reduced descriptors; where each has one word, there is a faster way."""
        found = []
        for start in range(0, len(descriptors), _APART):
            some = descriptors[start : start + _APART]
            added = self._pool(some, np.arange(len(some)), len(some))
            numbers, words = np.nonzero(added.any(axis=2))
            found.append((numbers + start, words, added[numbers, words]))
        if not found:
            nothing = np.zeros(0, np.intp)
            return nothing, nothing, self._pool(descriptors, nothing, 1)[:0, 0]
        numbers, words, added = zip(*found, strict=True)
        return np.concatenate(numbers), np.concatenate(words), np.concatenate(added)

    def cells_of_points(self, points: Points) -> np.ndarray:
        """Whether every local feature is in each cell of the ``layout``, ``(m, n_cells)``."""
        grids = grids_of(self.layout)
        return cells_of(grids).T[segment_numbers(points.positions, grids)] > 0

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Names of the columns: encoder, grid, cell, word and what of it."""
        return np.asarray(self.get_columns((1, 1)).names, dtype=object)

    def get_columns(self, shape: Shape) -> Columns:
        """The columns for images of that shape: each is about its cell of the ``layout``."""
        check_is_fitted(self, "words_")
        words = range(len(self.words_))
        of_cell = [f"w{word}{ending}" for word in words for ending in self._endings()]
        parts = []
        for columns, rows in grids_of(self.layout):
            edges = np.linspace(0, shape[0], rows + 1), np.linspace(0, shape[1], columns + 1)
            parts.append(Columns.of_grid(f"{self.short_name}_{columns}x{rows}", *edges, of_cell))
        return Columns.joined(parts)

    def _sampled(self, X, rng):
        """Descriptors and positions, equally many of every image that has so many."""
        _check(X)
        images = np.arange(len(X))
        if len(images) > self.n_samples:
            images = np.sort(rng.choice(images, self.n_samples, replace=False))
        wanted = -(-self.n_samples // len(images))
        descriptors, positions = [], []
        for image in images:
            points = X[image]
            chosen = slice(None)
            if len(points.scales) > wanted:
                chosen = rng.choice(len(points.scales), wanted, replace=False, shuffle=False)
            descriptors.append(points.descriptors[chosen])
            positions.append(points.positions[chosen])
        descriptors = np.concatenate(descriptors)
        if not len(descriptors):
            raise ValueError(
                f"{type(self).__name__} found no local features in {len(images)} images; take "
                "larger images, or a descriptor that stands on a dense grid"
            )
        return descriptors, np.concatenate(positions)

    def _reduced(self, descriptors, positions):
        """Descriptors as the dictionary sees them."""
        self._check_length(descriptors)
        if self.n_components is None and not self._adds_positions:
            return descriptors
        kept = descriptors.shape[1] if self.n_components is None else self.axes_.shape[1]
        reduced = np.empty((len(descriptors), kept + 2 * self._adds_positions), np.float32)
        if self.n_components is None:
            reduced[:, :kept] = descriptors
        else:
            project(descriptors, self.center_, self.axes_, reduced)
        if self._adds_positions:
            np.subtract(positions, np.float32(0.5), out=reduced[:, kept:])
            reduced[:, kept:] *= self.position_weight_
        return reduced

    def _check_length(self, descriptors):
        if descriptors.shape[1] != self.n_descriptor_values_:
            raise ValueError(
                f"descriptors have {descriptors.shape[1]} values but {self.n_descriptor_values_} "
                f"in the images that {type(self).__name__} learned from; take the same descriptor"
            )

    def _encoded(self, X, rows, cells):
        images = [X[row] for row in rows]
        lengths = [len(points.scales) for points in images]
        descriptors, positions = images[0].descriptors, images[0].positions
        if len(images) > 1:
            descriptors = np.concatenate([points.descriptors for points in images])
            positions = np.concatenate([points.positions for points in images])
        n_segments = cells.shape[1]
        segments = np.repeat(np.arange(len(images)) * n_segments, lengths)
        if n_segments > 1:
            segments += segment_numbers(positions, grids_of(self.layout))
        reduced = self._reduced(descriptors, positions)
        sums = self._pool(reduced, segments, len(images) * n_segments)
        shape = len(images), len(cells), *sums.shape[1:]
        if n_segments > 1:
            sums = np.matmul(cells, sums.reshape(len(images), n_segments, -1))
        return self._normalized(sums.reshape(shape)).reshape(len(images), -1)

    @abstractmethod
    def _learn(self, sample, rng) -> None:
        """Find the dictionary."""

    @abstractmethod
    def _update(self, sample) -> None:
        """Go on with further descriptors."""

    @abstractmethod
    def _nearest(self, descriptors) -> np.ndarray:
        """Number of the word of each descriptor."""

    @abstractmethod
    def _pool(self, descriptors, segments, n_segments) -> np.ndarray:
        """Sums ``(n_segments, n_words, width)``."""

    @abstractmethod
    def _normalized(self, sums) -> np.ndarray:
        """Rows, from sums ``(n, cells, n_words, width)``."""

    @abstractmethod
    def _endings(self) -> list[str]:
        """Ends of the names of the columns of one word."""

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.transformer_tags.preserves_dtype = []
        return tags


def _check(X):
    if not isinstance(X, LocalFeatures):
        raise ValueError(
            f"X is a {type(X).__name__}, not LocalFeatures; put a descriptor such as DenseSIFT() "
            "before the encoder"
        )


def _groups(X) -> list[list[int]]:
    """Image numbers, in order: few large images, or many small ones."""
    groups: list[list[int]] = [[]]
    points = 0
    for row, here in enumerate(X.lengths):
        full = points + here > _POINTS_TOGETHER or len(groups[-1]) == _IMAGES_TOGETHER
        if groups[-1] and full:
            groups.append([])
            points = 0
        groups[-1].append(row)
        points += here
    return groups


def unit_length(values, axis) -> np.ndarray:
    """Divide by the Euclidean length over ``axis``; zeros stay."""
    axis = axis if isinstance(axis, tuple) else (axis,)
    lengths = np.sqrt(np.square(values).sum(axis=axis, keepdims=True))
    values /= np.where(lengths > 0, lengths, 1)
    return values
