"""Which labels of a multilabel data set can be learned and tested."""

import numpy as np

from .._remedies import parameter
from .._validation import quoted
from ._draft import DatasetError

_ONE = {"labels": "label", "are": "is", "them": "it", "they": "it"}
_MANY = {word: word for word in _ONE}
_NEVER = "{labels} {names} {are} never %s: nothing can be learned about {them}"
_ONCE = "{labels} {names} {are} %s one %s only: {they} cannot be both learned and tested"


def check_labels(part) -> tuple[str, ...]:
    """Notes about labels too rare to be learned or tested; an error if that is so of all."""
    n_present, n_absent = _n_units(part, 1), _n_units(part, 0)
    unit = "image" if part.groups is None else "group"
    if not ((n_present > 1) & (n_absent > 0)).any():
        raise DatasetError(
            f"{part.name} has no label that is present in at least 2 {unit}s for training, one to "
            "learn from and one to test on, and known to be absent from another: add images"
            + ("" if part.groups is None else f", or choose finer groups ({parameter('group_by')})")
        )
    is_found = n_present > 0
    notes = [
        (_NEVER % "present", ~is_found),
        (_ONCE % ("present in", unit), n_present == 1),
        (_NEVER % "absent", is_found & (n_absent == 0)),
        (_ONCE % ("absent from", unit), is_found & (n_absent == 1)),
    ]
    return tuple(_note(text, part.class_names, is_so) for text, is_so in notes if is_so.any())


def _n_units(part, value: int) -> np.ndarray:
    """In how many images (or groups) each label is known to be present (1) or absent (0)."""
    found = part.targets == value
    if part.groups is None:
        return np.count_nonzero(found, axis=0)
    return np.array([len(set(part.groups[column].tolist())) for column in found.T])


def _note(text: str, class_names: tuple[str, ...], is_so: np.ndarray) -> str:
    names = [name for name, concerned in zip(class_names, is_so) if concerned]
    return text.format(names=quoted(names), **(_ONE if len(names) == 1 else _MANY))
