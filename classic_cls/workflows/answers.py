"""What a fitted, frozen model answers for rows."""

import numpy as np

from ..evaluation import answer_images
from ..persistence import ImageModel


def labels_and_scores(model: ImageModel, frozen, rows) -> tuple:
    """Labels, an int8 indicator for several; and scores of all classes, or None."""
    multilabel = model.task == "multilabel"
    labels, scores, _ = answer_images(
        frozen.estimator, rows, model.class_names, multilabel=multilabel
    )
    return labels.astype(np.int8) if multilabel else labels, scores
