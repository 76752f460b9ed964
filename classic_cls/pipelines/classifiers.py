"""Classifiers by name, each with the steps and settings that suit rows of image features."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sklearn.base import ClassifierMixin
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsOneClassifier, OneVsRestClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from .._remedies import parameter, remedy
from .._validation import unknown_name
from ..models import (
    CALIBRATION_METHODS,
    BalancedSampling,
    CalibratedClassifier,
    KernelRidgeClassifier,
    LinearDiscriminant,
    MultilabelChain,
    MultilabelOneVsRest,
    PrincipalComponents,
    RowSpaceRotation,
    ThresholdClassifier,
    UnitMeanNorm,
    checked_aim,
)
from .plugins import made, plugin_class, plugin_names, summary


@dataclass(frozen=True)
class NamedClassifier:
    """How a classifier is made from its name, and all that others must know of it."""

    title: str  # for tables
    make: Callable[[int | None], ClassifierMixin]  # takes a random_state
    # Linear with an L2 penalty: rows are brought to length 1, on average, and wide matrices may
    # be rotated.
    rotate: bool = False
    components: int | None = None  # that stand for all columns, unless a reduction is asked for
    reduces: bool = False  # it makes them itself, where it needs them
    learns: bool = True  # its scores tell images apart, so that a threshold means anything

    @property
    def weighs(self) -> bool:
        """Whether it knows ``class_weight``."""
        return "class_weight" in self.make(None).get_params(deep=False)

    @property
    def calibrate(self) -> bool:
        """Whether it has no probabilities without calibration."""
        return not hasattr(self.make(None), "predict_proba")


CLASSIFIERS = {
    "linear_svm": NamedClassifier(
        "linear SVM", lambda seed: LinearSVC(dual=False, tol=1e-3, random_state=seed), rotate=True
    ),
    # With ties broken by the scores, the label is the class of the highest score.
    # 200 components cost no accuracy on the sets tried, and make it ten times faster.
    "svm": NamedClassifier(
        "RBF SVM", lambda seed: SVC(C=10.0, break_ties=True, cache_size=1000), components=200
    ),
    # Some points more accurate than "svm" on thousands of images, and no slower.
    "kernel_ridge": NamedClassifier(
        "kernel ridge", lambda seed: KernelRidgeClassifier(n_components=600, random_state=seed),
        components=600, reduces=True,
    ),  # fmt: skip
    # Some points less accurate than "kernel_ridge"; goes on learning without its old images.
    "lda": NamedClassifier(
        "linear discriminant", lambda seed: LinearDiscriminant(n_components=600, random_state=seed),
        components=600, reduces=True,
    ),  # fmt: skip
    "logistic": NamedClassifier(
        "logistic regression", lambda seed: LogisticRegression(C=10.0, max_iter=1000), rotate=True
    ),
    "forest": NamedClassifier(
        "random forest", lambda seed: RandomForestClassifier(300, random_state=seed)
    ),
    "tree": NamedClassifier(
        "decision tree", lambda seed: DecisionTreeClassifier(random_state=seed)
    ),
    "knn": NamedClassifier(
        "k-nearest neighbours",
        lambda seed: KNeighborsClassifier(weights="distance", algorithm="brute"),
    ),
    # Thousands of columns that say much the same: small trees on a tenth of them, in few bins.
    "boosting": NamedClassifier(
        "gradient boosting",
        lambda seed: HistGradientBoostingClassifier(
            max_features=0.1, max_leaf_nodes=8, max_bins=32, random_state=seed
        ),
    ),
    "dummy": NamedClassifier(
        "most frequent class", lambda seed: DummyClassifier(strategy="most_frequent"), learns=False
    ),
}

STRATEGIES = {
    "ovr": "one classifier per class or label, against the rest",
    "ovo": "one classifier per pair of classes",
    "chain": "multilabel: one classifier per label, which sees the labels before it",
}

CALIBRATIONS = ("auto", *CALIBRATION_METHODS, "none")

SAMPLING = {
    "over": "repeat rows of the smaller classes",
    "under": "leave out rows of the larger classes",
}


def named_classifier(name: str) -> NamedClassifier:
    """What is known of a classifier by its name, be it of this package or of another."""
    if name in CLASSIFIERS:
        return CLASSIFIERS[name]
    cls = plugin_class(name, "classifier")
    if cls is None:
        known = [*CLASSIFIERS, *plugin_names("classifier")]
        raise ValueError(unknown_name("classifier", name, known))
    return NamedClassifier(summary(cls), lambda seed: made(cls, name, random_state=seed))


def classifier_steps(
    name: str,
    *,
    multilabel: bool = False,
    strategy: str | None = None,
    class_weight: str | dict | None = None,
    sampling: str | None = None,
    aim: str | None = None,
    costs: dict | None = None,
    probabilities: bool | str = False,
    reduction=(),
    random_state: int | None = 0,
) -> list[tuple[str, object]]:
    """Steps behind the features, as a named classifier is best given them.

    The options are those of `make_image_pipeline`; ``reduction`` replaces the classifier's own
    principal components. Rows that a threshold is learned on must play no part in the reduction
    either, so it is inside ``classifier`` then: with 150 training images, 200 components hold all
    there is in those images, but not in others, whose scores then differ. A recall of 0.95 aimed
    at was one of 0.93 on flowers and 0.94 on clothes; with the reduction inside it was 0.95. Kernel
    ridge, which needs no folds for a threshold, has components of its own that keep the length of
    every row, and so its scores; only where it is fitted for each label or pair of classes do they
    stand before it. A reduction that sees labels stands inside the calibration of probabilities
    too; behind it classifiers that have probabilities of their own are calibrated as well.
    ``probabilities`` may be a name of `CALIBRATIONS`, of which "none" switches all that off.

    >>> [name for name, _ in classifier_steps("logistic")]
    ['norm', 'rotate', 'classifier']
    """
    named = named_classifier(name)
    classifier = named.make(random_state)
    if named.reduces and reduction:
        classifier.set_params(n_components=None)
    if class_weight is not None:
        if not named.weighs:
            weights = parameter("class_weight")
            raise ValueError(f"classifier '{name}' has no class weights; leave out {weights}")
        classifier.set_params(class_weight=class_weight)
    if sampling is not None:
        classifier = _sampled(classifier, sampling, class_weight, random_state)
    _check_strategy(strategy, multilabel)
    sees_labels = any(isinstance(step, SelectKBest) for _, step in reduction)
    method = _calibration(name, named, probabilities, sees_labels)
    calibrates = method is not None
    # Fitted for every label or pair of classes, it would make its components every time.
    often = strategy == "chain" or calibrates or sampling if multilabel else strategy
    if named.components and not reduction and (often or not named.reduces):
        reduction = [("reduce", PrincipalComponents(named.components, random_state))]
    before = [*reduction]
    if named.rotate:
        before += [("norm", UnitMeanNorm()), ("rotate", RowSpaceRotation())]
    inside = before if calibrates and sees_labels else []
    calibrated = partial(_calibrated, before=inside, method=method) if calibrates else _unchanged
    if multilabel:
        many = MultilabelChain if strategy == "chain" else MultilabelOneVsRest
        classifier = many(calibrated(classifier))
    else:  # calibrated outside: the strategies of scikit-learn know no groups, and need none
        classifier = calibrated(_MULTICLASS[strategy](classifier))
    before = [] if inside else before
    deciding = [*before, ("classifier", classifier)]
    aim = _checked_aim(name, named.learns, aim, costs, multilabel)
    if aim is not None or costs is not None:
        options = {"costs": costs, "aim": aim or "f1", "random_state": random_state}
        deciding = _with_threshold(deciding, bool(before and reduction), options)
    return deciding


def _with_threshold(deciding, reduces, options):
    """The steps with a threshold, learned together with what reduces the columns."""
    if reduces:
        return [("classifier", ThresholdClassifier(Pipeline(deciding), **options))]
    # One length and a rotation may stay outside: they tell nothing of single rows.
    *before, (name, classifier) = deciding
    return [*before, (name, ThresholdClassifier(classifier, **options))]


def _sampled(classifier, sampling, class_weight, random_state):
    if sampling not in SAMPLING:
        raise ValueError(unknown_name("sampling", sampling, SAMPLING))
    if class_weight is not None:
        both = f"{parameter('class_weight')} and {parameter('sampling')}"
        raise ValueError(f"{both} do the same thing: give one of them")
    return BalancedSampling(classifier, sampling, random_state)


def _checked_aim(name, learns, aim, costs, multilabel):
    """The aim to follow, or None for the classifier's own decision."""
    if aim is not None and costs is not None:
        both = remedy("aim and costs", "--aim and --cost", "an aim and costs")
        raise ValueError(f"{both} both choose the threshold: give one of them")
    if costs is not None and multilabel:
        raise ValueError("costs are about two classes; for several labels give an aim")
    if not learns and (costs is not None or aim not in (None, "none")):
        raise ValueError(f"classifier '{name}' has no scores to choose a threshold of")
    if aim is None:
        return "f1" if multilabel and learns else None
    if aim == "none":
        return None
    checked_aim(aim)
    return aim


def _calibration(name, named, probabilities, sees_labels) -> str | None:
    """How probabilities are made; None where they are the classifier's own, or there are none."""
    if not isinstance(probabilities, str):
        # Forests and the like have some, far too sure of columns chosen by the same labels.
        wanted = probabilities if named.calibrate else sees_labels
        return "auto" if named.learns and wanted else None
    if probabilities not in CALIBRATIONS:
        raise ValueError(unknown_name("calibration", probabilities, CALIBRATIONS))
    if probabilities != "none" and not named.learns:
        raise ValueError(
            f"classifier '{name}' has no scores to calibrate; leave out {parameter('calibration')}"
        )
    return None if probabilities == "none" else probabilities


def _calibrated(classifier, before, method):
    """With probabilities, for which the steps before it are fitted anew as well."""
    inside = Pipeline([*before, ("classifier", classifier)]) if before else classifier
    return CalibratedClassifier(inside, method)


def _unchanged(classifier):
    return classifier


_MULTICLASS = {None: _unchanged, "ovr": OneVsRestClassifier, "ovo": OneVsOneClassifier}


def _check_strategy(strategy, multilabel) -> None:
    if strategy is not None and strategy not in STRATEGIES:
        raise ValueError(unknown_name("strategy", strategy, STRATEGIES))
    if multilabel and strategy == "ovo":
        raise ValueError("strategy 'ovo' compares classes; a multilabel target has none")
    if not multilabel and strategy == "chain":
        raise ValueError(
            "strategy 'chain' is for several labels an image: "
            + remedy(
                "give data=dataset or multilabel=True if that is what you have",
                "name the column 'labels' if the data have them",
            )
        )
