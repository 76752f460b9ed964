"""``classic-cls demo``."""

import os
from pathlib import Path

from .._command import command_line
from . import options
from .console import say, show_table
from .data import open_dataset
from .failures import Interrupted
from .figures import interval_text, value_text
from .train import Output, train_and_save

__all__ = ["demo"]

_DEFAULT = "classic-cls-demo"
# Who wrote which digit is not known, but neighbours in the source are often by one writer.
_GROUPS = {"digits": "block[0-9]+"}


def demo(
    out: options.Out = _DEFAULT,
    random_state: options.Seed = 0,
    n_jobs: options.NJobs = -1,
    no_images: options.NoImages = False,
    force: options.Force = False,
) -> None:
    """Write small sets of real images, and do what train does on each.

    Handwritten digits; faces against non-faces; and digits composed to pictures with several
    labels. Everything comes with the libraries; nothing is downloaded.
    """
    from ..datasets import write_demo_sets

    if os.path.exists(out) and not force and (not os.path.isdir(out) or os.listdir(out)):
        raise ValueError(f"{out} exists; give another one with --out, or replace it with --force")
    try:
        sets = write_demo_sets(out, random_state=random_state)
        say(f"{len(sets)} sets of real images are in {out}, each with a README.txt")
        results = [
            _train(name, place, out, random_state, n_jobs, no_images, force)
            for name, place in sets.items()
        ]
    except KeyboardInterrupt as interrupt:
        raise Interrupted(f"what was finished is in {out}") from interrupt
    _show(results)


def _train(name: str, place: Path, out: str, random_state, n_jobs, no_images, force):
    group_by = _GROUPS.get(name)
    arguments = ["classic-cls", "train", str(place)]
    arguments += ["--group-by", group_by] if group_by else []
    say()
    say(f"$ {command_line(arguments, [])}", style="bold cyan")
    output = Output(
        str(Path(out, f"{name}-baseline")),
        command=command_line(arguments, [str(place)]),
        group_by=group_by,
        images=not no_images,
        force=force,
    )
    dataset = open_dataset(place, group_by=group_by)
    return name, *train_and_save(dataset, {"random_state": random_state, "n_jobs": n_jobs}, output)


def _show(results) -> None:
    say()
    columns = ["set", "images", "figure", "value", "95% interval", "dummy", "training"]
    rows = []
    for name, training, _ in results:
        cv = training.cv
        estimate = cv.metrics[cv.headline]
        row = [name, f"{cv.n_images:,}", cv.headline, f"{estimate.value:.3f}"]
        row += [interval_text(estimate), value_text(cv.dummy, cv.headline)]
        rows.append([*row, value_text(cv.train, cv.headline)])
    show_table(columns, rows, right=columns[3:])
    say("the reports:")
    for _, _, report in results:
        say(str(report))
