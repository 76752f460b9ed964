"""Steps from rows to rows: from shares of what comes out to shares of what goes in.

Where every column comes from one column, shares stay what they are, whatever the function: scaling,
clipping, roots. Where columns are sums of columns (principal components, rotations), a share is
divided in proportion to what each column adds to the sum.
"""

from functools import singledispatch

import numpy as np
from sklearn.base import OneToOneFeatureMixin
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectorMixin
from sklearn.preprocessing import MaxAbsScaler, MinMaxScaler, Normalizer, StandardScaler

from ...models import (
    BlockWeight,
    ClippedScaler,
    HomogeneousKernelMap,
    PrincipalComponents,
    RowSpaceRotation,
    SignedSquareRoot,
    SingleLabelCheck,
    SinglePrecision,
    UnitMeanNorm,
)
from .shares import NotExact, Shares


@singledispatch
def before(step, shares: Shares, row: np.ndarray, after: np.ndarray) -> Shares:
    """Shares of a row ``(d,)``, by those of what the step makes of it, ``after``."""
    raise NotExact(f"{type(step).__name__} has no rule")


@before.register(SingleLabelCheck)
@before.register(SinglePrecision)
def _(step, shares, row, after):
    return shares


@before.register(BlockWeight)
@before.register(UnitMeanNorm)
def _(step, shares, row, after):
    return Shares(shares.values, shares.origin * step.divisor_)


@before.register(ClippedScaler)
def _(step, shares, row, after):
    return Shares(shares.values, shares.origin * step.scale_ + step.mean_)


@before.register(SignedSquareRoot)
def _(step, shares, row, after):
    return Shares(shares.values, np.copysign(shares.origin**2, shares.origin))


@before.register(StandardScaler)
@before.register(MinMaxScaler)
@before.register(MaxAbsScaler)
def _(step, shares, row, after):
    return Shares(shares.values, step.inverse_transform(shares.origin[None])[0])


@before.register(Normalizer)
def _(step, shares, row, after):
    """The length of the row counts as a constant."""
    largest = np.abs(after).argmax()
    length = row[largest] / after[largest] if after[largest] else 1.0
    return Shares(shares.values, shares.origin * length)


@before.register(HomogeneousKernelMap)
def _(step, shares, row, after):
    """The shares of all functions of a column are its own."""
    blocks = shares.values.reshape(-1, len(row), shares.values.shape[1])
    return Shares(blocks.sum(axis=0), np.full(len(row), np.nan))


@before.register(SelectorMixin)
def _(step, shares, row, after):
    chosen = step.get_support(indices=True)
    values, origin = np.zeros((len(row), shares.values.shape[1])), np.array(row, float)
    values[chosen], origin[chosen] = shares.values, shares.origin
    return Shares(values, origin)


@before.register(PrincipalComponents)
@before.register(PCA)
def _(step, shares, row, after):
    scale = np.sqrt(step.explained_variance_) if getattr(step, "whiten", False) else 1.0
    return _summed(step.components_, step.mean_, scale, shares, row, after)


@before.register(RowSpaceRotation)
def _(step, shares, row, after):
    if step.components_ is None:
        return shares
    return _summed(step.components_, 0.0, 1.0, shares, row, after)


def _summed(components, mean, scale, shares, row, after) -> Shares:
    """Of orthonormal components: the origin is the nearest row that has its coordinates."""
    components = components.astype(float)
    origin = mean + (shares.origin * scale) @ components
    slopes = components.T @ (shares.slopes(after) / np.reshape(scale, (-1, 1)))
    return Shares(slopes * (row - origin)[:, None], origin)


@before.register(OneToOneFeatureMixin)
def _(step, shares, row, after):
    """Of another package: whatever it does to a column, the column's share stays with it.

    Its origin is not known; behind a sum of columns it would be asked for.
    """
    return Shares(shares.values, np.full(len(row), np.nan))
