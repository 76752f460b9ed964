"""TIFF: depth, storage, colours, pages and channels."""

import io

import numpy as np
import odd_files as odd
import pytest
from PIL import Image

from classic_cls import ImageRef
from classic_cls.reading import ImageReadError, count_pages, decode_image, read_image
from classic_cls.reading import _source as source_module
from classic_cls.reading._tiff_directory import Directory

PICTURE, GRAY = odd.picture(), odd.gray_picture()
STORAGE = {
    "strips": {"rowsperstrip": 7},
    "tiles": {"tile": (16, 32)},
    "deflate": {"compression": "zlib"},
    "deflate tiles": {"compression": "zlib", "tile": (32, 16)},
    "big endian": {"byteorder": ">"},
    "BigTIFF": {"bigtiff": True},
    "big-endian BigTIFF": {"bigtiff": True, "byteorder": ">"},
}


def values(dtype, channels=1):
    """The picture as ``dtype``, and the range that brings it back."""
    image = odd.picture(channels=channels) if channels > 1 else GRAY
    if np.dtype(dtype).kind == "f":
        return (image / 255).astype(dtype), (0.0, 1.0)
    factor = 1 if dtype == "uint8" else 257
    return image.astype(dtype) * np.array(factor, dtype), (0, 255 * factor)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
@pytest.mark.parametrize("storage", STORAGE)
@pytest.mark.parametrize("channels", [1, 3])
def test_storage(dtype, storage, channels):
    array, range = values(dtype, channels)
    color = {"photometric": "rgb" if channels == 3 else "minisblack"}
    image = read_image(odd.tiff(array, **STORAGE[storage], **color), range=range)
    assert np.array_equal(image, PICTURE if channels == 3 else GRAY)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
@pytest.mark.parametrize("storage", STORAGE)
def test_channels_one_after_the_other(dtype, storage):
    array, range = values(dtype, 3)
    array = np.moveaxis(array, -1, 0)
    data = odd.tiff(array, photometric="rgb", planarconfig="separate", **STORAGE[storage])
    assert np.array_equal(read_image(data, range=range), PICTURE)


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_white_is_zero(dtype):
    array, range = values(dtype)
    image = read_image(odd.tiff(array, photometric="miniswhite"), range=range)
    assert np.array_equal(image, 255 - GRAY)


def test_three_channels_not_declared_as_colors():
    for dtype in ("uint8", "uint16"):
        array, range = values(dtype, 3)
        data = odd.tiff(array, photometric="minisblack", planarconfig="contig")
        assert np.array_equal(read_image(data, range=range), PICTURE)


@pytest.mark.parametrize(
    "compression", ["raw", "tiff_lzw", "packbits", "tiff_adobe_deflate", "jpeg"]
)
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "LA", "RGBA", "CMYK"])
def test_as_pillow_shows_it(mode, compression):
    if compression == "jpeg" and mode in "1P":
        pytest.skip("JPEG stores neither bits nor palettes")
    image = Image.fromarray(PICTURE).convert(mode)
    if mode in ("LA", "RGBA"):
        image.putalpha(Image.fromarray(GRAY))
    saved = odd.save(image, "TIFF", compression=compression)
    expected = Image.open(io.BytesIO(saved)).convert("RGBA")
    white = Image.new("RGBA", expected.size, "white")
    expected = np.asarray(Image.alpha_composite(white, expected).convert("RGB"), float)
    result = read_image(saved)
    assert result.ndim == (2 if mode in ("1", "L", "LA") else 3)
    result = result if result.ndim == 3 else np.dstack([result] * 3)
    assert np.abs(result - expected).max() <= 1


def test_lzw_16_bit_and_float():
    for dtype in ("uint16", "float32"):
        array, range = values(dtype)
        data = odd.save(Image.fromarray(array), "TIFF", compression="tiff_lzw")
        assert np.array_equal(read_image(data, range=range), GRAY)


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_alpha_over_white(dtype):
    array, range = values(dtype, 4)
    opacity = odd.picture(channels=4)[..., 3:] / 255
    image = read_image(odd.tiff(array, photometric="rgb", extrasamples=["unassalpha"]), range=range)
    assert np.abs(image - (255 - opacity * (255.0 - PICTURE))).max() <= 1


def test_premultiplied_alpha_over_white():
    alpha = odd.picture(channels=4)[..., 3:]
    stored = np.concatenate([np.rint(PICTURE * (alpha / 255)), alpha], axis=2).astype(np.uint8)
    image = read_image(odd.tiff(stored, photometric="rgb", extrasamples=["assocalpha"]))
    assert np.abs(image - (255 - alpha / 255 * (255.0 - PICTURE))).max() <= 3
    with pytest.raises(ImageReadError, match="premultiplied alpha"):
        read_image(
            odd.tiff(stored.astype(np.uint16), photometric="rgb", extrasamples=["assocalpha"])
        )


@pytest.mark.parametrize(
    "channels, extra",
    [(2, ["unspecified"]), (4, ["unspecified"]), (5, ["unspecified"] * 2), (5, None)],
)
@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_other_channels_are_not_dropped(channels, extra, dtype):
    array = np.dstack([GRAY] * channels).astype(dtype)
    color = "rgb" if extra and channels > 3 else "minisblack"
    data = odd.tiff(array, photometric=color, planarconfig="contig", extrasamples=extra)
    with pytest.raises(ImageReadError, match=f"holds {channels} channels that are neither"):
        read_image(data, range=(0, 255))


@pytest.mark.parametrize("dtype", ["int8", "int16", "int32", "uint32", "uint64", "float16"])
def test_other_numbers_are_refused(dtype):
    with pytest.raises(ImageReadError, match="of (8|16|32|64) bits; save it with unsigned"):
        read_image(odd.tiff(GRAY.astype(dtype)), range=(0, 255))


def test_pages():
    pages = [PICTURE, 255 - PICTURE, PICTURE // 2]
    data = odd.tiff_pages(*pages)
    assert count_pages(data) == 3
    for number, page in enumerate(pages):
        assert np.array_equal(read_image(data, page=number), page)
    assert np.array_equal(read_image(data, page="max"), np.maximum(PICTURE, 255 - PICTURE))
    with pytest.raises(
        ImageReadError, match=r"holds 3 pages; choose one with ReadImages\(page=0\)"
    ):
        read_image(data)
    with pytest.raises(ImageReadError, match="holds 3 pages, counted from 0; there is no page 3"):
        read_image(data, page=3)


def test_deep_pages_are_united_before_they_are_mapped():
    array = GRAY.astype(np.uint16)
    data = odd.tiff_pages(array, array + 4000)
    image, n_clipped = decode_image(data, page="max", range=(4000, 4255))
    assert np.array_equal(image, GRAY) and n_clipped == 0


def test_pages_that_differ():
    for other in (PICTURE[:20], GRAY, PICTURE.astype(np.uint16)):
        data = odd.tiff_pages(PICTURE, other)
        assert read_image(data, page=1, range=(0, 255)).shape == other.shape
        with pytest.raises(ImageReadError, match="pages of different sizes"):
            read_image(data, page="max", range=(0, 255))


def test_files_of_one_page_and_other_formats_have_page_0():
    for data in (odd.tiff(PICTURE), odd.save(PICTURE, "PNG")):
        assert count_pages(data) == 1
        for page in (None, 0, "max"):
            assert np.array_equal(read_image(data, page=page), PICTURE)
        with pytest.raises(ImageReadError, match="there is no page 2"):
            read_image(data, page=2)


def test_reduced_copies_are_no_pages():
    file = io.BytesIO()
    with odd.tifffile.TiffWriter(file) as writer:
        writer.write(PICTURE, metadata=None)
        writer.write(PICTURE[::2, ::2], subfiletype=1, metadata=None)
    assert count_pages(file.getvalue()) == 1
    assert np.array_equal(read_image(file.getvalue()), PICTURE)
    with pytest.raises(ImageReadError, match="camera raw"):
        read_image(odd.tiff(PICTURE, subfiletype=1))


def test_stack_without_a_list_of_pages():
    text = "ImageJ=1.53t\nimages=5\nslices=5\n"
    with pytest.raises(ImageReadError, match="ImageJ stack of 5 images"):
        read_image(odd.tiff(GRAY, description=text, metadata=None))
    stack = np.stack([GRAY] * 4)
    assert count_pages(odd.tiff(stack, imagej=True)) == 4


def test_pages_in_a_circle():
    data = bytearray(odd.tiff_pages(GRAY, GRAY))
    first = int.from_bytes(data[4:8], "little")
    number = int.from_bytes(data[first : first + 2], "little")
    at = first + 2 + 12 * number
    data[at : at + 4] = first.to_bytes(4, "little")
    with pytest.raises(ImageReadError, match="runs in a circle"):
        count_pages(bytes(data))


def test_many_custom_tags_do_not_disturb(capfd):
    tags = [(number, "s", 0, "of a microscope", True) for number in (65000, 65001, 65500)]
    assert np.array_equal(read_image(odd.tiff(PICTURE, extratags=tags)), PICTURE)
    array, range = values("uint16")
    assert np.array_equal(read_image(odd.tiff(array, extratags=tags), range=range), GRAY)
    assert capfd.readouterr().err == ""


def test_planar_colors_of_other_kinds():
    planes = np.stack([GRAY] * 4)
    data = odd.tiff(planes, photometric="separated", planarconfig="separate")
    with pytest.raises(ImageReadError, match="planar"):
        read_image(data)


def test_no_page_at_all():
    with pytest.raises(ImageReadError, match="holds no page"):
        read_image(b"II*\0" + bytes(20))


@pytest.mark.parametrize("name", ["color.tif", "lzw.tif", "tiled.tif"])
def test_pages_of_a_cut_file(name):
    data = odd.readable()[name]
    for length in range(1, len(data), 7):
        try:
            assert count_pages(data[:length]) == 1
        except ImageReadError as error:
            assert error.reason


def test_of_a_long_stack_one_page_is_read(tmp_path, monkeypatch):
    stack = np.stack([GRAY + number for number in range(200)])
    path = odd.write_files(tmp_path, {"s.tif": odd.tiff(stack, photometric="minisblack")})["s.tif"]
    n_bytes = []

    class Counted(io.FileIO):
        def read(self, size=-1):
            n_bytes.append(len(data := super().read(size)))
            return data

    monkeypatch.setattr(source_module, "_LARGE", 10**5)
    monkeypatch.setattr(source_module, "open", lambda path, *_, **__: Counted(path), raising=False)
    assert np.array_equal(read_image(ImageRef(path, page=7)), stack[7])
    assert np.array_equal(read_image(path, page=150), stack[150])
    assert sum(n_bytes) < 0.3 * stack.size
    with pytest.raises(ImageReadError, match="holds 200 pages, counted from 0; there is no page 2"):
        read_image(path, page=200)
    assert np.array_equal(read_image(path, page="max"), stack.max(axis=0))


@pytest.mark.parametrize("method", ["zstd", "lzma"])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_methods_that_opencv_does_not_know(method, dtype, capfd):
    array, range = values(dtype)
    try:
        data = odd.save(Image.fromarray(array), "TIFF", compression=method)
    except OSError:
        pytest.skip("the oldest Pillow has no ZSTD")
    assert np.array_equal(read_image(data, range=range), GRAY)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("byteorder", "<>")
def test_deep_colors_by_such_a_method(byteorder):
    array, range = values("uint16", 3)
    options = {"photometric": "rgb", "compression": "lzma", "byteorder": byteorder}
    with pytest.raises(ImageReadError, match="uint16 pixels compressed by a method .* save it"):
        read_image(odd.tiff(array, **options), range=range)
    planes = np.moveaxis(array, -1, 0)
    data = odd.tiff(planes, planarconfig="separate", **options)
    assert np.array_equal(read_image(data, range=range), PICTURE)


def moved(data, places):
    """A file whose page says that its pixels are elsewhere."""
    page = next(Directory.iterate(io.BytesIO(data)))
    return bytes(page.with_places(*places(len(data), *page.places)).appended_to(bytearray(data)))


def test_tiles_that_are_stored_once():
    array = np.tile(GRAY[:32, :32], (2, 3))
    data = moved(
        odd.tiff(array, tile=(32, 32)), lambda size, offsets, lengths: (offsets[:1] * 6, lengths)
    )
    assert np.array_equal(read_image(data), array)


def test_parts_that_lie_over_each_other_or_are_too_short():
    data = odd.tiff(GRAY, rowsperstrip=1)
    with pytest.raises(ImageReadError, match="lie over each other"):
        read_image(moved(data, lambda size, at, lengths: (range(8, 8 + len(at)), [2000] * len(at))))
    with pytest.raises(ImageReadError, match="fewer bytes than its pixels need"):
        read_image(moved(data, lambda size, at, lengths: (at, [lengths[0] - 1] * len(at))))
