"""What lies behind a figure, and so what its interval is.

Of every figure there is a bootstrap over images. Where all resamples are alike it knows no
doubt; then the number of images that tell about the figure says how much is left. A figure of
counts never has an interval narrower than the images of its rarest class allow (`members`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..intervals import Interval, wilson_interval
from ..shares import mean_of_shares_interval

ALIKE = "Wilson score interval, as every bootstrap resample was alike"
_NO_IMAGE = "no image to tell from"


class Part(NamedTuple):
    """Some tests of images: numbers of classes ``(n,)``, or indicators ``(n, k)``; scores.

    ``units`` are numbers of what is independent, images or groups; None where all rows are.
    """

    truth: np.ndarray
    answers: np.ndarray
    scores: np.ndarray | None
    units: np.ndarray | None = None


class Over(NamedTuple):
    """Which images tell about a figure of counts.

    ``defined`` is whether a tally counts such images. ``doubt`` is the interval where all
    resamples are alike, or ``always``; by default what the images of every class allow.
    """

    doubt: Callable | None = None
    defined: Callable = lambda tally: True
    always: bool = False


def _mean_share(value, sizes, independence) -> Interval:
    """Of a mean of shares that are all as good (or as bad) as can be."""
    sizes = sizes[sizes > 0] * independence
    if len(sizes) == 0:
        return Interval(0.0, 1.0, _NO_IMAGE)
    return Interval(*mean_of_shares_interval(np.full(len(sizes), value), sizes), ALIKE)


def _all_or_nothing(value, largest, predictions) -> Interval:
    """As if every image added nothing or the most there is."""
    share = min(1.0, value / largest) if largest else 0.0
    low, high = wilson_interval(share, predictions.n_tested * predictions.independence)
    return Interval(float(low * largest), float(high * largest), ALIKE)


def _of_images(value, predictions) -> Interval:
    return _mean_share(value, np.array([predictions.n_tested]), predictions.independence)


IMAGES = Over(_of_images)
CLASSES = Over(defined=lambda t: not t.without_images.any())
CLASSES_AND_REST = CLASSES._replace(
    defined=lambda t: not (t.without_images | t.on_every_image).any()
)
POSITIVES = Over(defined=lambda t: t.of_positive("support") > 0)
NEGATIVES = Over(defined=lambda t: t.of_negative("support") > 0)
CALLED_POSITIVE = Over(defined=lambda t: t.of_positive("predicted") > 0)
RIGHT_IMAGES = Over(lambda value, p: p.share_interval(p.right), always=True)
COSTS = Over()
BEYOND_CHANCE = Over(defined=lambda t: not t.on_every_image.any())


class _Behind:
    """Defaults: ``always`` the interval is that of `doubt`; ``is_like_share``, it is in [0, 1]
    and no steadier than a share of images.
    """

    always = False
    is_like_share = True

    def defined(self, tally) -> bool:
        """Whether there are images that tell about it."""
        return True


@dataclass(frozen=True)
class Counts(_Behind):
    """``formula`` of a `Confusion`, or `LabelSums`, of many sums at once; ``over`` which images."""

    formula: Callable
    over: Over

    @property
    def always(self) -> bool:
        return self.over.always

    def defined(self, tally) -> bool:
        return bool(self.over.defined(tally))

    def doubt(self, figure, value, predictions) -> Interval | None:
        return self.over.doubt and self.over.doubt(value, predictions)


@dataclass(frozen=True)
class Terms(_Behind):
    """Mean over images of ``formula(part)``, 0 or 1 with ``share``; ``largest`` is the most."""

    formula: Callable
    share: bool = False
    largest: float | None = None

    @property
    def always(self) -> bool:
        return self.share

    @property
    def is_like_share(self) -> bool:
        return self.share

    def doubt(self, figure, value, predictions) -> Interval:
        if self.share:
            return predictions.share_interval(self.formula(predictions.part()))
        largest = self.largest or figure.bounds_for(len(predictions.class_names))[1]
        return _all_or_nothing(value, largest, predictions)


@dataclass(frozen=True)
class Ranks(_Behind):
    """Order of the scores within a fold: the area under a curve, mean over classes and folds."""

    curve: str

    def doubt(self, figure, value, predictions) -> Interval:
        truth = predictions.ranked_truth[np.unique(predictions.cells[1])]
        sizes = (truth == 1).sum(axis=0)
        if self.curve == "roc":  # as doubtful as the fewer of the images on either side
            sizes = np.minimum(sizes, (truth == 0).sum(axis=0))
        return _mean_share(value, sizes, predictions.independence)


@dataclass(frozen=True)
class Whole(_Behind):
    """Any other function of images: ``formula(part, weights)`` gives ``(b,)``, NaN if undefined.

    ``interval(predictions)`` is its own, where a bootstrap does not tell its doubt.
    """

    formula: Callable
    interval: Callable | None = None
    is_like_share = False

    @property
    def always(self) -> bool:
        return self.interval is not None

    def doubt(self, figure, value, predictions) -> Interval:
        if self.interval is not None:
            return self.interval(predictions)
        least, largest = figure.bounds_for(len(predictions.class_names))
        found = _all_or_nothing(value - least, largest - least, predictions)
        return Interval(least + found.low, least + found.high, found.method)
