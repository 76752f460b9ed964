"""How much memory the process has had at most, and how much a piece of work took."""

import os
import sys
from pathlib import Path

_MARK, _STATUS = Path("/proc/self/clear_refs"), Path("/proc/self/statm")
# Of the time before the system's own mark was set back.
_most_before = [0]


def peak_memory_bytes() -> int | None:
    """Most memory that the process has had so far; None where the system does not tell."""
    most = _marked()
    return None if most is None else max(most, *_most_before)


class MemoryTaken:
    """Most memory that the process took while this lasted, beyond what it had before.

    ``n_bytes`` is None where the system does not tell; Linux does. Memory that was given back
    inside the process, and not to the system, is not seen when it is taken again.
    """

    n_bytes: int | None = None

    def __enter__(self):
        self._before = None
        try:
            so_far = _marked()
            _MARK.write_text("5")  # the mark of the most is that of now: proc(5)
            _most_before[0] = max(_most_before[0], so_far)
            self._before = _now()
        except (OSError, TypeError):
            pass
        return self

    def __exit__(self, *error):
        if self._before is not None:
            self.n_bytes = max(0, _marked() - self._before)


def _now() -> int:
    """Memory that the process has."""
    return int(_STATUS.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _marked() -> int | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most
