"""What a person should be told of a way to split the images."""

import numpy as np

from .._validation import quoted
from ..notes import Note

_PLURAL = {"class": "classes", "label": "labels"}


def split_notes(splits, y, groups=None, class_names=None):
    """Notes on images never tested, groups on both sides, and classes absent from parts."""
    folds = [fold for repeat in splits for fold in repeat]
    notes = [*_untested(folds, len(y)), *_same_tests(folds), *_straddling_groups(folds, groups)]
    if y.ndim == 1:
        names, codes = np.unique(y, return_inverse=True)
        trained = [np.bincount(codes[train], minlength=len(names)) > 0 for train, _ in folds]
        return notes + _untrained(~np.array(trained), names, "class")
    names = np.arange(y.shape[1]) if class_names is None else np.asarray(class_names)
    return notes + _label_notes(folds, y, names)


def _untested(folds, n_images):
    tested = np.zeros(n_images, dtype=bool)
    for _, test in folds:
        tested[test] = True
    n_untested = n_images - np.count_nonzero(tested)
    if not n_untested:
        return []
    verb = "is" if n_untested == 1 else "are"
    return [f"{n_untested} of {n_images} images {verb} never tested"]


def _same_tests(folds):
    n_different = len({test.tobytes() for _, test in folds})
    if n_different == len(folds):
        return []
    return [
        f"the {len(folds)} splits test only {n_different} different "
        f"{'part' if n_different == 1 else 'parts'} of the images: so few groups can be divided "
        "evenly in few ways; a number of folds would test all images"
    ]


def _straddling_groups(folds, groups):
    if groups is None:
        return []
    names, codes = np.unique(groups, return_inverse=True)
    straddling = np.zeros(len(names), dtype=bool)
    for train, test in folds:
        sides = (np.bincount(codes[rows], minlength=len(names)) > 0 for rows in (train, test))
        straddling |= np.logical_and(*sides)
    if not straddling.any():
        return []
    n = np.count_nonzero(straddling)
    said = f"{n} {'group stands' if n == 1 else 'groups stand'} on both sides of the given splits"
    nameless = f"{said}: the figures are too high for new groups"
    # Numbers are no names that anybody knows: so groups of near-duplicates are told apart.
    if names.dtype.kind not in "UO":
        return [nameless]
    named = nameless.replace(said, f"{said} ({quoted(names[straddling], 3)})")
    # Groups may be named after files, or after whom these show.
    return [Note(named, names[straddling][:3], nameless)]


def _found(indicator, folds, side):
    """Whether some image of a side (0 training, 1 test) is marked, ``(folds, labels)``."""
    return np.array([indicator[fold[side]].any(axis=0) for fold in folds])


def _subject(names, kind):
    many = len(names) > 1
    return f"{_PLURAL[kind] if many else kind} {quoted(names)} {'are' if many else 'is'}"


def _about_training(is_so, names, kind, where, how):
    """One note for the classes of as many folds; ``is_so`` is ``(folds, classes)``."""
    n_folds = is_so.sum(axis=0)
    notes = []
    for number in np.unique(n_folds[n_folds > 0])[::-1]:
        concerned = names[n_folds == number]
        pronoun = "it" if len(concerned) == 1 else "they"
        notes.append(
            f"{_subject(concerned, kind)} {where} of {number} of {len(is_so)} folds, where "
            f"{pronoun} {how}"
        )
    return notes


def _untrained(missing, names, kind):
    """Notes on classes that no training image of some folds has."""
    where = "absent from the training images"
    return _about_training(missing, names, kind, where, "cannot be found")


def _label_notes(folds, y, names):
    present, absent = y == 1, y == 0
    trained = _found(present, folds, 0)
    always = trained & ~_found(absent, folds, 0)
    notes = _untrained(~trained, names, "label")
    notes += _about_training(
        always, names, "label", "on every known training image", "cannot be told to be absent"
    )
    one_sided = (~_found(present, folds, 1) | ~_found(absent, folds, 1)).any(axis=0)
    if one_sided.any():
        notes.append(
            f"{_subject(names[one_sided], 'label')} on no test image of some folds, or on all: "
            "the figures of these folds alone say nothing there"
        )
    return notes
