"""Run the program, send it a signal when it is in a certain phase, and look at what is left.

Run as a script it is the program, which says on stderr where it is.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PHASES = ("begin", "look", "extract", "duplicates", "cv", "fit", "writing")
MARK = "phase: "


@dataclass
class Ended:
    """How a run has ended: its code, what it said, what is left, and the seconds to the end."""

    code: int
    said: str
    left: list
    seconds: float


def interrupt(arguments, phase, number, cwd, delay=0.0) -> Ended:
    """Send a signal so many seconds after a phase has begun."""
    temporary = Path(cwd, "temporary")
    temporary.mkdir(exist_ok=True)
    before = sorted(Path(cwd).rglob("*"))
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)}
    with subprocess.Popen(
        [sys.executable, __file__, *map(str, arguments)],
        cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        said = ""
        for line in program.stderr:
            if line.startswith(MARK + phase):
                break
            said += "" if line.startswith(MARK) else line
        time.sleep(delay)
        sent = time.monotonic()
        program.send_signal(number)
        rest = program.communicate(timeout=60)[1]
        seconds = time.monotonic() - sent
    said += "".join(line for line in rest.splitlines(True) if not line.startswith(MARK))
    cache = Path(cwd, "cache")
    left = [path for path in sorted(Path(cwd).rglob("*")) if path not in before]
    left = [p for p in left if not p.is_relative_to(cache) or p.name.endswith(".classic_cls")]
    return Ended(program.returncode, said, left, seconds)


def _say(phase) -> None:
    os.write(2, f"{MARK}{phase}\n".encode())  # at once: the last words must not join the line


def _main() -> None:
    _say("start")
    from classic_cls.cli import main
    from classic_cls.cli.signals import end_on_signals

    end_on_signals()
    _say("begin")
    from classic_cls.pipelines import look
    from classic_cls.workflows import save, stages

    def said_before(module, name, phase=None):
        function = getattr(module, name)

        def call(*given, **options):
            _say(phase or given[1])
            return function(*given, **options)

        setattr(module, name, call)

    said_before(look, "look_at", "look")
    said_before(save, "save_model", "writing")
    said_before(stages.Stages, "stage")
    main()


if __name__ == "__main__":
    _main()
