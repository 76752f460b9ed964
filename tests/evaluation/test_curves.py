import matplotlib
import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

from classic_cls.displays import PrecisionRecallDisplay, RocDisplay
from classic_cls.evaluation import Protocol, cross_validate, score_predictions

matplotlib.use("Agg")
X, CODES = load_digits(return_X_y=True)
X, CODES = X[:240] + np.random.default_rng(0).normal(size=(240, 64)) * 6, CODES[:240]
FIGURE = {"roc": "roc_auc", "precision_recall": "average_precision"}
MACRO = {"roc": "roc_auc_macro", "precision_recall": "mean_average_precision"}


@pytest.fixture(scope="module")
def binary():
    labels = np.where(CODES < 3, "defect", "good")
    return cross_validate(KNeighborsClassifier(9), X, labels, Protocol(cv=4, repeats=2))


@pytest.fixture(scope="module")
def multiclass():
    return cross_validate(GaussianNB(), X, CODES.astype(str), Protocol(cv=3))


@pytest.fixture(scope="module")
def multilabel():
    labels = np.column_stack([CODES < 3, CODES % 2 == 0, CODES > 7]).astype(np.int8)
    return cross_validate(KNeighborsClassifier(7), X, labels, Protocol(cv=3))


def area(curve, kind):
    """Of straight lines below a ROC curve, of steps below the other."""
    if kind == "roc":
        return np.sum(np.diff(curve.x) * (curve.y[1:] + curve.y[:-1]) / 2)
    return np.sum(np.diff(curve.x) * curve.y[1:])


@pytest.mark.parametrize("kind", ["roc", "precision_recall"])
@pytest.mark.parametrize("name", ["binary", "multiclass", "multilabel"])
def test_areas_are_the_figures(kind, name, request):
    result = request.getfixturevalue(name)
    found = result.curves(kind)
    figure = (FIGURE if name == "binary" else MACRO)[kind]
    assert found.mean.area == pytest.approx(result.metrics[figure].value)
    of_folds = [fold.test[figure] for fold in result.fold_results]
    assert [curve.area for curve in found.folds] == pytest.approx(of_folds)
    for curve in (found.mean, *found.folds, *found.classes.values()):
        assert area(curve, kind) == pytest.approx(curve.area)
        assert (np.diff(curve.x) >= 0).all() and 0 <= curve.y.min() <= curve.y.max() <= 1


@pytest.mark.parametrize("kind", ["roc", "precision_recall"])
def test_operating_point_comes_from_the_predictions(binary, kind):
    tp, fp, tn, fn = binary.counts.values()
    recall = tp / (tp + fn)
    expected = (fp / (fp + tn), recall) if kind == "roc" else (recall, tp / (tp + fp))
    assert binary.curves(kind).operating_point == pytest.approx(expected)


def test_operating_point_lies_on_the_curve_of_a_single_fold():
    rng = np.random.default_rng(1)
    y = np.array(["good", "defect"] * 40)
    score = rng.random(80) + 0.4 * (y == "defect")
    result = score_predictions(
        y,
        np.where(score > 0.7, "defect", "good"),
        scores=np.column_stack([score, 1 - score]),
        score_kind="decision_function",
    )
    curves = result.curves("roc")
    x, height = curves.operating_point
    ends = np.interp([x - 1e-9, x + 1e-9], curves.mean.x, curves.mean.y)
    assert ends[0] - 1e-6 <= height <= ends[1] + 1e-6
    assert curves.mean.area == pytest.approx(roc_auc_score(y == "defect", score))
    precision = average_precision_score(y == "defect", score)
    assert result.curves("precision_recall").mean.area == pytest.approx(precision)


def test_chance_is_the_prevalence(binary, multilabel):
    chance = binary.curves("precision_recall").chance
    assert chance == pytest.approx(np.mean(CODES < 3))
    shares = multilabel.y_true.mean(axis=0)
    assert multilabel.curves("precision_recall").chance == pytest.approx(shares.mean())


def test_plots_are_curves_with_the_line_of_guessing(binary, multiclass):
    import matplotlib.pyplot as plt

    roc = binary.plot("roc")
    assert isinstance(roc, RocDisplay) and len(roc.parts_) == 8
    assert roc.chance_.get_xydata().tolist() == [[0, 0], [1, 1]]
    ax = plt.figure().subplots()
    display = multiclass.plot("precision_recall", ax=ax)
    assert isinstance(display, PrecisionRecallDisplay) and display.ax_ is ax
    assert len(display.parts_) == 10
    plt.close("all")


def test_what_has_no_curve_is_named(binary):
    bare = score_predictions(["a", "b"], ["a", "b"])
    with pytest.raises(ValueError, match="has no scores"):
        bare.curves()
    with pytest.raises(ValueError, match="unknown kind of curve 'rocc'. Did you mean 'roc'"):
        binary.curves("rocc")
    with pytest.raises(ValueError, match="unknown kind of plot 'rok'"):
        binary.plot("rok")
    one = score_predictions(
        ["a", "a"], ["a", "b"], class_names=["a", "b"], scores=np.eye(2), score_kind="predict_proba"
    )
    with pytest.raises(ValueError, match="there is no curve"):
        one.curves()
