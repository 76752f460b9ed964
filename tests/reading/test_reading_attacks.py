"""Files made to end a run: whatever their bytes bring about is the end of one file."""

import os
import socket
import struct

import numpy as np
import odd_files as odd
import pytest

from classic_cls import make_image_pipeline
from classic_cls.extraction import extract, freeze
from classic_cls.reading import ImageReadError, count_pages, find_range, read_image, read_source
from classic_cls.reading import _read as read_module
from classic_cls.reading import _source as source_module

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
@pytest.mark.parametrize("place", ["read_header", "decode", "upright", "to_uint8"])
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
