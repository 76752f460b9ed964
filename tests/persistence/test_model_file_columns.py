"""Model files of models that take columns of a table, altered with checksums that fit again."""

import numpy as np
import pytest
from persistence.forgery import NONE, Forgery, json_node, refused
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder

from classic_cls import ImageDataset, ImageRef, load_model, make_image_pipeline, save_model

RNG = np.random.default_rng(0)
IMAGES = list(RNG.integers(0, 256, (12, 8, 8), np.uint8))
CELLS = {"age": np.array([str(20 + i) for i in range(12)]), "site": np.array(["A", "B", "C"] * 4)}
LABELS = np.array(["cat", "dog"] * 6)


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """Bytes of a file, and references of images in files."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("columns")
    for i, image in enumerate(IMAGES):
        Image.fromarray(image).save(folder / f"{i}.png")
    refs = tuple(ImageRef(str(folder / f"{i}.png")) for i in range(12))
    data = ImageDataset(refs, LABELS, ("cat", "dog"), columns=CELLS)
    options = {"features": ["raw"], "size": 8, "classifier": LogisticRegression()}
    pipeline = make_image_pipeline(data=data, tabular=["age", "site"], **options)
    data = data.with_columns(["age", "site"])
    path = save_model(pipeline.fit(data.paths, LABELS), folder / "model.skops")
    return path.read_bytes(), data.paths, pipeline


def test_it_comes_back_whole(model, tmp_path):
    data, paths, pipeline = model
    Forgery(data).write(tmp_path / "same.skops")
    found = load_model(tmp_path / "same.skops")
    np.testing.assert_array_equal(found.predict(paths), pipeline.predict(paths))
    encoder = found.pipeline["joined"]["columns"]["each"].named_transformers_["words"]
    assert isinstance(encoder, OneHotEncoder)


CHANGES = {
    "fewer columns than words": ("_n_features_outs", [1]),
    "words of another number of columns": ("_n_features_outs", [3, 3]),
    "what to do with new words": ("handle_unknown", "infrequent_if_exist"),
    "sparse rows": ("sparse_output", True),
    "rare words together": ("_infrequent_enabled", True),
    "dropped words": ("_drop_idx_after_grouping", [0]),
}


@pytest.mark.parametrize("name, value", CHANGES.values(), ids=CHANGES)
def test_numbers_that_compiled_code_follows_are_checked(model, tmp_path, name, value):
    forgery = Forgery(model[0])
    for content in encoders(forgery.schema):  # the setting that was cloned, and the fitted one
        if name in content:
            content[name] = json_node(value)
    forgery.write(tmp_path / "forged.skops")
    refused(tmp_path / "forged.skops", "OneHotEncoder")


def encoders(node):
    """The attributes of all objects of the class."""
    members = node if isinstance(node, list) else node.values() if isinstance(node, dict) else ()
    if isinstance(node, dict) and node.get("__class__") == "OneHotEncoder":
        yield node["content"]["content"]
    for member in members:
        yield from encoders(member)


def test_parameters_of_the_reader_are_checked(model, tmp_path):
    forgery = Forgery(model[0])
    forgery.attributes("ReadColumns")["numbers"] = NONE
    forgery.write(tmp_path / "forged.skops")
    refused(tmp_path / "forged.skops", "numbers")
