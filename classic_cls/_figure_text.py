"""Figures as text for people: shares in percent, their differences in points, others in decimals.

Which figures are shares is in their records (`percent`); results on disk keep plain numbers.
"""

NONE = "\N{EN DASH}"


def figure_text(value: float | None, share: bool = True, unit: str = "%") -> str:
    """A share in percent, never rounded to all or nothing; other figures with three decimals.

    >>> figure_text(0.9312), figure_text(0.9999), figure_text(1), figure_text(-1.5, share=False)
    ('93.1%', '>99.9%', '100.0%', '-1.500')
    """
    if value is None:
        return NONE
    if not share:
        return number_text(value, share)
    if 0.9995 <= value < 1:
        return f">99.9{unit}"
    if 0 < value < 0.0005:
        return f"<0.1{unit}"
    return f"{number_text(value)}{unit}"


def number_text(value: float, share: bool = True, sign: str = "") -> str:
    """The number alone, with ``sign="+"`` for differences; zero has no minus.

    >>> number_text(0.0312), number_text(0.0312, sign="+"), number_text(-0.0001)
    ('3.1', '+3.1', '0.0')
    """
    text = f"{100 * value:{sign}.1f}" if share else f"{value:{sign}.3f}"
    return text.lstrip("-") if float(text) == 0 else text


def points_text(difference: float, share: bool = True, sign: str = "") -> str:
    """A difference of two figures.

    >>> points_text(0.03), points_text(-0.03, sign="+"), points_text(0.03, share=False)
    ('3.0 points', '-3.0 points', '0.030')
    """
    return number_text(difference, share, sign) + (" points" if share else "")


def interval_text(interval, share: bool = True) -> str:
    """Limits of an interval, without the sign.

    >>> interval_text([0.918, 0.942]), interval_text((0.1, 0.2, "bootstrap"), share=False)
    ('91.8 to 94.2', '0.100 to 0.200')
    """
    if interval is None:
        return NONE
    # "99.97 to 100" reads better rounded than with two signs.
    low, high = (number_text(limit, share) for limit in tuple(interval)[:2])
    return f"{low} to {high}"
