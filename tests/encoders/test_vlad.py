"""VLAD against a plain loop over its definition."""

import numpy as np
import pytest
from clouds import make_features
from scipy.spatial.distance import cdist

from classic_cls.encoders import VLAD

SETTINGS = {"n_words": 6, "n_samples": 400, "random_state": 0}


def plain(descriptors, words, norm):
    nearest = cdist(descriptors, words).argmin(axis=1)
    sums = np.stack([(descriptors[nearest == w] - words[w]).sum(axis=0) for w in range(len(words))])
    if norm == "power":
        sums = np.sign(sums) * np.sqrt(np.abs(sums))
    else:
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        sums = sums / np.where(lengths > 0, lengths, 1)
    return sums.ravel() / np.linalg.norm(sums)


@pytest.mark.parametrize("norm", ["power", "intra"])
def test_rows_are_the_definition(norm):
    features = make_features()
    encoder = VLAD(n_components=None, positions=False, norm=norm, **SETTINGS).fit(features)
    expected = plain(features[7].descriptors.astype(float), encoder.words_.astype(float), norm)
    np.testing.assert_allclose(encoder.transform(features)[7], expected, atol=1e-4)


def test_cells_are_rows_of_the_points_in_them():
    features = make_features()
    rows = VLAD(layout="1x1,1x2", n_components=4, **SETTINGS).fit(features).transform(features)
    whole, top, bottom = rows[5].reshape(3, -1) * np.sqrt(3)
    np.testing.assert_allclose([np.linalg.norm(c) for c in (whole, top, bottom)], 1, atol=1e-5)
    upper = features[5].positions[:, 1] < 0.5
    part = features.of([type(features[5])(*(values[upper] for values in features[5]))])
    alone = VLAD(n_components=4, **SETTINGS).fit(features)
    np.testing.assert_allclose(top, alone.transform(part)[0], atol=1e-5)


def test_rows_have_length_one():
    rows = VLAD(layout="1x1,2x2", n_components=4, **SETTINGS).fit_transform(make_features())
    np.testing.assert_allclose(np.linalg.norm(np.delete(rows, 3, axis=0), axis=1), 1, atol=1e-5)


def test_positions_give_words_a_place():
    features = make_features()
    encoder = VLAD(n_components=4, positions=True, **SETTINGS).fit(features)
    assert encoder.words_.shape == (6, 6) and encoder.words_[:, 4:].std() > 0
    mirrored = [p._replace(positions=1 - p.positions) for p in features]
    rows = encoder.transform(features), encoder.transform(features.of(mirrored))
    assert np.abs(rows[0] - rows[1]).max() > 0.01


def test_without_positions_a_mirrored_image_is_the_same():
    features = make_features()
    encoder = VLAD(n_components=4, positions=False, **SETTINGS).fit(features)
    mirrored = features.of([p._replace(positions=1 - p.positions) for p in features])
    np.testing.assert_array_equal(encoder.transform(features), encoder.transform(mirrored))


def test_the_order_of_points_does_not_matter():
    features = make_features()
    encoder = VLAD(n_components=4, **SETTINGS).fit(features)
    turned = features.of([type(p)(*(values[::-1] for values in p)) for p in features])
    np.testing.assert_allclose(encoder.transform(features), encoder.transform(turned), atol=1e-4)


def test_names():
    encoder = VLAD(2, n_components=3, positions=False, random_state=0).fit(make_features())
    assert encoder.get_feature_names_out()[2:4].tolist() == ["vlad_1x1_r0_c0_w0_d2",
                                                             "vlad_1x1_r0_c0_w1_d0"]
