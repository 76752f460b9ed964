"""What every way to split the images checks first."""

import shlex

import numpy as np

from .._remedies import remedy
from .._validation import quoted


def derived_seeds(random_state, count):
    """``random_state`` itself (drawn, if it is None), then seeds derived from it.

    >>> derived_seeds(7, 3)[0], len(set(derived_seeds(7, 3)))
    (7, 3)
    """
    if random_state is None:
        random_state = int(np.random.SeedSequence().generate_state(1)[0])
    derived = (np.random.SeedSequence([random_state, r]) for r in range(1, count))
    return [random_state] + [int(sequence.generate_state(1)[0]) for sequence in derived]


def check_several(y):
    """Refuse labels ``(n,)`` of which there is one only.

    >>> check_several(["a", "b"])
    """
    names = np.unique(y)
    if len(names) < 2:
        raise ValueError(f"there is only one class, {quoted(names)}; a classifier needs two")


def rarest_class(y, groups=None):
    """Name of the class with the fewest images (or groups), at least 2, and how many these are.

    >>> rarest_class(["a", "a", "b", "b", "b"])
    ('a', 2)
    """
    names, codes = np.unique(y, return_inverse=True)
    if groups is not None:
        group_codes = np.unique(groups, return_inverse=True)[1]
        codes = np.unique(np.column_stack([codes, group_codes]), axis=0)[:, 0]
    counts = np.bincount(codes)
    single = names[counts < 2]
    if len(single):
        unit = "image" if groups is None else "group"
        drop = "leave it out" + remedy(
            "", " with" + "".join(f" --drop-class {shlex.quote(str(name))}" for name in single[:3])
        )
        raise ValueError(
            f"class {quoted(single)} has only one {unit}, so it cannot be both trained and "
            f"tested; add more, or {drop}"
        )
    return str(names[counts.argmin()]), int(counts.min())
