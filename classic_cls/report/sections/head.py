"""What was to be told apart."""

import numpy as np

from ..section import Section


class Head(Section):
    """Name of the data set, date, number of images and classes."""

    key = "head"
    of_results = True

    def summarize(self, training) -> dict:
        """The data set and its task.

        ``name``, ``created`` (the date), ``task``, ``n_images`` used for training and test,
        ``class_names``, ``class_counts`` (of several labels, images known to have them) and the
        ``positive`` class.
        """
        parts = [part for part in (training.cv, training.test) if part is not None]
        return {
            "name": training.dataset.name,
            "created": training.model.created,
            "task": training.cv.task,
            "n_images": sum(part.n_images for part in parts),
            "class_names": training.cv.class_names,
            "class_counts": _class_counts(parts),
            "positive": training.cv.positive,
        }


def _class_counts(parts) -> dict[str, int]:
    names = parts[0].class_names
    targets = np.concatenate([part.predictions.truth for part in parts])
    if targets.ndim == 2:
        return dict(zip(names, (targets == 1).sum(axis=0).tolist(), strict=True))
    found, counts = np.unique(targets, return_counts=True)
    count_of = dict(zip(found.tolist(), counts.tolist(), strict=True))
    return {name: count_of.get(name, 0) for name in names}
