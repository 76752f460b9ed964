"""Lines and tables: in colour on a terminal, plain text in a pipe; or JSON; or nothing."""

import sys
from contextlib import contextmanager
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from .._file_names import BYTES_OR_MARKS, json_text

# Columns of text; longer lines are hard to read.
_WIDEST = 110


@dataclass
class Manner:
    """How the program speaks, as the options of every verb say; ``mute``: without lines."""

    quiet: bool = False
    verbose: bool = False
    json: bool = False
    mute: bool = False
    compiling: bool = False  # and has said so

    @property
    def sparing(self) -> bool:
        """Whether only what was asked for is said."""
        return self.quiet or self.json


_now = Manner()


def manner() -> Manner:
    """How the verb that runs speaks."""
    return _now


@contextmanager
def speaking(quiet=False, verbose=False, json=False, answers=False):
    """While a verb runs, speak as asked; ``answers`` says that its lines are what is wanted."""
    global _now
    before, _now = _now, Manner(quiet, verbose, json, json or (quiet and not answers))
    try:
        yield
    finally:
        _now = before


def answer(make) -> None:
    """With ``--json``, print what ``make()`` gives: one object, and nothing else."""
    if _now.json:
        from ..report import plain

        print(json_text(plain(make()), ascii_only=not writes_unicode()))


def writes_unicode() -> bool:
    """Whether stdout takes all characters."""
    return (sys.stdout.encoding or "").lower().startswith("utf")


def prepare_streams() -> None:
    """Print marks for what the encoding of a stream lacks; pipes get names of files as they are."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if stream.isatty() else BYTES_OR_MARKS)


def printable(value) -> str:
    """Text without line breaks and control characters, which file names may hold.

    >>> printable("a\\x1b[2Jb")
    'a?[2Jb'
    """
    return "".join(c if c.isprintable() else "?" for c in str(value))


def say(text: str = "", style: str | None = None) -> None:
    """Print a line of the result."""
    if not _now.mute:
        _print(_console(), text, style)


def tell(text: str, style: str | None = None) -> None:
    """Print a line about the work, to stderr."""
    if not _now.quiet:
        _print(error_console(), text, style)


def error_console() -> Console:
    """The console on stderr."""
    return _console(stderr=True)


def show_table(columns, rows, *, right=(), bold=()) -> None:
    """Print a table of the result.

    Parameters
    ----------
    columns : sequence of str
        Titles.
    rows : sequence of sequence
        Cells; None is shown as ``-``.
    right : collection of str
        Columns aligned to the right.
    bold : collection of int
        Numbers of rows to stress.
    """
    console = _console()
    if _now.mute:
        return
    if console.is_terminal:
        console.print(_colored(columns, _texts(rows), right, bold))
    else:
        for line in table_lines(columns, rows, right):
            print(line)


def show_entries(entries) -> None:
    """Print names with what they are, and below it, dimmed, what belongs to them.

    Parameters
    ----------
    entries : sequence of (str, str, sequence of str)
        Name, one sentence, and items, none of which is broken at the end of a line if it fits
        into one.
    """
    console = _console()
    if _now.mute:
        return
    indent = 2 + max(cell_len(name) for name, _, _ in entries)
    width = max(20, min(console.width, _WIDEST) - indent)
    for name, sentence, items in entries:
        lines = _wrapped(sentence.split(), width)
        details = _wrapped([*(f"{item}," for item in items[:-1]), *items[-1:]], width)
        console.print(Text.assemble((_pad(name, indent, right=False), "bold cyan"), lines[0]))
        for line in lines[1:]:
            console.print(Text(" " * indent + line))
        for line in details:
            console.print(Text(" " * indent + line, "dim"))


def _wrapped(words, width: int) -> list[str]:
    """Lines of whole words; a word that fits into no line is broken at its blanks."""
    lines = [""]
    for word in words:
        for part in [word] if cell_len(word) <= width else word.split():
            joined = f"{lines[-1]} {part}".lstrip()
            if cell_len(joined) <= width:
                lines[-1] = joined
            else:
                lines.append(part)
    return [line for line in lines if line]


def table_lines(columns, rows, right=()):
    """Lines of aligned text, two blanks between the columns; parameters as ``show_table``."""
    lines = [list(columns), *_texts(rows)]
    widths = [max(cell_len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        cells = zip(line, widths, columns, strict=True)
        padded = (_pad(cell, width, column in right) for cell, width, column in cells)
        yield "  ".join(padded).rstrip()


def about(seconds: float) -> str:
    """A time as people say it.

    >>> about(2), about(34), about(200), about(9000)
    ('a few seconds', 'about 30 s', 'about 3 min', 'about 2.5 h')
    """
    if seconds < 8:
        return "a few seconds"
    if seconds < 55:
        return f"about {round(seconds, -1):.0f} s"
    if seconds < 5400:
        return f"about {max(1, round(seconds / 60))} min"
    return f"about {seconds / 3600:.1f} h"


def took(seconds: float) -> str:
    """A time that was measured.

    >>> took(2.34), took(200)
    ('2.3 s', '3 min 20 s')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, seconds = divmod(round(seconds), 60)
    return f"{minutes} min {seconds} s"


def _console(stderr: bool = False) -> Console:
    # Names of classes and files may look like markup or emoji codes.
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def _print(console: Console, text: str, style: str | None) -> None:
    console.print("\n".join(map(printable, text.split("\n"))), style=style, soft_wrap=True)


def _colored(columns, rows, right, bold) -> Table:
    table = Table(header_style="bold cyan")
    for column in columns:
        side = "right" if column in right else "left"
        table.add_column(column, justify=side, overflow="fold")
    for number, row in enumerate(rows):
        table.add_row(*row, style="bold" if number in bold else None)
    return table


def _texts(rows) -> list[list[str]]:
    return [["-" if cell is None else printable(cell) for cell in row] for row in rows]


def _pad(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks
