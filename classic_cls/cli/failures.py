"""From exceptions to one sentence and an exit code; no traceback reaches a person."""

import errno
import os
import re
import sys
import traceback
import warnings
from contextlib import contextmanager

import typer

from .console import manner, tell

FAILED, BAD_USAGE, FAULT, INTERRUPTED = 1, 2, 70, 130

_TRACEBACK = "CLASSIC_CLS_TRACEBACK"
# click's own class; newer versions of typer carry click inside, so it has no other name.
_UsageError = typer.BadParameter.__base__
_BAD_PATHS = (
    FileExistsError,
    FileNotFoundError,
    IsADirectoryError,
    NotADirectoryError,
    PermissionError,
)
_NOT_WRITTEN = (errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EPIPE)
_FOR_DEVELOPERS = (DeprecationWarning, PendingDeprecationWarning, FutureWarning)
# Of forests in several threads, each of which resets the filters of all: it means nothing.
_NO_WARNING = "`sklearn.utils.parallel.delayed` should"


class Failure(Exception):
    """The work ran, but not all of it went well."""


class Interrupted(Exception):
    """A person stopped the work; the message says what is left of it."""


def exit_code_of(work) -> int:
    """Call ``work()``; print what goes wrong as a sentence, and return the exit code.

    0 is success, 1 that some of the work failed, 2 bad usage or bad data, 70 a fault of
    this program, 130 an interruption.
    """
    try:
        code = work() or 0
        if code == INTERRUPTED:  # typer makes this exit code of the exception
            raise KeyboardInterrupt
    except (KeyboardInterrupt, Interrupted) as interrupt:
        code = INTERRUPTED
        tell(f"interrupted; {str(interrupt) or 'nothing was written'}")
    except Exception as error:
        if os.environ.get(_TRACEBACK):
            traceback.print_exc()
        code, message = _explain(error)
        tell(f"error: {' '.join(message.splitlines())}", style="bold red")
    return code


def _explain(error: Exception) -> tuple[int, str]:
    if isinstance(error, _UsageError):
        return BAD_USAGE, _usage(error)
    if isinstance(error, Failure):
        return FAILED, str(error)
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else _stream(error)
        code = BAD_USAGE if isinstance(error, _BAD_PATHS) else FAILED
        return code, f"{where}{error.strerror or error}"
    if isinstance(error, MemoryError):
        return FAILED, f"out of memory ({error}); take --n-jobs 1, or train with a smaller --size"
    # The first is scikit-learn's, and names the parameter; importing the class is slow.
    if type(error).__name__ == "InvalidParameterError" or _is_ours(error):
        return BAD_USAGE, str(error)
    hint = f"({_TRACEBACK}=1 in the environment shows where this comes from)"
    # NotFittedError of scikit-learn is a ValueError too, but no user's doing.
    if isinstance(error, ValueError) and not isinstance(error, AttributeError):
        return BAD_USAGE, f"{error} {hint}"
    return FAULT, f"a fault of classic-cls, {type(error).__name__}: {error} {hint}"


def _stream(error: OSError) -> str:
    """Files are named by whoever writes them; what is not named is what all lines go to."""
    return "standard output: " if error.errno in _NOT_WRITTEN else ""


def _usage(error) -> str:
    message = error.format_message().rstrip(".")
    help_of = f"; see '{error.ctx.command_path} --help'" if error.ctx is not None else ""
    return message + help_of


def _is_ours(error: Exception) -> bool:
    """Whether the message was written for people: a ValueError raised by this package."""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    package = frame.f_globals.get("__name__", "").partition(".")[0]
    return isinstance(error, ValueError) and package == __name__.partition(".")[0]


@contextmanager
def shown_warnings():
    """Show every distinct warning once, as a line; numbers do not make a difference."""
    seen = set()

    def show(message, category, filename, lineno, file=None, line=None):
        first_line = str(message).strip().partition("\n")[0].rstrip(":")
        key = re.sub(r"\d+", "", first_line)
        if key not in seen and not key.startswith(_NO_WARNING):
            seen.add(key)
            whole = f"{str(message).strip()} ({category.__name__}, {filename}:{lineno})"
            tell(f"warning: {whole if manner().verbose else first_line}", style="yellow")

    with warnings.catch_warnings():
        if not sys.warnoptions:
            for category in _FOR_DEVELOPERS:
                warnings.simplefilter("ignore", category)
        # Which images were set aside is listed by the commands.
        warnings.filterwarnings("ignore", message=".* set aside, ", category=UserWarning)
        warnings.showwarning = show
        yield
