"""What comes before the fits: describe every image once, find copies, divide."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from .._remedies import remedy
from ..audit import told_by_train
from ..datasets import ImageDataset, SetAside
from ..duplicates import DuplicateGrouping, copies_across, duplicate_groups, near_duplicates
from ..evaluation import (
    CrossValidationResult,
    FeatureImportance,
    LearningCurve,
    LeftOutClasses,
    Protocol,
    ValidationCurve,
    cross_validate,
    feature_importance,
    learning_curve,
    left_out_classes,
    validation_curve,
)
from ..extraction import Extraction, Frozen, NothingUsable, freeze, table_columns, training_views
from ..models import group_options
from ..persistence import SeenImages
from ..pipelines import feature_families, n_describing_steps, varied
from ..reading import find_range, lacks_range, read_ahead
from .apart import cross_validate_apart, group_for_folds
from .columns import training_notes, with_columns_for
from .drift import light_of
from .held_out import hold_out, may_be_tested
from .stages import (
    Described,
    Stages,
    check_is_dataset,
    describe,
    in_threads,
    readers_of,
    warn_of_rejected,
)


@dataclass(frozen=True)
class Prepared:
    """Described images, and which of them are learned from and tested.

    ``kept`` are all images behind row 0, 1, ..., ``rows`` and ``test_rows`` those to learn from and
    test ("official" or "held out"); ``duplicates`` are those among the training images, None where
    nobody looked; ``leaked`` ``(n_test,)`` says which test images have one there; ``seen`` are all
    images as a model remembers them, and ``light`` ``(n, 2)`` their mean and deviation of levels;
    ``groups_alone`` are the groups of the images of the one class that is learned, if one is.
    """

    frozen: Frozen
    extraction: Extraction
    kept: ImageDataset
    rejected: tuple[SetAside, ...]
    protocol: Protocol
    rows: np.ndarray
    test_rows: np.ndarray
    test_split: str | None
    duplicates: DuplicateGrouping | None
    leaked: np.ndarray
    seen: SeenImages
    light: np.ndarray
    notes: tuple[str, ...]
    groups_alone: np.ndarray | None = None

    @cached_property
    def training(self) -> ImageDataset:
        """The images to learn from, with the groups that were declared."""
        return self.kept.take(self.rows)

    @cached_property
    def test(self) -> ImageDataset:
        """The images to test on."""
        return self.kept.take(self.test_rows)

    @property
    def groups(self) -> np.ndarray | None:
        """What is never divided in the training part: declared groups and near-duplicates."""
        return self.training.groups if self.duplicates is None else self.duplicates.groups

    @property
    def learned(self) -> np.ndarray:
        """Positions, among the training images, of those that the model is fitted on."""
        known, targets = self.kept.known, self.training.targets
        return np.arange(len(self.rows)) if known is None else np.flatnonzero(targets == known)

    @cached_property
    def X(self):
        """What the frozen pipeline takes for the images to learn from: their rows, or a table."""
        wanted = table_columns(self.frozen.source)
        if wanted is None:
            return self.rows
        import pandas as pd

        column, others = wanted
        texts = {name: self.training.column(name) for name in others}
        return pd.DataFrame({column: self.rows} | {n: _numbers(t) for n, t in texts.items()})

    @cached_property
    def described(self) -> tuple[Pipeline, np.ndarray] | None:
        """What describes images, fitted on all to learn from, and their rows; in common steps only.

        None where images have several views, a table is learned from, or one class alone.
        """
        estimator = self.frozen.estimator
        if self.frozen.n_views > 1 or not isinstance(self.X, np.ndarray):
            return None
        if self.kept.known is not None:
            return None
        n_steps = n_describing_steps(estimator) if isinstance(estimator, Pipeline) else 0
        if not n_steps:
            return None
        front = clone(estimator[:n_steps])
        return front, front.fit_transform(self.X, self.training.targets)

    def fitted(self, estimator):
        """The frozen estimator, or one that decides otherwise, fitted on all to learn from."""
        targets = self.training.targets
        if self.described is None:
            estimator = clone(estimator)
            some = self.learned
            groups = self.groups if self.kept.known is None else self.groups_alone
            X, y, groups = training_views(estimator, self.rows[some], targets[some], groups)
            return estimator.fit(X, y, **group_options(estimator, groups))
        front, rows = self.described
        deciding = clone(estimator[len(front.steps) :])
        deciding.fit(rows, targets, **group_options(deciding, self.groups))
        return Pipeline([*front.steps, *deciding.steps])

    def cross_validate(
        self, estimator, *, n_jobs, progress, told=True, rows=None
    ) -> CrossValidationResult:
        """Cross-validate on the training part; ``told`` is what copies would have flattered.

        ``rows`` may stand for the images.
        """
        learned = self.training
        what = (estimator, self.X if rows is None else rows, learned.targets, self.protocol)
        options = {"class_names": learned.class_names, "paths": learned.relative_paths()}
        options |= {"n_jobs": n_jobs, "progress": progress}
        options |= {"sources": learned.sources}
        if self.duplicates is None or not told:
            return cross_validate(*what, groups=self.groups, **options)
        return cross_validate_apart(
            *what,
            duplicates=self.duplicates,
            groups=learned.groups,
            described=lambda: self._described_for(estimator, n_jobs),
            **options,
        )

    def learning_curve(self, estimator, **options) -> LearningCurve:
        """Cross-validate on the training part with fewer images; ``options`` are its own."""
        learned = self.training
        what = (estimator, self.X, learned.targets, self.protocol)
        return learning_curve(*what, class_names=learned.class_names, groups=self.groups, **options)

    def left_out_classes(self, estimator, full, **options) -> LeftOutClasses:
        """Fit without each class in turn; ``options`` are its own."""
        learned = self.training
        what = (estimator, self.X, learned.targets, self.protocol, full)
        return left_out_classes(
            *what, class_names=learned.class_names, groups=self.groups, **options
        )

    def feature_importance(self, estimator, full, **options) -> FeatureImportance:
        """Shuffle and leave out every family of features; ``options`` are its own."""
        what = (estimator, self.X, self.training.targets, self.protocol, full)
        families = feature_families(self.frozen.source)
        return feature_importance(*what, families, groups=self.groups, **options)

    def validation_curve(self, estimator, name, values, **options) -> ValidationCurve:
        """Cross-validate with other values of a parameter; ``options`` are its own."""
        learned = self.training
        what = (varied(estimator, name, values), self.X, learned.targets, self.protocol)
        return validation_curve(
            *what, class_names=learned.class_names, groups=self.groups, **options
        )

    def _described_for(self, estimator, n_jobs) -> tuple:
        """Rows, and the rest of an estimator, that stand for the images and all of it."""
        with in_threads(n_jobs):
            described = self.described
        if described is None:
            return self.X, estimator
        front, rows = described
        return rows, estimator[len(front.steps) :]


def prepare(
    pipeline, dataset: ImageDataset, protocol: Protocol, stages: Stages, *, n_jobs=None, cache=None
) -> Prepared:
    """Describe every image once, find near-duplicates and, where needed, the range, and divide."""
    _check_columns(pipeline, dataset)
    dataset = with_columns_for(pipeline, dataset)
    reader = _Reader()
    read_ahead(dataset.refs, owner=reader)
    options = {"n_jobs": n_jobs, "cache": cache, "duplicates": protocol.keep_duplicates_together}
    frozen = freeze(pipeline)
    try:
        described = describe(frozen, dataset, stages, **options)
        rejected = described.extraction.rejected
    except NothingUsable as nothing:
        described, rejected = nothing, nothing.extraction.rejected
    untold = may_be_tested(dataset, protocol)
    found = _range_in_want(pipeline, dataset, rejected, untold | _anomalies(dataset))
    if found is not None:
        pipeline = _with_range(pipeline, found)
        frozen = freeze(pipeline)
        described = describe(frozen, dataset, stages, **options)
    elif isinstance(described, NothingUsable):
        raise described
    warn_of_rejected(dataset, described)
    kept = described.kept
    doubts = kept.check_trainable()
    clipped = _clipping_note(described.extraction.n_clipped, reading_range_of(pipeline))
    held = untold[described.extraction.kept]
    notes = (*dataset.notes, *doubts, *clipped, *training_notes(pipeline, kept))
    notes = (*notes, *told_by_train(described.facts))
    return _divided(frozen, described, held, protocol, notes)


class _Reader:
    """While it lives, small files are in memory, as they may be read twice."""


def _check_columns(pipeline, dataset) -> None:
    """Say before the long work which column of the table is not there."""
    for name in (table_columns(pipeline) or ("", []))[1]:
        dataset.column(name)


def _numbers(texts):
    """Numbers of a column that holds no other text; empty cells are missing."""
    try:
        return np.where(texts == "", "nan", texts).astype(float)
    except ValueError:
        return texts


def training_part(dataset: ImageDataset) -> ImageDataset:
    """The part that may be cross-validated, with a note on the official test part."""
    check_is_dataset(dataset)
    part = dataset.training()
    held = len(dataset) - len(part)
    if not held:
        return dataset
    note = f"the official test part ({held:,} images) took no part"
    return replace(part, split=None, notes=(*dataset.notes, note))


def reading_range_of(pipeline):
    """What deep images are mapped by; None without a range."""
    return next((reader.range for reader in readers_of(pipeline)), None)


def _anomalies(dataset) -> np.ndarray:
    """Images ``(n,)`` of another class than the one that is learned alone."""
    if dataset.known is None:
        return np.zeros(len(dataset), bool)
    return dataset.targets != dataset.known


def _groups_alone(described: Described, rows) -> np.ndarray | None:
    """Groups of the images of the class that is learned alone, whatever the others look like."""
    kept = described.kept
    if kept.known is None:
        return None
    rows = rows[kept.targets[rows] == kept.known]
    part = kept.take(rows)
    if described.duplicates is None:
        return part.groups
    thumbnails = np.asarray(described.facts.observed["thumbnails"])[rows]
    found = near_duplicates(thumbnails, part.targets)
    return duplicate_groups(found, part.targets, part.groups).groups


def _range_in_want(pipeline, dataset, rejected, untold):
    """The range of training images that were refused for want of one; none of the ``untold``."""
    readers = [reader for reader in readers_of(pipeline) if reader.range is None]
    rows = [item.row for item in rejected if lacks_range(item.reason) and not untold[item.row]]
    refs = [dataset.refs[row] for row in rows]
    return find_range(refs, page=readers[0].page) if readers and refs else None


def _with_range(pipeline, found):
    pipeline = clone(pipeline)
    for reader in readers_of(pipeline):
        if reader.range is None:
            reader.set_params(range=found)
    return pipeline


def _clipping_note(n_clipped: int, reading_range) -> tuple[str, ...]:
    if not n_clipped:
        return ()
    return (
        f"{n_clipped:,} pixel values outside the reading range {reading_range} were clipped; give "
        "a wider one with "
        + remedy(
            "reading_range=(low, high)",
            "--reading-range LOW,HIGH",
            "train with --reading-range LOW,HIGH",
        ),
    )


def _divided(frozen, described: Described, held, protocol: Protocol, notes) -> Prepared:
    """Divide described images into training and test part, and read the folds.

    ``held`` are the images that may be tested, ``(n,)``.
    """
    kept, found = described.kept, described.duplicates
    rows, test_rows = np.arange(len(kept)), np.arange(0)
    test_split = duplicates = None
    if kept.split is not None:
        rows, test_rows, test_split = rows[~held], rows[held], "official"
    if found is not None:
        learned = kept.take(rows)
        duplicates = group_for_folds(found.take(rows), learned.targets, learned.groups, protocol)
    if protocol.test_size is not None:
        groups = kept.groups if duplicates is None else duplicates.groups
        rows, test_rows, of_draw = hold_out(kept, groups, held, protocol)
        notes = (*notes, *of_draw)
        duplicates, test_split = duplicates and duplicates.take(rows), "held out"
    names = np.array(kept.relative_paths(), dtype=object)
    others = {item.path for item in described.rejected} | set(names[test_rows])
    protocol, of_folds = protocol.with_folds_of(names[rows].tolist(), allowed_missing=others)
    leaked = np.zeros(len(test_rows), bool)
    if found is not None:
        leaked = copies_across(found, np.isin(np.arange(len(kept)), test_rows))[test_rows]
    return Prepared(
        frozen=frozen,
        extraction=described.extraction,
        kept=kept,
        rejected=described.rejected,
        protocol=protocol,
        rows=rows,
        test_rows=test_rows,
        test_split=test_split,
        duplicates=duplicates,
        leaked=leaked,
        seen=described.seen,
        light=light_of(described.facts.observed["thumbnails"]),
        notes=(*notes, *of_folds),
        groups_alone=_groups_alone(described, rows),
    )
