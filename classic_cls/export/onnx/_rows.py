"""Steps from columns to columns in the graph."""

import numpy as np
import spox.opset.ai.onnx.v17 as op
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest
from sklearn.preprocessing import StandardScaler

from ...models import (
    BlockWeight,
    ClippedScaler,
    PrincipalComponents,
    RowSpaceRotation,
    SignedSquareRoot,
    UnitMeanNorm,
)
from ._values import Var, constant
from ._writing import write


@write.register
def _root(step: SignedSquareRoot, rows: Var) -> Var:
    return op.mul(op.sign(rows), op.sqrt(op.abs(rows)))


@write.register
def _clipped(step: ClippedScaler, rows: Var) -> Var:
    bound = (step.limit * step.scale_).astype(np.float32)
    centered = op.sub(rows, constant(step.mean_))
    clipped = op.min([op.max([centered, constant(-bound)]), constant(bound)])
    return op.div(clipped, constant(np.where(step.scale_ > 0, step.scale_, 1.0)))


@write.register(BlockWeight)
@write.register(UnitMeanNorm)
def _divided(step, rows: Var) -> Var:
    return op.div(rows, constant(step.divisor_))


@write.register
def _standard(step: StandardScaler, rows: Var) -> Var:
    if step.mean_ is not None and step.with_mean:
        rows = op.sub(rows, constant(step.mean_))
    return op.div(rows, constant(step.scale_)) if step.with_std else rows


@write.register
def _components(step: PrincipalComponents, rows: Var) -> Var:
    return op.matmul(op.sub(rows, constant(step.mean_)), constant(step.components_.T))


@write.register
def _pca(step: PCA, rows: Var) -> Var:
    components = step.components_.T
    if step.whiten:
        components = components / np.sqrt(step.explained_variance_)
    return op.matmul(op.sub(rows, constant(step.mean_)), constant(components))


@write.register
def _rotation(step: RowSpaceRotation, rows: Var) -> Var:
    if step.components_ is None:
        return rows
    return op.matmul(rows, constant(step.components_.T))


@write.register
def _selected(step: SelectKBest, rows: Var) -> Var:
    return op.gather(rows, constant(np.flatnonzero(step.get_support()), np.int64), axis=1)
