"""PNG: its chunks and its pixels."""

import struct
from zlib import crc32

import numpy as np

from ._exif import exif_orientation
from ._header import Header, Unreadable
from ._opencv import decode_any, decode_color, decode_gray

_SIGNATURE_LENGTH = 8
_SIZE_AND_KIND = struct.Struct(">IIBB")
_CHUNK = struct.Struct(">I4s")
_CRC = struct.Struct(">I")
_GRAY, _GRAY_ALPHA, _RGB_ALPHA = 0, 4, 6
_PIXELS = frozenset((b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"))
_HARMLESS = _PIXELS | {b"tIME", b"tEXt", b"pHYs"}
_END = b"\0\0\0\0IEND\xaeB`\x82"


def png_header(data: bytes) -> Header:
    """Header; its ``detail`` is ``(bits, colour type, [(chunk, position)])``."""
    if data[12:16] == b"CgBI":
        raise Unreadable(
            "a PNG as iOS apps hold it (CgBI), which is no PNG to other programs; convert it "
            "with pngcrush -revert-iphone-optimizations"
        )
    width, height, bits, kind = _SIZE_AND_KIND.unpack_from(data, 16)
    places = list(_iterate_chunks(data))
    chunks, orientation = dict(places), 1
    if b"eXIf" in chunks:
        orientation = exif_orientation(_content(data, chunks[b"eXIf"]))
    dtype = "uint16" if bits == 16 else "uint8"
    return Header("PNG", width, height, dtype, orientation, (bits, kind, places))


def _iterate_chunks(data):
    """Yield ``(name, position)`` up to the end chunk; once there are pixels, it may be missing."""
    view = memoryview(data)
    at = _SIGNATURE_LENGTH
    name = b""
    has_pixels = False
    while name != b"IEND":
        if has_pixels and at == len(data):
            return
        length, name = _CHUNK.unpack_from(data, at)
        end = at + 8 + length
        (crc,) = _CRC.unpack_from(data, end)
        # A lower case name marks a chunk that may be ignored.
        if name < b"a" and crc32(view[at + 4 : end]) != crc:
            raise Unreadable("damaged: a PNG checksum is wrong; copy or download it again")
        yield name, at
        has_pixels |= name == b"IDAT"
        at = end + 4


def _content(data, at) -> bytes:
    return data[at + 8 : at + 8 + _CHUNK.unpack_from(data, at)[0]]


def decode_png(data: bytes, header: Header) -> np.ndarray:
    """Pixels: grey, grey and alpha, RGB or RGBA; of an animation the image shown without it."""
    bits, kind, places = header.detail
    chunks = dict(places)
    transparent = _content(data, chunks[b"tRNS"]) if b"tRNS" in chunks else None
    if chunks.keys() - _HARMLESS or b"IEND" not in chunks:
        data = _with_pixels_alone(data, places)
    if kind == _GRAY:
        pixels = decode_any(data) if bits == 16 else decode_gray(data)
        return pixels if transparent is None else _with_alpha(pixels, bits, transparent)
    if bits == 16 or kind in (_GRAY_ALPHA, _RGB_ALPHA) or transparent is not None:
        pixels = decode_any(data)
        return np.dstack([pixels[..., 0], pixels[..., 3]]) if kind == _GRAY_ALPHA else pixels
    return decode_color(data)


def _with_alpha(gray, bits, transparent) -> np.ndarray:
    # OpenCV knows a transparent colour, but not a transparent grey.
    value = int.from_bytes(transparent[:2], "big")
    if bits < 8:
        value *= 255 // (2**bits - 1)
    alpha = np.full_like(gray, np.iinfo(gray.dtype).max)
    alpha[gray == value] = 0
    return np.stack([gray, alpha], axis=-1)


def _with_pixels_alone(data, places) -> bytes:
    # Of all else libpng has complaints to print, and OpenCV 5 shows the first frame of an
    # animation, which may be another image.
    view = memoryview(data)
    starts = (at for name, at in places if name in _PIXELS and name != b"IEND")
    kept = (view[at : at + 12 + _CHUNK.unpack_from(data, at)[0]] for at in starts)
    return b"".join((view[:_SIGNATURE_LENGTH], *kept, _END))
