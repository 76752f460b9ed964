import numpy as np
import pytest
from sample_images import camera_cuts

from classic_cls.features.gist import GIST
from classic_cls.kernels.gist import even_contrast


def cells_of(extractor, images):
    """``(n, grid, grid, filters)``"""
    grid = extractor.grid
    return extractor.transform(images).reshape(len(images), grid, grid, -1)


def frequencies(height, width):
    """Down and across, in cycles per pixel, in the order of the transform."""
    return np.meshgrid(np.fft.fftfreq(height), np.fft.fftfreq(width), indexing="ij")


def prefiltered(image):
    """Steps 1 and 2 of the definition, in double precision."""
    stretched = 255 * (image - float(image.min())) / (image.max() - float(image.min()))
    padded = np.pad(np.log(stretched + 1), 5, mode="symmetric")
    height, width = padded.shape
    side = 2 * -(-max(height, width) // 2)
    padded = np.pad(padded, ((0, side - height), (0, side - width)), mode="symmetric")
    down, across = frequencies(side, side)
    low_pass = 2.0 ** -((np.hypot(down, across) * side / 4) ** 2)
    high = padded - np.fft.ifft2(np.fft.fft2(padded) * low_pass).real
    contrast = np.sqrt(abs(np.fft.ifft2(np.fft.fft2(high**2) * low_pass)))
    return (high / (0.2 + contrast))[5 : height - 5, 5 : width - 5]


def reference(image, orientations, grid):
    """The definition; grid must divide the sides."""
    padded = np.pad(prefiltered(image), 32, mode="symmetric")
    spectrum = np.fft.fft2(padded)
    down, across = frequencies(*padded.shape)
    radius, direction = np.hypot(down, across), np.arctan2(down, across)
    columns = []
    for scale, number in enumerate(orientations):
        for orientation in range(number):
            turn = direction + np.pi * orientation / number
            turn = (turn + np.pi) % (2 * np.pi) - np.pi
            relative = radius / (0.3 / 1.85**scale)
            exponent = 3.5 * (relative - 1) ** 2 + 2 * np.pi * (number / 8) ** 2 * turn**2
            response = np.fft.ifft2(spectrum * np.exp(-exponent))
            magnitude = abs(response)[32:-32, 32:-32]
            height, width = (length // grid for length in magnitude.shape)
            cells = magnitude.reshape(grid, height, grid, width).mean(axis=(1, 3))
            columns.append(cells.ravel())
    return np.stack(columns, axis=1).ravel()


@pytest.mark.parametrize("shape", [(64, 64), (48, 96), (33, 50)])
def test_prefilter_equals_the_definition(shape):
    images = camera_cuts(shape)
    expected = [prefiltered(image) for image in images]
    np.testing.assert_allclose(even_contrast(images), expected, atol=1e-4)


@pytest.mark.parametrize("orientations", [(8, 8, 8, 8), (6, 5, 3), (4, 4, 4, 4, 4)])
@pytest.mark.parametrize("shape, grid", [((64, 64), 4), ((48, 96), 3)])
def test_equals_the_definition(shape, grid, orientations):
    images = camera_cuts(shape)
    rows = GIST(orientations, grid).transform(images)
    expected = [reference(image, orientations, grid) for image in images]
    np.testing.assert_allclose(rows, expected, rtol=1e-4)


@pytest.mark.parametrize("side", [128, 256])
def test_sampled_responses_have_nearly_the_same_means(side):
    images = camera_cuts((side, side), n=1)
    rows = GIST().transform(images)[0]
    expected = reference(images[0], (8, 8, 8, 8), 4)
    np.testing.assert_allclose(rows, expected, rtol=0.01)
    assert abs(rows / expected - 1).mean() < 1e-3


def test_another_padding_changes_little():
    image = camera_cuts((100, 76), n=1)
    expected = reference(image[0], (8, 8, 8, 8), 2)
    rows = GIST(grid=2).transform(image)[0]
    assert abs(rows / expected - 1).mean() < 0.005


# Where every second pixel is computed, a mirrored image is seen at other pixels.
@pytest.mark.parametrize("side, tolerance", [(48, 1e-3), (64, 0.02), (128, 0.02)])
def test_mirroring_permutes_orientations(side, tolerance):
    images = camera_cuts((side, side))
    gist = GIST((6, 6, 6), grid=2)
    cells = cells_of(gist, images)
    opposite = np.ravel(6 * np.arange(3)[:, None] + -np.arange(6) % 6)
    for mirrored, expected in [
        (images[:, :, ::-1], cells[:, :, ::-1]),
        (images[:, ::-1], cells[:, ::-1]),
    ]:
        of_mirrored = cells_of(gist, mirrored)
        np.testing.assert_allclose(of_mirrored, expected[..., opposite], rtol=tolerance)


def test_a_quarter_turn_shifts_orientations_by_half():
    images = camera_cuts((56, 56))
    gist = GIST((6, 6, 6), grid=2)
    expected = np.rot90(cells_of(gist, images), axes=(1, 2))
    shifted = np.ravel(6 * np.arange(3)[:, None] + (np.arange(6) + 3) % 6)
    turned = cells_of(gist, np.rot90(images, axes=(1, 2)))
    np.testing.assert_allclose(turned, expected[..., shifted], rtol=1e-3)


@pytest.mark.parametrize("orientation", range(4))
@pytest.mark.parametrize("scale, wavelength", [(0, 3.3), (1, 6.2), (2, 11.4)])
def test_a_wave_is_seen_by_the_filter_of_its_scale_and_direction(orientation, scale, wavelength):
    y, x = np.mgrid[:96, :96]
    angle = np.pi * orientation / 4  # counted upwards
    wave = np.cos(2 * np.pi / wavelength * (x * np.cos(angle) - y * np.sin(angle)))
    cells = cells_of(GIST((4, 4, 4), grid=1), (128 + 30 * wave).astype(np.uint8)[None])
    assert cells.argmax() == 4 * scale + orientation


def test_contrast_and_brightness_do_not_matter():
    images = camera_cuts((64, 64)) // 4
    gist = GIST()
    np.testing.assert_allclose(gist.transform(3 * images + 50), gist.transform(images), rtol=1e-3)


def test_local_contrast_matters_little():
    images = camera_cuts((64, 64), n=1)
    darker = images.copy()
    darker[:, :, 32:] //= 2
    cells, of_darker = cells_of(GIST(), images), cells_of(GIST(), darker)
    plain = abs(np.log(np.float64(darker[:, :, 32:].std() / images[:, :, 32:].std())))
    assert abs(np.log(of_darker / cells))[:, :, 3].mean() < plain / 2


def test_a_batch_equals_one_by_one():
    images = np.random.default_rng(0).integers(0, 256, (40, 57, 61), dtype=np.uint8)
    together = GIST((4, 3)).transform(images)  # more than are filtered at a time
    for number in (0, 1, 17, 39):
        np.testing.assert_array_equal(GIST((4, 3)).transform(images[number][None])[0],
                                      together[number])


def test_a_large_image_equals_itself_without_the_cache(monkeypatch):
    images = camera_cuts((70, 64))
    expected = GIST().transform(images)
    monkeypatch.setattr("classic_cls.kernels.fourier_filters._LARGE", 0)
    np.testing.assert_array_equal(GIST().transform(images), expected)


def test_blank_images_have_zeros():
    for value in (0, 77, 255):
        assert not GIST().transform(np.full((1, 50, 70), value, np.uint8)).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (5, 3)])
def test_small_images_are_mirrored(shape):
    images = np.random.default_rng(0).integers(0, 256, (2, *shape), dtype=np.uint8)
    rows = GIST(grid=1).transform(list(images))
    assert rows.shape == (2, 32) and np.isfinite(rows).all()


def test_names():
    names = GIST((2, 1), grid=2).fit(camera_cuts((40, 40))).get_feature_names_out()
    assert names[:4].tolist() == [
        "gist_r0_c0_s0_o0", "gist_r0_c0_s0_o1", "gist_r0_c0_s1_o0", "gist_r0_c1_s0_o0",
    ]
    assert len(names) == 12


def test_an_image_smaller_than_the_grid_is_refused():
    with pytest.raises(ValueError, match="grid=4 .* 3 x 9 pixels"):
        GIST().transform([np.zeros((3, 9), np.uint8)])
