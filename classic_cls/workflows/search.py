"""Search over parameters of a pipeline: images are described anew only where that changes."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import joblib
import numpy as np
from sklearn.base import clone
from sklearn.model_selection import ParameterGrid
from sklearn.pipeline import Pipeline

from .._typing import FilePath
from ..datasets import ImageDataset
from ..evaluation import CrossValidationResult, Protocol, record_of
from ..extraction import Fed, Frozen, Lookup, freeze
from .prepare import Prepared, prepare, training_part
from .stages import Stages, about_one_class, check

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class ImageSearch:
    """What a search over parameters has found.

    Attributes
    ----------
    figure : str
        What was compared.
    params : tuple of dict
        All candidates, in the order of the grid.
    fold_values : ndarray of shape (n_candidates, n_folds)
        The figure in every fold; NaN where it is not defined.
    best : int
        Number of the best candidate; of equal ones the first.
    pipeline : Pipeline
        With the best parameters, not fitted.
    cv : CrossValidationResult
        Of the best candidate. The best of many is partly luck, so new images will be somewhat
        worse: hold out a part for the last word (``Protocol(test_size=0.2)``).
    """

    figure: str
    params: tuple[dict, ...]
    fold_values: np.ndarray
    best: int
    pipeline: object
    cv: CrossValidationResult

    @property
    def best_params(self) -> dict:
        """The best parameters."""
        return self.params[self.best]

    def frame(self) -> "pd.DataFrame":
        """Table of the candidates.

        Returns
        -------
        pandas.DataFrame
            Their parameters, and ``mean`` and ``std`` of the figure over the folds.
        """
        import pandas as pd

        spread = {"mean": self.fold_values.mean(axis=1), "std": self.fold_values.std(axis=1)}
        return pd.DataFrame(list(self.params)).assign(**spread)


def search_images(
    pipeline: Pipeline,
    dataset: ImageDataset,
    grid: Any,
    protocol: Protocol = Protocol(),
    *,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> ImageSearch:
    """Cross-validate a pipeline with all parameters of a grid, on the same folds.

    It finds what ``GridSearchCV`` of scikit-learn finds, but images are not described in every
    fold: they are once for every setting of those parameters that decide how. Parameters of
    whatever learns cost its fits alone.

    Parameters
    ----------
    pipeline : Pipeline
        From images to labels; it is cloned, not fitted.
    dataset : ImageDataset
        An official test part, or what the protocol holds out, takes no part.
    grid : dict of str to list, or list of dicts
        Values by the name of the parameter, such as ``features__hog__cell``.
    protocol : Protocol
        Its ``scoring`` is what is compared, by default the usual headline.
    n_jobs : int, optional
        As in joblib. The result is the same for every number.
    cache : path, optional
        Folder that keeps features between calls.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    ImageSearch

    Raises
    ------
    ValueError
        As `cross_validate_images`, if the pipeline has no such parameter, or if images that
        some settings can describe are set aside with others.

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
    params = tuple(ParameterGrid(grid))
    pipelines = [clone(pipeline).set_params(**deepcopy(candidate)) for candidate in params]
    stages, dataset = Stages(progress), training_part(dataset)
    check(dataset, {f"candidate {i}": p for i, p in enumerate(pipelines, 1)}, protocol, cache)
    protocol, _ = about_one_class(dataset, pipelines, protocol)
    if protocol.seed is None:  # the same folds for all
        protocol = replace(protocol, seed=int(np.random.SeedSequence().generate_state(1)[0]))
    settings, describing = _settings(params, pipelines)
    found, names = _Best(len(params)), None
    for rows in settings:
        work = {"n_jobs": n_jobs, "cache": cache}
        prepared = prepare(pipelines[rows[0]], dataset, protocol, stages, **work)
        names = _checked_names(prepared, names)
        for row in rows:
            learned = {n: v for n, v in params[row].items() if n not in describing}
            estimator = clone(prepared.frozen.estimator).set_params(**deepcopy(learned))
            with stages.stage("cv") as report:
                options = {"n_jobs": n_jobs, "progress": report, "told": False}
                result = prepared.cross_validate(estimator, **options)
            found.add(row, replace(result, rejected=prepared.rejected))
    return ImageSearch(
        figure=found.cv.headline,
        params=params,
        fold_values=np.array(found.fold_values),
        best=found.row,
        pipeline=clone(pipelines[found.row]),
        cv=replace(found.cv, seconds={**stages.seconds, **found.cv.seconds}),
    )


class _Best:
    """The values of all candidates, and the result of the best, whatever their order."""

    def __init__(self, n_candidates: int):
        self.fold_values = [None] * n_candidates
        self.row = self.cv = None

    def add(self, row: int, result: CrossValidationResult) -> None:
        name = f"test_{result.headline}"
        self.fold_values[row] = [fold.get(name, np.nan) for fold in result.fold_rows]
        if self.row is None or self._rank(row, result) > self._rank(self.row, result):
            self.row, self.cv = row, result

    def _rank(self, row: int, result) -> tuple:
        """Higher is better; of equal values that of the first candidate, as in scikit-learn."""
        sign = -1 if record_of(result.headline).lower_is_better else 1
        mean = sign * np.mean(self.fold_values[row])
        return (not np.isnan(mean), mean, -row)


def _settings(params, pipelines) -> tuple[list[list[int]], set[str]]:
    """Candidates that describe images alike, and the parameters that decide how."""
    pairs = zip(params, map(freeze, pipelines), strict=True)
    describing = {name for some, frozen in pairs for name in some if _describes(frozen, name)}
    settings: dict[str, list[int]] = {}
    for row, candidate in enumerate(params):
        key = joblib.hash([candidate.get(name) for name in sorted(describing)])
        settings.setdefault(key, []).append(row)
    return list(settings.values()), describing


def _describes(frozen: Frozen, name: str) -> bool:
    """Whether a parameter belongs to steps that are computed before the folds."""
    now, before = (e.get_params(deep=True) for e in (frozen.estimator, frozen.source))
    parts = name.split("__")
    for owner in ("__".join(parts[:n]) for n in range(1, len(parts) + 1)):
        is_gone = isinstance(now.get(owner), str) and now[owner] != before[owner]
        if is_gone or isinstance(now.get(owner), Lookup):
            return True
    value = now.get(name)
    inner = value.get_params(deep=True).values() if hasattr(value, "get_params") else ()
    is_list = parts[-1] in ("steps", "transformer_list", "transformers")
    return is_list or any(isinstance(part, (Lookup, Fed)) for part in (value, *inner))


def _checked_names(prepared: Prepared, names):
    """The images; the same for all settings, as figures of different images mean nothing."""
    found = prepared.training.relative_paths()
    if names is not None and names != found:
        raise ValueError(
            f"some settings can describe {len(names):,} images and others {len(found):,}: leave "
            "out the settings that fail, or the images that are too small"
        )
    return found
