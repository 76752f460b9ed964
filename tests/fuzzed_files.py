"""Files that nobody meant: mutations of every kind of file that the tests can write."""

import random
import struct
import zlib

import numpy as np
import odd_files as odd
from PIL import Image

_NUMBERS = (0, 1, 2, 4, 255, 256, 0x7FFF, 0xFFFF, 2**24, 2**31 - 1, 2**31, 2**32 - 1, 2**63)
_BYTES = (0x00, 0x01, 0x7F, 0x80, 0xD9, 0xDA, 0xFE, 0xFF)


def seeds():
    """``{name: bytes}`` of whole files of every format and sub-format."""
    image, gray = odd.picture(), odd.gray_picture()
    deep = gray.astype(np.uint16) * 16
    files = {**odd.readable(), **odd.deep(), "pages.tif": odd.tiff_pages(image, image // 2)}
    for method in ("tiff_lzw", "packbits", "jpeg", "tiff_adobe_deflate", "zstd", "lzma"):
        try:
            files[f"{method}.tif"] = odd.save(image, "TIFF", compression=method)
        except OSError:  # old versions of Pillow have no ZSTD
            continue
        if method != "jpeg":
            files[f"{method}16.tif"] = odd.save(deep, "TIFF", compression=method)
    bits = Image.fromarray(gray).convert("1")
    for method in ("group3", "group4"):
        files[f"{method}.tif"] = odd.save(bits, "TIFF", compression=method)
    files["big.tif"] = odd.tiff(image, bigtiff=True)
    files["big_endian.tif"] = odd.tiff(deep, bigtiff=True, byteorder=">")
    files["restarts.jpg"] = odd.save(image, "JPEG", restart_marker_blocks=2)
    files["icc.jpg"] = odd.save(image, "JPEG", icc_profile=odd.JUNK, comment=b"a comment")
    files["runs.bmp"], files["halves.bmp"] = odd.bmp_runs(gray), odd.bmp_runs(gray // 16, True)
    files["exif.png"] = odd.oriented(image, 5, "PNG")
    files["exif.webp"] = odd.oriented(image, 7, "WebP")
    files["gray_alpha.png"] = odd.save(Image.fromarray(image).convert("LA"), "PNG")
    files["plain.pbm"] = odd.pnm("1", (gray > 128).astype(int))
    files["plain.pgm"] = odd.pnm("2", gray)
    return files


def mutated(data: bytes, other: bytes, draw: random.Random) -> bytes:
    """One to four changes, most of them near the start, where headers are."""
    data = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 4))):
        draw.choice(_CHANGES)(data, other, draw)
    if data[:4] == b"\x89PNG" and draw.random() < 0.7:
        _mend_checksums(data)
    return bytes(data)


def _place(data, draw) -> int:
    return draw.randrange(max(1, min(len(data), draw.choice((40, 200, 10**9)))))


def _set_byte(data, other, draw):
    at = _place(data, draw)
    data[at : at + 1] = bytes([draw.choice((*_BYTES, draw.randrange(256)))])


def _flip_bit(data, other, draw):
    if data:
        data[_place(data, draw)] ^= 1 << draw.randrange(8)


def _set_number(data, other, draw):
    order, kind = draw.choice("<>"), draw.choice("HIQ")
    number = draw.choice(_NUMBERS) & (1 << 8 * struct.calcsize(kind)) - 1
    at = _place(data, draw)
    data[at : at + struct.calcsize(kind)] = struct.pack(order + kind, number)


def _cut(data, other, draw):
    del data[_place(data, draw) :]


def _remove(data, other, draw):
    at = _place(data, draw)
    del data[at : at + draw.choice((1, 2, 8, 100))]


def _repeat(data, other, draw):
    at = _place(data, draw)
    data[at:at] = bytes(data[at : at + draw.choice((1, 4, 12, 60))]) * draw.choice((1, 3, 50))


def _splice(data, other, draw):
    start, at = _place(other, draw), _place(data, draw)
    data[at:at] = other[start : start + draw.choice((4, 30, 400))]


def _fill(data, other, draw):
    at, length = _place(data, draw), draw.choice((4, 16, 64))
    data[at : at + length] = bytes([draw.choice(_BYTES)]) * length


def _digits(data, other, draw):
    at = _place(data, draw)
    data[at:at] = draw.choice((b"9" * 5000, b"-1", b" 99999 ", b"#", b"\n"))


_CHANGES = (_set_byte, _flip_bit, _set_number, _set_number, _cut, _remove, _repeat, _splice,
            _fill, _digits)  # fmt: skip


def _mend_checksums(data) -> None:
    """Else nothing behind the checksums of PNG would ever be reached."""
    at = 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        data[end : end + 4] = struct.pack(">I", zlib.crc32(data[at + 4 : end]))
        at = end + 4
