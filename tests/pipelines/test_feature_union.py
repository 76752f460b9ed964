"""Features side by side: each scaled as suits it, all weighted."""

import numpy as np
import pytest
from sample_images import make_images
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline, make_pipeline

from classic_cls.descriptors import RawPatches
from classic_cls.encoders import VLAD, BagOfVisualWords, FisherVector, PatchDictionary
from classic_cls.features import EdgeHistogram, RawPixels
from classic_cls.models import BlockWeight
from classic_cls.pipelines.feature_union import SCALING, feature_union

IMAGES = make_images(12, (32, 32))
SMALL = {"n_words": 4, "n_samples": 200, "random_state": 0}
FEATURES = [
    (EdgeHistogram(grid=2), ["root", "scale", "weight"]),
    (PatchDictionary(**SMALL), ["scale", "weight"]),
    (make_pipeline(RawPatches(), BagOfVisualWords(**SMALL)), ["root", "weight"]),
    (make_pipeline(RawPatches(), FisherVector(n_components=3, **SMALL)), ["weight"]),
    (make_pipeline(RawPatches(), VLAD(n_components=3, **SMALL)), ["weight"]),
]


def members(union):
    return [member for _, member in union.transformer_list]


@pytest.mark.parametrize("feature, scaling", FEATURES, ids=str)
def test_each_is_scaled_as_suits_it(feature, scaling):
    (member,) = members(feature_union([feature]))
    assert [name for name, _ in member.steps if name in SCALING] == scaling
    (member,) = members(feature_union([FrozenEstimator(feature)]))
    assert [name for name, _ in member.steps if name in SCALING] == scaling


def test_all_count_by_the_root_of_their_columns():
    union = feature_union([feature for feature, _ in FEATURES]).fit(IMAGES)
    rows = union.transform(IMAGES)
    ends = np.cumsum([member[:-1].transform(IMAGES).shape[1] for member in members(union)])
    blocks = np.split(rows, ends[:-1], axis=1)
    assert len(blocks) == 5 and rows.shape[1] == ends[-1]
    for block in blocks:
        squared = (block.astype(float) ** 2).sum(axis=1).mean()
        assert squared == pytest.approx(np.sqrt(block.shape[1]), rel=1e-4)


def test_a_feature_may_bring_its_weight():
    words = make_pipeline(RawPatches(), VLAD(n_components=3, **SMALL))
    heavy = Pipeline([*words.steps, ("weight", BlockWeight(2.0))])
    (name, member), _ = feature_union([heavy, EdgeHistogram(grid=2)]).transformer_list
    assert name == "vlad_raw_patches"
    assert [step for step, _ in member.steps] == ["rawpatches", "vlad", "weight"]
    plain, double = (feature_union([words]).fit_transform(IMAGES),
                     feature_union([heavy]).fit_transform(IMAGES))  # fmt: skip
    np.testing.assert_allclose(double, 2 * plain, rtol=1e-6)


def test_columns_have_names_of_their_own():
    twice = [EdgeHistogram(grid=2), EdgeHistogram(grid=2), *(feature for feature, _ in FEATURES)]
    for features in (twice, twice[2:]):
        union = feature_union(features).fit(IMAGES)
        names = list(union.get_feature_names_out())
        assert len(set(names)) == len(names) == union.transform(IMAGES).shape[1]
    assert any(name.startswith("patches_w0") for name in names)


def test_the_seed_reaches_every_dictionary():
    union = feature_union(["fisher", "patches", "bovw(local_color)"], random_state=5)
    seeds = {name: value for name, value in union.get_params().items() if "random_state" in name}
    assert len(seeds) == 3 and set(seeds.values()) == {5}


def test_a_frozen_dictionary_is_not_learned_again():
    learned = PatchDictionary(**SMALL).fit(IMAGES)
    union = clone(feature_union([FrozenEstimator(learned)])).fit([255 - im for im in IMAGES])
    assert members(union)[0][0].estimator is learned


def test_features_by_name_and_by_hand_give_the_same_rows():
    by_name = feature_union(["raw"]).fit_transform(IMAGES)
    by_hand = feature_union([RawPixels()]).fit_transform(IMAGES)
    np.testing.assert_array_equal(by_name, by_hand)
