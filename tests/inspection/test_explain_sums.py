"""What regions add, and the base, come to the decision value; and they lie where they should."""

import numpy as np
import pytest
from sklearn.calibration import CalibratedClassifierCV
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler
from sklearn.svm import SVC, LinearSVC

from classic_cls import explain, make_image_pipeline
from classic_cls.descriptors import DenseSIFT, RawPatches
from classic_cls.encoders import VLAD, BagOfVisualWords, FisherVector, PatchDictionary
from classic_cls.features import (
    HOG,
    LBP,
    ColorHistogram,
    ColorMoments,
    EdgeHistogram,
    Mirrored,
    MultiScale,
    RawPixels,
    SpatialPyramid,
)
from classic_cls.models import (
    CalibratedClassifier,
    ClippedScaler,
    HomogeneousKernelMap,
    KernelRidgeClassifier,
    LinearDiscriminant,
    MultilabelChain,
    MultilabelOneVsRest,
    PrincipalComponents,
    RowSpaceRotation,
    SignedSquareRoot,
    ThresholdClassifier,
    UnitMeanNorm,
)
from classic_cls.transforms import ContentCrop, Resize, ToGray

SHAPE = (48, 40, 3)


def photos(n=30, seed=0):
    """Noise with a bright disc whose colour, and then place, is that of a class."""
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 90, (n, *SHAPE)).astype(np.uint8)
    for number, image in enumerate(images):
        kind = number % 3
        y, x = 10 + 10 * kind, 12 + 6 * kind
        image[y - 6 : y + 6, x - 6 : x + 6, kind] += 150
    return images


IMAGES = photos()
CLASSES = np.array(["a", "b", "c"] * 10)
TWO = np.array(["good", "bad", "good"] * 10)
LABELS = np.column_stack([CLASSES == "a", CLASSES != "b"]).astype(int)


def total(found):
    """Base and all that regions add, class by class."""
    parts = [found.heat_map(name).sum() + found.whole(name) for name in found.classes]
    return found.base + np.array(parts)


def check_sum(pipeline, y, inner=None):
    pipeline.fit(IMAGES, y)
    for image in photos(4, seed=1)[1:]:
        found = explain(pipeline, image, method="exact")
        wanted = np.ravel((inner or pipeline).decision_function(image[None]))
        wanted = [-wanted[0], wanted[0]] if len(wanted) == 1 else wanted
        places = [list(map(str, pipeline.classes_)).index(name) for name in found.classes]
        np.testing.assert_allclose(found.scores, np.take(wanted, places), atol=1e-5)
        np.testing.assert_allclose(total(found), found.scores, atol=1e-5)
        answer = pipeline.predict(image[None])[0]
        if np.ndim(answer) == 0:
            assert found.answers == (str(answer),) == found.classes[:1]
    return found


def words(encoder, descriptor=None):
    return make_pipeline(descriptor or DenseSIFT(step=6), encoder)


FEATURES = {
    "hog": HOG(cell=8),
    "lbp": LBP(),
    "colours on a grid": ColorHistogram(grid=2),
    "pyramid": SpatialPyramid(LBP(), levels=(1, 2)),
    "multiscale": MultiScale(EdgeHistogram(), octaves=2),
    "mirrored": Mirrored(HOG(cell=8), 0.25),
    "union": FeatureUnion([("hog", HOG(cell=8)), ("color", ColorMoments()), ("none", "drop")]),
    "bovw": words(BagOfVisualWords(12, layout="1x1,2x2", random_state=0)),
    "soft bovw": words(BagOfVisualWords(12, assignment="soft", random_state=0)),
    "vlad": words(VLAD(6, n_components=8, random_state=0)),
    "intra vlad": words(VLAD(6, n_components=8, norm="intra", layout="1x1,1x3", random_state=0)),
    "fisher": words(FisherVector(4, n_components=8, random_state=0)),
    "raw patches": words(VLAD(4, n_components=8, random_state=0), RawPatches(sides=[8])),
    "patches": PatchDictionary(20, random_state=0),
    "mirrored patches": PatchDictionary(20, mirror=0.25, stride=2, random_state=0),
    "nearest patches": PatchDictionary(20, encoding="nearest", grid=1, random_state=0),
}


@pytest.mark.parametrize("feature", FEATURES.values(), ids=FEATURES)
def test_features(feature):
    scaling = ClippedScaler(), UnitMeanNorm()
    pipeline = make_pipeline(Resize((32, 40)), feature, *scaling, LinearSVC(random_state=0))
    assert check_sum(pipeline, CLASSES).method == "linear"


DECIDING = {
    "standardised": [StandardScaler(), LogisticRegression()],
    "roots, pca": [SignedSquareRoot(), StandardScaler(), PCA(9), LinearSVC(random_state=0)],
    "whitened": [PCA(9, whiten=True, random_state=0), StandardScaler(), RidgeClassifier()],
    "rotated": [PrincipalComponents(12), RowSpaceRotation(), LogisticRegression()],
    "chosen columns": [SelectKBest(k=30), Normalizer(), LogisticRegression()],
    "kernel map": [HomogeneousKernelMap(), UnitMeanNorm(), LogisticRegression()],
    "discriminant": [LinearDiscriminant(n_components=8)],
    "one-vs-rest": [ClippedScaler(), OneVsRestClassifier(LinearSVC(random_state=0))],
    "kernel ridge": [ClippedScaler(), KernelRidgeClassifier()],
    "kernel ridge in components": [ClippedScaler(), KernelRidgeClassifier(n_components=8)],
    "wide kernel": [ClippedScaler(), KernelRidgeClassifier(gamma=3.0, n_centers=20)],
    "calibrated": [ClippedScaler(), CalibratedClassifier(LinearSVC(random_state=0))],
}


@pytest.mark.parametrize("steps", DECIDING.values(), ids=DECIDING)
def test_steps_behind_the_features(steps):
    pipeline = make_pipeline(HOG(cell=8), *steps)
    inner = None
    if not hasattr(steps[-1], "decision_function"):
        pipeline.fit(IMAGES, CLASSES)
        inner = Pipeline([*pipeline.steps[:-1], ("inner", pipeline[-1].estimator_)])
        pipeline[-1].fit = lambda *_: pipeline[-1]  # the one inside stays what it is
    check_sum(pipeline, CLASSES, inner)


@pytest.mark.parametrize(
    "classifier",
    [
        LogisticRegression(),
        SVC(),
        SVC(kernel="linear"),
        KernelRidgeClassifier(),
        LinearDiscriminant(),
        OneVsRestClassifier(LinearSVC(random_state=0)),
    ],
    ids=repr,
)
def test_two_classes(classifier):
    found = check_sum(make_pipeline(ColorHistogram(grid=2), ClippedScaler(), classifier), TWO)
    np.testing.assert_allclose(found.heat_map("good"), -found.heat_map("bad"), atol=1e-12)


@pytest.mark.parametrize("inside", [True, False])
def test_thresholds_and_reductions_are_looked_through(inside):
    deciding = Pipeline([("reduce", PrincipalComponents(5)), ("svm", LinearSVC(random_state=0))])
    deciding = deciding if inside else LogisticRegression()
    pipeline = make_pipeline(HOG(cell=8), ThresholdClassifier(deciding, positive="bad"))
    pipeline.fit(IMAGES, TWO)
    found = explain(pipeline, IMAGES[0], method="exact")
    np.testing.assert_allclose(total(found), found.scores, atol=1e-5)
    assert found.answers == tuple(pipeline.predict(IMAGES[:1]))


@pytest.mark.parametrize(
    "classifier",
    [
        KernelRidgeClassifier(),
        MultilabelOneVsRest(LinearSVC(random_state=0)),
        MultilabelOneVsRest(SVC()),
        ThresholdClassifier(MultilabelOneVsRest(KernelRidgeClassifier())),
        MultilabelOneVsRest(CalibratedClassifier(LinearSVC(random_state=0))),
    ],
    ids=repr,
)
def test_several_labels(classifier):
    pipeline = make_pipeline(HOG(cell=8), ClippedScaler(), classifier).fit(IMAGES, LABELS)
    found = explain(pipeline, IMAGES[0], ["0", "1"], method="exact")
    np.testing.assert_allclose(total(found), found.scores, atol=1e-5)
    given = np.flatnonzero(pipeline.predict(IMAGES[:1])[0])
    assert set(found.answers) == {str(label) for label in given}


@pytest.mark.parametrize("recipe", ["quick", "scene", "object", "material", "tiny"])
def test_recipes(recipe):
    pipeline = make_image_pipeline(recipe, classifier="kernel_ridge", size=40, parameters={})
    for name, value in pipeline.get_params().items():
        if isinstance(value, VLAD | PatchDictionary):
            value.set_params(n_words=8)
    found = check_sum(pipeline, CLASSES)
    assert found.method == "path"
    assert set(found.families()) == {n for n, _ in pipeline["features"].transformer_list}


@pytest.mark.parametrize("feature", ["hog", "bovw", "patches"])
def test_evidence_lies_where_the_difference_is(feature):
    """Classes differ in a square alone, and so do their images."""
    images = np.random.default_rng(0).integers(100, 130, (40, 96, 96)).astype(np.uint8)
    images[::2, 8:32, 56:80] = 30
    images[::2, 17:23, 56:80] = 250
    y = np.array(["marked", "plain"] * 20)
    parameters = {} if feature == "hog" else {f"{feature}.n_words": 16}
    pipeline = make_image_pipeline(
        features=[feature], classifier="linear_svm", size=96, parameters=parameters
    )
    heat = explain(pipeline.fit(images, y), images[0]).heat_map(size=(4, 4))
    assert heat[:2, 2:].sum() > 0.6 * heat.sum()
    assert np.unravel_index(heat.argmax(), heat.shape) in {(0, 2), (1, 2), (0, 3), (1, 3)}


def test_regions_go_back_through_crops():
    images = np.full((30, 64, 96), 255, np.uint8)
    images[:, 20:52, 40:72] = photos(30)[:, :32, :32, 0] // 2
    # Scaled, pixels around the content, which are alike in all images, add nothing.
    steps = ContentCrop(margin=0), Resize(32), RawPixels(), StandardScaler(), LogisticRegression()
    heat = explain(make_pipeline(*steps).fit(images, CLASSES), images[0]).heat_map(size=(64, 96))
    assert np.abs(heat[20:52, 40:72]).sum() > 0.9 * np.abs(heat).sum() > 0


def test_a_linear_classifier_on_pixels_is_its_weights_times_the_pixels():
    images = photos()[..., 0]
    pipeline = make_pipeline(RawPixels(), LogisticRegression()).fit(images, CLASSES)
    rows = pipeline[:-1].transform(images[:1])[0]
    found = explain(pipeline, images[0], ["b"])
    expected = (rows * pipeline[-1].coef_[1]).reshape(images.shape[1:])
    np.testing.assert_allclose(found.heat_map("b"), expected, atol=1e-6)


OTHERS = {
    "forest": RandomForestClassifier(20, random_state=0),
    "svm": SVC(),
    "polynomial": SVC(kernel="poly"),
    "chain": MultilabelChain(LinearSVC(random_state=0)),
    "averaged": CalibratedClassifierCV(LinearSVC(random_state=0), cv=2),
}


@pytest.mark.parametrize("name", OTHERS)
def test_all_others_are_explained_by_occlusion(name):
    y = LABELS if name == "chain" else CLASSES
    pipeline = make_pipeline(Resize(32), ToGray(), RawPixels(), OTHERS[name]).fit(IMAGES, y)
    found = explain(pipeline, IMAGES[0])
    assert found.method == "occlusion" and not found.adds_up and found.why_not_exact
    assert found.heat_map().shape == SHAPE[:2]
    with pytest.raises(ValueError, match="take method='occlusion'"):
        explain(pipeline, IMAGES[0], method="exact")


def test_occlusion_is_the_fall_of_the_score():
    pipeline = make_pipeline(RawPixels(), LogisticRegression()).fit(IMAGES, CLASSES)
    image = IMAGES[0]
    covered = image.copy()
    covered[: 48 // 6, : 40 // 6] = np.rint(image.reshape(-1, 3).mean(axis=0))
    falls = pipeline.decision_function(image[None]) - pipeline.decision_function(covered[None])
    found = explain(pipeline, image, ["a", "b", "c"], method="occlusion")
    np.testing.assert_allclose(found.terms[0].values[16], falls[0] / 2, atol=1e-5)


@pytest.mark.parametrize(
    "options, said",
    [
        ({"classes": ["d"]}, "unknown class 'd'"),
        ({"method": "magic"}, "method='magic' must be one of"),
        ({"image": "missing.png"}, "missing.png"),
        ({"model": LogisticRegression()}, "give a fitted pipeline"),
    ],
)
def test_mistakes_are_told(options, said):
    pipeline = make_pipeline(RawPixels(), LogisticRegression()).fit(IMAGES, CLASSES)
    with pytest.raises(ValueError, match=said):
        explain(**{"model": pipeline, "image": IMAGES[0], **options})
