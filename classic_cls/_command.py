"""The command line as it is kept in results."""

import os
import shlex
from pathlib import Path

__all__ = ["command_line"]


def command_line(command, places=()) -> str:
    """A command in which files and folders are cut to their last name.

    Where the data lie says who has them, and is of no use to anybody else. ``command`` is text
    or a list of words; ``places`` are words in it that are paths, besides the absolute ones.

    >>> command_line(["classic-cls", "train", "my/cells", "--cv=3"], ["my/cells"])
    'classic-cls train cells --cv=3'
    >>> import tempfile
    >>> command_line(f"--set match_histogram.reference={tempfile.gettempdir()}/me/a.png")
    '--set match_histogram.reference=a.png'
    """
    words = _words(command) if isinstance(command, str) else command
    places = {os.fspath(place) for place in places if place}
    return shlex.join(_shortened(word, places) for word in words)


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def _shortened(word: str, places: set[str]) -> str:
    if word in places:
        return Path(word).resolve().name
    if _is_path(word):
        return Path(word).name or word
    name, equals, value = word.partition("=")
    return f"{name}={_shortened(value, places)}" if equals else word


def _is_path(word: str) -> bool:
    """Whether a word is an absolute path; a regular expression may begin with a slash too."""
    return os.path.isabs(word) and os.path.exists(os.path.join(*Path(word).parts[:2]))
