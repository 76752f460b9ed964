"""How large a fitted estimator is, without the rows of images that stand in for its front."""

import io
import pickle
import zlib

import numpy as np

from .blocks import Block

# All of the first bytes is compressed, then a slice of every stretch: it takes no time to speak of.
_WHOLE, _STRETCH, _SLICE = 2**20, 2**18, 2**14
# An array is a member of the archive, with headers: of a forest of small trees, most of the file.
_OF_ARRAY = 230


def learned_bytes(estimator) -> int | None:
    """About the size of the file of a fitted estimator, compressed as model files are.

    A frozen one counts with the steps that its look-ups stand for, and not with the rows in them.
    None for what cannot be written.

    >>> import numpy as np
    >>> from sklearn.neighbors import KNeighborsClassifier
    >>> X = np.random.default_rng(0).random((1000, 50))
    >>> 400_000 > learned_bytes(KNeighborsClassifier().fit(X, X[:, 0] > 0.5)) > 350_000
    True
    """
    counted = _Counted()
    written = _WithoutRows(counted, protocol=5)
    try:
        written.dump(estimator)
    except (pickle.PicklingError, AttributeError, TypeError):
        return None
    return counted.n_compressed + _OF_ARRAY * written.n_arrays


class _WithoutRows(pickle.Pickler):
    """Writes steps in place of the blocks that they have filled."""

    n_arrays = 0

    def reducer_override(self, obj):
        self.n_arrays += isinstance(obj, np.ndarray)
        return (tuple, (obj.steps,)) if isinstance(obj, Block) else NotImplemented


class _Counted(io.RawIOBase):
    """Counts what is written, and guesses from slices what it would be when compressed."""

    def __init__(self):
        self._n = 0
        self._first, self._later = _Compressed(), _Compressed()

    def writable(self):
        return True

    def write(self, data):
        data = memoryview(data).cast("B")
        head = data[: max(0, _WHOLE - self._n)]
        self._first.take(head)
        place = self._n + len(head)
        start = len(head) - place % _STRETCH  # of the stretch in which the rest begins
        for at in range(start, len(data), _STRETCH):
            self._later.take(data[max(at, len(head)) : max(at + _SLICE, len(head))])
        self._n += len(data)
        return len(data)

    @property
    def n_compressed(self) -> int:
        later = max(0, self._n - _WHOLE)
        return round(self._first.n_bytes + later * self._later.ratio)


class _Compressed:
    """How many bytes were taken, and how many are left of them."""

    def __init__(self):
        self._compress, self._n_taken, self._n_left = zlib.compressobj(6), 0, 0

    def take(self, data) -> None:
        self._n_taken += len(data)
        self._n_left += len(self._compress.compress(data))

    @property
    def n_bytes(self) -> int:
        return self._n_left + len(self._compress.copy().flush())

    @property
    def ratio(self) -> float:
        return self.n_bytes / max(1, self._n_taken)
