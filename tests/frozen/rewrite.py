"""Freeze results anew, on purpose: python tests/frozen/rewrite.py NAME... (or: all)."""

import shutil
import sys
import tempfile
from pathlib import Path


def rewrite(name: str) -> None:
    """Run one case and replace its expected files."""
    from frozen.comparison import frozen_text
    from frozen.running import EXPECTED, run_case

    with tempfile.TemporaryDirectory() as folder:
        found = run_case(name, Path(folder))
    shutil.rmtree(EXPECTED / name, ignore_errors=True)
    for file, text in found.items():
        place = EXPECTED / name / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(frozen_text(file, text), encoding="utf-8")


def main(names: list[str]) -> str | None:
    """Rewrite the cases named; what is wrong with the names, if anything."""
    from frozen.cases import CASES

    names = list(CASES) if names == ["all"] else names
    unknown = [name for name in names if name not in CASES]
    if unknown or not names:
        wrong = f"unknown: {', '.join(unknown)}" if unknown else "no case given"
        return f"{wrong}; give all, or some of: {' '.join(CASES)}"
    for name in names:
        rewrite(name)
    return None


if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]
    sys.exit(main(sys.argv[1:]))
