"""TIFF directories: the tags of every page, and a page as a file of its own.

A TIFF file is a chain of directories, one per page; each is a list of entries
``(tag, type, count, value or its position)``. EXIF blocks have the same form. See Adobe
Developers Association, "TIFF Revision 6.0", 1992.
"""

import struct
from collections.abc import Iterator
from functools import cache
from typing import BinaryIO, NamedTuple

from ._header import CUT_SHORT, Unreadable


class Tag:
    """Numbers of the tags that say how the pixels are stored."""

    SUBFILE = 254
    WIDTH = 256
    HEIGHT = 257
    BITS = 258
    COMPRESSION = 259
    PHOTOMETRIC = 262
    DESCRIPTION = 270
    STRIP_OFFSETS = 273
    ORIENTATION = 274
    SAMPLES = 277
    STRIP_BYTES = 279
    PLANAR = 284
    TILE_OFFSETS = 324
    TILE_BYTES = 325
    EXTRA_SAMPLES = 338
    SAMPLE_FORMAT = 339
    FILL_ORDER = 266
    ROWS = 278
    TILE_WIDTH = 322
    TILE_LENGTH = 323
    JPEG_TABLES = 347
    # Fax options, predictor, colour map, ink set, the YCbCr tags: a decoder needs them, we do not.
    # Of those that have one value, Pillow warns where there are more.
    SINGLE = {254, 256, 257, 259, 262, 266, 274, 277, 278, 284, 317, 322, 323, 332}
    PASSED_ON = {292, 293, 317, 320, 332, 529, 530, 531, 532}


_WANTED = {value for value in vars(Tag).values() if isinstance(value, int)} | Tag.PASSED_ON
# Bytes per value of every type of entry, and how those are read that we ask for.
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_SIZES |= {16: 8, 17: 8, 18: 8}
_UNSIGNED = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_SHORT, _LONG, _LONG8 = 3, 4, 16
# Writers use some twenty tags; pages may share values, such as palettes.
_MOST_ENTRIES, _SHARED = 4096, 2**20
_MOST_PAGES = 2**16


class Layout(NamedTuple):
    """How the numbers of a file are written: byte order, and 4 or 8 bytes (BigTIFF)."""

    order: str
    big: bool
    offset: struct.Struct
    number: struct.Struct
    """Of the number of entries in a directory."""
    entry: struct.Struct
    first: int
    """Position of the offset of the first directory."""

    @classmethod
    @cache
    def like(cls, order: str, big: bool) -> "Layout":
        offset, number, entry = ("Q", "Q", "HHQ8s") if big else ("I", "H", "HHI4s")
        structs = (struct.Struct(order + part) for part in (offset, number, entry))
        return cls(order, big, *structs, 8 if big else 4)

    @classmethod
    def of(cls, head: bytes) -> "Layout":
        order = {b"II": "<", b"MM": ">"}.get(head[:2])
        version = struct.unpack(order + "H", head[2:4])[0] if order else 0
        if version not in (42, 43):
            raise Unreadable("damaged: its TIFF header is not one")
        return cls.like(order, version == 43)


class Directory:
    """The tags of one page: ``{tag: (type, count, bytes of the values)}``."""

    def __init__(self, layout: Layout, entries: dict):
        self.layout = layout
        self.entries = entries

    @classmethod
    def iterate(cls, file: BinaryIO) -> Iterator["Directory"]:
        """Follow the chain of directories; reads no pixels."""
        head = file.read(16)
        layout = Layout.of(head)
        (at,) = layout.offset.unpack_from(head, layout.first)
        size = file.seek(0, 2)
        seen, n_bytes = set(), 0
        while at:
            if at in seen:
                raise Unreadable("damaged: its list of pages runs in a circle")
            if len(seen) == _MOST_PAGES:
                raise Unreadable(f"holds more than {_MOST_PAGES} pages; split it")
            seen.add(at)
            directory, at, length = cls._read(file, layout, at, size)
            n_bytes += length
            if n_bytes > 2 * size + _SHARED:  # a small file must not become a large one
                raise Unreadable("damaged: its pages lie over each other")
            yield directory

    @classmethod
    def _read(cls, file, layout, at, size) -> tuple["Directory", int, int]:
        """A directory, where the next one is, and how many bytes have been read."""
        if at >= size:
            raise Unreadable(CUT_SHORT)
        file.seek(at)
        (number,) = layout.number.unpack(_exactly(file, layout.number.size, size))
        if number > _MOST_ENTRIES:
            raise Unreadable(f"damaged: a page with {number} tags")
        block = _exactly(file, number * layout.entry.size, size)
        # An EXIF block may end without the offset of the next directory.
        tail = file.read(layout.offset.size).ljust(layout.offset.size, b"\0")
        (following,) = layout.offset.unpack(tail)
        entries, n_bytes = {}, len(block)
        for tag, kind, count, value in layout.entry.iter_unpack(block):
            if tag in _WANTED and kind in _SIZES and tag not in entries:
                length = count * _SIZES[kind]
                if length > len(value):
                    (place,) = layout.offset.unpack(value)
                    if place + length > size:
                        raise Unreadable(CUT_SHORT)
                    file.seek(place)
                    value = _exactly(file, length, size)
                    n_bytes += length
                entries[tag] = kind, count, value[:length]
        return cls(layout, entries), following, n_bytes

    def values(self, tag: int, default: tuple = ()) -> tuple:
        """All numbers of a tag; those of a wrong type count as missing."""
        kind, count, raw = self.entries.get(tag, (0, 0, b""))
        if kind not in _UNSIGNED or not count:
            return default
        return struct.unpack(f"{self.layout.order}{count}{_UNSIGNED[kind]}", raw)

    def value(self, tag: int, default: int = 0) -> int:
        """First number of a tag."""
        return self.values(tag, (default,))[0]

    @property
    def places(self) -> tuple[tuple, tuple]:
        """Positions and lengths of the strips or tiles, compressed or not."""
        if self.is_tiled:
            return self.values(Tag.TILE_OFFSETS), self.values(Tag.TILE_BYTES)
        return self.values(Tag.STRIP_OFFSETS), self.values(Tag.STRIP_BYTES)

    def count_places(self) -> int:
        """Number of strips or tiles, as the directory has it."""
        tag = Tag.TILE_OFFSETS if self.is_tiled else Tag.STRIP_OFFSETS
        return self.entries.get(tag, (0, 0, b""))[1]

    @property
    def is_tiled(self) -> bool:
        return Tag.TILE_OFFSETS in self.entries

    def with_places(self, offsets, lengths, **changes) -> "Directory":
        """A copy that has its strips or tiles elsewhere; see `replaced`."""
        kind = "TILE" if self.is_tiled else "STRIP"
        places = {f"{kind}_OFFSETS": offsets, f"{kind}_BYTES": lengths}
        return self.replaced(**places, **changes)

    @property
    def description(self) -> bytes:
        """Text that the writer left."""
        return self.entries.get(Tag.DESCRIPTION, (0, 0, b""))[2]

    @property
    def is_planar(self) -> bool:
        """Whether the channels are stored one after the other."""
        return self.value(Tag.PLANAR) == 2 and self.value(Tag.SAMPLES, 1) > 1

    @property
    def orientation(self) -> int:
        """EXIF orientation, 1 to 8."""
        value = self.value(Tag.ORIENTATION, 1)
        return value if value in range(1, 9) else 1

    def replaced(self, **changes) -> "Directory":
        """A copy with some tags, by name, set to other numbers; none removes the tag."""
        entries = {
            tag: (kind, 1, raw[: _SIZES[kind]])
            if tag in Tag.SINGLE and count
            else (kind, count, raw)
            for tag, (kind, count, raw) in self.entries.items()
        }
        for name, numbers in changes.items():
            tag = getattr(Tag, name)
            entries.pop(tag, None)
            if numbers:
                kind = _LONG8 if self.layout.big else _LONG
                if max(numbers) < 2**16:
                    kind = _SHORT
                raw = struct.pack(f"{self.layout.order}{len(numbers)}{_UNSIGNED[kind]}", *numbers)
                entries[tag] = kind, len(numbers), raw
        return Directory(self.layout, entries)

    def as_file(self, file: BinaryIO) -> bytearray:
        """A file of this page alone; of ``file`` no other page is read."""
        file.seek(0)
        out = bytearray(file.read(self.layout.first + self.layout.offset.size))
        offsets, lengths = self.places
        moved = {}
        for at, length in zip(offsets, lengths, strict=True):
            if (at, length) not in moved:  # tiles that are alike may be stored once
                moved[at, length] = len(out)
                file.seek(at)
                out += file.read(length)
        offsets = [moved[place] for place in zip(offsets, lengths, strict=True)]
        return self.with_places(offsets, lengths).appended_to(out)

    def appended_to(self, out: bytearray) -> bytearray:
        """The file that begins with ``out`` and has this as its only directory."""
        layout = self.layout
        out += b"\0" * (-len(out) % 8)
        layout.offset.pack_into(out, layout.first, len(out))
        values_at = len(out) + layout.number.size + len(self.entries) * layout.entry.size
        values_at += layout.offset.size
        table, values = bytearray(layout.number.pack(len(self.entries))), bytearray()
        for tag, (kind, count, raw) in sorted(self.entries.items()):
            if len(raw) > layout.offset.size:
                place = layout.offset.pack(values_at + len(values))
                values += raw + b"\0" * (-len(raw) % 8)
            else:
                place = raw.ljust(layout.offset.size, b"\0")
            table += layout.entry.pack(tag, kind, count, place)
        return out + table + layout.offset.pack(0) + values


def _exactly(file, length: int, size: int) -> bytes:
    # Looked at before reading: a damaged length must not ask for all memory.
    data = file.read(length) if length <= size else b""
    if len(data) < length:
        raise Unreadable(CUT_SHORT)
    return data
