"""Which images train and which are tested.

Its names are those of ``classic_cls.evaluation``.
"""

__all__ = []
