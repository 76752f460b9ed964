"""What can be known to fail before an image is opened: refused then, not after the work."""

from sklearn.base import BaseEstimator

from .._compat import validate_own_parameters
from .._remedies import remedy
from .._writing import check_folder
from ..models import one_class_in


def check_cache(cache) -> None:
    """Refuse a cache in which nothing could be kept."""
    if cache is not None:
        check_folder(cache, "cache")


def check_pipeline(pipeline, dataset, protocol) -> None:
    """Refuse parameters that a fit would refuse, and more neighbours than it would have."""
    parts = [pipeline, *pipeline.get_params(deep=True).values()]
    parts = [part for part in parts if isinstance(part, BaseEstimator)]
    for part in parts:
        validate_own_parameters(part)
    wanted = max((n for part in parts if (n := _n_neighbors(part)) is not None), default=0)
    learned = dataset.training()
    if 4 * wanted <= len(learned):
        return  # enough in any folds that people choose
    n_fitted = protocol.fewest_fitted(learned)
    if n_fitted is not None and wanted > n_fitted:
        raise ValueError(
            f"n_neighbors is {wanted:,}, and a classifier is fitted on as few as {n_fitted:,} of "
            f"the {len(learned):,} images: take fewer neighbours"
            + remedy("", " (--set classifier.n_neighbors=N)")
        )


def check_learns_alone(pipeline, known: str | None) -> None:
    """Refuse a pipeline that does not learn what the data set says."""
    last = one_class_in(pipeline)
    if known is None and last is not None:
        raise ValueError(
            "this pipeline learns one class alone: say which with data.one_class(NAME)"
        )
    if known is not None and (last is None or last.known != known):
        raise ValueError(
            f"the data set is of one class, '{known}', and the pipeline learns something else: "
            "make it with make_image_pipeline(data=dataset)"
        )


def _n_neighbors(part) -> int | None:
    number = part.get_params(deep=False).get("n_neighbors")
    return number if isinstance(number, int) else None
