"""Class names on axes: small enough to leave room for the picture."""


def font_size(points_per_row: float, largest: float = 10.0) -> float:
    """Size in points of text that fits into a row, at least 3."""
    return max(3.0, min(largest, 0.8 * points_per_row))
