"""Every classifier on every set of features, from one extraction each."""

from dataclasses import dataclass
from pathlib import Path

from sklearn.pipeline import Pipeline

from ..classifiers import CLASSIFIERS
from ..datasets import ImageDataset, SetAside
from ..evaluation import CrossValidationResult, cross_validate
from ..extraction import freeze
from ..pipelines import make_image_pipeline, set_step_parameter
from .outputs import write_together
from .stages import Stages, extract_dataset, reading_range_of

__all__ = ["Comparison", "ComparisonEntry", "compare", "save_comparison"]

LEADERBOARD = "leaderboard.csv"


@dataclass(frozen=True)
class ComparisonEntry:
    """One classifier on one set of features.

    Attributes
    ----------
    features, classifier : str
        Names.
    cv : CrossValidationResult
        On the same folds as every other entry.
    fit_seconds : float
        Mean over folds.
    predict_seconds_per_image : float
        From features to labels.
    """

    features: str
    classifier: str
    cv: CrossValidationResult
    fit_seconds: float
    predict_seconds_per_image: float


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """A leaderboard.

    Attributes
    ----------
    entries : tuple of ComparisonEntry
        Best first by the headline figure.
    headline : str
        Name of that figure.
    rejected : tuple of SetAside
        Images that took no part.
    seconds : dict
        Wall time by stage.
    notes : tuple of str
        What a person should be told.
    """

    entries: tuple[ComparisonEntry, ...]
    headline: str
    rejected: tuple[SetAside, ...]
    seconds: dict[str, float]
    notes: tuple[str, ...]

    def frame(self):
        """The leaderboard as a table.

        Returns
        -------
        pandas.DataFrame
            One row per entry: names, every figure as ``NAME``, ``NAME_low`` and
            ``NAME_high``, the dummy's headline figure, times in seconds.
        """
        import pandas as pd

        return pd.DataFrame([self._row(entry) for entry in self.entries])

    def _row(self, entry: ComparisonEntry) -> dict:
        row = {"features": entry.features, "classifier": entry.classifier}
        for name in entry.cv.metric_names:
            estimate = entry.cv.metrics[name]
            row[name] = estimate.mean
            if estimate.interval is not None:
                row[f"{name}_low"], row[f"{name}_high"] = estimate.interval[:2]
        row[f"dummy_{self.headline}"] = entry.cv.dummy[self.headline].mean
        row["fit_seconds"] = entry.fit_seconds
        return row | {"predict_seconds_per_image": entry.predict_seconds_per_image}


def compare(
    dataset: ImageDataset,
    *,
    classifiers=None,
    feature_sets=None,
    size=None,
    preprocess=(),
    reduce=None,
    strategy=None,
    class_weight=None,
    parameters=None,
    cv=5,
    repeats=1,
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

    Every image is described once per set of features, and every entry is tested on the
    same folds. Of a data set with an official split only the training part is used.

    Parameters
    ----------
    dataset : ImageDataset
        What to learn.
    classifiers : list of str, optional
        Keys of ``CLASSIFIERS``; by default all but the dummy, which stands beside each.
    feature_sets : list of list of str, optional
        By default the one that ``make_image_pipeline("auto")`` takes.
    size, preprocess, reduce, strategy, class_weight, parameters
        See :func:`train`.
    cv, repeats, positive, scoring, reading_range, page, random_state, n_jobs, cache, progress
        See :func:`train`.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        As :func:`train`.
    """
    dataset = dataset.training()
    dataset.check_trainable()
    stages = Stages(progress)
    reading_range = reading_range_of(dataset, reading_range, page)
    classifiers = [n for n in CLASSIFIERS if n != "dummy"] if classifiers is None else classifiers
    entries = []
    for features in [None] if feature_sets is None else feature_sets:
        pipelines = {
            name: make_image_pipeline(
                data=dataset,
                features=features,
                classifier=name,
                size=size,
                preprocess=preprocess,
                reduce=reduce,
                strategy=strategy,
                class_weight=class_weight if CLASSIFIERS[name].weighs else None,
                reading_range=reading_range,
                page=page,
                random_state=random_state,
            )
            for name in _known(classifiers)
        }
        for pipeline in pipelines.values():
            for name, value in (parameters or {}).items():
                set_step_parameter(pipeline, name, value)
        frozen, learned_part = _split_off_learning(next(iter(pipelines.values())))
        _, kept, rejected = extract_dataset(frozen, dataset, stages, n_jobs=n_jobs, cache=cache)
        kept.check_trainable()
        lookup = frozen.estimator[:learned_part]
        title = "+".join(name for name, _ in frozen.source["features"].transformer_list)
        for name, pipeline in pipelines.items():
            estimator = Pipeline([*lookup.steps, *pipeline.steps[learned_part:]])
            with stages.stage(f"{title} / {name}") as fold_progress:
                result = cross_validate(
                    estimator,
                    list(range(len(kept))),
                    kept.targets,
                    class_names=kept.class_names,
                    groups=kept.groups,
                    paths=kept.relative_paths(),
                    cv=cv,
                    repeats=repeats,
                    positive=positive,
                    scoring=scoring,
                    random_state=random_state,
                    n_jobs=n_jobs,
                    progress=fold_progress,
                )
            entries.append(_entry(title, name, result))
    headline = entries[0].cv.headline
    entries.sort(key=lambda entry: -entry.cv.metrics[headline].mean)
    notes = (*dataset.notes, *entries[0].cv.notes)
    return Comparison(
        entries=tuple(entries),
        headline=headline,
        rejected=rejected,
        seconds=stages.total(),
        notes=notes,
    )


def save_comparison(comparison: Comparison, out, *, force: bool = False) -> Path:
    """Write ``leaderboard.csv`` into a folder.

    Parameters
    ----------
    comparison : Comparison
    out : path
        Folder; made where it is missing.
    force : bool
        Whether an existing leaderboard is replaced.

    Returns
    -------
    Path

    Raises
    ------
    OutputExists
        If it exists and ``force`` is False.
    """
    with write_together(out, [LEADERBOARD], force) as folder:
        comparison.frame().to_csv(folder / LEADERBOARD, index=False, encoding="utf-8")
    return Path(out) / LEADERBOARD


def _known(classifiers):
    from .._validation import unknown_name

    for name in classifiers:
        if name not in CLASSIFIERS:
            raise ValueError(unknown_name("classifier", name, CLASSIFIERS))
    return classifiers


def _split_off_learning(pipeline: Pipeline):
    """The frozen pipeline, and the place of its first step that learns."""
    names = [name for name, _ in pipeline.steps]
    return freeze(pipeline), names.index("features") + 1


def _entry(features: str, classifier: str, result: CrossValidationResult) -> ComparisonEntry:
    folds = result.fold_results
    predicting = sum(fold.predict_seconds for fold in folds) / sum(fold.n_test for fold in folds)
    fitting = sum(fold.fit_seconds for fold in folds) / len(folds)
    return ComparisonEntry(features, classifier, result, fitting, predicting)
