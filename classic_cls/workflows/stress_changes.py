"""The changes of images under which a model is scored again."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..kernels.border import border_levels
from ..kernels.gaussian import gaussian
from ..kernels.moving import moved_image, relit_image
from ..kernels.spoiling import frame_of_other, noisy_image, recompressed_image

STRENGTHS = ("mild", "medium", "strong")
# Levels: a border that varies less is a plain ground, which goes on beyond the edge.
_PLAIN = 8


@dataclass(frozen=True)
class Change:
    """One kind of change, in three strengths.

    ``apply(image, amount, rng, other)`` gives the changed image; ``words`` says what an amount
    means, for `str.format`.
    """

    kind: str
    amounts: tuple[float, float, float]
    words: str
    apply: Callable

    def setting(self, amount: float) -> str:
        """An amount in words."""
        return self.words.format(amount)


def _lit(sign):
    return lambda image, amount, rng, other: relit_image(image, brightness=sign * amount)


def _contrasted(image, amount, rng, other):
    return relit_image(image, contrast=amount)


def _blurred(image, amount, rng, other):
    return np.rint(gaussian(image, amount * min(image.shape[:2]))).clip(0, 255).astype(np.uint8)


def _noisy(image, amount, rng, other):
    return noisy_image(image, amount, rng)


def _turned(image, amount, rng, other):
    return _moved(image, angle=np.deg2rad(amount) * rng.choice([-1, 1]))


def _scaled(image, amount, rng, other):
    return _moved(image, scale=amount)


def _moved(image, **how):
    spread = border_levels(image[np.newaxis])[1]
    return moved_image(image, from_border=bool(spread.max() < _PLAIN), **how)


def _framed(image, amount, rng, other):
    return frame_of_other(image, other, amount)


def _recompressed(image, amount, rng, other):
    return recompressed_image(image, amount)


CHANGES = (
    Change("darker", (0.1, 0.2, 0.35), "{:.0%} of the range darker", _lit(-1)),
    Change("brighter", (0.1, 0.2, 0.35), "{:.0%} of the range brighter", _lit(1)),
    Change("less contrast", (0.75, 0.5, 0.3), "{:g} times the contrast", _contrasted),
    Change("more contrast", (1.3, 1.7, 2.5), "{:g} times the contrast", _contrasted),
    Change("blur", (0.01, 0.02, 0.04), "Gaussian of {:.0%} of the shorter side", _blurred),
    Change("noise", (0.02, 0.05, 0.1), "deviation of {:.0%} of the range", _noisy),
    Change("rotation", (5, 15, 30), "{:g} degrees, either way", _turned),
    Change("smaller", (1 / 1.1, 1 / 1.25, 1 / 1.5), "{:.2g} times the size", _scaled),
    Change("larger", (1.1, 1.25, 1.5), "{:g} times the size", _scaled),
    Change("background", (0.05, 0.1, 0.2), "outer {:.0%} from another image", _framed),
    Change("JPEG", (60, 30, 10), "quality {:g}", _recompressed),
)


def versions(image, other, digest: int, seed: int):
    """The image, then every change in every strength; drawn by seed and content alone."""
    yield image
    for number, change in enumerate(CHANGES):
        for step, amount in enumerate(change.amounts):
            rng = np.random.default_rng([seed, digest, number, step])
            yield np.ascontiguousarray(change.apply(image, amount, rng, other))
