"""Which steps learn nothing from the images they are fitted on."""

from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import Binarizer, Normalizer

from ..base import PureStep

__all__ = ["is_pure"]

# These scikit-learn transformers work on one row at a time.
_PURE_OF_SKLEARN = (Binarizer, Normalizer)


def is_pure(step) -> bool:
    """Whether ``step`` gives an image the same result whatever else it was fitted on.

    True of the package's own image steps and extractors, of a short list of
    scikit-learn transformers, of ``"passthrough"``, and of a ``Pipeline`` or
    ``FeatureUnion`` all of whose members are pure.

    Parameters
    ----------
    step : estimator or str

    Returns
    -------
    bool

    Examples
    --------
    >>> from sklearn.preprocessing import Normalizer, StandardScaler
    >>> is_pure(Normalizer()), is_pure(StandardScaler())
    (True, False)
    """
    if isinstance(step, Pipeline):
        return all(is_pure(member) for _, member in step.steps)
    if isinstance(step, FeatureUnion):
        return all(member == "drop" or is_pure(member) for _, member in step.transformer_list)
    return step is None or step == "passthrough" or isinstance(step, (PureStep, *_PURE_OF_SKLEARN))
