"""What the workflows share: checks, one extraction, times and digests."""

import hashlib
import time
import warnings
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace

import joblib
import numpy as np
from joblib import parallel_config

from ..audit import Facts
from ..datasets import ImageDataset, SetAside, set_aside_words
from ..duplicates import NearDuplicates, Thumbnail, near_duplicates
from ..evaluation import Protocol, agreed_positive, check_scores
from ..extraction import Extraction, Frozen, extract, table_columns
from ..persistence import SeenImages
from ..reading import ReadFileFacts, ReadImages
from .checks import check_cache, check_learns_alone, check_pipeline
from .columns import check_columns


@dataclass
class Stages:
    """Times the stages of a job; ``progress(stage, done, total)``, 0 of 0 at their begin.

    It keeps the near-duplicates that the job has found, as it may describe images in several ways.
    """

    progress: object = None
    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)
    _copies: dict[str, NearDuplicates] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str):
        """Time a stage; gives the ``progress(done, total)`` for it, or None."""
        started = time.perf_counter()
        report = self.progress
        if report is not None:
            report(name, 0, 0)
        yield None if report is None else lambda done, total: report(name, done, total)
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started

    def near_duplicates(self, thumbnails: np.ndarray, targets: np.ndarray) -> NearDuplicates:
        """As the function gives them, which looks at the same images once."""
        with self.stage("duplicates"):
            key = joblib.hash((thumbnails, targets))
            if key not in self._copies:
                self._copies[key] = near_duplicates(thumbnails, targets)
            return self._copies[key]

    def total(self) -> dict[str, float]:
        """Times of all stages, with the ``total`` since the start."""
        return {**self.seconds, "total": time.perf_counter() - self.started}


def in_threads(n_jobs):
    """A context in which dictionaries are learned and used by so many threads."""
    return nullcontext() if n_jobs is None else parallel_config("threading", n_jobs=n_jobs)


def check_is_dataset(dataset) -> None:
    """Say how to make a data set of whatever else was given."""
    if not isinstance(dataset, ImageDataset):
        raise ValueError(
            f"dataset is a {type(dataset).__name__}: make it with ImageDataset.open(folder or "
            "table), or ImageDataset.from_frame(frame)"
        )


def check(dataset: ImageDataset, pipelines: dict, protocol: Protocol, cache=None) -> None:
    """Refuse, before the long work, what could only fail after it."""
    check_is_dataset(dataset)
    check_cache(cache)
    protocol.check(dataset)
    learned = dataset.training()
    y, names, positive = learned.targets, learned.class_names, None
    if not learned.multilabel:
        positive, _ = agreed_positive(pipelines.values(), y, names, protocol.positive)
    headline, _ = protocol.headline(y, names, positive)
    for name, pipeline in pipelines.items():
        check_learns_alone(pipeline, dataset.known)
        check_scores(pipeline, headline, name)
        check_pipeline(pipeline, dataset, protocol)
        check_columns(pipeline, dataset)


def about_one_class(dataset: ImageDataset, pipelines, protocol: Protocol) -> tuple:
    """The protocol with the positive class of all pipelines, aimed or not, and notes on it."""
    if dataset.multilabel:
        return protocol, ()
    y, names = dataset.targets, dataset.class_names
    positive, notes = agreed_positive(pipelines, y, names, protocol.positive)
    return replace(protocol, positive=positive), notes


def check_takes_images_alone(pipeline) -> None:
    """Refuse a table where images alone can be given."""
    if table_columns(pipeline) is not None:
        raise ValueError(
            "this pipeline takes columns of a table beside images: use cross_validate_images; a "
            "model that is trained and compared takes images alone"
        )


@dataclass(frozen=True)
class Described:
    """Images behind row 0, 1, ..., all that was set aside, and near-duplicates or None.

    ``seen`` are the images as a model remembers them, ``facts`` what cheap checks look at.
    """

    extraction: Extraction
    kept: ImageDataset
    rejected: tuple[SetAside, ...]
    seen: SeenImages
    facts: Facts
    duplicates: NearDuplicates | None = None


def describe(
    frozen: Frozen,
    dataset: ImageDataset,
    stages: Stages,
    *,
    n_jobs=None,
    cache=None,
    duplicates=False,
) -> Described:
    """Fill the frozen pipeline; images that cannot be used go with their targets."""
    thumbnails = frozen.observe(Thumbnail())
    page = next((reader.page for reader in readers_of(frozen.source)), None)
    files = frozen.observe(ReadFileFacts(page=page))
    with stages.stage("extract") as progress:
        extraction = extract(frozen, dataset.refs, n_jobs=n_jobs, cache=cache, progress=progress)
    for stage in ("read", "decode", "features"):
        stages.seconds[stage] = extraction.seconds.get(stage, 0.0)
    rejected = dataset.unusable(extraction.rejected)
    kept = dataset.take(extraction.kept) if rejected else dataset
    found = stages.near_duplicates(thumbnails.values, kept.targets) if duplicates else None
    seen = SeenImages.of(extraction.digests, thumbnails.values)
    facts = Facts(
        kept, extraction.digests, {"files": files.values, "thumbnails": thumbnails.values}
    )
    out = (*dataset.set_aside, *rejected)
    return Described(extraction, kept, out, seen, facts, found)


def readers_of(pipeline) -> list[ReadImages]:
    """Whatever reads images in a pipeline."""
    steps = pipeline.get_params(deep=True).values()
    return [step for step in steps if isinstance(step, ReadImages)]


def reading_of(model) -> dict:
    """How a model reads images, whole: range, page and the largest size."""
    known = readers_of(model.pipeline)[0].get_params(deep=False)
    return {name: known[name] for name in ("range", "page", "max_pixels")}


def warn_of_rejected(dataset: ImageDataset, described: Described) -> None:
    """Warn of images that could not be used; the command line lists them itself."""
    out = described.rejected[len(dataset.set_aside) :]
    if out:
        warnings.warn(set_aside_words(out, of=len(dataset)), stacklevel=4)


def data_digest(dataset: ImageDataset, digests) -> str:
    """SHA-256 over the names, contents and targets of the images, in order."""
    total = hashlib.sha256()
    targets = np.asarray(dataset.targets).tolist()
    for name, digest, target in zip(dataset.relative_paths(), digests, targets, strict=True):
        line = f"{name}\0{digest}\0{target}\n"
        total.update(line.encode("utf-8", "surrogateescape"))
    return total.hexdigest()
