"""What learns one class alone, by name."""

from collections.abc import Callable
from dataclasses import dataclass

from sklearn.base import BaseEstimator
from sklearn.neighbors import LocalOutlierFactor
from sklearn.svm import OneClassSVM

from .._remedies import parameter
from .._validation import quoted, unknown_name
from ..models import MahalanobisDistance, OneClassClassifier

DEFAULT_OF_ONE_CLASS = "mahalanobis"
FALSE_ALARMS = 0.05


@dataclass(frozen=True)
class NamedOneClassModel:
    """How a model of one class is made, and what it calls unusual."""

    title: str
    make: Callable[[int | None], BaseEstimator]  # takes a random_state


ONE_CLASS_MODELS = {
    "mahalanobis": NamedOneClassModel(
        "Mahalanobis distance: far from the mean, for how the class varies in that direction",
        lambda seed: MahalanobisDistance(random_state=seed),
    ),
    "lof": NamedOneClassModel(
        "local outlier factor: farther from its neighbours than they from theirs",
        lambda seed: LocalOutlierFactor(n_neighbors=5, novelty=True, algorithm="brute"),
    ),
    "one_class_svm": NamedOneClassModel(
        "one-class SVM: few of the others alike under an RBF kernel",
        lambda seed: OneClassSVM(nu=0.1),
    ),
}


def one_class_steps(
    classifier: str | BaseEstimator | None,
    known: str,
    other: str,
    *,
    false_alarms: float | None = None,
    random_state: int | None = 0,
    **options,
) -> list[tuple[str, object]]:
    """Steps behind the features that learn one class alone.

    ``options`` are about several classes, and refused where one is given.

    >>> one_class_steps(None, "good", "not good")[-1][1].known
    'good'
    """
    for name, value in options.items():
        if value:
            raise ValueError(
                f"{parameter(name)} does not go together with {parameter('one_class')}, which "
                f"learns '{known}' alone: leave it out"
            )
    name = classifier or DEFAULT_OF_ONE_CLASS
    inside = _named(name, known, random_state) if isinstance(name, str) else name
    if isinstance(inside, OneClassClassifier):
        inside = inside.estimator
    if not hasattr(inside, "score_samples"):
        raise ValueError(
            f"{type(inside).__name__} has no score_samples, by which one class could be learned "
            f"alone: take one of {quoted(ONE_CLASS_MODELS)}"
        )
    rate = FALSE_ALARMS if false_alarms is None else false_alarms
    options = {"false_alarms": rate, "random_state": random_state}
    return [("classifier", OneClassClassifier(inside, known, other, **options))]


def _named(name: str, known: str, random_state) -> BaseEstimator:
    if name not in ONE_CLASS_MODELS:
        raise ValueError(
            f"with {parameter('one_class')} '{known}': "
            + unknown_name("classifier", name, ONE_CLASS_MODELS)
        )
    return ONE_CLASS_MODELS[name].make(random_state)
