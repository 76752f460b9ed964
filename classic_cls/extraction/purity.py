"""Which steps learn nothing from the images they are fitted on."""

from sklearn.base import is_classifier, is_regressor
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import Binarizer, Normalizer

from ..base import DescriptorExtractor, PureStep

# These scikit-learn transformers work on one row at a time.
_PURE_OF_SKLEARN = (Binarizer, Normalizer)


def is_pure(step) -> bool:
    """Whether ``step`` gives an image the same result whatever else it was fitted on.

    True of the package's own image steps and extractors, of a short list of
    scikit-learn transformers, of a fitted transformer in a ``FrozenEstimator`` (it learns no
    more), of ``"passthrough"``, and of a ``Pipeline`` or ``FeatureUnion`` all of whose members
    are pure.

    >>> from sklearn.preprocessing import Normalizer, StandardScaler
    >>> is_pure(Normalizer()), is_pure(StandardScaler())
    (True, False)
    """
    if isinstance(step, Pipeline):
        return all(is_pure(member) for _, member in step.steps)
    if isinstance(step, FeatureUnion):
        return all(member == "drop" or is_pure(member) for _, member in step.transformer_list)
    if isinstance(step, FrozenEstimator):
        inner = step.estimator  # what may be asked to predict is never looked up
        return hasattr(inner, "transform") and not (is_classifier(inner) or is_regressor(inner))
    return step is None or step == "passthrough" or isinstance(step, (PureStep, *_PURE_OF_SKLEARN))


def makes_points(step) -> bool:
    """Whether local features are the output of ``step``, or pass through it."""
    if isinstance(step, (Pipeline, FeatureUnion)):
        members = step.steps if isinstance(step, Pipeline) else step.transformer_list
        return any(makes_points(member) for _, member in members)
    if isinstance(step, FrozenEstimator):
        return makes_points(step.estimator)
    return isinstance(step, DescriptorExtractor)


def checked_observer(step):
    """The step itself, if it may look at images while they pass."""
    if is_pure(step):
        return step
    raise ValueError(
        f"{type(step).__name__} learns from images, so it cannot observe them as they pass; give "
        "a step that learns nothing"
    )
