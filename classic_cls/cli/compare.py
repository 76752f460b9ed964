"""``classic-cls compare``."""

from pathlib import Path

import typer

from .._command import command_line
from .answers import of_comparison
from .console import answer, say, show_table
from .data import Told, announce, refuse_if_strict, say_recipe, say_views, say_work
from .figures import limits_text, say_positive, value_text
from .inputs import spare_inputs
from .options import AgainstOptions, Data, DataOptions, OutputOptions, WorkOptions
from .pipeline_options import SeveralPipelinesOptions
from .progress import shown_progress
from .protocol_options import ProtocolOptions


def compare(
    context: typer.Context,
    data: Data,
    pipelines: SeveralPipelinesOptions,
    protocol: ProtocolOptions,
    against: AgainstOptions,
    about_data: DataOptions,
    work: WorkOptions,
    output: OutputOptions,
) -> None:
    """Cross-validate several classifiers on one or several sets of features.

    classic-cls compare cells
    classic-cls compare cells --features hog --features hog,color_hist --classifier svm,forest
    classic-cls compare cells --against network.csv

    Writes leaderboard.csv, result.json and the page report.html.
    """
    from .. import workflows
    from ..pipelines import pipelines_to_compare
    from ..workflows import COMPARISON_FILES, check_cache, check_free, check_not_among

    validated = protocol.protocol()
    dataset = about_data.open(data)
    out = output.out or f"{dataset.name}-comparison"
    check_not_among(out, data, dataset)
    names = COMPARISON_FILES.values()
    check_free(out, names, output.force)
    spare_inputs([Path(out, name) for name in names], [data, *(against.against or [])])
    check_cache(work.cache)
    announce(dataset)
    refuse_if_strict(about_data.strict, dataset.set_aside)
    told = Told(about_data.strict, [*dataset.notes])
    told.notes(validated.check(dataset))
    made = pipelines_to_compare(
        dataset,
        page=about_data.page_to_read,
        **pipelines.arguments(),
        **protocol.for_pipelines(),
    )
    say_recipe(next(iter(made.values())))
    say_views(next(iter(made.values())))
    say_work(validated.n_fits(dataset.training().groups), n_pipelines=len(made))
    with shown_progress() as progress:
        comparison = workflows.compare(
            dataset,
            made,
            validated,
            against=against.tables(),
            progress=progress,
            tell=progress.aside(told),
            **vars(work),
        )
    show_leaderboard(comparison)
    told.notes(comparison.notes)
    places = [data, out, *(against.against or [])]
    command = command_line(context.obj, places)
    workflows.save_comparison(
        comparison, out, name=dataset.name, command=command, force=output.force
    )
    files = {key: Path(out, name) for key, name in COMPARISON_FILES.items()}
    for file in files.values():
        say(str(file))
    answer(lambda: of_comparison(comparison, files))


def show_leaderboard(comparison, by_name: bool = False, most: int | None = None) -> None:
    """The table, and what it says of the best; entries ``by_name``, so many at ``most``."""
    from ..evaluation import record_of

    headline, first = comparison.headline, comparison.best.cv
    record = record_of(headline)
    say()
    say(f"{first.protocol_words}, {first.n_images:,} images; the same for all")
    say_positive(first)
    titles = ["candidate"] if by_name else ["features", "classifier"]
    figures = [headline, "95% interval", "lead of the best", "training"]
    rows = [
        [
            *([entry.title] if by_name else [entry.features, entry.classifier]),
            record.text(comparison.headline_of(entry).value),
            limits_text(headline, comparison.headline_of(entry)),
            _lead(comparison.against_best(entry)),
            value_text(entry.cv.train, headline),
        ]
        for entry in comparison.entries[:most]
    ]
    left = len(comparison.entries) - len(rows)
    dummy = value_text(first.dummy, headline)
    always = f"most frequent {'labels' if first.task == 'multilabel' else 'class'}"
    rows.append([*([always] if by_name else ["-", always]), dummy, *[None] * 3])
    bold = comparison.entries.index(comparison.best)
    show_table([*titles, *figures], rows, right=figures, bold=[bold])
    if left:
        say(f"and {left:,} more")
    say(_verdict(comparison))
    for found in comparison.against.values():
        say(found.verdict)
    _show_costs(comparison, titles, [row[: len(titles) + 1] for row in rows[:-1]], bold)


def _show_costs(comparison, titles, named, bold: int) -> None:
    """What each candidate takes, beside its figure; a table of its own, or it would be too wide."""
    from ..report import megabytes

    def cells(entry):
        if entry.given:
            return [None] * 4
        sizes = (entry.memory_bytes, entry.model_bytes)
        times = f"{entry.fit_seconds:.2f} s", f"{1000 * entry.predict_seconds_per_image:.3f} ms"
        return [*times, *(None if size is None else megabytes(size) for size in sizes)]

    say()
    say("what each takes: a fold; an image, once described; memory beyond features; about the file")
    costs = ["fit", "per image", "memory", "model file"]
    pairs = zip(named, comparison.entries, strict=False)  # the first ones alone may be shown
    rows = [[*names, *cells(entry)] for names, entry in pairs]
    right = [comparison.headline, *costs]
    show_table([*titles, *right], rows, right=right, bold=[bold])


def _lead(found) -> str | None:
    """How far the best is ahead, and whether that could be chance; below 0 another tool is."""
    if found is None:
        return None
    from ..evaluation import record_of

    record = record_of(found.figure)
    behind = (found.difference > 0) == record.lower_is_better
    sign = "-" if behind and found.difference else ""
    lead = f"{sign}{record.points(abs(found.difference))}"
    return lead if found.better else f"{lead} (may be chance)"


def _verdict(comparison) -> str:
    to_best = comparison.to_best
    alike = to_best.not_distinguishable
    if not to_best.comparisons:
        return f"{to_best.best} is the only entry"
    if not alike:
        return f"{to_best.best} is better than every other entry"
    others = f"{len(alike)} of {len(to_best.comparisons)} others"
    return f"{to_best.best} is the best; not distinguishable from it: {others}"
