"""What was read or decoded last, for what comes next of the same file."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from ..base import ImageRef


class Recent:
    """Values by key, up to so many bytes; the newest stays however large. Threads may share it."""

    def __init__(self, most_bytes: int = 2**26):
        self.most_bytes = most_bytes
        self._values: OrderedDict = OrderedDict()
        self._lock = threading.Lock()

    def of(self, key, make: Callable, n_bytes: Callable = lambda value: value.nbytes):
        """The value of this key, made where it is not among the recent ones."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key][0]
        value = make()
        with self._lock:
            self._values[key] = value, n_bytes(value)
            self._values.move_to_end(key)
            while len(self._values) > 1 and self._total() > self.most_bytes:
                self._values.popitem(last=False)
        return value

    def _total(self) -> int:
        return sum(size for _, size in self._values.values())

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
