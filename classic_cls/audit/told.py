"""What a training says of its data by itself."""

from .checks import CHECKS
from .facts import Facts


def told_by_train(facts: Facts) -> tuple[str, ...]:
    """Notes of the cheap checks that are about the figures; remarks are left to the audit."""
    found = (finding for check in CHECKS if check.told_by_train for finding in check.find(facts))
    return tuple(f"{f.message} ({f.code})" for f in found if f.severity != "info")
