"""Model files with learned features: the same predictions, and no way past their arrays.

The kernels of dictionaries do not look whether an index is inside an array; without the checks
some of the forged files read beyond it, and crash or not as luck has it.
"""

import copy

import numpy as np
import pytest
from persistence import dictionaries
from persistence.forgery import Forgery, drop, numbers, refused, setting
from sample_images import make_images

from classic_cls.persistence import load_model, save_model


@pytest.mark.parametrize("name", dictionaries.NAMES)
def test_a_loaded_dictionary_predicts_the_same(name, tmp_path):
    images, pipeline = dictionaries.images(), dictionaries.pipeline(name)
    again = load_model(save_model(pipeline, tmp_path))
    np.testing.assert_array_equal(again.predict(images), pipeline.predict(images))
    np.testing.assert_array_equal(
        again.pipeline.decision_function(images), pipeline.decision_function(images))


@pytest.mark.parametrize("name", ["bovw", "vlad", "fisher", "patches"])
def test_learning_may_go_on_after_loading(name, tmp_path):
    before = dictionaries.pipeline(name)
    again = load_model(save_model(before, tmp_path)).pipeline
    entries, place = np.stack(make_images(8, seed=1)), 0
    if name != "patches":
        entries, place = before[0].transform(entries), 1
    expected = copy.deepcopy(before[place]).partial_fit(entries).words_
    np.testing.assert_array_equal(again[place].partial_fit(entries).words_, expected)
    assert not np.array_equal(expected, before[place].words_)


BOVW, ORB, PATCHES, RIDGE = "BagOfVisualWords", "KeypointORB", "PatchDictionary", (
    "KernelRidgeClassifier")


def for_words(owner):
    """What goes for the arrays of every encoder of points."""
    return {
        "thin words": numbers("words_", lambda a: a[:, :1], owner),
        "wide words": numbers("words_", lambda a: np.repeat(a, 9, axis=1), owner),
        "no words": numbers("words_", lambda a: a[:0], owner),
        "flat words": numbers("words_", lambda a: a[0], owner),
        "words of nan": numbers("words_", lambda a: a * np.nan, owner),
        "other words": numbers("words_", lambda a: a.astype(float), owner),
        "whole words": numbers("words_", lambda a: a.astype(int), owner),
        "one axis": numbers("axes_", lambda a: a[:, :1], owner),
        "short axes": numbers("axes_", lambda a: a[:1], owner),
        "infinite axes": numbers("axes_", lambda a: a + np.inf, owner),
        "center": numbers("center_", lambda a: a[:1], owner),
        "descriptor": setting(owner, n_descriptor_values_=1),
        "no components": setting(owner, n_components=None),
        "no descriptor": drop(owner, "n_descriptor_values_"),
        "weight": setting(owner, position_weight_="x"),
        "layout": setting(owner, layout="99x99"),
        "no layout": setting(owner, layout=None),
    }


ATTACKS = {
    "bovw": {
        **for_words(BOVW),
        "assignment": setting(BOVW, assignment="x"),
        "distance": setting(BOVW, word_distance_=-1.0),
        "hidden": setting(BOVW, _reduced=None),
        "step": setting("RawPatches", step=0),
    },
    "vlad": {
        **for_words("VLAD"),
        "positions": setting("VLAD", positions=False),
        "norm": setting("VLAD", norm="x"),
    },
    "fisher": {
        **for_words("FisherVector"),
        "positions": setting("FisherVector", positions=False),
        "variances": numbers("variances_", lambda a: a[:1], "FisherVector"),
        "thin variances": numbers("variances_", lambda a: a[:, :1], "FisherVector"),
        "no variance": numbers("variances_", lambda a: 0 * a, "FisherVector"),
        "weights": numbers("weights_", lambda a: a[:1], "FisherVector"),
        "negative weights": numbers("weights_", lambda a: -a, "FisherVector"),
    },
    "fisher-orb": {
        "one axis": numbers("axes_", lambda a: a[:, :1], "FisherVector"),
        "patch": setting(ORB, patch_size=10**6),
        "other": setting(ORB, other=3),
    },
    "patches": {
        "size": setting(PATCHES, patch_size=100),
        "stride": setting(PATCHES, stride=0),
        "far stride": setting(PATCHES, stride=10**6),
        "grid": setting(PATCHES, grid=100),
        "encoding": setting(PATCHES, encoding="x"),
        "threshold": setting(PATCHES, threshold=-1.0),
        "shape": setting(PATCHES, image_shape_=[24, 24]),
        "words": numbers("words_", lambda a: a[:, :1], PATCHES),
        "nan": numbers("words_", lambda a: a * np.nan, PATCHES),
        "axes": numbers("axes_", lambda a: a[:1], PATCHES),
        "center": numbers("center_", lambda a: a[:1], PATCHES),
    },
    "frozen": {
        "words": numbers("words_", lambda a: a[:, :1], BOVW),
    },
    "bovw-chi2": {
        "order": setting("HomogeneousKernelMap", order=10**9),
        "kernel": setting("HomogeneousKernelMap", kernel="x"),
    },
    "ridge": {
        "rows": numbers("rows_", lambda a: a[:, :1], RIDGE),
        "fewer rows": numbers("rows_", lambda a: a[:1], RIDGE),
        "weights": numbers("weights_", lambda a: a[:, :1], RIDGE),
        "intercept": numbers("intercept_", lambda a: a * np.nan, RIDGE),
        "center": numbers("center_", lambda a: a[:1], RIDGE),
        "scale": setting(RIDGE, scale_=0.0),
        "gamma": setting(RIDGE, gamma=-1.0),
        "chosen gamma": setting(RIDGE, gamma_=-1.0),
        "squares": numbers("squares_", lambda a: a[:1], RIDGE),
        "labels": setting(RIDGE, multilabel_="no"),
        "reduction": setting(RIDGE, reduction_=3.0),
        "classes": numbers("classes_", lambda a: a[:1], RIDGE),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_forged_dictionaries_are_refused(name, tmp_path):
    path = tmp_path / "forged.skops"
    Forgery(dictionaries.file(name)).write(path)
    load_model(path)  # forging itself keeps a file whole
    for change in ATTACKS[name].values():
        forgery = Forgery(dictionaries.file(name))
        with np.errstate(all="ignore"):
            change(forgery)
        forgery.write(path)
        refused(path, "damaged or altered")
