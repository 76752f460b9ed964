"""Writing results: all of them or none, and nothing existing by accident."""

import os
from contextlib import contextmanager
from pathlib import Path

from .._remedies import parameter, remedy
from .._temporary import exclusive, moving, remove_leftovers, temporary_folder
from .._writing import check_folder, naming


class OutputExists(ValueError):
    """A result would overwrite something."""


def check_free(out, names, force: bool = False) -> Path:
    """Refuse an output folder that cannot be written to, or holds one of the names.

    With ``force`` files of these names may be there, but nothing else.
    """
    out = Path(out)
    if os.path.exists(out) and not os.path.isdir(out):
        raise OutputExists(f"{out} is a file; give a folder as {parameter('out')}")
    existing = [name for name in names if os.path.lexists(out / name)]
    if existing and not force:
        raise OutputExists(
            f"{out} already holds {', '.join(existing)}; give another folder as "
            f"{parameter('out')}, or replace them with {remedy('force=True', '--force')}"
        )
    folders = [name for name in existing if os.path.isdir(out / name)]
    if folders:
        raise OutputExists(
            f"{out / folders[0]} is a folder, in place of which no file can be written; give "
            f"another folder as {parameter('out')}"
        )
    check_folder(out, "out")
    return out


def check_not_among(out, data, dataset) -> None:
    """Refuse a folder of images of ``data`` for results: it would be taken for an output folder.

    Beside a table results may lie anywhere, as it says itself where its images are.
    """
    out_there = Path(out).resolve()
    if not os.path.isdir(data) or not out_there.is_relative_to(os.path.realpath(data)):
        return
    folders = {os.path.realpath(os.path.dirname(ref.path)) for ref in dataset.refs}
    if any(Path(folder).is_relative_to(out_there) for folder in folders):
        raise OutputExists(
            f"{out} holds images of the data, which would be lost among the results when it is "
            f"read again; give another folder as {parameter('out')}"
        )


@contextmanager
def write_together(out, names, force: bool = False):
    """Gives a temporary folder; its files are moved into ``out`` when the block succeeds.

    Of several processes that write to one folder one moves its files after the other.
    """
    out = check_free(out, names, force)
    with naming(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        # Files are moved, so the folder must be on the same disk, where out may be a mount.
        beside = out if out.exists() else out.parent
        remove_leftovers(out.parent)
        with temporary_folder(beside) as temporary:
            yield temporary
            with moving(out):
                out.mkdir(exist_ok=True)
                with exclusive(out):
                    check_free(out, names, force)
                    for file in sorted(temporary.iterdir()):
                        os.replace(file, out / file.name)
