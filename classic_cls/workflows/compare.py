"""Every classifier on every set of features, from one extraction each."""

from sklearn.pipeline import Pipeline

from ..datasets import ImageDataset
from ..evaluation import (
    BestComparison,
    CrossValidationResult,
    compare_to_best,
    cross_validate,
    positive_class,
)
from ..evaluation.cross_validation import check_scores
from ..evaluation.figures.table import record_of
from ..extraction import freeze
from ..pipelines.build import make_image_pipeline
from ..pipelines.classifiers import CLASSIFIERS, named_classifier
from ..pipelines.parameters import set_where_it_applies
from .checks import check_request
from .comparison import Comparison, ComparisonEntry
from .once import FrontMemory, OncePerPart
from .parts import Parts, divide
from .settings import used_recipe
from .stages import Stages, describe, reading_range_of

__all__ = ["compare"]


def compare(
    dataset: ImageDataset,
    *,
    recipe="auto",
    classifiers=None,
    feature_sets=None,
    size=None,
    preprocess=(),
    reduce=None,
    strategy=None,
    class_weight=None,
    sampling=None,
    aim=None,
    costs=None,
    probabilities=False,
    parameters=None,
    cv=5,
    repeats=1,
    folds=None,
    keep_duplicates_together=True,
    positive=None,
    scoring=None,
    reading_range="auto",
    page=None,
    random_state=0,
    n_jobs=None,
    cache=None,
    progress=None,
) -> Comparison:
    """Cross-validate several classifiers on one or several sets of features.

    Every image is described once per set of features, dictionaries are learned once per fold,
    and every entry is tested on the same folds (a note says so where sets of features could not
    use the same images).
    Of a data set with an official split only the training part is used.

    Parameters
    ----------
    dataset : ImageDataset
        What to learn.
    recipe : str
        Key of ``RECIPES``, or "auto"; for the features, where no sets of them are given.
    classifiers : list of str, optional
        Keys of ``CLASSIFIERS``; by default all but the dummy, which stands beside each.
    feature_sets : list of list of str, optional
        By default the one that the recipe takes.
    size, preprocess, reduce, strategy
        See :func:`train`.
    class_weight, parameters
        See :func:`train`; they are set where a classifier or a set of features has them.
    sampling, aim, costs, probabilities, cv, repeats, folds, keep_duplicates_together
        See :func:`train`.
    positive, scoring
        See :func:`train`.
    reading_range, page, random_state, n_jobs, cache, progress
        See :func:`train`.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        As :func:`train`.
    """
    asked = dict(locals())
    dataset = dataset.training()
    dataset.check_trainable()
    check_request(**{**asked, "dataset": dataset})
    stages = Stages(progress)
    reading_range = reading_range_of(dataset, reading_range, page)
    if classifiers is None:
        classifiers = [name for name in CLASSIFIERS if name != "dummy"]
    options = {name: asked[name] for name in _OF_THE_PIPELINE} | {"reading_range": reading_range}
    seen = {"reading_range": reading_range, "page": page}
    options["recipe"] = used_recipe(dataset, recipe, feature_sets, **seen) or "auto"
    if not dataset.multilabel:
        options["positive"] = positive_class(dataset.class_names, positive)
    entrants = [
        _pipelines(dataset, classifiers, features, class_weight, options)
        for features in (feature_sets or [None])
    ]
    for name, pipeline in entrants[0].items():
        check_scores(pipeline, scoring, f"'{name}'")
    set_where_it_applies([p for pipelines in entrants for p in pipelines.values()], parameters)
    entries, rejected, notes = [], [], []
    for pipelines in entrants:
        found, set_aside, said = _contest(dataset, pipelines, stages, asked, options["recipe"])
        entries += found
        rejected += [item for item in set_aside if item not in rejected]
        notes += [note for note in said if note not in notes]
    headline = entries[0].cv.headline
    sign = 1 if record_of(headline).lower_is_better else -1
    return Comparison(
        entries=tuple(sorted(entries, key=lambda e: sign * e.cv.metrics[headline].value)),
        headline=headline,
        to_best=None if _unequal_images(entries) else _to_best(entries, random_state),
        rejected=tuple(rejected),
        seconds=stages.total(),
        notes=(*dataset.notes, *_unequal_images(entries), *notes, *entries[0].cv.notes),
    )


_OF_THE_PIPELINE = (
    "size",
    "preprocess",
    "reduce",
    "strategy",
    "sampling",
    "aim",
    "costs",
    "probabilities",
    "page",
    "random_state",
)


def _pipelines(dataset, classifiers, features, class_weight, options) -> dict[str, Pipeline]:
    """One pipeline per classifier on one set of features."""
    named = {name: named_classifier(name) for name in classifiers}
    return {
        name: make_image_pipeline(
            data=dataset,
            features=features,
            classifier=name,
            **_where_it_applies(classifier, class_weight, options),
        )
        for name, classifier in named.items()
    }


def _where_it_applies(classifier, class_weight, options) -> dict:
    """What the dummy and the neighbours have no use for is left out for them."""
    asked = {**options, "class_weight": class_weight if classifier.weighs else None}
    return asked if classifier.learns else {**asked, "aim": None, "costs": None}


def _contest(dataset, pipelines: dict[str, Pipeline], stages: Stages, asked: dict, recipe: str):
    """Describe the images once, and cross-validate every classifier on the rows.

    What learns from them before the classifiers, such as dictionaries, is fitted once per fold.
    """
    first = next(iter(pipelines.values()))
    n_front = [name for name, _ in first.steps].index("features") + 1
    frozen = freeze(first)
    described = describe(
        frozen,
        dataset,
        stages,
        n_jobs=asked["n_jobs"],
        cache=asked["cache"],
        duplicates=asked["keep_duplicates_together"],
    )
    doubts = described.kept.check_trainable()
    parts = divide(described, None, asked["cv"], asked["folds"])
    names = "+".join(name for name, _ in first["features"].transformer_list)
    title = names if asked["feature_sets"] else f"recipe {recipe}"
    memory = FrontMemory()
    front = OncePerPart(frozen.estimator[:n_front], memory)
    entries = []
    for name, pipeline in pipelines.items():
        estimator = Pipeline([("described", front), *pipeline.steps[n_front:]])
        with stages.stage(f"{title} / {name}") as fold_progress:
            result = _cross_validated(estimator, parts, asked, fold_progress)
        entries.append(_entry(title, name, result, memory.take_spared()))
    found = () if parts.duplicates is None else parts.duplicates.notes
    return entries, described.rejected, (*doubts, *found, *parts.notes)


def _cross_validated(estimator, parts: Parts, asked: dict, progress) -> CrossValidationResult:
    names = ("repeats", "positive", "scoring", "costs", "random_state", "n_jobs")
    learned = parts.training
    return cross_validate(
        estimator,
        parts.rows,
        learned.targets,
        class_names=learned.class_names,
        groups=parts.groups,
        paths=learned.relative_paths(),
        cv=parts.cv,
        progress=progress,
        **{name: asked[name] for name in names},
    )


def _to_best(entries: list[ComparisonEntry], random_state) -> BestComparison:
    return compare_to_best({e.title: e.cv for e in entries}, random_state=random_state or 0)


def _unequal_images(entries) -> tuple[str, ...]:
    counts = {entry.features: entry.cv.n_images for entry in entries}
    if len(set(counts.values())) == 1:
        return ()
    text = ", ".join(f"{features} {n:,}" for features, n in counts.items())
    return (f"sets of features could use different images, so compare with care: {text}",)


def _entry(features: str, classifier: str, result, spared: dict) -> ComparisonEntry:
    """An entry with its times as they are without the others, who spared it some work."""
    folds = result.fold_results
    fitting = spared["fit"] + sum(fold.fit_seconds for fold in folds)
    predicting = spared["transform"] + sum(fold.predict_seconds for fold in folds)
    n_tested = sum(fold.n_test for fold in folds)
    return ComparisonEntry(
        features, classifier, result, fitting / len(folds), predicting / n_tested
    )
