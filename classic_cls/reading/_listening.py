"""What the libraries inside the decoders print: kept for the file, never on the terminal.

libjpeg and libpng write their complaints to the stream ``stderr`` of C and go on, with grey
where pixels are missing; neither OpenCV nor Pillow hands them on. While an image is
decoded another stream stands there, which knows the threads apart. Python itself writes
past that stream, so that messages and progress are not held up. Other C libraries than
glibc have no stream that can be exchanged: there ``LISTENS`` is False.
"""

import ctypes
import os
import threading

import cv2

_UNBUFFERED = 2
_SILENT = 0
_logs = cv2 if hasattr(cv2, "setLogLevel") else cv2.utils.logging  # OpenCV 4, and 5


class _Thread(threading.local):
    lines: list | None = None


_thread = _Thread()


@ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
def _write(_, text, length):
    text = ctypes.string_at(text, length)
    if _thread.lines is None:  # a thread that decodes nothing
        return os.write(2, text)
    _thread.lines.append(text)
    return length


class _Functions(ctypes.Structure):
    _fields_ = (
        ("read", ctypes.c_void_p),
        ("write", type(_write)),
        ("seek", ctypes.c_void_p),
        ("close", ctypes.c_void_p),
    )


class _Exchange:
    """Puts our stream in the place of C's while anybody decodes."""

    def __init__(self):
        self.lock, self.users = threading.Lock(), 0
        libc = ctypes.CDLL(None) if os.name == "posix" else None
        self.works = hasattr(libc, "gnu_get_libc_version") and hasattr(libc, "fopencookie")
        if self.works:
            self.variable = ctypes.c_void_p.in_dll(libc, "stderr")
            libc.fopencookie.restype = ctypes.c_void_p
            libc.fopencookie.argtypes = (ctypes.c_void_p, ctypes.c_char_p, _Functions)
            self.stream = libc.fopencookie(None, b"w", _Functions(None, _write, None, None))
            libc.setvbuf(ctypes.c_void_p(self.stream), None, _UNBUFFERED, ctypes.c_size_t(0))

    def enter(self):
        with self.lock:
            self.users += 1
            if self.users == 1:
                # What OpenCV logs by itself says no more than its errors do.
                self.level = _logs.setLogLevel(_SILENT)
                if self.works:
                    self.theirs, self.variable.value = self.variable.value, self.stream

    def leave(self):
        with self.lock:
            self.users -= 1
            if self.users == 0:
                self._restore()

    def _restore(self):
        _logs.setLogLevel(self.level)
        if self.works:
            self.variable.value = self.theirs

    def begin_anew(self):
        """In a process forked while other threads, which it does not have, were decoding."""
        self.lock = threading.Lock()
        if self.users:
            self.users = 0
            self._restore()


_exchange = _Exchange()
LISTENS: bool = _exchange.works
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_exchange.begin_anew)


class ReadyToListen:
    """Around many images: C's stream is exchanged once for all, which costs as much as an icon."""

    def __enter__(self):
        _exchange.enter()

    def __exit__(self, *_):
        _exchange.leave()


class Listening:
    """While it is entered, what decoders print in this thread is heard, not shown."""

    def __enter__(self):
        self._outer, _thread.lines = _thread.lines, []
        _exchange.enter()

    def __exit__(self, *_):
        _exchange.leave()
        _thread.lines = self._outer


def heard() -> str:
    """What the decoders have said of the image at hand so far, in one line."""
    if not _thread.lines:
        return ""
    said = b"".join(_thread.lines).decode("utf-8", "replace")
    return "; ".join(dict.fromkeys(said.split("\n"))).strip("; ")
