"""Rows that cannot be read as they stand: a few are set aside, of many the table is refused."""

from collections.abc import Sequence

# More than so many are hardly slips of the pen: the table means something else.
_MOST = 1 / 3


def are_few(n_odd: int, n: int) -> bool:
    """Whether what is odd in ``n`` rows may be set aside without asking anybody."""
    return n_odd <= _MOST * n


def places_text(places: Sequence[str], limit: int = 3) -> str:
    """The first places of many.

    >>> places_text(["line 2", "line 7"]), places_text([f"line {i}" for i in range(2, 9)])
    ('line 2, line 7', 'line 2, line 3, line 4 and 4 more')
    """
    left = len(places) - limit
    return ", ".join(places[:limit]) + (f" and {left:,} more" if left > 0 else "")
