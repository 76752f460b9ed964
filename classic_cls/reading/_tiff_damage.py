"""Whether the compressed strips and tiles of a TIFF page unpack to just what it needs.

libtiff stops as soon as it has enough bytes, whatever they are: it looks neither at checksums
nor at what follows, and of damaged JPEG it fills the rest with grey. Here the lengths are added up
without unpacking, where the method allows it. See "TIFF Revision 6.0", 1992, sections 9 and 13.
"""

import zlib

import numpy as np

from .._compat import jit
from ._header import Unreadable
from ._jpeg_check import refuse_damage
from ._tiff_directory import Directory, Tag

_FAX_4, _LZW, _JPEG, _DEFLATE, _PACKBITS = 4, 5, 7, (8, 32946), 32773
# No code of a fax and no row of LZW codes has so many zeros.
_HOLE = bytes(32)
_LONGEST_SAID = 120
_YCBCR = 6
_DAMAGED = "damaged: its compressed pixels are not all right; copy or download it again"


def refuse_damaged_strips(file, page: Directory) -> None:
    """Fail if a strip or tile holds other than the bytes that its place in the image needs."""
    method = page.value(Tag.COMPRESSION, 1)
    if method == _JPEG:
        return _refuse_damaged_jpeg(file, page)
    if method in (_FAX_4, _LZW):
        _refuse_holes(file, page)
    if method not in (_LZW, *_DEFLATE, _PACKBITS) or page.value(Tag.FILL_ORDER, 1) != 1:
        return None
    if page.value(Tag.PHOTOMETRIC) == _YCBCR:
        return None  # its colours may be fewer than its pixels
    row, n_rows, last = _shape(page)
    in_plane = -(-page.value(Tag.HEIGHT) // n_rows)
    rows = {}
    for number, place in enumerate(zip(*page.places, strict=True), 1):
        needed = n_rows if page.is_tiled or number % in_plane else last
        rows[place] = max(needed, rows.get(place, 0))
    for (at, length), needed in rows.items():
        file.seek(at)
        length = _unpacked_length(method, file.read(length), row * n_rows)
        if length < row * needed or length % row:
            raise Unreadable(_DAMAGED)
    return None


def refuse_said(said: str) -> None:
    """Fail if the decoder has met codes that are none; it goes on with white."""
    if said.startswith("Fax") and ("Bad code" in said or "Uncompressed data" in said):
        raise Unreadable(f'{_DAMAGED} (its decoder says "{said[:_LONGEST_SAID]}")')


def _refuse_holes(file, page) -> None:
    for at, length in set(zip(*page.places, strict=True)):
        file.seek(at)
        if _HOLE in file.read(length).rstrip(b"\0"):
            raise Unreadable(_DAMAGED)


def _refuse_damaged_jpeg(file, page) -> None:
    tables = page.entries.get(Tag.JPEG_TABLES, (0, 0, b""))[2]
    for at, length in dict.fromkeys(zip(*page.places, strict=True)):
        file.seek(at)
        strip = file.read(length)
        refuse_damage(tables[:-2] + strip[2:] if tables else strip, "", True)


def _shape(page) -> tuple[int, int, int]:
    """Bytes of a row, rows of a strip or tile, and rows of the last strip."""
    samples = 1 if page.is_planar else page.value(Tag.SAMPLES, 1)
    width = page.value(Tag.TILE_WIDTH if page.is_tiled else Tag.WIDTH)
    row = (width * samples * page.value(Tag.BITS, 1) + 7) // 8
    height = page.value(Tag.HEIGHT)
    if page.is_tiled:
        return max(row, 1), max(page.value(Tag.TILE_LENGTH), 1), 0
    n_rows = min(page.value(Tag.ROWS, height) or height, height)
    return max(row, 1), n_rows, height % n_rows or n_rows


def _unpacked_length(method, strip, most) -> int:
    if method in _DEFLATE:
        return _length_of_deflate(strip, most)
    if method == _LZW and strip[:1] == b"\0":
        return most  # of the old kind, with its bits turned round
    follow = _length_of_lzw if method == _LZW else _length_of_packbits
    return follow(np.frombuffer(strip, np.uint8))


def _length_of_deflate(strip, most) -> int:
    inflate = zlib.decompressobj()
    try:
        length = len(inflate.decompress(strip, most))
        length += len(inflate.decompress(inflate.unconsumed_tail, 1))  # on to the checksum
    except zlib.error:
        return -1
    return length if inflate.eof else -1


@jit
def _length_of_packbits(data):
    """Number of bytes that the runs give; -1 if the last one is not all there."""
    at, length = 0, 0
    while at < len(data):
        n = np.int64(data[at])
        if n < 128:
            at, length = at + n + 2, length + n + 1
        elif n > 128:
            at, length = at + 2, length + 257 - n
        else:
            at += 1
    return length if at == len(data) else -1


@jit
def _length_of_lzw(data):
    """Number of bytes that the codes give; -1 if one of them stands for nothing yet."""
    lengths = np.ones(4097, np.int64)
    following, width, previous, total = 258, 9, -1, 0
    bits, n_bits = 0, 0
    for byte in data:
        bits, n_bits = (bits << 8 | np.int64(byte)) & 0xFFFFFF, n_bits + 8
        if n_bits < width:
            continue
        n_bits -= width
        code = bits >> n_bits & (1 << width) - 1
        if code == 257:
            return total
        if code == 256:
            following, width, previous = 258, 9, -1
            continue
        if previous >= 0 and following < 4096:
            lengths[following] = lengths[previous] + 1
            following += 1
        if code >= following or (previous < 0 and code > 255):
            return -1
        total += lengths[code]
        previous = code
        # The width grows one code early.
        width = 9 + (following >= 511) + (following >= 1023) + (following >= 2047)
    return total
