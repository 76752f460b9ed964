"""Splitters in the tools of scikit-learn, for the tests of every splitter."""

import numpy as np
import sklearn
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.neighbors import KNeighborsClassifier


def assert_tools_take(splitter, X, y, groups, routing):
    """Cross-validation uses the splitter's own folds, and a search as many."""
    extra = {"params": {"groups": groups}} if routing else {"groups": groups}
    with sklearn.config_context(enable_metadata_routing=routing):
        result = cross_validate(
            KNeighborsClassifier(), X, y, cv=splitter, return_indices=True, **extra
        )
        search = GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3]}, cv=splitter)
        search.fit(X, y, groups=groups)
    expected = [test for _, test in splitter.split(X, y, groups)]
    for ours, used in zip(expected, result["indices"]["test"], strict=True):
        np.testing.assert_array_equal(ours, used)
    assert search.n_splits_ == splitter.get_n_splits()
