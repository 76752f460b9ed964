"""Reading one image: its pixels, its depth, its pages."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from numbers import Integral, Real

import numpy as np

from .._remedies import remedy
from .._typing import Image, Size, Source
from ..base import ImageRef
from ._depth import to_image
from ._exif import upright
from ._formats import count_pages_of, decode, read_dtype, read_header
from ._header import ImageReadError, Unreadable
from ._recent import Recent, grouped_by_file
from ._source import content_of, look, named_errors, read_mask

MAX_PIXELS = 2**28
"""Default cap on width times height, against files that unpack to fill the memory."""
_POLICY = {"range": None, "page": None, "min_size": None, "max_pixels": MAX_PIXELS}
# Thumbnails and colour profiles stand before the size of a JPEG.
_JPEG, _MOST_OF_HEADERS = b"\xff\xd8\xff", 2**18


def decode_image(
    data: bytes,
    source: Source = None,
    *,
    range: tuple[float, float] | str | None = None,
    page: int | str | None = None,
    min_size: Size = None,
    max_pixels: int = MAX_PIXELS,
) -> tuple[Image, int]:
    """Decode the bytes of an image file to an upright 8-bit image.

    The format is what the bytes say. EXIF orientation is applied once; alpha and what
    a mask leaves out become white; palette, CMYK and 1-bit images are converted; an
    animation gives its first frame. Damage is refused where the format lets one know: files cut
    short always, changed pixels of PNG and of TIFF with deflate always, those of JPEG, GIF, BMP
    with runs and TIFF with LZW, JPEG or Group 4 codes mostly. Pixels that are not compressed or
    whose codes allow anything (PackBits, ZSTD, Group 3, WebP but for runs of zeros) may be changed
    unseen, and so may the frames of an animated WebP.

    Parameters
    ----------
    data : bytes
        The whole file.
    source : ImageRef, str or path, optional
        Where it comes from: for messages, and for page, box and mask of an ``ImageRef``.
    range : (low, high), optional
        Values of 16-bit and float images that become 0 and 255. 8-bit ones are never
        changed.
    page : int or "max", optional
        Page of TIFF files of several, where ``source`` names none.
    min_size : int or (width, height), optional
        A whole JPEG may be decoded at 1/2, 1/4 or 1/8 of its size as long as both sides
        stay at least twice as large as this.
    max_pixels : int, optional
        Refuse images with more pixels, before they are decoded.

    Returns
    -------
    image : ndarray of shape (H, W) or (H, W, 3), uint8
        Grey or RGB.
    n_clipped : int
        How many values of a 16-bit or float image lay outside ``range``.

    Raises
    ------
    ImageReadError
        If the image cannot be read, with the reason.

    Examples
    --------
    >>> from classic_cls.reading import decode_image
    >>> decode_image(b"P5 2 1 255 AB")
    (array([[65, 66]], dtype=uint8), 0)
    """
    check_options(range, page, min_size, max_pixels)
    policy = {"range": range, "page": page, "min_size": min_size, "max_pixels": max_pixels}
    return decode_with(data, source, None, **policy)


def decode_with(data: bytes, source: Source, recent: Recent | None, **policy):
    """As ``decode_image``; regions of what is among the ``recent`` images are cut from these."""
    with named_errors(data if source is None else source):
        return _decoded(lambda: data, source, recent=recent, **policy)


def check_options(range, page, min_size, max_pixels) -> None:
    """Refuse what is no fault of a file."""
    if range is not None:
        _check_pair("range", range)
        if not range[0] < range[1]:
            raise ValueError(f"range={range} must be (low, high) with low below high")
    if min_size is not None and not isinstance(min_size, Integral):
        _check_pair("min_size", min_size)
    if not (page is None or page == "max" or (isinstance(page, Integral) and page >= 0)):
        raise ValueError(f'page={page!r} must be a number, counted from 0, or "max"')
    if not isinstance(max_pixels, Integral) or max_pixels < 1:
        raise ValueError(f"max_pixels={max_pixels!r} must be a number of pixels, 1 or more")


def _check_pair(name, value) -> None:
    pair = isinstance(value, (tuple, list)) and len(value) == 2
    if not pair or not all(isinstance(number, Real) for number in value):
        raise ValueError(f"{name}={value!r} must hold two numbers")


def _decoded(content, source, range, page, min_size, max_pixels, recent=None):
    """The image, and how many values were clipped; ``recent`` keeps what regions are cut from."""
    if not isinstance(source, ImageRef) or source.is_whole_file:
        return to_image(_pixels(content(), page, min_size, max_pixels), range)
    chosen = page if source.page is None else source.page
    whole = source.box is None and source.mask is None
    keeping = Recent() if recent is None or source.box is None else recent
    pixels = keeping.of(
        (source.path, chosen, max_pixels),
        lambda: _pixels(content(), chosen, min_size if whole else None, max_pixels),
    )
    keep = _keep(source, pixels.shape, max_pixels, keeping)
    image, n_clipped = to_image(_cropped(pixels, source.box), range)
    if keep is not None:
        image[~_cropped(keep, source.box)] = 255
    return image, n_clipped


def _pixels(content, page=None, min_size=None, max_pixels=MAX_PIXELS) -> np.ndarray:
    """Upright pixels of any depth, alpha as a last channel."""
    header = _header(content, page, max_pixels)
    return upright(decode(content, header, _pair(min_size)), header.orientation)


def _header(content, page, max_pixels):
    header = read_header(content, page)
    if not 0 < header.width * header.height <= max_pixels:
        _refuse_size(header, max_pixels)
    return header


def _refuse_size(header, max_pixels):
    size = f"{header.width} x {header.height} pixels"
    if header.width < 1 or header.height < 1:
        raise Unreadable(f"damaged: its header says {size}")
    raise Unreadable(
        f"{size}, more than "
        + remedy(
            f"max_pixels={max_pixels}; raise max_pixels if the file is to be trusted",
            f"the {max_pixels:,} that are read, as a file that says so may be an attack; make it "
            "smaller",
        )
    )


def _pair(min_size):
    if min_size is None or isinstance(min_size, (tuple, list)):
        return min_size
    return min_size, min_size


def _cropped(pixels, box) -> np.ndarray:
    if box is None:
        return pixels
    if not all(isinstance(number, Integral) for number in box):
        raise Unreadable(f"its box {tuple(box)} must hold whole numbers of pixels")
    x, y, width, height = box
    rows, columns = pixels.shape[:2]
    if min(x, y) < 0 or min(width, height) < 1 or x + width > columns or y + height > rows:
        raise Unreadable(
            f"its box (x={x}, y={y}, width={width}, height={height}) does not lie within the "
            f"image of {columns} x {rows} pixels"
        )
    # A copy, so that the whole image can be freed.
    return pixels[y : y + height, x : x + width].copy()


def _keep(ref, shape, max_pixels, recent) -> np.ndarray | None:
    """Where the mask of a reference is not zero; None if it has none."""
    if ref.mask is None:
        return None
    try:
        mask = recent.of(
            (ref.mask, None, max_pixels), lambda: _pixels(read_mask(ref), max_pixels=max_pixels)
        )
    except Unreadable as error:
        raise Unreadable(f"its mask '{ref.mask}': {error}") from error
    if mask.shape[:2] != shape[:2]:
        sizes = [f"{columns} x {rows}" for rows, columns in (mask.shape[:2], shape[:2])]
        raise Unreadable(f"its mask '{ref.mask}' has {sizes[0]} pixels, the image {sizes[1]}")
    if mask.ndim == 2:
        return mask != 0
    if mask.shape[2] == 3:
        return mask.any(axis=2)
    return mask[..., :-1].any(axis=2) & (mask[..., -1] != 0)


def read_image(
    source: Source,
    *,
    range: tuple[float, float] | str | None = None,
    page: int | str | None = None,
    min_size: Size = None,
    max_pixels: int = MAX_PIXELS,
) -> Image:
    """Read one image.

    Parameters
    ----------
    source : str, path, ImageRef or bytes
        The file, or its content.
    range, page, min_size, max_pixels
        As in :func:`decode_image`.

    Returns
    -------
    ndarray of shape (H, W) or (H, W, 3), uint8
        Grey or RGB.

    Raises
    ------
    ImageReadError
        If the image cannot be read, with the reason.

    Examples
    --------
    >>> from classic_cls.reading import read_image
    >>> read_image(b"P5 2 1 255 AB")
    array([[65, 66]], dtype=uint8)
    """
    check_options(range, page, min_size, max_pixels)
    return read_with(source, None, range=range, page=page, min_size=min_size, max_pixels=max_pixels)


def read_with(source: Source, recent: Recent | None, **policy) -> Image:
    """As ``read_image``; regions of what is among the ``recent`` images are cut from these."""
    image, _ = look(
        source,
        lambda file: _decoded(lambda: content_of(file), source, recent=recent, **policy),
    )
    return image


def iter_images(sources: Sequence, **policy) -> Iterator[tuple[int, Image | None]]:
    """Yield number and image of every source, or None where it cannot be read.

    They come file by file, so that an image of which several regions are wanted is decoded once.
    """
    recent = Recent()
    for number in grouped_by_file(sources):
        image = None
        with suppress(ImageReadError):
            image = read_with(sources[number], recent, **_POLICY | policy)
        yield number, image


def count_pages(source: Source) -> int:
    """Number of pages of an image file, without reading any pixels.

    Parameters
    ----------
    source : str, path, ImageRef or bytes
        The file, or its content.

    Returns
    -------
    int
        1 for all but TIFF: of an animation the first frame is read. Reduced copies in a
        TIFF file do not count.

    Raises
    ------
    ImageReadError
        If the file cannot be opened or is not an image.

    Examples
    --------
    >>> from classic_cls.reading import count_pages
    >>> count_pages(b"P5 2 1 255 AB")
    1
    """
    return look(source, count_pages_of)


def image_size(source: Source, *, page: int | str | None = None) -> tuple[int, int]:
    """Width and height of the upright image, without decoding its pixels.

    Parameters
    ----------
    source : str, path, ImageRef or bytes
        The file, or its content; of an ``ImageRef`` the page counts, not the box.
    page : int or "max", optional
        Page of TIFF files of several, where ``source`` names none.

    Returns
    -------
    tuple of int
        Width and height in pixels, after EXIF orientation.

    Raises
    ------
    ImageReadError
        If the file cannot be opened, is not an image, or is larger than is read.

    Examples
    --------
    >>> from classic_cls.reading import image_size
    >>> image_size(b"P5 2 1 255 AB")
    (2, 1)
    """
    if isinstance(source, ImageRef) and source.page is not None:
        page = source.page
    header = look(source, lambda file: _header_of_file(file, page))
    size = header.width, header.height
    return size[::-1] if header.orientation >= 5 else size


def _header_of_file(file, page):
    """The header of an open file; of a JPEG, which has it before all pixels, from its beginning."""
    head = file.read(_MOST_OF_HEADERS)
    if head.startswith(_JPEG):
        with suppress(Unreadable):  # cut off too early, perhaps
            return _header(head, page, MAX_PIXELS)
    file.seek(0)
    return _header(content_of(file), page, MAX_PIXELS)


def peek_dtype(source, page=None) -> str:
    """Depth of an image file, without reading its pixels."""
    if isinstance(source, ImageRef) and source.page is not None:
        page = source.page
    return look(source, lambda file: read_dtype(file, page))


def source_pixels(source, page=None) -> np.ndarray:
    """Upright pixels of any depth of the whole image, alpha as a last channel."""
    if isinstance(source, ImageRef) and source.page is not None:
        page = source.page
    return look(source, lambda file: _pixels(content_of(file), page))
