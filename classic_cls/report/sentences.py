"""What several sections say."""

import re

from ..evaluation import protocol_words, record_of

_CODE = re.compile(r"\((CC\d{3})\)$")


def finding_code(note: str) -> str | None:
    """The code of the audit's check behind a note; None of other notes.

    >>> finding_code("2 images of 9 of more than 8 bits (CC006)"), finding_code("no groups")
    ('CC006', None)
    """
    found = _CODE.search(note)
    return found[1] if found else None


def is_finding(note: str) -> bool:
    """Whether a note is a warning of the audit."""
    return finding_code(note) is not None


def protocol(summary: dict) -> str:
    """How the figures were obtained, in a few words.

    >>> protocol({"cv": {"protocol": "k-fold", "folds": 5, "repeats": 3}})
    '5-fold cross-validation, repeated 3 times'
    >>> protocol({"cv": {"protocol": "random splits", "n_splits": 5, "test_share": 0.2}})
    '5 random splits, each tested on 20% of the images'
    """
    if "evaluation" in summary:
        return f"a test on {summary['n_images']:,} images"
    cv = summary["cv"]
    names = ("folds", "repeats", "n_splits", "test_share")
    known = {name: cv[name] for name in names if name in cv}
    fold_list = summary.get("settings", {}).get("folds")
    return protocol_words(cv["protocol"], fold_list=fold_list, **known)


def main_part(summary: dict) -> str:
    """What the figures beside those of a test part are of."""
    return "these images" if "evaluation" in summary else "cross-validation"


def dummy_words(task: str) -> str:
    """What the dummy does."""
    if task == "multilabel":
        return "knowing only how frequent the labels are"
    return "always answering the most frequent class"


def test_part(summary: dict) -> str:
    """What the test images are."""
    return f"{'official' if summary['test']['split'] == 'official' else 'held-out'} test part"


def shown_figures(summary: dict) -> list[str]:
    """Names of the figures to show: none under two names, but for the headline."""
    names, task = summary["cv"]["metrics"], summary["task"]
    return [n for n in names if n == summary["headline"] or not record_of(n, task).same_as]
