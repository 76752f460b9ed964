"""Sizes, and intervals of shares, as text."""

from .._figure_text import NONE, interval_text
from ..evaluation import wilson_interval


def megabytes(n_bytes: int) -> str:
    """A size that a person can compare with a machine.

    >>> megabytes(1_234_567), megabytes(310_000_000), megabytes(12_000)
    ('1.2 MB', '310 MB', '0.01 MB')
    """
    size = n_bytes / 1e6
    return f"{size:,.0f} MB" if size >= 10 else f"{size:.{1 if size >= 0.1 else 2}f} MB"


def share_interval_text(share: float | None, n: float) -> str:
    """Wilson's interval of a share of n images, as text.

    >>> share_interval_text(0.9, 100)
    '82.6 to 94.5'
    """
    return NONE if share is None or n <= 0 else interval_text(wilson_interval(share, n))
