"""Places and shades of what is drawn."""


def bar(value: float, interval) -> dict[str, float]:
    """Places of a figure and its interval on a scale of 100.

    >>> bar(0.9, [0.85, 0.95])
    {'low': 85.0, 'width': 10.0, 'at': 90.0}
    """
    low, high = interval
    places = {"low": low, "width": high - low, "at": value}
    return {name: round(100 * place, 2) for name, place in places.items()}


def shade(share: float, hit: bool) -> float:
    """How dark a cell is: misses are few where a model is good, so the root makes them visible."""
    return 0.08 + 0.92 * (share if hit else share**0.5)
