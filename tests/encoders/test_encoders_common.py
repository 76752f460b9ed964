"""What holds for every encoder of local descriptors."""

import pickle

import numpy as np
import pytest
from clouds import make_features
from joblib import parallel_config
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from threadpoolctl import threadpool_info, threadpool_limits

from classic_cls.base import LocalFeatures, Points
from classic_cls.encoders import VLAD, BagOfVisualWords, FisherVector

SMALL = {"n_words": 6, "n_samples": 400, "random_state": 0}
ENCODERS = [
    BagOfVisualWords(**SMALL),
    BagOfVisualWords(n_components=4, layout="1x1,2x2,1x3", **SMALL),
    BagOfVisualWords(assignment="soft", **SMALL),
    VLAD(n_components=5, **SMALL),
    VLAD(n_components=None, norm="intra", layout="1x1,1x3", **SMALL),
    FisherVector(n_components=5, **SMALL),
    FisherVector(n_components=4, positions=True, layout="1x1,2x2", **SMALL),
]
every_encoder = pytest.mark.parametrize("encoder", ENCODERS, ids=str)


@every_encoder
@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_rows_are_finite_and_an_image_without_points_is_zero(encoder, dtype):
    features = make_features(dtype=dtype)
    rows = clone(encoder).fit_transform(features)
    assert rows.dtype == np.float32 and np.isfinite(rows).all()
    assert not rows[3].any() and np.delete(rows, 3, axis=0).any(axis=1).all()


@every_encoder
def test_a_batch_is_encoded_as_its_images_are(encoder):
    features = make_features(90, n_points=30)
    encoder = clone(encoder).fit(features)
    one_by_one = np.concatenate([encoder.transform(features.take([i])) for i in range(90)])
    np.testing.assert_allclose(encoder.transform(features), one_by_one, atol=1e-5)


@every_encoder
def test_names_are_of_the_columns_and_differ(encoder):
    encoder = clone(encoder)
    names = encoder.fit(make_features()).get_feature_names_out()
    assert len(names) == encoder.transform(make_features()).shape[1] == len(set(names))
    assert all(name.startswith(f"{encoder.short_name}_") for name in names)


@every_encoder
def test_the_same_seed_gives_the_same_whatever_the_threads(encoder):
    features = make_features(20, n_points=2000)
    threads = [library["num_threads"] for library in threadpool_info()]
    encoder = clone(encoder).set_params(n_samples=40_000)
    alone = clone(encoder).fit_transform(features)
    with parallel_config(n_jobs=2):
        together = clone(encoder).fit_transform(features)
    np.testing.assert_array_equal(alone, together)
    assert threads == [library["num_threads"] for library in threadpool_info()]


@every_encoder
def test_the_threads_of_products_do_not_matter(encoder):
    features = make_features(20, n_points=500)
    rows = []
    for threads in (1, 2):
        with threadpool_limits(threads):
            rows.append(clone(encoder).set_params(n_samples=40_000).fit_transform(features))
    np.testing.assert_array_equal(*rows)


@every_encoder
def test_another_seed_gives_other_words(encoder):
    features = make_features()
    words = [clone(encoder).set_params(random_state=seed).fit(features).words_ for seed in (0, 1)]
    assert words[0].shape == words[1].shape and not np.array_equal(*words)


@every_encoder
def test_each_point_is_assigned_to_a_word(encoder):
    features = make_features()
    encoder = clone(encoder).fit(features)
    numbers = encoder.assign(features[5])
    assert numbers.shape == features[5].scales.shape
    assert 0 <= numbers.min() and numbers.max() < len(encoder.words_)
    assert len(encoder.assign(features[3])) == 0


@every_encoder
def test_few_points_give_few_words(encoder):
    few = make_features(1, n_points=4)
    encoder = clone(encoder)
    assert np.isfinite(encoder.fit_transform(few)).all()
    assert len(encoder.words_) == 4


@every_encoder
def test_points_that_are_all_alike(encoder):
    one = make_features()[5]
    alike = Points(one.positions, one.scales, np.full_like(one.descriptors, 90))
    rows = clone(encoder).fit_transform(LocalFeatures.of([alike, alike]))
    assert np.isfinite(rows).all()
    np.testing.assert_array_equal(rows[0], rows[1])


@every_encoder
def test_partial_fit_starts_as_fit_and_goes_on(encoder):
    first, second = make_features(), make_features(seed=1)
    fitted = clone(encoder).fit(first)
    going = clone(encoder).partial_fit(first)
    np.testing.assert_array_equal(fitted.words_, going.words_)
    going.partial_fit(second)
    assert going.words_.shape == fitted.words_.shape and not np.array_equal(going.words_,
                                                                            fitted.words_)
    assert np.isfinite(going.transform(second)).all()


@every_encoder
def test_going_on_with_the_same_images_changes_little(encoder):
    features = make_features()
    encoder = clone(encoder).set_params(n_samples=10_000).fit(features)
    before, spread = encoder.words_.copy(), encoder.words_.std()
    for _ in range(3):
        encoder.partial_fit(features)
    assert np.abs(encoder.words_ - before).max() < 0.2 * spread


@every_encoder
def test_it_pickles(encoder):
    encoder = clone(encoder).fit(make_features())
    again = pickle.loads(pickle.dumps(encoder))
    np.testing.assert_array_equal(again.transform(make_features()),
                                  encoder.transform(make_features()))


@every_encoder
def test_mistakes_are_told(encoder):
    features = make_features()
    with pytest.raises(NotFittedError):
        clone(encoder).transform(features)
    with pytest.raises(ValueError, match="ndarray, not LocalFeatures; put a descriptor"):
        clone(encoder).fit(np.zeros((4, 32, 32), np.uint8))
    with pytest.raises(ValueError, match="found no local features in 1 images"):
        clone(encoder).fit(features.take([3]))
    with pytest.raises(ValueError, match="7 values but 10 in the images"):
        clone(encoder).fit(features).transform(make_features(d=7))
    with pytest.raises(ValueError, match="layout is '3'"):
        clone(encoder).set_params(layout="3").fit(features)
    with pytest.raises(ValueError, match="n_words"):
        clone(encoder).set_params(n_words=0).fit(features)


class _Counted:
    """Says how many points were looked at."""

    def __init__(self, descriptors):
        self.descriptors, self.taken = descriptors, 0

    def __getitem__(self, rows):
        taken = self.descriptors[rows]
        self.taken += len(taken)
        return taken


def test_a_sample_takes_as_many_of_every_image(monkeypatch):
    features = make_features(10, n_points=500)
    seen = []
    images = [p._replace(descriptors=_Counted(p.descriptors)) for p in features]
    monkeypatch.setattr(LocalFeatures, "__getitem__", lambda self, row: images[row])
    encoder = VLAD(n_words=4, n_samples=600)
    monkeypatch.setattr(encoder, "_learn", lambda sample, rng: seen.append(len(sample)))
    encoder.fit(features)
    assert [p.descriptors.taken for p in images] == [60, 60, 60, 0, *[60] * 6]
    assert seen == [540]


def test_more_images_than_samples():
    features = make_features(30)
    assert len(BagOfVisualWords(5, n_samples=7, random_state=0).fit(features).words_) == 5
