"""What an evaluation gives: results, tables, curves, comparisons.

Its names are those of ``classic_cls.evaluation``.
"""

__all__ = []
