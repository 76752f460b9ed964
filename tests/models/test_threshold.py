"""Decision thresholds: aims, costs, labels, and that only training folds decide them."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import make_classification, make_multilabel_classification
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, f1_score, recall_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from classic_cls.models import MultilabelOneVsRest, ThresholdClassifier
from classic_cls.models._aims import best_threshold, checked_aim

AIMS = ["f1", "balanced_accuracy", "recall=0.9", "precision=0.8", "specificity=0.9"]


def rare(n=300, seed=0):
    X, codes = make_classification(
        n, 8, n_informative=4, weights=[0.85], flip_y=0.1, class_sep=0.7, random_state=seed
    )
    return X, np.array(["good", "defect"])[codes]


def labels(n=120, seed=0):
    return make_multilabel_classification(n, 10, n_classes=4, random_state=seed)


def every_threshold(scores):
    """All that make a difference, and what each of them calls present."""
    values = np.unique(scores)
    between = [values[0] - 1, *(values[:-1] + values[1:]) / 2, values[-1] + 1]
    return [(threshold, scores >= threshold) for threshold in between]


@pytest.fixture(params=["smooth", "tied"])
def scored(request):
    rng = np.random.default_rng(3)
    present = rng.random(80) < 0.3
    scores = rng.normal(size=80) + present
    return (scores.round(0) if request.param == "tied" else scores), present


@pytest.mark.parametrize("aim", ["f1", "balanced_accuracy"])
def test_a_figure_is_the_largest_of_all_thresholds(aim, scored):
    scores, present = scored
    figure = {"f1": f1_score, "balanced_accuracy": balanced_accuracy_score}[aim]
    threshold, reached = best_threshold(scores, present, checked_aim(aim))
    largest = max(figure(present, above) for _, above in every_threshold(scores))
    assert figure(present, scores >= threshold) == pytest.approx(largest) and reached


@pytest.mark.parametrize("kind", ["recall", "precision", "specificity"])
@pytest.mark.parametrize("floor", [0.3, 0.7, 0.95, 1.0])
def test_a_floor_holds_and_the_other_side_is_the_best_there_is(kind, floor, scored):
    """The floor holds for one row more, judged wrongly; or else the nearest one does."""
    scores, present = scored

    def sides(above):
        hits = {"recall": present & above, "specificity": ~present & ~above,
                "precision": present & above}[kind]
        judged = {"recall": present, "specificity": ~present, "precision": above}[kind]
        other = recall_score(~present, ~above) if kind == "recall" else recall_score(present, above)
        return hits.sum() / (judged.sum() + 1), hits.sum() / max(1, judged.sum()), other

    threshold, reached = best_threshold(scores, present, checked_aim(f"{kind}={floor}"))
    figure, plain, other = sides(scores >= threshold)
    possible = [sides(above) for _, above in every_threshold(scores)]
    assert reached == (plain >= floor)
    needed = min(floor, max(side[0] for side in possible))
    assert figure >= needed - 1e-9
    assert other == pytest.approx(max(side[2] for side in possible if side[0] >= needed - 1e-9))


@pytest.mark.parametrize("kind", ["recall", "specificity"])
@pytest.mark.parametrize("floor, n", [(0.5, 3), (0.8, 17), (0.9, 30), (0.95, 19), (0.95, 60)])
def test_a_floor_holds_for_new_rows_on_average(kind, floor, n):
    """Scores alike: the share of new rows above a threshold is known exactly."""
    rng, reached = np.random.default_rng(0), []
    for _ in range(600):
        scores, present = rng.random(2 * n), np.arange(2 * n) < n
        threshold, _ = best_threshold(scores, present, (kind, floor))
        below = np.clip(threshold, 0, 1)
        reached.append(1 - below if kind == "recall" else below)
    error = np.std(reached) / np.sqrt(len(reached))
    assert floor - 3 * error < np.mean(reached) < floor + 1.5 / (n + 1) + 3 * error


def test_costs_are_the_smallest_of_all_thresholds(scored):
    scores, present = scored
    mistakes = np.array([[0.5, 1.0], [7.0, 0.0]])

    def cost(above):
        return mistakes[present.astype(int), above.astype(int)].sum()

    threshold, _ = best_threshold(scores, present, mistakes=mistakes)
    assert cost(scores >= threshold) == min(cost(above) for _, above in every_threshold(scores))


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("positive", ["good", "defect"])
@pytest.mark.parametrize("inner", [LogisticRegression(), LinearSVC(random_state=0)])
def test_the_threshold_is_that_of_the_left_out_scores(aim, positive, inner):
    X, y = rare()
    model = ThresholdClassifier(inner, aim, positive=positive, random_state=7).fit(X, y)
    folds = StratifiedKFold(3, shuffle=True, random_state=7)
    method = "predict_proba" if hasattr(inner, "predict_proba") else "decision_function"
    scores = cross_val_predict(clone(inner), X, y, cv=folds, method=method)
    if scores.ndim == 2:
        scores = scores[:, list(model.classes_).index(positive)]
    elif positive == model.classes_[0]:
        scores = -scores
    assert model.threshold_ == best_threshold(scores, y == positive, checked_aim(aim))[0]
    assert model.thresholds_.tolist() == [model.threshold_]


@pytest.mark.parametrize("inner", [LogisticRegression(), LinearSVC(random_state=0)])
def test_scores_pass_through_and_labels_follow_the_threshold(inner):
    X, y = rare()
    model = ThresholdClassifier(inner, "recall=0.95", positive="defect").fit(X, y)
    plain = clone(inner).fit(X, y)
    np.testing.assert_array_equal(model.decision_function(X), plain.decision_function(X))
    assert hasattr(model, "predict_proba") == hasattr(inner, "predict_proba")
    score = -plain.decision_function(X)
    if hasattr(inner, "predict_proba"):
        np.testing.assert_array_equal(model.predict_proba(X), plain.predict_proba(X))
        score = plain.predict_proba(X)[:, 0]
    np.testing.assert_array_equal(model.predict(X) == "defect", score >= model.threshold_)
    assert recall_score(y == "defect", model.predict(X) == "defect") > 0.9


def test_dear_mistakes_are_made_less_often():
    X, y = rare()
    missed = [
        np.sum((y == "defect") & (ThresholdClassifier(
            LogisticRegression(), costs={("defect", "good"): cost}
        ).fit(X, y).predict(X) == "good"))
        for cost in (0.1, 1, 20, 1000)
    ]  # fmt: skip
    assert missed == sorted(missed, reverse=True) and missed[0] > missed[-1]


def test_costs_do_not_depend_on_which_class_is_positive():
    X, y = rare()
    costs = {("defect", "good"): 5, ("good", "defect"): 2}
    predictions = [
        ThresholdClassifier(LogisticRegression(), costs=costs, positive=name).fit(X, y).predict(X)
        for name in ("good", "defect")
    ]
    np.testing.assert_array_equal(*predictions)


def test_what_is_tested_plays_no_part():
    """Rows outside ``fit`` change nothing: the model is a function of the training rows."""
    X, y = rare()
    model = ThresholdClassifier(LogisticRegression()).fit(X[:200], y[:200])
    one_by_one = np.concatenate([model.predict(row[None]) for row in X[200:]])
    np.testing.assert_array_equal(model.predict(X[200:]), one_by_one)


class Remembering(ClassifierMixin, BaseEstimator):
    """Is sure of rows, and of groups, that it was fitted on; knows nothing of others."""

    def fit(self, X, y, groups=None):
        self.classes_ = np.unique(y)
        self.seen_ = dict(zip(X[:, 0].tolist(), y == self.classes_[1], strict=True))
        self.groups_ = None if groups is None else np.asarray(groups)
        return self

    def decision_function(self, X):
        return np.array([{True: 5.0, False: -5.0, None: 0.0}[self.seen_.get(row)]
                         for row in X[:, 0].tolist()])

    def predict(self, X):
        return self.classes_[(self.decision_function(X) > 0).astype(int)]


def test_no_group_stands_on_both_sides():
    """Each group holds copies of one image, so a leak would show as a score of 5."""
    X = np.repeat(np.arange(40.0), 3)[:, None]
    y = np.repeat(np.arange(40) % 2, 3)
    leaking = ThresholdClassifier(Remembering()).fit(X, y)
    grouped = ThresholdClassifier(Remembering()).fit(X, y, groups=X[:, 0])
    assert abs(leaking.threshold_) > 0.1  # between the sure scores
    assert abs(grouped.threshold_) < 0.1  # all left-out scores are 0
    np.testing.assert_array_equal(grouped.estimator_.groups_, X[:, 0])


def test_groups_reach_the_last_step_of_an_inner_pipeline():
    X = np.arange(12.0)[:, None]
    inner = make_pipeline(StandardScaler(), Remembering())
    model = ThresholdClassifier(inner).fit(X, np.arange(12) % 2, groups=np.arange(12) // 2)
    np.testing.assert_array_equal(model.estimator_[-1].groups_, np.arange(12) // 2)


def test_a_pipeline_that_ends_in_labels_knows_a_single_one():
    X, Y = labels()
    inner = make_pipeline(StandardScaler(), MultilabelOneVsRest(LogisticRegression()))
    model = ThresholdClassifier(inner).fit(X, Y[:, :1])
    assert model.predict(X).shape == (len(X), 1) and model.positive_ is None


def test_every_label_has_its_threshold():
    X, Y = labels()
    inner = MultilabelOneVsRest(LogisticRegression(max_iter=1000))
    model = ThresholdClassifier(inner).fit(X, Y)
    assert model.thresholds_.shape == (4,) and len(set(model.thresholds_)) == 4
    scores = clone(inner).fit(X, Y).predict_proba(X)
    np.testing.assert_array_equal(model.predict(X), scores >= model.thresholds_)
    np.testing.assert_array_equal(model.predict_proba(X), scores)
    assert model.predict(X).dtype == np.int8
    again = ThresholdClassifier(inner).fit(X, Y)
    np.testing.assert_array_equal(again.thresholds_, model.thresholds_)


def test_rare_labels_are_drawn_to_the_common_threshold():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(400, 2))
    Y = np.column_stack([X[:, 0] > -0.5, X[:, 0] + rng.normal(size=400) / 2 > 0] * 1).astype(int)
    Y = np.column_stack([Y, np.arange(400) < 2])
    model = ThresholdClassifier(MultilabelOneVsRest(LogisticRegression())).fit(X, Y)
    assert abs(model.thresholds_[2] - model.threshold_) < 0.1
    low, high = np.sort(model.thresholds_)[[0, -1]]
    assert low < model.threshold_ < high


def test_unknown_labels_are_left_out():
    """What stands in a row does not matter for a label that is unknown there."""
    X, Y = labels()
    Y = Y.astype(np.int8)
    Y[:100:5, 1] = -1
    model = ThresholdClassifier(MultilabelOneVsRest(LogisticRegression(max_iter=1000))).fit(X, Y)
    assert set(np.unique(model.predict(X))) <= {0, 1}
    scores = np.empty(Y.shape)
    inner = MultilabelOneVsRest(LogisticRegression(max_iter=1000))
    order = np.random.RandomState(0).permutation(len(X))  # as KFold shuffles
    for test in np.array_split(order, 3):
        train = np.setdiff1d(order, test)
        scores[test] = clone(inner).fit(X[train], Y[train]).predict_proba(X[test])
    known = Y >= 0
    expected = best_threshold(scores[known], Y[known] == 1, ("f1", None))[0]
    assert model.threshold_ == expected


@pytest.mark.parametrize("inner", [LinearSVC(random_state=0), LogisticRegression(max_iter=1000)])
def test_constant_labels_keep_their_only_value(inner):
    X, Y = labels()
    Y = Y.astype(np.int8)
    Y[:, 0], Y[:, 1], Y[:, 2] = 1, 0, -1
    predicted = ThresholdClassifier(MultilabelOneVsRest(inner)).fit(X, Y).predict(X)
    assert predicted[:, 0].all() and not predicted[:, 1:3].any()
    everything = ThresholdClassifier(MultilabelOneVsRest(inner)).fit(X, Y[:, :3])
    np.testing.assert_array_equal(everything.predict(X), np.tile([1, 0, 0], (len(X), 1)))


def test_a_single_label_is_a_column():
    X, Y = labels()
    model = ThresholdClassifier(MultilabelOneVsRest(LogisticRegression())).fit(X, Y[:, :1])
    assert model.predict(X).shape == (len(X), 1) and model.positive_ is None


def test_a_forest_gives_one_array_per_label():
    X, Y = labels()
    forest = RandomForestClassifier(5, random_state=0)
    model = ThresholdClassifier(forest).fit(X, Y)
    plain = clone(forest).fit(X, Y).predict_proba(X)
    scores = np.column_stack([part[:, 1] for part in plain])
    np.testing.assert_array_equal(model.predict(X), scores >= model.thresholds_)


def test_a_class_with_one_image_leaves_the_usual_threshold():
    X, y = np.arange(10.0)[:, None], np.array([1] + [0] * 9)
    assert ThresholdClassifier(LogisticRegression()).fit(X, y).threshold_ == 0.5
    assert ThresholdClassifier(SVC()).fit(X, y).threshold_ == 0
    X, y = rare()
    groups = np.where(y == "defect", 0, np.arange(len(y)))
    assert ThresholdClassifier(LogisticRegression()).fit(X, y, groups=groups).threshold_ == 0.5


def test_a_floor_out_of_reach_is_noted_and_the_nearest_taken():
    X = np.zeros((40, 1))
    model = ThresholdClassifier(DummyClassifier(), "precision=0.9").fit(X, np.arange(40) % 4 == 0)
    assert not model.reached_[0]
    assert model.predict(X).all()  # a quarter right is the most there is


def test_paths_and_tables_are_handed_on_as_they_are():
    pandas = pytest.importorskip("pandas")
    X, y = rare(60)
    table = pandas.DataFrame(X, columns=[f"c{i}" for i in range(X.shape[1])])
    plain = ThresholdClassifier(LogisticRegression()).fit(X, y)
    from_table = ThresholdClassifier(LogisticRegression()).fit(table, y)
    np.testing.assert_array_equal(plain.predict(X), from_table.predict(table))
    assert from_table.estimator_.feature_names_in_[0] == "c0"


@pytest.mark.parametrize(
    "options, target, message",
    [
        ({}, np.arange(12) % 3, "two classes or several labels"),
        ({}, np.zeros(12, int), "y has 1 class"),
        ({"aim": "best"}, np.arange(12) % 2, "unknown aim 'best'"),
        ({"aim": "recall=1.5"}, np.arange(12) % 2, "unknown aim 'recall=1.5'"),
        ({"aim": "recall=0"}, np.arange(12) % 2, "unknown aim"),
        ({"positive": 7}, np.arange(12) % 2, "positive class '7' is not among"),
        ({"costs": {(0, 7): 1}}, np.arange(12) % 2, "costs name"),
        ({"costs": {(0, 1): -1}}, np.arange(12) % 2, "from 0 up"),
        ({"costs": {(0, 1): 2}}, np.eye(12, 2, dtype=int), "about two classes"),
        ({}, np.full((12, 2), 3), "indicator matrix"),
        ({"cv": 1}, np.arange(12) % 2, "'cv' parameter"),
    ],
)
def test_mistakes_of_thresholds_are_named(options, target, message):
    model = ThresholdClassifier(LogisticRegression(), **options)
    with pytest.raises(ValueError, match=message):
        model.fit(np.arange(12.0)[:, None], target)
