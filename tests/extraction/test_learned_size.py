import pickle
import zlib

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from classic_cls.extraction import Block, Lookup, learned_bytes

RNG = np.random.default_rng(0)
X, Y = RNG.random((2000, 300)), RNG.integers(0, 5, 2000)


@pytest.mark.parametrize(
    "classifier", [KNeighborsClassifier(), RandomForestClassifier(30, random_state=0)]
)
def test_it_is_about_the_compressed_size(classifier):
    fitted = classifier.fit(X, Y)
    exact = len(zlib.compress(pickle.dumps(fitted), 6))
    assert learned_bytes(fitted) == pytest.approx(exact, rel=0.1)


def test_small_ones_are_their_compressed_size_and_what_arrays_take_in_an_archive():
    fitted = StandardScaler().fit(X)
    exact = len(zlib.compress(pickle.dumps(fitted), 6))
    assert exact < learned_bytes(fitted) < exact + 5 * 300


def test_rows_of_look_ups_do_not_count_and_what_was_learned_behind_them_does():
    block = Block((StandardScaler().fit(X),))
    block.values = RNG.random((1000, 1000))
    classifier = KNeighborsClassifier().fit(X, Y)
    pipeline = Pipeline([("features", Lookup(block)), ("classifier", classifier)])
    apart = learned_bytes(classifier) + learned_bytes(block.steps)
    assert learned_bytes(pipeline) == pytest.approx(apart, rel=0.05)


def test_what_cannot_be_written_has_no_size():
    assert learned_bytes(FunctionTransformer(lambda rows: rows)) is None
