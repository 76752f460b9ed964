"""Learning curve of images: what learns nothing runs once, for all numbers of images."""

from collections.abc import Callable

from sklearn.pipeline import Pipeline

from .._typing import FilePath
from ..datasets import ImageDataset
from ..evaluation import LearningCurve, Protocol
from .cross_validate_images import described_once
from .stages import Stages


def learning_curve_images(
    pipeline: Pipeline,
    dataset: ImageDataset,
    protocol: Protocol = Protocol(),
    *,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> LearningCurve:
    """Cross-validate a pipeline with all training images and with fewer.

    Every image is read and described once; see :func:`learning_curve` for the rest. Near-duplicates
    and declared groups are never divided, neither by folds nor by the parts learned from.

    Parameters
    ----------
    pipeline, dataset, protocol, n_jobs, cache
        As in :func:`cross_validate_images`.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    LearningCurve

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
    ...         for i in range(20):
    ...             pixels = rng.integers(0, 256 if name == "noisy" else 9, (32, 32), np.uint8)
    ...             Image.fromarray(pixels).save(Path(folder, name, f"{i}.png"))
    ...     pipeline = make_image_pipeline(features=["raw"], size=16)
    ...     curve = learning_curve_images(pipeline, ImageDataset.from_folder(folder))
    >>> curve.sizes.tolist(), curve.test.tolist()
    ([8.0, 12.0, 16.0, 22.0, 32.0], [1.0, 1.0, 1.0, 1.0, 1.0])
    """
    stages = Stages(progress)
    prepared, _ = described_once(pipeline, dataset, protocol, stages, n_jobs=n_jobs, cache=cache)
    with stages.stage("learning_curve") as report:
        return prepared.learning_curve(prepared.frozen.estimator, n_jobs=n_jobs, progress=report)
