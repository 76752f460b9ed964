"""The furthest numbers that a parameter allows give results, and neither warnings nor overflow."""

from numbers import Real

import numpy as np
import pytest
from image_steps import instance_of

from classic_cls import descriptors, encoders, features, transforms
from classic_cls._compat import Interval
from classic_cls.estimator_checks import _arrays, _images

PLACES = (features, descriptors, transforms)
STEPS = [*(getattr(module, name) for module in PLACES for name in module.__all__),
         encoders.PatchDictionary]


def _ends(interval):
    """Both ends; next to one that does not belong to the range, or is infinite, what does."""
    low = interval.left if interval.closed in ("left", "both") else interval.left + 1e-300
    if interval.right is None:
        return low, 1e300
    return low, interval.right if interval.closed in ("right", "both") else interval.right - 1e-9


def _quick(cls):
    """An instance; with a small dictionary if it learns one."""
    step = instance_of(cls)
    return step.set_params(n_words=8, n_samples=500) if hasattr(step, "n_words") else step


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
    step = _quick(cls).set_params(**{parameter: value})
    images = _images(1, (24, 20, 3))
    try:
        result = step.fit(images).transform(images)[0]
    except ValueError as error:
        assert parameter in str(error)
    else:
        assert all(np.isfinite(array).all() for array in _arrays(result))
