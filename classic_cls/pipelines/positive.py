"""The positive class of a task with two classes."""

import re

from .._validation import quoted

_POSITIVE = frozenset(
    "1 true yes y pos positive defect defects defective damaged damage broken cracked crack bad ng "
    "fail failed faulty fault anomaly anomalous abnormal sick ill disease diseased infected "
    "malignant cancer tumor tumour present spam foreground".split()
)
_NEGATIVE = frozenset(
    "0 false no n neg negative good ok okay pass passed fine intact undamaged normal healthy "
    "uninfected benign absent none ham background".split()
)
_NEGATION = re.compile(r"^(?:non|not|no|without)[\s_-]+|^un(?=infected|damaged)")


def positive_class(class_names, wanted=None) -> str | None:
    """The class that a binary task looks for: ``wanted``, or that of a well-known pair, or None.

    >>> positive_class(["good", "defect"]), positive_class(["no_face", "face"])
    ('defect', 'face')
    >>> positive_class(["cat", "dog"]) is None
    True
    """
    names = [str(name) for name in class_names]
    if wanted is not None:
        return _checked(str(wanted), names)
    if len(names) != 2:
        return None
    for name, other in (names, names[::-1]):
        if _is_pair(name.strip().lower(), other.strip().lower()):
            return name
    return None


def _checked(wanted, names):
    if len(names) != 2:
        raise ValueError(
            f"a positive class ({wanted!r}) needs a task with two classes; here are {len(names)}"
        )
    if wanted not in names:
        raise ValueError(f"positive class {wanted!r} is not among the classes {quoted(names)}")
    return wanted


def _is_pair(positive: str, negative: str) -> bool:
    if positive in _POSITIVE and negative in _NEGATIVE:
        return True
    # "face / non-face", but "not good / good"
    if _NEGATION.sub("", negative) == positive:
        return positive not in _NEGATIVE
    return _NEGATION.sub("", positive) == negative and negative in _NEGATIVE
