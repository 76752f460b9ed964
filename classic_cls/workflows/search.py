"""Search over pipelines, or parameters of one: what describes images runs once a setting."""

import tempfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.model_selection import ParameterGrid
from sklearn.pipeline import Pipeline

from .._typing import FilePath
from ..datasets import ImageDataset
from ..evaluation import Protocol, record_of
from ..persistence import check_savable
from .compare import judgement
from .comparison import Comparison, with_note_on_choice
from .halving import Clock, Halving, shares_for
from .prepare import prepare, training_part
from .search_result import ImageSearch
from .search_store import SearchStore
from .stages import Stages, about_one_class, check, check_takes_images_alone
from .train import finished
from .training import Training
from .trials import Trial, Trials


def search_images(
    pipeline: Pipeline | dict[str, Pipeline],
    dataset: ImageDataset,
    grid: Any = None,
    protocol: Protocol = Protocol(),
    *,
    budget: float | None = None,
    keep: FilePath | None = None,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
    tell: Callable[..., object] | None = None,
) -> ImageSearch:
    """Cross-validate candidates on the same folds, all of them or what a budget allows.

    Images are described once for every setting of what describes them, not in every fold as
    ``GridSearchCV`` of scikit-learn would; parameters of whatever learns cost its fits alone.
    With a budget, by successive halving: the first candidate is cross-validated on all images, the
    others on a sample of them, and the best third goes on to three times as many. The figure of the
    best is corrected for having been chosen (`ImageSearch.estimate`).

    Parameters
    ----------
    pipeline : Pipeline, or dict of Pipeline by name
        From images to labels; cloned, not fitted. Of several the most promising first.
    dataset : ImageDataset
        An official test part, or what the protocol holds out, takes no part in the choice.
    grid : dict of str to list, or list of dicts, optional
        For a single pipeline: values by the name of the parameter, such as
        ``features__hog__cell``.
    protocol : Protocol
        Its ``scoring`` is what is compared, by default the usual headline.
    budget : float, optional
        Seconds that all may take, with some for `train_found` to come. Without it all candidates
        are cross-validated on all images.
    keep : path, optional
        Folder that keeps what was tried. If it is there already, with the same data and protocol,
        the search goes on from it; the budget is that of this call. Give ``cache`` too, so that
        nothing is described again.
    n_jobs : int, optional
        As in joblib. Without a budget the result is the same for every number.
    cache : path, optional
        Folder that keeps features between calls; else they are kept while the search goes on.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.
    tell : callable, optional
        Called as ``tell(trial)`` after each `Trial`.

    Returns
    -------
    ImageSearch
        A candidate that fails, or cannot describe all images that the first one can, is left out.

    Raises
    ------
    ValueError
        As `cross_validate_images`; if the pipeline has no such parameter, if no candidate could be
        cross-validated, if the budget is too small for any, or if ``keep`` is of another search.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from PIL import Image
    >>> from classic_cls import ImageDataset, make_image_pipeline
    >>> rng = np.random.default_rng(0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("plain", "noisy"):
    ...         Path(folder, name).mkdir()
    ...         for i in range(4):
    ...             pixels = rng.integers(0, 256 if name == "noisy" else 9, (32, 32), np.uint8)
    ...             Image.fromarray(pixels).save(Path(folder, name, f"{i}.png"))
    ...     pipeline = make_image_pipeline(features=["raw"], size=16, classifier="logistic")
    ...     data, grid = ImageDataset.from_folder(folder), {"resize__size": [8, 16]}
    ...     found = search_images(pipeline, data, grid, Protocol(cv=2))
    >>> found.best_params, found.frame()["mean"].tolist()
    ({'resize__size': 8}, [1.0, 1.0])
    """
    clock = Clock(budget)
    params, candidates = _candidates(pipeline, grid)
    refused = _refused(dataset, candidates, protocol, cache)
    possible = {name: p for name, p in candidates.items() if name not in refused}
    protocol = _with_seed(protocol)
    learned = training_part(protocol.training_part(dataset))
    about, _ = about_one_class(learned, possible.values(), replace(protocol, test_size=None))
    store = SearchStore(keep, possible)
    n_resumed = store.open(learned, about, Trial)
    with tempfile.TemporaryDirectory() as folder:
        work = {"n_jobs": n_jobs, "cache": cache or folder}
        shares = shares_for(learned, about) if budget is not None else [1.0]
        trials = Trials(learned, possible, about, shares, store, progress, **work)
        halving = Halving(trials, shares, clock, _sign(learned, about), tell or _nothing)
        halving.run()
        comparison = _compared(trials, possible, about.seed or 0)
    return ImageSearch(
        comparison=comparison,
        params=params,
        names=tuple(candidates),
        trials=(*refused.values(), *halving.tried.values()),
        pipeline=_copy(candidates[comparison.to_best.best]),
        budget=budget,
        n_resumed=n_resumed,
        notes=comparison.notes,
        seconds=clock.used,
    )


def _copy(pipeline):
    """A clone that knows its recipe."""
    copy = clone(pipeline)
    if hasattr(pipeline, "recipe"):
        copy.recipe = pipeline.recipe
    return copy


def _nothing(trial) -> None:
    """Tell nobody."""


def _candidates(pipeline, grid) -> tuple[tuple[dict, ...], dict[str, Any]]:
    """Parameters and pipelines of all candidates, by name."""
    if isinstance(pipeline, dict):
        if grid is not None or not pipeline:
            raise ValueError("give several pipelines by name, or one pipeline and a grid")
        return (), {name: _copy(one) for name, one in pipeline.items()}
    params = tuple(ParameterGrid({} if grid is None else grid))
    made = [clone(pipeline).set_params(**deepcopy(some)) for some in params]
    names = [_title(some, number) for number, some in enumerate(params, start=1)]
    names = [f"{n} ({i})" if names.count(n) > 1 else n for i, n in enumerate(names, start=1)]
    return params, dict(zip(names, made, strict=True))


def _title(params: dict, number: int) -> str:
    title = ", ".join(f"{name}={value}" for name, value in params.items())
    return title if title and len(title) <= 80 else f"candidate {number}"


def _refused(dataset, candidates, protocol, cache) -> dict[str, Trial]:
    """Candidates that could not be cross-validated; not all may be."""
    refused, first = {}, None
    for name, pipeline in candidates.items():
        try:
            check(dataset, {f"'{name}'": pipeline}, protocol, cache)
        except ValueError as error:
            first = first or error
            refused[name] = Trial(name, 1.0, 0, None, 0.0, reason=str(error))
    if first is not None and len(refused) == len(candidates):
        raise first
    return refused


def _with_seed(protocol: Protocol) -> Protocol:
    """The same folds for all candidates."""
    if protocol.seed is not None:
        return protocol
    return replace(protocol, seed=int(np.random.SeedSequence().generate_state(1)[0]))


def _sign(learned: ImageDataset, protocol: Protocol) -> int:
    headline, _ = protocol.headline(learned.targets, learned.class_names)
    return -1 if record_of(headline).lower_is_better else 1


def _compared(trials: Trials, candidates, seed: int) -> Comparison:
    """The leaderboard of what was cross-validated on all images."""
    entries = [trials.entries[name] for name in candidates if name in trials.entries]
    if not entries:
        reasons = [t.reason for t in trials.store.all() if t.reason]
        raise ValueError(reasons[0] if reasons else "no candidate could be cross-validated")
    rejected, notes = trials.basis.rejected, (*trials.basis.notes, *entries[0].cv.notes)
    copies = trials.basis.duplicates
    notes = notes if copies is None else (*notes, *copies.notes)
    seconds = trials.stages.total()
    parts = judgement(entries, [], seed)
    return with_note_on_choice(Comparison(rejected=rejected, seconds=seconds, notes=notes, **parts))


def train_found(
    found: ImageSearch,
    dataset: ImageDataset,
    protocol: Protocol = Protocol(),
    *,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> Training:
    """Fit the best pipeline of a search on all training images, and test it, as `train` does.

    Parameters
    ----------
    found : ImageSearch
        Of the same data set and protocol; the cross-validation is not done again.
    dataset, protocol, n_jobs, cache, progress
        See :func:`train`.

    Returns
    -------
    Training
        With what was tried (``tuning``).

    Raises
    ------
    ValueError
        As :func:`train`.
    """
    stages, pipeline, result = Stages(progress), found.pipeline, found.cv
    check_takes_images_alone(pipeline)
    check_savable(pipeline)
    prepared = prepare(pipeline, dataset, protocol, stages, n_jobs=n_jobs, cache=cache)
    if prepared.training.relative_paths() != list(result.predictions.paths or ()):
        # Near-duplicates have come from the part held out.
        with stages.stage("cv") as report:
            estimator = prepared.frozen.estimator
            result = prepared.cross_validate(estimator, n_jobs=n_jobs, progress=report)
    elif prepared.duplicates is not None:
        copies = prepared.duplicates
        result = replace(result, duplicates=copies, notes=(*copies.notes, *result.notes))
    said = {*prepared.notes, *result.notes}
    notes = (*prepared.notes, *(note for note in found.notes if note not in said))
    training = finished(
        dataset,
        pipeline,
        protocol,
        prepared,
        result,
        stages,
        n_jobs=n_jobs,
        notes=notes,
        rejected=prepared.rejected,
    )
    return replace(training, tuning=found.plain())
