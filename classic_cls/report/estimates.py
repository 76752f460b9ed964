"""Estimates as plain values."""


def value_and_interval(estimate) -> dict:
    """``value``, ``interval`` and ``interval_method`` of an estimate."""
    return {"value": estimate.value, **interval_of(estimate)}


def interval_of(estimate) -> dict:
    """``interval`` and ``interval_method`` of an estimate; None where there is none."""
    found = None if estimate is None else estimate.interval
    low, high, method = found or (None, None, None)
    return {"interval": None if method is None else [low, high], "interval_method": method}


def value_of(estimates: dict, name: str) -> float | None:
    """Value of one of several estimates; None if it is not among them."""
    return estimates[name].value if name in estimates else None
