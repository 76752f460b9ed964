"""What a decision threshold is chosen for, computed from scores and truth alone."""

import re

import numpy as np

_AIM = re.compile(r"(recall|precision|specificity)=(\d*\.?\d+)")
_WHOLE_AIMS = ("f1", "balanced_accuracy")
RECALLS = (0.90, 0.95, 0.98, 0.99)  # whose false alarms are told beside those of an aim
_SLACK = 1e-9  # 0.99 of 100 is no float


def checked_aim(aim: str) -> tuple[str, float | None]:
    """Understand what a threshold is chosen for.

    Parameters
    ----------
    aim : str
        "f1" or "balanced_accuracy"; or a floor, such as "recall=0.99", "precision=0.95" or
        "specificity=0.9".

    Returns
    -------
    figure : str
        What is maximised, or has the floor.
    floor : float or None
        None where the figure itself is maximised.

    Raises
    ------
    ValueError
        If it is no known aim, or the floor is not in (0, 1].

    Examples
    --------
    >>> checked_aim("recall=0.99")
    ('recall', 0.99)
    """
    if aim in _WHOLE_AIMS:
        return aim, None
    found = _AIM.fullmatch(str(aim).replace(" ", ""))
    if found and 0 < float(found[2]) <= 1:
        return found[1], float(found[2])
    raise ValueError(
        f"unknown aim {aim!r}; it is 'f1', 'balanced_accuracy', or a floor from above 0 to 1 such "
        "as 'recall=0.99', 'precision=0.95' or 'specificity=0.9'"
    )


def best_threshold(scores, present, aim=None, mistakes=None) -> tuple[float, bool]:
    """Threshold that serves an aim best; rows with at least that score count as present.

    The aim is one of `checked_aim`; in its place, ``mistakes`` (2, 2) are costs by truth (row) and
    answer (column), absent first. Both values of ``present`` occur. The threshold is half-way
    between two scores, or beyond the last one on either side; with it comes whether these rows
    reach the floor, else it is the nearest one.

    For a floor, one row more than there are is taken to be judged wrongly. The share of rows
    on the right side of the threshold that leaves is then at least the floor for a new row,
    on average, if its score is one like these.
    """
    thresholds, found, false = _counts(scores, present)
    n_present = np.count_nonzero(present)
    n_absent = len(present) - n_present
    if mistakes is not None:
        rejected, missed = n_absent - false, n_present - found
        cost = (
            mistakes[0, 0] * rejected + mistakes[0, 1] * false
            + mistakes[1, 0] * missed + mistakes[1, 1] * found
        )  # fmt: skip
        return float(thresholds[np.argmin(cost)]), True
    recall, specificity = found / n_present, 1 - false / n_absent
    if aim[0] in _WHOLE_AIMS:
        f1 = 2 * found / (found + false + n_present)
        figure = f1 if aim[0] == "f1" else (recall + specificity) / 2
        return float(thresholds[np.argmax(figure)]), True
    right, judged = {
        "recall": (found, n_present),
        "specificity": (n_absent - false, n_absent),
        "precision": (found, found + false),
    }[aim[0]]
    other = specificity if aim[0] == "recall" else recall
    best = _above_floor(right / (judged + 1), other, aim[1])
    n_judged = np.broadcast_to(judged, right.shape)[best]
    reached = n_judged > 0 and right[best] / n_judged >= aim[1] - _SLACK
    return float(thresholds[best]), bool(reached)


def _above_floor(figure, other, floor) -> int:
    """Place with the best other side above the floor, or else above the highest there is."""
    allowed = figure >= floor - _SLACK
    if not allowed.any():
        allowed = figure == figure.max()
    # Of those that share the best other side, the most of the aim itself.
    return max(np.flatnonzero(allowed).tolist(), key=lambda place: (other[place], figure[place]))


def _counts(scores, present):
    """Every threshold that makes a difference, falling, with true and false detections."""
    order = np.argsort(-scores, kind="stable")
    scores, present = scores[order], present[order]
    last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1)  # of equal scores
    found = np.concatenate([[0], np.cumsum(present)[last]])
    values = scores[last]
    below = np.nextafter(values[-1], -np.inf)
    above = np.nextafter(values[0], np.inf)
    between = values[:-1] / 2 + values[1:] / 2
    return np.concatenate([[above], between, [below]]), found, np.append(0, last + 1) - found
