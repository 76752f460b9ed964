"""Images of every class, from the one that the model was surest of to the least sure."""

from dataclasses import dataclass

import numpy as np

from ..leads import leads
from ..section import Section
from ..tiles import Tile, tiles_of

MOST_CLASSES = 20
MOST_IMAGES = 8


@dataclass(frozen=True)
class Strip:
    """Some images of a class, or with a label."""

    name: str
    n: int
    """Of how many."""
    n_wrong: int
    tiles: list[Tile]


class Montage(Section):
    """A row of images for each of the weakest classes: evenly spaced between surest and least."""

    key = "montage"

    def pictures(self, training) -> list[Strip]:
        """At most 20 classes, the lowest recall first, and 8 images of each."""
        found = training.cv.predictions
        if found.scores is None:
            return []
        ahead, recall = leads(found), training.cv.classes["recall"]
        order = np.argsort(np.where(np.isnan(recall), 2.0, recall), kind="stable")
        return [_strip(training, int(c), ahead[:, c]) for c in order[:MOST_CLASSES]]

    def show(self, summary, pictures) -> dict | None:
        """The rows, where images may be shown."""
        strips = [strip for strip in pictures or () if strip.tiles]
        n_more = len(summary["class_names"]) - len(strips)
        return {"strips": strips, "n_more": n_more} if strips else None


def _strip(training, c: int, ahead) -> Strip:
    """Of the images of a class, evenly spaced in the order of sureness."""
    found = training.cv.predictions
    has = found.codes[:, c] == 1 if found.multilabel else found.codes == c
    rows = np.flatnonzero(found.tested[0] & has)
    rows = rows[np.argsort(-ahead[rows], kind="stable")]
    answers = found.answer_codes[0]
    right = answers[:, c] == 1 if found.multilabel else answers == c
    n = min(MOST_IMAGES, len(rows))
    chosen = rows[np.linspace(0, len(rows) - 1, n).round().astype(int)] if n else rows
    rights = right[chosen].tolist()
    said = [_said(found, row, ok) for row, ok in zip(chosen.tolist(), rights, strict=True)]
    tiles = tiles_of(training, chosen.tolist(), rights, said)
    return Strip(str(found.class_names[c]), len(rows), int((~right[rows]).sum()), tiles)


def _said(found, row: int, right: bool) -> str:
    if right:
        return "right"
    return "missed" if found.multilabel else f"taken for {found.answers[0, row]}"
