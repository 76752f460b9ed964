"""Several rows an image: which rows of a frozen estimator are views of which image."""

from typing import NamedTuple

import numpy as np
from sklearn.pipeline import FeatureUnion

from ..base import ImageViews
from .blocks import Block, Fed, Lookup


class Views(NamedTuple):
    """How many images were extracted, and how many views of each train and answer."""

    n_images: int
    n_training: int
    n_test: int

    def training_rows(self, images) -> np.ndarray:
        """Row numbers of all views to learn from of images, image by image."""
        return self._rows(images, self.n_training)

    def test_rows(self, images) -> np.ndarray:
        """Row numbers of all views that answer for images, image by image."""
        return self._rows(images, self.n_test)

    def _rows(self, images, n_views: int) -> np.ndarray:
        return (np.asarray(images)[:, None] + self.n_images * np.arange(n_views)).ravel()


def views_of(estimator) -> Views:
    """The views of what an estimator takes; a single one unless it is frozen with more."""
    parts = [estimator, *estimator.get_params(deep=True).values()]
    for part in parts:
        if isinstance(part, (Lookup, Fed)) and part.block.n_views > 1:
            block = part.block
            return Views(block.n_images, block.n_training_views, block.n_test_views)
    return Views(0, 1, 1)


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
    if views.n_training == 1:
        return X, y, groups
    groups = X if groups is None else groups
    y, groups = (np.repeat(values, views.n_training, axis=0) for values in (y, groups))
    return views.training_rows(X), y, groups


class KnownRows(Block):
    """What a fitted step has made of some rows of the images, views among them."""

    def __init__(self, fitted, rows, values, views: Views):
        super().__init__((fitted,))
        self.n_training_views, self.n_test_views = views.n_training, views.n_test
        self.values = values
        self._n_images = views.n_images
        self._order = np.argsort(rows, kind="stable")
        self._rows = np.asarray(rows)[self._order]

    @property
    def n_images(self) -> int:
        return self._n_images

    def take(self, rows):
        return self.values[self._order[np.searchsorted(self._rows, np.asarray(rows).reshape(-1))]]


def give_views(estimator, blocks: list[Block], fitted: bool) -> None:
    """Say of every block how many views of its images there are, and check that all agree.

    Several classifiers side by side may differ; one that is fitted already learns from no view.
    """
    for block in blocks:
        maker = next((step for step in block.steps if isinstance(step, ImageViews)), None)
        if maker is not None:
            block.n_training_views = 1 if fitted else maker.n_views
            block.n_test_views = maker.n_test_views
    for whole in _classifiers_of(estimator):
        if not fitted or any(block.n_views > 1 for block in blocks):
            _check_agreement(whole, blocks)


def _classifiers_of(estimator) -> list:
    """An estimator, or the classifiers of a union that only describes images for all of them."""
    if isinstance(estimator, FeatureUnion):
        members = [member for _, member in estimator.transformer_list]
        return members if all(hasattr(member, "predict") for member in members) else [estimator]
    return [estimator]


def _check_agreement(estimator, blocks) -> None:
    """Refuse views that some of the rows have and others have not."""
    parts = {id(part): part for part in [estimator, *estimator.get_params(deep=True).values()]}
    makers = [part for part in parts.values() if isinstance(part, ImageViews)]
    if not makers:
        return
    names = [type(maker).__name__ for maker in makers]
    if len(makers) > 1:
        raise ValueError(
            f"{' and '.join(names)} make views of images; one step of a pipeline may do so"
        )
    own = [block for block in blocks if any(id(step) in parts for step in block.steps)]
    if any(all(step is not makers[0] for step in block.steps) for block in own):
        raise ValueError(
            f"{names[0]} makes views of images, so it must stand before all features and before "
            "whatever learns; move it out of the branch, to the front of the pipeline"
        )
