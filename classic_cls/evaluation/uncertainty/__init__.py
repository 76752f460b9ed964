"""Intervals, tests, and the estimates that carry them.

Its names are those of ``classic_cls.evaluation``.
"""

__all__ = []
