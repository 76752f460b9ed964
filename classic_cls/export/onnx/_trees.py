"""Trees in the graph: all of them walk down together, one level at a time."""

import numpy as np
import spox.opset.ai.onnx.v17 as op

from ._values import Var, constant, whole


def leaf_shares(trees, rows: Var) -> Var:
    """Mean over trees of the shares of classes in the leaf of a row, ``(1, n_classes)`` double.

    In operators that every runtime has; trees of scikit-learn are compared in single precision.
    """
    starts = np.cumsum([0, *(tree.node_count for tree in trees)])
    nodes = [_flat(tree, start) for tree, start in zip(trees, starts[:-1], strict=True)]
    feature, limit, left, right = (np.concatenate(part) for part in zip(*nodes, strict=True))
    value = np.concatenate([_shares(tree) for tree in trees])
    at = whole(starts[:-1])
    row = op.reshape(rows, whole([-1]))
    feature, limit = constant(feature, np.int32), constant(limit)
    left, right = constant(left, np.int32), constant(right, np.int32)
    for _ in range(max(tree.max_depth for tree in trees)):
        goes_left = op.less_or_equal(
            op.gather(row, op.gather(feature, at)), op.gather(limit, at)
        )
        at = op.where(goes_left, op.gather(left, at), op.gather(right, at))
    found = op.gather(constant(value, np.float64), at)
    return op.reduce_mean(found, axes=[0], keepdims=True)


def _flat(tree, start: int):
    """Arrays of a tree whose leaves lead to themselves."""
    is_leaf = tree.children_left < 0
    own = np.arange(tree.node_count)
    left = np.where(is_leaf, own, tree.children_left) + start
    right = np.where(is_leaf, own, tree.children_right) + start
    feature = np.where(is_leaf, 0, tree.feature)
    return feature, _rounded_down(tree.threshold), left, right


def _rounded_down(limits) -> np.ndarray:
    """In single precision, so that the same numbers of single precision are not above them."""
    single = limits.astype(np.float32)
    return np.where(single > limits, np.nextafter(single, np.float32(-np.inf)), single)


def _shares(tree) -> np.ndarray:
    counts = tree.value[:, 0]
    return counts / counts.sum(axis=1, keepdims=True)
