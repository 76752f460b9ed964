"""Every check of the audit, in the order of the codes: one file each, listed here."""

from ..check import Check
from .mislabelled import Mislabelled
from .unreadable import Unreadable

CHECKS: tuple[Check, ...] = (
    # CC0xx: files and images
    Unreadable(),
    # CC1xx: copies
    # CC2xx: labels and classes
    # CC3xx: what cross-validated probabilities say
    Mislabelled(),
    # CC4xx: shortcuts and drift
    # CC5xx: names and groups
)

__all__ = ["CHECKS"]
