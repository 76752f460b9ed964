"""What families of features are worth: each shuffled among the tested images, and left out."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import FeatureUnion, Pipeline

from .._typing import Data
from .._validation import checked_groups
from ..extraction import training_views, views_of
from ..models import group_options, take
from .aimed import about
from .assembly import out_of_fold
from .comparison import compare_results
from .cross_validation_result import CrossValidationResult
from .estimates import FiguresOf
from .figures.table import FIGURES
from .folds import FoldOutcome, answer_rows, in_folds, shown_rows
from .importance_result import Change, FamilyImportance, FeatureImportance
from .one_class_splits import splits_for
from .protocol import Protocol
from .results import PredictionResult
from .targets import always_defined

N_SHUFFLES = 5


def feature_importance(
    estimator: Any,
    X: Data,
    y: Data,
    protocol: Protocol,
    full: CrossValidationResult,
    families: Mapping[str, tuple[str, ...]],
    *,
    groups: Data = None,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> FeatureImportance:
    """Shuffle, and leave out, families of features in the folds of a cross-validation.

    ``full`` is that cross-validation, of a pipeline with a ``FeatureUnion``; ``families`` are the
    names of its members that go together. Columns of a family are shuffled as they are, all at
    once: every tested image gets those of another, of another group where the fold allows it. To
    leave a family out, what learns behind the features is fitted again without its columns.

    References
    ----------
    L. Breiman (2001), "Random forests", Machine Learning 45. A. Fisher, C. Rudin and F. Dominici
    (2019), "All models are wrong, but many are useful", Journal of Machine Learning Research 20.

    >>> from sklearn.datasets import load_iris
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from sklearn.preprocessing import FunctionTransformer
    >>> from .cross_validation import cross_validate
    >>> X, y = load_iris(return_X_y=True)
    >>> parts = {"sepals": slice(0, 2), "petals": slice(2, 4)}
    >>> union = FeatureUnion(
    ...     [(n, FunctionTransformer(lambda X, p=p: X[:, p])) for n, p in parts.items()]
    ... )
    >>> what = Pipeline([("features", union), ("bayes", GaussianNB())]), X, y, Protocol()
    >>> families = {"sepals": ("sepals",), "petals": ("petals",)}
    >>> found = feature_importance(*what, cross_validate(*what), families)
    >>> [(row.name, round(row.left_out.worse, 2)) for row in found.families]
    [('petals', 0.17), ('sepals', -0.01)]
    """
    predictions = full.predictions
    names = predictions.class_names
    y, groups = np.asarray(y), checked_groups(groups, len(y))
    splits, _ = splits_for(estimator, protocol, y, groups, names)
    options = {"groups": groups, "class_names": names, "families": families}
    options |= {"seed": protocol.seed}
    estimator = about(estimator, full.positive)
    done = in_folds(_in_fold, estimator, X, y, splits, options, n_jobs=n_jobs, progress=progress)
    found = [outcomes for outcomes, _ in done]
    figure = full.headline if full.headline in FIGURES else always_defined(predictions.truth)

    def changes(family, place) -> list[Change]:
        outcomes = [of_fold[place][family] for of_fold in found]
        if any(outcome is None for outcome in outcomes):
            return []
        return [_change(full, some, figure) for some in zip(*outcomes, strict=True)]

    rows = [
        FamilyImportance(
            name,
            tuple(members),
            max(of_fold[0][name] for of_fold in found),
            Change.mean(changes(name, 1)),
            next(iter(changes(name, 2)), None),
        )
        for name, members in families.items()
    ]
    return FeatureImportance(
        figure=figure,
        task=predictions.task,
        value=full.figures[figure].value,
        families=tuple(sorted(rows, key=lambda row: -np.nan_to_num(row.shuffled.worse))),
        n_shuffles=N_SHUFFLES,
    )


def _change(full: CrossValidationResult, outcomes, figure: str) -> Change:
    """What became of a figure; without an interval where folds are too few for one."""
    known = {n: getattr(full.predictions, n) for n in ("class_names", "groups", "positive")}
    known |= {n: getattr(full.predictions, n) for n in ("costs", "paths")}
    predictions = out_of_fold(outcomes, full.predictions.truth, **known)
    figures = FiguresOf(predictions).plain()
    if figure not in figures:
        return Change(np.nan, np.nan, None)
    result = PredictionResult(predictions=predictions, figures=figures, classes={}, headline=figure)
    sign = -1 if FIGURES[figure].lower_is_better else 1
    worse = sign * (full.figures[figure].value - figures[figure].value)
    try:
        interval = compare_results(full, result, figure).interval
    except ValueError:  # of a figure of ranks, in a single fold
        return Change(figures[figure].value, worse, None)
    if sign < 0:
        interval = interval._replace(low=-interval.high, high=-interval.low)
    return Change(figures[figure].value, worse, interval)


def _in_fold(estimator, X, y, place, split, *, groups, class_names, families, seed) -> tuple:
    """Columns of every family, its outcomes shuffled, and its outcome left out (None: no other)."""
    train, test = split
    some = None if groups is None else groups[train]
    views = views_of(estimator)
    shown, y_shown, some = training_views(estimator, take(X, train), y[train], some)
    front, deciding = _divided(estimator)
    learned = front.fit_transform(shown, y_shown)
    tested = front.transform(shown_rows(take(X, test), views))
    columns = _columns_of(front, shown[:1])
    of_family = {n: np.concatenate([columns[m] for m in ms]) for n, ms in families.items()}

    def fitted(kept):
        last = clone(deciding)
        return last.fit(learned[:, kept], y_shown, **group_options(last, some))

    def answered(model, rows) -> FoldOutcome:
        options = {"multilabel": y.ndim == 2}
        labels, scores, kind = answer_rows(model, rows, views, class_names, **options)
        nothing = np.arange(0)
        return FoldOutcome(
            *place, test=test, predictions=labels, scores=scores, score_kind=kind,
            training_rows=nothing, training_predictions=nothing, n_train=len(train),
            fit_seconds=0.0, predict_seconds=0.0,
        )  # fmt: skip

    everything = np.arange(learned.shape[1])
    full = fitted(everything)
    shuffled = {name: [] for name in families}
    for donors in _donors(test, groups, place, seed):
        rows = (donors[:, None] * views.n_test + np.arange(views.n_test)).ravel()
        for name, own in of_family.items():
            mixed = tested.copy()
            mixed[:, own] = tested[rows][:, own]
            shuffled[name].append(answered(full, mixed))
    left_out = {}
    for name, own in of_family.items():
        kept = np.setdiff1d(everything, own)
        left_out[name] = [answered(fitted(kept), tested[:, kept])] if len(kept) else None
    return {name: len(own) for name, own in of_family.items()}, shuffled, left_out


def _divided(estimator) -> tuple[Pipeline, Pipeline]:
    """A pipeline up to its union of features, and what learns from these."""
    kinds = [isinstance(step, FeatureUnion) for _, step in estimator.steps]
    place = kinds.index(True) + 1
    return Pipeline(estimator.steps[:place]), Pipeline(estimator.steps[place:])


def _columns_of(front: Pipeline, first) -> dict[str, np.ndarray]:
    """Numbers of the columns of every member of a fitted union."""
    for step in front.named_steps.values():
        if step not in (None, "passthrough") and not isinstance(step, FeatureUnion):
            first = step.transform(first)
    found, start = {}, 0
    for name, member in front[-1].transformer_list:
        if member == "drop":
            continue
        width = member.transform(first).shape[1]
        found[name] = np.arange(start, start + width)
        start += width
    return found


def _donors(test, groups, place, seed) -> list[np.ndarray]:
    """For every tested image the place of another one, several times, of another group if it can.

    Images stand in a random order, those of one group together, and take from further round.
    """
    codes = np.arange(len(test))
    if groups is not None:
        codes = np.unique(groups[test], return_inverse=True)[1].ravel()
    step = max(1, min(int(np.bincount(codes).max()), len(test) // 2))
    rng = np.random.default_rng([0 if seed is None else seed, *place])
    found = []
    for _ in range(N_SHUFFLES):
        order = np.lexsort((rng.random(len(test)), rng.permutation(codes.max() + 1)[codes]))
        donors = np.empty(len(test), int)
        donors[order] = np.roll(order, -step)
        found.append(donors)
    return found
