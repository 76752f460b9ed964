"""What a model keeps of some training images, to tell whether new ones look like them."""

import base64
from dataclasses import dataclass
from typing import Self

import numpy as np

from ._errors import damaged

N_COLUMNS = 64
MOST = 256


@dataclass(frozen=True, eq=False)
class Reference:
    """Up to 256 training images, one of each group: some 132 bytes each; no image.

    Attributes
    ----------
    rows : ndarray of float16, shape (m, 64), or None
        Features on 64 random directions, less ``center`` and divided by ``scale``; None where the
        model has no features before its classifier.
    center : ndarray of float32, shape (64,)
    scale : float
    n_features : int
        Columns of the features.
    scores : ndarray of float16, shape (m,), or None
        The highest score when the image was tested out of fold; None without scores.
    light : ndarray of float16, shape (m, 2)
        Mean and deviation of the grey levels.
    """

    rows: np.ndarray | None
    center: np.ndarray
    scale: float
    n_features: int
    scores: np.ndarray | None
    light: np.ndarray

    @classmethod
    def of(cls, features, scores, light) -> Self:
        """From features ``(m, d)`` or None, scores ``(m,)`` or None, and light ``(m, 2)``."""
        center, scale, rows, n_features = np.zeros(N_COLUMNS, np.float32), 1.0, None, 0
        if features is not None:
            n_features = features.shape[1]
            seen = on_directions(features)
            center = seen.mean(axis=0).astype(np.float32)
            scale = float(np.float32(seen.std() or 1.0))
            rows = _half((seen - center) / scale)
        return cls(
            rows, center, scale, n_features, None if scores is None else _half(scores), _half(light)
        )

    def __len__(self) -> int:
        return len(self.light)

    def known(self, features=None, scores=None, light=None) -> dict:
        """What `drift_test` compares, of new images; without any, of these."""
        if light is None:
            rows, scores, light = self.rows, self.scores, self.light
        else:
            rows = None
            if self.rows is not None and features is not None:
                rows = _half((on_directions(features) - self.center) / self.scale)
            scores, light = None if scores is None else _half(scores), _half(light)
        found = {"scores": scores, "features": rows}
        found |= {"brightness": light[:, 0], "contrast": light[:, 1]}
        return {name: values for name, values in found.items() if values is not None}

    def plain(self) -> dict:
        """As text, for a model file."""
        arrays = {name: getattr(self, name) for name in ("rows", "center", "scores", "light")}
        texts = {
            name: None if array is None else base64.b64encode(array.tobytes()).decode()
            for name, array in arrays.items()
        }
        return {**texts, "scale": self.scale, "n_features": self.n_features}

    @classmethod
    def from_plain(cls, plain: dict) -> Self:
        """From a model file."""
        kinds = {"rows": "<f2", "center": "<f4", "scores": "<f2", "light": "<f2"}
        if set(plain) != {*kinds, "scale", "n_features"}:
            raise damaged("the reference images")
        parts = {
            name: None
            if plain[name] is None
            else np.frombuffer(base64.b64decode(plain[name], validate=True), kind)
            for name, kind in kinds.items()
        }
        rows, scores, light = parts["rows"], parts["scores"], parts["light"].reshape(-1, 2)
        rows = None if rows is None else rows.reshape(-1, N_COLUMNS)
        sizes = {len(part) for part in (rows, scores, light) if part is not None}
        scale, n_features = float(plain["scale"]), int(plain["n_features"])
        fits = len(sizes) == 1 and len(light) <= MOST and len(parts["center"]) == N_COLUMNS
        numbers = [part for part in parts.values() if part is not None]
        if not (fits and 0 < scale < np.inf and all(np.isfinite(part).all() for part in numbers)):
            raise damaged("the reference images")
        return cls(rows, parts["center"], scale, n_features, scores, light)


def on_directions(features) -> np.ndarray:
    """Sums of columns with signs that are drawn once for all; their distances stay nearly alike."""
    features = np.asarray(features, np.float32)
    # Not a Generator, whose numbers may be others in another version of numpy.
    signs = np.random.RandomState(0).randint(0, 2, (features.shape[1], N_COLUMNS)) * 2 - 1
    return features @ signs.astype(np.float32) / np.float32(np.sqrt(features.shape[1]))


def _half(values) -> np.ndarray:
    return np.clip(values, -6e4, 6e4).astype("<f2")
