"""Dictionaries that are learned once: from images without labels, or for several folds."""

from contextlib import nullcontext

import numpy as np
from joblib import parallel_config
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from .blocks import Fed, Lookup
from .composites import changed, images_beside_columns, map_dictionaries
from .engine import Extraction, extract
from .freezing import freeze
from .purity import is_pure
from .views import KnownRows, Views


def learn_dictionaries(
    pipeline: Pipeline, sources, *, n_jobs=None, cache=None, progress=None
) -> tuple[Pipeline, Extraction]:
    """The pipeline with its dictionaries learned from images without labels, and the extraction.

    They then stay as they are, in a ``FrozenEstimator``, so that cross-validation fits the
    classifier only. Images on which the pipeline will be *tested*, all images of a
    cross-validation among them, must not be among the sources: a dictionary fits those it has
    seen a little better than others, and the figures become too good, though no label was used.

    >>> import numpy as np
    >>> from classic_cls import PatchDictionary, make_image_pipeline
    >>> images = np.random.default_rng(0).integers(0, 256, (20, 32, 32), np.uint8)
    >>> patches = PatchDictionary(n_words=8, n_samples=1000)
    >>> pipeline = make_image_pipeline(features=[patches], size=32)
    >>> pipeline, extraction = learn_dictionaries(pipeline, images)
    >>> pipeline.fit(images[:6], list("ababab")).classes_.tolist(), len(extraction.kept)
    (['a', 'b'], 20)
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


def has_dictionaries(pipeline) -> bool:
    """Whether `learn_dictionaries` finds what learns from images in a pipeline.

    >>> from classic_cls import make_image_pipeline
    >>> [has_dictionaries(make_image_pipeline(recipe)) for recipe in ("scene", "quick")]
    [True, False]
    """
    try:
        return bool(_dictionaries(_front(pipeline)[1]))
    except ValueError:
        return False


def samples_dictionaries(estimator) -> bool:
    """Whether a frozen estimator has dictionaries, all of which learn from a sample of its rows."""
    front = getattr(estimator[0], "front", estimator) if isinstance(estimator, Pipeline) else None
    try:
        found = _dictionaries(_front(front)[1])
    except ValueError:
        return False
    found = [step.estimator if isinstance(step, Fed) else step for step in found]
    return bool(found) and all(getattr(step, "learns_from_sample", False) for step in found)


def encode_once(estimator: Pipeline, learned, encoded, views: Views) -> Pipeline:
    """A frozen estimator with its dictionaries learned from rows, and look-ups in their place.

    It takes the ``encoded`` row numbers only. None of those ``learned`` from may be tested by it.
    A first step that stands for a ``front`` does it by itself.
    """
    if hasattr(estimator[0], "encoded_once"):
        name, first = estimator.steps[0]
        first = first.encoded_once(learned, encoded, views)
        return changed(estimator, steps=[(name, first), *estimator.steps[1:]])
    images = images_beside_columns(estimator)
    if images is not None:
        name, joined = estimator.steps[0]
        inside = encode_once(images, learned, encoded, views)
        members = [("images", inside), *joined.transformer_list[1:]]
        joined = changed(joined, transformer_list=members)
        return changed(estimator, steps=[(name, joined), *estimator.steps[1:]])
    place = [name for name, _ in estimator.steps].index("features")
    name, features = estimator.steps[place]
    members = [
        (name, _looked_up(member, learned, encoded, views))
        for name, member in features.transformer_list
    ]
    steps = list(estimator.steps)
    steps[place] = name, changed(features, transformer_list=members)
    return changed(estimator, steps=steps)


def _looked_up(member, learned, encoded, views: Views):
    """A feature with a look-up in place of its dictionaries and what stands before them."""
    front = _as_far_as_learned(member)
    if front is None:
        return member
    fitted, rows = clone(front).fit(learned), np.unique(encoded)
    block = KnownRows(fitted, rows, fitted.transform(rows), views)
    if not isinstance(member, Pipeline):
        return Lookup(block)
    place = len(front.steps) - 1
    lead = [(name, "passthrough") for name, _ in member.steps[:place]]
    return changed(
        member,
        steps=[*lead, (member.steps[place][0], Lookup(block)), *member.steps[place + 1 :]],
    )


def _front(pipeline) -> tuple[list, FeatureUnion]:
    """The steps before the features, and the features."""
    images = images_beside_columns(pipeline)
    if images is not None:
        return _front(images)
    names = [name for name, _ in getattr(pipeline, "steps", ())]
    place = names.index("features") if "features" in names else None
    if place is None or not isinstance(pipeline["features"], FeatureUnion):
        raise ValueError(
            "dictionaries are learned in a pipeline with a step 'features' that is a FeatureUnion; "
            "make it by make_image_pipeline"
        )
    before = pipeline.steps[:place]
    learns = [name for name, step in before if not isinstance(step, Lookup) and not is_pure(step)]
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
