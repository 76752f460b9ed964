"""PNM (PBM, PGM, PPM; plain and binary), decoded with numpy.

OpenCV neither scales a maximum below 255 nor reads 16 bits of the plain kinds, and
Pillow scales 16 bits away, so that 12 bits could no longer be told from 16.
"""

import re

import numpy as np

from ._header import CUT_SHORT, Header, Unreadable

_GAP = rb"(?:\s|#[^\r\n]*[\r\n])+"
_NUMBER = _GAP + rb"(\d{1,10})"
_BITMAP = re.compile(rb"P[14]" + _NUMBER * 2 + rb"(?:#[^\r\n]*)?\s")
_GRAY_OR_COLOR = re.compile(rb"P[2356]" + _NUMBER * 3 + rb"(?:#[^\r\n]*)?\s")
_COMMENT = re.compile(rb"#[^\r\n]*")
_LONGEST_HEADER = 2**16


def pnm_header(data: bytes) -> Header:
    """Header; its ``detail`` is ``(kind, largest value, position of the pixels)``."""
    kind = data[1:2]
    found = (_BITMAP if kind in b"14" else _GRAY_OR_COLOR).match(data, 0, _LONGEST_HEADER)
    if not found:
        raise Unreadable("damaged or cut short: it has no complete PNM header")
    width, height, *largest = map(int, found.groups())
    maximum = largest[0] if largest else 1
    if not 0 < maximum < 2**16:
        raise Unreadable(f"damaged: its largest value is given as {maximum}")
    dtype = "uint8" if maximum < 256 else "uint16"
    return Header("PNM", width, height, dtype, detail=(kind, maximum, found.end()))


def decode_pnm(data: bytes, header: Header) -> np.ndarray:
    """Pixels ``(H, W)`` or ``(H, W, 3)``; up to 8 bits are scaled to 0 to 255."""
    kind, maximum, start = header.detail
    shape = (header.height, header.width) + ((3,) if kind in b"36" else ())
    if kind == b"4":
        values = _packed_bits(data, start, shape)
    elif kind in b"56":
        values = _binary(data, start, shape, header.dtype)
    else:
        values = _plain(data, start, shape, digits=kind == b"1")
    if values.min(initial=0) < 0 or values.max(initial=0) > maximum:
        raise Unreadable(f"damaged: it holds values outside 0 to {maximum}")
    if kind in b"14":
        return ((1 - values) * 255).astype(np.uint8)
    if maximum < 255:
        return np.rint(values * (255 / maximum)).astype(np.uint8)
    return values.astype(header.dtype, copy=False)


def _packed_bits(data, start, shape) -> np.ndarray:
    height, width = shape
    rows = _binary(data, start, (height, -(-width // 8)), np.uint8)
    return np.unpackbits(rows, axis=1)[:, :width].astype(np.int16)


def _binary(data, start, shape, dtype) -> np.ndarray:
    stored = np.dtype(dtype).newbyteorder(">")
    count = int(np.prod(shape))
    if len(data) - start < count * stored.itemsize:
        raise Unreadable(CUT_SHORT)
    return np.frombuffer(data, stored, count, start).reshape(shape).astype(dtype)


def _plain(data, start, shape, digits) -> np.ndarray:
    words = _COMMENT.sub(b"", data[start:]).split()
    if digits:  # those of a bitmap may stand without a space between them
        words = np.frombuffer(b"".join(words), "S1")
    count = int(np.prod(shape))
    if len(words) < count:
        raise Unreadable(CUT_SHORT)
    try:
        return np.array(words[:count], np.bytes_).astype(np.int64).reshape(shape)
    except (ValueError, OverflowError) as error:
        raise Unreadable("damaged: it holds something else than numbers") from error
