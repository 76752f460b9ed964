"""Several labels, each yes, no or unsure, under a promise: what is made of their scores."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .._validation import counted, quoted
from ..evaluation import UNSURE, YES, HeldOutLabels, LabelLimits, label_limits
from ..persistence import ImageModel


@dataclass(frozen=True, eq=False)
class UnsureLabels:
    """From which score every label is given or denied; what lies between is unsure."""

    limits: LabelLimits
    thresholds: np.ndarray
    sentence: str

    def decided(self, found: Any) -> Any:
        """A prediction with the labels that are sure, and those that are not."""
        if found.scores is None:
            return found
        names, scores = list(found.scores), np.array([list(found.scores.values())])
        (states,) = self.limits.states(scores, scores >= self.thresholds)
        given = [name for name, state in zip(names, states, strict=True) if state == YES]
        unsure = [name for name, state in zip(names, states, strict=True) if state == UNSURE]
        likeliest = sorted(unsure, key=lambda name: -found.scores[name])
        return replace(found, label=";".join(given), unsure=tuple(likeliest))


def unsure_labels(model: ImageModel, held_out: HeldOutLabels, coverage: float) -> UnsureLabels:
    """How a model for several labels answers under a coverage of each of them."""
    limits = label_limits(held_out, coverage)
    assert model.thresholds is not None  # it has several labels
    states = limits.states(held_out.scores, held_out.scores >= model.thresholds)
    share = float((states == UNSURE).mean())
    return UnsureLabels(limits, model.thresholds, _words(model, held_out, limits, coverage, share))


def _words(model: ImageModel, held_out: HeldOutLabels, limits, coverage, share) -> str:
    images = counted(len(held_out), "left-out image")
    images = f"{images} in {held_out.n_units:,} groups" if held_out.grouped else images
    percent = f"{100 * coverage:.3g}%"
    text = (
        f"each label is yes, no or unsure: of new images like the training images at least "
        f"{percent} of those that have it are not denied it, and {percent} of those that lack it "
        f"not given it, for each label by itself; {100 * share:.1f}% are unsure ({images})"
    )
    return text + _rare(model, limits)


def _rare(model: ImageModel, limits: LabelLimits) -> str:
    """Which labels are never denied, or never given."""
    names, said = np.array(model.class_names), ""
    few = "too few of the images"
    for what, never in (
        (f"{few} have {{}} for a 'no'", np.isinf(limits.no_below)),
        (f"{few} lack {{}} for a 'yes'", np.isinf(limits.yes_above)),
    ):
        said += f"; {what.format(quoted(names[never].tolist(), 5))}" if never.any() else ""
    return said
