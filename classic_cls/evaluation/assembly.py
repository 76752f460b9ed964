"""From the outcomes of the folds to predictions, and to a row of figures a fold."""

import numpy as np

from .._validation import UNKNOWN, as_text
from .estimates import Estimate, FiguresOf
from .figures.behind import Part
from .folds import MOST_TRAINING_ROWS
from .intervals import corrected_resampled_interval
from .predictions import Predictions


def out_of_fold(outcomes, truth, **known) -> Predictions:
    """Predictions of each image in the repeat and fold that tested it; "", -1 or NaN where none."""
    shape = (1 + max(outcome.repeat for outcome in outcomes), len(truth))
    answers = np.full((shape[0], *truth.shape), _nothing(truth), dtype=truth.dtype)
    folds = np.zeros(shape, dtype=int)
    for outcome in outcomes:
        found = outcome.predictions
        answers[outcome.repeat, outcome.test] = as_text(found) if truth.ndim == 1 else found
        folds[outcome.repeat, outcome.test] = outcome.fold + 1
    known["sizes"] = np.array([(outcome.n_train, len(outcome.test)) for outcome in outcomes])
    known |= _scores(outcomes, (*shape, len(known["class_names"])))
    return Predictions(truth=truth, answers=answers, folds=folds, **known)


def limits_of_folds(outcomes) -> np.ndarray | None:
    """Scores from which classes were given ``(repeats, folds, k)``; None where nobody learned any.

    NaN where a fold, or a class, has none.
    """
    known = [outcome for outcome in outcomes if outcome.limits is not None]
    if not known:
        return None
    n_repeats, n_folds = (1 + max(getattr(o, n) for o in outcomes) for n in ("repeat", "fold"))
    limits = np.full((n_repeats, n_folds, len(known[0].limits)), np.nan)
    for outcome in known:
        limits[outcome.repeat, outcome.fold] = outcome.limits
    return limits


def _nothing(truth):
    return "" if truth.dtype.kind == "U" else UNKNOWN


def _scores(outcomes, shape) -> dict:
    kinds = {outcome.score_kind for outcome in outcomes}
    if len(kinds) != 1 or None in kinds:
        return {}
    scores = np.full(shape, np.nan)
    for outcome in outcomes:
        scores[outcome.repeat, outcome.test] = outcome.scores
    return {"scores": scores, "score_kind": kinds.pop()}


def fold_rows(figures: FiguresOf, outcomes) -> tuple[dict, ...]:
    """Numbers, sizes, times and figures of every fold, side by side."""
    pairs = zip(outcomes, figures.of_folds, strict=True)
    return tuple(_row(figures.predictions, outcome, tested) for outcome, tested in pairs)


def _row(predictions, outcome, tested) -> dict:
    trained = predictions.count_figures(
        Part(
            predictions.codes[outcome.training_rows],
            predictions.counting.codes(outcome.training_predictions), None,
        )
    )
    return {
        "repeat": outcome.repeat + 1,
        "fold": outcome.fold + 1,
        "n_train": outcome.n_train,
        "n_test": len(outcome.test),
        "fit_seconds": outcome.fit_seconds,
        "predict_seconds": outcome.predict_seconds,
        **{f"test_{name}": value for name, value in (tested | outcome.scorers).items()},
        **{f"train_{name}": value for name, value in trained.items()},
        **({} if outcome.chosen is None else {"chosen": outcome.chosen}),
    }


def scorer_estimates(predictions, outcomes) -> dict[str, Estimate]:
    """Estimates of scikit-learn scorers, which are known of whole folds only."""
    found = {}
    for name in outcomes[0].scorers:
        values = [outcome.scorers[name] for outcome in outcomes]
        interval = corrected_resampled_interval(values, *predictions.mean_sizes)
        found[name] = Estimate.over(values, interval=_at_most_perfect(interval, name))
    return found


def _at_most_perfect(interval, name):
    """Cut to what a scikit-learn scorer of classifiers can reach: 1, and 0 for negated losses."""
    if interval is None:
        return None
    return interval._replace(high=min(interval.high, 0.0 if name.startswith("neg_") else 1.0))


def training_estimates(rows) -> dict[str, Estimate]:
    """Figures on training images, means over the folds."""
    columns = dict.fromkeys(c for row in rows for c in row if c.startswith("train_"))
    return {
        column.removeprefix("train_"): Estimate.over([row[column] for row in rows if column in row])
        for column in columns
    }


def training_notes(outcomes) -> tuple[str, ...]:
    """Say where not all training images were predicted."""
    if all(len(outcome.training_rows) == outcome.n_train for outcome in outcomes):
        return ()
    return (f"training figures are of {MOST_TRAINING_ROWS:,} training images per fold",)
