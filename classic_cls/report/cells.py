"""What opens behind a cell of a confusion matrix: its share with an interval, and its images."""

import numpy as np

from .._figure_text import figure_text, interval_text
from .leads import leads
from .shapes import shade
from .tiles import limits_of, tiles_of

MOST_PICTURES = 320
"""Of all cells together: of photos some 2.5 kB each."""
MOST_OF_A_CELL = 24
MOST_PANELS = 600


def intervals_of_cells(predictions) -> np.ndarray:
    """Limits ``(k, k, 2)`` of the share of each row of a confusion matrix: 95% intervals.

    Those of the accuracy within a class: groups, repeats and folds are allowed for. NaN for a
    class of which nothing was tested.
    """
    k = len(predictions.class_names)
    found = np.full((k, k, 2), np.nan)
    for true in np.unique(predictions.codes[predictions.cells[1]]).tolist():
        part = predictions.take(np.flatnonzero(predictions.codes == true))
        answers = part.part().answers
        for answer in range(k):
            low, high, _ = part.share_interval((answers == answer).astype(float))
            found[true, answer] = max(0.0, low), min(1.0, high)
    return found.round(4)


def images_of_cells(predictions) -> dict[tuple[int, int], list[int]]:
    """Rows of the images behind every cell, in any repeat, those first that lead by most."""
    repeats, rows = predictions.cells
    true, answers = predictions.codes[rows], predictions.answer_codes[repeats, rows]
    surest = np.zeros(len(rows))
    if predictions.scores is not None:
        surest = leads(predictions)[rows, answers]
    behind: dict[tuple[int, int], dict[int, None]] = {}
    for at in np.argsort(-surest, kind="stable").tolist():
        cell = behind.setdefault((int(true[at]), int(answers[at])), {})
        cell[int(rows[at])] = None
    return {cell: list(found) for cell, found in behind.items()}


def pictures_of_cells(training) -> dict[tuple[int, int], dict]:
    """Of every cell the number ``n`` of its images, and some of them as ``tiles``.

    The mistakes come first where not all fit.
    """
    behind = images_of_cells(training.cv.predictions)
    wrong = [cell for cell in sorted(behind) if cell[0] != cell[1]]
    right = [cell for cell in sorted(behind) if cell[0] == cell[1]]
    shown, left = {}, MOST_PICTURES
    # A quarter is kept for what was right.
    for cells, most in ((wrong, 3 * MOST_PICTURES // 4), (right, None)):
        sizes = [len(behind[cell]) for cell in cells]
        shown |= dict(zip(cells, limits_of(sizes, left if most is None else most, MOST_OF_A_CELL)))
        left = MOST_PICTURES - sum(shown.values())
    rows = [row for cell, n in shown.items() for row in behind[cell][:n]]
    found = iter(tiles_of(training, rows))
    return {
        cell: {"n": len(behind[cell]), "tiles": [next(found) for _ in range(n)]}
        for cell, n in shown.items()
    }


def cells_of(counts, names, intervals=None, pictures=None) -> list[list[dict]]:
    """Every cell for the templates: see ``cells.html``."""
    pictures = pictures or {}
    wanted = sorted(((-n, i, j) for i, row in enumerate(counts) for j, n in enumerate(row) if n))
    opened = {(i, j) for _, i, j in wanted[:MOST_PANELS]}
    return [
        [
            _cell(counts, names, (i, j), intervals, pictures.get((i, j)), (i, j) in opened)
            for j in range(len(row))
        ]
        for i, row in enumerate(counts)
    ]


def _cell(counts, names, place, intervals, behind, opens) -> dict:
    i, j = place
    count, of = counts[i][j], sum(counts[i])
    share = count / max(1, of)
    depth, limits = shade(share, hit=i == j), intervals and intervals[i][j]
    known = limits is not None and None not in limits
    interval = f", 95% interval {interval_text(limits)}" if known else ""
    said = f"{count:,} of {of:,} ({figure_text(share)}{interval})"
    return {
        "id": f"cell-{i}-{j}", "count": count, "truth": names[i], "answer": names[j],
        "title": f"{names[i]} labelled as {names[j]}: {said}", "said": said, "opens": opens,
        "kind": "none" if not count else "hit" if i == j else "miss",
        "depth": round(depth, 3), "deep": depth > 0.8,
        "tiles": behind["tiles"] if behind else [], "n": behind["n"] if behind else None,
    }  # fmt: skip
