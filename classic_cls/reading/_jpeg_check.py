"""Whether a JPEG holds all its pixels; asked where the decoder's word is not enough."""

import numpy as np

from ._header import CUT_SHORT, Unreadable
from ._jpeg_scan import ENDS_EARLY, FINE, LEFT_OVER, code_tables, follow_scan

_SEQUENTIAL, _PROGRESSIVE = (0xC0, 0xC1), 0xC2
_TABLES, _STEPS, _INTERVAL, _SCAN, _END = 0xC4, 0xDB, 0xDD, 0xDA, 0xD9
_FRAMES = (*_SEQUENTIAL, _PROGRESSIVE)
_WITHOUT_LENGTH = frozenset(range(0xD0, 0xD9)) | {0x00, 0x01, 0xFF}
_COMPLAINTS = ("Corrupt", "Premature", "Inconsistent")
_DAMAGED = "damaged: {}; copy or download it again"


def refuse_damage(data: bytes, said: str, is_whole: bool) -> None:
    """Fail if pixels are missing or wrong; ``said`` is what the decoder printed."""
    try:
        _follow_all(data, said, is_whole)
    except Unreadable as error:
        raise Unreadable(f'{error} (its decoder says "{said}")' if said else str(error)) from error


def _follow_all(data, said, is_whole) -> None:
    scans = _Scans(data, is_whole)
    for marker, at, after in iterate_segments(data):
        scans.take(marker, data[at:after], after)
        if scans.followed and not scans.missing:
            return
    scans.refuse_missing()
    if not scans.followed and said.startswith(_COMPLAINTS):
        raise Unreadable(_DAMAGED.format("its pixels are not all right"))


def iterate_segments(data):
    """Yield ``(marker, start, end)`` of what a segment holds, past stray bytes."""
    at = 2
    while (at := data.find(b"\xff", at) + 1) and at < len(data):
        marker = data[at]
        if marker == _END:
            return
        if marker not in _WITHOUT_LENGTH:
            start, at = at + 3, at + 1 + int.from_bytes(data[at + 1 : at + 3], "big")
            yield marker, start, at


class _Scans:
    """Follows all scans of a file in turn, with the tables that stand before each."""

    def __init__(self, data, is_whole):
        self.data = np.frombuffer(data, np.uint8)
        self.is_whole = is_whole
        self.tables, self.steps, self.interval = {}, {}, 0
        self.frame, self.is_sequential, self.missing = {}, False, set()
        self.followed = False

    def take(self, marker, content, after):
        if marker == _TABLES:
            self._take_tables(content)
        elif marker == _STEPS:
            self._take_steps(content)
        elif marker == _INTERVAL:
            self.interval = int.from_bytes(content[:2], "big")
        elif marker in _FRAMES:
            self._take_frame(marker, content)
        elif marker == _SCAN and self.frame:
            self._take_scan(content, after)

    def _take_tables(self, content):
        while len(content) > 17:
            n = sum(content[1:17])
            self.tables[content[0]] = content[1:17], content[17 : 17 + n]
            content = content[17 + n :]

    def _take_steps(self, content):
        while len(content) > 64:
            wide = content[0] >> 4
            self.steps[content[0] & 15] = int.from_bytes(content[1 : 2 + bool(wide)], "big")
            content = content[129 if wide else 65 :]

    def _take_frame(self, marker, content):
        self.height, self.width = (int.from_bytes(content[n : n + 2], "big") for n in (1, 3))
        parts = [content[n : n + 3] for n in range(6, 6 + 3 * content[5], 3)]
        self.frame = {part[0]: (part[1] >> 4, part[1] & 15, part[2]) for part in parts}
        self.is_sequential = marker in _SEQUENTIAL
        # What every component must have been told: its mean and its details, to the last bit.
        ends = (0,) if self.is_sequential else (0, 1)
        self.missing = {(component, end) for component in self.frame for end in ends}

    def _take_scan(self, content, after):
        parts = [content[n : n + 2] for n in range(1, 1 + 2 * content[0], 2)]
        first, bits = content[-3], content[-1] & 15
        if self.is_sequential or bits == 0:
            self.missing -= {(part[0], min(first, 1)) for part in parts}
            if first == 0:
                self.missing -= {(part[0], 0) for part in parts}
        if self.is_sequential:
            self._follow([(part[0], part[1] >> 4, part[1] & 15) for part in parts], after)

    def _follow(self, parts, after):
        ids = sorted({dc for _, dc, _ in parts} | {16 + ac for _, _, ac in parts})
        tables = code_tables(*(self.tables[number] for number in ids))
        steps = np.array([self.steps[self.frame[name][2]] for name, _, _ in parts])
        blocks = [
            (number, ids.index(dc), ids.index(16 + ac))
            for number, (name, dc, ac) in enumerate(parts)
            for _ in range(1 if len(parts) == 1 else self.frame[name][0] * self.frame[name][1])
        ]
        n_units = self._count_units(parts[0][0] if len(parts) == 1 else None)
        found, at = follow_scan(
            self.data, after, tables, np.array(blocks), steps, n_units, self.interval
        )
        if found == LEFT_OVER and self._is_padding(at):
            found = FINE
        if found != FINE:
            cut = found == ENDS_EARLY and not self.is_whole
            what = "pixels are missing" if found == ENDS_EARLY else "its pixels are not all right"
            raise Unreadable(CUT_SHORT if cut else _DAMAGED.format(what))
        self.followed = True

    def _count_units(self, alone) -> int:
        most = [max(part[axis] for part in self.frame.values()) for axis in (0, 1)]
        own = self.frame[alone][:2] if alone else (1, 1)
        sides = zip((self.width, self.height), own, most, strict=True)
        if alone:
            counts = [-(-(-(-side * part // whole)) // 8) for side, part, whole in sides]
        else:
            counts = [-(-side // (8 * whole)) for side, _, whole in sides]
        return counts[0] * counts[1]

    def _is_padding(self, at) -> bool:
        """Whether nothing but zeros lie between the last pixel and the next marker."""
        after = self.data[at:]
        ends = np.flatnonzero(after == 0xFF)
        return not after[: ends[0] if len(ends) else None].any()

    def refuse_missing(self):
        if self.missing or not self.frame:
            raise Unreadable(_DAMAGED.format("some of its scans are missing"))
