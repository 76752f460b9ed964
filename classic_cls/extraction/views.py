"""Several rows an image: which rows of a frozen estimator are views of which image."""

from typing import NamedTuple

import numpy as np

from ..base import ImageViews
from .blocks import Block, Fed, Lookup

__all__ = ["Views", "checked_n_views", "training_views", "views_of"]


class Views(NamedTuple):
    """How many images were extracted, and how many views each of them has."""

    n_images: int
    n_views: int

    def rows(self, images, n_views=None) -> np.ndarray:
        """Row numbers of the first views (by default all) of images, image by image."""
        views = np.arange(self.n_views if n_views is None else n_views)
        return (np.asarray(images)[:, None] + self.n_images * views).ravel()


def views_of(estimator) -> Views:
    """The views of what an estimator takes; a single one unless it is frozen with more."""
    parts = [estimator, *estimator.get_params(deep=True).values()]
    for part in parts:
        if isinstance(part, (Lookup, Fed)) and part.block.n_views > 1:
            return Views(part.block.n_images, part.block.n_views)
    return Views(0, 1)


def training_views(estimator, X, y, groups=None) -> tuple:
    """What to fit an estimator on: all views of images, with their targets and groups.

    Parameters
    ----------
    estimator : estimator
        Frozen, or any other; then all is returned as it is.
    X : array-like of shape (n,)
        Numbers of the images.
    y : ndarray of shape (n,) or (n, k)
    groups : ndarray of shape (n,), optional

    Returns
    -------
    X, y, groups
        Of ``n * n_views`` rows, the views of an image side by side. Where there were no groups,
        every image is one, so that whatever divides the rows again keeps its views together.
    """
    views = views_of(estimator)
    if views.n_views == 1:
        return X, y, groups
    groups = X if groups is None else groups
    y, groups = (np.repeat(values, views.n_views, axis=0) for values in (y, groups))
    return views.rows(X), y, groups


def checked_n_views(estimator, blocks: list[Block]) -> int:
    """How many views the one step that makes them, if any, gives to all of the blocks."""
    parts = [estimator, *estimator.get_params(deep=True).values()]
    makers = list({id(part): part for part in parts if isinstance(part, ImageViews)}.values())
    if not makers:
        return 1
    names = [type(maker).__name__ for maker in makers]
    if len(makers) > 1:
        raise ValueError(
            f"{' and '.join(names)} make views of images; one step of a pipeline may do so"
        )
    if any(all(step is not makers[0] for step in block.steps) for block in blocks):
        raise ValueError(
            f"{names[0]} makes views of images, so it must stand before all features and before "
            "whatever learns; move it out of the branch, to the front of the pipeline"
        )
    return makers[0].n_views
