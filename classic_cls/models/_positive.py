"""The positive class of a task with two classes."""

import re
import shlex
from collections.abc import Sequence

import numpy as np

from .._remedies import remedy
from .._validation import as_text, quoted
from ._aims import checked_aim

_POSITIVE = frozenset(
    "1 true yes y pos positive defect defects defective damaged damage broken cracked crack bad ng "
    "nok ko nio n.i.o. reject rejected fail failed faulty fault anomaly anomalous abnormal sick "
    "ill disease diseased infected malignant cancer tumor tumour present spam foreground".split()
)
_NEGATIVE = frozenset(
    "0 -1 false no n neg negative good ok okay io i.o. accept accepted pass passed fine intact "
    "undamaged normal healthy uninfected benign absent none ham background".split()
)
# The smaller class is what an aim is about where the other one is more than so many times as large.
_CLEARLY = 3.0
# Counts only where the other class is what is left, or a known name: "normal" stays what it is.
_NEGATION = re.compile(r"^(?:non|not|no|without|un)[\s_-]*")


def positive_class(
    class_names: Sequence,
    wanted: object = None,
    *,
    counts: Sequence[int] | None = None,
    aim: str | None = None,
) -> str | None:
    """The class that a task of two classes looks for: the one rule for aims and figures.

    Parameters
    ----------
    class_names : sequence
        All classes.
    wanted : object, optional
        What a person says; it wins.
    counts : sequence of int, optional
        Images of every class.
    aim : str, optional
        What a threshold is chosen for.

    Returns
    -------
    str or None
        ``wanted``; or that of a well-known pair of names; or, where an aim is about one class, the
        clearly rarer one, of "f1" else the last one. Otherwise None.

    Raises
    ------
    ValueError
        If ``wanted`` is no class of two, or an aim has a floor for one class and no rule tells
        which.

    Examples
    --------
    >>> positive_class(["good", "defect"]), positive_class(["no_face", "face"])
    ('defect', 'face')
    >>> positive_class(["scratch", "smooth"]) is None
    True
    >>> positive_class(["scratch", "smooth"], counts=[30, 900], aim="recall=0.98")
    'scratch'
    """
    names = as_text(class_names).tolist()
    if wanted is not None:
        return _checked(as_text([wanted]).tolist()[0], names)
    if len(names) != 2:
        return None
    for name, other in (names, names[::-1]):
        if _is_pair(name.strip().lower(), other.strip().lower()):
            return str(name)
    return _by_numbers(names, counts, aim) if _is_about_one(aim) else None


def chosen_note(
    class_names: Sequence,
    wanted: object = None,
    *,
    counts: Sequence[int] | None = None,
    aim: str | None = None,
) -> tuple[str, ...]:
    """What a person should be told where neither they nor the names told `positive_class`."""
    if wanted is not None or positive_class(class_names) is not None:
        return ()
    found = positive_class(class_names, counts=counts, aim=aim)
    if found is None or counts is None:
        return ()
    why = f"the rarer one ({min(counts):,} of {sum(counts):,} images)"
    return (
        f"the aim {aim} is taken to be about class {found!r}, "
        f"{why if _is_clear(counts) else 'the last one'}; the other one with "
        f"{_asked(next(name for name in class_names if name != found))}",
    )


def _asked(name) -> str:
    return remedy(f"positive={name!r}", f"--positive {shlex.quote(str(name))}")


def _is_about_one(aim) -> bool:
    """Whether an aim is another one of the other class."""
    return aim is not None and checked_aim(aim)[0] != "balanced_accuracy"


def _is_clear(counts) -> bool:
    return counts is not None and max(counts) > _CLEARLY * min(counts)


def _by_numbers(names, counts, aim) -> str:
    if _is_clear(counts):
        return str(names[int(np.argmin(counts))])
    if checked_aim(aim)[1] is None:
        return str(names[-1])
    raise ValueError(
        f"the aim {aim} is about one of the classes {quoted(names)}, and neither their names nor "
        f"their numbers of images say which: give {_asked(names[0])} or {_asked(names[1])}"
    )


def _checked(wanted, names) -> str:
    if len(names) != 2:
        raise ValueError(
            f"a positive class ({wanted!r}) needs a task with two classes; here are {len(names)}"
        )
    if wanted not in names:
        raise ValueError(f"positive class {wanted!r} is not among the classes {quoted(names)}")
    return str(wanted)


def _is_pair(positive: str, negative: str) -> bool:
    if positive in _POSITIVE and negative in _NEGATIVE:
        return True
    # "face / non-face", but "not good / good"
    if _NEGATION.sub("", negative) == positive:
        return positive not in _NEGATIVE
    is_negated = positive not in _NEGATIVE and _NEGATION.sub("", positive) in _NEGATIVE
    return is_negated and negative in _NEGATIVE
