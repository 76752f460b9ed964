"""A data set in one line."""

import numpy as np

from .._validation import UNKNOWN, counted


def describe(data) -> str:
    """Images, classes, groups, official split, and what is set aside."""
    parts = [counted(len(data), "image"), _classes(data)]
    n_unknown = int(np.count_nonzero(data.targets == UNKNOWN)) if data.multilabel else 0
    if n_unknown:
        parts.append(counted(n_unknown, "unknown label"))
    if data.groups is not None:
        parts.append(counted(len(set(data.groups.tolist())), "group"))
    if data.split is not None:
        n_train = int(np.count_nonzero(data.split == "train"))
        parts.append(f"official split {n_train:,}/{len(data) - n_train:,}")
    if data.set_aside:
        parts.append(f"{len(data.set_aside)} set aside")
    return ", ".join(parts)


def _classes(data) -> str:
    counts = data.class_counts().values()
    least, most = min(counts, default=0), max(counts, default=0)
    each = f"{most:,} each" if least == most else f"{least:,} to {most:,} each"
    kind = "label" if data.multilabel else "class"
    return f"{counted(len(data.class_names), kind)} ({each})"
