"""Running a case: from its commands to the text of the files that are frozen."""

import io
import os
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from frozen.cases import CASES

from classic_cls.cli import run

EXPECTED = Path(__file__).parent / "expected"
NOT_FROZEN = {"model.skops", "report.html", "report.md"}


def run_case(name: str, folder: Path) -> dict[str, str]:
    """Run the commands of a case in an empty folder; the text of every file to be frozen."""
    case = CASES[name]
    case.make(folder / "data")
    with _inside(folder):
        for command in case.commands:
            said = io.StringIO()
            with redirect_stdout(said):
                code = run(shlex.split(command))
            assert code == 0, f"exit code {code}: {command}\n{said.getvalue()}"
    out = folder / "out"
    files = sorted(file for file in out.rglob("*") if file.is_file())
    return {
        file.relative_to(out).as_posix(): file.read_text(encoding="utf-8")
        for file in files
        if file.name not in NOT_FROZEN
    }


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
