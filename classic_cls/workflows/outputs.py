"""Writing results: all of them or none, and nothing existing by accident."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path


class OutputExists(ValueError):
    """A result would overwrite something."""


def check_free(out, names, force: bool = False) -> Path:
    """Refuse an output folder that is a file, or holds one of the names and ``force`` is False."""
    out = Path(out)
    if out.exists() and not out.is_dir():
        raise OutputExists(f"{out} is a file; give a folder with --out")
    existing = [name for name in names if (out / name).exists()]
    if existing and not force:
        raise OutputExists(
            f"{out} already holds {', '.join(existing)}; give another folder with --out, "
            "or replace them with --force"
        )
    return out


@contextmanager
def write_together(out, names, force: bool = False):
    """Gives a temporary folder; its files are moved into ``out`` when the block succeeds."""
    out = check_free(out, names, force)
    out.parent.mkdir(parents=True, exist_ok=True)
    # Files are moved, so the folder must be on the same disk, where out may be a mount.
    beside = out if out.exists() else out.parent
    temporary = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=beside))
    try:
        yield temporary
        check_free(out, names, force)
        out.mkdir(exist_ok=True)
        for file in sorted(temporary.iterdir()):
            os.replace(file, out / file.name)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
