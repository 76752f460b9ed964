"""The usual slips of people who have arrays: each gets a sentence that says what to do."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from sklearn.dummy import DummyClassifier
from sklearn.pipeline import make_pipeline

from classic_cls import (
    HOG,
    RawPixels,
    ReadImages,
    cross_validate,
    cross_validate_images,
    extract,
    freeze,
    score_predictions,
    train,
)
from classic_cls._validation import (
    as_text,
    check_image_batch,
    check_sequence,
    checked_labels,
    images_of,
)

COLOR = np.arange(8 * 8 * 3, dtype=np.uint8).reshape(8, 8, 3)
GREY = COLOR[..., 0]
LABELS = ["a", "b"] * 5

BATCHES = {
    "one color image": (COLOR, "looks like one image; a batch of one is"),
    "one grey image": (GREY, "looks like one image; a batch of one is"),
    "floats": ([GREY / 255], r"X\[0\] has .* values from 0 to 1; .* give \(255 \* image\)"),
    "deep": ([GREY.astype(np.uint16)], "dtype uint16; images are uint8"),
    "channels first": ([COLOR.transpose(2, 0, 1)], r"channels first; .*transpose\(1, 2, 0\)"),
    "stack, channels first": (np.stack([COLOR.transpose(2, 0, 1)] * 2), "like channels first"),
    "palette": ([Image.new("P", (8, 8))], r"Pillow image of mode 'P': give image.convert\('RGB'\)"),
    "transparent": ([Image.new("RGBA", (8, 8))], "Pillow image of mode 'RGBA'"),
    "one Pillow image": (Image.new("L", (8, 8)), "X is one image .*; a batch of one is a list"),
    "paths": (["a.png"], r"X\[0\] is a path or bytes, not an array: put a ReadImages"),
}
SEQUENCES = {
    "one path": ("a.png", "X is one image .*a.png.*; a batch of one is a list"),
    "generator": ((image for image in [GREY]), r"X is a generator, .* once: give list\(X\)"),
    "set": ({"a.png"}, "X is a set, which has no order: give a list"),
    "dict": ({"a.png": 1}, "X is a dict, which has no order"),
    "empty list": ([], "X holds no image"),
    "empty array": (np.empty((0, 8, 8), np.uint8), "X holds no image"),
    "number": (np.float64(3), "X is one image"),
}
TABLE = pd.DataFrame({"path": ["a", "b"], "site": ["x", "y"]})
COLUMNS = {
    "table": (TABLE, r"a data frame of 2 columns \('path', 'site'\); give .*frame\['path'\]"),
    "wide": (TABLE.to_numpy(), r"shape \(2, 2\); images, or their paths, are one column"),
}
TARGETS = {
    "column": (np.array([["a"], ["b"]]), r"y has shape \(2, 1\); give its one column: y\[:, 0\]"),
    "frame": (TABLE[["site"]], r"y has shape \(2, 1\); .*frame\['label'\]"),
    "one-hot": (np.eye(2), r"y is one-hot; give the labels, y.argmax\(axis=1\)"),
    "NaN": ([1.0, np.nan], "y lacks 1 of 2 labels, the first at position 1: leave these"),
    "None": (["a", None], "y lacks 1 of 2 labels, the first at position 1"),
    "NA": (pd.Series([pd.NA, 1], dtype="Int64"), "y lacks 1 of 2 labels, the first at position 0"),
    "NaN among text": (pd.Series(["a", np.nan]), "y lacks 1 of 2 labels, the first at position 1"),
    "fractions": ([0.25, 1], "numbers with fractions, such as 0.25; labels are text or whole"),
    "lists": ([["sea"], ["sea", "sky"]], "y holds lists; several labels .* MultiLabelBinarizer"),
    "series of lists": (pd.Series([["sea"], ["sky"]]), "y holds lists"),
    "names": ([["a", "b"], ["b", "a"]], "a multilabel y holds only 0 and 1"),
    "counts": ([[0, 2], [1, 0]], "a multilabel y holds only 0 and 1"),
    "deep": (np.zeros((2, 2, 2), int), r"y has shape \(2, 2, 2\); it is one label per image"),
    "generator": ((label for label in "ab"), r"y is a generator, .* give list\(y\)"),
    "empty": ([], "y holds no image"),
}


def cases(*tables):
    return [pytest.param(*case, id=name) for table in tables for name, case in table.items()]


@pytest.mark.parametrize("X, message", cases(BATCHES, SEQUENCES, COLUMNS))
def test_slips_in_batches(X, message):
    with pytest.raises(ValueError, match=message):
        check_image_batch(X)


@pytest.mark.parametrize("X, message", cases({n: c for n, c in BATCHES.items() if n != "paths"}))
@pytest.mark.parametrize("method", ["fit", "transform"])
def test_steps_say_so(X, message, method):
    with pytest.raises(ValueError, match=message):
        getattr(HOG(), method)(X)


@pytest.mark.parametrize("name", ["one path", "set", "dict", "empty list"])
def test_so_do_reading_extraction_and_cross_validation(name):
    X, message = SEQUENCES[name]
    pipeline = freeze(RawPixels())
    with pytest.raises(ValueError, match=message):
        ReadImages().transform(X)
    with pytest.raises(ValueError, match=message if len(X) else "there is no image"):
        extract(pipeline, X)
    with pytest.raises(ValueError, match=message):
        cross_validate(DummyClassifier(), X, LABELS)


@pytest.mark.parametrize("y, message", cases(TARGETS))
def test_slips_in_labels(y, message):
    with pytest.raises(ValueError, match=message):
        checked_labels(y)


@pytest.mark.parametrize("name", [name for name in TARGETS if name != "generator"])
def test_evaluation_says_so(name):
    y, message = TARGETS[name]
    with pytest.raises(ValueError, match=message):
        cross_validate(DummyClassifier(), np.zeros((2, 1)), y)
    with pytest.raises(ValueError, match="y_true"):
        score_predictions(y, y)


def test_slips_in_predictions():
    with pytest.raises(ValueError, match="predictions lacks 1 of 2 labels, the first at"):
        score_predictions(["a", "b"], ["a", None])
    with pytest.raises(ValueError, match="are 0 and 1; give probabilities as scores="):
        score_predictions([[1, 0], [1, 1]], [[0.9, 0.2], [0.5, 0.5]])
    with pytest.raises(ValueError, match=r"predictions have shape \(3,\), y_true \(2,\)"):
        score_predictions(["a", "b"], ["a", "b", "b"])


def test_lengths_are_compared():
    with pytest.raises(ValueError, match="X has 9 entries and y has 10"):
        cross_validate(DummyClassifier(), np.zeros((9, 1)), LABELS)


@pytest.mark.parametrize(
    "X",
    [
        ["b", "a"],
        ("b", "a"),
        np.array(["b", "a"]),
        np.array([["b"], ["a"]], dtype=object),
        pd.Series(["b", "a"], index=[1, 0]),
        pd.DataFrame({"path": ["b", "a"]}, index=[1, 0]),
    ],
    ids=["list", "tuple", "array", "column", "Series", "DataFrame"],
)
def test_paths_count_by_position(X):
    assert list(images_of(X)) == ["b", "a"]


def test_pillow_images_are_images():
    image = Image.fromarray(COLOR)
    np.testing.assert_array_equal(check_image_batch([image, image]), [COLOR, COLOR])


def test_a_stack_is_not_copied():
    stack = np.stack([COLOR] * 2)
    assert images_of(stack) is stack and check_sequence(stack) == 2


@pytest.mark.parametrize(
    "labels, text",
    [
        ([0, 1], ["0", "1"]),
        (np.array([0, 1], np.uint8), ["0", "1"]),
        ([0.0, 1.0], ["0", "1"]),
        ([False, True], ["False", "True"]),
        (np.array([b"a", b"b"]), ["a", "b"]),
        (pd.Series(["a", "b"], dtype="category"), ["a", "b"]),
        (pd.Series([1, 2], dtype="Int64"), ["1", "2"]),
        (np.array([1, "a"], dtype=object), ["1", "a"]),
    ],
)
def test_labels_become_text_in_one_way(labels, text):
    assert as_text(checked_labels(labels)).tolist() == text


@pytest.mark.parametrize("data", ["folder", TABLE, ["a.png"]], ids=["path", "frame", "list"])
@pytest.mark.parametrize("work", [train, cross_validate_images])
def test_workflows_ask_for_a_data_set(data, work):
    with pytest.raises(ValueError, match="dataset is a .*: make it with ImageDataset.open"):
        pipeline = make_pipeline(RawPixels(), DummyClassifier())
        work(data, pipeline) if work is train else work(pipeline, data)
