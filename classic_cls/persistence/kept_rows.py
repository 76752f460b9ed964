"""Rows of features of the training images, kept so that a classifier can be fitted again."""

import base64
from dataclasses import dataclass
from typing import Self

import numpy as np

from .._validation import UNKNOWN
from ._errors import damaged

# Larger numbers than half precision has are stored in units of a power of two.
_LARGEST = 2.0**15
_N_DIGEST = 8


@dataclass(frozen=True, eq=False)
class KeptRows:
    """The features of every training image, in half precision, with its target and group.

    ``halves`` ``(n, n_features)`` are float16, in multiples of ``unit``; ``targets`` are numbers
    of classes ``(n,)``, or an indicator ``(n, k)`` of 0, 1 and -1 (unknown). ``groups`` ``(n,)``
    numbers what is never divided, declared groups and near-duplicates; ``declared`` ``(n, 8)`` are
    digests of the names of declared groups, if there are any: an image that comes later
    finds its group by it. No image is kept, but of features like raw pixels the rows *are* images.
    """

    halves: np.ndarray
    unit: float
    targets: np.ndarray
    groups: np.ndarray
    declared: np.ndarray | None = None

    @classmethod
    def of(cls, rows, targets, groups, declared=None) -> Self:
        """From rows of any precision."""
        largest = float(np.abs(rows).max(initial=0))
        unit = 2.0 ** max(0, np.ceil(np.log2(largest / _LARGEST))) if largest else 1.0
        halves = (np.asarray(rows) / np.float32(unit)).astype(np.float16)
        return cls(halves, unit, np.asarray(targets), np.asarray(groups), declared)

    @property
    def rows(self) -> np.ndarray:
        """The rows in single precision ``(n, n_features)``."""
        return self.halves.astype(np.float32) * np.float32(self.unit)

    def take(self, some) -> "KeptRows":
        """Those of some of the images."""
        declared = None if self.declared is None else self.declared[some]
        places = self.halves[some], self.unit, self.targets[some], self.groups[some]
        return KeptRows(*places, declared)

    def __len__(self) -> int:
        return len(self.halves)

    def plain(self) -> dict:
        """All but the rows as text, for a model file."""
        arrays = {"targets": self.targets.astype(np.int32), "groups": self.groups.astype(np.int32)}
        if self.declared is not None:
            arrays["declared"] = self.declared
        texts = {name: base64.b64encode(array).decode() for name, array in arrays.items()}
        n_labels = 0 if self.targets.ndim == 1 else self.targets.shape[1]
        return {"unit": self.unit, "n_labels": n_labels, **texts}

    @classmethod
    def from_plain(cls, plain: dict, halves: np.ndarray, n_classes: int) -> Self:
        """From a model file, whoever wrote it."""
        found = {name: base64.b64decode(plain[name]) for name in ("targets", "groups")}
        targets, groups = (np.frombuffer(found[name], np.int32) for name in found)
        if plain["n_labels"]:
            targets = targets.reshape(-1, n_classes).astype(np.int8)
        declared = None
        if "declared" in plain:
            text = base64.b64decode(plain["declared"])
            declared = np.frombuffer(text, np.uint8).reshape(-1, _N_DIGEST)
        kept = cls(halves, float(plain["unit"]), targets, groups, declared)
        if not kept._is_sound(n_classes):
            raise damaged("kept rows of features")
        return kept

    def _is_sound(self, n_classes: int) -> bool:
        one_label = self.targets.ndim == 1
        lowest, highest = (0, n_classes) if one_label else (UNKNOWN, 2)
        parts = [self.targets, self.groups, *([] if self.declared is None else [self.declared])]
        return (
            self.halves.ndim == 2
            and self.halves.dtype == np.float16
            and all(len(part) == len(self) for part in parts)
            and bool(np.isfinite(self.halves).all())
            and lowest <= self.targets.min(initial=0)
            and self.targets.max(initial=0) < highest
            and 0 < self.unit < np.inf
        )
