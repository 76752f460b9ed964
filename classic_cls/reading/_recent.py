"""What was read or decoded last, for what comes next of the same file."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from ..base import ImageRef


class _Value:
    """A value, or the place for it while it is made."""

    def __init__(self):
        self.making = threading.Lock()
        self.is_made, self.value, self.n_bytes = False, None, 0

    def set(self, value, n_bytes: Callable) -> None:
        self.value, self.n_bytes, self.is_made = value, n_bytes(value), True


class Recent:
    """Values by key, up to so many bytes; each thread's newest stays however large.

    Threads may share it: of several that want one value the first makes it, the others wait.
    """

    def __init__(self, most_bytes: int = 2**26):
        self.most_bytes = most_bytes
        self._values: OrderedDict[object, _Value] = OrderedDict()
        self._newest: dict[int, object] = {}  # key, by thread
        self._lock = threading.Lock()

    def of(self, key, make: Callable, n_bytes: Callable = lambda value: value.nbytes):
        """The value of this key, made where it is not among the recent ones."""
        with self._lock:
            found = self._values.setdefault(key, _Value())
            self._values.move_to_end(key)
            self._newest[threading.get_ident()] = key
        with found.making:
            if not found.is_made:
                found.set(make(), n_bytes)
                with self._lock:
                    self._forget()
        return found.value

    def _forget(self) -> None:
        """Drop the oldest values that no thread is at, as long as there is too much."""
        threads = {thread.ident for thread in threading.enumerate()}
        self._newest = {ident: key for ident, key in self._newest.items() if ident in threads}
        spared = set(self._newest.values())
        for key in [key for key in self._values if key not in spared]:
            if sum(value.n_bytes for value in self._values.values()) <= self.most_bytes:
                return
            del self._values[key]

    def __getstate__(self):
        return {"most_bytes": self.most_bytes}

    def __setstate__(self, state):
        self.__init__(**state)


def grouped_by_file(sources) -> list[int]:
    """Numbers of sources in an order in which pages and regions of a file are side by side."""
    firsts: dict[str, int] = {}
    keys = [
        firsts.setdefault(source.path, number)
        if isinstance(source, ImageRef) and not source.is_whole_file
        else number
        for number, source in enumerate(sources)
    ]
    return sorted(range(len(keys)), key=keys.__getitem__)
