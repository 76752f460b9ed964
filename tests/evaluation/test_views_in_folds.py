"""Folds of images with several views: all train, none that trains is ever tested."""

import numpy as np
import pytest
from extraction.toy_steps import Blocks, Flips, NoisyViews, RowMeans, Words
from sample_images import make_images, write_png
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC

from classic_cls import MultilabelOneVsRest, ThresholdClassifier
from classic_cls.duplicates import Thumbnail, duplicate_groups, near_duplicates
from classic_cls.evaluation import Protocol, cross_validate, run_folds
from classic_cls.evaluation.folds import MOST_TRAINING_ROWS, answer_images
from classic_cls.extraction import extract, freeze, training_views
from classic_cls.extraction.views import views_of
from classic_cls.models import group_options
from classic_cls.reading import ReadImages
from classic_cls.splitting import make_splits

pytestmark = pytest.mark.usefixtures("one_thread")

N = 48
NAMES = ["across", "down"]
LABELS = np.array(NAMES * (N // 2))
LABELS[::7] = NAMES[0]  # which no classifier can know: scores are no plain 0 and 1
GROUPS = np.arange(N) // 2
IMAGES = make_images(N, seed=3)
MULTILABEL = np.column_stack([LABELS == "down", np.arange(N) % 3 == 0, GROUPS % 4 == 0]).astype(int)
CLASSIFIERS = {
    "neighbours": KNeighborsClassifier(3),
    "linear svm": make_pipeline(StandardScaler(), LinearSVC(dual=False)),
    "svm": SVC(),
    "logistic": LogisticRegression(max_iter=1000),
    "threshold": ThresholdClassifier(
        make_pipeline(StandardScaler(), LogisticRegression(C=0.1)), "recall=0.9", positive="down"
    ),
    "threshold inside": make_pipeline(
        StandardScaler(), make_pipeline(ThresholdClassifier(LinearSVC(dual=False), "f1"))
    ),
}
LABEL_CLASSIFIERS = {
    "forest": RandomForestClassifier(5, random_state=0),
    "neighbours": KNeighborsClassifier(3),
    "svm": MultilabelOneVsRest(LinearSVC(dual=False)),
    "logistic": MultilabelOneVsRest(
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    ),
    "threshold": ThresholdClassifier(MultilabelOneVsRest(GaussianNB()), "f1"),
}


def frozen_pipeline(classifier, feature=None, views=None, sources=IMAGES):
    """A frozen pipeline and the numbers of its images."""
    frozen = freeze(Pipeline([
        ("read", ReadImages()), ("views", Flips() if views is None else views),
        ("features", RowMeans() if feature is None else feature), ("classifier", classifier),
    ]))
    return frozen.estimator, extract(frozen, sources).rows


def summary(outcomes):
    return [
        (o.repeat, o.fold, o.predictions.tolist(), np.asarray(o.scores).tolist(),
         o.training_predictions.tolist())
        for o in outcomes
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Every image and, behind it, its copy upside down."""
    place = tmp_path_factory.mktemp("copies")
    pairs = zip(IMAGES, (image[::-1] for image in IMAGES))
    both = [image for pair in pairs for image in pair]
    return [write_png(place / f"{i}.png", image) for i, image in enumerate(both)]


@pytest.mark.parametrize("feature", [RowMeans(), make_pipeline(Blocks(), Words())],
                         ids=["rows", "dictionary"])
@pytest.mark.parametrize("name", CLASSIFIERS)
def test_views_are_as_good_as_copies_in_a_folder(name, feature, folder):
    """Copies that are grouped with their sources, and never tested."""
    splits, _ = make_splits(LABELS, groups=GROUPS, cv=4, repeats=2)
    estimator, images = frozen_pipeline(CLASSIFIERS[name], feature)
    ours = run_folds(estimator, images, LABELS, splits, NAMES, groups=GROUPS)

    def with_copies(part):
        return (2 * part[:, None] + np.arange(2)).ravel()

    copies = [[(with_copies(train), 2 * test) for train, test in folds] for folds in splits]
    plain, rows = frozen_pipeline(CLASSIFIERS[name], feature, "passthrough", folder)
    y, groups = np.repeat(LABELS, 2), np.repeat(GROUPS, 2)
    theirs = run_folds(plain, rows, y, copies, NAMES, groups=groups)
    for a, b in zip(ours, theirs, strict=True):
        assert a.predictions.tolist() == b.predictions.tolist()
        np.testing.assert_array_equal(a.scores, b.scores)
        assert a.training_predictions.tolist() == b.training_predictions[::2].tolist()
        assert (a.n_train, len(a.test)) == (b.n_train // 2, len(b.test))
        np.testing.assert_array_equal(a.training_rows, b.training_rows[::2] // 2)
    assert summary(ours) != summary(
        run_folds(*frozen_pipeline(CLASSIFIERS[name], feature, "passthrough"), LABELS, splits,
                  NAMES, groups=GROUPS)
    )


class Watched(KNeighborsClassifier):
    """Remembers the rows and groups that it was fitted on, and what it was asked."""

    seen = []

    def fit(self, X, y, groups=None):
        self.seen.append(("fit", X, groups))
        return super().fit(X, y)

    def predict(self, X):
        self.seen.append(("predict", X, None))
        return super().predict(X)


@pytest.mark.parametrize("groups", [None, GROUPS], ids=["images", "groups"])
def test_no_view_is_on_both_sides_and_no_copy_is_tested(groups):
    Watched.seen.clear()
    splits, _ = make_splits(LABELS, groups=groups, cv=4)
    outcomes = run_folds(*frozen_pipeline(Watched(3)), LABELS, splits, NAMES, groups=groups)
    rows, flipped = RowMeans().transform(IMAGES), RowMeans().transform([i[::-1] for i in IMAGES])
    fits = [call for call in Watched.seen if call[0] == "fit"]
    tests = [call for call in Watched.seen if call[0] == "predict"][::2]
    for outcome, fit, test in zip(outcomes, fits, tests, strict=True):
        train = np.setdiff1d(np.arange(N), outcome.test)
        np.testing.assert_array_equal(test[1], rows[outcome.test])
        np.testing.assert_array_equal(fit[1][::2], rows[train])
        np.testing.assert_array_equal(fit[1][1::2], flipped[train])
        expected = train if groups is None else groups[train]
        np.testing.assert_array_equal(fit[2], np.repeat(expected, 2))


def test_near_duplicates_move_all_views_together():
    """A copy of an image, its mirror image even, is in the part of that image, with its views."""
    images = [*IMAGES, *(image[:, ::-1] for image in IMAGES[:2]), *IMAGES[4:6]]
    labels = np.concatenate([LABELS, LABELS[:2], LABELS[4:6]])
    found = near_duplicates(Thumbnail().transform(images), labels)
    grouping = duplicate_groups(found, labels)
    assert grouping.applied
    Watched.seen.clear()
    estimator, rows = frozen_pipeline(Watched(3), sources=images)
    splits, _ = make_splits(labels, groups=grouping.groups, cv=4)
    run_folds(estimator, rows, labels, splits, NAMES, groups=grouping.groups)
    for (_, test), (_, _, groups) in zip(splits[0], Watched.seen[::3], strict=True):
        assert not set(groups) & set(grouping.groups[test])
        assert (np.unique(groups, return_counts=True)[1] % 2 == 0).all()


def mean_scores(classifier, y, train, test, n_views, kind):
    """The mean over views, with no part of the package but the views themselves."""
    estimator, images = frozen_pipeline(clone(classifier), views=NoisyViews(n_views))
    block, n = estimator["features"].block, len(images)
    X = np.stack([block.take(images + n * view) for view in range(n_views)])
    rows = X[:, train].swapaxes(0, 1).reshape(-1, X.shape[2])
    fitted = clone(classifier)
    options = group_options(fitted, np.repeat(train, n_views))
    fitted.fit(rows, np.repeat(y[train], n_views, axis=0), **options)
    of_views = [getattr(fitted, kind)(view) for view in X[:, test]]
    if isinstance(of_views[0], list):  # of each view one array for every label
        of_views = [np.stack([part[:, 1] for part in parts], axis=1) for parts in of_views]
    return fitted, np.mean(of_views, axis=0, dtype=float)


@pytest.mark.parametrize("name", CLASSIFIERS)
def test_the_mean_over_views_is_that_by_hand(name):
    classifier = CLASSIFIERS[name]
    splits, _ = make_splits(LABELS, cv=4)
    estimator, images = frozen_pipeline(classifier, views=NoisyViews(3, test_views=3))
    outcomes = run_folds(estimator, images, LABELS, splits, NAMES)
    for outcome, (train, test) in zip(outcomes, splits[0]):
        fitted, mean = mean_scores(classifier, LABELS, train, test, 3, outcome.score_kind)
        np.testing.assert_allclose(
            outcome.scores, mean if mean.ndim == 2 else np.column_stack([-mean, mean]), rtol=1e-9
        )
        score = mean if mean.ndim == 1 else mean[:, 1]
        threshold = 0.5 if outcome.score_kind == "predict_proba" else 0.0
        last = fitted
        while isinstance(last, Pipeline):
            last = last[-1]
        if isinstance(last, ThresholdClassifier):
            threshold = last.threshold_
            assert threshold not in (0.0, 0.5)
            answers = np.where(score >= threshold, *NAMES[::-1])
        else:
            answers = np.where(score > threshold, *NAMES[::-1])
        assert outcome.predictions.tolist() == answers.tolist()


@pytest.mark.parametrize("name", LABEL_CLASSIFIERS)
def test_the_mean_over_views_is_that_by_hand_for_several_labels(name):
    classifier = LABEL_CLASSIFIERS[name]
    splits, _ = make_splits(MULTILABEL, cv=3)
    estimator, images = frozen_pipeline(classifier, views=NoisyViews(3, test_views=3))
    outcomes = run_folds(estimator, images, MULTILABEL, splits, "abc")
    for outcome, (train, test) in zip(outcomes, splits[0]):
        fitted, mean = mean_scores(classifier, MULTILABEL, train, test, 3, outcome.score_kind)
        np.testing.assert_allclose(outcome.scores, mean, rtol=1e-9)
        if name == "threshold":
            answers = mean >= fitted.thresholds_
        else:
            answers = mean > (0.5 if outcome.score_kind == "predict_proba" else 0)
        np.testing.assert_array_equal(outcome.predictions, answers)


@pytest.mark.parametrize("n_views, n_test", [(1, 3), (2, 4), (4, 2)])
def test_other_views_may_answer_than_train(n_views, n_test):
    """As many train, and as many answer, as where there are no others."""
    splits, _ = make_splits(LABELS, cv=3)
    views = NoisyViews(n_views, test_views=n_test)
    estimator, rows = frozen_pipeline(CLASSIFIERS["logistic"], views=views)
    block = estimator["features"].block
    assert len(block.values) == N * max(n_views, n_test)
    for outcome, (train, test) in zip(run_folds(estimator, rows, LABELS, splits, NAMES), splits[0]):
        some = np.concatenate([block.take(train + N * view) for view in range(n_views)])
        order = np.arange(len(train)) + len(train) * np.arange(n_views)[:, None]
        fitted = clone(CLASSIFIERS["logistic"])
        fitted.fit(some[order.T.ravel()], np.repeat(LABELS[train], n_views))
        for images, answers in (
            (test, outcome.predictions), (outcome.training_rows, outcome.training_predictions)
        ):
            scores = [fitted.predict_proba(block.take(images + N * v)) for v in range(n_test)]
            mean = np.mean(scores, axis=0, dtype=float)
            assert answers.tolist() == fitted.classes_[mean.argmax(axis=1)].tolist()


@pytest.mark.parametrize("n_test", [1, 3])
def test_views_and_n_jobs(n_test):
    splits, _ = make_splits(LABELS, cv=4)
    views = NoisyViews(test_views=n_test)
    estimator, rows = frozen_pipeline(CLASSIFIERS["threshold"], views=views)
    one, two = (
        run_folds(estimator, rows, LABELS, splits, NAMES, n_jobs=n_jobs) for n_jobs in (1, 2)
    )
    assert summary(one) == summary(two)


@pytest.mark.parametrize("scorer", ["roc_auc", "accuracy", "neg_log_loss"])
def test_scorers_of_scikit_learn_score_images(scorer):
    splits, _ = make_splits(LABELS, cv=3)
    estimator, rows = frozen_pipeline(CLASSIFIERS["logistic"], views=NoisyViews(test_views=3))
    for outcome in run_folds(estimator, rows, LABELS, splits, NAMES, scorer=scorer):
        expected = {
            "accuracy": np.mean(outcome.predictions == LABELS[outcome.test]),
            "neg_log_loss": np.log(
                outcome.scores[np.arange(len(outcome.test)), 1 * (LABELS[outcome.test] == "down")]
            ).mean(),
        }.get(scorer)
        assert expected is None or outcome.scorers[scorer] == pytest.approx(expected)
        assert 0.5 < outcome.scorers["roc_auc"] <= 1 if expected is None else True


def test_training_figures_count_images(monkeypatch):
    assert MOST_TRAINING_ROWS == 5000
    monkeypatch.setattr("classic_cls.evaluation.folds.MOST_TRAINING_ROWS", 20)
    splits, _ = make_splits(LABELS, cv=3)
    for views in (Flips(), Flips(test_views=2)):
        estimator, rows = frozen_pipeline(KNeighborsClassifier(1), views=views)
        for outcome in run_folds(estimator, rows, LABELS, splits, NAMES):
            assert len(outcome.training_rows) == 20 and outcome.n_train == 32
            assert outcome.training_predictions.tolist() == LABELS[outcome.training_rows].tolist()


def test_a_subset_of_the_images_keeps_their_numbers():
    """As where some of the extracted images are held out for a final test."""
    estimator, rows = frozen_pipeline(CLASSIFIERS["logistic"], views=NoisyViews(3))
    learned, held_out = rows[rows % 4 != 1], rows[rows % 4 == 1]
    result = cross_validate(estimator, learned, LABELS[learned], Protocol(cv=3))
    assert result.confusion.sum() == len(learned)
    assert result.fold_rows[0]["n_train"] == 24
    some, some_rows = frozen_pipeline(
        CLASSIFIERS["logistic"], views=NoisyViews(3), sources=[IMAGES[row] for row in learned]
    )
    again = cross_validate(some, some_rows, LABELS[learned], Protocol(cv=3))
    np.testing.assert_array_equal(result.predictions.scores, again.predictions.scores)
    X, y, _ = training_views(estimator, learned, LABELS[learned])
    fitted = clone(estimator).fit(X, y)
    labels, scores, kind = answer_images(fitted, held_out, NAMES)
    np.testing.assert_array_equal(scores, fitted.predict_proba(held_out))
    np.testing.assert_array_equal(labels, fitted.predict(held_out))
    assert kind == "predict_proba" and views_of(fitted) == (N, 3, 1)
    for block in (part.block for part in fitted.named_steps.values() if hasattr(part, "block")):
        block.n_test_views = 3
    _, mean, _ = answer_images(fitted, held_out, NAMES)
    by_view = [fitted.predict_proba(held_out + N * view) for view in range(3)]
    np.testing.assert_allclose(mean, np.mean(by_view, axis=0, dtype=float))


class NoScores(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def predict(self, X):
        return self.classes_[np.zeros(len(X), int)]


def test_what_cannot_be_averaged_is_said():
    splits, _ = make_splits(LABELS, cv=3)
    estimator, rows = frozen_pipeline(NoScores())
    run_folds(estimator, rows, LABELS, splits, NAMES)
    estimator, rows = frozen_pipeline(NoScores(), views=Flips(test_views=2))
    with pytest.raises(ValueError, match="NoScores has no scores to take the mean of"):
        run_folds(estimator, rows, LABELS, splits, NAMES)
