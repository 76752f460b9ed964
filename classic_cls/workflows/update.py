"""New images, or images of a new class, into a model, without the old images."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from .._remedies import remedy
from .._typing import FilePath
from .._validation import counted, quoted
from ..datasets import ImageDataset, alike_names
from ..extraction import freeze
from ..models import LinearDiscriminant
from ..persistence import ImageModel, load_model
from ..pipelines import ENCODERS, n_describing_steps
from .checks import check_cache
from .columns import columns_for
from .going_on import Learnable, way_of, with_deciding, with_rows
from .predict import in_classes_of
from .prepare import training_part
from .rows_together import Together, put_together
from .seen_again import copies_in
from .stages import Stages, describe, in_threads, warn_of_rejected
from .update_parts import check_old, old_test, parts_of_tests
from .update_result import Update

# Fewer images than so many times the components fit these better than what comes later does.
_ROWS_A_COMPONENT = 4
_LEARNED = tuple(ENCODERS.values())
_FEATURES = "the features (dictionaries, scaling) stay as they were learned from the old images"


def update(
    model: ImageModel | FilePath,
    dataset: ImageDataset,
    *,
    old: ImageDataset | None = None,
    seed: int | None = 0,
    n_jobs: int | None = None,
    cache: FilePath | None = None,
    progress: Callable[..., object] | None = None,
) -> Update:
    """Take new images, or images of new classes, into a model, without the old images.

    The features stay as the model learned them: dictionaries, scaling and, where the old features
    were not kept, a reduction. What decides takes the new images in: models that were trained with
    ``Extras(keep_features=True)`` fit it again on the features of old and new images; "lda" adds to
    its sums; other classifiers that have ``partial_fit`` go on by the new images. Images that the
    model has learned from, and versions of these, are counted and left out.

    Parameters
    ----------
    model : ImageModel or path
        From :func:`train` or :func:`load_model`, or its file; not changed.
    dataset : ImageDataset
        New images; of data with an official split the training part.
    old : ImageDataset, optional
        Labelled images of old classes that were not learned from, to test them before and after.
    seed : int or None, default=0
        Of the folds that the images are tested in.
    n_jobs, cache, progress
        As in :func:`train`.

    Returns
    -------
    Update

    Raises
    ------
    ValueError
        If the model cannot take the images in; the message says which models can.

    Examples
    --------
    >>> import numpy as np, os, tempfile
    >>> import cv2
    >>> from classic_cls import ImageDataset, make_image_pipeline, train, update
    >>> rng, folder = np.random.default_rng(0), tempfile.mkdtemp()
    >>> for name, level in [("dark", 40), ("light", 210), ("gray", 120)]:
    ...     os.makedirs(os.path.join(folder, name))
    ...     for i in range(6):
    ...         image = rng.integers(level - 30, level + 30, (24, 24)).astype(np.uint8)
    ...         _ = cv2.imwrite(os.path.join(folder, name, f"{i}.png"), image)
    >>> data = ImageDataset.from_folder(folder)
    >>> pipeline = make_image_pipeline(features=["raw"], size=8, classifier="lda")
    >>> model = train(data.drop_classes(["gray"]), pipeline).model
    >>> updated = update(model, data.drop_classes(["dark", "light"]))
    >>> updated.model.class_names, updated.exact
    (('dark', 'gray', 'light'), True)
    """
    check_cache(cache)
    model, parent = _opened(model)
    model, of_rows = with_rows(model)
    dataset, new_classes = _in_reach(model, dataset)
    way = way_of(model, new_classes)
    if old is not None:
        check_old(model, old)
    stages, work = Stages(progress), {"n_jobs": n_jobs, "cache": cache}
    together, described, copies = _described(model, way, dataset, stages, work)
    with stages.stage("cv") as report, in_threads(n_jobs):
        result, parts = parts_of_tests(way, together, new_classes, model.class_names, seed, report)
    with stages.stage("fit"), in_threads(n_jobs):
        pipeline = with_deciding(model, way.learned(together.known))
    n_new, said = int(together.known.is_new.sum()), ()
    updated = _model(model, pipeline, together)
    if old is not None:
        of_old, said = old_test(model, updated, old, stages, **work)
        parts |= of_old
    figures = {"update": {name: part.plain() for name, part in parts.items()}}
    lineage = [*model.figures.get("lineage", []), {**parent, "way": way.name, "n_new": n_new}]
    notes = (*dataset.notes, *of_rows, *_of_copies(copies), *together.notes, *said)
    return Update(
        model=replace(updated, figures=figures | {"lineage": lineage}),
        way=way.name, words=f"{way.words}; {_FEATURES}", exact=way.exact, new_classes=new_classes,
        n_new=n_new, n_exact=_count(copies, "exact"), n_near=_count(copies, "near"),
        result=result, parts=parts, rejected=described.rejected,
        notes=(*notes, *_of_tests(model, together, parts)), seconds=stages.total(),
    )  # fmt: skip


def _opened(model) -> tuple[ImageModel, dict]:
    """The model, and what is remembered of it in the next one."""
    digest = name = None
    if not isinstance(model, ImageModel):
        path = Path(model)
        path = path / "model.skops" if path.is_dir() else path
        model = load_model(path)
        name, digest = path.name, hashlib.sha256(path.read_bytes()).hexdigest()
    n_images = None if model.seen is None else len(model.seen)
    known = {"file": name, "sha256": digest, "created": model.created, "n_images": n_images}
    return model, known | {"class_names": list(model.class_names)}


def _in_reach(model: ImageModel, dataset) -> tuple[ImageDataset, tuple[str, ...]]:
    """The images in the terms of the model, and which classes are new to it."""
    dataset = columns_for(model, training_part(dataset))
    known, several = set(model.class_names), model.task == "multilabel"
    for alike in alike_names([*known, *dataset.class_names]):
        if not known.issuperset(alike) and known.intersection(alike):
            theirs = [name for name in alike if name not in known]
            raise ValueError(
                f"class {quoted(theirs)} is hardly another one than {quoted(known & set(alike))} "
                "of the model: give it the name that the model has, or a clearly different one"
            )
    new = tuple(name for name in dataset.class_names if name not in known)
    if several or dataset.multilabel:
        return (dataset if several and new else in_classes_of(model, dataset)), new
    return dataset, new


def _described(model, way, dataset, stages, work) -> tuple:
    """Rows of all images to learn from, what was seen of the new ones, and which are copies."""
    frozen = freeze(model.pipeline, fitted=True)
    described = describe(frozen, dataset, stages, duplicates=True, **work)
    warn_of_rejected(dataset, described)
    front = frozen.estimator[: n_describing_steps(model.pipeline)]
    with in_threads(work["n_jobs"]):
        rows = np.asarray(front.transform(described.extraction.rows))
    copies = copies_in(model.seen, described.seen)
    news = np.ones(len(rows), bool) if copies is None else copies == ""
    if not news.any():
        raise ValueError(
            f"the model has learned from all of {counted(len(rows), 'image')}, or from versions of "
            "them: there is nothing to take in"
        )
    return put_together(model, described, rows, news, way.name == "rows"), described, copies


def _model(model: ImageModel, pipeline, together: Together) -> ImageModel:
    several = model.task == "multilabel"
    same = several or len(together.class_names) == len(model.class_names)
    return ImageModel(
        pipeline,
        class_names=model.class_names if several else None,
        task=model.task if same else None,
        positive=model.positive if same else None,
        reading_range=model.reading_range,
        seen=together.seen,
        rows=together.kept,
    )


def _count(copies, kind: str) -> int:
    return 0 if copies is None else int((copies == kind).sum())


def _of_copies(copies) -> tuple[str, ...]:
    """What was left out as it had been learned from."""
    if copies is None:
        return (
            "the model holds no digests of its training images: whether some of these are among "
            "them, and would count twice, is not known",
        )
    words = {"exact": "the same content", "near": "another version of one"}
    found = [f"{_count(copies, kind):,} {words[kind]}" for kind in words if _count(copies, kind)]
    if not found:
        return ()
    n = counted(int((copies != "").sum()), "image")
    return (f"{n} the model had learned from ({', '.join(found)}): left out",)


def _of_tests(model: ImageModel, together: Together, parts: dict) -> tuple[str, ...]:
    """What the figures cannot say, and what they say too well."""
    notes, known = [], together.known
    if not {"old_test", "old_classes_before"} & set(parts):
        notes.append(
            "how well the old classes are still known cannot be told: the model keeps no features "
            "of old images. Give labelled images of them that it has not seen, with "
            + remedy("old=", "--old DATA")
        )
    notes += _of_few_rows(model, together)
    if "old_classes_before" in parts and any(isinstance(p, _LEARNED) for p in _parts(model)):
        notes.append(
            "the dictionaries have seen the old images, whose figures are a little too good"
        )
    if known.y.ndim == 1:
        notes += [
            _alone(name) for name in np.unique(known.y[known.is_new]) if _is_alone(known, name)
        ]
    return tuple(notes)


def _of_few_rows(model: ImageModel, together: Together) -> list[str]:
    """What components of few rows do to classes that come later."""
    last = model.pipeline.steps[-1][1]
    reduction = getattr(last, "reduction_", None)
    if together.kept is not None or not isinstance(last, LinearDiscriminant) or reduction is None:
        return []
    n, n_components = int(last.counts_.sum()), len(reduction.components_)
    if n >= _ROWS_A_COMPONENT * n_components:
        return []
    return [
        f"the model learned its {n_components:,} components from few images ({n:,} by now), which "
        "fit these better than others: a class that comes later may take images of the old ones"
    ]


def _parts(model: ImageModel) -> list:
    return list(model.pipeline.get_params(deep=True).values())


def _is_alone(known: Learnable, name) -> bool:
    """Whether the images of a class are one image, or one group."""
    some = known.y == name
    return some.sum() < 2 or (known.groups is not None and len(np.unique(known.groups[some])) < 2)


def _alone(name) -> str:
    return (
        f"class '{name}' is one image, or one group: it was tested without having been learned, so "
        "how well it is known cannot be told"
    )
