"""What a file says of itself: from its headers alone, no pixel is decoded."""

import hashlib
import io
import struct

import numpy as np

from ._exif import exif_texts
from ._formats import read_header
from ._tiff import count_tiff_pages
from ._tiff_directory import Directory, Tag

_PALETTE, _GREY_KINDS, _ALPHA_KINDS = 3, (0, 4), (4, 6)
_ANIMATED, _TRANSPARENT = 2, 16


FILE_FACTS = np.dtype(
    [
        ("format", "U4"),  # "" of what was given as an array
        ("width", np.int32),  # of the upright image
        ("height", np.int32),
        ("depth", np.int16),  # bits a channel
        ("mode", "U7"),  # grey, colour, palette or cmyk
        ("has_alpha", bool),
        ("n_frames", np.int32),  # of an animation; pages of a TIFF
        ("orientation", np.int8),  # EXIF, 1 to 8
        ("n_bytes", np.int64),
        ("jpeg_tables", "U12"),  # equal texts, equal quantisation tables
        ("camera", "U64"),  # what is not said is ""
        ("date", "U19"),
    ]
)
"""What a file says of itself: one record of these fields for each image."""

_USUAL = dict(depth=8, mode="colour", has_alpha=False, n_frames=1, orientation=1, n_bytes=0)
_USUAL |= dict(jpeg_tables="", camera="", date="")


def record(**facts) -> np.void:
    """A record of facts; those that are not given are the usual ones."""
    facts = _USUAL | facts
    return np.array(tuple(facts[name] for name in FILE_FACTS.names), FILE_FACTS)[()]


def file_facts(data: bytes, page=None) -> np.void:
    """The record of the bytes of a file; raises ``Unreadable`` for what is no image."""
    header = read_header(data, page)
    try:
        more = _DETAILS[header.format](data, header)
    except Exception:  # whatever lies bring about: the image may be fine all the same
        more = {}
    width, height = header.width, header.height
    if header.orientation >= 5:
        width, height = height, width
    sizes = {"width": width, "height": height, "n_bytes": len(data)}
    return record(format=header.format, orientation=header.orientation, **sizes, **more)


def _of_jpeg(data, header) -> dict:
    tables, texts, at = hashlib.sha256(), {}, 2
    n_tables = 0
    while at + 4 <= header.detail.scan_at:
        marker = data[at + 1]
        if data[at] != 0xFF or marker in (0xFF, 0x00, 0x01) or 0xD0 <= marker <= 0xD9:
            at += 1
            continue
        end = at + 2 + (data[at + 2] << 8 | data[at + 3])
        if marker == 0xDB:
            tables.update(data[at + 4 : end])
            n_tables += 1
        elif marker == 0xE1 and data.startswith(b"Exif\0\0", at + 4):
            texts = exif_texts(data[at + 4 : end])
        at = end
    mode = {1: "grey", 4: "cmyk"}.get(header.detail.components, "colour")
    named = tables.hexdigest()[:12] if n_tables else ""
    return {"mode": mode, "jpeg_tables": named, **texts}


def _of_png(data, header) -> dict:
    bits, kind, places = header.detail
    chunks = dict(places)
    found = {"depth": bits, "mode": "colour"}
    if kind == _PALETTE:
        found["mode"] = "palette"
    elif kind in _GREY_KINDS:
        found["mode"] = "grey"
    found["has_alpha"] = kind in _ALPHA_KINDS or b"tRNS" in chunks
    if b"acTL" in chunks:
        found["n_frames"] = max(1, struct.unpack_from(">H", data, chunks[b"acTL"] + 10)[0])
    if b"eXIf" in chunks:
        at = chunks[b"eXIf"]
        found |= exif_texts(data[at + 8 : at + 8 + struct.unpack_from(">I", data, at)[0]])
    return found


def _of_tiff(data, header) -> dict:
    directory: Directory = header.detail[0]
    n_samples = directory.value(Tag.SAMPLES, 1)
    extra = directory.values(Tag.EXTRA_SAMPLES)
    mode = {3: "palette", 5: "cmyk"}.get(directory.value(Tag.PHOTOMETRIC), "")
    mode = mode or ("colour" if n_samples - len(extra) >= 3 else "grey")
    return {
        "depth": directory.value(Tag.BITS, 1),
        "mode": mode,
        "has_alpha": any(value in (1, 2) for value in extra),
        "n_frames": count_tiff_pages(io.BytesIO(data)),
        **exif_texts(data),
    }


def _of_gif(data, header) -> dict:
    n_frames = is_transparent = 0
    at = 13 + _palette_bytes(data[10])
    while at < len(data) and data[at] != ord(";"):
        mark = data[at]
        if mark == 0:
            at += 1
            continue
        if mark == ord("!"):
            is_transparent |= data[at + 1] == 0xF9 and data[at + 3] & 1
            at += 2
        else:
            n_frames += 1
            at += 11 + _palette_bytes(data[at + 9])
        while at < len(data) and data[at]:
            at += 1 + data[at]
        at += 1
    return {"mode": "palette", "has_alpha": bool(is_transparent), "n_frames": max(1, n_frames)}


def _palette_bytes(flags) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _of_webp(data, header) -> dict:
    n_frames = 1
    if header.detail & _ANIMATED:
        n_frames = max(1, data.count(b"ANMF"))
    return {"has_alpha": bool(header.detail & _TRANSPARENT), "n_frames": n_frames}


def _of_bmp(data, header) -> dict:
    bits = header.detail[0]
    return {"mode": "palette" if bits <= 8 else "colour", "has_alpha": False}


def _of_pnm(data, header) -> dict:
    depth = 1 if data[1:2] in b"14" else 16 if header.dtype == "uint16" else 8
    return {"mode": "colour" if data[1:2] in b"36" else "grey", "depth": depth}


_DETAILS = {
    "JPEG": _of_jpeg,
    "PNG": _of_png,
    "TIFF": _of_tiff,
    "GIF": _of_gif,
    "WebP": _of_webp,
    "BMP": _of_bmp,
    "PNM": _of_pnm,
}
