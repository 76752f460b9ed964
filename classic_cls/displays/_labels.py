"""Class names on axes: short enough to leave room for the picture."""

__all__ = ["font_size", "shortened"]

_LONGEST = 24


def shortened(name, longest: int = _LONGEST) -> str:
    """Name of at most ``longest`` characters; the middle gives way, as ends differ most.

    >>> shortened("a very long name of a class")
    'a very long … of a class'
    """
    name = str(name)
    if len(name) <= longest:
        return name
    tail = (longest - 1) // 2
    return f"{name[: longest - 1 - tail]}…{name[-tail:]}"


def font_size(points_per_row: float, largest: float = 10.0) -> float:
    """Size in points of text that fits into a row, at least 3."""
    return max(3.0, min(largest, 0.8 * points_per_row))
