"""Figures as text."""

from ..evaluation import wilson_interval

_NONE = "\N{EN DASH}"


def figure(value: float | None, share: bool = True, unit: str = "%") -> str:
    """A share in percent, never rounded to all or nothing; other figures with three decimals.

    >>> figure(0.9312), figure(0.9999), figure(1), figure(-1.5, share=False)
    ('93.1%', '>99.9%', '100.0%', '-1.500')
    """
    if value is None:
        return _NONE
    if not share:
        return f"{value:.3f}"
    if 0.9995 <= value < 1:
        return f">99.9{unit}"
    if 0 < value < 0.0005:
        return f"<0.1{unit}"
    return f"{100 * value:.1f}{unit}"


def megabytes(n_bytes: int) -> str:
    """A size that a person can compare with a machine.

    >>> megabytes(1_234_567), megabytes(310_000_000), megabytes(12_000)
    ('1.2 MB', '310 MB', '0.01 MB')
    """
    size = n_bytes / 1e6
    return f"{size:,.0f} MB" if size >= 10 else f"{size:.{1 if size >= 0.1 else 2}f} MB"


def interval_text(interval, share: bool = True) -> str:
    """Limits of an interval, without the sign.

    >>> interval_text([0.918, 0.942])
    '91.8 to 94.2'
    """
    if interval is None:
        return _NONE
    # "99.97 to 100" reads better rounded than with two signs.
    low, high = (f"{100 * x:.1f}" if share else f"{x:.3f}" for x in interval)
    return f"{low} to {high}"


def share_interval_text(share: float | None, n: float) -> str:
    """Wilson's interval of a share of n images, as text.

    >>> share_interval_text(0.9, 100)
    '82.6 to 94.5'
    """
    return _NONE if share is None or n <= 0 else interval_text(wilson_interval(share, n))
