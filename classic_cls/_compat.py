"""The single import site of scikit-learn's private names and of ``jit``.

Whatever differs between supported versions of the dependencies is settled
here, so that the rest of the package reads as if there were one version.
"""

import warnings
from collections.abc import Callable
from contextlib import contextmanager
from numbers import Integral
from typing import Any

import numba
from numba.core import event
from sklearn.utils import _param_validation as validation
from sklearn.utils._param_validation import (
    HasMethods,
    Hidden,
    InvalidParameterError,
    Options,
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
    "validate_own_parameters",
    "validate_parameter_constraints",
    "when_compiling",
]

_warned_uncached = False


class Interval(validation.Interval):
    """A range of numbers; scikit-learn's messages have it in plain words."""

    def __str__(self):
        kind = "a whole number" if self.type is Integral else "a number"
        if self.closed == "both":
            return f"{kind} from {self.left} to {self.right}"
        low = f"of {self.left} or more" if self.closed == "left" else f"above {self.left}"
        if self.right is None:
            return f"{kind} {low}"
        high = "up to" if self.closed == "right" else "below"
        return f"{kind} {low} and {high} {self.right}"


class StrOptions(validation.StrOptions):
    """Names to choose from, in a fixed order."""

    def __str__(self):
        names = ", ".join(sorted(map(repr, self.options)))
        return f"one of {names}" if len(self.options) > 1 else names


def validate_own_parameters(estimator: Any) -> None:
    """Have an estimator refuse the values that its ``fit`` would refuse."""
    if hasattr(estimator, "_validate_params") and hasattr(estimator, "_parameter_constraints"):
        estimator._validate_params()


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


@contextmanager
def when_compiling(tell: Callable[[], None]):
    """While it lasts, call ``tell()`` whenever a kernel is compiled, not taken from disk."""

    class Listener(event.Listener):
        def on_start(self, event):
            tell()

        def on_end(self, event):
            pass

    with event.install_listener("numba:compile", Listener()):
        yield


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
