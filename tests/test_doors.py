"""Labels, groups, images and positions in all their forms, at the door of every public function.

Each form gives what a plain list of the same content gives, or a ValueError in plain words.
"""

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB

from classic_cls import (
    BalancedSampling,
    CalibratedClassifier,
    ConfusionDisplay,
    ImageDataset,
    ImageRef,
    KernelRidgeClassifier,
    MultilabelOneVsRest,
    Predictions,
    Protocol,
    ThresholdClassifier,
    cross_validate,
    near_duplicates,
    score_predictions,
)

N = 24
RNG = np.random.default_rng(0)
CODES = np.arange(N) // 2 % 2
ROWS = RNG.normal(size=(N, 3)) + CODES[:, None]
GROUPS = [f"g{i // 4}" for i in range(N)]
PATHS = [f"{i}.png" for i in range(N)]
SHUFFLED = RNG.permutation(N)
THUMBNAILS = RNG.normal(size=(N, 578)).astype(np.float32)


def plain(value):
    """What a function has given, to compare."""
    if isinstance(value, np.ndarray):
        return [str(entry) for entry in value.ravel()]
    return value


def of_result(result):
    return [plain(result.predictions.truth), plain(result.predictions.answers),
            result.figures["accuracy"].value, plain(result.predictions.folds)]  # fmt: skip


def of_model(model):
    def fit(y, groups=None):
        fitted = model().fit(ROWS, y) if groups is None else model().fit(ROWS, y, groups=groups)
        return plain(fitted.predict(ROWS))

    return fit


def dataset(**parts):
    refs = tuple(ImageRef(path) for path in PATHS)
    classes = np.unique(np.asarray(CODES).astype(str)).tolist()
    return ImageDataset(**{"refs": refs, "targets": CODES, "class_names": classes} | parts)


def of_dataset(data):
    few = data.take([5, 2, 20])
    columns = {name: plain(values) for name, values in few.columns.items()}
    return [few.paths, plain(few.targets), plain(few.groups), plain(few.split), columns]


def scored(y_true, **known):
    return of_result(score_predictions(y_true, [str(code) for code in CODES[::-1]], **known))


LABEL_DOORS = {
    "cross_validate": lambda y: of_result(cross_validate(GaussianNB(), ROWS, y, Protocol(cv=2))),
    "score_predictions": scored,
    "Predictions.of": lambda y: plain(Predictions.of(y, y).answers),
    "Predictions.from_frame": lambda y: plain(Predictions.from_frame(
        pd.DataFrame({"truth": list(y), "prediction": list(y)}, index=SHUFFLED)).truth),
    "ImageDataset": lambda y: of_dataset(dataset(targets=y)),
    "near_duplicates": lambda y: near_duplicates(THUMBNAILS, y).n_groups,
    "ThresholdClassifier": of_model(lambda: ThresholdClassifier(LogisticRegression())),
    "CalibratedClassifier": of_model(lambda: CalibratedClassifier(LogisticRegression())),
    "BalancedSampling": of_model(lambda: BalancedSampling(LogisticRegression())),
    "KernelRidgeClassifier": of_model(KernelRidgeClassifier),
    "ConfusionDisplay": lambda y: plain(ConfusionDisplay.from_predictions(y, y).confusion),
}  # fmt: skip
LABELS = {
    "array": lambda y: y,
    "list": lambda y: y.tolist(),
    "tuple": lambda y: tuple(y.tolist()),
    "numpy integers": lambda y: list(y),
    "uint8": lambda y: y.astype(np.uint8),
    "object": lambda y: y.astype(object),
    "shuffled Series": lambda y: pd.Series(y, index=SHUFFLED),
    "Series of one index": lambda y: pd.Series(y, index=np.zeros(N, int)),
    "category": lambda y: pd.Series(y, index=SHUFFLED).astype("category"),
    "Int64": lambda y: pd.Series(y, index=SHUFFLED, dtype="Int64"),
    "Index": lambda y: pd.Index(y),
    "float": lambda y: y.astype(float),
}


@pytest.mark.filterwarnings("ignore:A column-vector y was passed")
@pytest.mark.parametrize("form", LABELS)
@pytest.mark.parametrize("door", LABEL_DOORS)
def test_labels_count_by_position(door, form):
    expected = LABEL_DOORS[door](CODES)
    found = LABEL_DOORS[door](LABELS[form](CODES))
    if form == "float" and isinstance(found, list):
        found = [str(v).removesuffix(".0") if isinstance(v, str) else v for v in found]
    assert found == expected


@pytest.mark.parametrize("door", LABEL_DOORS)
@pytest.mark.parametrize(
    "names", [[False, True], [np.str_("a"), np.str_("b")], ["no", "yes"], [7, 2]]
)
def test_labels_of_all_types_have_a_door(door, names):
    y = np.array(names)[CODES]
    if door == "ImageDataset":
        data = dataset(targets=y, class_names=names)
        assert data.targets.tolist() == [str(name) for name in y.tolist()]
    elif door != "score_predictions":
        LABEL_DOORS[door](y)
        LABEL_DOORS[door](pd.Series(y, index=SHUFFLED))


MISTAKES = {
    "generator": lambda y: (code for code in y),
    "with None": lambda y: [None, *y.tolist()[1:]],
    "with NaN": lambda y: np.where(np.arange(N) == 3, np.nan, y),
    "with NA": lambda y: pd.Series(y, dtype="Int64").where(np.arange(N) != 3),
    "too short": lambda y: y[:-1],
    "one text": lambda y: "label",
    "view of a dictionary": lambda y: dict(enumerate(y.tolist())).values(),
}


@pytest.mark.parametrize("mistake", MISTAKES)
@pytest.mark.parametrize("door", ["cross_validate", "score_predictions", "ImageDataset"])
def test_labels_that_cannot_be_taken_are_refused(door, mistake):
    with pytest.raises(ValueError, match=r"\by\b|y_true|targets|predictions"):
        LABEL_DOORS[door](MISTAKES[mistake](CODES))


GROUP_DOORS = {
    "cross_validate": lambda g: of_result(
        cross_validate(GaussianNB(), ROWS, CODES, Protocol(cv=2), groups=g)),
    "score_predictions": lambda g: plain(
        score_predictions(CODES, CODES, groups=g).predictions.groups),
    "Predictions.of": lambda g: plain(Predictions.of(CODES, CODES, groups=g).groups),
    "ImageDataset": lambda g: of_dataset(dataset(groups=g)),
    "columns of ImageDataset": lambda g: of_dataset(dataset(columns={"site": g})),
    "by": lambda g: score_predictions(CODES, CODES).by(g).values,
    "ThresholdClassifier": lambda g: of_model(
        lambda: ThresholdClassifier(LogisticRegression()))(CODES, g),
    "CalibratedClassifier": lambda g: of_model(
        lambda: CalibratedClassifier(LogisticRegression()))(CODES, g),
    "BalancedSampling": lambda g: of_model(
        lambda: BalancedSampling(CalibratedClassifier(LogisticRegression())))(CODES, g),
    "MultilabelOneVsRest": lambda g: plain(MultilabelOneVsRest(
        CalibratedClassifier(LogisticRegression())).fit(
            ROWS, np.stack([CODES, 1 - CODES], 1), groups=g).predict(ROWS)),
}  # fmt: skip
GROUP_FORMS = {
    "tuple": tuple,
    "array": np.array,
    "object": lambda g: np.array(g, object),
    "shuffled Series": lambda g: pd.Series(g, index=SHUFFLED),
    "category": lambda g: pd.Series(g, index=SHUFFLED).astype("category"),
    "frame": lambda g: pd.DataFrame({"group": g}, index=SHUFFLED),
    "column": lambda g: np.array(g)[:, None],
    "string": lambda g: pd.Series(g, index=SHUFFLED, dtype="string"),
}


@pytest.mark.parametrize("form", GROUP_FORMS)
@pytest.mark.parametrize("door", GROUP_DOORS)
def test_groups_count_by_position(door, form):
    assert GROUP_DOORS[door](GROUP_FORMS[form](GROUPS)) == GROUP_DOORS[door](GROUPS)


GROUP_MISTAKES = {
    "generator": lambda g: (group for group in g),
    "with None": lambda g: [None, *g[1:]],
    "with NaN": lambda g: pd.Series([np.nan, *g[1:]]),
    "numbers with NaN": lambda g: [np.nan, *range(N - 1)],
    "with NA": lambda g: pd.Series([pd.NA, *g[1:]], dtype="string"),
    "too short": lambda g: g[:-1],
    "two columns": lambda g: np.array([g, g]).T,
    "lists": lambda g: [[1], [1, 2]] * (N // 2),
    "sparse": lambda g: sparse.csr_matrix(np.arange(N)[:, None]),
    "one text": lambda g: "group",
    "set": set,
}


@pytest.mark.parametrize("mistake", GROUP_MISTAKES)
@pytest.mark.parametrize("door", GROUP_DOORS)
def test_groups_that_cannot_be_taken_are_refused(door, mistake):
    with pytest.raises(ValueError, match=r"groups|values|column 'site'"):
        GROUP_DOORS[door](GROUP_MISTAKES[mistake](GROUPS))


REFS = {
    "paths": PATHS,
    "Series": pd.Series(PATHS, index=SHUFFLED),
    "frame": pd.DataFrame({"path": PATHS}, index=SHUFFLED),
    "array": np.array(PATHS),
    "column": np.array(PATHS)[:, None],
}


@pytest.mark.parametrize("form", REFS)
def test_images_of_a_data_set_count_by_position(form):
    assert of_dataset(dataset(refs=REFS[form])) == of_dataset(dataset())


@pytest.mark.parametrize(
    "rows",
    [(5, 2), np.array([5, 2]), np.array([[5], [2]]), pd.Series([5, 2], index=[9, 7]), [-19, -22],
     pd.Series([5, 2], dtype="Int64"), (row for row in (5, 2)), np.array([5, 2], np.uint8)],
    ids=lambda rows: type(rows).__name__,
)  # fmt: skip
def test_rows_are_positions(rows):
    assert dataset().take(rows).paths == ["5.png", "2.png"]


@pytest.mark.parametrize("kind", [list, np.array, lambda m: pd.Series(m, index=SHUFFLED),
                                  lambda m: pd.Series(m, dtype="boolean"),
                                  lambda m: np.array(m, object)])  # fmt: skip
def test_rows_are_a_mask(kind):
    mask = [i in (2, 5) for i in range(N)]
    assert dataset().take(kind(mask)).paths == ["2.png", "5.png"]
    assert Predictions.of(CODES, CODES, paths=PATHS).where(kind(mask)).n_tested == 2


@pytest.mark.parametrize("rows", [[N], [0.5], ["1"], [[1, 2]], [True, False], [-N - 1], [None]])
def test_rows_that_are_none_are_refused(rows):
    with pytest.raises(ValueError, match="row"):
        dataset().take(rows)


def test_no_rows_are_no_rows():
    assert len(dataset().take([])) == 0


def test_targets_must_be_among_the_classes():
    with pytest.raises(ValueError, match="targets holds '1'; class_names are '0', '2'"):
        dataset(class_names=[0, 2])
    with pytest.raises(ValueError, match="targets has 2 columns for 3 classes"):
        dataset(targets=np.zeros((N, 2)), class_names="abc")
    indicator = sparse.csr_matrix(np.stack([CODES, 1 - CODES], 1))
    assert dataset(targets=indicator).targets.dtype == np.int8


def test_predictions_are_taken_from_shuffled_frames():
    frame = pd.DataFrame(
        {"path": PATHS, "truth": CODES, "prediction": CODES[::-1], "group": GROUPS}
    )
    expected = Predictions.from_frame(frame)
    for index in (SHUFFLED, np.zeros(N, int)):
        found = Predictions.from_frame(frame.set_axis(index))
        assert found.answers.tolist() == expected.answers.tolist()
        assert found.paths == expected.paths and found.groups.tolist() == GROUPS
    frame.loc[3, "group"] = None
    assert Predictions.from_frame(frame).groups[3] == "3.png"


@pytest.mark.parametrize(
    ("names", "positive"),
    [([0, 1], 0), ([0, 1], np.int64(0)), ([0, 1], "0"), ([False, True], False),
     ([False, True], "False"), (["a", "b"], np.str_("a")), ([2.0, 7.0], 2)],
)  # fmt: skip
def test_the_positive_class_keeps_its_type(names, positive):
    y = np.array(names)[CODES]
    model = ThresholdClassifier(LogisticRegression(), positive=positive).fit(ROWS, y)
    assert model.positive_ == names[0] and type(model.positive_) is type(y[0])
    assert model.predict(ROWS).dtype == y.dtype
    if y.dtype.kind != "f":
        result = cross_validate(GaussianNB(), ROWS, y, Protocol(cv=2, positive=positive))
        assert result.positive == str(names[0])


def test_an_unknown_positive_class_is_refused():
    with pytest.raises(ValueError, match="positive class '5' is not among the classes '0', '1'"):
        ThresholdClassifier(LogisticRegression(), positive=5).fit(ROWS, CODES)


def test_values_to_break_down_by_are_needed():
    with pytest.raises(ValueError, match="values is None; it takes a list"):
        score_predictions(CODES, CODES).by(None)
