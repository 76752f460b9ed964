"""Files made to end a run: whatever their bytes bring about is the end of one file."""

import io
import os
import socket
import struct
import tracemalloc

import numpy as np
import odd_files as odd
import pytest
from PIL import Image

from classic_cls import make_image_pipeline
from classic_cls.extraction import extract, freeze
from classic_cls.reading import ImageReadError, count_pages, find_range, read_image, read_source
from classic_cls.reading import _pnm as pnm_module
from classic_cls.reading import _read as read_module
from classic_cls.reading import _source as source_module
from classic_cls.reading._depth import to_image
from classic_cls.reading._header import Unreadable
from classic_cls.reading._tiff import tiff_header

FAR = 2**63
BIG_TIFF = b"II+\0\x08\0\0\0" + struct.pack("<Q", FAR)
LIES = {
    "far.tif": BIG_TIFF,
    "far_big_endian.tif": b"MM\0+\0\x08\0\0" + struct.pack(">Q", FAR),
    "digits.pgm": b"P5 " + b"9" * 5000 + b" 1 255 A",
    "digits.ppm": b"P3 1 1 " + b"9" * 5000 + b" 1 1 1",
    "comment.pgm": b"P5 #" + b"\n#" * 10**6,
}


def with_exif(block, format):
    return odd.save(odd.picture(), format, exif=b"Exif\0\0" + block)


def reason_of(source, **options):
    with pytest.raises(ImageReadError) as caught:
        read_image(source, **options)
    return caught.value.reason


@pytest.mark.parametrize("name", LIES)
def test_headers_that_lie(name, tmp_path):
    path = odd.write_files(tmp_path, {name: LIES[name]})[name]
    for source in (path, LIES[name]):
        assert reason_of(source).startswith(("damaged", "cut short"))
    if name.endswith("tif"):
        with pytest.raises(ImageReadError, match="far"):
            count_pages(path)
    assert find_range([path]) is None


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WebP"])
def test_exif_that_lies_does_not_matter(format):
    entry = struct.pack("<HHQQ", 274, 16, 2**61, FAR)
    for block in (BIG_TIFF, b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 1) + entry, b"", b"MM"):
        data = odd.save(odd.picture(), format, exif=b"Exif\0\0" + block)
        assert read_image(data).shape == (40, 56, 3)


ERRORS = [OverflowError, ValueError, RecursionError, MemoryError, SystemError, struct.error]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("place", ["read_header", "decode", "upright", "to_image"])
def test_whatever_is_raised_is_one_file(error, place, tmp_path, monkeypatch):
    deep = [odd.png(np.full((8, 8), 100 * n, np.uint16), 16, 0) for n in range(4)]
    paths = list(odd.write_files(tmp_path, {f"{n}.png": deep[n] for n in range(4)}).values())
    real, calls = getattr(read_module, place), []

    def raising(*args):
        calls.append(args)
        if len(calls) == 3:
            raise error("from somewhere inside a decoder")
        return real(*args)

    monkeypatch.setattr(read_module, place, raising)
    sources = [np.zeros((8, 8), np.uint8), *paths]  # the first is what the steps are fitted on
    pipeline = make_image_pipeline(features="raw", size=8, reading_range=(0, 4095))
    found = extract(freeze(pipeline), sources, n_jobs=1)
    assert [item.path for item in found.rejected] == [paths[2]]
    assert found.rejected[0].reason


def test_mistakes_of_the_caller_are_no_fault_of_the_file():
    data = odd.save(odd.picture(), "PNG")
    for mistake in ({"page": "last"}, {"page": -1}, {"range": (5,)}, {"range": ("a", "b")},
                    {"range": (9, 3)}, {"max_pixels": None}, {"min_size": "big"}):  # fmt: skip
        with pytest.raises(ValueError, match=next(iter(mistake))) as caught:
            read_image(data, **mistake)
        assert not isinstance(caught.value, ImageReadError)


@pytest.mark.skipif(os.name != "posix", reason="no such files")
def test_pipes_sockets_and_devices_are_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # names of sockets must be short
    os.mkfifo("pipe.png")
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("socket.png")
        for name in ("pipe.png", "socket.png", "/dev/zero"):
            for function in (read_image, count_pages, read_source):
                with pytest.raises(ImageReadError, match="a pipe, socket or device"):
                    function(name)


@pytest.mark.skipif(os.name != "posix", reason="no such files")
def test_a_file_that_becomes_a_pipe_is_not_waited_for(tmp_path, monkeypatch):
    path = tmp_path / "a.png"
    os.mkfifo(path)
    monkeypatch.setattr(source_module.stat, "S_ISREG", lambda mode: True)
    assert reason_of(path) == "an empty file; copy or download it again"


# Files that would take much time or memory


def overlapping_pages(n_tags, n_pages, tag):
    """A chain of directories, every one of which lies over the one before."""
    out = bytearray(struct.pack("<2sHI", b"II", 42, 8)) + bytearray(12 * (n_tags + n_pages) + 20)
    for n in range(n_pages):
        at, end = 8 + 12 * n, 14 + 12 * (n + n_tags) - 4
        struct.pack_into("<HHHII", out, at, n_tags, tag, 3, 1, 9)
        struct.pack_into("<I", out, end, 20 + 12 * n if n < n_pages - 1 else 0)
    return bytes(out)


def chain_of_pages(n_pages):
    tags = struct.pack("<HHHIIHHII", 2, 256, 4, 1, 9, 257, 4, 1, 9)
    links = (struct.pack("<I", 8 + 30 * (n + 1)) for n in range(n_pages))
    return struct.pack("<2sHI", b"II", 42, 8) + b"".join(tags + link for link in links)


def one_page(*tags):
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + body + bytes(4)


SIZE = ((256, 4, 1, 9), (257, 4, 1, 9))
BOMBS = {
    "tags": overlapping_pages(65_535, 100, 256),
    "pages": overlapping_pages(4000, 2000, 256),
    "chain": chain_of_pages(70_000),
    "reduced": chain_of_pages(70_000).replace(struct.pack("<H", 257), struct.pack("<H", 254)),
    "same tag": one_page(*SIZE, *[(273, 4, 10_000, 8)] * 4000) + bytes(40_000),
    "strips": one_page(*SIZE, (273, 4, 10_000, 8), (279, 4, 10_000, 8)) + bytes(40_000),
}


@pytest.mark.parametrize("name", BOMBS)
def test_directories_that_cost_more_than_they_are(name):
    n_bytes = []

    class Counted(io.BytesIO):
        def read(self, size=-1):
            n_bytes.append(len(data := super().read(size)))
            return data

    file = Counted(BOMBS[name])
    with pytest.raises(Unreadable):
        tiff_header(file)
    assert sum(n_bytes) < 4 * len(BOMBS[name]) + 2**21


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_memory_of_alpha_and_depth(dtype, channels):
    pixels = np.ones((1500, 1500, channels), dtype)[..., 0 if channels == 1 else slice(None)]
    low_high = (0.0, 2.0) if dtype == np.float32 else (0, 4095)
    tracemalloc.start()
    to_image(pixels, low_high)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1500 * 1500 * 4 + 2**23 + 2**24


def test_bands_are_seamless():
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 65536, (1100, 500, 4), dtype=np.uint16)
    image, n_clipped = to_image(pixels, (1000, 60_000))
    parts = [to_image(pixels[n : n + 1], (1000, 60_000)) for n in range(len(pixels))]
    assert np.array_equal(image, np.concatenate([part for part, _ in parts]))
    assert n_clipped == sum(n for _, n in parts)


@pytest.mark.parametrize("kind", "123")
def test_plain_pnm_is_read_part_by_part(kind, monkeypatch):
    rng = np.random.default_rng(0)
    shape = (60, 70, 3) if kind == "3" else (60, 70)
    values = rng.integers(0, 2 if kind == "1" else 256, shape)
    data = odd.pnm(kind, values)
    whole = read_image(data)
    monkeypatch.setattr(pnm_module, "_PART", 37)
    assert np.array_equal(read_image(data), whole)
    assert np.array_equal(whole, 255 * (1 - values) if kind == "1" else values)
    assert "cut short" in reason_of(data[: len(data) // 2])
    assert "cut short" in reason_of(data[:20].replace(b"70 60", b"9000 9000"))
    for bad in (b" x ", b" -7 ", b" 999999999999999999999 ", b" 256 "):
        assert "damaged" in reason_of(data[:60] + bad + data[60:])


def test_pixels_that_pillow_does_not_decode_are_named(monkeypatch):
    data = odd.save(odd.picture(), "TIFF", compression="tiff_lzw")
    whole = read_image(data)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 40 * 56 - 1)
    assert np.array_equal(read_image(data), whole)  # and no warning
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 40 * 56 // 3)
    try:  # Pillow 10 asks for the size on opening alone
        assert np.array_equal(read_image(data), whole)
    except ImageReadError as error:
        assert "56 x 40 pixels, more than Pillow decodes" in str(error)
