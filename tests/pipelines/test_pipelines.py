"""Pipelines from names: plain scikit-learn, every classifier, every option."""

import numpy as np
import pytest
from sample_images import make_images, write_png
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC

from classic_cls import HOG, ImageDataset, make_image_pipeline
from classic_cls.models import KernelRidgeClassifier, PrincipalComponents, ThresholdClassifier
from classic_cls.pipelines.catalog import FEATURES, PREPROCESSING
from classic_cls.pipelines.classifiers import CLASSIFIERS, classifier_steps
from classic_cls.pipelines.feature_union import feature_union
from classic_cls.pipelines.look import Look, look_at
from classic_cls.pipelines.parameters import set_step_parameter
from classic_cls.pipelines.recipes import RECIPES, choose_recipe
from classic_cls.transforms import MatchHistogram

pytestmark = pytest.mark.usefixtures("one_thread")

INDICATOR = np.array([[1, 0, 0], [0, 1, 0]] * 20, np.int8)


def quick(**options):
    options = {"features": ["edges"], "size": 24} | options
    return make_image_pipeline(**options)


def test_it_is_a_plain_pipeline():
    pipeline = quick()
    assert type(pipeline) is Pipeline
    assert [name for name, _ in pipeline.steps][:3] == ["read", "resize", "features"]
    assert clone(pipeline).get_params(deep=True).keys() == pipeline.get_params(deep=True).keys()


@pytest.mark.parametrize("classifier", CLASSIFIERS)
def test_every_classifier_learns_from_paths_and_predicts_arrays(classifier, stripe_files, stripes):
    paths, labels = stripe_files
    model = quick(classifier=classifier).fit(paths, labels)
    predicted = model.predict(stripes[0])
    np.testing.assert_array_equal(predicted, model.predict(paths))
    assert predicted.dtype.kind in "UO"
    assert (predicted == labels).mean() == (0.5 if classifier == "dummy" else 1.0)


@pytest.mark.parametrize("classifier", CLASSIFIERS)
@pytest.mark.parametrize("strategy", [None, "ovr", "chain"])
def test_every_classifier_learns_several_labels(classifier, strategy, stripe_files):
    paths, _ = stripe_files
    pipeline = quick(classifier=classifier, strategy=strategy, multilabel=True)
    predicted = pipeline.fit(paths, INDICATOR).predict(paths)
    assert predicted.shape == INDICATOR.shape
    assert not predicted[:, 2].any()


@pytest.mark.parametrize("strategy", ["ovr", "ovo"])
@pytest.mark.parametrize("classifier", ["linear_svm", "svm", "logistic", "forest"])
def test_several_classes_by_pairs_and_against_the_rest(strategy, classifier):
    images = make_images(30)
    images[::3] = [255 - image // 8 for image in images[::3]]
    labels = np.array(["flat", "across", "down"] * 10)
    model = quick(classifier=classifier, strategy=strategy).fit(images, labels)
    assert (model.predict(images) == labels).mean() > 0.8


@pytest.mark.parametrize("classifier", ["linear_svm", "svm", "logistic", "forest"])
def test_probabilities_and_class_weight(classifier, stripes):
    images, labels = stripes
    model = quick(classifier=classifier, probabilities=True, class_weight="balanced")
    probabilities = model.fit(images, labels).predict_proba(images)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


@pytest.mark.parametrize("classifier", [name for name in CLASSIFIERS if name != "dummy"])
@pytest.mark.parametrize("options", [
    {"aim": "recall=0.9", "positive": "down"},
    {"costs": {("down", "across"): 5}, "strategy": "ovr"},
    {"sampling": "over", "probabilities": True},
    {"sampling": "under", "aim": "balanced_accuracy"},
], ids=str)
def test_thresholds_and_sampling(classifier, options, stripes):
    images, labels = stripes
    model = quick(classifier=classifier, **options).fit(images, labels)
    assert (model.predict(images) == labels).all()


@pytest.mark.parametrize("strategy", [None, "chain"])
@pytest.mark.parametrize("options", [{}, {"sampling": "under"}, {"aim": "none"},
                                     {"aim": "precision=0.9", "probabilities": True}], ids=str)
def test_thresholds_of_labels(strategy, options, stripes):
    images, _ = stripes
    target = INDICATOR[: len(images)].copy()
    target[::7, 0] = -1
    pipeline = quick(multilabel=True, strategy=strategy, **options)
    has_thresholds = isinstance(pipeline["classifier"], ThresholdClassifier)
    assert has_thresholds == (options.get("aim") != "none")
    groups = np.arange(len(images)) // 2
    predicted = pipeline.fit(images, target, classifier__groups=groups).predict(images)
    known = target >= 0
    np.testing.assert_array_equal(predicted[known], target[known])


def test_a_threshold_of_many_classes_is_refused_before_anything_is_read(tmp_path):
    for i, image in enumerate(make_images(6, (28, 28))):
        write_png(tmp_path / "abc"[i % 3] / f"{i}.png", image)
    data = ImageDataset.from_folder(tmp_path)
    for options in ({"aim": "f1"}, {"costs": {("a", "b"): 2}}):
        with pytest.raises(ValueError, match="a threshold needs two classes or several labels"):
            make_image_pipeline(data=data, **options)
    assert make_image_pipeline(data=data, aim="none") is not None


@pytest.mark.parametrize("strategy", [None, "ovr", "ovo"])
@pytest.mark.parametrize("classifier", CLASSIFIERS)
def test_several_labels_unannounced_are_learned_or_refused_in_plain_words(
    classifier, strategy, stripes
):
    images, _ = stripes
    pipeline = quick(classifier=classifier, strategy=strategy)
    if "check" not in pipeline.named_steps:
        predicted = pipeline.fit(images, INDICATOR[: len(images)]).predict(images)
        assert predicted.shape == (len(images), 3)
        return
    with pytest.raises(ValueError, match="y has 3 labels an image.*multilabel=True"):
        pipeline.fit(images, INDICATOR[: len(images)])


def test_who_says_what_the_target_is_gets_no_check():
    for options in ({"multilabel": False}, {"multilabel": True}):
        assert "check" not in quick(**options).named_steps


@pytest.mark.parametrize("reduce", ["pca:5", "select:5"])
@pytest.mark.parametrize("multilabel", [False, True])
def test_reduction(reduce, multilabel, stripes):
    images, labels = stripes
    target = INDICATOR if multilabel else labels
    pipeline = quick(reduce=reduce, multilabel=multilabel, classifier="logistic", aim="none")
    model = pipeline.fit(images, target)
    order = ["reduce", "norm", "rotate", "classifier"]
    names = [name for name, _ in model.steps if name in order]
    if reduce == "select:5":  # it has seen labels, so it stands inside the calibration
        assert names == ["classifier"]
        chosen = model["classifier"]
        model = chosen.estimators_[0] if multilabel else chosen
        while not isinstance(model, Pipeline):
            model = model.estimator_
        names = [name for name, _ in model.steps]
    assert names == order
    assert model["reduce"].transform(np.zeros((1, model["reduce"].n_features_in_))).shape == (1, 5)


class Once(TransformerMixin, BaseEstimator):
    """Rows as they are; remembers how many every fit was given."""

    sizes = []

    def fit(self, X, y=None):
        self.sizes.append(len(X))
        return self

    def transform(self, X):
        return X


@pytest.mark.parametrize("multilabel", [False, True])
def test_a_threshold_is_learned_with_the_reduction(multilabel):
    """Rows that inner folds leave out for a threshold take no part in the reduction."""
    steps = classifier_steps("svm", multilabel=multilabel, aim="f1", reduction=[("once", Once())])
    X, y = np.arange(48.0).reshape(24, 2), np.arange(24) % 2
    Once.sizes.clear()
    Pipeline(steps).fit(X, np.column_stack([y, y]) if multilabel else y)
    assert sorted(Once.sizes) == [16, 16, 16, 24]
    steps = dict(classifier_steps("svm", aim="recall=0.9"))
    assert "reduce" not in steps and "reduce" in steps["classifier"].estimator.named_steps
    assert "reduce" in dict(classifier_steps("svm"))


@pytest.mark.parametrize(
    "options, before, own",
    [
        ({}, False, 600),
        ({"aim": "f1"}, False, 600),
        ({"multilabel": True}, False, 600),
        ({"probabilities": True}, False, 600),
        ({"strategy": "ovo"}, True, 600),
        ({"multilabel": True, "strategy": "chain"}, True, 600),
        ({"multilabel": True, "probabilities": True}, True, 600),
        ({"reduction": [("reduce", PrincipalComponents(900))]}, True, None),
    ],
    ids=str,
)
def test_kernel_ridge_makes_its_own_components_unless_it_is_fitted_often(options, before, own):
    steps = Pipeline(classifier_steps("kernel_ridge", **options))
    parts = steps.get_params()
    assert before == any(isinstance(part, PrincipalComponents) for part in parts.values())
    [ridge] = {id(p): p for p in parts.values() if isinstance(p, KernelRidgeClassifier)}.values()
    assert ridge.n_components == own


def test_estimators_beside_names(stripes):
    images, labels = stripes
    pipeline = make_image_pipeline(
        features=["edges", HOG(cell=4), HOG(cell=8)], size=24, preprocess=["clahe", "gray"],
        classifier=LogisticRegression(max_iter=1000),
    )
    assert [name for name, _ in pipeline.steps] == [
        "read", "resize", "clahe", "gray", "features", "classifier"]
    assert [n for n, _ in pipeline["features"].transformer_list] == ["edges", "hog", "hog_2"]
    names = pipeline.fit(images, labels)[:-1].get_feature_names_out()
    assert len(set(names)) == len(names) == pipeline[-1].n_features_in_


def test_names_of_columns_are_plain_where_they_can_be(stripes):
    pipeline = quick(features=["hog", "color_hist"]).fit(*stripes)
    names = pipeline[:3].get_feature_names_out()
    assert names[0].startswith("hog_r0") and names[-1].startswith("hsv_")


@pytest.mark.parametrize(
    "options, message",
    [
        ({"features": ["hogg"]}, "unknown feature 'hogg'. Did you mean 'hog'?"),
        ({"features": []}, "features is empty"),
        ({"classifier": "forrest"}, "unknown classifier 'forrest'. Did you mean 'forest'?"),
        ({"preprocess": ["blur"]}, "unknown preprocessing step 'blur'"),
        ({"strategy": "all"}, "unknown strategy 'all'"),
        ({"strategy": "chain"}, "for several labels"),
        ({"strategy": "ovo", "multilabel": True}, "compares classes"),
        ({"reduce": "pca"}, "reduce must be"),
        ({"reduce": "lda:3"}, "reduce must be"),
        ({"size": "big"}, "size must be"),
        ({"class_weight": "balanced", "classifier": "knn"}, "no class weights"),
        ({"class_weight": "balanced", "sampling": "over"}, "give one of them"),
        ({"sampling": "smote"}, "unknown sampling 'smote'"),
        ({"aim": "f1", "costs": {("a", "b"): 2}}, "give one of them"),
        ({"costs": {("a", "b"): 2}, "multilabel": True}, "about two classes"),
        ({"aim": "f1", "classifier": "dummy"}, "no scores"),
        ({"aim": "best"}, "unknown aim 'best'"),
        ({"aim": "f1", "classifier": LogisticRegression()}, "aim is for classifiers by name"),
        ({"strategy": "ovr", "classifier": LogisticRegression()}, "strategy is for classifiers by"),
        ({"class_weight": "balanced", "classifier": LogisticRegression()}, "class_weight is for"),
        ({"sampling": "over", "classifier": LogisticRegression()}, "sampling is for"),
    ],
)
def test_mistakes_are_named(options, message):
    with pytest.raises(ValueError) as error:
        quick(**options)
    assert message in str(error.value)
    with pytest.raises(ValueError, match="unknown recipe"):
        make_image_pipeline("best")


def test_set_step_parameter():
    pipeline = quick(features=["hog"], probabilities=True, preprocess=["clahe"], classifier="svm")
    for name, value in [("hog.orientations", 12), ("classifier.C", 2.0), ("clahe.tiles", 4),
                        ("resize.mode", "letterbox")]:
        set_step_parameter(pipeline, name, value)
    assert pipeline["features"]["hog"]["hog"].orientations == 12
    assert pipeline["classifier"].estimator.C == 2.0
    wrapped = quick(aim="f1", sampling="over", classifier="forest", probabilities=True)
    set_step_parameter(wrapped, "classifier.random_state", 7)
    assert wrapped["classifier"].random_state == 0
    assert wrapped["classifier"].estimator.estimator.random_state == 7
    inside = quick(aim="f1", classifier="svm")
    set_step_parameter(inside, "reduce.n_components", 3)
    set_step_parameter(inside, "classifier.C", 3.0)
    set_step_parameter(inside, "classifier.aim", "recall=0.9")
    assert inside["classifier"].estimator["reduce"].n_components == 3
    assert inside["classifier"].estimator["classifier"].C == 3.0
    assert inside["classifier"].aim == "recall=0.9"
    for name in ("hog.orientation", "hug.orientations", "hog"):
        with pytest.raises(ValueError, match="unknown"):
            set_step_parameter(pipeline, name, 1)


def test_parameters_inside_a_wrapper_are_found():
    pipeline = quick(features=["pyramid(multiscale(lbp))", "lbp"])
    set_step_parameter(pipeline, "pyramid_multiscale_lbp.method", "ror")
    set_step_parameter(pipeline, "pyramid_multiscale_lbp.octaves", 2)
    set_step_parameter(pipeline, "pyramid_multiscale_lbp.levels", (1, 3))
    wrapped, plain = [member[0] for _, member in pipeline["features"].transformer_list]
    assert wrapped.levels == (1, 3) and wrapped.extractor.octaves == 2
    assert wrapped.extractor.extractor.method == "ror" != plain.method


def test_a_preset_about_detail_leaves_small_images_as_they_are(tmp_path):
    for side in (100, 300):
        for i, image in enumerate(make_images(4, (side, side))):
            write_png(tmp_path / str(side) / "ab"[i % 2] / f"{i}.png", image)
    small, large = (ImageDataset.from_folder(tmp_path / str(side)) for side in (100, 300))
    assert "resize" not in make_image_pipeline(data=small, features="texture").named_steps
    assert make_image_pipeline(data=large, features=["texture"])["resize"].size == 256
    assert make_image_pipeline(data=small, features=["texture", "hog"])["resize"].size == 128
    assert make_image_pipeline(data=small, features="texture", size=64)["resize"].size == 64


def test_content_is_cut_out_before_the_resizing():
    pipeline = quick(features=["hog"], preprocess=["gray", "content_crop", "clahe"], size=32)
    names = [name for name, _ in pipeline.steps][:6]
    assert names == ["read", "content_crop", "resize", "gray", "clahe", "features"]
    assert pipeline["read"].min_size is None
    assert quick(features=["hog"], preprocess=["gray"], size=32)["read"].min_size == 32


def test_an_image_as_a_parameter_is_read_from_its_file(tmp_path):
    reference = make_images(1, (20, 30))[0] // 2
    write_png(tmp_path / "reference.png", reference)
    pipeline = quick(features=["raw"], preprocess=["match_histogram"], size=8)
    set_step_parameter(pipeline, "match_histogram.reference", str(tmp_path / "reference.png"))
    by_hand = MatchHistogram(reference=reference)
    images = make_images(2, (8, 8))
    np.testing.assert_array_equal(pipeline["match_histogram"].transform(images),
                                  by_hand.transform(images))
    with pytest.raises(ValueError, match="nowhere.png: no such file"):
        set_step_parameter(pipeline, "match_histogram.reference", str(tmp_path / "nowhere.png"))


def test_the_automatic_recipe_follows_the_images(tmp_path):
    for i, image in enumerate(make_images(6, (28, 28))):
        write_png(tmp_path / "grey" / "ab"[i % 2] / f"{i}.png", image)
        color = np.dstack([image, image // 2, image // 4])
        write_png(tmp_path / "photos" / "ab"[i % 2] / f"{i}.png", color)
        write_png(tmp_path / "color" / "ab"[i % 2] / f"{i}.png", np.kron(color, np.ones((6, 6, 1),
                                                                                        np.uint8)))
    grey = ImageDataset.from_folder(tmp_path / "grey")
    color = ImageDataset.from_folder(tmp_path / "color")
    assert look_at(grey.refs) == Look(32, False, "keep")
    assert look_at(color.refs) == Look(128, True, "keep")
    shape, texture = ["hog", "edges", "corners", "gist"], ["lbp", "lpq", "scattering"]
    colour, words = ["color_hist", "color_moments", "correlogram"], ["vlad", "vlad_local_color"]

    def members(recipe="auto", **options):
        return make_image_pipeline(recipe, **options)["features"].transformer_list

    features = members(data=grey)
    assert [name for name, _ in features] == shape + texture
    assert features[0][1]["hog"].cell == 4
    features = members("tiny", data=grey)
    assert [name for name, _ in features] == [*shape, *texture, "patches", "vlad"]
    assert features[-1][1]["resize"].size == 64 and not features[-1][1]["dense_sift"].mirror
    features = members(data=color)
    outlines, fine = shape[:-1], texture[:-1]  # without GIST; beside words without scattering
    assert [name for name, _ in features] == outlines + colour + fine + words
    assert features[0][1]["hog"].cell == 32 and features[0][1]["resize"].size == 128
    assert "resize" not in make_image_pipeline(data=color).named_steps
    features = members(data=color, size=64)
    assert features[0][1]["hog"].cell == 16 and "resize" not in features[0][1].named_steps
    assert [name for name, _ in members("quick", data=color)] == outlines + colour + texture
    assert [n for n, _ in members("object", data=color)] == [*words, "vlad_opponent_sift"]
    assert [n for n, _ in members("material", data=color)] == texture + words
    assert [n for n, _ in members(multilabel=True)] == outlines[1:] + colour + fine + words
    assert [name for name, _ in members(data=grey, size=8)] == shape
    photos = ImageDataset.from_folder(tmp_path / "photos")
    mirrored = [f"mirrored_{n}" for n in shape + colour[:-1] + texture]
    features = members("tiny", data=photos)
    assert [name for name, _ in features] == [*mirrored, "patches", "vlad"]
    assert features[0][1]["mirrored_hog"].weight == features[-2][1]["patches"].mirror == 0.25
    assert features[-1][1]["dense_sift"].mirror
    for size, doubled in ((20, 40), ((20, 30), (40, 60)), ("keep", 64)):
        assert members("tiny", data=photos, size=size)[-1][1]["resize"].size == doubled
    with pytest.raises(ValueError, match="unknown recipe 'flower'"):
        make_image_pipeline("flower")


@pytest.mark.parametrize("color", [False, True], ids=["grey", "color"])
@pytest.mark.parametrize("side", [32, 64, 128])
@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_describes_images_of_every_look(recipe, side, color):
    images = np.random.default_rng(0).integers(0, 256, (12, side, side, 3), dtype=np.uint8)
    look = Look(side, color)
    union = feature_union(RECIPES[recipe].features(look, side, False, 0), side, 0)
    for _, member in union.transformer_list:
        for step in (step for step in member.named_steps if "words" in step or "patches" in step):
            member.set_params(**{f"{step}__n_words": 2})
    rows = union.fit_transform(images if color else images[..., 0])
    assert rows.shape == (12, len(union.get_feature_names_out())) and np.isfinite(rows).all()


def test_rules_of_the_automatic_recipe():
    small, large = Look(32, True), Look(128, False)
    assert [choose_recipe(small, n) for n in (99, 100, None)] == ["quick", "tiny", "quick"]
    assert [choose_recipe(large, n) for n in (None, 20_000, 20_001)] == ["scene", "scene", "quick"]
    assert choose_recipe(Look(64, True), 40_000) == "scene"
    assert choose_recipe(Look(64, True), 40_001) == "quick"


def test_names_are_those_of_the_classes():
    assert FEATURES["hog"] is HOG
    assert "resize" not in PREPROCESSING and {"gray", "equalize", "clahe"} <= set(PREPROCESSING)


@pytest.mark.parametrize("classifier", ["forest", "linear_svm", "kernel_ridge"])
@pytest.mark.parametrize("method", ["sigmoid", "temperature", "isotonic", "venn_abers"])
def test_every_classifier_is_calibrated_by_the_method_that_was_named(classifier, method):
    pipeline = quick(classifier=classifier, calibration=method)
    assert pipeline[-1].method == method and hasattr(pipeline[-1], "predict_proba")
    labels = quick(classifier=classifier, calibration=method, multilabel=True, aim="none")
    assert labels[-1].estimator.method == method


def test_calibration_none_leaves_what_there_is():
    assert not hasattr(quick(classifier="linear_svm", calibration="none")[-1], "predict_proba")
    chosen = quick(classifier="forest", reduce="select:5", calibration="none")
    assert type(chosen[-1]).__name__ == "RandomForestClassifier"


@pytest.mark.parametrize("options, words", [
    ({"calibration": "isotone"}, "Did you mean 'isotonic'"),
    ({"classifier": "dummy", "calibration": "sigmoid"}, "'dummy' has no scores to calibrate"),
    ({"classifier": "svm", "calibration": "none", "probabilities": True}, "leave out"),
    ({"classifier": SVC(), "calibration": "sigmoid"}, "calibration is for classifiers by name"),
], ids=str)  # fmt: skip
def test_calibrations_that_make_no_sense(options, words):
    with pytest.raises(ValueError, match=words):
        quick(**options)
