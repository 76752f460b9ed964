"""PNM (PBM, PGM, PPM; plain and binary), decoded with numpy.

OpenCV neither scales a maximum below 255 nor reads 16 bits of the plain kinds, and
Pillow scales 16 bits away, so that 12 bits could no longer be told from 16.
"""

import re

import cv2
import numpy as np

from ._header import CUT_SHORT, Header, Unreadable

_GAP = rb"(?:\s|#[^\r\n]*[\r\n])+"
_NUMBER = _GAP + rb"(\d{1,10})"
_BITMAP = re.compile(rb"P[14]" + _NUMBER * 2 + rb"(?:#[^\r\n]*)?\s")
_GRAY_OR_COLOR = re.compile(rb"P[2356]" + _NUMBER * 3 + rb"(?:#[^\r\n]*)?\s")
_COMMENT = re.compile(rb"#[^\r\n]*")
_LONGEST_HEADER = 2**16
_SPACE = re.compile(rb"\s")
_PART, _LONGEST_NUMBER = 2**18, 18
_OUTSIDE = "damaged: it holds values outside 0 to {}"


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
    if kind in b"14":
        bits = _packed_bits(data, start, shape) if kind == b"4" else _digits(data, start, shape)
        return np.where(bits, np.uint8(0), np.uint8(255))
    if kind in b"56":
        values = _binary(data, start, shape, header.dtype)
    else:
        values = _plain(data, start, shape, maximum).astype(header.dtype, copy=False)
    if values.max(initial=0) > maximum:
        raise Unreadable(_OUTSIDE.format(maximum))
    if maximum < 255:
        return cv2.LUT(values, np.rint(np.arange(256) * (255 / maximum)).astype(np.uint8))
    return values


def _packed_bits(data, start, shape) -> np.ndarray:
    height, width = shape
    rows = _binary(data, start, (height, -(-width // 8)), np.uint8)
    return np.unpackbits(rows, axis=1)[:, :width]


def _binary(data, start, shape, dtype) -> np.ndarray:
    stored = np.dtype(dtype).newbyteorder(">")
    count = int(np.prod(shape))
    if len(data) - start < count * stored.itemsize:
        raise Unreadable(CUT_SHORT)
    return np.frombuffer(data, stored, count, start).reshape(shape).astype(dtype)


def _digits(data, start, shape) -> np.ndarray:
    """The bits of a plain bitmap, which may stand without a space between them."""
    digits = _COMMENT.sub(b"", data[start:]).translate(None, b" \t\r\n\v\f")
    count = shape[0] * shape[1]
    if len(digits) < count:
        raise Unreadable(CUT_SHORT)
    bits = np.frombuffer(digits, np.uint8, count) - np.uint8(ord("0"))
    if bits.max(initial=0) > 1:
        raise Unreadable(_OUTSIDE.format(1))
    return bits.reshape(shape)


def _plain(data, start, shape, maximum) -> np.ndarray:
    """Numbers with spaces between them, read part by part: a list takes many times the memory."""
    text = _COMMENT.sub(b"", data[start:])
    count = int(np.prod(shape))
    if len(text) < 2 * count - 1:
        raise Unreadable(CUT_SHORT)
    values, done, at = np.empty(count, np.uint16), 0, 0
    while done < count:
        if at >= len(text):
            raise Unreadable(CUT_SHORT)
        space = _SPACE.search(text, at + _PART)
        end = space.end() if space else len(text)
        numbers = _numbers(text[at:end].split()[: count - done], maximum)
        values[done : done + len(numbers)] = numbers
        at, done = end, done + len(numbers)
    return values.reshape(shape)


def _numbers(words, maximum) -> np.ndarray:
    if max(map(len, words), default=0) > _LONGEST_NUMBER:
        raise Unreadable(_OUTSIDE.format(maximum))
    try:
        numbers = np.array(words, np.bytes_).astype(np.int64)
    except (ValueError, OverflowError) as error:
        raise Unreadable("damaged: it holds something else than numbers") from error
    if numbers.min(initial=0) < 0 or numbers.max(initial=0) > maximum:
        raise Unreadable(_OUTSIDE.format(maximum))
    return numbers
