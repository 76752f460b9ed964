"""Small fitted pipelines over images whose features are learned, by name."""

import tempfile
from functools import lru_cache

import numpy as np
from sample_images import make_images
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from classic_cls.descriptors import KeypointORB, RawPatches
from classic_cls.encoders import VLAD, BagOfVisualWords, FisherVector, PatchDictionary
from classic_cls.models import BlockWeight, HomogeneousKernelMap, KernelRidgeClassifier
from classic_cls.persistence import save_model

SMALL = {"n_words": 5, "n_samples": 300, "random_state": 0}
LEARNED = {"n_components": 4, **SMALL}


@lru_cache
def images():
    """What the pipelines were fitted on, in three classes in turn."""
    images = np.stack(make_images(24))
    images[::3] //= 4
    images[::3, 6:14] += 120
    return images


def _frozen():
    return FrozenEstimator(BagOfVisualWords(**LEARNED).fit(RawPatches().transform(images())))


def _steps():
    patches = RawPatches(sides=[8])
    return {
        "bovw": (patches, BagOfVisualWords(**LEARNED)),
        "bovw-soft": (patches, BagOfVisualWords(assignment="soft", layout="1x1,2x2", **LEARNED)),
        "bovw-plain": (patches, BagOfVisualWords(n_components=None, **SMALL)),
        "bovw-chi2": (patches, BagOfVisualWords(**LEARNED), HomogeneousKernelMap()),
        "vlad": (patches, VLAD(**LEARNED)),
        "fisher": (patches, FisherVector(**LEARNED), BlockWeight()),
        "fisher-orb": (KeypointORB(), FisherVector(positions=False, **LEARNED)),
        "patches": (PatchDictionary(**SMALL), StandardScaler(), BlockWeight()),
        "patches-mean": (PatchDictionary(encoding="triangle", mirror=True, **SMALL),),
        "frozen": (patches, _frozen()),
    }


RIDGES = {
    "ridge": KernelRidgeClassifier(),
    "ridge-components": KernelRidgeClassifier(n_components=3, random_state=0),
    "ridge-halves": KernelRidgeClassifier(n_components=100),
}
NAMES = [*_steps(), *RIDGES]


@lru_cache
def pipeline(name) -> Pipeline:
    """Fitted; some with a classifier of their own."""
    steps = (PatchDictionary(**SMALL),) if name in RIDGES else _steps()[name]
    classifier = RIDGES.get(name, LogisticRegression())
    return make_pipeline(*steps, classifier).fit(images(), ["ant", "bee", "cow"] * 8)


@lru_cache
def file(name) -> bytes:
    """The genuine file of a pipeline."""
    with tempfile.TemporaryDirectory() as folder:
        return save_model(pipeline(name), folder).read_bytes()
