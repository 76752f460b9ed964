"""Binary trees kept as arrays: whether following their indices stays inside them.

Compiled code walks these arrays without looking at their ends, so one wrong number
crashes the process (scikit-learn pull request 34558 has the same checks).
"""

import numpy as np

from ._errors import damaged

_STATE = {"max_depth", "node_count", "nodes", "values"}


def check_tree_arrays(left, right, feature, is_leaf, n_features: int) -> int:
    """Depth of a tree, after checking that it is one."""
    n = len(left)
    parents = np.flatnonzero(~is_leaf)
    children = np.concatenate([left[parents], right[parents]]).astype(np.int64)
    if n == 0 or np.any(children <= np.tile(parents, 2)) or np.any(children >= n):
        raise damaged("a tree points outside itself")
    if np.any(np.bincount(children, minlength=n)[1:] != 1):
        raise damaged("nodes of a tree hang together wrongly")
    if np.any(feature[parents] < 0) or np.any(feature[parents] >= n_features):
        raise damaged("a tree asks for a column that does not exist")
    return _depth(left, right, is_leaf)


def _depth(left, right, is_leaf) -> int:
    level, depth = np.zeros(1, np.int64), 0
    while True:
        level = level[~is_leaf[level]]
        if not len(level):
            return depth
        level = np.concatenate([left[level], right[level]])
        depth += 1


def check_tree_state(arguments: tuple, state: dict) -> None:
    """Check what a ``sklearn.tree._tree.Tree`` is about to be made of."""
    # This has to come before: the constructor already copies by these numbers.
    n_features, n_classes, n_outputs = arguments
    numbers = (n_features, n_outputs, state["max_depth"], state["node_count"])
    if not all(type(number) is int and 0 <= number < 2**31 for number in numbers):
        raise damaged("numbers of a tree")
    if n_classes.dtype.kind != "i" or n_classes.shape != (n_outputs,) or np.any(n_classes < 1):
        raise damaged("classes of a tree")
    nodes = state["nodes"]
    if set(state) != _STATE or nodes.dtype.names is None:
        raise damaged("parts of a tree")
    if state["node_count"] != len(nodes) or nodes.ndim != 1 or n_outputs == 0:
        raise damaged("size of a tree")
    left, right = nodes["left_child"], nodes["right_child"]
    is_leaf = left == -1
    if np.any(right[is_leaf] != -1):
        raise damaged("a leaf of a tree has a child")
    if state["max_depth"] < check_tree_arrays(left, right, nodes["feature"], is_leaf, n_features):
        raise damaged("depth of a tree")
