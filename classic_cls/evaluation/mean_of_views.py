"""Answers for images of several views."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline
from sklearn.utils.metaestimators import available_if

from .._remedies import remedy


def _has(name):
    return lambda self: hasattr(self.classifier, name)


class MeanOfViews(ClassifierMixin, BaseEstimator):
    """A fitted classifier that answers once an image, from the mean scores of all its views."""

    def __init__(self, classifier, n_views, multilabel=False):
        self.classifier = classifier
        self.n_views = n_views
        self.multilabel = multilabel

    @property
    def classes_(self):
        return self.classifier.classes_

    @available_if(_has("predict_proba"))
    def predict_proba(self, X):
        return self._mean(self.classifier.predict_proba(X))

    @available_if(_has("decision_function"))
    def decision_function(self, X):
        return self._mean(self.classifier.decision_function(X))

    def _mean(self, scores):
        if isinstance(scores, list):  # forests and neighbours: one array for every label
            return [self._mean(of_label) for of_label in scores]
        scores = np.asarray(scores, dtype=float)
        return scores.reshape(-1, self.n_views, *scores.shape[1:]).mean(axis=1)

    def predict(self, X):
        """What the classifier decides with its thresholds, or what scores highest."""
        last = getattr(self.classifier, "best_estimator_", self.classifier)
        while isinstance(last, Pipeline):
            *before, (_, last) = last.steps
            for _, step in before:
                X = X if step in (None, "passthrough") else step.transform(X)
        if hasattr(last, "decide"):
            return last.decide(self._mean(last.scores(X)))
        return MeanOfViews(last, self.n_views, self.multilabel)._highest(X)

    def _highest(self, X):
        for method, threshold in (("predict_proba", 0.5), ("decision_function", 0.0)):
            if hasattr(self, method):
                return self._answers(getattr(self, method)(X), threshold)
        raise ValueError(
            f"{type(self.classifier).__name__} has no scores to take the mean of over the views; "
            + remedy("have the image itself answer: set test_views to 1", "leave out --views")
        )

    def _answers(self, scores, threshold: float):
        if isinstance(scores, list):
            columns = zip(scores, self.classes_, strict=True)
            return np.column_stack([classes[part.argmax(axis=1)] for part, classes in columns])
        if self.multilabel:
            return (scores > threshold).astype(np.int8).reshape(len(scores), -1)
        if scores.ndim == 1:
            return self.classes_[(scores > threshold).astype(int)]
        return self.classes_[scores.argmax(axis=1)]
