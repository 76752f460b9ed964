"""Small fitted pipelines of every kind that a model file can hold."""

import tempfile
import warnings
from functools import lru_cache

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.decomposition import PCA
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import (
    ExtraTreesClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.multioutput import ClassifierChain
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier
from threadpoolctl import threadpool_limits

from classic_cls.models import (
    BalancedSampling,
    CalibratedClassifier,
    ClippedScaler,
    ConstantSafeClassifier,
    MultilabelChain,
    MultilabelOneVsRest,
    PrincipalComponents,
    RowSpaceRotation,
    SignedSquareRoot,
    ThresholdClassifier,
    anova_f,
)
from classic_cls.persistence import ImageModel, save_model

LABELS = ("red", "green", "blue")


@lru_cache
def data():
    """Rows, three classes and three labels."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 8)).astype(np.float32)
    y = np.array(["ant", "bee", "cow"])[np.argmax(X[:, :3] + rng.normal(size=(60, 3)) / 2, axis=1)]
    return X, y, (X[:, :3] > 0.3).astype(np.int8)


def wide():
    """More columns than rows."""
    X, y, _ = data()
    return np.hstack([X, X**2, X**3, np.sin(X), np.cos(X), X > 0, X < 0, X * 2]), y


def single_label():
    forest = RandomForestClassifier(5, random_state=np.random.RandomState(0))
    both = FeatureUnion([("pca", PCA(3)), ("best", SelectKBest(k=4))])
    return {
        "linear-svm": LinearSVC(random_state=0),
        "rbf-svm": SVC(),
        "linear-kernel": SVC(kernel="linear"),
        "logistic": LogisticRegression(),
        "forest": forest,
        "extra-trees": ExtraTreesClassifier(5, random_state=0),
        "tree": DecisionTreeClassifier(random_state=0),
        "best-first-tree": DecisionTreeClassifier(max_leaf_nodes=6, random_state=0),
        "neighbours": KNeighborsClassifier(weights="distance", algorithm="brute"),
        "kd-tree": KNeighborsClassifier(3, algorithm="kd_tree", p=3),
        "ball-tree": KNeighborsClassifier(algorithm="ball_tree"),
        "boosting": HistGradientBoostingClassifier(max_iter=4, min_samples_leaf=5),
        "dummy": DummyClassifier(),
        "one-vs-rest": OneVsRestClassifier(LinearSVC(random_state=0)),
        "one-vs-one": OneVsOneClassifier(SVC()),
        "sigmoid": CalibratedClassifierCV(LinearSVC(random_state=0), ensemble=False),
        "isotonic": CalibratedClassifierCV(SVC(), method="isotonic", cv=3),
        "calibrated": CalibratedClassifier(SVC()),
        "calibrated-isotonic": CalibratedClassifier(SVC(), "isotonic"),
        "calibrated-venn-abers": CalibratedClassifier(SVC(), "venn_abers"),
        "against-the-rest": CalibratedClassifier(OneVsRestClassifier(SVC())),
        "by-pairs": CalibratedClassifier(OneVsOneClassifier(LinearSVC())),
        "sampled": BalancedSampling(SVC(), "under"),
        "roots": make_pipeline(SignedSquareRoot(), LogisticRegression()),
        "clipped": make_pipeline(ClippedScaler(), LogisticRegression()),
        "components": make_pipeline(PrincipalComponents(3), LogisticRegression()),
        "union": make_pipeline(both, StandardScaler(), LogisticRegression()),
        "select": make_pipeline(SelectKBest(anova_f, k=4), LinearSVC(random_state=0)),
    }


def multilabel():
    safe = ConstantSafeClassifier(LogisticRegression())
    return {
        "labels-svm": MultilabelOneVsRest(LinearSVC(random_state=0)),
        "labels-logistic": MultilabelOneVsRest(LogisticRegression()),
        "labels-sklearn": OneVsRestClassifier(LogisticRegression()),
        "labels-chain": ClassifierChain(safe, order=[2, 0, 1]),
        "labels-own-chain": MultilabelChain(LogisticRegression(), order=[2, 0, 1]),
        "labels-forest": RandomForestClassifier(5, random_state=0),
        "labels-neighbours": KNeighborsClassifier(),
    }


def thresholds():
    """Classifiers whose labels do not change at score 0 or probability 0.5."""
    one_vs_rest = MultilabelOneVsRest(CalibratedClassifier(SVC()))
    costs = {("ant", "other"): 20}
    return {
        "threshold": ThresholdClassifier(LinearSVC(random_state=0), "recall=0.9", positive="ant"),
        "threshold-costs": ThresholdClassifier(LogisticRegression(), costs=costs),
        "threshold-labels": ThresholdClassifier(one_vs_rest),
        "threshold-labels-chain": ThresholdClassifier(MultilabelChain(SVC())),
    }


@lru_cache
def model(name) -> ImageModel:
    """A fitted model by the names above, ``NAME-binary`` with two classes, or ``rotated``."""
    X, y, Y = data()
    with warnings.catch_warnings(), threadpool_limits(1):
        warnings.simplefilter("ignore", FutureWarning)  # of older versions, about defaults
        if name == "rotated":
            X, y = wide()
            steps = RowSpaceRotation(), LogisticRegression()
            return ImageModel(make_pipeline(StandardScaler(), *steps).fit(X, y))
        if name in multilabel():
            pipeline = make_pipeline(StandardScaler(), multilabel()[name]).fit(X, Y)
            return ImageModel(pipeline, LABELS, "multilabel")
        if name in thresholds():
            y = np.where(y == "ant", "ant", "other")
            names = {"class_names": LABELS, "task": "multilabel"} if "labels" in name else {}
            pipeline = make_pipeline(StandardScaler(), thresholds()[name]).fit(X, Y if names else y)
            return ImageModel(pipeline, **names)
        kind = name.removesuffix("-binary")
        y = np.where(y == "ant", "ant", "other") if kind != name else y
        return ImageModel(make_pipeline(StandardScaler(), single_label()[kind]).fit(X, y))


@lru_cache
def file(name) -> bytes:
    """The genuine file of a model."""
    with tempfile.TemporaryDirectory() as folder:
        return save_model(model(name), folder).read_bytes()


BINARY = ["linear-svm-binary", "rbf-svm-binary", "boosting-binary", "logistic-binary"]
NAMES = [*single_label(), *multilabel(), *thresholds(), *BINARY, "rotated"]
