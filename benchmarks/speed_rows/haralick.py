"""Haralick's 13 texture measures: 32 levels, distance 1, mean and range over 4 directions."""

import numpy as np
import skimage
from skimage.feature import graycomatrix, graycoprops

from classic_cls.features import Haralick

from .row import SKIMAGE, Row

try:
    import mahotas
except ImportError:
    mahotas = None

__all__ = ["rows"]

_LEVELS = 32
_ANGLES = np.deg2rad([0, 45, 90, 135])
# Of scikit-image: the column of ours, and our unit (levels of a sum, bits) in its unit.
_PROPERTIES = {
    "ASM": (0, 1), "contrast": (1, 1), "correlation": (2, 1), "homogeneity": (4, 1),
    "variance": (3, 1), "mean": (5, 0.5), "entropy": (8, np.log(2)),
}
if tuple(map(int, skimage.__version__.split(".")[:2])) < (0, 25):  # the others came then
    _PROPERTIES = {name: _PROPERTIES[name] for name in list(_PROPERTIES)[:4]}


def rows(images):
    columns = [column for column, _ in _PROPERTIES.values()]
    sides = {f"{SKIMAGE}, {len(_PROPERTIES)} measures": (_with_scikit_image, columns)}
    if mahotas is not None:
        sides = {f"mahotas {mahotas.__version__}": (_with_mahotas, list(range(13))), **sides}
    peers = {name: peer for name, (peer, _) in sides.items()}
    peers[f"{SKIMAGE}, matrix alone"] = _matrices
    yield Row("`haralick`, distance 1", images.gray, _ours, peers, _equality(sides.values()))


def _ours(stack):
    return Haralick(_LEVELS, distances=1).transform(stack)


def _equality(sides):
    """Rows equal the peers' within 1e-5, as a share of the value where that is above 1."""

    def equality(stack):
        rows = _ours(stack).reshape(len(stack), 13, 2)
        largest = []
        for peer, columns in sides:
            theirs = peer(stack)
            difference = np.abs(rows[:, columns] - theirs) / np.maximum(1, np.abs(theirs))
            largest.append(difference.max())
            assert largest[-1] < 1e-5, f"measures differ by {largest[-1]}"
        return f"within {largest[0]:.0e}"

    return equality


def _levels_of(image):
    return (image.astype(np.uint16) * _LEVELS >> 8).astype(np.uint8)


def _matrices(stack):
    return [graycomatrix(_levels_of(i), [1], _ANGLES, _LEVELS, symmetric=True) for i in stack]


def _with_scikit_image(stack):
    found = []
    for matrix in _matrices(stack):
        values = np.stack([graycoprops(matrix, name)[0] / unit
                           for name, (_, unit) in _PROPERTIES.items()])
        found.append(np.stack([values.mean(axis=1), np.ptp(values, axis=1)], axis=1))
    return np.stack(found)


def _with_mahotas(stack):
    parameters = {"use_x_minus_y_variance": True, "return_mean_ptp": True}
    found = [mahotas.features.haralick(_levels_of(image), **parameters) for image in stack]
    return np.stack(found).reshape(len(stack), 2, 13).swapaxes(1, 2)
