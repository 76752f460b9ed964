"""How the program ends when a signal comes: at once, wherever it is, with nothing left behind.

Threads that decode and compute stand in compiled code, which can neither be interrupted nor survive
that Python takes itself apart. So nothing is unwound: a thread of its own removes the temporary
files, says one line, and ends the process.
"""

import os
import signal
import sys
import threading
from contextlib import suppress

from .._temporary import finished_places, remove_all

# What shells give for a signal that is the end.
_CODE_OF_SIGNAL = 128
_NAMES = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
_SHOW_CURSOR = "\x1b[?25h\n"


def end_on_signals() -> None:
    """From now on a signal to end is the end, unless whoever started the program has it ignored."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for name in _NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda *_: None)  # the thread below does it
    threading.Thread(target=_wait, args=(reading,), daemon=True).start()


def _wait(reading: int) -> None:
    names = {int(getattr(signal, name)): name for name in _NAMES if hasattr(signal, name)}
    while True:
        for number in os.read(reading, 1):
            if number in names:
                remove_all()
                _write(f"{_NAMES[names[number]]}; {_what_is_left()}\n")
                os._exit(_CODE_OF_SIGNAL + number)


def leave(code: int) -> None:
    """Leave Python; at once, if something has gone wrong, as threads may still be at work."""
    code = _flushed(code)
    if code == 0:
        _ignore_signals()
        sys.exit(code)
    remove_all()
    os._exit(code)


def _ignore_signals() -> None:
    """All is done: a signal could only interrupt the end of Python, and change the exit code."""
    for name in _NAMES:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _flushed(code: int) -> int:
    """The exit code, after what waited to be printed was."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough
        return code or _CODE_OF_SIGNAL + signal.SIGPIPE
    except OSError as error:
        if code == 0:
            _write(f"error: standard output: {error.strerror or error}\n")
        return code or 1
    return code


def _what_is_left() -> str:
    done = finished_places()
    return f"what was finished is in {', '.join(done)}" if done else "nothing was written"


def _write(text: str) -> None:
    """To stderr, past its buffer, which the main thread may hold."""
    cursor = _SHOW_CURSOR if sys.stderr is not None and sys.stderr.isatty() else ""
    with suppress(OSError):
        os.write(2, (cursor + text).encode(errors="replace"))
