"""Damage of formats without checksums: what their codes, ends and sizes let one know."""

import struct

import numpy as np
import odd_files as odd
import pytest
from PIL import Image

from classic_cls.reading import ImageReadError, read_image
from classic_cls.reading import _listening as listening_module

DRAW = np.random.default_rng(0)
NOISE = DRAW.integers(0, 256, (90, 70, 3), dtype=np.uint8)
SMOOTH = odd.picture(300, 200)
GRAINY = np.clip(SMOOTH + DRAW.normal(0, 4, SMOOTH.shape), 0, 255).astype(np.uint8)
# A flat part makes long runs of zeros in an intact file.
HALF = np.full((700, 600, 3), 255, np.uint8)
HALF[:300, :200] = SMOOTH
TRANSPARENT = np.dstack([SMOOTH, SMOOTH[..., 0] // 2 + 100])
WEBPS = {
    "lossy": (SMOOTH, {"quality": 95}),
    "lossless": (GRAINY, {"lossless": True}),
    "alpha": (TRANSPARENT, {}),
    "lossless alpha": (TRANSPARENT, {"lossless": True}),
}


def is_refused(data):
    try:
        read_image(data)
    except ImageReadError as error:
        assert error.reason.startswith(("damaged", "cut short"))
        return True
    return False


def with_hole(data, start, length):
    return data[:start] + bytes(length) + data[start + length :]


@pytest.mark.parametrize("name", WEBPS)
def test_holes_in_a_webp(name):
    image, options = WEBPS[name]
    data = odd.save(image, "WebP", **options)
    assert read_image(data).shape == (*image.shape[:2], 3)
    n = len(data)
    assert is_refused(data[: n // 2])
    assert all(is_refused(with_hole(data, at, n - at)) for at in range(n // 4, n - 99, n // 9))
    holes = [with_hole(data, at, 512) for at in range(n // 4, n - 600, n // 30)]
    assert np.mean([is_refused(hole) for hole in holes]) > 0.4  # by chance all bytes may be used up


@pytest.mark.parametrize("method", [0, 4])
@pytest.mark.parametrize("quality", [0, 50, 100])
@pytest.mark.parametrize("lossless", [True, False])
def test_intact_webps_are_never_called_damaged(method, quality, lossless):
    white = np.full((900, 900, 3), 255, np.uint8)
    gradient = np.tile(np.linspace(0, 255, 900).astype(np.uint8), (900, 1))
    for image in (white, HALF, HALF[::-1], np.dstack([white, gradient]), odd.picture(9, 7)):
        data = odd.save(
            np.ascontiguousarray(image), "WebP", method=method, quality=quality, lossless=lossless
        )
        assert read_image(data).shape == (*image.shape[:2], 3)


def test_flat_parts_are_runs_of_zeros():
    data = odd.save(np.full((900, 900, 3), 255, np.uint8), "WebP")
    assert bytes(64) in data and read_image(data).min() == 255


@pytest.mark.parametrize("halves", [False, True])
def test_runs_of_a_bmp(halves):
    levels = odd.gray_picture() // (16 if halves else 1)
    data = odd.bmp_runs(levels, halves)
    whole = read_image(data)
    assert np.array_equal(whole, levels)
    assert np.array_equal(read_image(data[:2] + bytes(4) + data[6:-2]), whole)  # no end mark
    n = len(data)
    start = n // 2
    assert is_refused(data[: n - n // 4])
    assert is_refused(data[:2] + bytes(4) + data[6 : n - n // 4])
    for at in range(start & ~1, n - 40, n // 40 * 2):
        assert is_refused(with_hole(data, at, 30))
        assert is_refused(data[:at] + b"\0\1" + data[at + 2 :])
        assert is_refused(data[:at] + data[at + 6 :])


def test_jumps_and_plain_parts_in_the_runs_of_a_bmp():
    head = odd.bmp_runs(np.zeros((2, 5), np.uint8))
    (at,) = struct.unpack_from("<I", head, 10)
    lines = b"\0\5abcde\0" + b"\0\0" + b"\2x\0\2\2\0\1z\0\1"
    data = head[:2] + struct.pack("<I", at + len(lines)) + head[6:at] + lines
    above, below = read_image(data).tolist()
    assert below == [97, 98, 99, 100, 101]
    assert above[:4] == [120, 120, 0, 0] and above[4] in (0, 122)  # Pillow 10 ends with a jump
    for bad in (
        b"\6x\0\0\5y\0\1",
        b"\5x\0\0\5y\0\0\5z\0\1",
        b"\5x\0\1",
        b"\5x\0\2\0\7\0\1",
        b"\0\xff",
    ):
        assert is_refused(head[:2] + bytes(4) + head[6:at] + bad)


def test_rows_of_a_bmp_that_end_early():
    image = np.full((9, 40), 7, np.uint8)
    data = odd.bmp_runs(image)
    wide = data[:18] + struct.pack("<I", 50) + data[22:]
    assert read_image(wide).tolist() == [[7] * 40 + [0] * 10] * 9
    assert is_refused(data[:18] + struct.pack("<I", 10**6) + data[22:])  # to be filled for seconds


@pytest.mark.parametrize("method", ["group4", "group3"])
def test_holes_and_garbage_in_a_fax(method, capfd):
    bits = Image.fromarray(DRAW.integers(0, 2, (200, 300), dtype=np.uint8) * 255).convert("1")
    data = odd.save(bits, "TIFF", compression=method)
    assert read_image(data).shape == (200, 300)
    at = len(data) // 3
    if method == "group4":
        assert is_refused(with_hole(data, at, 200))
        garbage = [data[: at + n] + odd.JUNK[:60] + data[at + n + 60 :] for n in range(0, 900, 90)]
        assert sum(map(is_refused, garbage)) > 6 or not listening_module.LISTENS
    assert capfd.readouterr().err == ""
    white = Image.fromarray(np.full((900, 900), 255, np.uint8)).convert("1")
    assert read_image(odd.save(white, "TIFF", compression=method)).all()


def test_holes_in_lzw_codes_of_single_bytes():
    data = odd.save(NOISE, "TIFF", compression="tiff_lzw")
    at = len(data) // 2
    assert all(is_refused(with_hole(data, at + n, 99)) for n in range(0, 3000, 300))
    assert read_image(odd.save(HALF * 0, "TIFF", compression="tiff_lzw")).max() == 0
