"""Where in an image the columns of a fitted pipeline look."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from .._typing import Image
from .._validation import check_image
from .columns import Columns
from .local_features import DescriptorExtractor
from .steps import ImageTransformer


def columns_in_image(pipeline: Pipeline, image: Image) -> Columns:
    """The columns of a pipeline's features, and the part of an image that each describes.

    Regions are mapped back through the steps that move pixels, such as ``Resize``, to the image as
    it is before the first step.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted; from images, or files of them, to rows of features and on to whatever follows.
    image : ndarray of shape (H, W) or (H, W, 3)
        As :func:`read_image` gives it.

    Returns
    -------
    Columns
        Of the first step that gives rows of features. Regions lie within ``image``; one of a bar
        beside the image (``Resize(mode="letterbox")``) is empty. Visual words have the region of
        their cell of the ``layout``. Where learned steps inside a feature mix columns, as
        principal components do, and where a step does not tell, regions are the whole image.

    Raises
    ------
    ValueError
        If the pipeline has no features, or cannot take the image.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import EdgeHistogram, Resize, columns_in_image
    >>> image = np.zeros((60, 80), np.uint8)
    >>> pipeline = make_pipeline(Resize(32), EdgeHistogram(grid=2)).fit([image])
    >>> columns_in_image(pipeline, image)[-1]
    Column(name='edges_r1_c1_o7', region=Region(top=30.0, left=40.0, bottom=60.0, right=80.0))
    """
    if not isinstance(image, np.ndarray):
        raise ValueError(f"image is a {type(image).__name__}; give its pixels: read_image(path)")
    seen: SeenImage | Columns = SeenImage(check_image(image))
    for _, step in pipeline.steps:
        seen = _after(step, seen)
        if isinstance(seen, Columns):
            return seen
    raise ValueError("the pipeline has no features: it needs a step such as HOG()")


class SeenImage(NamedTuple):
    """An image as a step sees it, and each step before with the image that it was given."""

    image: Image
    moves: tuple[tuple[ImageTransformer, Image], ...] = ()

    @property
    def first(self) -> Image:
        """The image before all steps."""
        return self.moves[0][1] if self.moves else self.image

    def through(self, step: ImageTransformer) -> "SeenImage":
        """The image behind one more step."""
        image = np.asarray(step.transform([self.image])[0])
        return SeenImage(image, (*self.moves, (step, self.image)))

    def back(self, regions: np.ndarray) -> np.ndarray:
        """Where regions ``(n, 4)`` of this image are in the one before all steps."""
        for step, image in reversed(self.moves):
            regions = step._regions_back(regions, image).clip(0, np.tile(image.shape[:2], 2))
        return regions


def _after(step, seen):
    """What a step makes of an image, or of columns: another image, or columns."""
    if isinstance(step, FrozenEstimator):
        return _after(step.estimator, seen)
    if isinstance(step, Pipeline):
        for _, member in step.steps:
            seen = _after(member, seen)
        return seen
    if isinstance(step, FeatureUnion):
        return Columns.joined(_of_members(step, seen))
    if step is None or step == "passthrough" or isinstance(step, DescriptorExtractor):
        return seen
    if isinstance(seen, Columns):
        return _renamed(seen, step.get_feature_names_out(np.asarray(seen.names, dtype=object)))
    if isinstance(step, ImageTransformer):
        return seen.through(step)
    if hasattr(step, "get_columns"):
        columns = step.get_columns(seen.image.shape)
        return replace(columns, regions=seen.back(columns.regions))
    return Columns.whole(step.get_feature_names_out())


def _of_members(union, seen):
    for name, member in union.transformer_list:
        if member != "drop":
            columns = _after(member, seen)
            yield columns.prefixed(f"{name}__") if union.verbose_feature_names_out else columns


def _renamed(columns, names) -> Columns:
    """What became of columns by their names: new ones are about the whole image."""
    number_of = {name: number for number, name in enumerate(columns.names)}
    regions = np.full((len(names), 4), np.nan)
    known = [number_of.get(name, -1) for name in names]
    regions[np.greater_equal(known, 0)] = columns.regions[[n for n in known if n >= 0]]
    return Columns(list(names), regions)
