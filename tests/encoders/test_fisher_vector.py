"""Fisher vectors against scikit-image's, and dictionaries that go on learning."""

import numpy as np
from clouds import make_features
from skimage.feature import fisher_vector
from sklearn.mixture import GaussianMixture

from classic_cls.encoders import FisherVector

SETTINGS = {"n_words": 6, "n_samples": 4000, "random_state": 0}


def peer_of(encoder):
    peer = GaussianMixture(len(encoder.words_), covariance_type="diag")
    peer.weights_ = encoder.weights_.astype(float)
    peer.means_ = encoder.words_.astype(float)
    peer.covariances_ = encoder.variances_.astype(float)
    peer.precisions_cholesky_ = 1 / np.sqrt(peer.covariances_)
    return peer


def test_rows_are_those_of_scikit_image():
    features = make_features(n_points=200)
    encoder = FisherVector(n_components=None, positions=False, **SETTINGS).fit(features)
    found = encoder.transform(features)[6].reshape(6, 2, 10)
    theirs = fisher_vector(features[6].descriptors.astype(float), peer_of(encoder))
    theirs = theirs[6:].reshape(2, 6, 10) * [[[1]], [[-1]]]  # their variances point the other way
    theirs = np.sign(theirs) * np.sqrt(np.abs(theirs))
    theirs /= np.linalg.norm(theirs)
    np.testing.assert_allclose(found.transpose(1, 0, 2), theirs, atol=2e-3)


def test_the_mixture_fits_about_as_well_as_scikit_learns():
    features = make_features(n_points=200)
    encoder = FisherVector(n_components=5, positions=False, **SETTINGS).fit(features)
    sample = np.concatenate([encoder._reduced(p.descriptors, p.positions) for p in features])
    peer = GaussianMixture(6, covariance_type="diag", random_state=0).fit(sample.astype(float))
    assert peer_of(encoder).score(sample) > peer.score(sample) - 0.3


def test_rows_have_length_one():
    rows = FisherVector(layout="1x1,1x3", **SETTINGS).fit_transform(make_features())
    np.testing.assert_allclose(np.linalg.norm(np.delete(rows, 3, axis=0), axis=1), 1, atol=1e-5)


def test_a_point_where_all_is_empty_gives_that_cell_alone():
    features = make_features()
    encoder = FisherVector(layout="2x2", positions=False, **SETTINGS).fit(features)
    corner = features[5]._replace(positions=features[5].positions * np.float32(0.4))
    cells = encoder.transform(features.of([corner])).reshape(4, -1)
    assert cells[0].any() and not cells[1:].any()


def test_the_variances_of_positions_are_learned():
    features = make_features()
    encoder = FisherVector(n_components=4, positions=True, **SETTINGS).fit(features)
    assert encoder.words_.shape == (6, 6)
    assert encoder.variances_[:, 4:].min() > 0.01


def test_going_on_learns_what_is_new():
    first, second = make_features(n_points=300), make_features(n_points=300, seed=5)
    for points in second:
        points.descriptors[:] = 255 - points.descriptors
    encoder = FisherVector(n_components=5, positions=False, **SETTINGS).fit(first)
    sample = np.concatenate([encoder._reduced(p.descriptors, p.positions) for p in second])
    before = peer_of(encoder).score(sample)
    for _ in range(5):
        encoder.partial_fit(second)
    assert peer_of(encoder).score(sample) > before + 1
    np.testing.assert_allclose(encoder.weights_.sum(), 1, atol=1e-5)


def test_names():
    encoder = FisherVector(2, n_components=2, positions=False, random_state=0).fit(make_features())
    assert encoder.get_feature_names_out()[3:5].tolist() == ["fisher_1x1_r0_c0_w0_var_d1",
                                                             "fisher_1x1_r0_c0_w1_mean_d0"]
