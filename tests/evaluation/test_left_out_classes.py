"""Classes left out in turn: found out where they are far, not where they look like another."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

from classic_cls import Protocol, cross_validate
from classic_cls.evaluation import check_leave_class_out, left_out_classes

NAMES = ["a", "b", "c", "d"]


def clouds(n=60, far=20.0, seed=0):
    """Three classes at the corners of a triangle, and one between two of them."""
    rng = np.random.default_rng(seed)
    centres = {"a": (0, 0), "b": (far, 0), "c": (0, far), "d": (far / 2, far / 2)}
    y = np.repeat(NAMES, n)
    return np.array([centres[name] for name in y]) + rng.normal(size=(len(y), 2)), y


def found(X, y, classifier=None, protocol=Protocol(), groups=None, **options):
    estimator = classifier or SVC()
    full = cross_validate(estimator, X, y, protocol, groups=groups)
    names = np.unique(y).tolist()
    return left_out_classes(
        estimator, X, y, protocol, full, class_names=names, groups=groups, **options
    )


class Distance(ClassifierMixin, BaseEstimator):
    """Scores that fall with the distance from the mean of a class."""

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.means_ = np.stack([X[y == name].mean(axis=0) for name in self.classes_])
        return self

    def decision_function(self, X):
        scores = -np.linalg.norm(X[:, None] - self.means_, axis=2)
        return scores if len(self.classes_) > 2 else scores[:, 1] - scores[:, 0]

    def predict(self, X):
        return self.classes_[np.linalg.norm(X[:, None] - self.means_, axis=2).argmin(axis=1)]


def test_a_far_class_is_found_out():
    result = found(*clouds(), Distance())
    assert result.class_names == ("a", "b", "c", "d")
    np.testing.assert_array_equal(result.n, 60)
    np.testing.assert_array_equal(result.rejected, 1.0)
    np.testing.assert_array_equal(result.auc, 1.0)
    assert result.taken_for == ("", "", "", "")
    assert result.kept == pytest.approx(0.95, abs=0.04)


def test_a_class_that_looks_like_another_is_not():
    X, y = clouds()
    twin = y == "d"
    X[twin] = X[y == "a"] + 0.01
    result = found(X, y, Distance())
    assert result.rejected[0] < 0.2 and result.rejected[3] < 0.2
    assert (result.taken_for[0], result.taken_for[3]) == ("d", "a")
    assert 0.3 < result.auc[0] < 0.7
    assert "most often taken for" in result.sentence


def test_its_images_are_never_learned_from_and_shown_all():
    X, y = clouds(20)
    seen = []

    class Noting(KNeighborsClassifier):
        def fit(self, X, y):
            seen.append(set(y))
            return super().fit(X, y)

    X = X.astype(float)
    full = cross_validate(KNeighborsClassifier(), X, y, Protocol())
    result = left_out_classes(Noting(), X, y, Protocol(), full, class_names=NAMES)
    assert [set(NAMES) - names for names in seen] == [{name} for name in NAMES]
    np.testing.assert_array_equal(result.n, 20)


def test_images_in_a_group_with_learned_ones_are_not_shown():
    X, y = clouds(20)
    groups = np.arange(len(y))
    groups[y == "a"] = groups[y == "b"]  # each image of a is in a group with one of b
    result = found(X, y, Distance(), groups=groups)
    assert result.n[0] < 20 and result.n[2] == 20


def test_the_same_for_every_n_jobs():
    X, y = clouds(30)
    assert found(X, y, n_jobs=1).plain() == found(X, y, n_jobs=2).plain()


def test_probabilities_and_plain_values():
    X, y = clouds(30)
    plain = found(X, y, LogisticRegression()).plain()
    assert [row["name"] for row in plain["classes"]] == NAMES
    assert plain["share_known"] == 0.95
    for name in ("rejected", "auc"):
        values = [row[name] for row in plain["classes"]]
        low, high = plain[name]["interval"]
        assert plain[name]["value"] == pytest.approx(np.mean(values))
        assert 0 <= low <= plain[name]["value"] <= high <= 1


def test_too_few_images_for_a_limit_leave_it_unmeasured():
    assert found(*clouds(3), Distance(), Protocol(cv=3)).kept is None


class OnlyLabels(ClassifierMixin, BaseEstimator):
    """No scores."""


@pytest.mark.parametrize(("y", "classifier", "said"), [
    (np.array(["a", "b"]), SVC(), "needs 3 classes or more, .* the data set has 2"),
    (np.eye(3, dtype=int), SVC(), "one label each; these have several"),
    (np.array(["a", "b", "c"]), OnlyLabels(), "gives labels only"),
])  # fmt: skip
def test_what_leaves_nothing_to_tell_is_refused(y, classifier, said):
    with pytest.raises(ValueError, match=f"leave_class_out .*{said}"):
        check_leave_class_out(classifier, y)


def test_folds_of_one_class_each_leave_no_class_to_tell_apart():
    X, y = clouds(20)
    groups = np.unique(y, return_inverse=True)[1]  # each class is one group
    folds = [[(np.flatnonzero(groups != i), np.flatnonzero(groups == i)) for i in range(4)]]
    protocol = Protocol(cv=folds)
    full = cross_validate(Distance(), X, y, Protocol())
    with pytest.raises(ValueError, match="found no class that can be left out"):
        left_out_classes(Distance(), X, y, protocol, full, class_names=NAMES)
