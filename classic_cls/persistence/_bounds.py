"""Whether a loaded pipeline holds what its compiled parts will rely on.

Compiled prediction code (trees, support vectors, neighbours, our kernels) follows the
sizes and indices that it finds. One rule per kind of estimator checks them; estimators
without a rule compute with numpy alone, which checks for itself.
"""

from collections.abc import Iterator
from functools import singledispatch
from numbers import Real

import numpy as np
from sklearn.decomposition import PCA
from sklearn.ensemble import (
    ExtraTreesClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.multioutput import ClassifierChain
from sklearn.neighbors import BallTree, KDTree, KNeighborsClassifier, LocalOutlierFactor
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC, LinearSVC, OneClassSVM
from sklearn.tree import DecisionTreeClassifier

from ..base import PureStep
from ..encoders import VLAD, BagOfVisualWords, FisherVector, PatchDictionary
from ..models import (
    ClippedScaler,
    HomogeneousKernelMap,
    KernelRidgeClassifier,
    MahalanobisDistance,
    MultilabelChain,
    OneClassClassifier,
    PrincipalComponents,
    RowSpaceRotation,
)
from ._dictionary_bounds import check_encoder, check_patch_dictionary
from ._errors import damaged
from ._needs import n_features, need, need_array
from ._registry import checks_of
from ._trees import check_tree_arrays

_OUTPUT_CONFIG = "_sklearn_output_config"  # what set_output leaves
_STEP_STATE = {"image_shape_", "_n_features_out", _OUTPUT_CONFIG}
_KERNELS = ("linear", "poly", "rbf", "sigmoid")
_METRICS = ("minkowski", "euclidean", "manhattan", "cityblock", "chebyshev", "cosine")
# Kinds that must not stand anywhere but in their owner, whose rule checks them.
_OWNERS = {"Tree": DecisionTreeClassifier, "TreePredictor": HistGradientBoostingClassifier}


def check_parts(pipeline) -> None:
    """Check every object that a loaded pipeline is made of; make search trees again."""
    for owner, part in _parts(pipeline):
        kind = type(part).__name__
        if kind in _OWNERS and not isinstance(owner, _OWNERS[kind]):
            raise damaged(f"a {kind} in a {type(owner).__name__}")
        _check_attribute_names(part)
        if not _is_unfitted(part):
            _check(part)
        if not _is_mere_setting(part):
            for check in checks_of(part) or ():
                check(part)
        # It belongs to the machine, not to the model.
        if "n_jobs" in getattr(part, "__dict__", ()):
            part.n_jobs = None


def _parts(root) -> Iterator[tuple]:
    """Every object below ``root``, with the object that holds it."""
    waiting = [(None, root)]
    while waiting:
        owner, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(owner, item) for item in value.values()]
        elif isinstance(value, (list, tuple)):
            waiting += [(owner, item) for item in value]
        elif isinstance(value, np.ndarray):
            waiting += [(owner, item) for item in value.ravel()] if value.dtype == object else []
        elif type(value).__name__ in _OWNERS or hasattr(value, "__dict__"):
            # Functions and types are there by name from the trusted list.
            if not callable(value) or checks_of(value) is not None:
                yield owner, value
                waiting += [(value, item) for item in getattr(value, "__dict__", {}).values()]


def _is_unfitted(part) -> bool:
    """Whether it is a mere setting, such as the prototype that a wrapper has cloned."""
    if isinstance(part, (PureStep, Pipeline)):
        return False
    learned = set(getattr(part, "__dict__", ())) - {_OUTPUT_CONFIG}
    return not any(name.startswith("_") or name.endswith("_") for name in learned)


def _check_attribute_names(part) -> None:
    """No attribute may hide a method or a setting of its class, such as a check."""
    for name in getattr(part, "__dict__", ()):
        if any(name in vars(kind) for kind in type(part).__mro__):
            raise damaged(f"attribute {name} of a {type(part).__name__}")


def _is_mere_setting(part) -> bool:
    """Whether it holds no more than the parameters that it was made with."""
    if isinstance(part, PureStep) or not hasattr(part, "get_params"):
        return False
    return set(vars(part)) <= set(part.get_params(deep=False))


def has_rule(cls: type) -> bool:
    """Whether objects of a class are checked by a rule of their own."""
    return _check.dispatch(cls) is not _check.dispatch(object)


@singledispatch
def _check(part) -> None:
    """No rule: the part computes with numpy alone."""


@_check.register
def _(part: PureStep) -> None:
    # The kernels rely on parameters being within their constraints.
    names = set(vars(part)) - _STEP_STATE
    need(names == set(part.get_params(deep=False)), part, "attributes")
    part._validate_params()


@_check.register
def _(part: Pipeline) -> None:
    need(part.memory is None, part, "memory")


@_check.register(LinearSVC)
@_check.register(LogisticRegression)
def _(part) -> None:
    n_classes = len(part.classes_)
    n_rows = 1 if n_classes == 2 else n_classes
    need_array(part, "coef_", (n_rows, n_features(part)))
    if not isinstance(part.intercept_, Real):
        need_array(part, "intercept_", (n_rows,))


@_check.register
def _(part: StandardScaler) -> None:
    for name in ("mean_", "scale_"):
        if getattr(part, name) is not None:
            need_array(part, name, (n_features(part),))


@_check.register
def _(part: OneHotEncoder) -> None:
    # The places that ones are written to follow the numbers of words.
    counts = [len(known) for known in part.categories_]
    need(len(counts) == n_features(part), part, "categories_")
    need(part._n_features_outs == counts, part, "_n_features_outs")
    need(part.handle_unknown == "ignore" and part.drop_idx_ is None, part, "handle_unknown")
    plain = not part._infrequent_enabled and part._drop_idx_after_grouping is None
    need(plain and part.sparse_output is False, part, "settings")
    for known in part.categories_:
        need(known.dtype == object and known.ndim == 1, part, "categories_")
        need(all(isinstance(word, str) for word in known), part, "categories_")


@_check.register
def _(part: ClippedScaler) -> None:
    part._validate_params()
    for name in ("mean_", "scale_"):
        need_array(part, name, (n_features(part),))


@_check.register
def _(part: PCA) -> None:
    need_array(part, "mean_", (n_features(part),))
    need_array(part, "components_", (part.n_components_, n_features(part)))


@_check.register
def _(part: PrincipalComponents) -> None:
    part._validate_params()
    need_array(part, "mean_", (n_features(part),))
    components = need_array(part, "components_", (None, n_features(part)))
    need_array(part, "singular_values_", (len(components),))


@_check.register
def _(part: RowSpaceRotation) -> None:
    if part.components_ is not None:
        need_array(part, "components_", (len(part.components_), n_features(part)))


for _encoder in (BagOfVisualWords, FisherVector, VLAD):
    _check.register(_encoder, check_encoder)
_check.register(PatchDictionary, check_patch_dictionary)


@_check.register
def _(part: HomogeneousKernelMap) -> None:
    part._validate_params()


@_check.register
def _(part: KernelRidgeClassifier) -> None:
    part._validate_params()
    reduction, n_columns = part.reduction_, n_features(part)
    if reduction is not None:
        need(isinstance(reduction, PrincipalComponents), part, "reduction_")
        need(n_features(reduction) == n_columns, part, "reduction_")
        n_columns = reduction._n_features_out
    rows = need_array(part, "rows_", (None, n_columns))
    two_classes = len(part.classes_) == 2 and not part.multilabel_
    n_scores = 1 if two_classes else len(part.classes_)
    need_array(part, "squares_", (len(rows),))
    need_array(part, "weights_", (len(rows), n_scores))
    need_array(part, "intercept_", (n_scores,))
    need_array(part, "center_", (n_features(part),))
    need(isinstance(part.multilabel_, bool), part, "multilabel_")
    for name in ("scale_", "gamma_"):
        value = getattr(part, name)
        need(isinstance(value, float) and 0 < value < np.inf, part, name)


@_check.register(ClassifierChain)
@_check.register(MultilabelChain)
def _(part) -> None:
    n_labels = len(part.estimators_)
    need(sorted(part.order_) == list(range(n_labels)), part, "order_")
    need(len(part.classes_) == n_labels, part, "classes_")


@_check.register
def _(part: SVC) -> None:
    need(part.kernel in _KERNELS and part._sparse is False, part, "kernel")
    n_classes = len(part.classes_)
    n_pairs = n_classes * (n_classes - 1) // 2
    counts = need_array(part, "_n_support", (n_classes,), "i").astype(np.int64)
    n_vectors = int(counts.sum())
    need(n_pairs and counts.min() >= 0 and n_vectors > 0, part, "_n_support")
    need_array(part, "support_", (n_vectors,), "i")
    need_array(part, "support_vectors_", (n_vectors, n_features(part)))
    for name in ("dual_coef_", "_dual_coef_"):
        need_array(part, name, (n_classes - 1, n_vectors))
    for name in ("intercept_", "_intercept_"):
        need_array(part, name, (n_pairs,))
    n_sigmoids = n_pairs if len(part._probA) else 0
    need_array(part, "_probA", (n_sigmoids,))
    need_array(part, "_probB", (n_sigmoids,))


@_check.register
def _(part: OneClassSVM) -> None:
    need(part.kernel in _KERNELS and part._sparse is False, part, "kernel")
    vectors = need_array(part, "support_vectors_", (None, n_features(part)))
    n_vectors = len(vectors)
    counts = need_array(part, "_n_support", (2,), "i").astype(np.int64)
    need(n_vectors and counts.min() >= 0 and counts.max() <= n_vectors, part, "_n_support")
    need_array(part, "support_", (n_vectors,), "i")
    for name in ("dual_coef_", "_dual_coef_"):
        need_array(part, name, (1, n_vectors))
    for name in ("intercept_", "_intercept_", "offset_"):
        need_array(part, name, (1,))
    for name in ("_probA", "_probB"):
        need_array(part, name, (0,))


@_check.register
def _(part: LocalOutlierFactor) -> None:
    n, k = part.n_samples_fit_, part.n_neighbors_
    need(type(n) is int and n > 0, part, "n_samples_fit_")
    need(isinstance(k, (int, np.integer)) and 1 <= k <= n, part, "n_neighbors_")
    need_array(part, "_fit_X", (n, n_features(part)))
    need_array(part, "_distances_fit_X_", (n, int(k)))
    need_array(part, "_lrd", (n,))
    _check_metric(part)
    _grow_search_tree(part)


@_check.register
def _(part: MahalanobisDistance) -> None:
    need(isinstance(part.reduction_, PrincipalComponents), part, "reduction_")
    need(n_features(part.reduction_) == n_features(part), part, "reduction_")
    variances = need_array(part, "variances_", (len(part.reduction_.components_),))
    need(variances.min() > 0, part, "variances_")
    need(isinstance(part.noise_, float) and 0 < part.noise_ < np.inf, part, "noise_")


@_check.register
def _(part: OneClassClassifier) -> None:
    need(len(part.classes_) == 2 and part.known_ in part.classes_, part, "classes_")
    need(part.positive_ in part.classes_ and part.positive_ != part.known_, part, "positive_")
    scores = need_array(part, "left_out_", (None,), "f")
    need(len(scores) and (np.diff(scores) >= 0).all(), part, "left_out_")
    need_array(part, "weights_", (len(scores),), "f")
    need_array(part, "thresholds_", (1,), "f")
    need(type(part.n_units_) is int and 0 < part.n_units_ <= len(scores), part, "n_units_")
    for name in ("limit_", "spread_", "promised_"):
        need(isinstance(getattr(part, name), float), part, name)
    need(part.spread_ > 0, part, "spread_")


@_check.register
def _(part: KNeighborsClassifier) -> None:
    n = part.n_samples_fit_
    need(type(n) is int and n > 0, part, "n_samples_fit_")
    need_array(part, "_fit_X", (n, n_features(part)))
    k = part.n_neighbors
    need(isinstance(k, (int, np.integer)) and 1 <= k <= n, part, "n_neighbors")
    classes = part.classes_ if part.outputs_2d_ else [part.classes_]
    shape = (n, len(classes)) if part.outputs_2d_ else (n,)
    columns = need_array(part, "_y", shape, "iu").reshape(n, -1).T
    for column, known in zip(columns, classes, strict=True):
        need(0 <= column.min() and column.max() < len(known), part, "_y")
    _check_metric(part)
    _grow_search_tree(part)


def _check_metric(part) -> None:
    metrics = (part.metric, part.effective_metric_)
    need(all(isinstance(m, str) and m in _METRICS for m in metrics), part, "metric")
    for settings in (part.metric_params or {}, part.effective_metric_params_):
        given = {name: value for name, value in settings.items() if value is not None}
        need(set(given) <= {"p"}, part, "metric_params")
        need(all(isinstance(p, Real) for p in (part.p, *given.values())), part, "p")


def _grow_search_tree(part) -> None:
    kinds = {"brute": None, "kd_tree": KDTree, "ball_tree": BallTree}
    need(part._fit_method in kinds, part, "_fit_method")
    kind, settings = kinds[part._fit_method], part.effective_metric_params_
    part._tree = kind and kind(part._fit_X, part.leaf_size, part.effective_metric_, **settings)


@_check.register
def _(part: DecisionTreeClassifier) -> None:
    tree = part.tree_
    need(type(tree).__name__ == "Tree", part, "tree_")
    need(tree.n_features == n_features(part), part, "n_features_in_")
    n_classes = np.atleast_1d(part.n_classes_).tolist()
    same = tree.n_classes.tolist() == n_classes and len(n_classes) == part.n_outputs_
    need(same, part, "classes")


@_check.register(RandomForestClassifier)
@_check.register(ExtraTreesClassifier)
def _(part) -> None:
    trees = part.estimators_
    need(trees and all(isinstance(t, DecisionTreeClassifier) for t in trees), part, "estimators_")
    need({t.n_features_in_ for t in trees} == {n_features(part)}, part, "n_features_in_")


@_check.register
def _(part: HistGradientBoostingClassifier) -> None:
    n_columns = n_features(part)
    plain = part._preprocessor is None and part.is_categorical_ is None
    need(plain and not hasattr(part, "_in_fit"), part, "preprocessing")
    categorical = need_array(part._bin_mapper, "is_categorical_", (n_columns,), "bu")
    need(not categorical.any(), part, "is_categorical_")
    for iteration in part._predictors:
        need(len(iteration) == part.n_trees_per_iteration_, part, "_predictors")
        for tree in iteration:
            need(type(tree).__name__ == "TreePredictor", part, "_predictors")
            _check_boosted_tree(tree.nodes, n_columns, part)


def _check_boosted_tree(nodes, n_columns: int, part) -> None:
    need(nodes.ndim == 1 and not nodes["is_categorical"].any(), part, "nodes")
    is_leaf = nodes["is_leaf"].astype(bool)
    check_tree_arrays(nodes["left"], nodes["right"], nodes["feature_idx"], is_leaf, n_columns)
