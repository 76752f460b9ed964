"""Makes the odd image files that people have: as bytes, and as a folder of files.

``picture`` is the image that most of them hold: smooth, so that JPEG keeps it, and
different in every corner, so that a wrong turn shows.
"""

import io
import struct
import zlib
from functools import cache

import numpy as np
import tifffile
from PIL import Image

JUNK = np.random.default_rng(0).integers(0, 256, 400, dtype=np.uint8).tobytes()


def picture(height=40, width=56, channels=3):
    """Smooth test image ``(height, width, channels)``, ``uint8``."""
    y, x = np.mgrid[0:height, 0:width] / [[[height]], [[width]]]
    parts = (255 * x, 255 * y, 200 * (1 - x) * (1 - y) + 40, 255 - 180 * x * y)
    return np.stack(parts[:channels], axis=-1).astype(np.uint8)


def gray_picture(height=40, width=56):
    """The first two channels of ``picture`` in one."""
    return (picture(height, width, 2) @ np.array([0.7, 0.3])).astype(np.uint8)


def save(image, format, **options):
    """Bytes of an array or Pillow image, saved by Pillow."""
    image = image if isinstance(image, Image.Image) else Image.fromarray(image)
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def tiff(array, **options):
    """Bytes of a TIFF, saved by tifffile."""
    file = io.BytesIO()
    tifffile.imwrite(file, array, **options)
    return file.getvalue()


def tiff_pages(*arrays, **options):
    """Bytes of a TIFF of several pages."""
    file = io.BytesIO()
    with tifffile.TiffWriter(file) as writer:
        for array in arrays:
            writer.write(array, contiguous=False, metadata=None, **options)
    return file.getvalue()


STORED = {
    # What the array of an upright image looks like in a file of that orientation.
    1: lambda a: a,
    2: lambda a: a[:, ::-1],
    3: lambda a: a[::-1, ::-1],
    4: lambda a: a[::-1],
    5: lambda a: a.swapaxes(0, 1),
    6: lambda a: np.rot90(a, 1),
    7: lambda a: a.swapaxes(0, 1)[::-1, ::-1],
    8: lambda a: np.rot90(a, -1),
}


def exif(orientation):
    """EXIF block of a camera."""
    block = Image.Exif()
    block[0x010F] = "a camera with a long name"
    block[0x0112] = orientation
    return block


def oriented(upright, orientation, format, **options):
    """A file that shows ``upright`` to whoever obeys its orientation, once."""
    stored = np.ascontiguousarray(STORED[orientation](upright))
    if format == "TIFF":
        return tiff(stored, extratags=[(274, "H", 1, orientation, True)], **options)
    return save(stored, format, exif=exif(orientation), **options)


def png_chunk(name, content):
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png(samples, bits, kind, *chunks, rows=None):
    """PNG written by hand: any depth and colour type, with extra chunks before the pixels."""
    height, width = samples.shape[:2]
    lines = samples.reshape(height, -1)
    if bits < 8:
        digits = np.unpackbits(lines.astype(np.uint8)[..., None], axis=2)[..., 8 - bits :]
        lines = np.packbits(digits.reshape(height, -1), axis=1)
    lines = lines.astype(">u2" if bits == 16 else "u1")
    content = b"".join(b"\0" + line.tobytes() for line in lines[:rows])
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0)
    body = b"".join(chunks) + png_chunk(b"IDAT", zlib.compress(content))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + body + png_chunk(b"IEND", b"")


def pnm(kind, values, maximum=255):
    """PNM of any kind, with a comment in its header."""
    height, width = values.shape[:2]
    top = "" if kind in "14" else f" {maximum}"
    head = f"P{kind} # a comment\n{width} {height}{top}\n".encode()
    if kind in "123":
        return head + " ".join(map(str, values.ravel())).encode()
    if kind == "4":
        return head + np.packbits(values.astype(bool), axis=1).tobytes()
    return head + values.astype("u1" if maximum < 256 else ">u2").tobytes()


def bmp_runs(image, halves=False):
    """A BMP of grey levels as runs of bytes, or of half bytes (16 levels)."""
    body = bytearray()
    for row in image[::-1].tolist():
        while row:
            n = next((n for n, value in enumerate(row[:255]) if value != row[0]), len(row[:255]))
            body += bytes([n, row[0] * (17 if halves else 1)])
            row = row[n:]
        body += b"\0\0"
    body += b"\0\1"
    palette = b"".join(bytes([n, n, n, 0]) for n in range(16 if halves else 256))
    height, width = image.shape
    at = 54 + len(palette)
    head = struct.pack("<2sIHHI", b"BM", at + len(body), 0, 0, at)
    kind = (1, 4, 2) if halves else (1, 8, 1)
    sizes = struct.pack("<IiiHHIIiiII", 40, width, height, *kind, len(body), 1, 1, 0, 0)
    return head + sizes + palette + bytes(body)


def animation(format, **options):
    """Three frames, the first of which is ``picture``; PNG may hide it (default_image)."""
    frames = [Image.fromarray(image) for image in (picture(), 255 - picture(), picture() // 2)]
    return save(frames[0], format, save_all=True, append_images=frames[1:], **options)


@cache
def readable():
    """Files of every format, ``{name: bytes}``."""
    image, gray = picture(), gray_picture()
    palette = Image.fromarray(image).quantize(16)
    return {
        "gray.jpg": save(gray, "JPEG"),
        "color.jpg": save(image, "JPEG"),
        "progressive.jpg": save(image, "JPEG", progressive=True),
        "turned.jpg": oriented(image, 6, "JPEG"),
        "cmyk.jpg": save(Image.fromarray(image).convert("CMYK"), "JPEG"),
        "gray.png": save(gray, "PNG"),
        "color.png": save(image, "PNG"),
        "alpha.png": save(picture(channels=4), "PNG"),
        "palette.png": save(palette, "PNG"),
        "bit.png": save(Image.fromarray(gray).convert("1"), "PNG"),
        "color.bmp": save(image, "BMP"),
        "palette.bmp": save(palette, "BMP"),
        "color.tif": save(image, "TIFF"),
        "lzw.tif": save(image, "TIFF", compression="tiff_lzw"),
        "deflate.tif": tiff(gray, compression="zlib"),
        "tiled.tif": tiff(image, tile=(16, 32)),
        "planar.tif": tiff(np.moveaxis(image, -1, 0), photometric="rgb", planarconfig="separate"),
        "cmyk.tif": save(Image.fromarray(image).convert("CMYK"), "TIFF"),
        "color.webp": save(image, "WebP", lossless=True),
        "lossy.webp": save(image, "WebP"),
        "alpha.webp": save(picture(channels=4), "WebP", lossless=True),
        "animated.webp": animation("WebP", lossless=True),
        "animated.gif": animation("GIF"),
        "animated.png": animation("PNG"),
        "bits.pbm": pnm("4", gray > 128),
        "gray.pgm": pnm("5", gray),
        "color.ppm": pnm("6", image),
        "plain.ppm": pnm("3", image),
    }


@cache
def deep():
    """16-bit and float files, ``{name: bytes}``; none has a value above 4095."""
    values = gray_picture().astype(np.uint16) * 16
    color = picture().astype(np.uint16) * 16
    return {
        "gray16.png": png(values, 16, 0),
        "color16.png": png(color, 16, 2),
        "gray16.tif": tiff(values),
        "color16.tif": tiff(color, photometric="rgb"),
        "planar16.tif": tiff(np.moveaxis(color, -1, 0), photometric="rgb", planarconfig="separate"),
        "gray16.pgm": pnm("5", values, 4095),
        "float32.tif": tiff((values / 4095).astype(np.float32)),
        "float64.tif": tiff(color / 4095, photometric="rgb"),
    }


@cache
def unreadable():
    """Files that hold no image to use, ``{name: (bytes, part of the reason)}``."""
    image = picture()
    whole = save(image, "PNG")
    foreign = "convert it to PNG or TIFF"
    return {
        "empty.jpg": (b"", "an empty file"),
        "cut.jpg": (save(image, "JPEG")[:-40], "cut short"),
        "cut.png": (whole[:-40], "cut short"),
        "cut.tif": (save(image, "TIFF")[:-40], "cut short"),
        "damaged.png": (whole[:100] + b"?" + whole[101:], "damaged"),
        "text.jpg": (b"not an image, but a note about one\n", "text, not an image"),
        "page.jpg": (b"<!DOCTYPE html>\n<html><body>404</body></html>", "a web page"),
        "lfs.png": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "git lfs pull"),
        "junk.png": (JUNK, "not an image"),
        "pages.tif": (tiff_pages(*[image] * 5), "holds 5 pages; choose one with"),
        "channels2.tif": (
            tiff(picture(channels=2), photometric="minisblack", planarconfig="contig"),
            "holds 2 channels",
        ),
        "channels5.tif": (
            tiff(
                np.dstack([image, image[..., :2]]),
                photometric="minisblack",
                planarconfig="contig",
            ),
            "holds 5 channels",
        ),
        "signed.tif": (tiff(gray_picture().astype(np.int16)), "signed integers of 16 bits"),
        "uint32.tif": (tiff(gray_picture().astype(np.uint32)), "unsigned integers of 32 bits"),
        "float16.tif": (tiff(gray_picture().astype(np.float16)), "floats of 16 bits"),
        "deep.tif": (tiff(gray_picture().astype(np.uint16)), "give a reading range"),
        "photo.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + JUNK, f"HEIC.*{foreign}"),
        "photo.avif": (b"\0\0\0\x1cftypavif\0\0\0\0mif1" + JUNK, f"AVIF.*{foreign}"),
        "film.mp4": (b"\0\0\0\x18ftypisom\0\0\2\0" + JUNK, f"video.*{foreign}"),
        "film.avi": (b"RIFF\0\1\0\0AVI LIST" + JUNK, f"video.*{foreign}"),
        "scan.dcm": (b"\0" * 128 + b"DICM" + JUNK, f"DICOM.*{foreign}"),
        "cells.czi": (b"ZISRAWFILE" + JUNK, f"CZI.*{foreign}"),
        "cells.nd2": (b"\xda\xce\xbe\x0a" + JUNK, f"ND2.*{foreign}"),
        "drawing.svg": (b'<?xml version="1.0"?>\n<svg xmlns="">', f"SVG.*{foreign}"),
        "paper.pdf": (b"%PDF-1.4\n" + JUNK, f"PDF.*{foreign}"),
        "layers.psd": (b"8BPS\0\1" + JUNK, f"PSD.*{foreign}"),
        "raw.cr2": (b"II*\0\x10\0\0\0CR\2\0" + JUNK, f"camera raw.*{foreign}"),
    }


def write_files(folder, files):
    """Write ``{name: bytes}`` and return ``{name: path as str}``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {name: str(folder / name) for name in files}


def write_odd_files(folder):
    """Write all of them; returns ``{path: None, or part of the reason it cannot be read}``."""
    reasons = {**dict.fromkeys(readable()), **dict.fromkeys(deep(), "reading range")}
    reasons |= {name: reason for name, (_, reason) in unreadable().items()}
    files = {**readable(), **deep(), **{n: data for n, (data, _) in unreadable().items()}}
    paths = write_files(folder, files)
    return {paths[name]: reasons[name] for name in files}
