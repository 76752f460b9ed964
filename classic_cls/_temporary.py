"""Temporary files and folders that do not outlive their process for long.

Each is locked while it is in use, so what a killed process has left behind can be told from what
another one is working on, on this machine or another that sees the same disk, and is removed by the
next process that writes there. Where there are no such locks nothing of others is removed.
"""

import os
import re
import secrets
import shutil
import stat
import tempfile
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

__all__ = [
    "clean_spill_folder",
    "exclusive",
    "finished_places",
    "moving",
    "remove_all",
    "remove_leftovers",
    "said_of",
    "spill_file",
    "temporary_file",
    "temporary_folder",
]

_NAME = re.compile(r"\.[0-9a-f]{16}\.classic_cls|classic_cls_[0-9a-f]{16}\.points")
# Locks of ours, by path; None where there are no locks.
_held: dict[Path, int | None] = {}
_cleaned: set[tuple[int, Path]] = set()
_finished: list[str] = []
_guard = threading.RLock()


@contextmanager
def temporary_file(folder):
    """An empty file in a folder; it goes at the end, unless it was moved."""
    path, close = _temporary(folder, _hidden, _make_file)
    try:
        yield path
    finally:
        close()


@contextmanager
def temporary_folder(folder):
    """An empty folder in another one; it goes at the end."""
    path, close = _temporary(folder, _hidden, lambda path: os.mkdir(path, 0o700))
    try:
        yield path
    finally:
        close()


def clean_spill_folder() -> None:
    """Remove the files of gigabytes that killed processes have left."""
    remove_leftovers(tempfile.gettempdir())


def spill_file():
    """An empty file for gigabytes in the folder for temporary files, and what removes it."""

    def name():
        return f"classic_cls_{secrets.token_hex(8)}.points"

    return _temporary(tempfile.gettempdir(), name, lambda path: _make_file(path, 0o600))


def _temporary(folder, name, make):
    """Make a file or folder of ours and lock it; gives its path, and what removes it."""
    remove_leftovers(folder)
    process = os.getpid()
    with _guard:
        path = _made_and_locked(folder, name, make)

    def close():
        if os.getpid() == process:  # a forked process has copies of objects, no files of its own
            with _guard:
                _remove(path)
                _unlock(_held.pop(path, None))

    return path, close


def _made_and_locked(folder, name, make) -> Path:
    """Another process may look between the making and the lock, and remove it as left behind."""
    while True:
        path = Path(folder, name())
        make(path)
        _held[path] = _lock(path, wait=True)
        if os.path.lexists(path):
            return path
        _unlock(_held.pop(path))


@contextmanager
def moving(result=None):
    """While it lasts, the process is not ended by a signal; then there is a result in a place."""
    with _guard:
        yield
        if result is not None and str(result) not in _finished:
            _finished.append(str(result))


def finished_places() -> list[str]:
    """Where this process has written results."""
    return list(_finished)


@contextmanager
def exclusive(folder):
    """While it lasts, no other process of ours is in this block for the folder."""
    handle = _lock(Path(folder), wait=True)
    try:
        yield
    finally:
        _unlock(handle)


def remove_all() -> None:
    """Remove all that is ours, and let nothing new begin: the process ends."""
    _guard.acquire()
    for path in list(_held):
        _remove(path)


def said_of(filename, path) -> Path:
    """The name that a person knows for a file in, or in place of, a temporary one."""
    parts = Path(filename).parts
    hidden = [i for i, part in enumerate(parts) if _NAME.fullmatch(part)]
    return Path(path, *parts[hidden[-1] + 1 :]) if hidden else Path(filename)


def _hidden() -> str:
    return f".{secrets.token_hex(8)}.classic_cls"


def _make_file(path, mode=0o666) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode))


def remove_leftovers(folder) -> None:
    """Remove what killed processes have left in a folder; looks once."""
    folder = Path(folder)
    key = os.getpid(), folder
    if fcntl is None or key in _cleaned:
        return
    _cleaned.add(key)
    with suppress(OSError):
        names = [name for name in os.listdir(folder) if _NAME.fullmatch(name)]
        for path in [folder / name for name in names if folder / name not in _held]:
            handle = _lock(path, wait=False)
            if handle is not None:
                _remove(path)
                _unlock(handle)


def _lock(path: Path, wait: bool) -> int | None:
    """A descriptor that holds the lock; None where there is none, or somebody else has it."""
    if fcntl is None:
        return None
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        return None
    return handle


def _unlock(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def _remove(path: Path) -> None:
    with suppress(OSError):
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)
