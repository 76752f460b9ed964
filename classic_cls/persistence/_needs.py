"""What the rules about loaded parts are written with."""

import numpy as np

from ._errors import damaged


def need(condition, part, what: str) -> None:
    """Refuse the file if ``condition`` does not hold."""
    if not condition:
        raise damaged(f"{what} of a {type(part).__name__}")


def need_array(part, name: str, shape: tuple, kinds: str = "f") -> np.ndarray:
    """An attribute, if it is an array of this shape (None: any) and kind, and finite."""
    array = getattr(part, name, None)
    fits = isinstance(array, np.ndarray) and array.dtype.kind in kinds
    fits = fits and len(array.shape) == len(shape)
    fits = fits and all(n in (None, m) for n, m in zip(shape, array.shape))
    need(fits and (array.dtype.kind != "f" or np.isfinite(array).all()), part, name)
    return array


def n_features(part) -> int:
    """The number of columns that a part was fitted on."""
    number = getattr(part, "n_features_in_", None)
    need(type(number) is int and number > 0, part, "n_features_in_")
    return number
