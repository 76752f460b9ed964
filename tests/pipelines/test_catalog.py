"""From names to estimators."""

import numpy as np
import pytest
from sklearn.pipeline import FeatureUnion

from classic_cls.features import LBP, MultiScale, SpatialPyramid
from classic_cls.pipelines.catalog import (
    DESCRIPTORS,
    ENCODERS,
    FEATURES,
    PREPROCESSING,
    PRESETS,
    WRAPPERS,
)
from classic_cls.pipelines.naming import named_features, named_preprocessing


def names_of(features, **options):
    return [name for name, _ in named_features(features, **options)]


def test_no_name_stands_for_two_things():
    names = [*FEATURES, *WRAPPERS, *ENCODERS, *DESCRIPTORS, *PREPROCESSING, *PRESETS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("size", [32, 128, (64, 48), "keep"])
@pytest.mark.parametrize("channels", [(), (3,)])
def test_presets_work_on_images_of_their_size(preset, size, channels):
    width, height = {"keep": (128, 96)}.get(size, size if isinstance(size, tuple) else (size,) * 2)
    images = np.random.default_rng(0).integers(0, 256, (2, height, width, *channels), np.uint8)
    union = FeatureUnion(named_features(preset, size), verbose_feature_names_out=True)
    rows = union.fit(images).transform(images)
    assert rows.shape == (2, len(union.get_feature_names_out())) and np.isfinite(rows).all()


def test_presets_about_detail_give_rows_of_one_length():
    rng = np.random.default_rng(0)
    images = [rng.integers(0, 256, shape, np.uint8) for shape in [(50, 60), (70, 64, 3)]]
    for preset in PRESETS.values():
        if preset.wants_detail:
            for extractor in preset.make("keep"):
                assert len(extractor.transform(images)) == 2


def test_what_presets_share_is_taken_once():
    assert names_of(["all", "texture", "color"]) == names_of("all")
    assert names_of(["lbp", "lbp"]) == ["lbp", "lbp_2"]


def test_a_feature_can_be_wrapped_by_name():
    (name, extractor), = named_features(" pyramid (multiscale( lbp ) )")
    assert name == "pyramid_multiscale_lbp"
    assert isinstance(extractor, SpatialPyramid) and isinstance(extractor.extractor, MultiScale)
    assert isinstance(extractor.extractor.extractor, LBP)


@pytest.mark.parametrize("features, message", [
    ("lbpp", "unknown feature 'lbpp'. Did you mean 'lbp'?"),
    ("pyramid(lbpp)", "unknown feature 'lbpp'. Did you mean 'lbp'?"),
    ("pyramid", "write pyramid(lbp)"),
    ("pyramid(all)", "all is a preset"),
    ("pyramids(lbp)", "unknown feature 'pyramids(lbp)'"),
    ("pyramid(lbp", "'pyramid(lbp' lacks its closing bracket"),
    ("pyramid(multiscale(lbp)", "'multiscale(lbp' lacks its closing bracket"),
    ("pyramid( )", "write pyramid(lbp)"),
    ("lbp(hog)", "unknown feature 'lbp(hog)'"),
    ("LBP", "write 'lbp'"),
    ("clahe", "clahe is a preprocessing step, not a feature"),
    ([], "features is empty"),
])
def test_mistakes_in_names_of_features(features, message):
    with pytest.raises(ValueError) as error:
        named_features(features)
    assert message in str(error.value)


def test_preprocessing_by_name():
    assert [name for name, _ in named_preprocessing("gray")] == ["gray"]
    assert [name for name, _ in named_preprocessing(["clahe", "clahe"])] == ["clahe", "clahe_2"]
    with pytest.raises(ValueError, match="unknown preprocessing step 'clhe'. Did you mean"):
        named_preprocessing("clhe")


@pytest.mark.parametrize("step, message", [
    ("CLAHE", "write 'clahe'"),
    ("lbp", "lbp is a feature, not a preprocessing step"),
    ("fisher", "fisher is a feature, not a preprocessing step"),
    ("resize", "resized by size, not as a step"),
])
def test_mistakes_in_names_of_preprocessing(step, message):
    with pytest.raises(ValueError) as error:
        named_preprocessing(step)
    assert message in str(error.value)
