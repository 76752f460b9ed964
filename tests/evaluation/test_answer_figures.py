import numpy as np
import pytest
from sklearn import metrics as reference

from classic_cls.evaluation import classification_figures, multilabel_figures
from classic_cls.evaluation.figures.counts import SingleLabels, class_codes
from classic_cls.evaluation.figures.labels import LabelSums, label_statistics
from classic_cls.evaluation.figures.table import figure_names, record_of

NAMES = np.array(["ant", "bee", "cat", "dog"])
COUNTING = SingleLabels(NAMES)
AVERAGES = [(n, a) for n in ("precision", "recall", "f1") for a in ("macro", "micro")]


def draw(seed, n=80, k=4):
    rng = np.random.default_rng(seed)
    y_true = NAMES[rng.integers(0, k, n)]
    return y_true, np.where(rng.random(n) < 0.7, y_true, NAMES[rng.integers(0, k, n)])


def draw_labels(seed, n=60, k=5):
    rng = np.random.default_rng(seed)
    y_true = rng.random((n, k)) < rng.random(k)
    return y_true.astype(np.int8), (y_true ^ (rng.random((n, k)) < 0.2)).astype(np.int8)


def figures_of(tally, task):
    names = figure_names(task, 4)
    return {name: record_of(name, task).behind.formula(tally) for name in names}


def confusion_counts(y_true, y_pred):
    return COUNTING.sums(COUNTING.codes(y_true), COUNTING.codes(y_pred))


def score(name):
    return getattr(reference, f"{name}_score")


@pytest.mark.parametrize("seed", range(5))
def test_single_label_equals_scikit_learn(seed):
    y_true, y_pred = draw(seed)
    figures = classification_figures(y_true, y_pred)
    assert figures["accuracy"] == pytest.approx(reference.accuracy_score(y_true, y_pred))
    balanced = reference.balanced_accuracy_score(y_true, y_pred)
    assert figures["balanced_accuracy"] == pytest.approx(balanced)
    for name, average in AVERAGES:
        expected = score(name)(y_true, y_pred, average=average, zero_division=0)
        assert figures[f"{name}_{average}"] == pytest.approx(expected)
    assert all(type(value) is float for value in figures.values())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("k", [2, 4])
def test_agreement_equals_scikit_learn(seed, k):
    y_true, y_pred = draw(seed, k=k)
    figures = classification_figures(y_true, y_pred)
    assert figures["kappa"] == pytest.approx(reference.cohen_kappa_score(y_true, y_pred))
    assert figures["mcc"] == pytest.approx(reference.matthews_corrcoef(y_true, y_pred))


@pytest.mark.parametrize("y_pred", ["aaaa", "aabb"])
def test_agreement_without_two_classes_is_not_defined(y_pred):
    figures = classification_figures(list("aaaa"), list(y_pred), list("ab"))
    assert not {"kappa", "mcc"} & set(figures)
    counting = SingleLabels(np.array(["a", "b"]))
    codes = (counting.codes(list(labels)) for labels in ("aaaa", y_pred))
    raw = figures_of(counting.tally(counting.sums(*codes)), "multiclass")
    assert raw["kappa"] == raw["mcc"] == 0  # so resamples of one class are finite


def test_mean_cost_counts_every_mistake():
    y_true, y_pred = draw(2)
    costs = {("ant", "bee"): 20, ("cat", "cat"): 0.5}
    each = [costs.get(pair, pair[0] != pair[1]) for pair in zip(y_true, y_pred)]
    figures = classification_figures(y_true, y_pred, NAMES, costs=costs)
    assert figures["mean_cost"] == pytest.approx(np.mean(each, dtype=float))
    plain = classification_figures(y_true, y_pred, NAMES, costs={})
    assert plain["mean_cost"] == pytest.approx(1 - plain["accuracy"])


@pytest.mark.parametrize(
    "costs, message",
    [({("ant", "eel"): 2}, "label 'eel' is not among"), ({("ant", "bee"): -1}, "from 0 up")],
)
def test_bad_costs_are_named(costs, message):
    with pytest.raises(ValueError, match=message):
        classification_figures(*draw(0), NAMES, costs=costs)


@pytest.mark.filterwarnings("ignore:y_pred contains classes not in y_true")
def test_single_label_with_absent_classes_equals_scikit_learn():
    """Such figures are not shown, but resamples that lack a class need them."""
    y_true, y_pred = np.array(list("aabbbd")), np.array(list("aabddd"))
    assert "f1_macro" not in classification_figures(y_true, y_pred, list("abcde"))
    counting = SingleLabels(np.array(list("abcde")))
    sums = counting.sums(counting.codes(y_true), counting.codes(y_pred))
    figures = figures_of(counting.tally(sums), "multiclass")
    for name, average in AVERAGES:
        expected = score(name)(y_true, y_pred, average=average, zero_division=0)
        assert figures[f"{name}_{average}"] == pytest.approx(expected)
    assert figures["balanced_accuracy"] == reference.balanced_accuracy_score(y_true, y_pred)


def test_class_never_predicted_counts_as_zero():
    figures = classification_figures(list("ab"), list("aa"))
    assert figures["precision_macro"] == 0.25
    assert figures["f1_macro"] == pytest.approx(1 / 3)


def test_per_class_equals_scikit_learn():
    y_true, y_pred = draw(3)
    ours = COUNTING.tally(confusion_counts(y_true, y_pred))
    counts = reference.confusion_matrix(y_true, y_pred, labels=NAMES)
    np.testing.assert_array_equal(ours.counts, counts)
    expected = reference.precision_recall_fscore_support(y_true, y_pred, labels=NAMES)
    for name, values in zip(("precision", "recall", "f1", "support"), expected, strict=True):
        np.testing.assert_allclose(getattr(ours, name), values)


@pytest.mark.parametrize("positive, other", [("ant", "bee"), ("bee", "ant")])
def test_binary_figures_are_those_of_the_positive_class(positive, other):
    y_true, y_pred = draw(1, k=2)
    figures = classification_figures(y_true, y_pred, positive=positive)
    options = {"pos_label": positive}
    assert figures["sensitivity"] == reference.recall_score(y_true, y_pred, **options)
    assert figures["specificity"] == reference.recall_score(y_true, y_pred, pos_label=other)
    assert figures["precision"] == reference.precision_score(y_true, y_pred, **options)
    assert figures["f1"] == pytest.approx(reference.f1_score(y_true, y_pred, **options))


@pytest.mark.filterwarnings("ignore:y_pred contains classes not in y_true")
@pytest.mark.parametrize("seed", range(5))
def test_multilabel_equals_scikit_learn(seed):
    y_true, y_pred = draw_labels(seed)
    figures = figures_of(LabelSums(label_statistics(y_true, y_pred).sum(axis=0)), "multilabel")
    shown = multilabel_figures(y_true, y_pred)
    assert shown == pytest.approx({name: float(figures[name]) for name in shown})
    assert ("f1_macro" in shown) == bool(y_true.any(axis=0).all())
    assert figures["subset_accuracy"] == pytest.approx(reference.accuracy_score(y_true, y_pred))
    assert figures["hamming_loss"] == pytest.approx(reference.hamming_loss(y_true, y_pred))
    for name, average in AVERAGES:
        expected = score(name)(y_true, y_pred, average=average, zero_division=0)
        assert figures[f"{name}_{average}"] == pytest.approx(expected)
    samples = reference.f1_score(y_true, y_pred, average="samples", zero_division=0)
    assert figures["f1_samples"] == pytest.approx(samples)
    for average in ("samples", "macro"):
        expected = reference.jaccard_score(y_true, y_pred, average=average, zero_division=0)
        assert figures[f"jaccard_{average}"] == pytest.approx(expected)
    per_label = [reference.balanced_accuracy_score(t, p) for t, p in zip(y_true.T, y_pred.T)]
    assert figures["balanced_accuracy"] == pytest.approx(np.mean(per_label))


def test_multilabel_with_labels_always_and_never_present():
    y_true = np.array([[1, 0, 1], [1, 0, 0]])
    y_pred = np.array([[1, 0, 0], [0, 1, 0]])
    assert not {"balanced_accuracy", "f1_macro"} & set(multilabel_figures(y_true, y_pred))
    figures = figures_of(LabelSums(label_statistics(y_true, y_pred).sum(axis=0)), "multilabel")
    assert figures["balanced_accuracy"] == pytest.approx((0.5 + 0.5 + (0 + 1) / 2) / 3)
    expected = reference.f1_score(y_true, y_pred, average="macro", zero_division=0)
    assert figures["f1_macro"] == pytest.approx(expected)


def test_images_without_any_label_give_no_nan():
    figures = multilabel_figures(np.zeros((3, 2)), np.zeros((3, 2)))
    assert figures["subset_accuracy"] == 1 and figures["f1_samples"] == 0
    assert np.isfinite(list(figures.values())).all()


def test_per_label_equals_scikit_learn():
    y_true, y_pred = draw_labels(2)
    ours = LabelSums(label_statistics(y_true, y_pred).sum(axis=0))
    expected = reference.precision_recall_fscore_support(y_true, y_pred, zero_division=0)
    for name, values in zip(("precision", "recall", "f1", "support"), expected, strict=True):
        np.testing.assert_allclose(getattr(ours, name), values)


def test_many_counts_at_once_equal_one_by_one():
    pairs = [draw(seed) for seed in range(4)]
    sums = np.stack([confusion_counts(*pair) for pair in pairs])
    stacked = figures_of(COUNTING.tally(sums), "multiclass")
    for i, (y_true, y_pred) in enumerate(pairs):
        for name, value in classification_figures(y_true, y_pred, NAMES).items():
            assert stacked[name][i] == pytest.approx(value)


def test_many_label_sums_at_once_equal_one_by_one():
    pairs = [draw_labels(seed) for seed in range(4)]
    sums = np.stack([label_statistics(*pair).sum(axis=0) for pair in pairs])
    stacked = figures_of(LabelSums(sums), "multilabel")
    for i, pair in enumerate(pairs):
        for name, value in multilabel_figures(*pair).items():
            assert stacked[name][i] == pytest.approx(value)


def test_order_of_the_classes_changes_nothing():
    y_true, y_pred = draw(0)
    ours, reverse = (classification_figures(y_true, y_pred, n) for n in (NAMES, NAMES[::-1]))
    assert ours == pytest.approx(reverse)


def test_unknown_label_is_named():
    with pytest.raises(ValueError, match="label 'eel' is not among the classes 'ant'"):
        class_codes(["ant", "eel"], NAMES)
