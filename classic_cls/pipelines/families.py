"""Families of features: the members of a union, side by side."""

from sklearn.pipeline import FeatureUnion, Pipeline

from .._remedies import parameter
from ..descriptors import LocalColor
from ..features import ColorAutoCorrelogram, ColorHistogram, ColorMoments
from .tabular import columns_taken

# What these give is colour and nothing else.
_COLOR = (ColorHistogram, ColorMoments, ColorAutoCorrelogram, LocalColor)
ALL_COLOR = "all colour"


def feature_families(pipeline: Pipeline) -> dict[str, tuple[str, ...]]:
    """Names of the families of a pipeline, each with the members of its union that it holds.

    Where several members, but not all, are about colour alone, these are a family of theirs too.

    >>> from .build import make_image_pipeline
    >>> pipeline = make_image_pipeline(["hog", "color_hist", "color_moments"], size=64)
    >>> feature_families(pipeline)["all colour"]
    ('color_hist', 'color_moments')
    """
    check_has_families(pipeline)
    members = dict(pipeline.steps)[union_of(pipeline)].transformer_list
    families = {name: (name,) for name, member in members if member != "drop"}
    color = tuple(name for name, member in members if _is_color(member))
    if 1 < len(color) < len(families):
        families[ALL_COLOR] = color
    return families


def check_has_families(pipeline: Pipeline, tuned: bool = False) -> None:
    """Refuse what has no families of features, or not the same ones in every fold."""
    asked = parameter("importance")
    if tuned:
        raise ValueError(
            f"{parameter('tune')} chooses anew in every fold, and {asked} is about the parts of "
            "one pipeline: leave one of them out"
        )
    if columns_taken(pipeline):
        raise ValueError(
            f"{asked} is about features of images alone, and what columns of a table bring is "
            f"measured without it: leave out {asked} or {parameter('tabular')}"
        )
    if union_of(pipeline) is None:
        raise ValueError(
            f"{asked} needs features side by side, in a FeatureUnion, as make_image_pipeline "
            "makes; this pipeline has none"
        )


def union_of(pipeline: Pipeline) -> str | None:
    """Name of the step that holds the features side by side."""
    unions = [name for name, step in pipeline.steps if isinstance(step, FeatureUnion)]
    return unions[0] if unions else None


def _is_color(member) -> bool:
    parts = [member, *member.get_params(deep=True).values()] if member != "drop" else []
    return any(isinstance(part, _COLOR) for part in parts)
