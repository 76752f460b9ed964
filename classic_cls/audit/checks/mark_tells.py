"""CC406: a mark in a corner that tells the class."""

from collections.abc import Iterator

from ..corners import N_CORNERS, by_corner
from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers

_NAMES = ("top left", "top right", "bottom left", "bottom right")


class MarkTells(Shortcut):
    """A watermark, logo or scale in a corner: pixels that are constant in a class, and no blank."""

    code = "CC406"
    title = "a mark in a corner tells the class"
    severity = "warning"
    remedy = "crop the corner away, or cover it, in the images of all classes"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """Each corner."""
        corners = facts.corners.reshape(len(facts), N_CORNERS, -1)
        for number, name in enumerate(_NAMES):
            yield f"the {name} corner", by_corner(corners[:, number])
