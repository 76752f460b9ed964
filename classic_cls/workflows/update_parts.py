"""How well an updated model knows old and new images: figures of images it did not learn from."""

from dataclasses import replace

import numpy as np

from .._validation import counted, quoted
from ..datasets import ImageDataset
from ..evaluation import Predictions, answer_images, score
from ..persistence import ImageModel
from ..splitting import grouped_folds, make_splits
from .going_on import Learnable
from .predict import evaluate, in_classes_of
from .rows_together import Together
from .stages import Stages, check_is_dataset

_N_FOLDS = 5


def parts_of_tests(way, together: Together, new_classes, old_names, seed, report) -> tuple:
    """All images tested in folds, and the parts of them; None and no part where there are too few.

    Of a model that keeps features old images are tested as well, and once more as they were
    answered without the new ones.
    """
    known = together.known
    folds = _folds(known, seed)
    if folds is None:
        return None, {}
    old = ~known.is_new
    both = [_Answers(together), _Answers(together)] if old.any() else [_Answers(together)]
    for number, (train, test) in enumerate(folds, 1):
        both[0].add(number, way.learned(known.take(train)), test)
        if old.any():
            before = way.learned(known.take(train[old[train]]))
            both[1].add(number, before, test[old[test]])
        if report is not None:
            report(number, len(folds))
    after = both[0].predictions()
    named = {"new_images": known.is_new}
    if known.y.ndim == 1:
        named |= {
            "new_classes": np.isin(known.y, new_classes),
            "old_classes": np.isin(known.y, old_names),
        }
    elif old.any():
        named["old_classes"] = old
    parts = {name: _scored(after, some) for name, some in named.items() if some.any()}
    if old.any():
        parts["old_classes_before"] = _scored(both[1].predictions(), old)
    return _scored(after, np.ones(len(known.y), bool)), parts


class _Answers:
    """Answers to images, gathered fold by fold."""

    def __init__(self, together: Together):
        self.together, self.kind = together, None
        known = together.known
        self.labels = known.y.copy()
        self.scores = np.zeros((len(known.y), len(together.class_names)))
        self.folds = np.zeros(len(known.y), int)

    def add(self, number: int, fitted, test) -> None:
        known, names = self.together.known, self.together.class_names
        if not len(test):
            return
        found = answer_images(fitted, known.X[test], names, multilabel=known.y.ndim == 2)
        self.labels[test], scores, self.kind = found
        if scores is not None:
            self.scores[test] = scores
        self.folds[test] = number

    def predictions(self) -> Predictions:
        together = self.together
        return Predictions.of(
            together.known.y, self.labels,
            class_names=together.class_names, folds=self.folds, groups=together.known.groups,
            paths=together.paths, scores=None if self.kind is None else self.scores,
            score_kind=self.kind,
        )  # fmt: skip


def _scored(predictions: Predictions, some):
    scoring = None if predictions.multilabel else "accuracy"
    return score(predictions.take(np.flatnonzero(some)), scoring=scoring)


def _folds(known: Learnable, seed):
    """Folds that divide no group; None where there are not two groups, or images."""
    groups = np.arange(len(known.y)) if known.groups is None else known.groups
    n_folds = min(_N_FOLDS, len(np.unique(groups)))
    if n_folds < 2:
        return None
    if known.y.ndim == 2:
        return make_splits(known.y, known.groups, n_folds, random_state=seed)[0][0]
    return grouped_folds(known.y, groups, n_folds, seed)


def old_test(before: ImageModel, after: ImageModel, old: ImageDataset, stages: Stages, **work):
    """Labelled images of old classes before and after, and notes; no part if all were seen."""
    if not old.multilabel:
        old = old.take(np.isin(old.targets, before.class_names))
        old = replace(old, class_names=before.class_names)
    with stages.stage("old"):
        found = evaluate(after, old, **work)
        if found.copies is not None and (found.copies != "").all():
            said = f"all {counted(len(old), 'image')} to test the old classes on were learned from"
            return {}, (f"{said}: they tell nothing",)
        new = np.ones(found.result.n_images, bool) if found.copies is None else found.copies == ""
        then = evaluate(before, old, **work)
    pairs = {"old_test": found, "old_test_before": then}
    parts = {name: _scored(one.result.predictions, new) for name, one in pairs.items()}
    left_out = int((~new).sum())
    notes = (
        f"{counted(left_out, 'image')} to test the old classes on were learned from and left out",
    )
    return parts, notes if left_out else ()


def check_old(model: ImageModel, old) -> None:
    """Refuse a test of old classes that holds none, before the work."""
    check_is_dataset(old)
    if model.task == "multilabel":
        in_classes_of(model, old)
    elif old.multilabel or not set(old.class_names) & set(model.class_names):
        raise ValueError(
            f"the images to test the old classes on are of {quoted(old.class_names)}, and none of "
            f"these is a class of the model, {quoted(model.class_names)}"
        )
