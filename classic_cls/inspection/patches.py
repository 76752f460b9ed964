"""The words of dictionaries that are little pictures themselves."""

import numpy as np
from sklearn.pipeline import Pipeline

from ..encoders import PatchDictionary
from .word_features import leaves


def learned_patches(pipeline: Pipeline) -> dict[str, np.ndarray]:
    """Patches that a pipeline has learned, as pictures, by the names of the features.

    They are shown as they are compared with images, after contrast normalisation and whitening:
    mid-grey is zero, and every patch has its own contrast.

    Parameters
    ----------
    pipeline : Pipeline
        Fitted.

    Returns
    -------
    dict of str to ndarray of shape (n_words, side, side[, 3]), uint8
        Empty if the pipeline has no :class:`PatchDictionary`.

    Examples
    --------
    >>> from sklearn.pipeline import make_pipeline
    >>> from classic_cls import HOG
    >>> learned_patches(make_pipeline(HOG()))
    {}
    """
    return {
        name: np.rint(255 * step.patches_).astype(np.uint8)
        for name, _, step in leaves(pipeline)
        if isinstance(step, PatchDictionary)
    }
