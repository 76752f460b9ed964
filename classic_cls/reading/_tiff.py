"""TIFF: what a page holds, which page is meant, and its pixels.

Neither OpenCV nor Pillow reads every TIFF rightly: OpenCV mixes up planar files, drops
the alpha of grey ones and turns images by itself; Pillow knows 16 bits and floats in
part only. Both are therefore handed one plain page, as a file of its own: up to 8 bits
to Pillow, deeper ones to OpenCV. tifffile would need a package of 26 MB more to read LZW
and JPEG, and takes 14 times as long to walk over pages.
"""

import io
import re
from itertools import chain, islice
from typing import BinaryIO

import numpy as np

from .._remedies import remedy
from ._header import CUT_SHORT, Header, Unreadable
from ._listening import heard
from ._opencv import decode_any
from ._pillow import decode_with_pillow
from ._tiff_damage import refuse_damaged_strips, refuse_said
from ._tiff_directory import Directory, Layout, Tag

_DTYPES = {(1, bits): "uint8" for bits in (1, 2, 4, 8)}
_DTYPES |= {(1, 16): "uint16", (3, 32): "float32", (3, 64): "float64"}
_KINDS = {1: "unsigned integers", 2: "signed integers", 3: "floats"}
_DIFFERENT_PAGES = "pages of different sizes, depths or colours; choose one by its number"
_UNDEFINED = 4
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _CMYK, _YCBCR, _LAB = 0, 1, 2, 5, 6, 8
_PREMULTIPLIED, _ALPHA = 1, 2
_UNCOMPRESSED = 1
_KNOWN_TO_OPENCV = (_UNCOMPRESSED, 5, 8, 32773, 32946)  # LZW, deflate, PackBits, old deflate
_REDUCED_COPY_OR_MASK = 1 | 4
_UNKNOWN_TO_PILLOW = Layout.like(">", True)


def count_tiff_pages(file: BinaryIO) -> int:
    """Number of pages; reduced copies of a page and masks are none."""
    return len(_pages(file))


def tiff_header(data: bytes | BinaryIO, page=None) -> Header:
    """Header of one page, or with ``"max"`` the one that all pages share; reads no pixels."""
    file = _as_file(data)
    # Of a long stack no more pages than are needed, and one to know whether there are more.
    pages = _chosen(_pages(file, page + 2 if isinstance(page, int) else None), page)
    size = file.seek(0, 2)
    headers = [_page_header(directory, size) for directory in pages]
    if len({header[1:5] for header in headers}) > 1:
        raise Unreadable(_DIFFERENT_PAGES)
    return headers[0]._replace(detail=pages)


def _as_file(data) -> BinaryIO:
    return io.BytesIO(data) if isinstance(data, bytes) else data


def decode_tiff(data: bytes | BinaryIO, header: Header) -> np.ndarray:
    """Pixels of the page in ``header``, or the maximum over all pages in it."""
    result = None
    for directory in header.detail:
        pixels = _decode_page(_as_file(data), directory, header.dtype)
        if result is None:
            result = pixels
        elif result.shape != pixels.shape:
            raise Unreadable(_DIFFERENT_PAGES)
        else:
            np.maximum(result, pixels, out=result)
    return result


def _pages(file, limit=None) -> list[Directory]:
    pages = Directory.iterate(file)
    first = next(pages, None)
    if first is None:
        raise Unreadable("damaged: it holds no page")
    pages = map(_with_size, chain([first], pages))
    whole = (page for page in pages if not _is_reduced(page))
    whole = list(islice(whole, limit))
    if not whole:
        raise Unreadable(
            "holds only reduced previews, as camera raw files do; convert it to PNG or TIFF"
        )
    _refuse_hidden_stack(whole)
    return whole


def _with_size(page) -> Directory:
    if not page.value(Tag.WIDTH) or not page.value(Tag.HEIGHT):
        raise Unreadable("damaged: a page without a width and a height")
    return page


def _is_reduced(page) -> bool:
    return bool(page.value(Tag.SUBFILE) & _REDUCED_COPY_OR_MASK)


def _refuse_hidden_stack(pages) -> None:
    # ImageJ writes stacks above 4 GB as one page followed by bare pixels.
    images = re.match(rb"ImageJ=.*\nimages=(\d+)", pages[0].description, re.DOTALL)
    if len(pages) == 1 and images and int(images[1]) > 1:
        raise Unreadable(
            f"an ImageJ stack of {int(images[1])} images without a list of pages; save it "
            "from ImageJ as an image sequence"
        )


def _chosen(pages, page) -> list[Directory]:
    if page == "max":
        return pages
    if page is None and len(pages) > 1:
        raise Unreadable(
            f"holds {len(pages)} pages; choose one with "
            + remedy("ReadImages(page=0)", "--page 0, --page max or --page each")
        )
    if page is not None and page >= len(pages):
        raise Unreadable(f"holds {len(pages)} pages, counted from 0; there is no page {page}")
    return [pages[page or 0]]


def _page_header(page: Directory, size: int) -> Header:
    dtype = _dtype(page)
    _check_channels(page, dtype)
    _check_compression(page, dtype)
    _check_places(page, size)
    width, height = page.value(Tag.WIDTH), page.value(Tag.HEIGHT)
    return Header("TIFF", width, height, dtype, page.orientation)


def _check_places(page, size) -> None:
    if page.count_places() > _most_places(page):
        raise Unreadable("damaged: its pixels are in more parts than there can be")
    offsets, lengths = page.places
    if not offsets or len(offsets) != len(lengths):
        raise Unreadable("damaged: it does not say where its pixels are")
    places = set(zip(offsets, lengths, strict=True))
    if max(map(sum, places)) > size:
        raise Unreadable(CUT_SHORT)
    # They are copied: a small file must not become a large one.
    if sum(length for _, length in places) > size:
        raise Unreadable("damaged: parts of its pixels lie over each other")
    row = page.value(Tag.WIDTH) * page.value(Tag.SAMPLES, 1) * page.value(Tag.BITS, 1) / 8
    is_plain = page.value(Tag.COMPRESSION, 1) == _UNCOMPRESSED
    is_plain &= page.value(Tag.PHOTOMETRIC) != _YCBCR  # its colours may be fewer than its pixels
    if is_plain and sum(lengths) < row * page.value(Tag.HEIGHT):
        raise Unreadable("damaged: it holds fewer bytes than its pixels need")


def _most_places(page) -> int:
    """Strips are of one row or more, tiles of 16 x 16 pixels or more."""
    width, height = page.value(Tag.WIDTH), page.value(Tag.HEIGHT)
    parts = (width // 16 + 1) * (height // 16 + 1) if page.is_tiled else height
    return parts * page.value(Tag.SAMPLES, 1)


def _dtype(page) -> str:
    bits = set(page.values(Tag.BITS, (1,)))
    format = page.value(Tag.SAMPLE_FORMAT, 1)
    if format == _UNDEFINED:
        format = 1
    dtype = _DTYPES.get((format, max(bits))) if len(bits) == 1 else None
    if dtype is None:
        kind = _KINDS.get(format, "numbers of an unusual kind")
        raise Unreadable(
            f"holds {kind} of {max(bits)} bits; save it with unsigned integers of 8 or 16 bits, "
            "or floats of 32 or 64"
        )
    if dtype.startswith("float") and page.value(Tag.PHOTOMETRIC) == _WHITE_IS_ZERO:
        raise Unreadable("floats where zero means white; save it with zero as black")
    return dtype


def _is_for_opencv(page, dtype) -> bool:
    return dtype != "uint8" and page.value(Tag.COMPRESSION, 1) in _KNOWN_TO_OPENCV


def _check_compression(page, dtype) -> None:
    method = page.value(Tag.COMPRESSION, 1)
    if dtype == "uint8" or _is_for_opencv(page, dtype):
        return
    is_gray = page.is_planar or page.value(Tag.SAMPLES, 1) == 1
    if not is_gray or dtype == "float64":  # the others Pillow knows
        raise Unreadable(
            f"{dtype} pixels compressed by a method (number {method}) that is not read for them; "
            "save it with LZW or deflate, or not compressed"
        )


def _check_channels(page, dtype) -> None:
    channels = page.value(Tag.SAMPLES, 1)
    color, extra = page.value(Tag.PHOTOMETRIC), page.value(Tag.EXTRA_SAMPLES)
    has_alpha = extra in (_PREMULTIPLIED, _ALPHA) or color == _CMYK
    if channels not in ((1, 2, 3, 4) if has_alpha else (1, 3)):
        raise Unreadable(
            f"holds {channels} channels that are neither grey, RGB nor alpha; save the ones "
            "to use as a grey or RGB image"
        )
    if dtype != "uint8" and (color > _RGB or channels == 2 or extra == _PREMULTIPLIED):
        raise Unreadable(
            "more than 8 bits with palette, CMYK, grey with alpha or premultiplied alpha; "
            "save it as grey, RGB or RGBA"
        )
    if page.is_planar and (color > _RGB or extra == _PREMULTIPLIED):
        raise Unreadable(
            "palette, CMYK or premultiplied alpha with one channel after the other (planar); "
            "save it as grey, RGB or RGBA"
        )
    if color == _LAB:
        raise Unreadable("Lab colours, which are not read here; convert it to RGB")


def _decode_page(file, page, dtype) -> np.ndarray:
    refuse_damaged_strips(file, page)
    if page.is_planar:
        planes = [_decode_plain(file, plane, dtype) for plane in _planes(page)]
        return np.stack(planes, axis=-1)
    return _decode_plain(file, page, dtype)


def _planes(page):
    """Every channel of a page that stores one after the other, as a grey page."""
    offsets, lengths = page.places
    channels = page.value(Tag.SAMPLES)
    n = len(offsets) // channels
    if n * channels != len(offsets):
        raise Unreadable("damaged: its channels are not all there")
    for start in range(0, n * channels, n):
        yield page.with_places(
            offsets[start : start + n],
            lengths[start : start + n],
            SAMPLES=(1,),
            BITS=(page.value(Tag.BITS),),
            SAMPLE_FORMAT=(page.value(Tag.SAMPLE_FORMAT, 1),),
            PHOTOMETRIC=(_BLACK_IS_ZERO,),
            PLANAR=(1,),
            EXTRA_SAMPLES=None,
        )


def _decode_plain(file, page, dtype) -> np.ndarray:
    channels, color = page.value(Tag.SAMPLES, 1), page.value(Tag.PHOTOMETRIC)
    inverted = dtype == "uint16" and color == _WHITE_IS_ZERO
    changes = {"PHOTOMETRIC": (_BLACK_IS_ZERO,)} if inverted else {}
    if color == _BLACK_IS_ZERO and channels > 2:
        changes = {"PHOTOMETRIC": (_RGB,)}
        if channels == 3:
            changes["EXTRA_SAMPLES"] = None
    plain = page.replaced(SUBFILE=None, DESCRIPTION=None, ORIENTATION=None, **changes)
    if page.layout != _UNKNOWN_TO_PILLOW and not _is_for_opencv(page, dtype):
        pixels = decode_with_pillow(plain.as_file(file), "TIFF")
        refuse_said(heard())
        if dtype == "uint8":
            return pixels
        pixels = pixels.astype(dtype)
    else:
        pixels = decode_any(plain.as_file(file))
    if pixels.dtype != dtype or pixels.shape[2:] != ((channels,) if channels > 1 else ()):
        raise Unreadable("damaged, or of a rare kind: its pixels are not what its header says")
    return ~pixels if inverted else pixels
