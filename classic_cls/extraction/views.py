"""Several rows an image: which rows of a frozen estimator are views of which image."""

from typing import NamedTuple

import numpy as np

from ..base import ImageViews
from .blocks import Block, Fed, Lookup


class Views(NamedTuple):
    """How many images were extracted, and how many views each of them has."""

    n_images: int
    n_views: int

    def rows(self, images) -> np.ndarray:
        """Row numbers of all views of images, image by image."""
        return (np.asarray(images)[:, None] + self.n_images * np.arange(self.n_views)).ravel()


def views_of(estimator) -> Views:
    """The views of what an estimator takes; a single one unless it is frozen with more."""
    parts = [estimator, *estimator.get_params(deep=True).values()]
    for part in parts:
        if isinstance(part, (Lookup, Fed)) and part.block.n_views > 1:
            return Views(part.block.n_images, part.block.n_views)
    return Views(0, 1)


def training_views(estimator, X, y, groups=None) -> tuple:
    """X, y and groups of all views of images, to fit an estimator on, side by side.

    `run_folds` does so by itself; this is for a final fit. Of any estimator but a filled
    ``Frozen.estimator`` all is returned as it is. Where there are no groups, every image becomes
    one, so that whatever divides the rows again keeps the views of an image together.

    >>> from sklearn.neighbors import KNeighborsClassifier
    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import ImageViews, RawPixels, extract, freeze
    >>> class Mirrored(ImageViews):
    ...     n_views = 2
    ...     def _view(self, image, number, rng):
    ...         return image[:, ::-1]
    >>> images = np.random.default_rng(0).integers(0, 256, (3, 32, 32), np.uint8)
    >>> frozen = freeze(make_pipeline(Mirrored(), RawPixels(), KNeighborsClassifier(1)))
    >>> rows = extract(frozen, images).rows
    >>> X, y, groups = training_views(frozen.estimator, rows, np.array(["a", "b", "c"]))
    >>> y.tolist(), groups.tolist()
    (['a', 'a', 'b', 'b', 'c', 'c'], [0, 0, 1, 1, 2, 2])
    >>> frozen.thaw(frozen.estimator.fit(X, y)).predict(images[:, :, ::-1]).tolist()
    ['a', 'b', 'c']
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
