"""Cross-validation of images: what learns nothing runs once, what learns runs in the folds."""

from dataclasses import replace

from ..duplicates import Thumbnail, near_duplicates
from ..extraction import extract, freeze
from .cross_validation import cross_validate
from .cross_validation_result import CrossValidationResult
from .leaks import cross_validate_apart, group_for_folds

__all__ = ["cross_validate_images"]


def cross_validate_images(
    pipeline,
    dataset,
    *,
    cv=5,
    repeats=1,
    scoring=None,
    positive=None,
    costs=None,
    keep_duplicates_together=True,
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
    cv, repeats, scoring, positive, costs, random_state, n_jobs
        As in `cross_validate`.
    keep_duplicates_together : bool, default=True
        Whether near-duplicates are looked for and kept on one side of every split.
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
    >>> result.metrics["accuracy"].value
    1.0
    """
    dataset, notes = _training_part(dataset)
    frozen = freeze(pipeline)
    thumbnails = frozen.observe(Thumbnail()) if keep_duplicates_together else None
    extraction = extract(frozen, dataset.refs, n_jobs=n_jobs, cache=cache, progress=progress)
    rejected = dataset.unusable(extraction.rejected)
    if rejected:
        dataset = dataset.take(extraction.kept)
    what = (frozen.estimator, extraction.rows, dataset.targets)
    protocol = {
        "class_names": dataset.class_names,
        "groups": dataset.groups,
        "paths": dataset.relative_paths(),
        "cv": cv,
        "repeats": repeats,
        "scoring": scoring,
        "positive": positive,
        "costs": costs,
        "random_state": random_state,
        "n_jobs": n_jobs,
        "progress": progress,
    }
    if thumbnails is None:
        result = cross_validate(*what, **protocol)
    else:
        found = near_duplicates(thumbnails.values, dataset.targets)
        duplicates = group_for_folds(found, dataset.targets, dataset.groups, cv)
        result = cross_validate_apart(*what, duplicates, **protocol)
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


def _extraction_seconds(extraction) -> dict[str, float]:
    stages = {stage: spent for stage, spent in extraction.seconds.items() if stage != "wall"}
    return {**stages, "extraction": extraction.seconds["wall"]}
