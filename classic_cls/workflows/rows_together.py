"""Rows of old and new images in one order, whatever order they came in."""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..duplicates import duplicate_groups
from ..persistence import ImageModel, KeptRows, SeenImages
from .going_on import Learnable
from .kept_features import declared_digests, group_numbers, target_codes
from .stages import Described


@dataclass(frozen=True)
class Together:
    """All rows that are learned from, and what the new model remembers of their images.

    ``known`` are the new images and, where they are ``kept``, the old ones, in the order of their
    digests; ``seen`` are all images, in the same order where rows are kept.
    """

    known: Learnable
    paths: tuple[str, ...]
    class_names: tuple[str, ...]
    seen: SeenImages | None
    kept: KeptRows | None
    notes: tuple[str, ...]


def put_together(model: ImageModel, described: Described, rows, news, with_old: bool) -> Together:
    """The new ones among described images, and the old ones where the model keeps their rows."""
    new = described.kept.take(news)
    grouping = duplicate_groups(
        described.duplicates.take(np.flatnonzero(news)), new.targets, new.groups
    )
    groups = group_numbers(grouping.groups, len(new))
    names = model.class_names
    if model.task != "multilabel":
        names = tuple(np.union1d(names, np.unique(new.targets)).tolist())
    codes, seen = target_codes(new.targets, names), described.seen.take(news)
    paths = tuple(new.relative_paths())
    if not with_old:
        known = Learnable(
            rows[news], _labels(codes, names), _if_any(groups), np.ones(len(new), bool)
        )
        seen = None if model.seen is None else _joined_seen(model.seen, seen)
        notes = (*grouping.notes, *_unknown_groups(new))
        return Together(known, paths, names, seen, None, notes)
    kept = _joined(
        model, KeptRows.of(rows[news], codes, groups, declared_digests(new.groups)), names, seen
    )
    seen = _joined_seen(model.seen, seen)
    paths = (*(f"(old image {i + 1})" for i in range(len(model.rows))), *paths)
    is_new = np.arange(len(kept)) >= len(model.rows)
    order = np.argsort(seen.digests.copy().view(">u8").ravel(), kind="stable")
    kept = kept.take(order)
    kept = replace(kept, groups=_in_order(kept.groups))
    y = _labels(kept.targets, names)
    known = Learnable(kept.rows, y, _if_any(kept.groups), is_new[order])
    paths = tuple(paths[i] for i in order.tolist())
    return Together(known, paths, names, seen.take(order), kept, grouping.notes)


def _in_order(groups) -> np.ndarray:
    """Groups numbered as they come, so that their numbers tell nothing of the order of updates."""
    _, first, group = np.unique(groups, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[group.reshape(-1)]


def _labels(codes, names) -> np.ndarray:
    return codes if codes.ndim == 2 else np.array(names, str)[codes]


def _if_any(groups) -> np.ndarray | None:
    return groups if len(np.unique(groups)) < len(groups) else None


def _unknown_groups(new) -> tuple[str, ...]:
    if new.groups is None:
        return ()
    return ("whether old images are of the same groups is not known: the model keeps no features",)


def _joined_seen(old: SeenImages, new: SeenImages) -> SeenImages:
    pairs = [(old.digests, new.digests), (old.pictures, new.pictures)]
    return SeenImages(*(np.concatenate(pair) for pair in pairs))


def _joined(model: ImageModel, new: KeptRows, names, seen: SeenImages) -> KeptRows:
    """Old and new rows one behind the other, with the groups of both."""
    old = model.rows
    targets = old.targets
    if targets.ndim == 1:
        targets = np.searchsorted(np.array(names), np.array(model.class_names))[targets]
    groups = np.concatenate([old.groups, old.groups.max(initial=-1) + 1 + new.groups])
    declared = None
    if old.declared is not None and new.declared is not None:
        declared = np.concatenate([old.declared, new.declared])
        groups = _same_where(groups, declared)
    elif old.declared is not None or new.declared is not None:
        # Images of no declared group are one each.
        mine, theirs = model.seen.digests, seen.digests
        both = [mine if old.declared is None else old.declared]
        declared = np.concatenate([*both, theirs if new.declared is None else new.declared])
    rows = np.concatenate([old.rows, new.rows])
    return KeptRows.of(rows, np.concatenate([targets, new.targets]), groups, declared)


def _same_where(groups, names) -> np.ndarray:
    """Groups joined where a declared group is in several."""
    codes = np.unique(names, axis=0, return_inverse=True)[1].reshape(-1)
    n = len(groups) + len(codes)
    n_groups = groups.max(initial=-1) + 1
    graph = coo_array(
        (np.ones(len(groups), bool), (groups, n_groups + codes)), shape=(n + n_groups,) * 2
    )
    return connected_components(graph, directed=False)[1][groups]
