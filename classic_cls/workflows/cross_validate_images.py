"""Cross-validation of images: what learns nothing runs once, what learns runs in the folds."""

from collections.abc import Callable
from dataclasses import replace

from sklearn.pipeline import Pipeline

from .._typing import FilePath
from ..datasets import ImageDataset
from ..evaluation import CrossValidationResult, Protocol
from .prepare import Prepared, prepare, training_part
from .stages import Stages, check
from .words_apart import learn_apart


def cross_validate_images(
    pipeline: Pipeline,
    dataset: ImageDataset,
    protocol: Protocol = Protocol(),
    *,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> CrossValidationResult:
    """Cross-validate a pipeline on a data set of images.

    Every image is read and described once; all that learns from labels or from other
    images is fitted anew in every fold. Images that cannot be read are set aside, and
    listed in the result.

    Parameters
    ----------
    pipeline : Pipeline
        From image paths or arrays to labels; it is cloned, not fitted. A ``ColumnTransformer``
        at its front takes the images and the further columns of the data set by name, as
        numbers where all their cells are.
    dataset : ImageDataset
        Images, labels and, where it has them, groups. An official test part, or what the
        protocol holds out, takes no part.
    protocol : Protocol
        Folds, figures, positive class, costs and seed.
    n_jobs : int, optional
        As in joblib. The result is the same for every number.
    cache : path, optional
        Folder that keeps features between calls.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    CrossValidationResult

    Raises
    ------
    ValueError
        If no image can be read, or the data cannot be split.

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
    ...     data = ImageDataset.from_folder(folder)
    ...     result = cross_validate_images(pipeline, data, Protocol(cv=2))
    >>> result.figures["accuracy"].value
    1.0
    """
    stages = Stages(progress)
    prepared, of_words = described_once(
        pipeline, dataset, protocol, stages, n_jobs=n_jobs, cache=cache
    )
    with stages.stage("cv") as report:
        result = prepared.cross_validate(
            prepared.frozen.estimator, n_jobs=n_jobs, progress=report
        )
    return replace(
        result,
        rejected=prepared.rejected,
        seconds={**stages.seconds, **result.seconds},
        notes=(*of_words, *prepared.notes, *result.notes),
    )


def described_once(
    pipeline: Pipeline,
    dataset: ImageDataset,
    protocol: Protocol,
    stages: Stages,
    *,
    n_jobs: int | None,
    cache: FilePath | None,
) -> tuple[Prepared, tuple[str, ...]]:
    """What is cross-validated, of the training part, after all checks; and notes on its words."""
    dataset = training_part(dataset)
    check(dataset, {"this classifier": pipeline}, protocol, cache)
    work = {"n_jobs": n_jobs, "cache": cache}
    named, dataset, of_words = learn_apart({"": pipeline}, dataset, protocol, stages, **work)
    return prepare(named[""], dataset, protocol, stages, **work), of_words
