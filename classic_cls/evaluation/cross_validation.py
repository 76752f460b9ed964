"""Cross-validation: what learns nothing runs once, what learns runs inside the folds."""

import time
from dataclasses import replace

import numpy as np
from sklearn.dummy import DummyClassifier

from ..extraction import extract, freeze
from .assembly import Assembly
from .folds import run_folds
from .positive import positive_class
from .results import CrossValidationResult
from .splits import make_splits
from .targets import checked_targets, headline_metric, task_of

__all__ = ["cross_validate", "cross_validate_images"]


def cross_validate_images(
    pipeline,
    dataset,
    *,
    cv=5,
    repeats=1,
    scoring=None,
    positive=None,
    random_state=0,
    n_jobs=None,
    cache=None,
    progress=None,
) -> CrossValidationResult:
    """Cross-validate a pipeline on a data set of images.

    Every image is read and described once; all that learns from labels or from other
    images is fitted anew in every fold. Images that cannot be read are set aside, and
    listed in the result.

    Parameters
    ----------
    pipeline : Pipeline
        From image paths or arrays to labels; it is cloned, not fitted.
    dataset : ImageDataset
        Images, labels and, where it has them, groups.
    cv, repeats, scoring, positive, random_state, n_jobs
        As in `cross_validate`.
    cache : path, optional
        Folder that keeps features between calls.
    progress : callable, optional
        Called as ``progress(done, total)``, first over images, then over folds.

    Returns
    -------
    CrossValidationResult

    Raises
    ------
    ValueError
        If no image can be read, or the data cannot be split; see `make_splits`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import numpy as np
    >>> from PIL import Image
    >>> from classic_cls import ImageDataset, make_image_pipeline
    >>> rng = np.random.default_rng(0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in ("plain", "noisy"):
    ...         Path(folder, name).mkdir()
    ...         for i in range(4):
    ...             pixels = rng.integers(0, 256 if name == "noisy" else 9, (32, 32), np.uint8)
    ...             Image.fromarray(pixels).save(Path(folder, name, f"{i}.png"))
    ...     pipeline = make_image_pipeline(features=["raw"], size=16)
    ...     result = cross_validate_images(pipeline, ImageDataset.from_folder(folder), cv=2)
    >>> result.metrics["accuracy"].mean
    1.0
    """
    dataset, notes = _training_part(dataset)
    frozen = freeze(pipeline)
    extraction = extract(frozen, dataset.refs, n_jobs=n_jobs, cache=cache, progress=progress)
    rejected = _relative(extraction.rejected, dataset)
    if rejected:
        dataset = dataset.take(extraction.kept)
    result = cross_validate(
        frozen.estimator,
        extraction.rows,
        dataset.targets,
        class_names=dataset.class_names,
        groups=dataset.groups,
        paths=dataset.relative_paths(),
        cv=cv,
        repeats=repeats,
        scoring=scoring,
        positive=positive,
        random_state=random_state,
        n_jobs=n_jobs,
        progress=progress,
    )
    return replace(
        result,
        rejected=rejected,
        seconds={**_extraction_seconds(extraction), **result.seconds},
        notes=(*notes, *result.notes),
    )


def _training_part(dataset):
    """The part that may be cross-validated: an official test part is not."""
    part = dataset.training()
    if len(part) == len(dataset):
        return dataset, dataset.notes
    held = len(dataset) - len(part)
    return part, (*dataset.notes, f"the official test part ({held:,} images) took no part")


def _relative(rejected, dataset) -> tuple:
    """Rejected images under the names that the data set reports."""
    if not rejected:
        return ()
    names = dataset.relative_paths()
    return tuple(replace(item, path=names[item.row]) for item in rejected)


def _extraction_seconds(extraction) -> dict[str, float]:
    stages = {stage: spent for stage, spent in extraction.seconds.items() if stage != "wall"}
    return {**stages, "extraction": extraction.seconds["wall"]}


def cross_validate(
    estimator,
    X,
    y,
    *,
    class_names=None,
    groups=None,
    paths=None,
    cv=5,
    repeats=1,
    scoring=None,
    positive=None,
    random_state=0,
    n_jobs=None,
    progress=None,
) -> CrossValidationResult:
    """Cross-validate any scikit-learn classifier.

    Parameters
    ----------
    estimator : classifier
        Cloned for every fold; never fitted itself.
    X : array-like of shape (n, ...), or list
        What it takes: features, images, or the row numbers of a frozen pipeline.
    y : array-like of shape (n,), or (n, k) of 0 and 1
        Labels, or a multilabel indicator.
    class_names : sequence of str, optional
        Order of the classes; by default sorted.
    groups : array-like of shape (n,), optional
        Images of one group are never on both sides of a split.
    paths : sequence of str, optional
        Name of every image, for the tables.
    cv : int, scikit-learn splitter or list of (train, test), default=5
        See `make_splits`.
    repeats : int, default=1
        How often to divide into folds anew.
    scoring : str, optional
        Figure to show first: one of ours, or the name of a scikit-learn scorer (which
        is then computed per fold, without an interval). By default accuracy; balanced
        accuracy above an imbalance of 3 to 1; micro F1 for multilabel targets.
    positive : str, optional
        Positive class of a binary task; by default that of a well-known pair.
    random_state : int or None, default=0
        Seed of the folds and of the bootstrap. The estimator has its own.
    n_jobs : int, optional
        Folds at a time, as in joblib. The result is the same for every number.
    progress : callable, optional
        Called as ``progress(done, total)`` after every fold.

    Returns
    -------
    CrossValidationResult

    Raises
    ------
    ValueError
        If the data cannot be split (see `make_splits`), or a name is unknown.

    Notes
    -----
    The accuracy has a Wilson score interval of the out-of-fold predictions; all other
    figures have a percentile bootstrap one, over images or whole groups. Both measure
    the doubt that comes from the choice of test images, not from that of the training
    images. BLAS runs on one thread meanwhile, so that folds in parallel do not compete.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.linear_model import LogisticRegression
    >>> X, y = load_iris(return_X_y=True)
    >>> result = cross_validate(LogisticRegression(max_iter=1000), X, y)
    >>> result.n_folds, result.confusion.sum().item()
    (5, 150)
    """
    y, class_names = checked_targets(y, class_names)
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} entries and y has {len(y)}")
    positive = positive_class(class_names, positive) if y.ndim == 1 else None
    headline, scorer = headline_metric(y, class_names, positive, scoring)
    groups = None if groups is None else np.asarray(groups)
    splits, notes = make_splits(y, groups, cv, repeats, random_state, class_names)

    def run(classifier, **options):
        options |= {"groups": groups, "random_state": random_state}
        outcomes = run_folds(classifier, X, y, splits, class_names, **options)
        return Assembly(y, class_names, groups, positive, outcomes)

    started = time.perf_counter()
    assembly = run(estimator, scorer=scorer, n_jobs=n_jobs, progress=progress)
    seconds = {**_fold_seconds(assembly.outcomes), "folds": time.perf_counter() - started}
    dummy = run(DummyClassifier(strategy="most_frequent"))
    return CrossValidationResult(
        headline=headline,
        paths=None if paths is None else tuple(paths),
        notes=(*notes, *assembly.notes()),
        dummy=dummy.estimates(random_state)[0],
        seconds=seconds,
        random_state=random_state,
        **_parts(assembly, random_state),
    )


def _fold_seconds(outcomes) -> dict[str, float]:
    return {
        "fit": sum(outcome.fit_seconds for outcome in outcomes),
        "predict": sum(outcome.predict_seconds for outcome in outcomes),
    }


def _parts(assembly, random_state) -> dict:
    """The fields of a result that the outcomes of the folds decide."""
    scores, score_kind = assembly.scores()
    metrics, classes = assembly.estimates(random_state)
    return {
        "task": task_of(assembly.y, assembly.class_names),
        "class_names": assembly.class_names,
        "positive": assembly.positive,
        "y_true": assembly.y,
        "groups": assembly.groups,
        "predictions": assembly.predictions,
        "scores": scores,
        "score_kind": score_kind,
        "metrics": metrics,
        "classes": classes,
        "folds": assembly.fold_numbers(),
        "fold_results": assembly.fold_results,
        "train": assembly.training_estimates(),
    }
