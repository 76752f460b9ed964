"""Cross-validation takes what data scientists have: frames, sparse matrices, labels of any type."""

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from scipy import sparse
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from classic_cls import (
    HOG,
    Protocol,
    ReadImages,
    Resize,
    cross_validate,
    make_image_pipeline,
    score_predictions,
)

RNG = np.random.default_rng(0)
CODES = np.arange(40) % 2
ROWS = RNG.normal(size=(40, 3)) + 0.8 * CODES[:, None]
NAMES = np.array(["cat", "dog"])[CODES]
FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Paths of images, which say one thing about the label, and a site, which says another."""
    folder = tmp_path_factory.mktemp("images")
    for i, code in enumerate(CODES):
        pixels = RNG.integers(0, 120, (32, 32))
        pixels[:, :: 4 - code] += 60
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{i}.png")
    sites = np.array(["north", "south"])[(CODES + (RNG.random(40) < 0.3)) % 2]
    columns = {"path": [str(folder / f"{i}.png") for i in range(40)], "site": sites}
    columns["age"] = RNG.normal(size=40)
    frame = pd.DataFrame(columns | {"label": NAMES})
    return frame.sample(frac=1, random_state=0)  # labels of rows are not their positions


def mixed(column):
    image = make_pipeline(ReadImages(), Resize(32), HOG())
    members = [("image", image, column), ("site", OneHotEncoder(), ["site"])]
    columns = ColumnTransformer([*members, ("age", StandardScaler(), ["age"])])
    return make_pipeline(columns, StandardScaler(with_mean=False), LogisticRegression())


@pytest.mark.parametrize("column", ["path", ["path"]], ids=["Series", "DataFrame"])
def test_images_and_columns_of_a_table(table, column):
    result = cross_validate(mixed(column), table, table.label, Protocol(seed=0))
    expected = cross_val_predict(mixed(column), table, table.label, cv=FOLDS)
    np.testing.assert_array_equal(result.predictions.answers[0], expected)
    assert result.predictions.truth.tolist() == table.label.tolist()


def test_feature_names_of_mixed_columns(table):
    names = mixed("path")[0].fit(table).get_feature_names_out()
    assert names[0].startswith("image__hog")
    assert names[-2:].tolist() == ["site__site_south", "age__age"]


def test_series_of_paths_count_by_position(table):
    pipeline = make_image_pipeline(features=["raw"], size=16)
    of_list = cross_validate(pipeline, table.path.tolist(), table.label.tolist())
    of_series = cross_validate(pipeline, table.path, table.label, groups=None)
    np.testing.assert_array_equal(of_series.predictions.scores, of_list.predictions.scores)


@pytest.mark.parametrize(
    "make",
    [
        pd.DataFrame,
        lambda rows: pd.DataFrame(rows, index=np.arange(40)[::-1]),
        sparse.csr_matrix,
        sparse.coo_array,
        lambda rows: rows.tolist(),
    ],
    ids=["frame", "shuffled frame", "csr", "coo", "list"],
)
def test_rows_of_all_kinds(make):
    expected = cross_validate(LogisticRegression(), ROWS, NAMES)
    found = cross_validate(LogisticRegression(), make(ROWS), NAMES)
    np.testing.assert_array_equal(found.predictions.answers, expected.predictions.answers)
    assert found.train["accuracy"] == expected.train["accuracy"]


LABELS = {
    "int": (CODES, ("0", "1")),
    "uint8": (CODES.astype("u1"), ("0", "1")),
    "bool": (CODES.astype(bool), ("False", "True")),
    "float": (CODES.astype(float), ("0", "1")),
    "list": (CODES.tolist(), ("0", "1")),
    "Series": (pd.Series(CODES, index=np.arange(40)[::-1]), ("0", "1")),
    "Int64": (pd.Series(CODES, dtype="Int64"), ("0", "1")),
    "category": (pd.Series(NAMES, dtype="category"), ("cat", "dog")),
    "object": (NAMES.astype(object), ("cat", "dog")),
}


@pytest.mark.parametrize("labels, names", LABELS.values(), ids=LABELS)
def test_labels_of_all_types_are_reported_as_text(labels, names):
    expected = cross_validate(GaussianNB(), ROWS, NAMES)
    found = cross_validate(GaussianNB(), ROWS, labels)
    assert found.class_names == names
    assert found.predictions.truth.dtype.kind == found.predictions.answers.dtype.kind == "U"
    np.testing.assert_array_equal(found.confusion, expected.confusion)
    np.testing.assert_array_equal(found.predictions.scores, expected.predictions.scores)
    scored = score_predictions(labels, labels)
    assert scored.class_names == names and scored.figures["accuracy"].value == 1


def test_classes_are_in_the_order_of_their_numbers():
    codes = np.repeat([10, 9, 100], 10)
    result = cross_validate(GaussianNB(), RNG.normal(size=(30, 2)), codes, Protocol(cv=2))
    assert result.class_names == ("9", "10", "100")
    assert score_predictions(codes, codes).class_names == result.class_names


class Demanding(GaussianNB):
    """Refuses labels that are no numbers."""

    def fit(self, X, y):
        assert y.dtype.kind == "i"
        return super().fit(X, y)


def test_the_estimator_is_fitted_on_the_labels_as_they_are():
    cross_validate(Demanding(), ROWS, CODES)


def test_positive_class_costs_and_names_may_be_numbers():
    labels = np.where(CODES, 7, 2)
    protocol = Protocol(positive=7, costs={(7, 2): 20})
    result = cross_validate(GaussianNB(), ROWS, labels, protocol, class_names=[7, 2])
    assert result.positive == "7" and result.class_names == ("7", "2")
    missed, found = result.counts["fn"], result.counts["fp"]
    assert result.figures["mean_cost"].value == pytest.approx((20 * missed + found) / 40)


def test_columns_of_an_indicator_are_the_classes():
    indicator = pd.DataFrame({"sea": CODES, "sky": 1 - CODES}, index=np.arange(40)[::-1])
    result = cross_validate(KNeighborsClassifier(), ROWS, indicator)
    assert result.class_names == ("sea", "sky") and result.task == "multilabel"
    assert score_predictions(indicator, indicator).class_names == ("sea", "sky")


def test_groups_may_be_a_series():
    groups = pd.Series(np.arange(40) // 4, index=np.arange(40)[::-1])
    found = cross_validate(clone(GaussianNB()), ROWS, NAMES, groups=groups).predictions
    assert all(len(set(found.folds[0][groups == group])) == 1 for group in range(10))
