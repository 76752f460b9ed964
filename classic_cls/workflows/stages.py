"""What the workflows share: the reading range, one extraction, times and digests."""

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np

from ..datasets import ImageDataset, SetAside
from ..evaluation import cross_validate
from ..extraction import Extraction, Frozen, extract
from ..reading import find_range

__all__ = ["Stages", "cross_validate_rows", "data_digest", "extract_dataset", "reading_range_of"]


@dataclass
class Stages:
    """Times the stages of a job and tells of their progress.

    Attributes
    ----------
    progress : callable or None
        Called as ``progress(stage, done, total)``; with 0 of 0 when a stage begins.
    seconds : dict
        Wall time by stage.
    """

    progress: object = None
    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    @contextmanager
    def stage(self, name: str):
        """Time a stage; gives the ``progress(done, total)`` for it, or None."""
        started = time.perf_counter()
        report = self.progress
        if report is not None:
            report(name, 0, 0)
        yield None if report is None else lambda done, total: report(name, done, total)
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    def total(self) -> dict[str, float]:
        """Times of all stages, with the ``total`` since the start."""
        return {**self.seconds, "total": time.perf_counter() - self.started}


def reading_range_of(dataset: ImageDataset, wanted, page=None):
    """The one range for all deep images: ``wanted``, or found in the training images."""
    if isinstance(wanted, str):
        if wanted != "auto":
            raise ValueError(f"reading_range must be 'auto' or (low, high); got '{wanted}'")
        return find_range(dataset.training().refs, page=page)
    return wanted


def extract_dataset(
    frozen: Frozen, dataset: ImageDataset, stages: Stages, *, n_jobs=None, cache=None
) -> tuple[Extraction, ImageDataset, tuple[SetAside, ...]]:
    """Fill the frozen pipeline; images that cannot be used go with their targets.

    Returns
    -------
    extraction : Extraction
    kept : ImageDataset
        The images behind row 0, 1, ...
    rejected : tuple of SetAside
        All that was set aside, here and before.
    """
    with stages.stage("extract") as progress:
        extraction = extract(frozen, dataset.refs, n_jobs=n_jobs, cache=cache, progress=progress)
    for stage in ("read", "decode", "features"):
        stages.seconds[stage] = extraction.seconds.get(stage, 0.0)
    names = dataset.relative_paths() if extraction.rejected else []
    rejected = tuple(SetAside(names[r.row], r.reason) for r in extraction.rejected)
    kept = dataset.take(extraction.kept) if rejected else dataset
    return extraction, kept, (*dataset.set_aside, *rejected)


def cross_validate_rows(estimator, rows, kept: ImageDataset, protocol: dict, progress=None):
    """Cross-validate a frozen estimator on some rows of the kept images.

    Parameters
    ----------
    estimator : estimator
        Takes row numbers.
    rows : ndarray of int
    kept : ImageDataset
        The images behind all rows.
    protocol : dict
        Arguments of :func:`cross_validate`: folds, repeats, scoring, seed, jobs.
    progress : callable, optional
        Called as ``progress(done, total)``.

    Returns
    -------
    CrossValidationResult
    """
    learned = kept.take(rows)
    return cross_validate(
        estimator,
        rows,
        learned.targets,
        class_names=learned.class_names,
        groups=learned.groups,
        paths=learned.relative_paths(),
        progress=progress,
        **protocol,
    )


def data_digest(dataset: ImageDataset, digests) -> str:
    """SHA-256 over the names, contents and targets of the images, in order."""
    total = hashlib.sha256()
    targets = np.asarray(dataset.targets).tolist()
    for name, digest, target in zip(dataset.relative_paths(), digests, targets, strict=True):
        total.update(f"{name}\0{digest}\0{target}\n".encode())
    return total.hexdigest()
