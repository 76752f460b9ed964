"""``classic-cls compare``."""

from typing import Annotated

import typer

from . import options
from .console import say, show_table
from .data import (
    announce,
    check_request,
    list_set_aside,
    open_dataset,
    refuse_if_strict,
    say_notes,
)
from .estimate import say_estimate
from .figures import interval_text, value_text
from .parsing import split_names
from .progress import shown_progress
from .recipe import choose_recipe, named_in, recipe_from

__all__ = ["compare"]

FeatureSets = Annotated[
    list[str] | None,
    typer.Option(
        "--features",
        metavar="NAME,...",
        rich_help_panel="Recipe",
        help="Comma list; given several times, each is a set of its own. Without it: those of the "
        "recipe.",
    ),
]
Classifiers = Annotated[
    list[str] | None,
    typer.Option(
        "--classifier",
        metavar="NAME",
        rich_help_panel="Recipe",
        help="May be given several times. Without it: all.",
    ),
]


def compare(
    data: options.Data,
    recipe: options.Recipe = "auto",
    features: FeatureSets = None,
    classifier: Classifiers = None,
    preprocess: options.Preprocess = None,
    size: options.Size = None,
    reduce: options.Reduce = None,
    strategy: options.Strategy = None,
    class_weight: options.ClassWeight = None,
    sampling: options.Sampling = None,
    aim: options.Aim = None,
    costs: options.Costs = None,
    probabilities: options.Probabilities = False,
    parameters: options.Parameters = None,
    cv: options.Folds = 5,
    repeats: options.Repeats = 1,
    folds: options.FoldList = None,
    ignore_duplicates: options.IgnoreDuplicates = False,
    positive: options.Positive = None,
    scoring: options.Scoring = None,
    random_state: options.Seed = 0,
    group_by: options.GroupBy = None,
    label_by: options.LabelBy = None,
    drop_class: options.DropClass = None,
    page: options.Page = None,
    reading_range: options.Range = "auto",
    strict: options.Strict = False,
    n_jobs: options.NJobs = -1,
    cache: options.Cache = None,
    out: options.Out = None,
    force: options.Force = False,
) -> None:
    """Cross-validate several classifiers on one or several sets of features.

    Writes leaderboard.csv.
    """
    given = locals()
    dataset = open_dataset(data, group_by, label_by, drop_class, page)
    common = recipe_from(given)
    del common["features"], common["classifier"]
    what = {
        "classifiers": split_names(classifier) or None,
        "feature_sets": [named_in([text]) for text in features or ()] or None,
    }
    _compare_and_save(dataset, what, common, out or f"{dataset.name}-comparison", strict, force)


def _compare_and_save(dataset, what: dict, common: dict, out, strict, force) -> None:
    from ..workflows import compare, save_comparison
    from ..workflows.comparison import LEADERBOARD
    from ..workflows.outputs import check_free

    check_free(out, [LEADERBOARD], force)
    announce(dataset)
    refuse_if_strict(strict, dataset.set_aside)
    said = check_request(dataset.training(), common)
    common = choose_recipe(dataset.training(), common, what["feature_sets"])
    classifiers = what["classifiers"] or _all_classifiers()
    say_estimate(dataset, common, classifiers, what["feature_sets"] or [None])
    with shown_progress() as progress:
        comparison = compare(dataset, progress=progress, **what, **common)
    refuse_if_strict(strict, comparison.rejected)
    _show_leaderboard(comparison)
    list_set_aside(comparison.rejected)
    say_notes(comparison.notes, but=said)
    say(str(save_comparison(comparison, out, force=force)))


def _show_leaderboard(comparison) -> None:
    headline, first = comparison.headline, comparison.entries[0].cv
    say()
    say(f"{first.protocol_words}, {first.n_images:,} images; the same for all")
    columns = ["features", "classifier", headline, "95% interval", "lead of the best"]
    columns += ["training", "fit", "per image"]
    rows = [
        [
            entry.features,
            entry.classifier,
            f"{entry.cv.figures[headline].value:.3f}",
            interval_text(entry.cv.figures[headline]),
            _lead(comparison.against_best(entry)),
            value_text(entry.cv.train, headline),
            f"{entry.fit_seconds:.2f} s",
            f"{1000 * entry.predict_seconds_per_image:.3f} ms",
        ]
        for entry in comparison.entries
    ]
    dummy = value_text(first.dummy, headline)
    always = f"most frequent {'labels' if first.task == 'multilabel' else 'class'}"
    rows.append(["-", always, dummy, None, None, None, None, None])
    show_table(columns, rows, right=columns[2:], bold=[0])
    if comparison.to_best is not None:
        say(_verdict(comparison))


def _lead(found) -> str | None:
    """How far the best is ahead, and whether that could be chance."""
    if found is None:
        return None
    return f"{abs(found.difference):.3f}" + ("" if found.better else " (may be chance)")


def _verdict(comparison) -> str:
    to_best = comparison.to_best
    alike = to_best.not_distinguishable
    if not to_best.comparisons:
        return f"{to_best.best} is the only entry"
    if not alike:
        return f"{to_best.best} is better than every other entry"
    others = f"{len(alike)} of {len(to_best.comparisons)} others"
    return f"{to_best.best} is the best; not distinguishable from it: {others}"


def _all_classifiers() -> list[str]:
    from ..pipelines.classifiers import CLASSIFIERS

    return [name for name in CLASSIFIERS if name != "dummy"]
