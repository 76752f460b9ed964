"""Rules for what learns a dictionary: compiled kernels follow the shapes of its arrays."""

import numpy as np

from ..encoders import BagOfVisualWords, FisherVector
from ..kernels.spatial_cells import grids_of
from ._needs import need, need_array


def check_encoder(part) -> None:
    """Check an encoder of local features."""
    part._validate_params()
    grids_of(part.layout)
    width = part.n_descriptor_values_
    need(type(width) is int and width > 0, part, "n_descriptor_values_")
    if part.n_components is not None:
        axes = _need_floats(part, "axes_", (width, None))
        _need_floats(part, "center_", (width,))
        width = axes.shape[1]
    width += 2 * part._adds_positions
    words = _need_floats(part, "words_", (None, width))
    numbers = ["position_weight_"]
    if isinstance(part, FisherVector):
        for name, shape in [("weights_", words.shape[:1]), ("variances_", words.shape)]:
            need((_need_floats(part, name, shape) > 0).all(), part, name)
    elif isinstance(part, BagOfVisualWords):
        numbers.append("word_distance_")
    for name in numbers:
        number = getattr(part, name, None)
        need(type(number) is float and 0 <= number < np.inf, part, name)


def check_patch_dictionary(part) -> None:
    """Check a `PatchDictionary`."""
    part._validate_params()
    shape = part.image_shape_
    whole = isinstance(shape, tuple) and all(type(n) is int and n > 0 for n in shape)
    need(whole and (len(shape) == 2 or shape[2:] == (3,)), part, "image_shape_")
    part._check_large_enough(shape)
    n_values = part.patch_size**2 * int(np.prod(shape[2:]))
    axes = _need_floats(part, "axes_", (n_values, None))
    _need_floats(part, "center_", (n_values,))
    _need_floats(part, "words_", (None, axes.shape[1]))


def _need_floats(part, name: str, shape: tuple) -> np.ndarray:
    """An array in single precision, which is not empty."""
    array = need_array(part, name, shape)
    need(array.dtype == np.float32 and array.size, part, name)
    return array
