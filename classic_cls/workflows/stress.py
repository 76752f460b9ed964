"""A model on images that are changed as the world changes them."""

import itertools
import zlib
from collections.abc import Callable

import numpy as np

from ..datasets import ImageDataset
from ..evaluation import Stress, Stressed, score_predictions
from ..extraction import extract_batches, freeze
from ..persistence import ImageModel
from ..reading import iter_images
from .answers import labels_and_scores
from .columns import columns_for
from .stages import Stages, readers_of, reading_of
from .stress_changes import CHANGES, STRENGTHS, versions

MOST_IMAGES = 500


def stress_test(
    model: ImageModel,
    dataset: ImageDataset,
    *,
    n_images: int = MOST_IMAGES,
    seed: int = 0,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> Stress:
    """Score a model under changes of light, sharpness, place, surrounding and compression.

    Parameters
    ----------
    model : ImageModel
        From :func:`train` or :func:`load_model`.
    dataset : ImageDataset
        Labelled images in the classes of the model, that it was not fitted on.
    n_images : int, default=500
        So many images at most, drawn at random; each is described 34 times.
    seed : int, default=0
        Of the draws.
    n_jobs : int, optional
        As in joblib.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    Stress

    Raises
    ------
    ValueError
        If the model does not read images from files, its columns are not in the data set, or no
        image can be used.

    Notes
    -----
    Eleven changes in three strengths, of the image as it was read and before anything else:
    darker and brighter (10, 20 and 35% of the range), less and more contrast (levels 0.75, 0.5 and
    0.3, or 1.3, 1.7 and 2.5 times as far from their mean), Gaussian blur (1, 2 and 4% of the
    shorter side), Gaussian noise (2, 5 and 10% of the range), rotation (5, 15 and 30 degrees,
    either way), smaller and larger in a canvas of the same size (1.1, 1.25 and 1.5 times), another
    background, and JPEG (quality 60, 30 and 10). From beyond the edge comes the colour of the
    border where that is plain, else the reflection. What is object and what background nobody has
    marked: the outer 5, 10 and 20% on every side are taken from another image, drawn at random,
    so what the model loses is what it reads at the margins. Every image is read once; all draws
    hang on the seed and the pixels.

    What a model takes beside the images (columns of a table) stays as it is.

    Every change is compared with the unchanged images, image by image (see `compare_results`).

    References
    ----------
    D. Hendrycks and T. Dietterich (2019), "Benchmarking neural network robustness to common
    corruptions and perturbations", ICLR.
    """
    check_stress(model)
    dataset = columns_for(model, dataset)
    chosen = dataset.take(np.random.default_rng(seed).permutation(len(dataset))[:n_images])
    stages = Stages(progress)
    with stages.stage("stress") as report:
        rows, labels = _answers(model, chosen, seed, n_jobs, report)
    if not len(rows):
        raise ValueError("none of the images can be read any more")
    return _scored(model, chosen.take(rows), labels)


def check_stress(model: ImageModel) -> None:
    """Refuse models that changed images cannot be given to."""
    if not readers_of(model.pipeline):
        raise ValueError("the model does not read images from files; give one that train made")


def _answers(model: ImageModel, dataset: ImageDataset, seed, n_jobs, report) -> tuple:
    """Rows of the images that all versions of could be described, and labels (images, versions)."""
    frozen = freeze(model.pipeline, fitted=True)
    n_versions = 1 + len(CHANGES) * len(STRENGTHS)
    order: list[int] = []
    found: dict[int, object] = {}
    n_done = 0
    stream = _stream(model, dataset.refs, order, seed)

    def reference_of(number):
        return dataset.refs[order[number // n_versions]]

    for result in extract_batches(frozen, stream, n_jobs=n_jobs, reference_of=reference_of):
        n_done += result.n_sources
        if result.kept:
            labels, _ = labels_and_scores(model, frozen, np.arange(len(result.kept)))
            found.update(zip(result.kept, labels, strict=True))
        if report is not None:
            report(n_done // n_versions, len(dataset))
    whole = [
        i
        for i in range(len(order))
        if all(i * n_versions + version in found for version in range(n_versions))
    ]
    labels = [[found[i * n_versions + version] for version in range(n_versions)] for i in whole]
    return np.array(order, int)[whole], np.array(labels)


def _stream(model: ImageModel, refs, order: list[int], seed: int):
    """All versions of all images, which are read once; ``order`` says which came."""
    for number, image, other in _with_another(_images(model, refs)):
        order.append(number)
        yield from versions(image, other, zlib.crc32(image.tobytes()), seed)


def _images(model: ImageModel, refs):
    """Numbers and images, read as the model reads them, without those that cannot be read."""
    policy = reading_of(model)
    return ((number, image) for number, image in iter_images(refs, **policy) if image is not None)


def _with_another(numbered):
    """Every image beside the one before it, the first beside the second."""
    first = next(numbered, None)
    if first is None:
        return
    second = next(numbered, (None, first[1][::-1, ::-1]))
    yield *first, second[1]
    before = first[1]
    rest = numbered if second[0] is None else itertools.chain([second], numbered)
    for number, image in rest:
        yield number, image, before
        before = image


def _scored(model: ImageModel, dataset: ImageDataset, labels) -> Stress:
    def result(number):
        return score_predictions(
            dataset.targets, labels[:, number], class_names=model.class_names,
            groups=dataset.groups, positive=model.positive,
            paths=np.array(dataset.relative_paths()),
        )  # fmt: skip

    steps = [(change, i) for change in CHANGES for i in range(len(STRENGTHS))]
    changed = [
        Stressed(change.kind, STRENGTHS[i], change.setting(change.amounts[i]), result(number))
        for number, (change, i) in enumerate(steps, 1)
    ]
    return Stress.of(result(0), changed)
