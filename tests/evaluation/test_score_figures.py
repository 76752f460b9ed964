import numpy as np
import pytest
from sklearn import metrics as reference

from classic_cls.evaluation import Predictions, Protocol, cross_validate, score_predictions
from classic_cls.evaluation.figures.ranking import Ranking
from classic_cls.evaluation.figures.table import FIGURES
from classic_cls.evaluation.score_sample import ScoreSample

NAMES = np.array([f"class {i:02}" for i in range(12)])


def draw(seed, k, n=150, ties=True):
    """Classes, and probabilities with ties that know something of them."""
    rng = np.random.default_rng(seed)
    codes = np.concatenate([np.arange(k), rng.integers(0, k, n - k)])
    scores = rng.random((n, k)) + 0.6 * (codes[:, None] == np.arange(k))
    if ties:
        scores = np.ceil(scores * 5)
    return codes, scores / scores.sum(axis=1, keepdims=True)


def scored(seed, k, kind="predict_proba", **options):
    codes, scores = draw(seed, k)
    names = NAMES[:k]
    options |= {"class_names": names.tolist(), "scores": scores, "score_kind": kind}
    return codes, scores, score_predictions(names[codes], names[scores.argmax(1)], **options)


def sample(codes, scores, kind="predict_proba", folds=None):
    names = NAMES[: scores.shape[1]]
    known = {"class_names": names.tolist(), "scores": scores, "score_kind": kind, "folds": folds}
    return ScoreSample(Predictions.of(names[codes], names[codes], **known))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("weighted", [False, True])
def test_areas_equal_scikit_learn(seed, weighted):
    rng = np.random.default_rng(seed)
    truth, scores = rng.integers(-1, 2, 80), rng.integers(0, 9, 80) / 8
    weights = rng.integers(0, 3, (80, 5)) if weighted else np.ones((80, 1))
    roc_auc, average_precision = Ranking.of(truth, scores).areas(weights.astype(float))
    known = truth >= 0
    for i, column in enumerate(weights.T):
        used = (truth[known], scores[known])
        options = {"sample_weight": column[known]}
        assert roc_auc[i] == pytest.approx(reference.roc_auc_score(*used, **options))
        expected = reference.average_precision_score(*used, **options)
        assert average_precision[i] == pytest.approx(expected)


@pytest.mark.parametrize("positive", ["class 00", "class 01"])
def test_binary_figures_equal_scikit_learn(positive):
    codes, scores, result = scored(0, 2, positive=positive)
    i = int(positive[-1])
    truth, score = codes == i, scores[:, i]
    value = {name: estimate.value for name, estimate in result.figures.items()}
    assert value["roc_auc"] == pytest.approx(reference.roc_auc_score(truth, score))
    expected = reference.average_precision_score(truth, score)
    assert value["average_precision"] == pytest.approx(expected)
    assert value["brier"] == pytest.approx(reference.brier_score_loss(truth, score))
    assert value["log_loss"] == pytest.approx(reference.log_loss(codes, scores))


def test_roc_area_needs_no_positive_class():
    codes, scores, result = scored(3, 2)
    expected = reference.roc_auc_score(codes == 1, scores[:, 1])
    assert result.figures["roc_auc"].value == pytest.approx(expected)
    assert "average_precision" not in result.figures and result.counts is None


@pytest.mark.parametrize("k", [3, 5, 12])
def test_multiclass_figures_equal_scikit_learn(k):
    codes, scores, result = scored(1, k)
    value = {name: estimate.value for name, estimate in result.figures.items()}
    options = {"multi_class": "ovr", "average": "macro"}
    assert value["roc_auc_macro"] == pytest.approx(
        reference.roc_auc_score(codes, scores, **options)
    )
    assert value["log_loss"] == pytest.approx(reference.log_loss(codes, scores))
    assert value["brier"] == pytest.approx(((scores - np.eye(k)[codes]) ** 2).sum(axis=1).mean())
    expected = reference.average_precision_score(np.eye(k)[codes], scores, average=None)
    assert value["mean_average_precision"] == pytest.approx(expected.mean())
    np.testing.assert_allclose(result.classes["average_precision"], expected)
    for top in (3, 5):
        name = f"top_{top}_accuracy"
        assert (name in value) == (k >= {3: 5, 5: 10}[top])
        if name in value:
            expected = reference.top_k_accuracy_score(codes, scores, k=top)
            assert value[name] == pytest.approx(expected)


def test_multilabel_areas_equal_scikit_learn_on_the_known_labels():
    rng = np.random.default_rng(5)
    truth = rng.integers(-1, 2, (90, 4)).astype(np.int8)
    scores = np.round(rng.random((90, 4)) + 0.3 * truth, 1)
    result = score_predictions(truth, scores > 0.5, scores=scores, score_kind="decision_function")
    known = [truth[:, i] >= 0 for i in range(4)]
    pairs = [(truth[k, i], scores[k, i]) for i, k in enumerate(known)]
    areas = [reference.roc_auc_score(*pair) for pair in pairs]
    assert result.figures["roc_auc_macro"].value == pytest.approx(np.mean(areas))
    precisions = [reference.average_precision_score(*pair) for pair in pairs]
    np.testing.assert_allclose(result.classes["average_precision"], precisions)
    assert result.figures["mean_average_precision"].value == pytest.approx(np.mean(precisions))
    assert "log_loss" not in result.figures


def test_decision_values_give_no_probability_figures():
    _, _, result = scored(2, 6, kind="decision_function")
    assert {"roc_auc_macro", "top_3_accuracy"} <= set(result.figures)
    assert not {"log_loss", "brier"} & set(result.figures)


def test_areas_are_means_over_the_folds_and_others_are_pooled():
    codes, scores = draw(4, 3)
    folds = np.random.default_rng(0).integers(1, 4, (1, len(codes)))
    evidence = sample(codes, scores, folds=folds)
    options = {"multi_class": "ovr"}
    areas = [
        reference.roc_auc_score(codes[folds[0] == f], scores[folds[0] == f], **options)
        for f in (1, 2, 3)
    ]
    assert evidence.values["roc_auc_macro"] == pytest.approx(np.mean(areas))
    assert [evidence.fold_values((0, f))["roc_auc_macro"] for f in (1, 2, 3)] == pytest.approx(
        areas
    )
    assert evidence.values["log_loss"] == pytest.approx(reference.log_loss(codes, scores))


def test_scores_of_one_fold_may_be_shifted_without_changing_the_areas():
    codes, scores = draw(6, 4, ties=False)
    folds = np.random.default_rng(0).integers(1, 4, (1, len(codes)))
    shifted = np.where((folds[0] == 2)[:, None], scores + 7, scores)
    first, second = (
        sample(codes, found, "decision_function", folds) for found in (scores, shifted)
    )
    assert first.values["roc_auc_macro"] == pytest.approx(second.values["roc_auc_macro"])
    for name, limits in first.limits(FIGURES).items():
        assert limits == pytest.approx(second.limits(FIGURES)[name])


def test_class_absent_from_a_fold_is_left_out_there_and_named():
    codes, scores = draw(7, 3)
    folds = np.where(codes == 2, 1, np.arange(len(codes)) % 2 + 1)[None]
    evidence = sample(codes, scores, folds=folds)
    second = folds[0] == 2
    areas = [
        reference.roc_auc_score(codes[second] == c, scores[second, c]) for c in (0, 1)
    ]
    assert evidence.fold_values((0, 2))["roc_auc_macro"] == pytest.approx(np.mean(areas))
    assert all(np.isfinite(limits).all() for limits in evidence.limits(FIGURES).values())
    (note,) = evidence.notes()
    assert note.startswith("class 'class 02' cannot be ranked in 1 of 2 folds")


def test_figure_that_no_fold_defines_is_missing():
    scores = np.array([[0.2, 0.8], [0.3, 0.7]])
    result = score_predictions(
        ["a", "a"], ["b", "b"], class_names=["a", "b"], scores=scores, score_kind="predict_proba"
    )
    assert "roc_auc" not in result.figures and "log_loss" in result.figures
    assert any("cannot be ranked in these images" in note for note in result.notes)


def test_intervals_agree_with_a_bootstrap_of_scikit_learn():
    codes, scores, result = scored(8, 2, positive="class 01")
    rng = np.random.default_rng(0)
    areas = []
    for _ in range(400):
        rows = rng.integers(len(codes), size=len(codes))
        areas.append(reference.roc_auc_score(codes[rows], scores[rows, 1]))
    low, high, method = result.figures["roc_auc"].interval
    assert (low, high) == pytest.approx(np.quantile(areas, [0.025, 0.975]), abs=0.015)
    assert "resamples of images within the folds" in method


def test_groups_widen_the_intervals_of_areas():
    codes, scores = draw(9, 2, n=60)
    copies = np.repeat(np.arange(60), 6)
    y, predicted = NAMES[codes][copies], NAMES[scores.argmax(1)][copies]
    options = {"scores": scores[copies], "score_kind": "predict_proba"}
    alone, grouped = (score_predictions(y, predicted, groups=g, **options) for g in (None, copies))
    for name in ("roc_auc", "log_loss", "brier"):
        narrow, wide = alone.figures[name].interval, grouped.figures[name].interval
        assert wide.high - wide.low > 1.8 * (narrow.high - narrow.low)


def test_perfect_scores_leave_doubt():
    codes = np.repeat([0, 1], [40, 6])
    result = score_predictions(
        NAMES[codes],
        NAMES[codes],
        positive="class 01",
        scores=np.eye(2)[codes],
        score_kind="predict_proba",
    )
    assert result.figures["roc_auc"].value == result.figures["average_precision"].value == 1
    assert result.figures["roc_auc"].interval.low < 0.7
    assert result.figures["average_precision"].interval.low < 0.7
    assert result.figures["brier"].interval.high > 0.05
    assert result.figures["log_loss"].interval.high > 0.05


def test_same_seed_same_limits_and_other_seed_other_limits():
    codes, scores = draw(10, 3)
    limits = [sample(codes, scores).limits(FIGURES, seed) for seed in (1, 1, 2)]
    assert limits[0] == limits[1] != limits[2]


@pytest.mark.parametrize(
    "options, message",
    [
        ({"scores": np.ones((4, 3)), "score_kind": "predict_proba"}, "scores have shape"),
        ({"scores": np.full((4, 2), np.nan), "score_kind": "predict_proba"}, "must be finite"),
        ({"scores": np.ones((4, 2))}, "score_kind is None; say what"),
    ],
)
def test_bad_scores_are_named(options, message):
    with pytest.raises(ValueError, match=message):
        score_predictions(list("aabb"), list("aabb"), **options)


def test_headline_that_needs_scores_is_refused_before_the_fits():
    from sklearn.svm import LinearSVC

    X, y = np.random.default_rng(0).normal(size=(20, 2)), list("ab") * 10
    with pytest.raises(ValueError, match="'brier' needs predict_proba, which this classifier"):
        cross_validate(LinearSVC(), X, y, Protocol(scoring="brier"))
    assert cross_validate(LinearSVC(), X, y, Protocol(scoring="roc_auc")).headline == "roc_auc"
    with pytest.raises(ValueError, match="'average_precision' needs to know which class"):
        cross_validate(LinearSVC(), X, y, Protocol(scoring="average_precision"))
    with pytest.raises(ValueError, match="'mean_cost' needs costs of mistakes"):
        cross_validate(LinearSVC(), X, y, Protocol(scoring="mean_cost"))


@pytest.mark.parametrize("below_one", [0.0, 2.0**-52, 2.0**-53])
def test_sure_and_right_within_rounding_is_in_doubt_by_the_number_of_images(below_one):
    names, codes = NAMES[:2], np.tile([0, 1], 20)
    sure = np.eye(2)[codes]
    sure[::3] *= 1 - below_one
    options = {"class_names": names.tolist(), "scores": sure, "score_kind": "predict_proba"}
    interval = score_predictions(names[codes], names[codes], **options).figures["log_loss"].interval
    assert interval.high > 1 and interval.method.startswith("Wilson")
