"""Images beside columns of a table: each image is described once, whatever the folds."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline, make_union
from sklearn.preprocessing import Normalizer, OneHotEncoder, StandardScaler

from classic_cls import (
    HOG,
    ImageDataset,
    ImageViews,
    Protocol,
    RawPixels,
    ReadImages,
    Resize,
    compare,
    cross_validate,
    cross_validate_images,
    extract,
    freeze,
    train,
)

RNG = np.random.default_rng(0)
CODES = np.arange(24) % 2


class Counting(RawPixels):
    """Counts the images that it describes."""

    n_described = 0

    def _extract(self, images):
        type(self).n_described += len(images)
        return super()._extract(images)


@pytest.fixture(scope="module")
def frame(tmp_path_factory):
    folder = tmp_path_factory.mktemp("images")
    for i, code in enumerate(CODES):
        pixels = RNG.integers(0, 120, (32, 32))
        pixels[:, :: 4 - code] += 30
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{i}.png")
    columns = {"path": [str(folder / f"{i}.png") for i in range(24)]}
    columns["label"] = np.array(["cat", "dog"])[CODES]
    columns["site"] = RNG.choice(["north", "south"], 24)
    columns["age"], columns["size"] = RNG.normal(size=(2, 24)).round(3)
    return pd.DataFrame(columns).sample(frac=1, random_state=0)


def mixed(image=None, column="path"):
    image = make_pipeline(ReadImages(), Resize(16), Counting()) if image is None else image
    members = [
        ("image", image, column),
        ("site", OneHotEncoder(), ["site"]),
        ("numbers", make_pipeline(StandardScaler(), Normalizer()), ["age", "size"]),
    ]
    return make_pipeline(ColumnTransformer(members), LogisticRegression())


def front(*steps):
    return make_pipeline(ReadImages(), Resize(16), *steps)


@pytest.mark.parametrize("column", ["path", ["path"]], ids=["Series", "DataFrame"])
@pytest.mark.parametrize(
    "image",
    [front(RawPixels()), front(RawPixels(), PCA(3)), front(make_union(RawPixels(), HOG(cell=4)))],
    ids=["pure", "learned", "union"],
)
def test_a_frozen_table_gives_what_the_table_gives(frame, image, column):
    pipeline = mixed(image, column)
    frozen = freeze(pipeline)
    extraction = extract(frozen, frame["path"])
    table = frame.iloc[extraction.kept].assign(path=extraction.rows)
    fitted = frozen.estimator.fit(table, frame.label)
    expected = pipeline.fit(frame, frame.label).predict_proba(frame)
    np.testing.assert_allclose(fitted.predict_proba(table), expected, rtol=1e-6)
    thawed = frozen.thaw(fitted)
    np.testing.assert_allclose(thawed.predict_proba(frame), expected, rtol=1e-6)
    assert isinstance(thawed[0].named_transformers_["image"][0], ReadImages)


def test_search_over_a_frozen_table(frame):
    frozen = freeze(mixed())
    rows = extract(frozen, frame["path"]).rows
    grid = {"logisticregression__C": [0.1, 1.0]}
    found = GridSearchCV(frozen.estimator, grid, cv=3).fit(frame.assign(path=rows), frame.label)
    expected = GridSearchCV(mixed(), grid, cv=3).fit(frame, frame.label)
    np.testing.assert_allclose(
        found.cv_results_["mean_test_score"], expected.cv_results_["mean_test_score"]
    )


def test_cross_validation_describes_every_image_once(frame):
    protocol = Protocol(cv=3, repeats=2, keep_duplicates_together=False)
    data = ImageDataset.from_frame(frame, "/")
    Counting.n_described = 0
    found = cross_validate_images(mixed(), data, protocol)
    assert Counting.n_described == 24 + 1  # the first one twice, for the names of its columns
    expected = cross_validate(mixed(), frame, frame.label, protocol)
    np.testing.assert_allclose(found.predictions.scores, expected.predictions.scores, rtol=1e-6)
    assert found.predictions.truth.tolist() == frame.label.tolist()


def test_images_that_cannot_be_read_take_their_rows_along(frame, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"nothing")
    more = pd.concat([frame.iloc[:3], frame.iloc[:1].assign(path=str(broken)), frame.iloc[3:]])
    protocol = Protocol(cv=3)
    with pytest.warns(UserWarning, match="1 of 25 set aside, text, not an image"):
        found = cross_validate_images(mixed(), ImageDataset.from_frame(more, "/"), protocol)
    expected = cross_validate_images(mixed(), ImageDataset.from_frame(frame, "/"), protocol)
    assert len(found.rejected) == 1
    np.testing.assert_array_equal(found.predictions.scores, expected.predictions.scores)


class Mirrored(ImageViews):
    n_views = 2

    def _view(self, image, number, rng):
        return image[:, ::-1]


def test_what_cannot_be_done_is_said(frame):
    data = ImageDataset.from_frame(frame.drop(columns="site"), "/")
    with pytest.raises(ValueError, match="unknown column 'site'"):
        cross_validate_images(mixed(), data)
    full = ImageDataset.from_frame(frame, "/")
    with pytest.raises(ValueError, match="takes columns of a table beside images: use cross_val"):
        train(full, mixed())
    with pytest.raises(ValueError, match="takes columns of a table beside images: use cross_val"):
        compare(full, {"mixed": mixed(), "plain": front(RawPixels(), LogisticRegression())})
    with pytest.raises(ValueError, match="'image' of the ColumnTransformer needs names of col"):
        cross_validate_images(mixed(column=make_column_selector("path")), full)
    both = ColumnTransformer([("a", RawPixels(), "path"), ("b", HOG(), "other")])
    with pytest.raises(ValueError, match="images are in the columns 'path', 'other'"):
        cross_validate_images(make_pipeline(both, LogisticRegression()), full)
    with pytest.raises(ValueError, match="views of images are made only where it takes images"):
        freeze(mixed(front(Mirrored(), RawPixels())))
    with pytest.raises(ValueError, match="a fitted pipeline is frozen only where it takes images"):
        freeze(mixed().fit(frame, frame.label), fitted=True)


def test_a_transformer_of_columns_alone_is_no_front(frame):
    columns = ColumnTransformer([("numbers", Normalizer(), ["age"])], remainder="passthrough")
    with pytest.raises(ValueError, match="no step at its front that learns nothing"):
        freeze(make_pipeline(columns, LogisticRegression()))
