"""Which names say that images belong together, and the rule that takes it from them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Images of a sequence, on average, and the share of images that are in one.
_LEAST_LENGTH, _LEAST_SHARE = 2.0, 0.5
_FOLDS = 5
# Of a name: what comes before its first, second or third number, and the number.
_EXPRESSIONS = (
    r"([^/]*?\d+)[^/]*$",
    r"([^/]*?\d+[^/\d]+\d+)[^/]*$",
    r"([^/]*?\d+[^/\d]+\d+[^/\d]+\d+)[^/]*$",
)


@dataclass(frozen=True)
class Rule:
    """A value for ``group_by``, and the group that it takes from every name ``(n,)``."""

    group_by: str
    groups: np.ndarray


def grouping_rule(names: Sequence[str], targets: np.ndarray) -> Rule | None:
    """The coarsest rule that leaves every class in several groups; None if names say nothing.

    >>> names = [f"{kind}/clip{i}_{j}.png" for kind in "ab" for i in range(4) for j in range(3)]
    >>> grouping_rule(names, np.repeat(["a", "b"], 12)).group_by
    'clip\\\\d+'
    """
    for rule in _candidates(list(names)):
        if _is_of_use(rule.groups, names, targets):
            return rule
    return None


def _candidates(names: list[str]):
    """By the folder, then by numbers in the name, the coarsest first."""
    if all("/" in name for name in names):
        yield Rule("parent", np.array([name.split("/")[-2] for name in names]))
    for expression in _EXPRESSIONS:
        groups = _groups(expression, names)
        if groups is None:
            # Names that say nothing stand for themselves.
            expression = expression.replace(")[", "|[^/]+)[", 1)
            groups = _groups(expression, names)
        if groups is not None:
            yield _in_plain_words(Rule(expression, groups), names)


def _groups(expression: str, names: list[str]) -> np.ndarray | None:
    found = [re.search(expression, name) for name in names]
    return None if None in found else np.array([match.group(1) for match in found if match])


def _in_plain_words(rule: Rule, names: list[str]) -> Rule:
    """The same groups by a rule such as ``clip\\d+``, where all names are alike but for numbers."""
    kinds = {re.sub(r"\d+", r"\\d+", re.escape(group)) for group in set(rule.groups.tolist())}
    if len(kinds) != 1:
        return rule
    (plain,) = kinds
    found = [re.search(plain, name) for name in names]
    same = all(m is not None and m.group() == g for m, g in zip(found, rule.groups, strict=True))
    return Rule(plain, rule.groups) if same and re.search("[A-Za-z]", plain) else rule


def _is_of_use(groups, names, targets) -> bool:
    """Whether there are sequences, within folders: each may number its images anew."""
    folders = [name.rpartition("/")[0] for name in names]
    _, folder = np.unique(folders, return_inverse=True)
    _, group = np.unique(groups, return_inverse=True)
    inside = np.column_stack([folder, group])
    _, number, sizes = np.unique(inside, axis=0, return_inverse=True, return_counts=True)
    in_sequence = (sizes[number.ravel()] > 1).mean()
    if len(groups) / len(sizes) < _LEAST_LENGTH or in_sequence < _LEAST_SHARE:
        return False
    if targets.ndim == 2:
        return bool(group.max() + 1 >= _FOLDS)
    kinds = np.unique(targets, return_inverse=True)[1]
    pairs = np.unique(np.column_stack([kinds, group]), axis=0)
    are_kinds = len(sizes) == len(np.unique(folders)) == len(pairs) and not _are_numbered(groups)
    return bool(np.bincount(pairs[:, 0]).min() >= (_FOLDS if are_kinds else 2))


def _are_numbered(groups) -> bool:
    """Whether all are told apart by numbers, as patients are, and breeds of dogs are not."""
    return all(re.search(r"\d", group) for group in np.unique(groups))
