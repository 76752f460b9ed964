"""Replace what learns nothing in an estimator by look-ups, and put it back.

``freeze`` turns a pipeline over images into the same pipeline over *row numbers*:
every maximal pure node becomes a ``Lookup`` of rows computed beforehand, under the
same name, so cross-validation, search and calibration of scikit-learn run unchanged
and compute no feature twice. ``Frozen.thaw`` turns the fitted result back into a
pipeline over images.
"""

import copy
from collections.abc import Sequence
from typing import Any

from sklearn.base import BaseEstimator, clone
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from ..reading import ReadColumns, ReadImages
from .blocks import Block, Fed, Lookup, ToldBlock
from .chains import chain_of, key_of_step
from .composites import changed, map_dictionaries
from .purity import checked_observer, is_pure
from .tables import holds_images, map_images, table_columns
from .views import give_views


class Frozen:
    """A frozen estimator, its blocks, and the way back.

    Attributes
    ----------
    estimator : estimator
        Takes row numbers ``(n,)`` of the kept images; otherwise an ordinary
        scikit-learn estimator with the same step names and parameters.
    fitted : bool
        Whether its steps are those of a fitted estimator, and stay as they are.
    n_views : int
        Rows that every image has: more than one where a step of the estimator makes views (see
        `ImageViews`) to learn from, unless it is fitted already, or to answer by.
    blocks : list of Block
        What ``extract`` has to fill from the images.
    told : list of ToldBlock
        What it fills from their references.
    """

    def __init__(self, estimator: Any, fitted: bool = False):
        self.fitted = fitted
        self.source = self._copy(estimator)
        self.blocks: list[Block] = []
        self.told: list[ToldBlock] = []
        self._block_of_chain: dict[tuple, Block] = {}
        if not _holds_pure_front(self.source):
            raise ValueError(
                f"{type(estimator).__name__} has no step at its front that learns nothing; "
                "it needs a pipeline that starts with ReadImages or a feature extractor"
            )
        # What has learned already encodes images while they pass: nothing of them is kept.
        source = map_dictionaries(_settled, self.source) if fitted else self.source
        self.estimator = self._freeze(source, ())
        give_views(self.source, self.blocks, fitted)
        self.n_views = max((block.n_views for block in self.blocks), default=1)
        if (fitted or self.n_views > 1) and table_columns(self.source) is not None:
            what = "a fitted pipeline is frozen" if fitted else "views of images are made"
            raise ValueError(f"{what} only where it takes images alone, and no table")

    def thaw(self, fitted: Any) -> BaseEstimator:
        """Turn the fitted ``estimator``, or a fitted clone of it, into one that takes images.

        The pure steps are back in place, fitted, and the learned ones are shared.
        """
        return _thaw(self.source, fitted)

    def tell(self, sources: Sequence) -> None:
        """Fill what is known from the references of the kept images, in their order."""
        for block in self.told:
            block.tell(sources)

    def observe(self, step: Any) -> Block:
        """Have one more pure step look at every image as it was read, in the same pass.

        It sees no views, and images before any other step has changed them; it may give an array
        row, an image or any object, such as bytes, for each. `extract` fills the block, whose
        ``values`` have one entry per kept image. Where there is no pipeline, see `observe`.
        """
        first = self.blocks[0].steps[:1]
        reader = first[0] if first and isinstance(first[0], ReadImages) else None
        return self._block(*observing_chain(reader, step))

    def _copy(self, step):
        """What stands for a step here: a clone, or the fitted step itself."""
        return step if self.fitted or step is None or isinstance(step, str) else clone(step)

    def _block(self, *steps) -> Block:
        steps = chain_of(*steps)
        chain = tuple(key_of_step(step) for step in steps)
        if chain not in self._block_of_chain:
            is_told = len(steps) == 1 and isinstance(steps[0], ReadColumns)
            block = self._block_of_chain[chain] = (ToldBlock if is_told else Block)(steps)
            (self.told if is_told else self.blocks).append(block)
        return self._block_of_chain[chain]

    def _block_for(self, learning, *steps) -> Block:
        """The block that a step learns from, which may want images of one shape."""
        block = self._block(*steps)
        block.of_one_shape |= getattr(learning, "wants_one_shape", False)
        return block

    def _freeze(self, node, upstream: tuple):
        """Replacement of ``node``, whose input is the output of the ``upstream`` steps."""
        if isinstance(node, str) and node == "drop":
            return node
        if is_pure(node):
            return Lookup(self._block(*upstream, node))
        if isinstance(node, Pipeline):
            return self._freeze_pipeline(node, upstream)
        if isinstance(node, FeatureUnion):
            members = [(name, self._freeze(m, upstream)) for name, m in node.transformer_list]
            # Members in processes would take all blocks there and bring them back.
            return changed(node, transformer_list=members, n_jobs=node.n_jobs or 1)
        if holds_images(node):
            return map_images(lambda member: self._freeze(member, upstream), node)
        if _holds_pure_front(node):
            if self.fitted:
                kind = type(node).__name__
                raise ValueError(f"a fitted {kind} cannot be frozen; give a Pipeline")
            return clone(node).set_params(estimator=self._freeze(node.estimator, upstream))
        return Fed(self._copy(node), self._block_for(node, *upstream))

    def _freeze_pipeline(self, pipeline, upstream: tuple):
        names, steps = zip(*pipeline.steps)
        n_pure = next(i for i, step in enumerate(steps) if not is_pure(step))
        upstream = (*upstream, *steps[:n_pure])
        if _holds_pure_front(steps[n_pure]) or n_pure == 0:
            lead = ["passthrough"] * n_pure
            rest = [self._freeze(steps[n_pure], upstream), *map(self._copy, steps[n_pure + 1 :])]
        else:
            looked_up = Lookup(self._block_for(steps[n_pure], *upstream))
            lead = ["passthrough"] * (n_pure - 1) + [looked_up]
            rest = [self._copy(step) for step in steps[n_pure:]]
        return changed(pipeline, steps=list(zip(names, lead + rest)))


def freeze(estimator: BaseEstimator, *, fitted: bool = False) -> Frozen:
    """Prepare an estimator for extraction once and learning many times.

    Parameters
    ----------
    estimator : estimator
        A ``Pipeline`` over images or paths; ``FeatureUnion``, nested pipelines and
        meta-estimators with an ``estimator`` parameter (search, calibration,
        one-vs-rest) are entered. It is cloned, not changed. Where it takes a table
        (``ColumnTransformer``), give ``extract`` the column of images; the frozen estimator
        takes the table with row numbers in that column.
    fitted : bool
        Keep what the estimator has learned, to predict many images in a stream.

    Returns
    -------
    Frozen

    Raises
    ------
    ValueError
        If nothing at the front of the estimator is pure, or a fitted meta-estimator
        stands there.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import HOG
    >>> from classic_cls.extraction import extract, freeze
    >>> images = np.random.default_rng(0).integers(0, 256, (6, 32, 32), np.uint8)
    >>> frozen = freeze(make_pipeline(HOG(), LogisticRegression()))
    >>> rows = extract(frozen, images).rows
    >>> model = frozen.thaw(frozen.estimator.fit(rows, list("ababab")))
    >>> model.predict(images[:2]).tolist()
    ['a', 'b']
    """
    return Frozen(estimator, fitted)


def observing_chain(reader, step) -> tuple:
    """A step that looks at images as the reader gives them; or one that reads for itself."""
    step = clone(checked_observer(step))
    return chain_of(step) if isinstance(step, ReadImages) else chain_of(reader, step)


def _settled(fitted):
    """A fitted step as a pure one, if it is no classifier."""
    return FrozenEstimator(fitted) if is_pure(FrozenEstimator(fitted)) else fitted


def _holds_pure_front(node) -> bool:
    """Whether something that ``node`` is given first is pure, however deep."""
    if node is None or isinstance(node, str):
        return False
    if is_pure(node) or isinstance(node, FrozenEstimator):  # which is not entered
        return is_pure(node)
    if isinstance(node, Pipeline):
        return _holds_pure_front(node.steps[0][1])
    if isinstance(node, FeatureUnion):
        return any(_holds_pure_front(member) for _, member in node.transformer_list)
    if holds_images(node):
        return True
    return _holds_pure_front(getattr(node, "estimator", None))


def _thaw(original, fitted):
    if isinstance(fitted, Lookup):
        return original
    if fitted is None or isinstance(fitted, str):
        return original if is_pure(original) else fitted
    if isinstance(fitted, Fed):
        return fitted.estimator
    if isinstance(fitted, Pipeline):
        pairs = zip(original.steps, fitted.steps)
        return changed(fitted, steps=[(name, _thaw(o, f)) for (name, o), (_, f) in pairs])
    if isinstance(fitted, FeatureUnion):
        pairs = zip(original.transformer_list, fitted.transformer_list)
        members = [(name, _thaw(o, f)) for (name, o), (_, f) in pairs]
        return changed(fitted, transformer_list=members, n_jobs=original.n_jobs)
    if holds_images(original):
        return map_images(_thaw, original, fitted)
    if _holds_pure_front(original):
        return _thaw_meta(original.estimator, fitted)
    return fitted


def _thaw_meta(inner, fitted):
    """Thaw every copy of the inner estimator that a fitted meta-estimator keeps."""
    thawed = copy.copy(fitted)
    for name, value in vars(fitted).items():
        setattr(thawed, name, _thaw_value(inner, value))
    return thawed


def _thaw_value(inner, value):
    if isinstance(value, type(inner)):
        return _thaw(inner, value)
    if isinstance(value, (list, tuple)):
        return type(value)(_thaw_value(inner, item) for item in value)
    if isinstance(getattr(value, "estimator", None), type(inner)):
        return _thaw_meta(inner, value)
    return value
