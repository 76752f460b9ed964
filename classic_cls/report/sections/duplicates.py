"""Near-duplicates among the images: what is told of them, and their pictures."""

from dataclasses import dataclass

import numpy as np

from ..._figure_text import figure_text, interval_text
from ...evaluation import record_of
from ..estimates import value_and_interval
from ..leakage import duplicates_found, images_word, n_divided
from ..section import Section
from ..thumbnails import thumbnails

MOST_PAIRS_LISTED = 500


class Duplicates(Section):
    """How many images look like versions of each other, what that does to the figures."""

    key = "duplicates"

    def summarize(self, training) -> dict:
        """What was found, and what near-duplicates do to the figures.

        ``near_duplicates``: None where nobody looked. ``n_images`` that share a group with
        another, ``n_groups``, ``n_divided`` (groups on both sides of a split), ``applied``,
        whether they were kept together; ``n_pairs``, ``n_different_labels`` and (at most 500,
        those with different labels first) ``pairs`` of ``path_a``, ``path_b``, ``distance``,
        ``same_label`` and ``identical``; ``notes``; ``random_split``: None, or the figures had
        they been divided at random, which those of ``cv`` are to be compared with;
        ``random_split_is_bound``: whether these were not measured, but are as good as they can
        be about: figures of counts, had every answer about a copy been right.
        ``test``: ``without_duplicates``: None, or ``n_images`` and, if there are any, the figures
        of the test images of which no near-duplicate was learned from.
        """
        cv, unseen = training.cv, training.test_without_duplicates
        nothing_left = {"n_images": 0} if training.n_test_copies else None
        return {
            "near_duplicates": None if cv.duplicates is None else _found(cv),
            "test": {
                "without_duplicates": nothing_left if unseen is None else {
                    "n_images": unseen.n_images,
                    **_values(unseen.figures),
                },
            },
        }

    def pictures(self, training) -> list["Pair"]:
        """The pairs to show."""
        return near_duplicate_pairs(training)

    def show(self, summary, pictures) -> dict | None:
        """Sentences, and the pairs."""
        sentences = _sentences(summary)
        return {"sentences": sentences, "pairs": pictures or ()} if sentences else None


@dataclass(frozen=True)
class Pair:
    """Two images that look like versions of one; several labels are joined by ``;``."""

    paths: tuple[str, str]
    labels: tuple[str, str]
    doubtful: bool
    """Whether they are so surely one image that one of the labels is wrong."""
    thumbnails: tuple[str | None, str | None]


def near_duplicate_pairs(training, limit: int = 12) -> list[Pair]:
    """Near-duplicates to show: those with different labels first, then the nearest."""
    cv = training.cv
    if cv.duplicates is None:
        return []
    found = cv.duplicates.found
    shown = list(_telling_first(found, limit))
    small = thumbnails(training, [training.refs[row] for _, pair in shown for row in pair])
    return [
        Pair(
            paths=tuple(str(cv.predictions.paths[row]) for row in pair),
            labels=tuple(_labels(cv.predictions, row) for row in pair),
            doubtful=bool(found.contradictory[place]),
            thumbnails=both,
        )
        for (place, pair), both in zip(shown, zip(small[::2], small[1::2]), strict=True)
    ]


def _labels(predictions, row) -> str:
    truth, names = predictions.truth[row], predictions.class_names
    if not predictions.multilabel:
        return str(truth)
    return ";".join(str(names[label]) for label in np.flatnonzero(truth == 1))


def _telling_first(found, limit):
    """Number and images of the pairs that tell most."""
    order = np.lexsort((found.distances, ~found.contradictory))[:limit]
    return zip(order.tolist(), found.pairs[order].tolist(), strict=True)


def _found(cv) -> dict:
    found, predictions = cv.duplicates.found, cv.predictions
    folds = predictions.folds[:, found.in_group]
    return {
        "n_images": found.n_in_groups,
        "n_groups": found.n_groups,
        "applied": cv.duplicates.applied,
        "n_divided": n_divided(folds, found.groups[found.in_group]),
        "n_pairs": len(found.pairs),
        "n_different_labels": int(found.contradictory.sum()),
        "pairs": [
            {
                "path_a": predictions.paths[a],
                "path_b": predictions.paths[b],
                "distance": found.distances[place],
                "same_label": found.same_label[place],
                "identical": found.identical[place],
            }
            for place, (a, b) in _telling_first(found, MOST_PAIRS_LISTED)
        ],
        "notes": cv.duplicates.notes,
        "random_split": cv.random_split and _values(cv.random_split),
        "random_split_is_bound": cv.random_split_is_bound,
    }


def _values(estimates: dict) -> dict:
    return {name: value_and_interval(found) for name, found in estimates.items()}


def _sentences(summary: dict) -> list[str]:
    copies, test = summary["near_duplicates"], summary["test"]
    sentences = [] if copies is None else _about_copies(summary, copies)
    if test["without_duplicates"] is not None:
        sentences.append(_unseen(summary))
    return sentences


def _about_copies(summary: dict, copies: dict) -> list[str]:
    sentences = [duplicates_found(summary)] if copies["n_images"] else []
    if copies["n_divided"]:
        sentences += [f"{note[0].upper()}{note[1:]}." for note in copies["notes"][:1]]
    if copies["n_different_labels"]:
        sentences.append(_different_labels(copies["n_different_labels"], images_word(summary)))
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
        f"{text}: {record_of(name, summary['task']).title} {figure_text(test[name], share)} with "
        f"them, {figure_text(alone[name]['value'], share)} without (95% interval {interval}, "
        f"{alone['n_images']:,} images)."
    )
