"""Bag of visual words."""

import numpy as np

from .._compat import StrOptions
from .._typing import RandomState
from ..kernels.nearest_words import soft_assignment
from ._k_means_encoder import KMeansEncoder

_NEAREST = 5  # words that soft assignment looks at


class BagOfVisualWords(KMeansEncoder):
    """Histogram of visual words: which kinds of small patches an image holds, and how many.

    A text can be sorted by subject from the counts of its words, whatever their order. Images have
    no words, so they are made [1]_: descriptors of many training images are put into groups by
    k-means, and the middle of each group is a *visual word*: a corner, a stripe, a blob of some
    kind. Every descriptor of an image then counts for the word nearest to it. The row is the
    histogram. Good for textures and for objects that are told by their parts, and easy to
    look at; it forgets where things are (but for ``layout``), and how well a descriptor fits its
    word, which is why VLAD and Fisher vectors are more accurate with far fewer words. Take square
    roots of the histogram (`SignedSquareRoot`), or `HomogeneousKernelMap`, before a linear
    classifier.

    Parameters
    ----------
    n_words : int, default=1000
        Size of the dictionary. Fewer are learned where there are fewer descriptors.
    assignment : {"hard", "soft"}, default="hard"
        Whether a descriptor counts for its nearest word alone, or for the five nearest with weights
        that fall with the distance [2]_.
    n_components : int or None, default=32
        Principal components that descriptors are reduced to, each brought to a variance of 1. None
        takes descriptors as they are, which takes longer.
    layout : str, default="1x1"
        Grids of columns x rows in whose cells words are counted apart, so that the row tells
        roughly where things are: ``"1x1,2x2,1x3"`` is the whole image, its quarters, and three
        strips one above the other, 8 cells in all.
    n_samples : int, default=100_000
        Descriptors that the dictionary is learned from, about equally many of every image. Only
        these are in memory at a time.
    random_state : int or None, default=None
        Seed of the sample and of the first words.

    Attributes
    ----------
    words_ : ndarray of shape (n_words, n_components), float32
        The words, among the reduced descriptors.
    word_counts_ : ndarray of shape (n_words,), float64
        Sampled descriptors that each is the mean of.
    word_distance_ : float
        Root mean square of the distance from a sampled descriptor to its word.

    See Also
    --------
    VLAD : Not how many descriptors are near a word, but where about the word they are.
    FisherVector : The same with spreads.
    HomogeneousKernelMap : Compares histograms better than a plain linear classifier does.

    Notes
    -----
    The histogram of each cell adds up to one over the number of cells, so a row adds up to 1, or
    less where cells are empty. With soft assignment the weight of a word at distance ``r`` is
    proportional to ``exp(-r^2 / (2 s^2))``, where ``s`` is a third of ``word_distance_``.

    ``partial_fit`` is k-means by minibatches [3]_: every word becomes the mean of all
    descriptors that have ever been nearest to it.

    References
    ----------
    .. [1] G. Csurka, C. Dance, L. Fan, J. Willamowski and C. Bray, "Visual categorization with bags
       of keypoints", Workshop on Statistical Learning in Computer Vision, ECCV, 2004.
    .. [2] J. Philbin, O. Chum, M. Isard, J. Sivic and A. Zisserman, "Lost in quantization:
       improving particular object retrieval in large scale image databases", CVPR, 2008.
    .. [3] D. Sculley, "Web-scale k-means clustering", WWW, 2010.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import LocalFeatures, Points
    >>> dark, light = np.full((3, 8), 10, np.uint8), np.full((1, 8), 200, np.uint8)
    >>> image = Points(np.zeros((4, 2), "f"), np.ones(4, "f"), np.concatenate([dark, light]))
    >>> encoder = BagOfVisualWords(n_words=2, n_components=None, random_state=0)
    >>> np.sort(encoder.fit_transform(LocalFeatures.of([image])))
    array([[0.25, 0.75]], dtype=float32)
    """

    short_name = "bovw"
    _parameter_constraints = {
        **KMeansEncoder._parameter_constraints, "assignment": [StrOptions({"hard", "soft"})],
    }

    def __init__(
        self,
        n_words: int = 1000,
        assignment: str = "hard",
        n_components: int | None = 32,
        layout: str = "1x1",
        n_samples: int = 100_000,
        random_state: RandomState = None,
    ):
        self.n_words = n_words
        self.assignment = assignment
        self.n_components = n_components
        self.layout = layout
        self.n_samples = n_samples
        self.random_state = random_state

    def _pool(self, descriptors, segments, n_segments):
        n_words = len(self.words_)
        if self.assignment == "hard":
            places, weights = segments * n_words + self._nearest(descriptors), None
        else:
            few = min(_NEAREST, n_words)
            width = self.word_distance_ / 3
            nearest, weights = soft_assignment(descriptors, self.words_, few, width)
            places, weights = (segments[:, None] * n_words + nearest).ravel(), weights.ravel()
        counts = np.bincount(places, weights, minlength=n_segments * n_words)
        return counts.reshape(n_segments, n_words, 1).astype(np.float32)

    def _normalized(self, sums):
        totals = sums.sum(axis=2, keepdims=True)
        return sums / (np.where(totals > 0, totals, 1) * np.float32(sums.shape[1]))

    def _endings(self):
        return [""]
