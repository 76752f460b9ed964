"""Fisher vectors."""

import numpy as np

from .._typing import RandomState
from ..kernels import gaussian_mixture as kernel
from ..kernels.k_means import k_means
from ._encoder import DescriptorEncoder, run_in_threads, unit_length

# Of the whitened descriptors, whose variances are about 1.
_SMALLEST_VARIANCE = 0.01
_STEP = 16384


class FisherVector(DescriptorEncoder):
    """How a model of all descriptors would have to change to fit those of one image.

    A mixture of Gaussians is learned from descriptors of many images: each component is a visual
    word with a place and a spread. For one image, the Fisher vector [1]_ holds which way the mean
    and the spread of every word should move to make its descriptors more likely. What all images
    have in common moves nothing and drops out; what is special to the image remains. With the
    square roots and lengths of its improved form [2]_, and a linear classifier, it was the best of
    all methods before deep learning. Good for textures above all, where spreads tell much, and for
    scenes, objects and fine distinctions; the rows are long (8,448 columns by default), which
    small sets and linear classifiers stand well.

    Parameters
    ----------
    n_words : int, default=64
        Components of the mixture. Fewer are learned where there are fewer descriptors.
    n_components : int or None, default=64
        Principal components that descriptors are reduced to; the mixture has no correlations, so
        it needs them uncorrelated. None takes descriptors as they are.
    layout : str, default="1x1"
        Grids of columns x rows in whose cells words are weighed apart, so that the row tells
        roughly where things are: ``"1x1,2x2,1x3"`` is the whole image, its quarters, and three
        strips one above the other, 8 cells in all.
    positions : bool, default=True
        Whether x and y of the point become two more values of a descriptor [3]_, so that
        words have a place in the image; it costs far fewer columns than a layout.
    n_samples : int, default=100_000
        Descriptors that the dictionary is learned from, about equally many of every image. Only
        these are in memory at a time.
    random_state : int or None, default=None
        Seed of the sample and of the first words.

    Attributes
    ----------
    weights_ : ndarray of shape (n_words,), float32
        Share of each component.
    words_ : ndarray of shape (n_words, d), float32
        Means; ``d`` is ``n_components``, and 2 with positions.
    variances_ : ndarray of shape (n_words, d), float32
        At least 0.01; the reduced descriptors have a variance of about 1.
    n_learned_ : int
        Descriptors that the mixture was learned from.

    See Also
    --------
    classic_cls.kernels.gaussian_mixture : The definitions in full.
    VLAD : Means alone and one word for each descriptor: twice as fast, and on a par with objects.
    BagOfVisualWords : Counts alone.

    Notes
    -----
    With posteriors ``q_k`` and ``u = (x - mean_k) / sqrt(variance_k)``, the columns of word ``k``
    are ``sum q_k u / sqrt(w_k)`` and ``sum q_k (u^2 - 1) / sqrt(2 w_k)``, over the descriptors of a
    cell. Then each is replaced by the root of its size with its sign, each cell is brought to
    length 1, and so is the whole row. Gradients of the weights are left out, as they add nothing.
    The columns are those of VLFeat's ``vl_fisher``, and of scikit-image's ``fisher_vector``, but
    for the sign of its variances and its gradients of weights.

    Positions are measured from the middle of the image. The mixture starts at the words of k-means,
    and takes up to 25 steps of expectation maximisation. ``partial_fit`` goes on by one step for
    every 16,384 descriptors, in which all that came before keeps its weight.

    References
    ----------
    .. [1] F. Perronnin and C. Dance, "Fisher kernels on visual vocabularies for image
       categorization", CVPR, 2007.
    .. [2] F. Perronnin, J. Sanchez and T. Mensink, "Improving the Fisher kernel for large-scale
       image classification", ECCV, 2010.
    .. [3] J. Sanchez, F. Perronnin and T. de Campos, "Modeling the spatial layout of images beyond
       spatial pyramids", Pattern Recognition Letters 33(16), pp. 2216-2223, 2012.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import LocalFeatures, Points
    >>> def image(*values):
    ...     m = len(values)
    ...     return Points(np.zeros((m, 2), "f"), np.ones(m, "f"), np.float32(values)[:, None])
    >>> features = LocalFeatures.of([image(1, 3), image(3, 3), image(1, 1), image(0, 4)])
    >>> rows = FisherVector(1, None, positions=False, random_state=0).fit_transform(features)
    >>> rows[0].round(2)  # about the mean, and closer to it than all together: a negative spread
    array([ 0., -1.], dtype=float32)
    >>> rows[1:, 0].round(1)  # above the mean, below it, about it
    array([ 0.8, -0.8,  0. ], dtype=float32)
    """

    short_name = "fisher"
    _parameter_constraints = {
        **DescriptorEncoder._parameter_constraints, "positions": ["boolean"],
    }

    def __init__(
        self,
        n_words: int = 64,
        n_components: int | None = 64,
        layout: str = "1x1",
        positions: bool = True,
        n_samples: int = 100_000,
        random_state: RandomState = None,
    ):
        self.n_words = n_words
        self.n_components = n_components
        self.layout = layout
        self.positions = positions
        self.n_samples = n_samples
        self.random_state = random_state

    def _learn(self, sample, rng):
        n_words = min(self.n_words, len(sample))
        words = k_means(sample, n_words, rng, max_iter=10, run=run_in_threads)
        start = kernel.mixture_of_words(sample, words, _SMALLEST_VARIANCE, run_in_threads)
        mixture = kernel.fit_mixture(sample, start, _SMALLEST_VARIANCE, run=run_in_threads)
        self._keep(mixture, len(sample))

    def _update(self, sample):
        for start in range(0, len(sample), _STEP):
            some = sample[start : start + _STEP]
            shares, gradients, _ = kernel.expectation(some, self._mixture, run_in_threads)
            # Of all that came before, the mixture is the best fit: gradients zero.
            shares += self.weights_ * self.n_learned_
            mixture = kernel.maximization(self._mixture, shares, gradients, _SMALLEST_VARIANCE)
            self._keep(mixture, self.n_learned_ + len(some))

    def _keep(self, mixture, n_learned):
        self.weights_, self.words_, self.variances_ = mixture
        self.n_learned_ = n_learned

    @property
    def _mixture(self):
        return kernel.Mixture(self.weights_, self.words_, self.variances_)

    def _nearest(self, descriptors):
        return kernel.likeliest(descriptors, self._mixture)

    def _pool(self, descriptors, segments, n_segments):
        n_words, d = self.words_.shape
        shares = np.zeros((n_segments, n_words), np.float32)
        gradients = np.zeros((n_segments, n_words, 2 * d), np.float32)
        kernel.add_gradients(descriptors, segments, self._mixture, shares, gradients)
        return gradients

    def _normalized(self, sums):
        d = self.words_.shape[1]
        weights = np.sqrt(self.weights_)[:, None]
        sums[..., :d] /= weights
        sums[..., d:] /= np.float32(np.sqrt(2)) * weights
        sums = np.copysign(np.sqrt(np.abs(sums)), sums)
        return unit_length(unit_length(sums, (2, 3)), (1, 2, 3))

    def _endings(self):
        d = range(self.words_.shape[1])
        return [f"_mean_d{i}" for i in d] + [f"_var_d{i}" for i in d]
