"""The command line as it is kept in results."""

import shlex
from pathlib import Path

__all__ = ["command_line"]


def command_line(arguments, places) -> str:
    """What a person typed, with nothing but the names of files and folders.

    Parameters
    ----------
    arguments : list of str
        The program and what follows it.
    places : iterable of str or None
        Values among them that are paths.

    Returns
    -------
    str

    Examples
    --------
    >>> command_line(["classic-cls", "train", "/home/me/cells", "--cv=3"], ["/home/me/cells"])
    'classic-cls train cells --cv=3'
    >>> command_line(["--set", "match_histogram.reference=/home/me/a.png"], ["/home/me/a.png"])
    '--set match_histogram.reference=a.png'
    """
    name_of = {place: Path(place).resolve().name for place in places if place}
    return shlex.join(_shortened(argument, name_of) for argument in arguments)


def _shortened(argument: str, name_of: dict[str, str]) -> str:
    if argument in name_of:
        return name_of[argument]
    places = [place for place in name_of if argument.endswith(f"={place}")]
    if not places:
        return argument
    longest = max(places, key=len)
    return argument.removesuffix(longest) + name_of[longest]
