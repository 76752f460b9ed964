"""Encoders of local descriptors, dictionary given: the time for the descriptors is not in it."""

import numpy as np
import sklearn
from scipy.cluster.vq import vq
from skimage.feature import fisher_vector
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture
from threadpoolctl import threadpool_limits

from classic_cls.descriptors import DenseSIFT
from classic_cls.encoders import VLAD, BagOfVisualWords, FisherVector

from .row import SKIMAGE, Row, largest_difference

__all__ = ["rows"]

SKLEARN = f"scikit-learn {sklearn.__version__}"


def rows(images):
    features = DenseSIFT().fit_transform(images.gray)
    yield _bag_of_words(features)
    yield _fisher_vector(features)
    ours = VLAD(random_state=0).fit(features).transform
    yield Row("`vlad`, dense SIFT, 128 words", features, ours, {})


def _bag_of_words(features):
    encoder = BagOfVisualWords(n_components=None, random_state=0).fit(features)
    words = encoder.words_
    k_means = KMeans(len(words), init=words, n_init=1, max_iter=1).fit(words)
    k_means.cluster_centers_ = words

    def histograms(assign):
        def compute(features):
            counts = [
                np.bincount(assign(np.float32(points.descriptors)), minlength=len(words))
                for points in features
            ]
            return np.stack([count / count.sum() for count in counts])

        return compute

    peers = {
        SKLEARN: one_thread(histograms(k_means.predict)),
        "scipy.cluster.vq": one_thread(histograms(lambda some: vq(some, words)[0])),
    }
    equality = largest_difference(encoder.transform, peers[SKLEARN], 0.02)  # ties of distances
    what = f"`bovw`, dense SIFT, {len(words):,} words, not reduced"
    return Row(what, features, encoder.transform, peers, equality)


def _fisher_vector(features):
    encoder = FisherVector(positions=False, random_state=0).fit(features)
    mixture = GaussianMixture(len(encoder.words_), covariance_type="diag")
    mixture.weights_, mixture.means_ = encoder.weights_, encoder.words_
    mixture.covariances_ = encoder.variances_
    mixture.precisions_cholesky_ = 1 / np.sqrt(encoder.variances_)

    def peer(features):
        found = []
        for points in features:
            reduced = (points.descriptors - encoder.center_) @ encoder.axes_
            found.append(fisher_vector(reduced, mixture)[len(encoder.words_):])
        found = np.reshape(found, (len(found), 2, len(encoder.words_), -1)) * [[[1]], [[-1]]]
        rows = found.transpose(0, 2, 1, 3).reshape(len(found), -1)
        rows = np.sign(rows) * np.sqrt(np.abs(rows))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    peer = one_thread(peer)
    equality = largest_difference(encoder.transform, peer, 0.01)
    what = f"`fisher`, dense SIFT, {len(encoder.words_)} words"
    return Row(what, features, encoder.transform, {SKIMAGE: peer}, equality)


def one_thread(function):
    """BLAS as our encoders have it."""

    def limited(features):
        with threadpool_limits(1):
            return function(features)

    return limited
