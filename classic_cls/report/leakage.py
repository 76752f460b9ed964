"""What kept images that belong together on one side of a split, in plain sentences."""

from ..evaluation.figures.table import record_of
from .wording import figure, interval_text

__all__ = ["duplicates_sentences", "groups_sentence"]

_GIVE_GROUPS = (
    "If several images show the same thing (one person, one leaf, frames of one film), the "
    "figures flatter: give groups."
)


def groups_sentence(summary: dict) -> str:
    """Whether images that belong together were kept together.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    str

    Examples
    --------
    >>> groups_sentence({"groups": {"n": 12, "n_divided": 0}, "near_duplicates": None})
    '12 groups; images of one group are never on both sides of a split. Near-duplicates were not
    looked for.'
    """
    groups, copies = summary["groups"], summary["near_duplicates"]
    found = _found(summary)
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


def _found(summary: dict) -> str:
    copies = summary["near_duplicates"]
    if copies is None:
        return "Near-duplicates were not looked for."
    if not copies["n_images"]:
        which = "with the same label " if copies["n_pairs"] else ""
        return f"No near-duplicates {which}were found."
    n = copies["n_groups"]
    many = (
        f"{copies['n_images']:,} {_images(summary)} are near-duplicates of each other "
        f"({n:,} {'group' if n == 1 else 'groups'})"
    )
    if copies["n_divided"]:
        return f"{many}, and stand on both sides of splits."
    return f"{many}; they are never on both sides of a split."


def _images(summary: dict) -> str:
    return "training images" if summary["test"]["n_images"] else "images"


def duplicates_sentences(summary: dict) -> list[str]:
    """What is to be known of near-duplicates, sentence by sentence.

    Parameters
    ----------
    summary : dict
        From `summarize`.

    Returns
    -------
    list of str
        Empty where nobody looked or nothing was found.

    Examples
    --------
    >>> duplicates_sentences({"near_duplicates": None, "test": {"without_duplicates": None}})
    []
    """
    copies, test = summary["near_duplicates"], summary["test"]
    sentences = []
    if copies is not None and copies["n_images"]:
        sentences += [_found(summary)]
    if copies is not None and copies["n_divided"] and not copies["applied"]:
        sentences += [f"{note[0].upper()}{note[1:]}." for note in copies["notes"][:1]]
    if copies is not None and copies["n_different_labels"]:
        sentences.append(_different_labels(copies["n_different_labels"], _images(summary)))
    if test["without_duplicates"] is not None:
        sentences.append(_unseen(summary))
    return sentences


def _different_labels(n: int, images: str) -> str:
    pairs = f"1 pair of {images} looks" if n == 1 else f"{n:,} pairs of {images} look"
    return f"{pairs} the same but with different labels: one of the two labels may be wrong."


def _unseen(summary: dict) -> str:
    test, name = summary["test"], summary["headline"]
    alone, share = test["without_duplicates"], record_of(name).percent
    n = test["n_images"] - alone["n_images"]
    images = "test image has" if n == 1 else "test images have"
    text = f"{n:,} {images} a near-duplicate among the images learned from"
    if name not in alone or test[name] is None:
        return f"{text}."
    interval = interval_text(alone[name]["interval"], share)
    return (
        f"{text}: {record_of(name, summary['task']).title} {figure(test[name], share)} with "
        f"them, {figure(alone[name]['value'], share)} without (95% interval {interval}, "
        f"{alone['n_images']:,} images)."
    )
