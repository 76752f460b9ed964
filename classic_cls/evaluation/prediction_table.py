"""The table of some predictions."""

import numpy as np

from .targets import spelled_labels

__all__ = ["predictions_frame"]


def predictions_frame(predictions):
    """A row for each tested image and repeat; see `Predictions.frame`."""
    import pandas as pd

    parts = [
        pd.DataFrame(_columns(predictions, repeat))[tested]
        for repeat, tested in enumerate(predictions.tested)
    ]
    return pd.concat(parts, ignore_index=True)


def _columns(predictions, repeat: int) -> dict:
    columns = {"path": predictions.paths, "group": predictions.groups}
    if len(predictions.sizes) or predictions.folds.max() > 1:
        numbers = np.full(predictions.n_images, repeat + 1)
        columns |= {"fold": predictions.folds[repeat], "repeat": numbers}
    columns = {name: values for name, values in columns.items() if values is not None}
    columns["truth"] = spelled_labels(predictions.truth, predictions.class_names)
    columns["prediction"] = spelled_labels(predictions.answers[repeat], predictions.class_names)
    if predictions.scores is not None:
        names = (f"score_{name}" for name in predictions.class_names)
        columns |= dict(zip(names, predictions.scores[repeat].T))
    return columns
