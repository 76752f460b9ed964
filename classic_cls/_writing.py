"""Files that are written whole or not at all, and places where none could be written."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from ._remedies import parameter
from ._temporary import moving, said_of, temporary_file

__all__ = ["check_file", "check_folder", "naming", "why_not_a_folder", "written_whole"]


@contextmanager
def written_whole(path, is_result=False):
    """A name beside ``path`` to write to; it takes the place of ``path`` if the block succeeds."""
    path = Path(path)
    with naming(path), temporary_file(path.parent) as partial:
        yield partial
        with moving(path if is_result else None):
            os.replace(partial, path)


@contextmanager
def naming(path):
    """Errors of the system inside name the file that a person knows, not a temporary one."""
    try:
        yield
    except OSError as error:
        known = path if error.filename is None else said_of(error.filename, path)
        if error.errno is None or str(known) == str(error.filename):
            raise
        raise OSError(error.errno, error.strerror, str(known)) from error


def check_folder(path, name: str) -> None:
    """Refuse, before the work, a folder for the parameter ``name`` that could not be written to."""
    reason = why_not_a_folder(path)
    if reason is not None:
        raise ValueError(
            f"nothing can be written to {path}: {reason}; give another folder as {parameter(name)}"
        )


def check_file(path, name: str = "out") -> None:
    """Refuse, before the work, a place for the file of a parameter that could not be written."""
    path = Path(path)
    remedy = f"give another file as {parameter(name)}"
    if os.path.isdir(path):
        raise ValueError(f"{path} is a folder; give a file as {parameter(name)}")
    if os.path.exists(path) and not os.path.isfile(path):
        raise ValueError(f"{path} is a device or a pipe, not a file; {remedy}")
    if _is_missing(path.parent):
        raise ValueError(f"{path} cannot be written: there is no folder {path.parent}; {remedy}")
    reason = why_not_a_folder(path.parent) or _why_no_name(path)
    if reason is not None:
        raise ValueError(f"{path} cannot be written: {reason}; {remedy}")


def _is_missing(folder: Path) -> bool:
    try:
        return not _is_there(folder)
    except (OSError, ValueError):
        return False  # why_not_a_folder says it


def _why_no_name(path: Path) -> str | None:
    """Why there can be no file of this name."""
    try:
        _is_there(path)
    except OSError as error:
        return (error.strerror or str(error)).lower()
    except ValueError as error:
        return str(error)
    return None


def why_not_a_folder(path) -> str | None:
    """Why nothing can be written into a folder, which may be missing yet; None if it can be."""
    place = Path(path).absolute()
    try:
        while not _is_there(place):
            place = place.parent
        if not place.is_dir():
            return f"{_as_given(place, path)} is no folder"
        with tempfile.TemporaryFile(dir=place):
            return None
    except OSError as error:
        return (error.strerror or str(error)).lower()
    except ValueError as error:  # a null byte
        return str(error)


def _as_given(place: Path, path) -> str:
    """A folder around a path, or the path itself, as a person has written it."""
    above = len(Path(path).absolute().parts) - len(place.parts)
    return str([Path(path), *Path(path).parents][above]) if above else "it"


def _is_there(place: Path) -> bool:
    """Whether there is anything of that name, a broken link too."""
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
