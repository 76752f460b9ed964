"""The stress test of ``evaluate``: its table, its sentence, its files."""

from pathlib import Path

from .._figure_text import number_text
from .console import say, show_table

STRESS_FILES = ("stress.json", "stress.html")


def show_stress(stress) -> None:
    """Print the figure under every change, worst first, and what hurts most."""
    from ..evaluation import record_of
    from ..workflows import STRENGTHS

    record = record_of(stress.figure)

    say()
    of = {(one.kind, one.strength): i for i, one in enumerate(stress.changed)}
    rows = [["unchanged", *[record.text(stress.original.figures[stress.figure].value)] * 3]]
    for kind in stress.kinds:
        places = [of[kind, strength] for strength in STRENGTHS]
        rows.append([kind, *(_value_and_change(stress, i, record) for i in places)])
    columns = [f"{stress.figure} when", *STRENGTHS]
    show_table(columns, rows, right=STRENGTHS, bold=[0])
    say(f"{stress.sentence}; {stress.original.n_images:,} images", style="bold")


def _value_and_change(stress, i: int, record) -> str:
    change = number_text(stress.differences[i], record.percent, sign="+")
    return f"{record.text(stress.values[i])} ({change})"


def write_stress(stress, folder: Path, name: str) -> None:
    """Write the numbers and the page."""
    from .._file_names import json_text
    from ..report import plain, render_stress

    found = plain(stress.plain())
    numbers, page = STRESS_FILES
    (folder / numbers).write_text(json_text(found) + "\n", encoding="utf-8")
    html = render_stress(found, name=name, task=stress.original.task)
    (folder / page).write_text(html + "\n", encoding="utf-8")
