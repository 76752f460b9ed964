import numpy as np
import pytest
from joblib import parallel_config
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.datasets import load_iris, make_multilabel_classification
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.multioutput import ClassifierChain
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from classic_cls.evaluation import aligned_scores, run_folds
from classic_cls.evaluation.folds import _safe_n_jobs, divided
from classic_cls.models import group_options
from classic_cls.splitting import make_splits

X, CODES = load_iris(return_X_y=True)
NAMES = ["setosa", "versicolor", "virginica"]
Y = np.array(NAMES)[CODES]
X_MULTI, Y_MULTI = make_multilabel_classification(80, n_classes=3, random_state=0)
SPLITS = make_splits(Y, cv=4, repeats=2)[0]


def summary(outcomes):
    return [
        (o.repeat, o.fold, o.predictions.tolist(), o.scores.tolist(), o.test.tolist())
        for o in outcomes
    ]


@pytest.mark.parametrize(
    "classifier",
    [
        make_pipeline(StandardScaler(), LogisticRegression()),
        RandomForestClassifier(10, random_state=0),
        make_pipeline(StandardScaler(), LinearSVC(dual=True, max_iter=10_000, random_state=0)),
    ],
    ids=["logistic", "forest", "liblinear-dual"],
)
def test_result_does_not_depend_on_n_jobs(classifier):
    one, two = (run_folds(classifier, X, Y, SPLITS, NAMES, n_jobs=n) for n in (1, 3))
    assert summary(one) == summary(two)


def test_configured_backend_is_used_and_agrees():
    model = LogisticRegression(max_iter=1000)
    expected = summary(run_folds(model, X, Y, SPLITS[:1], NAMES))
    with parallel_config("loky", n_jobs=2):
        assert summary(run_folds(model, X, Y, SPLITS[:1], NAMES)) == expected


def test_liblinear_that_draws_stays_out_of_threads():
    assert _safe_n_jobs(make_pipeline(StandardScaler(), LinearSVC(dual="auto")), 4) == 1
    assert _safe_n_jobs(LinearSVC(dual=False), 4) == 4
    with parallel_config("loky"):
        assert _safe_n_jobs(LinearSVC(), 4) == 4


def test_estimator_is_left_unfitted():
    model = LogisticRegression(max_iter=1000)
    run_folds(model, X, Y, SPLITS, NAMES)
    assert not hasattr(model, "coef_")


def test_progress_counts_every_fold():
    calls = []
    run_folds(DummyClassifier(), X, Y, SPLITS, NAMES, progress=lambda *c: calls.append(c))
    assert calls == [(i, 8) for i in range(1, 9)]


def test_lists_are_taken_by_row():
    listed = run_folds(KNeighborsClassifier(), list(X), Y, SPLITS, NAMES)
    assert summary(listed) == summary(run_folds(KNeighborsClassifier(), X, Y, SPLITS, NAMES))


def test_training_rows_are_limited(monkeypatch):
    monkeypatch.setattr("classic_cls.evaluation.folds.MOST_TRAINING_ROWS", 20)
    for outcome in run_folds(DummyClassifier(), X, Y, SPLITS, NAMES):
        assert len(outcome.training_rows) == len(outcome.training_predictions) == 20
        assert len(np.unique(outcome.training_rows)) == 20
        assert not np.intersect1d(outcome.training_rows, outcome.test).size


class Counting(TransformerMixin, BaseEstimator):
    """Passes rows on, and remembers them."""

    seen = []

    def fit(self, X, y=None):
        self.fitted_ = True
        return self

    def transform(self, X):
        self.seen.append(X.tolist())
        return X


@pytest.mark.parametrize("scorer", [None, "roc_auc_ovr"])
def test_each_part_is_described_once(scorer):
    """Encoding images by a dictionary takes far longer than classifying them."""
    Counting.seen.clear()
    model = make_pipeline(Counting(), StandardScaler(), LogisticRegression())
    run_folds(model, X, Y, SPLITS, NAMES, scorer=scorer)
    parts = [part for folds in SPLITS for split in folds for part in split]
    assert Counting.seen == [X[part].tolist() for part in parts]


@pytest.mark.parametrize("estimator", [
    SVC(), make_pipeline(SVC()), make_pipeline(StandardScaler(), SVC()),
    make_pipeline(StandardScaler(), Counting(), make_pipeline(StandardScaler(), SVC())),
], ids=str)
def test_what_describes_and_what_decides_make_the_whole(estimator):
    front, last = divided(clone(estimator))
    last.fit(front.fit_transform(X, Y), Y)
    expected = clone(estimator).fit(X, Y).decision_function(X)
    np.testing.assert_array_equal(last.decision_function(front.transform(X)), expected)
    assert not hasattr(last, "transform")


class AsksForGroups(DummyClassifier):
    def fit(self, X, y, groups=None):
        self.groups_ = groups
        return super().fit(X, y)

    def predict(self, X):
        assert set(self.groups_) == {"g1"}
        return super().predict(X)


def test_groups_reach_the_classifier_that_asks():
    groups = np.where(np.arange(150) % 2, "g1", "g0")
    split = [(np.flatnonzero(groups == "g1"), np.flatnonzero(groups == "g0"))]
    model = make_pipeline(StandardScaler(), make_pipeline(AsksForGroups()))
    run_folds(model, X, Y, [split], NAMES, groups=groups)
    assert group_options(make_pipeline(StandardScaler(), SVC()), groups) == {}
    assert group_options(model, None) == {}


def test_failing_scorer_is_named():
    with pytest.raises(ValueError, match="scoring 'roc_auc' failed in fold 1"):
        run_folds(LogisticRegression(max_iter=1000), X, Y, SPLITS, NAMES, scorer="roc_auc")


@pytest.mark.parametrize(
    "classifier", [SVC(), LinearSVC(dual=False), KNeighborsClassifier(), DummyClassifier()]
)
def test_scores_agree_with_the_predictions(classifier):
    scores, _ = aligned_scores(classifier.fit(X, Y), X, NAMES)
    assert scores.shape == (150, 3)
    np.testing.assert_array_equal(np.array(NAMES)[scores.argmax(axis=1)], classifier.predict(X))


def test_columns_follow_the_class_names():
    model = LogisticRegression(max_iter=1000).fit(X, Y)
    scores, kind = aligned_scores(model, X, NAMES[::-1])
    assert kind == "predict_proba"
    np.testing.assert_array_equal(scores[:, ::-1], model.predict_proba(X))


@pytest.mark.parametrize("classifier", [LinearSVC(dual=False), LogisticRegression()])
def test_class_absent_from_training_scores_lowest(classifier):
    known = Y != "versicolor"
    scores, kind = aligned_scores(classifier.fit(X[known], Y[known]), X, NAMES)
    assert np.isfinite(scores).all()
    assert (scores[:, 1] == (0 if kind == "predict_proba" else scores.min(axis=1))).all()


def test_classifier_without_scores_gives_none():
    class Plain:
        pass

    assert aligned_scores(Plain(), X, NAMES) == (None, None)


@pytest.mark.parametrize(
    "classifier",
    [
        RandomForestClassifier(10, random_state=0),
        KNeighborsClassifier(),
        ClassifierChain(LogisticRegression()),
        DummyClassifier(),
    ],
)
def test_multilabel_scores_have_a_column_per_label(classifier):
    scores, kind = aligned_scores(classifier.fit(X_MULTI, Y_MULTI), X_MULTI, "abc", True)
    assert scores.shape == (80, 3) and kind == "predict_proba"
    agree = (scores > 0.5) == classifier.predict(X_MULTI).astype(bool)
    assert agree[scores != 0.5].all()


@pytest.mark.parametrize("value", [0, 1])
def test_label_constant_in_training_scores_its_value(value):
    labels = np.column_stack([Y_MULTI[:, 0], np.full(80, value)])
    forest = RandomForestClassifier(5, random_state=0).fit(X_MULTI, labels)
    scores, _ = aligned_scores(forest, X_MULTI, "ab", True)
    assert (scores[:, 1] == value).all()
