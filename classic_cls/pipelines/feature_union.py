"""Several features side by side, each scaled as suits it and weighted against the others."""

from typing import Any

from sklearn.pipeline import FeatureUnion, Pipeline

from ..encoders import VLAD, BagOfVisualWords, FisherVector, PatchDictionary
from ..models import BlockWeight, ClippedScaler, SignedSquareRoot
from .naming import named_features, what_describes

# Names of the steps behind a feature.
SCALING = ("root", "scale", "weight")


def feature_union(features: Any, size: Any = 128, random_state: int | None = 0) -> FeatureUnion:
    """Features side by side, as every classifier is best given them.

    Parameters
    ----------
    features, size, random_state
        See :func:`make_image_pipeline`; the size is what presets choose their cells by.

    Returns
    -------
    FeatureUnion
        Each member is a ``Pipeline``: the feature, the scaling that suits it (square roots and
        columns of a :class:`ClippedScaler` for hand-crafted features; what learns a dictionary has
        normalised rows of its own) and a :class:`BlockWeight`, unless the feature ends with one of
        its own. Trees and forests do not mind.

    Examples
    --------
    >>> union = feature_union(["hog", "fisher"])
    >>> {name: [step for step, _ in member.steps] for name, member in union.transformer_list}
    {'hog': ['hog', 'root', 'scale', 'weight'], 'fisher': ['dense_sift', 'words', 'weight']}
    """
    named = named_features(features, size, random_state)
    # Columns are prefixed only where two features share a class.
    repeated = len({type(what_describes(feature)) for _, feature in named}) < len(named)
    return FeatureUnion(
        [(name, _scaled(name, feature)) for name, feature in named],
        n_jobs=1,  # images are not sent to processes; dictionaries have threads of their own
        verbose_feature_names_out=repeated,
    )


def _scaled(name: str, feature) -> Pipeline:
    own = feature.steps if isinstance(feature, Pipeline) else [(name, feature)]
    weight = [] if isinstance(own[-1][1], BlockWeight) else [("weight", BlockWeight())]
    return Pipeline([*own, *_scaling(what_describes(feature)), *weight])


def _scaling(describes) -> list[tuple[str, object]]:
    """Steps that bring columns, most of which are shares of a histogram, to one scale."""
    if isinstance(describes, (FisherVector, VLAD)):
        return []
    if isinstance(describes, BagOfVisualWords):
        return [("root", SignedSquareRoot())]
    root = [] if isinstance(describes, PatchDictionary) else [("root", SignedSquareRoot())]
    return [*root, ("scale", ClippedScaler())]
