"""Damaged pixels are named, complete ones are used, and no decoder writes to the terminal."""

import io
import logging
import os
import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import odd_files as odd
import pytest
import tifffile
from PIL import Image

from classic_cls.reading import ImageReadError, read_image
from classic_cls.reading import _jpeg as jpeg_module

END = b"\xff\xd9"
NOISE = np.random.default_rng(0).integers(0, 256, (90, 70, 3), dtype=np.uint8)
KINDS = {
    "plain": {},
    "gray": {},
    "cmyk": {},
    "restarts": {"restart_marker_blocks": 3},
    "progressive": {"progressive": True},
    "optimized": {"optimize": True},
    "full colour": {"subsampling": 0, "quality": 100},
}


def jpeg(kind, array=NOISE):
    image = Image.fromarray(array).convert({"gray": "L", "cmyk": "CMYK"}.get(kind, "RGB"))
    return odd.save(image, "JPEG", **KINDS[kind])


def scan_of(data):
    """Where the pixels of the first scan begin."""
    at = data.index(b"\xff\xda")
    return at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")


def reason_of(data, **options):
    with pytest.raises(ImageReadError) as caught:
        read_image(data, **options)
    return caught.value.reason


@pytest.fixture(params=[True, False], ids=["listening", "deaf"])
def listens(request, monkeypatch):
    """With and without the words of libjpeg, which only glibc lets us hear."""
    if not request.param:
        monkeypatch.setattr(jpeg_module, "heard", lambda: "")
        monkeypatch.setattr(jpeg_module, "LISTENS", False)
    return request.param


@pytest.mark.parametrize("kind", KINDS)
def test_missing_pixels_of_a_jpeg(kind, listens, capfd):
    data = jpeg(kind)
    start, n = scan_of(data), len(data)
    for at in np.linspace(start, n - 40, 12).astype(int).tolist():
        hole = data[:at] + bytes(n - at - 2) + END
        for damaged in (data[:at], data[:at] + END, data[:at] + END + odd.JUNK, hole):
            if kind == "progressive" and not listens and at > start + 10:
                continue  # whether a scan of these is whole, the decoder alone knows
            assert reason_of(damaged).startswith(("damaged", "cut short"))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", ["restarts"])
def test_broken_restart_intervals(kind, listens):
    data = jpeg(kind)
    second = data.index(b"\xff\xd1")
    for filler in (b"\x11" * 30, bytes(30), odd.JUNK[:30].replace(b"\xff", b"\xfe")):
        assert "damaged" in reason_of(data[: second + 8] + filler + data[second + 38 :])
    assert "damaged" in reason_of(data.replace(b"\xff\xd1", b"\xff\xd5", 1))
    third = data.index(b"\xff\xd2")
    assert "damaged" in reason_of(data[:second] + data[third:])


def test_progressive_jpeg_without_its_last_scans(listens):
    data = jpeg("progressive")
    scans = [at for at in range(len(data) - 1) if data[at : at + 2] == b"\xff\xda"]
    for at in scans[1:]:
        at = data.rindex(b"\xff\xc4", 0, at) if data.rfind(b"\xff\xc4", 0, at) > at - 400 else at
        assert "damaged" in reason_of(data[:at] + END)


@pytest.mark.parametrize("kind", KINDS)
def test_complete_jpegs_are_used(kind, listens, capfd):
    for array in (NOISE, odd.picture(), odd.picture(8, 8), np.zeros((64, 200, 3), np.uint8)):
        data = jpeg(kind, array)
        whole = read_image(data)
        tables = data.index(b"\xff\xdb")
        padded = data[:-2] + (b"" if kind == "progressive" else bytes(7)) + END
        for used in (
            data[:-2],
            data[:-1],
            data + odd.JUNK,
            data[:tables] + b"\0\0" + data[tables:],
            data[:tables] + b"\0stray\xff\0 bytes" + data[tables:],
            padded,
            data[:-2] + b"\xff\xff" + END,
        ):
            assert np.array_equal(read_image(used), whole)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"progressive"}))
def test_intact_photos_are_never_called_damaged(kind, monkeypatch):
    monkeypatch.setattr(jpeg_module, "LISTENS", False)
    draw = np.random.default_rng(1)
    for size in ((1, 1), (7, 9), (16, 16), (17, 33), (64, 48), (130, 70)):
        for low, high in ((0, 1), (0, 256), (120, 130), (255, 256)):
            array = draw.integers(low, high, (*size, 3), dtype=np.uint8)
            assert read_image(jpeg(kind, array)).shape[:2] == size


@pytest.mark.parametrize("end", [b"", b"\0;", b"\0\0\0"])
def test_complete_gifs_are_used(end):
    data = odd.save(Image.fromarray(NOISE).quantize(32), "GIF")
    assert np.array_equal(read_image(data[:-1] + end), read_image(data))


def test_complete_pngs_are_used(capfd):
    data = odd.save(NOISE, "PNG")
    gamma = odd.png_chunk(b"gAMA", struct.pack(">I", 45455))
    profile = odd.png_chunk(b"iCCP", b"bad\0\0nonsense")
    for used in (
        data[:-12],
        data[:33] + gamma * 2 + data[33:],
        data[:33] + profile + data[33:],
        data[:-12] + odd.png_chunk(b"tEXt", b"late"),
    ):
        assert np.array_equal(read_image(used), NOISE)
    assert capfd.readouterr().err == ""


def test_png_of_ios_is_named():
    data = odd.save(NOISE, "PNG")
    reason = reason_of(data[:8] + odd.png_chunk(b"CgBI", b"\x50\0\x20\2") + data[8:])
    assert "iOS" in reason and "revert" in reason


@pytest.mark.parametrize("format", ["PNG", "WebP", "TIFF"])
def test_nothing_but_transparency_is_named(format):
    clear = np.dstack([NOISE, np.zeros((90, 70), np.uint8)])
    options = {"lossless": True} if format == "WebP" else {}
    assert "transparent all over" in reason_of(odd.save(clear, format, **options))
    clear[4, 5, 3] = 255
    image = read_image(odd.save(clear, format, **options))
    assert (image != 255).any(axis=2).sum() == 1


SCRIPT = """
import sys
from concurrent.futures import ThreadPoolExecutor
from classic_cls.reading import ImageReadError, read_image

def reason(path):
    try:
        read_image(path)
    except ImageReadError as error:
        return str(error)

with ThreadPoolExecutor(4) as pool:
    for reason in pool.map(reason, sys.argv[1:] * 10):
        print(reason)
        print("still shown", file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="decoders are heard with glibc only")
def test_words_of_the_decoder_stay_with_the_file(tmp_path):
    whole, prog = jpeg("plain"), jpeg("progressive")
    files = {f"whole{n}.jpg": whole for n in range(3)}
    files |= {f"bad{n}.jpg": prog[: len(prog) // 2] + END for n in range(3)}
    files["gamma.png"] = odd.save(NOISE, "PNG")[:60]
    paths = odd.write_files(tmp_path, files)
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *paths.values()], capture_output=True, text=True, check=True
    )
    assert set(done.stderr.splitlines()) == {"still shown"}
    for path, said in zip([*paths.values()] * 10, done.stdout.splitlines(), strict=True):
        if "whole" in path:
            assert said == "None"
        else:
            assert said.startswith(path) and ("premature end" in said or "gamma" in path)


def test_what_is_said_of_used_images_is_logged(caplog):
    data = jpeg("plain").replace(b"JFIF\0\1", b"JFIF\0\7")
    with caplog.at_level(logging.INFO, "classic_cls"):
        read_image(data)
    said = [record.getMessage() for record in caplog.records]
    if jpeg_module.LISTENS:
        assert len(said) == 1 and "JFIF revision" in said[0] and "image of" in said[0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_process_forked_while_threads_decode():
    large = odd.save(odd.picture(1500, 1500), "JPEG")
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(read_image, large) for _ in range(6)]
        child = os.fork()
        if child == 0:
            ok = reason_of(jpeg("plain")[:900] + END)
            os._exit(0 if ok else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert all(future.result().shape for future in running)


DEEP = NOISE[..., 0].astype(np.uint16) * 16
SMOOTH = odd.picture(300, 200)
TIFFS = {
    f"{method} {name}": odd.save(array, "TIFF", compression=method)
    for method in ("tiff_adobe_deflate", "tiff_lzw", "jpeg")
    for name, array in {"noise": NOISE, "smooth": SMOOTH, "deep": DEEP}.items()
    if method != "jpeg" or name != "deep"
}
del TIFFS["tiff_lzw noise"]  # of single bytes, which may be any
TIFFS["tiles"] = odd.tiff(NOISE, tile=(32, 48), compression="zlib")
TIFFS["planes"] = odd.tiff(
    np.moveaxis(NOISE, -1, 0), photometric="rgb", planarconfig="separate", compression="zlib",
    rowsperstrip=16,
)  # fmt: skip
TIFFS["predictor"] = odd.tiff(SMOOTH, compression="zlib", predictor=True, rowsperstrip=7)


@pytest.mark.parametrize("name", TIFFS)
def test_damaged_pixels_of_a_compressed_tiff(name):
    data = TIFFS[name]
    whole = read_image(data, range=(0, 4095))
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        page = file.pages[0]
        places = list(zip(page.dataoffsets, page.databytecounts, strict=True))
    draw = np.random.default_rng(0)
    n_missed = 0
    for start, length in places * (24 // len(places) + 1):
        at = start + int(draw.integers(length // 4, max(length - 20, length // 4 + 1)))
        for filler in (bytes(16), draw.integers(0, 256, 16, dtype=np.uint8).tobytes()):
            damaged = data[:at] + filler + data[at + 16 :]
            try:
                n_missed += not np.array_equal(read_image(damaged, range=(0, 4095)), whole)
            except ImageReadError as error:
                assert error.reason.startswith("damaged")
    # Codes may by chance come out as long as those they were.
    assert n_missed <= (3 if "lzw" in name or "jpeg" in name else 0)


@pytest.mark.parametrize("shape", [(1, 1), (7, 300), (70, 3), (200, 130)])
@pytest.mark.parametrize("method", ["tiff_adobe_deflate", "tiff_lzw", "packbits", "jpeg"])
def test_intact_compressed_tiffs_are_never_called_damaged(method, shape):
    draw = np.random.default_rng(1)
    for high in (1, 2, 256):
        array = draw.integers(0, high, shape, dtype=np.uint8)
        kinds = [array, np.dstack([array] * 3)]
        if method != "jpeg":
            kinds += [array.astype(np.uint16) * 9, Image.fromarray(array * 255).convert("1")]
        for kind in kinds:
            data = odd.save(kind, "TIFF", compression=method)
            assert read_image(data, range=(0, 4095)).shape[:2] == shape
