"""The furthest numbers that a parameter allows give results, and neither warnings nor overflow."""

from numbers import Real

import numpy as np
import pytest
from image_steps import instance_of

from classic_cls import features, transforms
from classic_cls._compat import Interval
from classic_cls.estimator_checks import _images

STEPS = [getattr(module, name) for module in (features, transforms) for name in module.__all__]


def _ends(interval):
    """Both ends; next to one that does not belong to the range, or is infinite, what does."""
    low = interval.left if interval.closed in ("left", "both") else interval.left + 1e-300
    if interval.right is None:
        return low, 1e300
    return low, interval.right if interval.closed in ("right", "both") else interval.right - 1e-9


EXTREMES = [
    pytest.param(cls, parameter, value, id=f"{cls.__name__}-{parameter}={value:g}")
    for cls in STEPS
    for parameter, constraints in cls._parameter_constraints.items()
    for interval in constraints
    if isinstance(interval, Interval) and interval.type is Real
    for value in _ends(interval)
]


@pytest.mark.parametrize("cls, parameter, value", EXTREMES)
def test_the_ends_of_a_range_give_results(cls, parameter, value):
    step = instance_of(cls).set_params(**{parameter: value})
    try:
        result = step.transform(_images(1, (24, 20, 3)))
    except ValueError as error:
        assert parameter in str(error)
    else:
        assert np.isfinite(result).all()
