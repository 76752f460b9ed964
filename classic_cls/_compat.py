"""The single import site of scikit-learn's private names and of ``jit``.

Whatever differs between supported versions of the dependencies is settled
here, so that the rest of the package reads as if there were one version.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numba
from sklearn.utils._param_validation import (
    HasMethods,
    Hidden,
    Interval,
    InvalidParameterError,
    Options,
    StrOptions,
    validate_parameter_constraints,
)

__all__ = [
    "HasMethods",
    "Hidden",
    "Interval",
    "InvalidParameterError",
    "Options",
    "StrOptions",
    "jit",
    "validate_parameter_constraints",
]

_warned_uncached = False


def jit(function: Callable) -> Any:
    """Compile a kernel: no Python objects, no GIL, machine code kept on disk.

    Where no folder can be written (a read-only container), numba refuses to
    decorate at all; the kernel is then compiled anew in every process.
    """
    try:
        return numba.njit(nogil=True, cache=True)(function)
    except RuntimeError:
        _warn_uncached()
        return numba.njit(nogil=True)(function)


def _warn_uncached():
    global _warned_uncached
    if not _warned_uncached:
        _warned_uncached = True
        warnings.warn(
            "compiled kernels cannot be kept on disk, so they are compiled anew in "
            "every process; set NUMBA_CACHE_DIR to a folder that can be written",
            RuntimeWarning,
            stacklevel=3,
        )
