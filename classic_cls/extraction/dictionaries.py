"""Dictionaries that are learned once, from images without labels."""

from contextlib import nullcontext

from joblib import parallel_config
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from .composites import map_dictionaries
from .engine import Extraction, extract
from .freezing import freeze
from .purity import is_pure

__all__ = ["learn_dictionaries"]


def learn_dictionaries(
    pipeline: Pipeline, sources, *, n_jobs=None, cache=None, progress=None
) -> tuple[Pipeline, Extraction]:
    """Learn the dictionaries of a pipeline from images without labels, once and for all.

    Visual words, mixtures and patches need many images, but no labels. Where few images are
    labelled and many more of the same kind are not, the features are better if they are learned
    from all of these; and as they then stay as they are, cross-validation computes them once per
    image and fits the classifier only.

    Images on which the pipeline will be *tested* must not be among them. A dictionary that has
    seen the test images fits them a little better than it will ever fit new ones, and the figures
    become too good, although no label was used. The labelled images of a cross-validation are
    such images too, as each of them is tested once.

    Parameters
    ----------
    pipeline : Pipeline
        From `make_image_pipeline`; it is cloned, not changed.
    sources : sequence
        Images without labels: paths, ``ImageRef``, or arrays.
    n_jobs : int, optional
        As in joblib: images described, and parts of the work of a dictionary, at a time.
    cache : path, optional
        Folder that keeps features between calls.
    progress : callable, optional
        Called as ``progress(done, total)`` while images are described.

    Returns
    -------
    pipeline : Pipeline
        With every dictionary learned, in a ``FrozenEstimator``; the rest, such as the scaling of
        the features and the classifier, is unfitted.
    extraction : Extraction
        Which images the dictionaries were learned from, and which could not be used, and why.

    Raises
    ------
    NothingUsable
        If no image could be used; a ValueError that gives the first reason.
    ValueError
        If there is no image, or no feature of the pipeline learns from images.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import PatchDictionary, make_image_pipeline
    >>> images = np.random.default_rng(0).integers(0, 256, (20, 32, 32), np.uint8)
    >>> patches = PatchDictionary(n_words=8, n_samples=1000)
    >>> pipeline = make_image_pipeline(features=[patches], size=32)
    >>> pipeline, _ = learn_dictionaries(pipeline, images)
    >>> pipeline.fit(images[:6], list("ababab")).classes_.tolist()
    ['a', 'b']
    """
    before, features = _front(pipeline)
    members = [(name, _as_far_as_learned(m)) for name, m in features.transformer_list]
    members = [(name, member) for name, member in members if member is not None]
    if not members:
        raise ValueError(
            "no feature of this pipeline learns from images, so unlabelled ones cannot improve it; "
            "leave them out, or take a feature with a dictionary, such as fisher, vlad or patches"
        )
    frozen = freeze(Pipeline([*before, ("features", FeatureUnion(members))]))
    extraction = extract(frozen, sources, n_jobs=n_jobs, cache=cache, progress=progress)
    *looked_up, (_, union) = frozen.estimator.steps
    entries = extraction.rows  # or images, where every feature learns from images
    for _, step in looked_up:
        entries = entries if step == "passthrough" else step.transform(entries)
    with nullcontext() if n_jobs is None else parallel_config("threading", n_jobs=n_jobs):
        # One after the other: each has parallel parts of its own.
        for _, member in union.transformer_list:
            member.fit(entries)
    return _with_dictionaries(pipeline, frozen.thaw(frozen.estimator)), extraction


def _front(pipeline) -> tuple[list, FeatureUnion]:
    """The steps before the features, and the features."""
    names = [name for name, _ in getattr(pipeline, "steps", ())]
    place = names.index("features") if "features" in names else None
    if place is None or not isinstance(pipeline["features"], FeatureUnion):
        raise ValueError(
            "dictionaries are learned in a pipeline with a step 'features' that is a FeatureUnion; "
            "make it by make_image_pipeline"
        )
    before = pipeline.steps[:place]
    learns = [name for name, step in before if not is_pure(step)]
    if learns:
        raise ValueError(
            f"step '{learns[0]}' stands before the features and learns from the labelled images, "
            "so a dictionary cannot be learned without them; put it behind the features"
        )
    return before, pipeline["features"]


def _dictionaries(estimator) -> list:
    found = []
    map_dictionaries(found.append, estimator)
    return found


def _as_far_as_learned(member):
    """A feature without what comes after its dictionaries; None if it has none."""
    if not _dictionaries(member):
        return None
    if isinstance(member, Pipeline):
        counts = [len(_dictionaries(member[: i + 1])) for i in range(len(member.steps))]
        last = counts.index(counts[-1])
        name, step = member.steps[last]
        return Pipeline([*member.steps[:last], (name, _as_far_as_learned(step))])
    if isinstance(member, FeatureUnion):
        members = [(name, _as_far_as_learned(m)) for name, m in member.transformer_list]
        return FeatureUnion([(name, m) for name, m in members if m is not None])
    return member


def _with_dictionaries(pipeline, fitted):
    """A clone of the pipeline with the dictionaries of a fitted one, in their order."""
    dictionaries = iter(_dictionaries(fitted))
    return map_dictionaries(lambda _: FrozenEstimator(next(dictionaries)), clone(pipeline))
