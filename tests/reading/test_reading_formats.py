"""Every format and kind of pixel gives the picture that was saved."""

import io

import numpy as np
import odd_files as odd
import pytest
from PIL import Image, ImageOps

from classic_cls.reading import ImageReadError, count_pages, decode_image, read_image

PICTURE, GRAY = odd.picture(), odd.gray_picture()
RGBA = odd.picture(channels=4)
LA = np.dstack([GRAY, RGBA[..., 3]])


def with_pillow(data):
    """The first frame as Pillow shows it on white."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image.convert("RGBA")).convert("RGB"))


def in_color(image):
    return image if image.ndim == 3 else np.dstack([image] * 3)


def on_white(color, alpha):
    opacity = alpha[..., None] / np.iinfo(alpha.dtype).max
    return 255 - opacity * (255 - in_color(color).astype(float))


def assert_close(image, expected, tolerance=1):
    assert image.dtype == np.uint8 and image.shape == expected.shape
    assert np.abs(image.astype(float) - expected).max() <= tolerance


@pytest.mark.parametrize("name", odd.readable())
def test_as_pillow_shows_it(name):
    data = odd.readable()[name]
    image = read_image(data)
    assert image.flags.c_contiguous and image.flags.writeable
    # Grey stays grey; the two decoders of lossy formats round differently.
    is_gray = Image.open(io.BytesIO(data)).mode in ("1", "L")
    assert image.ndim == (2 if is_gray else 3)
    assert_close(
        in_color(image), with_pillow(data), 6 if name.endswith(("jpg", "lossy.webp")) else 1
    )


@pytest.mark.parametrize("name", odd.readable())
def test_extension_does_not_matter(name, tmp_path):
    data = odd.readable()[name]
    for wrong in ("a.png", "a.jpg", "a.tif", "a", "a.txt"):
        (tmp_path / wrong).write_bytes(data)
        assert np.array_equal(read_image(tmp_path / wrong), read_image(data))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WebP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_once(format, orientation):
    options = {"WebP": {"lossless": True}, "JPEG": {"quality": 95, "subsampling": 0}}
    for upright in (PICTURE, GRAY):
        data = odd.oriented(upright, orientation, format, **options.get(format, {}))
        image = read_image(data)
        image = image if image.ndim == upright.ndim else image[..., 0]
        assert_close(image, upright, 8 if format == "JPEG" else 0)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientations_of_one_jpeg_are_identical(orientation):
    # Noise-free blocks of 8 x 8: every turn of them is compressed alike.
    blocks = np.kron(np.arange(30).reshape(5, 6) * 8, np.ones((16, 16))).astype(np.uint8)
    expected = read_image(odd.oriented(blocks, 1, "JPEG", quality=95))
    assert np.array_equal(
        read_image(odd.oriented(blocks, orientation, "JPEG", quality=95)), expected
    )


def test_orientation_of_deep_and_paged_tiffs():
    deep = np.stack([GRAY.astype(np.uint16) * 16] * 3, axis=-1)
    data = odd.oriented(deep, 6, "TIFF", photometric="rgb")
    assert np.array_equal(read_image(data, range=(0, 4080))[..., 0], GRAY)


def test_orientation_chunk_after_the_pixels():
    whole = odd.save(odd.STORED[8](PICTURE).copy(), "PNG")
    chunk = odd.png_chunk(b"eXIf", odd.exif(8).tobytes()[6:])
    assert np.array_equal(read_image(whole[:-12] + chunk + whole[-12:]), PICTURE)


@pytest.mark.parametrize("block", [b"", b"Exif\0\0", b"Exif\0\0II*\0\x08\0\0", odd.JUNK])
def test_damaged_exif_means_upright(block):
    whole = odd.save(PICTURE, "PNG")
    data = whole[:-12] + odd.png_chunk(b"eXIf", block) + whole[-12:]
    assert np.array_equal(read_image(data), PICTURE)


# PNG: every depth and colour type


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("transparent", [False, True])
def test_png_gray(bits, transparent):
    levels = GRAY >> (8 - bits)
    expected = np.rint(levels * (255 / (2**bits - 1)))
    chunks = []
    if transparent:
        chunks = [odd.png_chunk(b"tRNS", bytes([0, levels[0, 0]]))]
        expected[levels == levels[0, 0]] = 255
    assert_close(read_image(odd.png(levels, bits, 0, *chunks)), expected, 0)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("transparent", [False, True])
def test_png_palette(bits, transparent):
    indices = GRAY >> (8 - bits)
    palette = np.random.default_rng(0).integers(0, 256, (2**bits, 3), dtype=np.uint8)
    alpha = np.linspace(0, 255, 2**bits).astype(np.uint8)
    chunks = [odd.png_chunk(b"PLTE", palette.tobytes())]
    expected = palette[indices]
    if transparent:
        chunks.append(odd.png_chunk(b"tRNS", alpha.tobytes()))
        expected = on_white(expected, alpha[indices])
    assert_close(read_image(odd.png(indices, bits, 3, *chunks)), expected)


def test_png_alpha_over_white():
    assert_close(read_image(odd.png(LA, 8, 4)), on_white(GRAY, LA[..., 1])[..., 0])
    assert_close(read_image(odd.png(RGBA, 8, 6)), on_white(PICTURE, RGBA[..., 3]))
    key = odd.png_chunk(b"tRNS", PICTURE[0, 0].astype(">u2").tobytes())
    image = read_image(odd.png(PICTURE, 8, 2, key))
    assert (image[0, 0] == 255).all() and np.array_equal(image[9:], PICTURE[9:])


def test_png_16_bit_alpha_over_white():
    deep = RGBA.astype(np.uint16) * 257
    expected = on_white(PICTURE, deep[..., 3])
    assert_close(read_image(odd.png(deep, 16, 6), range=(0, 65535)), expected)
    deep = LA.astype(np.uint16) * 257
    expected = on_white(GRAY, deep[..., 1])[..., 0]
    assert_close(read_image(odd.png(deep, 16, 4), range=(0, 65535)), expected)
    key = odd.png_chunk(b"tRNS", b"\0\0")
    image = read_image(odd.png(deep[..., 0], 16, 0, key), range=(0, 65535))
    assert_close(image, np.where(GRAY == 0, 255, GRAY), 0)


def test_animation_gives_the_first_frame():
    assert_close(read_image(odd.animation("WebP", lossless=True)), PICTURE, 0)
    assert_close(read_image(odd.animation("GIF")), PICTURE, 60)
    for hidden in (False, True):
        assert_close(read_image(odd.animation("PNG", default_image=hidden)), PICTURE, 0)
    for format in ("WebP", "GIF", "PNG"):
        assert count_pages(odd.animation(format)) == 1


def test_gif_transparency_is_white():
    image = Image.fromarray(GRAY).convert("P")
    data = odd.save(image, "GIF", transparency=int(GRAY[0, 0]))
    assert (read_image(data)[0, 0] == 255).all()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_bmp(mode):
    data = odd.save(Image.fromarray(RGBA).convert(mode), "BMP")
    assert_close(
        in_color(read_image(data)), np.asarray(Image.open(io.BytesIO(data)).convert("RGB")), 0
    )


def test_bmp_from_top_to_bottom():
    data = bytearray(odd.save(PICTURE, "BMP"))
    data[22:26] = (-PICTURE.shape[0]).to_bytes(4, "little", signed=True)
    assert np.array_equal(read_image(bytes(data)), PICTURE[::-1])


# PNM


@pytest.mark.parametrize("maximum", [1, 15, 255])
@pytest.mark.parametrize("kind", ["2", "3", "5", "6"])
def test_pnm(kind, maximum):
    values = np.rint((PICTURE if kind in "36" else GRAY) * (maximum / 255)).astype(int)
    expected = np.rint(values * (255 / maximum))
    assert_close(read_image(odd.pnm(kind, values, maximum)), expected, 0)


@pytest.mark.parametrize("kind", ["1", "4"])
def test_bitmap_one_is_black(kind):
    bits = (GRAY > 100).astype(int)
    assert_close(read_image(odd.pnm(kind, bits)), 255 - 255 * bits, 0)


def test_plain_bitmap_without_spaces_and_with_comments():
    assert read_image(b"P1\n3 2\n101 # one\n010").tolist() == [[0, 255, 0], [255, 0, 255]]


@pytest.mark.parametrize("kind", ["2", "3", "5", "6"])
def test_pnm_16_bit_keeps_its_values(kind):
    values = (PICTURE if kind in "36" else GRAY).astype(int) * 16
    image, n_clipped = decode_image(odd.pnm(kind, values, 4095), range=(0, 4080))
    assert np.array_equal(image, values // 16) and n_clipped == 0


@pytest.mark.parametrize(
    "data",
    [
        b"P5",
        b"P5 2",
        b"P2 2 1 9 1 x",
        b"P2 2 1 9 1 10",
        b"P2 1 1 9 -1",
        b"P5 2 2 0 abcd",
        b"P5 2 2 70000 abcd",
        b"P1 2 1 3 0",
        b"P5 2 2 9 \1\2\3\xff",
        b"P2 1 1 9 99999999999999999999",
    ],
)
def test_damaged_pnm(data):
    with pytest.raises(ImageReadError, match="damaged|cut short"):
        read_image(data)
