"""A square to draw on: from values to places, and what its axes say."""

from collections.abc import Callable, Iterable
from math import log

SIDE = 240
"""Units of a side; as wide on the page as a phone, so that text of 10 units can be read."""
QUARTERS = (0, 0.25, 0.5, 0.75, 1)


class Plane:
    """Values on a square of ``side`` units, counted from its left and from its top.

    >>> plane = Plane(right=(0, 10))
    >>> plane.point(5, 0.25), plane.path([(0, 0), (10, 1)])
    ({'right': 120.0, 'down': 180.0}, 'M0 240L240 0')
    """

    def __init__(self, right=(0, 1), up=(0, 1), logarithmic: bool = False, side: int = SIDE):
        self._across: Callable = log if logarithmic else float
        self._left = self._across(right[0])
        self._width = max(self._across(right[1]) - self._left, 1e-9)
        self._low, self._height = float(up[0]), max(float(up[1]) - float(up[0]), 1e-9)
        self.side = side

    def right(self, x) -> float:
        """How far to the right."""
        return round(self.side * (self._across(x) - self._left) / self._width, 1)

    def down(self, y) -> float:
        """How far from the top."""
        return round(self.side * (1 - (float(y) - self._low) / self._height), 1)

    def point(self, x, y) -> dict[str, float]:
        """Both."""
        return {"right": self.right(x), "down": self.down(y)}

    def bar(self, x, low, high) -> dict[str, float]:
        """An upright line from one value to another."""
        return {"right": self.right(x), "low": self.down(low), "high": self.down(high)}

    def path(self, points: Iterable) -> str:
        """Path data of a line through points."""
        return "M" + "L".join(f"{self.right(x):g} {self.down(y):g}" for x, y in points)

    def axes(self, right: Iterable, up: Iterable, x: str = "", y: str = "", lines=True) -> dict:
        """Ticks, pairs of a value and its text, and the names of both axes; see ``plots.html``.

        Without ``lines`` the ticks to the right have text alone.
        """
        return {
            "right": [{"at": self.right(value), "text": text} for value, text in right],
            "down": [{"at": self.down(value), "text": text} for value, text in up],
            "lines": lines, "x": x, "y": y, "side": self.side,
        }  # fmt: skip


def named(ticks: Iterable, unit: str = "", times: float = 1) -> list[tuple[float, str]]:
    """Ticks with their text.

    >>> named((0, 0.5), "%", 100)
    [(0, '0%'), (0.5, '50%')]
    """
    return [(tick, f"{times * tick:.3g}{unit}") for tick in ticks]
