"""Which format the bytes are, whatever the file is called."""

import struct
from typing import BinaryIO

import numpy as np

from ._header import CUT_SHORT, Header, Unreadable
from ._jpeg import decode_jpeg, jpeg_header
from ._png import decode_png, png_header
from ._pnm import decode_pnm, pnm_header
from ._simple_formats import (
    bmp_header,
    decode_bmp,
    decode_gif,
    decode_webp,
    gif_header,
    webp_header,
)
from ._tiff import count_tiff_pages, decode_tiff, tiff_header

HEAD_LENGTH = 4096
"""Enough bytes to know a format, and the depth of all but TIFF."""

_HEADERS = {
    "JPEG": jpeg_header,
    "PNG": png_header,
    "BMP": bmp_header,
    "GIF": gif_header,
    "PNM": pnm_header,
    "WebP": webp_header,
}
_DECODERS = {
    "PNG": decode_png,
    "TIFF": decode_tiff,
    "BMP": decode_bmp,
    "GIF": decode_gif,
    "PNM": decode_pnm,
    "WebP": decode_webp,
}
_TIFF_MARKS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BMP_HEADER_SIZES = (12, 16, 40, 52, 56, 64, 108, 124)
_PNM_MARKS = frozenset((b"P1", b"P2", b"P3", b"P4", b"P5", b"P6"))

# (position, bytes, name) of what people have beside the formats read here.
_FOREIGN = (
    (128, b"DICM", "a DICOM file"),
    (0, b"ZISRAWFILE", "a Zeiss CZI file"),
    (0, b"\xda\xce\xbe\x0a", "a Nikon ND2 file"),
    (0, b"8BPS", "a Photoshop (PSD) file"),
    (0, b"gimp xcf", "a GIMP (XCF) file"),
    (0, b"%PDF", "a PDF document"),
    (0, b"\0\0\0\x0cjP  ", "a JPEG 2000 image"),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 image"),
    (0, b"\0\0\0\x0cJXL ", "a JPEG XL image"),
    (0, b"\xff\x0a", "a JPEG XL image"),
    (0, b"v/1\x01", "an OpenEXR image"),
    (0, b"#?RADIANCE", "a Radiance HDR image"),
    (0, b"P7\n", "a PAM image"),
    (0, b"PF\n", "a PFM image"),
    (0, b"Pf\n", "a PFM image"),
    (0, b"\0\0\1\0", "a Windows icon"),
    (0, b"SIMPLE  =", "a FITS image"),
    (0, b"\x89HDF\r\n", "an HDF5 file"),
    (0, b"\x93NUMPY", "a NumPy array"),
    (0, b"PK\3\4", "a ZIP archive"),
    (0, b"\x1f\x8b", "a gzip archive"),
    (0, b"\x1aE\xdf\xa3", "a video"),
    (8, b"AVI ", "a video"),
    (4, b"moov", "a video"),
    (0, b"\0\0\1\xba", "a video"),
)
_BRANDS = {
    b"avif": "an AVIF image",
    b"avis": "an AVIF image",
    b"crx ": "a camera raw file",
    **dict.fromkeys(
        (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"), "a HEIC image"
    ),
}
_REMEDY = "which is not read here; convert it to PNG or TIFF"


def read_header(data: bytes | BinaryIO, page=None) -> Header:
    """Structure of the whole file ``data``, of which nothing is decoded; a TIFF may be open."""
    format = format_of(data) if isinstance(data, bytes) else "TIFF"
    try:
        if format == "TIFF":
            return tiff_header(data, page)
        header = _HEADERS[format](data)
    except (IndexError, struct.error) as error:
        raise Unreadable(CUT_SHORT) from error
    if page and page != "max":
        raise Unreadable(f"holds one page; there is no page {page} (pages count from 0)")
    return header


def decode(data: bytes | BinaryIO, header: Header, min_size=None) -> np.ndarray:
    """Pixels as stored: not turned, any depth; a JPEG as small as ``min_size`` allows."""
    if header.format == "JPEG":
        return decode_jpeg(data, header, min_size)
    return _DECODERS[header.format](data, header)


def count_pages_of(file: BinaryIO) -> int:
    """Number of pages of an open file; an animation counts as one."""
    if format_of(file.read(HEAD_LENGTH)) != "TIFF":
        return 1
    return count_tiff_pages(_rewound(file))


def read_dtype(file: BinaryIO, page=None) -> str:
    """Depth of an open image file, from its first bytes or directories alone."""
    head = file.read(HEAD_LENGTH)
    format = format_of(head)
    if format == "TIFF":
        return tiff_header(_rewound(file), page).dtype
    if format == "PNG":
        return "uint16" if head[24:25] == b"\x10" else "uint8"
    return pnm_header(head).dtype if format == "PNM" else "uint8"


def _rewound(file):
    file.seek(0)
    return file


def format_of(data: bytes) -> str:
    """Format that the first bytes are of; raises ``Unreadable`` for all that are not read."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(_TIFF_MARKS) and data[8:10] != b"CR":
        return "TIFF"
    if data.startswith(b"BM") and int.from_bytes(data[14:18], "little") in _BMP_HEADER_SIZES:
        return "BMP"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    if data[:2] in _PNM_MARKS and data[2:3] in b" \t\r\n#":
        return "PNM"
    _refuse_foreign(data)
    raise Unreadable("not an image, or of an unknown format (JPEG, PNG, BMP, TIFF, PNM, WebP, GIF)")


def _refuse_foreign(head: bytes) -> None:
    if not head:
        raise Unreadable("an empty file; copy or download it again")
    for at, mark, name in _FOREIGN:
        if head.startswith(mark, at):
            raise Unreadable(f"{name}, {_REMEDY}")
    if head[4:8] == b"ftyp":
        raise Unreadable(f"{_BRANDS.get(head[8:12], 'a video')}, {_REMEDY}")
    if head.startswith(_TIFF_MARKS) and head[8:10] == b"CR":
        raise Unreadable(f"a camera raw file, {_REMEDY}")
    _refuse_text(head)


def _refuse_text(head) -> None:
    if head.startswith(b"version https://git-lfs"):
        raise Unreadable("a placeholder of Git LFS, not the image itself; run: git lfs pull")
    start = head[:HEAD_LENGTH].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        raise Unreadable(f"an SVG drawing, {_REMEDY}")
    if start.startswith((b"<!doctype html", b"<html")):
        raise Unreadable("a web page, not an image; download the image itself")
    if start and not start.translate(None, bytes(range(32, 127)) + b"\t\r\n\f"):
        raise Unreadable("text, not an image")
