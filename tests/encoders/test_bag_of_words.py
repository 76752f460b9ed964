"""Histograms of visual words against plain counts."""

import numpy as np
import pytest
from clouds import make_features
from scipy.spatial.distance import cdist

from classic_cls.base import LocalFeatures, Points
from classic_cls.encoders import BagOfVisualWords

SETTINGS = {"n_words": 8, "n_samples": 400, "random_state": 0}


def test_hard_counts_are_shares_of_the_points():
    features = make_features()
    encoder = BagOfVisualWords(n_components=None, **SETTINGS).fit(features)
    rows = encoder.transform(features)
    for row, points in zip(rows, features):
        nearest = cdist(points.descriptors, encoder.words_).argmin(axis=1)
        expected = np.bincount(nearest, minlength=8) / max(len(nearest), 1)
        np.testing.assert_allclose(row, expected, atol=1e-6)
        np.testing.assert_array_equal(encoder.assign(points), nearest)


def test_soft_counts_are_sums_of_weights():
    features = make_features()
    encoder = BagOfVisualWords(n_components=None, assignment="soft", **SETTINGS).fit(features)
    points = features[5]
    distances = cdist(points.descriptors, encoder.words_)
    weights = np.exp(-((3 * distances / encoder.word_distance_) ** 2) / 2)
    weights[distances > np.sort(distances, axis=1)[:, 4:5]] = 0
    expected = (weights / weights.sum(axis=1, keepdims=True)).mean(axis=0)
    np.testing.assert_allclose(encoder.transform(features)[5], expected, atol=1e-5)


@pytest.mark.parametrize("assignment", ["hard", "soft"])
def test_rows_add_up_to_one(assignment):
    encoder = BagOfVisualWords(assignment=assignment, layout="1x1,2x2", **SETTINGS)
    rows = encoder.fit_transform(make_features())
    np.testing.assert_allclose(np.delete(rows, 3, axis=0).sum(axis=1), 1, atol=1e-5)


def test_the_whole_image_is_the_sum_of_its_quarters():
    features = make_features()
    rows = BagOfVisualWords(layout="1x1,2x2", **SETTINGS).fit_transform(features)
    cells = rows.reshape(len(features), 5, 8)
    quarter = [((points.positions >= 0.5) @ [1, 2]) for points in features]
    shares = np.array([np.bincount(q, minlength=4) / max(len(q), 1) for q in quarter])
    np.testing.assert_allclose(cells[:, 0], (cells[:, 1:] * shares[..., None]).sum(axis=1),
                               atol=1e-6)


def test_an_empty_cell_is_zero():
    points = make_features()[5]
    left = points._replace(positions=points.positions * np.float32([0.4, 1]))
    encoder = BagOfVisualWords(layout="2x1", **SETTINGS)
    left_cell, right_cell = encoder.fit_transform(LocalFeatures.of([left])).reshape(2, 8)
    assert left_cell.sum() == pytest.approx(0.5) and not right_cell.any()


def test_words_of_clear_groups_are_their_middles():
    groups = np.repeat(np.float32([[0, 0], [100, 0], [0, 100], [100, 100]]), 30, axis=0)
    points = Points(np.zeros((120, 2), "f"), np.ones(120, "f"), groups)
    encoder = BagOfVisualWords(n_words=40, n_components=None, random_state=0)
    encoder.fit(LocalFeatures.of([points]))
    found = encoder.words_[encoder.assign(points)]
    np.testing.assert_array_equal(found, groups)


def test_names():
    encoder = BagOfVisualWords(2, layout="1x3", random_state=0).fit(make_features())
    assert encoder.get_feature_names_out()[2:4].tolist() == ["bovw_1x3_r1_c0_w0",
                                                             "bovw_1x3_r1_c0_w1"]


def test_mistakes_in_the_assignment():
    with pytest.raises(ValueError, match="assignment"):
        BagOfVisualWords(assignment="max").fit(make_features())
