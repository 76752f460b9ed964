"""``classic-cls tune``."""

import shutil
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import typer

from .._command import command_line
from .answers import of_search
from .compare import show_leaderboard
from .config import given_options
from .console import answer, manner, say, tell, took
from .data import Told, announce, list_set_aside, refuse_if_strict
from .figures import show_figures
from .inputs import spare_inputs
from .options import WORK_PANEL, Data, DataOptions, ReportOptions, WorkOptions, option
from .parsing import parse_duration
from .pipeline_options import SeveralPipelinesOptions
from .progress import shown_progress
from .protocol_options import TrainProtocolOptions

# Entries of the leaderboard that are printed.
_SHOWN = 12

_work = partial(option, panel=WORK_PANEL)


@dataclass(frozen=True)
class BudgetOptions:
    """How long a search may take."""

    budget: _work(
        Any,
        "--budget",
        "TIME",
        "How long all may take, such as 90s, 10m or 2h; never more than a tenth longer.",
        parser=parse_duration,
        usual=True,
    ) = 600.0


def tune(
    context: typer.Context,
    data: Data,
    budget: BudgetOptions,
    pipelines: SeveralPipelinesOptions,
    protocol: TrainProtocolOptions,
    about_data: DataOptions,
    work: WorkOptions,
    output: ReportOptions,
) -> None:
    """Search recipes, preprocessing, classifiers and their parameters for so long; train the best.

    classic-cls tune cells --budget 10m
    classic-cls tune cells --budget 1h --test-size 0.2 --out tuned
    classic-cls tune cells --recipe object --classifier svm --classifier kernel_ridge

    What is named is not searched. Writes what train writes, and leaderboard.csv. What was tried is
    kept in the folder search of --out: the same command goes on from there after an interruption.
    """
    started = time.monotonic()
    from .. import workflows
    from ..pipelines import pipelines_to_tune

    validated = protocol.protocol()
    dataset = about_data.open(data)
    out = Path(output.out or f"{dataset.name}-tuned")
    _check_places(out, data, dataset, work.cache, output.force)
    announce(dataset)
    refuse_if_strict(about_data.strict, dataset.set_aside)
    told = Told(about_data.strict, [*dataset.notes])
    told.notes(validated.check(dataset))
    candidates = pipelines_to_tune(
        validated.training_part(dataset),
        page=about_data.page_to_read,
        **pipelines.arguments(),
        **protocol.for_pipelines(),
    )
    say(f"{len(candidates):,} candidates, {took(budget.budget)}; the default first")
    keep = out / "search"
    options = {**vars(work), "cache": work.cache or keep / "features"}
    with shown_progress() as progress:
        options["progress"] = progress
        search = partial(
            workflows.search_images,
            {name: candidate.pipeline for name, candidate in candidates.items()},
            dataset,
            protocol=validated,
            keep=keep,
            tell=progress.aside(_say_trial),
            **options,
        )
        found = _searched(search, budget.budget, started, output.force, keep)
        training = workflows.train_found(found, dataset, validated, **options)
    list_set_aside(training.rejected)
    typed = given_options(context)
    command = _command(context.obj[0], typed, candidates[found.best_name].options)
    settings = {**training.settings, "group_by": about_data.group_by}
    tuning = {**training.tuning, "command": command}
    training = replace(training, settings=settings, tuning=tuning, options=typed)
    files = _save(found, training, context, output, out)
    shutil.rmtree(keep / "features", ignore_errors=True)
    _show(found, training, told, files)
    say(f"took {took(time.monotonic() - started)} in all")
    answer(lambda: of_search(training, files))


def _searched(search, budget: float, started: float, force: bool, keep: Path):
    """The search in the time that is left; with ``force`` in place of another one."""
    from ..workflows import OtherSearch

    try:
        return search(budget=max(budget - (time.monotonic() - started), 0.1))
    except OtherSearch:
        if not force:
            raise
        shutil.rmtree(keep)
        return search(budget=max(budget - (time.monotonic() - started), 0.1))


def _check_places(out: Path, data, dataset, cache, force: bool) -> None:
    """Refuse places for results before the work."""
    from ..workflows import FILE_NAMES, LEADERBOARD, check_cache, check_free, check_not_among

    names = [*FILE_NAMES.values(), LEADERBOARD]
    check_not_among(out, data, dataset)
    check_free(out, names, force)
    spare_inputs([out / name for name in names], [data])
    check_cache(cache)


def _say_trial(trial) -> None:
    """A line on stderr for a trial on all images; with --verbose for each."""
    if trial.share < 1 and trial.value is not None and not manner().verbose:
        return
    from ..evaluation import record_of

    known = trial.value is not None
    what = record_of(trial.figure).text(trial.value) if known else f"left out: {trial.reason}"
    tell(f"{trial.name}: {what} ({trial.n_images:,} images, {took(trial.seconds)})")


def _save(found, training, context, output, out: Path) -> dict:
    """Write what ``train`` writes, and the leaderboard."""
    from .. import workflows

    asked = command_line(tuple(context.obj), [training.options["data"], output.out])
    options = {"command": asked, "images": output.images, "force": output.force}
    files = workflows.save_training(training, out, **options)
    file = workflows.save_comparison(found.comparison, out, force=output.force)
    return {**files, "leaderboard": file}


def _command(program: str, typed: dict, chosen: dict) -> str:
    """What trains the best candidate again: what was typed, and what was chosen."""
    named = {"features", "classifier", "recipe", "preprocess", "augment"} & {*chosen}
    words = [program, "train", str(typed["data"])]
    for name, value in typed.items():
        if name not in ("data", *named):
            words += _words_of(name, value)
    for name in sorted(named):
        value = chosen[name]
        words += _words_of(name, ",".join(value) if isinstance(value, list) else value)
    for name, value in chosen.get("parameters", {}).items():
        words += ["--set", f"{name}={value}"]
    return command_line(words)


def _words_of(name: str, value) -> list[str]:
    """An option as it is typed."""
    if isinstance(value, bool):
        return ["--" + ("" if value else "no-") + name]
    values = value if isinstance(value, list | tuple) else [value]
    return [word for one in values for word in (f"--{name}", str(one))]


def _show(found, training, told: Told, files: dict) -> None:
    show_leaderboard(found.comparison, by_name=True, most=_SHOWN)
    if training.test is not None:
        show_figures(training.cv, training.test, threshold=training.model.threshold)
    say()
    told.notes(training.notes)
    say(found.sentence)
    say(f"the same again: {training.tuning['command']}")
    others = ", ".join(file.name for key, file in files.items() if key != "report")
    say(f"{others} are in {files['report'].parent}; the report:")
    say(str(files["report"]))
