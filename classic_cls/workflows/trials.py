"""Candidates of a search, tried on all images or a sample; what they share is computed once."""

import time
from dataclasses import dataclass, replace

import joblib
from sklearn.base import clone
from sklearn.pipeline import FeatureUnion, Pipeline

from ..datasets import ImageDataset
from ..evaluation import CrossValidationResult, Protocol, folds_kept_in
from ..extraction import freeze, table_columns
from ..pipelines import n_describing_steps
from ..splitting import nested_parts
from .compare import entry_of
from .comparison import ComparisonEntry
from .fronts import fronts_of
from .memory import MemoryTaken
from .once import FrontMemory, OncePerPart
from .prepare import Prepared, prepare
from .search_store import SearchStore
from .stages import Stages


@dataclass(frozen=True)
class Trial:
    """What came of a candidate on a share of the images.

    ``value`` is the headline, which ``figure`` names; None where it failed, and ``reason`` says
    why; ``seconds`` is the time that it took. Where it was the first to have images described so
    (``opened``) or learned dictionaries from them, others were spared that.
    """

    name: str
    share: float
    n_images: int
    value: float | None
    seconds: float
    opened: bool = False
    reason: str | None = None
    figure: str = "accuracy"


class Trials:
    """Tries candidates on samples of a data set, each inside the larger ones.

    On all images everything that learns is fitted in every fold. On a sample what describes is
    fitted once for all folds, without regard to labels: that decides only which candidates go on.
    """

    def __init__(
        self,
        dataset: ImageDataset,
        pipelines: dict[str, object],
        protocol: Protocol,
        shares: list[float],
        store: SearchStore,
        progress=None,
        **work,
    ):
        self.pipelines, self.protocol = pipelines, protocol
        self.stages, self._progress, self._guard = Stages(self._told), progress, None
        self.samples = _samples(dataset, shares, protocol.seed)
        self.store, self.work = store, work
        self.group_of = {name: _describing_key(p) for name, p in pipelines.items()}
        self.results: dict[str, CrossValidationResult] = {}
        self.entries: dict[str, ComparisonEntry] = {}
        self.basis: Prepared | None = None
        # Of the last ones on all images and on a sample: other candidates may come back to them.
        self._parts: dict[bool, tuple] = {True: (None, None), False: (None, None)}

    def is_open(self, name: str, share: float) -> bool:
        """Whether the images are described already as this candidate wants them."""
        return self._parts[share == 1][0] == (self.group_of[name], share)

    def known(self, name: str, share: float) -> Trial | None:
        """What an earlier run has found."""
        return self.store.find(name, share)

    def _told(self, stage: str, done: int, total: int) -> None:
        """Progress goes to whoever guards the time, and to the user."""
        if self._progress is not None:
            self._progress(stage, done, total)
        if self._guard is not None:
            self._guard(stage, done, total)

    def run(self, name: str, share: float, guard=None) -> Trial:
        """Try a candidate; one that fails is no error but a reason.

        ``guard(stage, done, total)`` is called as progress is, and may raise to end the trial.
        """
        started, self._guard = time.perf_counter(), guard
        opened = not self.is_open(name, share)
        try:
            part = self._opened(name, share)
            with self.stages.stage("cv") as report, MemoryTaken() as taken:
                kept, n_jobs = self.store.file(name, share), self.work["n_jobs"]
                result = part.result(name, kept, report, n_jobs)
            value = result.figures[result.headline].value
            found = {"n_images": result.n_images, "value": value, "figure": result.headline}
        except (ValueError, MemoryError) as error:
            found = {"n_images": 0, "value": None, "reason": " ".join(str(error).split())}
        finally:
            self._guard = None
        seconds = time.perf_counter() - started
        trial = Trial(name, share, seconds=seconds, opened=opened, **found)
        self.store.add(trial)
        if share == 1 and trial.value is not None:
            self._keep(name, part, taken.n_bytes)
        return trial

    def recall(self, name: str) -> None:
        """Take up the result of an earlier run, whose folds are in a file."""
        part = self._opened(name, 1.0) if self.basis is None else self._part_of(self.basis, {})
        estimator = Pipeline([("rows", "passthrough"), *_deciding(self.pipelines[name])])
        with folds_kept_in(self.store.file(name, 1.0)):
            result = part.prepared.cross_validate(estimator, n_jobs=1, progress=None, told=False)
        self._take(name, result, {"fit": 0.0, "transform": 0.0})

    def _keep(self, name: str, part: "_Part", taken: int | None) -> None:
        self._take(name, part.results[name], part.spared[name], taken)

    def _take(self, name, result, spared, taken=None) -> None:
        result = replace(result, rejected=self.basis.rejected)
        self.results[name] = result
        self.entries[name] = entry_of(name, self.pipelines[name], result, spared, taken)

    def _opened(self, name: str, share: float) -> "_Part":
        """The images of a sample, described for all candidates that describe them alike."""
        key = self.group_of[name], share
        if not self.is_open(name, share):
            self._parts[share == 1] = (None, None)  # gives its memory back
            names = [n for n, group in self.group_of.items() if group == key[0]]
            self._parts[share == 1] = key, self._described(names, share)
        return self._parts[share == 1][1]

    def _described(self, names: list[str], share: float) -> "_Part":
        dataset, some = self.samples[share], {n: self.pipelines[n] for n in names}
        if not _shares_front(some[names[0]]):
            prepared = prepare(some[names[0]], dataset, self.protocol, self.stages, **self.work)
            return self._part_of(self._checked(prepared, share), {}, whole=share == 1)
        fronts = fronts_of(some)
        firsts = {key: some[members[0]] for key, (_, members) in fronts.items()}
        union = FeatureUnion([*firsts.items()])
        prepared = prepare(union, dataset, self.protocol, self.stages, **self.work)
        described = dict(prepared.frozen.estimator.transformer_list)
        made = {}
        for key, (n_steps, members) in fronts.items():
            front = _Front(described[key][:n_steps], FrontMemory(), n_steps)
            made |= dict.fromkeys(members, front)
        return self._part_of(self._checked(prepared, share), made, whole=share == 1)

    def _part_of(self, prepared, fronts, whole=True) -> "_Part":
        return _Part(self.pipelines, prepared, fronts, whole)

    def _checked(self, prepared: Prepared, share: float) -> Prepared:
        """Of all images the same ones for every candidate, or figures mean nothing together."""
        if share != 1:
            return prepared
        if self.basis is None:
            self.basis = prepared
            return prepared
        found, first = prepared.training.relative_paths(), self.basis.training.relative_paths()
        if found != first:
            raise ValueError(
                f"it can describe {len(found):,} images and others {len(first):,}: leave it out, "
                "or the images that are too small"
            )
        return prepared


@dataclass(frozen=True)
class _Front:
    """Frozen steps that describe images, and what they have given."""

    steps: Pipeline
    memory: FrontMemory
    n_steps: int


class _Part:
    """Described images, and the folds of every candidate on them."""

    def __init__(self, pipelines, prepared: Prepared, fronts: dict[str, _Front], whole: bool):
        self.pipelines, self.prepared, self.fronts, self.whole = (
            pipelines,
            prepared,
            fronts,
            whole,
        )
        self.results, self.spared = {}, {}
        self._rows: dict[int, object] = {}

    def result(self, name: str, kept, progress, n_jobs) -> CrossValidationResult:
        """What the cross-validation of a candidate gave."""
        options = {"n_jobs": n_jobs, "progress": progress, "told": False}
        front, rows = self.fronts.get(name), None
        if front is None:
            estimator = self.prepared.frozen.estimator
        elif self.whole or self.prepared.frozen.n_views > 1:
            once = OncePerPart(front.steps, front.memory)
            estimator = Pipeline([("described", once), *_deciding(self.pipelines[name])])
        else:
            rows = self._described_by(front)
            estimator = Pipeline([("rows", "passthrough"), *_deciding(self.pipelines[name])])
        with folds_kept_in(kept if self.whole else None):
            result = self.prepared.cross_validate(estimator, rows=rows, **options)
        self.results[name] = result
        self.spared[name] = (
            {"fit": 0.0, "transform": 0.0} if front is None else front.memory.take_spared()
        )
        return result

    def _described_by(self, front: _Front):
        """Rows of all images of a sample, once for all candidates."""
        if id(front) not in self._rows:
            targets = self.prepared.training.targets
            self._rows[id(front)] = clone(front.steps).fit_transform(self.prepared.X, targets)
        return self._rows[id(front)]


def _deciding(pipeline) -> list:
    """The steps behind those that describe."""
    return pipeline.steps[n_describing_steps(pipeline) :] if isinstance(pipeline, Pipeline) else []


def _shares_front(pipeline) -> bool:
    """Whether it begins with steps that others may share."""
    plain = type(pipeline) is Pipeline and table_columns(pipeline) is None
    return plain and n_describing_steps(pipeline) > 0


def _describing_key(pipeline) -> str:
    """What is equal for pipelines that describe images alike, up to what learns from them."""
    if not _shares_front(pipeline):
        return joblib.hash(pipeline)
    return joblib.hash([[step for step in block.steps] for block in freeze(pipeline).blocks])


def _samples(dataset: ImageDataset, shares: list[float], seed) -> dict[float, ImageDataset]:
    """Parts of the images by their share, class by class, no group divided."""
    smaller = [share for share in shares if share < 1]
    parts = nested_parts(dataset.targets, dataset.groups, smaller, seed) if smaller else []
    found = {share: dataset.take(rows) for share, rows in zip(smaller, parts, strict=True)}
    return found | {1.0: dataset}
