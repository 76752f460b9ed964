"""Local features that need no image."""

import numpy as np

from classic_cls.base import LocalFeatures, Points

__all__ = ["make_features"]


def make_features(n=12, n_points=60, d=10, dtype=np.uint8, seed=0):
    """Images with more and fewer points, the fourth with none, in clouds about eight centres."""
    rng = np.random.default_rng(seed)
    centers = np.random.default_rng(99).uniform(40, 215, (8, d))
    images = []
    for i in range(n):
        m = 0 if i == 3 else n_points + 5 * i
        values = centers[rng.integers(8, size=m)] + rng.normal(0, 12, (m, d))
        images.append(Points(rng.random((m, 2), np.float32), np.full(m, 0.1, np.float32),
                             values.clip(0, 255).astype(dtype)))
    return LocalFeatures.of(images)
