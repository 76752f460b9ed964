"""``classic-cls demo``."""

import os
from dataclasses import replace
from pathlib import Path

from .._command import command_line
from .._temporary import moving, temporary_folder
from .._writing import naming
from .answers import of_training
from .console import answer, say, show_table
from .failures import Interrupted
from .figures import limits_text, value_text
from .options import DataOptions, NJobs, ReportOptions, WorkOptions
from .protocol_options import Seed, TrainProtocolOptions
from .train import Job, train_and_save

_DEFAULT = "classic-cls-demo"
# Who wrote which digit is not known, but neighbours in the source are often by one writer.
_GROUPS = {"digits": "block[0-9]+"}


def demo(output: ReportOptions, seed: Seed = 0, n_jobs: NJobs = -1) -> None:
    """Write small sets of real images, and do what train does on each.

    classic-cls demo
    classic-cls demo --out try

    Handwritten digits; faces against non-faces; and digits composed to pictures with several
    labels. Everything comes with the libraries; nothing is downloaded.
    """
    from ..workflows import check_free

    out, force = output.out or _DEFAULT, output.force
    work = WorkOptions(n_jobs=n_jobs)
    check_free(out, ())
    if os.path.exists(out) and not force and (not os.path.isdir(out) or os.listdir(out)):
        raise ValueError(f"{out} exists; give another one with --out, or replace it with --force")
    try:
        sets = _write_sets(out, seed)
        say(f"{len(sets)} sets of real images are in {out}, each with a README.txt")
        results = [
            _train(name, place, replace(output, out=f"{Path(out, name)}-baseline"), work, seed)
            for name, place in sets.items()
        ]
    except KeyboardInterrupt as interrupt:
        raise Interrupted(f"what was finished is in {out}") from interrupt
    _show(results)
    answer(lambda: {name: of_training(training, files) for name, training, files in results})


def _write_sets(out: str, seed: int) -> dict[str, Path]:
    """The demo sets, which a new folder holds all of or is not there."""
    from ..datasets import write_demo_sets

    place = Path(out)
    with naming(place):
        if place.exists():
            return write_demo_sets(place, random_state=seed)
        place.parent.mkdir(parents=True, exist_ok=True)
        with temporary_folder(place.parent) as folder:
            sets = write_demo_sets(folder / "sets", random_state=seed)
            with moving(place):
                os.rename(folder / "sets", place)
    return {name: place / path.relative_to(folder / "sets") for name, path in sets.items()}


def _train(name: str, place: Path, output: ReportOptions, work: WorkOptions, seed: int):
    group_by = _GROUPS.get(name)
    options = {"data": name} | ({"group-by": group_by} if group_by else {})
    arguments = ["classic-cls", "train", str(place)]
    arguments += ["--group-by", group_by] if group_by else []
    say()
    say(f"$ {command_line(arguments, [])}", style="bold cyan")
    job = Job(
        str(place),
        DataOptions(group_by=group_by),
        protocol=TrainProtocolOptions(seed=seed),
        work=work,
        output=output,
        arguments=tuple(arguments),
        options=options,
    )
    return name, *train_and_save(job)


def _show(results) -> None:
    say()
    columns = ["set", "images", "figure", "value", "95% interval", "dummy", "training"]
    rows = []
    for name, training, _ in results:
        cv = training.cv
        estimate = cv.figures[cv.headline]
        row = [name, f"{cv.n_images:,}", cv.headline, value_text(cv.figures, cv.headline)]
        row += [limits_text(cv.headline, estimate), value_text(cv.dummy, cv.headline)]
        rows.append([*row, value_text(cv.train, cv.headline)])
    show_table(columns, rows, right=columns[3:])
    say("the reports:")
    for _, _, files in results:
        say(str(files["report"]))
