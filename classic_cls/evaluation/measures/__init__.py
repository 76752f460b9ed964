"""Figures of merit, and what they are computed from.

Its names are those of ``classic_cls.evaluation``.
"""

__all__ = []
