"""Dictionaries of large data sets, learned once, from images that then take no other part.

A dictionary must not have seen the images that it is tested on, so every fold learns its own, and
describes all images by it anew. Of many images that is most of the work, and a sample says all that
there is to say about the words: 1,000 images hold millions of local features.
"""

import numpy as np

from ..base import ImageRef
from ..datasets import ImageDataset
from ..evaluation import Protocol
from ..extraction import NothingUsable, has_dictionaries
from .stages import Stages
from .unlabelled import learn_from

# Images to learn from, above which it pays, and how many of them the words are learned from.
LARGE = 10_000
SAMPLE = 1_000


def learn_apart(
    pipelines: dict, dataset: ImageDataset, protocol: Protocol, stages: Stages, *, n_jobs, cache
) -> tuple[dict, ImageDataset, tuple[str, ...]]:
    """The pipelines with their dictionaries learned, the other images, and a note.

    All stays as it is where there are few images, where nobody learns a dictionary, or where the
    user says which images are trained and tested.
    """
    learning = [name for name, pipeline in pipelines.items() if has_dictionaries(pipeline)]
    random = protocol.is_random and protocol.test_size is None
    rows = _drawn(dataset) if learning and random else np.arange(0)
    if not len(rows):
        return pipelines, dataset, ()
    refs, some = [dataset.refs[row] for row in rows], {name: pipelines[name] for name in learning}
    try:
        learned = learn_from(refs, some, stages, n_jobs=n_jobs, cache=cache)
    except NothingUsable:  # deep images, perhaps, whose range is still to be found
        return pipelines, dataset, ()
    used = set(learned.refs)
    others = [row for row, ref in enumerate(dataset.refs) if ImageRef.of(ref) not in used]
    note = f"dictionaries were learned once, from {len(used):,} images that take no other part"
    return pipelines | learned.pipelines, dataset.take(np.array(others)), (note,)


def _drawn(dataset) -> np.ndarray:
    """Training images, of every class the same share; none of a class of very few."""
    training = np.ones(len(dataset), bool) if dataset.split is None else dataset.split == "train"
    if training.sum() <= LARGE:
        return np.arange(0)
    rng, drawn = np.random.default_rng(0), []
    _, codes = np.unique(dataset.targets, axis=0, return_inverse=True)
    for code in range(codes.max() + 1):
        rows = np.flatnonzero((codes.ravel() == code) & training)
        drawn.append(rng.permutation(rows)[: len(rows) * SAMPLE // int(training.sum())])
    return np.sort(np.concatenate(drawn))
