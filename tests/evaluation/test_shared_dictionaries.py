"""Dictionaries that folds share: learned once, never from an image that they are tested on."""

import numpy as np
import pytest
from extraction.toy_steps import Flips
from sample_images import make_images
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from classic_cls import extract, freeze
from classic_cls.encoders import PatchDictionary
from classic_cls.evaluation import cross_validate, run_folds, shared_dictionaries
from classic_cls.evaluation.shared_dictionaries import share_dictionaries
from classic_cls.features import RawPixels
from classic_cls.splitting import make_splits

pytestmark = pytest.mark.usefixtures("one_thread")

N = 60
IMAGES = make_images(N, seed=5)
LABELS = np.array(["across", "down"] * (N // 2))


class Witness(TransformerMixin, BaseEstimator):
    """Remembers the images that it learned from; says of others whether it has seen them."""

    learns_from_sample = True
    n_fits = 0

    def fit(self, X, y=None):
        Witness.n_fits += 1
        self.seen_ = {image.tobytes() for image in X}
        return self

    def transform(self, X):
        seen = [image.tobytes() in self.seen_ for image in X]
        return np.column_stack([seen, [image.mean() for image in X]]).astype(np.float32)


class Alone(Witness):
    """As if every image counted."""

    learns_from_sample = False


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch):
    monkeypatch.setattr(shared_dictionaries, "FEWEST", 20)
    Witness.n_fits = 0


def frozen(dictionary=None, views=None):
    """A filled frozen pipeline with a dictionary beside a plain feature, and its rows."""
    members = [
        ("raw", make_pipeline(RawPixels(), StandardScaler())),
        ("memory", make_pipeline(dictionary or Witness(), StandardScaler())),
    ]
    steps = [("features", FeatureUnion(members)), ("classifier", LinearSVC(dual=False))]
    if views is not None:
        steps.insert(0, ("views", views))
    made = freeze(Pipeline(steps))
    return made.estimator, extract(made, IMAGES).rows


def shared(splits, y=LABELS, **options):
    estimator, rows = frozen(**options)
    return list(share_dictionaries(estimator, rows, y, splits))


def seen_by(together) -> set:
    """Images behind the look-up of a shared dictionary."""
    lookup = dict(together.estimator["features"].transformer_list)["memory"].steps[0][1]
    return lookup.block.steps[0][0].estimator.seen_


@pytest.mark.parametrize("n_folds", [2, 3, 5, 10])
@pytest.mark.parametrize("repeats", [1, 3])
def test_no_tested_image_was_seen(n_folds, repeats):
    splits, _ = make_splits(LABELS, cv=n_folds, repeats=repeats, random_state=0)
    found = shared(splits)
    places = [place for together in found for place in together.places]
    assert sorted(places) == [(r, f) for r in range(repeats) for f in range(n_folds)]
    for together in found:
        if not together.seconds:
            continue  # each learns its own
        seen = seen_by(together)
        assert len(seen) >= 20
        for r, f in together.places:
            train, test = splits[r][f]
            assert seen <= {IMAGES[row].tobytes() for row in train}
            assert not seen & {IMAGES[row].tobytes() for row in test}


def test_five_folds_learn_two_dictionaries():
    estimator, rows = frozen()
    splits, _ = make_splits(LABELS, cv=5, random_state=0)
    outcomes = run_folds(estimator, rows, LABELS, splits, ["across", "down"])
    assert Witness.n_fits == 2
    assert [outcome.fold for outcome in outcomes] == [0, 1, 2, 3, 4]


def test_the_look_up_gives_what_the_dictionary_gives():
    estimator, rows = frozen(PatchDictionary(n_words=8, n_samples=500, random_state=0))
    splits, _ = make_splits(LABELS, cv=5, random_state=0)
    first = next(share_dictionaries(estimator, rows, LABELS, splits))
    lookup = dict(first.estimator["features"].transformer_list)["memory"].steps[0][1]
    fitted = lookup.block.steps[0]
    some = rows[[7, 3, 3, 59]]
    assert np.array_equal(lookup.transform(some), fitted.transform(some))


def test_threads_change_nothing():
    estimator, rows = frozen(PatchDictionary(n_words=8, n_samples=500, random_state=0))
    one, two = (
        cross_validate(estimator, rows, LABELS, n_jobs=n_jobs).predictions.scores
        for n_jobs in (1, 2)
    )
    assert np.array_equal(one, two)


def test_views_of_training_images_are_learned_from():
    splits, _ = make_splits(LABELS, cv=5, random_state=0)
    for together in shared(splits, views=Flips(test_views=2)):
        seen = seen_by(together)
        train = set.intersection(*(set(splits[r][f][0]) for r, f in together.places))
        assert seen == {IMAGES[row][::step].tobytes() for row in train for step in (1, -1)}


@pytest.mark.parametrize("why", ["few", "every image counts"])
def test_where_folds_learn_their_own(why, monkeypatch):
    monkeypatch.setattr(shared_dictionaries, "FEWEST", 40 if why == "few" else 20)
    splits, _ = make_splits(LABELS, cv=5, random_state=0)
    (found,) = shared(splits, dictionary=Witness() if why == "few" else Alone())
    assert len(found.places) == 5
    assert found.seconds == 0


def test_all_classes_are_learned_from():
    y = np.where(np.arange(N) % 6, LABELS, "rare")
    rows = np.arange(N)
    assert shared_dictionaries._is_enough(rows[1:], rows, y)
    assert not shared_dictionaries._is_enough(rows[rows % 6 > 0], rows, y)


def test_labels_of_several_count_one_by_one():
    y = np.column_stack([LABELS == "down", np.arange(N) < 2]).astype(int)
    rows = np.arange(N)
    assert shared_dictionaries._is_enough(rows[1:], rows, y)
    assert not shared_dictionaries._is_enough(rows[2:], rows, y)
