"""Names of files that are no UTF-8; Python keeps such a byte as a lone surrogate.

One rule: CSV files and pipes get the bytes themselves, JSON an escape such as ``\\udcf1``, and what
is only looked at (HTML, a terminal) a replacement mark.
"""

import codecs
import csv
import io
import json
import re

__all__ = ["BYTES_OR_MARKS", "csv_line", "from_windows", "json_text", "read_windows", "write_csv"]

BYTES_OR_MARKS = "classic_cls.bytes_or_marks"
"""For ``errors=``: bytes of names as they are, and ``?`` for what an encoding does not have."""

# Control characters of terminals, and what UTF-8 does not have.
_ESCAPED = re.compile(r"[\x7f-\x9f\ud800-\udfff]")
# Bytes without a character stand for themselves, so that no byte is lost.
_WINDOWS_1252 = "".join(
    bytes([byte]).decode("cp1252", "replace").replace("\N{REPLACEMENT CHARACTER}", chr(byte))
    for byte in range(256)
)
_TO_WINDOWS_1252 = codecs.charmap_build(_WINDOWS_1252)


def json_text(value, ascii_only: bool = False, indent: int | None = 1) -> str:
    """The text of a JSON file; names that are no text survive.

    >>> json_text("caf\\udce9 na\\xefve")
    '"caf\\\\udce9 na\xefve"'
    """
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def csv_line(cells) -> str:
    """A line of a CSV file; line breaks of every kind are between quotes.

    >>> csv_line(["a\\rb", "c"])
    '"a\\rb",c\\n'
    """
    stream = io.StringIO()
    csv.writer(_Lines(stream), lineterminator=_Lines.END).writerow(cells)
    return stream.getvalue()


def write_csv(frame, path) -> None:
    """Write a data frame whose cells are names of files, whatever is in these."""
    with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        frame.to_csv(_Lines(file), index=False, lineterminator=_Lines.END)


class _Lines:
    """Has Python's writer put quotes around a lone carriage return, and ends lines as we do."""

    END = "\r\n"

    def __init__(self, stream):
        self.stream = stream

    def write(self, line: str) -> None:
        self.stream.write(line.removesuffix(self.END) + "\n")


def read_windows(data: bytes) -> str:
    """Text in Windows-1252."""
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


def from_windows(text: str) -> str:
    """The name of a file that was read as Windows-1252, by its bytes; itself where it was not.

    >>> from_windows("caf\\xe9.png")
    'caf\\udce9.png'
    """
    try:
        data = codecs.charmap_encode(text, "strict", _TO_WINDOWS_1252)[0]
    except UnicodeEncodeError:
        return text
    return data.decode("utf-8", "surrogateescape")


def _bytes_or_marks(error):
    if not isinstance(error, UnicodeEncodeError):
        raise error
    code = ord(error.object[error.start])
    written = bytes([code - 0xDC00]) if 0xDC80 <= code <= 0xDCFF else b"?"
    return written, error.start + 1


codecs.register_error(BYTES_OR_MARKS, _bytes_or_marks)
