"""What kept images that belong together on one side of a split."""

import numpy as np

_GIVE_GROUPS = (
    "If several images show the same thing (one person, one leaf, frames of one film), the "
    "figures flatter: give groups."
)


def groups_sentence(summary: dict) -> str:
    """Whether images that belong together were kept together."""
    groups, copies = summary["groups"], summary["near_duplicates"]
    found = duplicates_found(summary)
    if groups is None:
        kept = copies is not None and copies["applied"] and not copies["n_divided"]
        return f"None were given. {found}" if kept else f"None were given. {found} {_GIVE_GROUPS}"
    rule = f" (made by {groups['rule']})" if groups.get("rule") else ""
    if groups["n_divided"]:
        together = (
            f"{groups['n_divided']:,} of them stand on both sides of the given splits, so the "
            "figures are too high for new groups."
        )
    else:
        together = "images of one group are never on both sides of a split."
    return f"{groups['n']:,} groups{rule}; {together} {found}"


def duplicates_found(summary: dict) -> str:
    """How many near-duplicates there are, and whether they were kept together."""
    copies = summary["near_duplicates"]
    if copies is None:
        return "Near-duplicates were not looked for."
    if not copies["n_images"]:
        return "No near-duplicates were found."
    n = copies["n_groups"]
    many = (
        f"{copies['n_images']:,} {images_word(summary)} are near-duplicates of each other "
        f"({n:,} {'group' if n == 1 else 'groups'})"
    )
    if copies["n_divided"]:
        return f"{many}, and stand on both sides of splits."
    return f"{many}; they are never on both sides of a split."


def images_word(summary: dict) -> str:
    """What the images of the cross-validation are called."""
    return "training images" if summary["test"]["n_images"] else "images"


def n_divided(folds, groups) -> int:
    """How many groups stand on both sides of a split; ``folds`` is (repeats, n), 0 for untested."""
    names, codes = np.unique(groups, return_inverse=True)
    divided = np.zeros(len(names), dtype=bool)
    for fold_of in folds:
        first = np.full(len(names), -1)
        first[codes] = fold_of
        divided[codes[first[codes] != fold_of]] = True
    return int(divided.sum())
