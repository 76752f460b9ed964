"""Files that cannot be read say why, and nothing is ever read silently in part."""

import os
import pickle
import random
import struct
import unicodedata
import zlib
from pathlib import Path

import numpy as np
import odd_files as odd
import pytest
from PIL import Image

from classic_cls import ImageRef
from classic_cls._remedies import in_shell
from classic_cls.reading import (
    ImageReadError,
    count_pages,
    decode_image,
    read_image,
    read_mask,
    read_source,
)
from classic_cls.reading import _read as read_module
from classic_cls.reading import _source as source_module

EVERY_FORMAT = {**odd.readable(), **odd.deep()}


def reason_of(source, **options):
    with pytest.raises(ImageReadError) as caught:
        read_image(source, **options)
    return caught.value.reason


@pytest.mark.parametrize("name", odd.unreadable())
def test_reasons(name, tmp_path):
    data, reason = odd.unreadable()[name]
    path = odd.write_files(tmp_path, {name: data})[name]
    with pytest.raises(ImageReadError, match=reason) as caught:
        read_image(path)
    assert caught.value.source == path
    assert str(caught.value) == f"{path}: {caught.value.reason}"


@pytest.mark.parametrize("name", odd.deep())
def test_deep_files_ask_for_a_range(name):
    reason = reason_of(odd.deep()[name])
    assert "; give a reading range, e.g. range=(0" in reason and "--" not in reason
    with in_shell(["--page"]):
        assert "train with --reading-range auto" in reason_of(odd.deep()[name])
    assert reason.startswith("float image" if "float" in name else "16-bit image")


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_cut_short_anywhere(name, capfd):
    data = EVERY_FORMAT[name]
    lengths = {*range(1, 60), *range(60, len(data), max(1, len(data) // 60))}
    lengths |= {len(data) - back for back in (1, 2, 3, 4, 5, 8, 12, 13, 20)}
    if name == "plain.ppm":  # the start of a last number is a number too
        lengths = {length for length in lengths if length < len(data) - 3}
    for length in sorted(lengths - {0}):
        try:
            image = read_image(data[:length], range=(0, 4095), page="max")
        except ImageReadError:
            continue
        # Nothing but a mark of the end was cut off.
        assert name.endswith(("jpg", "png", "gif")) and length > len(data) - 15
        assert np.array_equal(image, read_image(data, range=(0, 4095)))
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_damage_anywhere_gives_an_image_or_an_error(name):
    draw = random.Random(0)
    data = EVERY_FORMAT[name]
    for _ in range(60):
        damaged = bytearray(data)
        for _ in range(draw.choice((1, 3))):
            damaged[draw.randrange(min(len(data), draw.choice((300, 10**6))))] = draw.randrange(256)
        try:
            image = read_image(bytes(damaged), range=(0, 4095), page="max", max_pixels=10**5)
            assert image.dtype == np.uint8 and image.size
        except ImageReadError:
            pass


def test_bytes_after_the_image_do_not_matter():
    for name, data in EVERY_FORMAT.items():
        if name != "plain.ppm":
            image = read_image(data + odd.JUNK, range=(0, 4095))
            assert np.array_equal(image, read_image(data, range=(0, 4095))), name


# Paths


NAMES = [
    "with space.png",
    "Blüte ☘ 花.png",
    unicodedata.normalize("NFC", "Tulip_UấtKimHương.png"),
    unicodedata.normalize("NFD", "Tulip_UấtKimHương.png"),
    "'quotes' & % # ? [0] {x}.png",
    ".hidden",
]


def test_any_path(tmp_path):
    for number, name in enumerate(NAMES):
        image = np.full((4, 4), number, np.uint8)
        path = tmp_path / f"folder {name}" / name
        odd.write_files(path.parent, {name: odd.save(image, "PNG")})
    for number, name in enumerate(NAMES):
        path = tmp_path / f"folder {name}" / name
        for source in (path, str(path), ImageRef(str(path))):
            assert (read_image(source) == number).all()


def test_relative_path(tmp_path, monkeypatch):
    odd.write_files(tmp_path, {"a.png": odd.save(odd.picture(), "PNG")})
    monkeypatch.chdir(tmp_path)
    assert np.array_equal(read_image("a.png"), odd.picture())


def test_what_is_no_file(tmp_path):
    assert reason_of(tmp_path / "none.png") == "no such file"
    assert reason_of("null\0.png").startswith("not a path that can be opened")
    if os.name == "posix":
        assert reason_of(tmp_path) == "a folder, not a file"
        odd.write_files(tmp_path, {"file": b""})
        assert reason_of(tmp_path / "file" / "a.png").startswith("cannot be opened (Not a dir")


def test_no_permission(tmp_path, monkeypatch):
    path = Path(odd.write_files(tmp_path, {"a.png": b"x"})["a.png"])

    def refuse(path, *args, **options):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(source_module.os, "open", refuse)
    assert reason_of(path) == "no permission to read it"
    assert reason_of(tmp_path) == "a folder, not a file"


def test_large_foreign_files_are_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(source_module, "_LARGE", 100)
    monkeypatch.setattr(source_module, "_SMALL", 10)
    files = {"film.mp4": odd.unreadable()["film.mp4"][0], "a.png": odd.save(odd.picture(), "PNG")}
    paths = odd.write_files(tmp_path, files)
    with pytest.raises(ImageReadError, match="a video"):
        read_source(paths["film.mp4"])
    assert read_source(paths["a.png"]) == files["a.png"]


@pytest.mark.parametrize("changes_to", [2, -2])
def test_a_file_that_grows_or_shrinks_while_it_is_opened(tmp_path, monkeypatch, changes_to):
    data = odd.save(odd.picture(), "PNG")
    path = odd.write_files(tmp_path, {"a.png": data})["a.png"]
    real = os.fstat

    def fstat(number):
        found = list(real(number))
        found[6] += changes_to
        return os.stat_result(found)

    monkeypatch.setattr(source_module.os, "fstat", fstat)
    assert read_source(path) == data


# Size


def bomb(width, height):
    """A small file that unpacks to a large black image."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    content = zlib.compress(bytes((-(-width // 8) + 1) * height))
    chunks = ((b"IHDR", header), (b"IDAT", content), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(odd.png_chunk(*chunk) for chunk in chunks)


@pytest.mark.parametrize("name", EVERY_FORMAT)
def test_pixel_cap_is_checked_before_decoding(name, monkeypatch):
    monkeypatch.setattr(read_module, "decode", None)
    reason = reason_of(EVERY_FORMAT[name], max_pixels=40 * 56 - 1, range=(0, 1))
    assert reason.startswith(("56 x 40 pixels, more than max_pixels=2239", "40 x 56 pixels"))


def test_pixel_cap():
    data = bomb(30_000, 20_000)
    assert len(data) < 10**6
    assert "more than max_pixels=268435456" in reason_of(data)
    assert read_image(bomb(100, 100), max_pixels=10_000).shape == (100, 100)


def test_limits_of_opencv_have_a_reason():
    wide = odd.save(Image.new("1", (2**20 + 8, 1)), "BMP")
    assert "OPENCV_IO_MAX_IMAGE_WIDTH" in reason_of(wide)


def test_gif_frame_larger_than_its_screen():
    data = bytearray(odd.save(odd.gray_picture(), "GIF"))
    data[6:10] = struct.pack("<HH", 1, 1)
    assert "56 x 40 pixels" in reason_of(bytes(data), max_pixels=1000)


# Boxes and masks


@pytest.fixture
def files(tmp_path):
    keep = np.zeros((40, 56), np.uint8)
    keep[10:30, 5:50] = 1
    return odd.write_files(
        tmp_path,
        {
            "image.png": odd.save(odd.picture(), "PNG"),
            "turned.jpg": odd.oriented(odd.picture(), 6, "JPEG"),
            "deep.tif": odd.tiff(odd.gray_picture().astype(np.uint16) * 16),
            "pages.tif": odd.tiff_pages(odd.picture(), odd.picture()[::-1].copy()),
            "mask.png": odd.save(keep, "PNG"),
            "labels.tif": odd.tiff(keep.astype(np.uint16) * 300),
            "color_mask.png": odd.save(np.dstack([keep * 0, keep * 9, keep * 0]), "PNG"),
            "alpha_mask.png": odd.save(np.dstack([keep * 0 + 255] * 3 + [keep * 255]), "PNG"),
            "turned_mask.tif": odd.oriented(keep, 8, "TIFF"),
            "small_mask.png": odd.save(keep[:20], "PNG"),
        },
    )


def test_box_lies_in_the_upright_image(files):
    for name in ("image.png", "turned.jpg"):
        whole = read_image(files[name])
        part = read_image(ImageRef(files[name], box=(3, 5, 20, 10)))
        assert np.array_equal(part, whole[5:15, 3:23])
        assert part.flags.owndata
    ref = ImageRef(files["pages.tif"], page=1, box=(0, 0, 56, 40))
    assert np.array_equal(read_image(ref), odd.picture()[::-1])


@pytest.mark.parametrize("box", [(-1, 0, 4, 4), (0, 0, 57, 4), (0, 37, 4, 4), (0, 0, 0, 4)])
def test_box_outside(files, box):
    ref = ImageRef(files["image.png"], box=box)
    with pytest.raises(ImageReadError, match="within the image of 56 x 40 pixels") as caught:
        read_image(ref)
    assert caught.value.source == ref.label()


@pytest.mark.parametrize(
    "mask", ["mask.png", "labels.tif", "color_mask.png", "alpha_mask.png", "turned_mask.tif"]
)
def test_mask(files, mask):
    expected = np.full_like(odd.picture(), 255)
    expected[10:30, 5:50] = odd.picture()[10:30, 5:50]
    ref = ImageRef(files["image.png"], mask=files[mask])
    assert np.array_equal(read_image(ref), expected)
    ref = ImageRef(files["image.png"], mask=files[mask], box=(2, 8, 30, 30))
    assert np.array_equal(read_image(ref), expected[8:38, 2:32])
    assert read_mask(ref) == Path(files[mask]).read_bytes()


def test_mask_of_a_deep_image(files):
    ref = ImageRef(files["deep.tif"], mask=files["mask.png"])
    image = read_image(ref, range=(0, 4080))
    assert (image[:10] == 255).all()
    assert np.array_equal(image[10:30, 5:50], odd.gray_picture()[10:30, 5:50])


def test_no_mask(files):
    assert read_mask(files["image.png"]) is None
    assert read_mask(ImageRef(files["image.png"])) is None


def test_wrong_masks(files):
    small, missing = files["small_mask.png"], files["mask.png"] + "x"
    with pytest.raises(ImageReadError, match="has 56 x 20 pixels, the image 56 x 40"):
        read_image(ImageRef(files["image.png"], mask=small))
    with pytest.raises(ImageReadError, match="image.png.*: its mask '.*mask.pngx': no such file"):
        read_image(ImageRef(files["image.png"], mask=missing))
    with pytest.raises(ImageReadError, match="image.png.*: its mask '.*pages.tif': holds 2 pages"):
        read_image(ImageRef(files["image.png"], mask=files["pages.tif"]))


def test_mask_does_not_change_the_bytes_of_the_image(files):
    ref = ImageRef(files["image.png"], mask=files["mask.png"])
    data = read_source(ref)
    decode_image(data, ref)
    assert data == read_source(ref)


# Reduced decoding


def photo(width, height, **options):
    return odd.save(odd.picture(height, width), "JPEG", **options)


@pytest.mark.parametrize(
    "min_size, shape",
    [
        (1, (60, 81)),
        (30, (60, 81)),
        (31, (120, 161)),
        (60, (120, 161)),
        (61, (240, 321)),
        (120, (240, 321)),
        (121, (480, 642)),
        (500, (480, 642)),
        ((40, 30), (60, 81)),
        ((41, 30), (120, 161)),
        ((80, 60), (120, 161)),
        ((161, 1), (480, 642)),
    ],
)
def test_min_size(min_size, shape):
    for channels, end in ((3, (3,)), (1, ())):
        data = photo(642, 480)
        if channels == 1:
            data = odd.save(Image.fromarray(odd.picture(480, 642)).convert("L"), "JPEG")
        image = read_image(data, min_size=min_size)
        assert image.shape == (*shape, *end)
        small = Image.fromarray(read_image(data)).resize(shape[::-1], Image.Resampling.BOX)
        assert np.abs(np.asarray(small, float) - image).mean() < 2


def test_min_size_is_of_the_upright_image():
    data = odd.oriented(odd.picture(480, 320), 6, "JPEG")
    assert read_image(data, min_size=(80, 120)).shape == (240, 160, 3)
    assert read_image(data, min_size=(80, 121)).shape == (480, 320, 3)


def test_only_whole_jpegs_are_reduced(tmp_path):
    image = odd.picture(400, 400)
    assert read_image(odd.save(image, "PNG"), min_size=10).shape == (400, 400, 3)
    cmyk = odd.save(Image.fromarray(image).convert("CMYK"), "JPEG")
    assert read_image(cmyk, min_size=10).shape == (400, 400, 3)
    paths = odd.write_files(tmp_path, {"a.jpg": odd.save(image, "JPEG")})
    ref = ImageRef(paths["a.jpg"], box=(0, 0, 300, 200))
    assert read_image(ref, min_size=10).shape == (200, 300, 3)
    assert read_image(ImageRef(paths["a.jpg"], page=0), min_size=10).shape == (50, 50, 3)


# Others


def test_clipped_values_are_counted():
    data = odd.pnm("5", np.array([[0, 100, 200], [300, 400, 500]]), 65535)
    image, n_clipped = decode_image(data, range=(100, 300))
    assert image.tolist() == [[0, 0, 128], [255, 255, 255]]
    assert n_clipped == 3


def test_large_and_small_deep_images_are_mapped_alike():
    values = np.random.default_rng(0).integers(0, 65536, (300, 300))
    whole, n_clipped = decode_image(odd.pnm("5", values, 65535), range=(1000, 60000))
    exact = np.rint(255 * (np.clip(values, 1000, 60000) - 1000) / 59000)
    assert np.array_equal(whole, exact)
    assert n_clipped == ((values < 1000) | (values > 60000)).sum()
    part, _ = decode_image(odd.pnm("5", values[:5], 65535), range=(1000, 60000))
    assert np.array_equal(part, whole[:5])


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_not_finite(value):
    array = np.ones((4, 4), np.float32)
    array[1, 2] = value
    assert "not finite" in reason_of(odd.tiff(array), range=(0.0, 1.0))


def test_8_bit_is_not_changed_by_a_range():
    image, n_clipped = decode_image(odd.save(odd.picture(), "PNG"), range=(0, 10))
    assert np.array_equal(image, odd.picture()) and n_clipped == 0


def test_count_pages_of_what_is_no_image(tmp_path):
    with pytest.raises(ImageReadError, match="no such file"):
        count_pages(tmp_path / "none.tif")
    with pytest.raises(ImageReadError, match="an empty file"):
        count_pages(b"")


def test_error_can_be_pickled():
    error = ImageReadError(ImageRef("a.tif", page=2), "too odd")
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.source, copy.reason, str(copy)) == (error.source, error.reason, str(error))
    assert isinstance(error, ValueError) and error.source == "a.tif[page=2]"


def test_a_folder_of_all_odd_files(tmp_path):
    for path, reason in odd.write_odd_files(tmp_path).items():
        if reason is None:
            assert read_image(path).shape[:2] == (40, 56)
        else:
            with pytest.raises(ImageReadError, match=reason):
                read_image(path)
