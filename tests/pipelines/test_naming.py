"""Names of learned features."""

import pytest
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import Pipeline, make_pipeline

from classic_cls.descriptors import DenseSIFT, LocalColor, RawPatches
from classic_cls.encoders import VLAD, BagOfVisualWords, FisherVector, PatchDictionary
from classic_cls.pipelines.catalog import DESCRIPTORS, ENCODERS
from classic_cls.pipelines.naming import encoders_of_points, named_features


def test_an_encoder_around_a_descriptor():
    (name, feature), = named_features(" fisher ( local_color ) ")
    assert name == "fisher_local_color" and type(feature) is Pipeline
    assert [step for step, _ in feature.steps] == ["local_color", "words"]
    assert isinstance(feature[0], LocalColor) and isinstance(feature[1], FisherVector)


@pytest.mark.parametrize("written", ["vlad", "vlad()", "vlad(dense_sift)"])
def test_without_a_descriptor_it_is_dense_sift(written):
    (name, feature), = named_features(written)
    assert name == "vlad"
    assert isinstance(feature[0], DenseSIFT) and isinstance(feature[1], VLAD)


def test_patches_take_images():
    (name, feature), = named_features("patches")
    assert name == "patches" and isinstance(feature, PatchDictionary)
    assert encoders_of_points() == sorted(set(ENCODERS) - {"patches"})


@pytest.mark.parametrize("descriptor", DESCRIPTORS)
@pytest.mark.parametrize("encoder", encoders_of_points())
def test_every_encoder_takes_every_descriptor(encoder, descriptor):
    (_, feature), = named_features(f"{encoder}({descriptor})", random_state=7)
    assert isinstance(feature[0], DESCRIPTORS[descriptor])
    assert isinstance(feature[1], ENCODERS[encoder]) and feature[1].random_state == 7


def test_names_differ_and_estimators_may_stand_beside():
    own = Pipeline([("raw_patches", RawPatches()), ("words", BagOfVisualWords())])
    plain = make_pipeline(DenseSIFT(), FisherVector())
    names = [name for name, _ in named_features(
        ["fisher", "hog", "fisher(local_color)", "fisher", own, FrozenEstimator(own), plain,
         PatchDictionary()])]
    assert names == ["fisher", "hog", "fisher_local_color", "fisher_2", "bovw_raw_patches",
                     "bovw_raw_patches_2", "fisher_3", "patches"]


@pytest.mark.parametrize("features, message", [
    ("patches(dense_sift)", "patches works on images: write it without brackets"),
    ("patches(dense_sift", "patches works on images: write it without brackets"),
    ("dense_sift", "dense_sift describes points, not a whole image: write fisher(dense_sift), or "
                   "another of bovw, fisher, vlad"),
    ("pyramid(bovw)", "bovw learns a dictionary of whole images, and cannot stand inside other"),
    ("multiscale(vlad(dense_lbp))", "vlad(dense_lbp) learns a dictionary"),
    ("pyramid(patches)", "patches learns a dictionary"),
    ("pyramid(local_color)", "write fisher(local_color)"),
    ("bovw(hog)", "unknown descriptor of bovw 'hog'"),
    ("bovw(hog)", ", ".join(DESCRIPTORS)),
    ("bovw(vlad)", "unknown descriptor of bovw 'vlad'"),
    ("bovw(dense_sft)", "Did you mean 'dense_sift'?"),
    ("bovw(Dense_SIFT)", "write 'dense_sift'"),
    ("bovw(dense_sift", "lacks its closing bracket: write bovw(dense_sift), with one name in it"),
    ("Fisher", "write 'fisher'"),
    ("fihser", "Did you mean 'fisher'?"),
    ([], "patches"),
])
def test_mistakes_in_names_of_learned_features(features, message):
    with pytest.raises(ValueError) as error:
        named_features(features)
    assert message in str(error.value)
