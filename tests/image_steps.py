"""Instances of image steps for tests."""

from classic_cls.features import EdgeHistogram

__all__ = ["instance_of"]


def instance_of(cls):
    """A step with its defaults; around a plain feature if it needs one."""
    return cls(EdgeHistogram(grid=1)) if "extractor" in cls._parameter_constraints else cls()
