"""A page as Markdown: headings, paragraphs, lists and tables; pictures by what they show."""

import re
from html.parser import HTMLParser

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_BLOCKS = frozenset([
    *_HEADINGS, "p", "li", "dt", "dd", "div", "section", "header", "footer", "figure", "figcaption",
    "ul", "ol", "dl", "main", "summary",
])  # fmt: skip
_SKIPPED = frozenset(["style", "script", "title", "nav"])
_VOID = frozenset(["img", "br", "wbr", "meta", "link", "input", "hr"])
# Bars, what leads to other places of the page, and what a page alone can do.
_SKIPPED_CLASSES = frozenset(["wide", "skip", "close", "copy"])
_STARTS = {"strong": "**", "code": "`", "small": " ("}
_ENDS = {"strong": "**", "code": "`", "small": ")", "span": " "}
_MARKS = re.compile(r"([\\`*_\[\]<>|])")


def markdown_of(html: str) -> str:
    """The words and figures of a page of this room as Markdown (tables as GitHub has them).

    >>> print(markdown_of("<h2>All</h2><p>of <strong>3</strong> | 4</p><script>1</script>"), end="")
    ## All
    <BLANKLINE>
    of **3** \\| 4
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    """Takes a page apart into blocks; a table is a block of rows of cells."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self._blocks: list[str] = []
        self._words: list[str] = []  # of the block that is being read
        self._prefix = ""
        self._lists: list[int | None] = []  # the last number of an ordered list, None of others
        self._rows: list[list[str]] | None = None  # of the table that is being read
        self._skipping = 0  # depth inside what is not shown
        self._code = False

    def text(self) -> str:
        """The blocks, with an empty line between them; items of a list follow each other."""
        self._end_block()
        lines = "\n\n".join(block for block in self._blocks if block)
        return re.sub(r"(?m)(^ *(?:-|\d+\.) .*)\n\n(?= *(?:-|\d+\.) )", r"\1\n", lines) + "\n"

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if self._skipping or _is_skipped(tag, found):
            self._skipping += tag not in _VOID
        elif tag == "svg":
            self._add(_picture(found.get("aria-label")))
            self._end_block()
            self._skipping = 1
        elif tag == "img":
            self._add(_picture(found.get("alt")))
        elif tag == "br":
            self._add(" ")
        else:
            self._start(tag)

    def _start(self, tag: str) -> None:
        if tag == "table":
            self._end_block()
            self._rows = []
        elif tag == "tr" and self._rows is not None:
            self._rows.append([])
        elif tag in ("th", "td"):
            self._words = []
        elif tag in ("ul", "ol"):
            self._end_block()
            self._lists.append(0 if tag == "ol" else None)
        elif tag in _STARTS:
            self._add(_STARTS[tag])
            self._code = tag == "code"
        elif tag == "pre":
            self._end_block()
            self._code = True
        elif tag in _BLOCKS and self._rows is not None:
            self._add(" ")
        elif tag in _BLOCKS:
            self._end_block()
            self._prefix = self._prefix_of(tag)

    def _prefix_of(self, tag: str) -> str:
        if tag in _HEADINGS:
            return f"{_HEADINGS[tag]} "
        if tag == "dt":
            return "- "
        if tag == "dd":
            return "  "
        if tag != "li" or not self._lists:
            return ""
        if self._lists[-1] is None:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "

    def handle_startendtag(self, tag, attributes):
        if not self._skipping:
            self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if self._skipping:
            self._skipping -= 1
        elif tag in ("th", "td") and self._rows:
            self._rows[-1].append(_one_line(self._words))
            self._words = []
        elif tag == "table" and self._rows is not None:
            self._blocks.append(_table(self._rows))
            self._rows = None
        elif tag in _ENDS:
            self._add(_ENDS[tag])
            self._code = self._code and tag != "code"
        elif tag == "pre":
            self._blocks.append("```\n" + "".join(self._words).strip("\n") + "\n```")
            self._words, self._code = [], False
        elif tag in _BLOCKS and self._rows is None:
            self._end_block()
            if tag in ("ul", "ol"):
                self._lists.pop()

    def handle_data(self, data):
        if not self._skipping:
            self._add(self._in_code(data) if self._code else _escaped(data))

    def _in_code(self, data: str) -> str:
        """Code is taken literally: only what would end it has to go."""
        data = data.replace("`", "'")
        return data if self._rows is None else data.replace("|", "\\|")

    def _add(self, text: str) -> None:
        self._words.append(text)

    def _end_block(self) -> None:
        text = _one_line(self._words)
        if text and self._rows is None:
            self._blocks.append(self._prefix + text)
            self._prefix = ""
        self._words = []


def _is_skipped(tag: str, attributes: dict) -> bool:
    """Whether something is no part of what is said."""
    classes = (attributes.get("class") or "").split()
    is_decoration = attributes.get("aria-hidden") == "true"
    return tag in _SKIPPED or is_decoration or not _SKIPPED_CLASSES.isdisjoint(classes)


def _one_line(words: list[str]) -> str:
    """Words with single spaces, and no mark around nothing."""
    text = " ".join("".join(words).split())
    text = re.sub(r"\*\*\s*\*\*|``|\(\s*\)", "", text)
    text = text.replace("((", "(").replace("))", ")")
    return re.sub(r"(?<=\w|\() (?=[,.;)])", "", text).strip()


def _picture(says: str | None) -> str:
    return f"(picture: {_escaped(says)}) " if says else ""


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _table(rows: list[list[str]]) -> str:
    """Rows of cells, filled up to the same number; the first is the header."""
    rows = [row for row in rows if row]
    if not rows:
        return ""
    width = max(map(len, rows))
    filled = [row + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in filled]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)
