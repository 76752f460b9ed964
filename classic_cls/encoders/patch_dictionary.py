"""Images in terms of a dictionary of small patches, learned from images alone."""

from collections.abc import Iterator
from numbers import Integral, Real
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted

from .._compat import Interval, StrOptions
from .._remedies import remedy
from .._typing import Image, ImageBatch, RandomState, Shape
from .._validation import check_image_batch
from ..base import Columns, ImageSizeError
from ..kernels.k_means import k_means, k_means_step
from ..kernels.patch_encoding import cells_of_positions, has_both_signs, pooled
from ..kernels.patches import (
    normalized_patches,
    positions_along,
    random_patches,
    whiten,
    whitening_axes,
)
from ._encoder import run_in_threads, unit_length

_IMAGES_TOGETHER = 16
_ITERATIONS = 10


class PatchDictionary(TransformerMixin, BaseEstimator):
    """Small patches compared with a learned dictionary of patches, pooled over a grid.

    What should a feature look for? Here the images themselves answer, without their labels. A
    hundred thousand small squares are cut out at random; brightness and contrast are taken out of
    each, and what neighbouring pixels share (whitening), so that edges, corners and spots of colour
    remain. Typical ones of these, found by k-means, are the *words*. An image is then read square
    by square: how near is each patch to each word, averaged over the cells of a grid. That is one
    layer of a convolutional network, learned in seconds. Coates, Lee and Ng [1]_ showed that with
    enough words it beat the deep networks of its day, and that the number of words and whitening
    matter far more than the method of learning. Good for small images (20 to 64 pixels) of things
    that fill them, where there are thousands to train the classifier; resize large ones first.
    Follow it by a :class:`ClippedScaler` and a ``KernelRidgeClassifier``, or a linear classifier.

    Parameters
    ----------
    n_words : int, default=800
        Words, fewer if there are not so many patches. More are better, as long as there are images
        enough for the columns.
    patch_size : int, default=6
        Side of a patch, in pixels.
    stride : int, default=1
        Pixels from one patch to the next. Time falls with its square.
    words : {"kmeans", "random"}, default="kmeans"
        Means of similar patches, or patches as they come, which need no learning.
    encoding : {"soft_threshold", "triangle", "nearest"}, default="soft_threshold"
        How a patch is compared with a word; with ``c`` the cosine of the angle between them:

        - ``soft_threshold`` [2]_: ``max(0, c - threshold)`` and, in a column of its own,
          ``max(0, -c - threshold)``;
        - ``triangle`` [1]_: how much nearer the patch is to this word than to all on average, or 0;
        - ``nearest`` [3]_: 1 for the nearest words, 40 % as many as there are, where the negative
          of every word counts as a word with a column of its own, else 0.
    threshold : float, default=0.1
        For ``soft_threshold`` alone; from 0 to 1.
    grid : int, default=2
        Cells along each axis, over which the comparisons are averaged.
    mirror : bool or float, default=False
        Whether to average over the image and its mirror image. For photographs this is as good as
        training on both, and half the work; not for what has a left and a right, such as letters
        and traffic signs. A number is the share of the mirror image in the mean, up to 0.5, which
        is True; less keeps some of what tells left from right. As in :class:`Mirrored`.
    whitening : float, default=0.1
        Added to the variance along every axis before it is divided by, as a share of the mean
        variance. Small values bring out fine detail, and noise.
    n_samples : int, default=100_000
        Patches to learn from, in a call of ``fit`` or ``partial_fit``; equally many of every image.
    random_state : int, RandomState or None, default=None
        Draws the patches.

    Attributes
    ----------
    words_ : ndarray of shape (n_words, axes), float32
        Words in coordinates along the axes; rows of length 1.
    patches_ : ndarray of shape (n_words, patch_size, patch_size[, 3]), float32
        Words as pictures, whitened, from 0 to 1 with 0.5 for nothing: ``imshow(patches_[0])``.
    center_ : ndarray of shape (values,), float32
        Mean of the patches with brightness and contrast taken out.
    axes_ : ndarray of shape (values, axes), float32
        Their principal axes, each divided by its regularised standard deviation.
    word_sums_ : ndarray of shape (n_words, axes)
        Sums of the patches of every word, with which ``partial_fit`` goes on.
    n_patches_seen_ : int
        How many the words were learned from.
    image_shape_ : tuple

    See Also
    --------
    classic_cls.kernels.patches, classic_cls.kernels.patch_encoding : The definition in full.

    Notes
    -----
    A column is the square root of a mean, 0 or more: a word that is everywhere then does not drown
    one that is somewhere. Columns go cell by cell, row by row of the grid.

    Axes with next to no variance after whitening are left out, which makes the matrix products,
    nearly all of the work, up to twice as fast. There are ``grid ** 2 * n_words`` columns,
    twice as many where negatives have columns.

    References
    ----------
    .. [1] A. Coates, H. Lee and A. Ng, "An analysis of single-layer networks in unsupervised
       feature learning", AISTATS 2011.
    .. [2] A. Coates and A. Ng, "The importance of encoding versus training with sparse coding and
       vector quantization", ICML 2011.
    .. [3] L. Thiry, M. Arbel, E. Belilovsky and E. Oyallon, "The unreasonable effectiveness of
       patches in deep convolutional kernels methods", ICLR 2021.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls.encoders import PatchDictionary
    >>> wave = (128 + 100 * np.sin(np.arange(32))).astype(np.uint8)
    >>> stripes = np.tile(wave, (32, 1))
    >>> patches = PatchDictionary(n_words=8, grid=1, n_samples=1000, random_state=0)
    >>> patches = patches.fit([stripes, stripes.T])
    >>> upright, lying = patches.transform([stripes, stripes.T])
    >>> bool(upright @ lying < 0.5 * upright @ upright)
    True
    >>> patches.get_feature_names_out()[:2].tolist()
    ['patches_w0_r0_c0', 'patches_w1_r0_c0']
    >>> patches.patches_.shape
    (8, 6, 6)
    """

    short_name = "patches"
    takes_images = True

    _parameter_constraints = {
        "n_words": [Interval(Integral, 1, None, closed="left")],
        "patch_size": [Interval(Integral, 2, None, closed="left")],
        "stride": [Interval(Integral, 1, None, closed="left")],
        "words": [StrOptions({"kmeans", "random"})],
        "encoding": [StrOptions({"triangle", "soft_threshold", "nearest"})],
        "threshold": [Interval(Real, 0, 1, closed="left")],
        "grid": [Interval(Integral, 1, None, closed="left")],
        "mirror": ["boolean", Interval(Real, 0, 0.5, closed="both")],
        "whitening": [Interval(Real, 0, None, closed="neither")],
        "n_samples": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
    }

    learns_from_sample = True  # so that half the images say as much
    wants_one_shape = True

    def __init__(
        self,
        n_words: int = 800,
        patch_size: int = 6,
        stride: int = 1,
        words: str = "kmeans",
        encoding: str = "soft_threshold",
        threshold: float = 0.1,
        grid: int = 2,
        mirror: bool | float = False,
        whitening: float = 0.1,
        n_samples: int = 100_000,
        random_state: RandomState = None,
    ):
        self.n_words = n_words
        self.patch_size = patch_size
        self.stride = stride
        self.words = words
        self.encoding = encoding
        self.threshold = threshold
        self.grid = grid
        self.mirror = mirror
        self.whitening = whitening
        self.n_samples = n_samples
        self.random_state = random_state

    def fit(self, X: ImageBatch, y: object = None) -> Self:
        """Learn axes and words from a random sample of the patches; labels are not needed.

        Raises
        ------
        ValueError
            If ``X`` is no image batch, sizes differ, or are too small for the parameters.
        """
        self._validate_params()
        batch = check_image_batch(X)
        self.image_shape_ = np.shape(batch[0])
        self._check_size(batch, self.image_shape_)
        self._check_large_enough(self.image_shape_)
        rng = self._generator()
        patches = random_patches(batch, self.n_samples, self.patch_size, rng)
        self.center_, self.axes_ = whitening_axes(patches, self.whitening)
        patches = whiten(patches, self.center_, self.axes_)
        number = min(self.n_words, len(patches))
        if self.words == "kmeans":
            words = k_means(patches, number, rng, max_iter=_ITERATIONS, run=run_in_threads)
            self.word_sums_ = k_means_step(patches, words, run_in_threads)[1]
        else:
            self.word_sums_ = patches[rng.choice(len(patches), number, replace=False)]
        self.n_patches_seen_ = len(patches)
        self._set_words()
        return self

    def partial_fit(self, X: ImageBatch, y: object = None) -> Self:
        """Go on learning the words from further images, which count as much as those before.

        The first call is ``fit``; later ones keep its centre and axes. A random word gives way to a
        new patch such that every patch ever drawn is a word with the same probability.
        """
        if not hasattr(self, "words_"):
            return self.fit(X)
        batch = self._checked(X)
        rng = self._generator()
        patches = random_patches(batch, self.n_samples, self.patch_size, rng)
        patches = whiten(patches, self.center_, self.axes_)
        if self.words == "kmeans":
            self.word_sums_ += k_means_step(patches, self.words_, run_in_threads)[1]
        else:
            self._exchange_words(patches, rng)
        self.n_patches_seen_ += len(patches)
        self._set_words()
        return self

    def transform(self, X: ImageBatch) -> np.ndarray:
        """Rows ``(n, n_features)``, float32, of images of the size learned from.

        Raises
        ------
        ImageSizeError
            A ValueError: an image has another size.
        """
        batch = self._checked(X)
        by_word = np.ascontiguousarray(self.words_.T)
        rows = np.zeros((len(batch), self.grid**2, self._width()), np.float32)

        def encode(first):
            for row in range(first, min(first + _IMAGES_TOGETHER, len(batch))):
                self._encode(batch[row], by_word, rows[row])

        run_in_threads(encode, range(0, len(batch), _IMAGES_TOGETHER))
        return rows.reshape(len(batch), -1)

    def additions(self, image: Image) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """What each patch of one image adds to the columns of its cell, before roots are taken.

        Yields, for some of the patches, top and left ``(m, 2)``, numbers of their cells ``(m,)``,
        and ``(m, columns of a cell)``: sums of these over the patches of a cell are the squares of
        its columns. With ``mirror`` patches of the mirror image are among them, where they are in
        the image itself.
        """
        check_is_fitted(self, "words_")
        rows, columns = self._positions()
        cells = cells_of_positions(rows, columns, self.grid)
        counts = np.bincount(cells).astype(np.float32)
        share = np.float32(0.5 if self.mirror == 1 else self.mirror)
        yield from self._apart(image, cells, (1 - share) / counts, turned=False)
        if self.mirror:
            turned = np.ascontiguousarray(image[:, ::-1])
            yield from self._apart(turned, cells, share / counts, turned=True)

    def _apart(self, image, cells, factors, turned):
        by_word = np.ascontiguousarray(self.words_.T)
        across = self._positions()[1]
        blocks = normalized_patches(image, self.patch_size, self.stride)
        for block, patches in blocks:
            patches = whiten(patches, self.center_, self.axes_)
            added = np.zeros((len(patches), self._width()), np.float32)
            here = np.arange(len(patches))
            pooled(self.encoding, patches, by_word, here, self.threshold, added)
            number = here + block.start
            places = np.stack([number // across, number % across], axis=1) * self.stride
            if turned:
                places[:, 1] = image.shape[1] - self.patch_size - places[:, 1]
            yield places, cells[block], added * factors[cells[block], None]

    def get_feature_names_out(self, input_features: object = None) -> np.ndarray:
        """Names of the columns: word (or its negative) and cell."""
        return np.asarray(self.get_columns().names, dtype=object)

    def get_columns(self, shape: Shape | None = None) -> Columns:
        """The `Columns`: each is about its cell; with ``mirror``, up to the cell opposite."""
        check_is_fitted(self, "words_")
        words = [f"w{word}" for word in range(len(self.words_))]
        if has_both_signs(self.encoding):
            words += [f"{word}_neg" for word in words]
        height, width = self.image_shape_[:2]
        cells = Columns.of_grid("", *(np.linspace(0, s, self.grid + 1) for s in (height, width)))
        names = [f"patches_{word}{cell}" for cell in cells.names for word in words]
        if self.mirror:
            _, left, _, right = cells.regions.T
            left[:] = np.minimum(left, width - right)
            right[:] = width - left
        return Columns(names, cells.regions.repeat(len(words), axis=0))

    @property
    def patches_(self) -> np.ndarray:
        """Words as pictures, to be drawn."""
        check_is_fitted(self, "words_")
        pictures = self.words_ @ unit_length(self.axes_.copy(), axis=0).T
        largest = np.abs(pictures).max(axis=1, keepdims=True)
        pictures = 0.5 + 0.5 * pictures / np.where(largest > 0, largest, 1)
        size = self.patch_size
        return pictures.reshape(-1, size, size, *self.image_shape_[2:])

    def _generator(self):
        return np.random.default_rng(check_random_state(self.random_state).randint(2**31))

    def _checked(self, X):
        check_is_fitted(self, "words_")
        self._validate_params()
        batch = check_image_batch(X)
        self._check_size(batch, self.image_shape_)
        return batch

    def _check_size(self, batch, expected):
        shapes = {batch.shape[1:]} if isinstance(batch, np.ndarray) else {i.shape for i in batch}
        for shape in shapes - {expected}:
            raise ImageSizeError(
                f"PatchDictionary wants images of one size, but one is of shape {shape} where "
                f"{expected} was expected",
                remedy("put a Resize step before it", "--size N", "train with --size N")
                + ", and for grey images among coloured ones "
                + remedy("a Gray step", "--preprocess gray", "train with --preprocess gray"),
            )

    def _check_large_enough(self, shape):
        if min(shape[:2]) < self.patch_size or min(self._positions()) < self.grid:
            raise ValueError(
                f"patch_size={self.patch_size} with stride={self.stride} leaves a cell of the grid "
                f"of {self.grid} x {self.grid} without a patch on an image of {shape[0]} x "
                f"{shape[1]} pixels (height x width): lower them, or make the images larger"
            )

    def _positions(self):
        sides = self.image_shape_[:2]
        return tuple(positions_along(side, self.patch_size, self.stride) for side in sides)

    def _exchange_words(self, patches, rng):
        """Every patch ever seen is a word with the same probability."""
        share = len(patches) / (self.n_patches_seen_ + len(patches))
        chosen = np.flatnonzero(rng.random(len(self.words_)) < share)[: len(patches)]
        self.word_sums_[chosen] = patches[rng.choice(len(patches), len(chosen), replace=False)]

    def _set_words(self):
        self.words_ = unit_length(np.array(self.word_sums_, np.float32), axis=1)

    def _width(self):
        return len(self.words_) * (1 + has_both_signs(self.encoding))

    def _encode(self, image, by_word, sums):
        cells = cells_of_positions(*self._positions(), self.grid)
        self._add_view(image, cells, by_word, sums)
        if self.mirror:
            share = np.float32(0.5 if self.mirror == 1 else self.mirror)  # True is a half
            turned = np.zeros_like(sums)
            self._add_view(image[:, ::-1], cells, by_word, turned)
            sums *= 1 - share
            sums += share * turned
        sums /= np.bincount(cells)[:, None].astype(np.float32)
        np.sqrt(sums, out=sums)

    def _add_view(self, image, cells, by_word, sums):
        for block, patches in normalized_patches(image, self.patch_size, self.stride):
            patches = whiten(patches, self.center_, self.axes_)
            pooled(self.encoding, patches, by_word, cells[block], self.threshold, sums)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.three_d_array = True
        tags.transformer_tags.preserves_dtype = []
        return tags
