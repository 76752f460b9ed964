import numpy as np
import pytest
from sample_images import camera_cuts
from skimage.filters import gabor

from classic_cls.features.gabor import GaborBank
from classic_cls.kernels.gabor import gabor_responses, gabor_sigmas

WAVELENGTHS = (2.5, 5, 10, 20, 40)


def plain(**parameters):
    return GaborBank(**parameters, statistics=("mean", "deviation", "energy"), normalize=False)


def statistics_of(magnitudes):
    """``(filters, 3)`` of magnitudes ``(filters, H, W)``."""
    axes = (1, 2)
    means = magnitudes.mean(axes), magnitudes.std(axes), (magnitudes**2).mean(axes)
    return np.stack(means, axis=1)


@pytest.mark.parametrize("wavelength, shape", [(2.5, (30, 41)), (5, (31, 60)), (12, (24, 20))])
def test_responses_equal_scikit_image(wavelength, shape):
    images = camera_cuts(shape, n=1)
    centered = images[0] - images[0].mean()
    along, across = gabor_sigmas(wavelength, 5)
    responses = gabor_responses(images, (wavelength,), 5)[0]
    margin = 2 if wavelength < 12 else 0  # the smallest image: its continuation is exact
    inside = np.s_[margin : shape[0] - margin, margin : shape[1] - margin]
    for orientation, response in enumerate(responses):
        parameters = {"theta": np.pi * orientation / 5, "sigma_x": along, "sigma_y": across}
        real, imaginary = gabor(centered, 1 / wavelength, **parameters, n_stds=5)
        expected = real + 1j * imaginary
        np.testing.assert_allclose(response[inside], expected[inside], atol=2e-3)
        np.testing.assert_allclose(response, expected, atol=0.05)


def test_the_width_along_the_wave_is_that_of_scikit_image():
    wave = np.arange(200) / 7
    image = 128 + 100 * np.cos(2 * np.pi * np.tile(wave, (200, 1)))
    images = image.astype(np.uint8)[None]
    along, across = gabor_sigmas(7, 6)
    real, imaginary = gabor(images[0] / 1.0, 1 / 7, sigma_y=across, n_stds=5)
    response = gabor_responses(images, (7,), 6)[0, 0]
    np.testing.assert_allclose(abs(response)[50:150, 50:150], 50, rtol=0.01)
    expected = np.hypot(real, imaginary)[50:150, 50:150]
    np.testing.assert_allclose(abs(response)[50:150, 50:150], expected, rtol=0.02)


@pytest.mark.parametrize("shape", [(48, 40), (57, 61), (9, 30)])
def test_statistics_are_those_of_the_responses(shape):
    images = camera_cuts(shape)
    rows = plain(wavelengths=WAVELENGTHS).transform(images)
    responses = gabor_responses(images, WAVELENGTHS, 6)
    expected = [statistics_of(abs(of_image)).ravel() for of_image in responses]
    np.testing.assert_allclose(rows, expected, rtol=1e-4)


def test_cells_have_their_own_statistics():
    images = camera_cuts((50, 41), n=1)
    rows = plain(wavelengths=(3, 9), grid=2).transform(images).reshape(2, 2, 12, 3)
    magnitudes = abs(gabor_responses(images, (3, 9), 6)[0])
    expected = statistics_of(magnitudes[:, 25:, :20])  # a bound at half a pixel is rounded down
    np.testing.assert_allclose(rows[1, 0], expected, rtol=1e-4)


@pytest.mark.parametrize("shape, grid", [((128, 128), 1), ((200, 150), 1), ((140, 131), 3)])
def test_sampled_responses_have_nearly_the_same_statistics(shape, grid):
    images = camera_cuts(shape, n=1)
    rows = plain(wavelengths=WAVELENGTHS, grid=grid).transform(images).reshape(grid, grid, 30, 3)
    magnitudes = abs(gabor_responses(images, WAVELENGTHS, 6)[0])
    down, across = (np.array_split(np.arange(length), grid) for length in shape)
    cell = magnitudes[:, : len(down[0]), : len(across[0])]
    # array_split and cell_bounds round alike in the first cell but for one pixel at most.
    tolerance = 0.005 if grid == 1 else 0.1
    np.testing.assert_allclose(rows[0, 0], statistics_of(cell), rtol=tolerance)
    exact = statistics_of(magnitudes)[:, 0]
    weights = np.outer([len(r) for r in down], [len(c) for c in across]) / np.prod(shape)
    means = (rows[..., 0] * weights[..., None]).sum((0, 1))
    np.testing.assert_allclose(means, exact, rtol=0.01)


@pytest.mark.parametrize("orientation", range(6))
def test_a_wave_is_seen_by_the_filter_of_its_length_and_direction(orientation):
    y, x = np.mgrid[:96, :96]
    angle = np.pi * orientation / 6
    wave = 128 + 100 * np.cos(2 * np.pi / 10 * (x * np.cos(angle) + y * np.sin(angle)))
    bank = GaborBank((5, 10, 20), statistics=["mean"], normalize=False)
    means = bank.transform(wave.astype(np.uint8)[None]).reshape(3, 6)
    assert np.unravel_index(means.argmax(), means.shape) == (1, orientation)
    np.testing.assert_allclose(means.max(), 50, rtol=0.15)  # less at mirrored corners


def test_an_octave_away_half_the_height():
    y, x = np.mgrid[:120, :120]
    between = 128 + 100 * np.cos(2 * np.pi * x * 0.4 / 3)
    bank = GaborBank((5, 10), statistics=["mean"], normalize=False)
    means = bank.transform(between.astype(np.uint8)[None]).reshape(2, 6)
    np.testing.assert_allclose(means[:, 0], 25, rtol=0.05)  # half the height, half the amplitude


def test_brightness_does_not_matter():
    images = camera_cuts((64, 64)) // 2
    bank = GaborBank()
    np.testing.assert_allclose(bank.transform(images + 60), bank.transform(images), atol=1e-4)


def test_contrast_is_one_column():
    images = np.random.default_rng(0).integers(0, 128, (2, 64, 64), dtype=np.uint8)
    bank = GaborBank((2.5, 5, 10))
    once, twice = bank.transform(images), bank.transform(2 * images)
    assert abs(twice - once)[:, 1:].max() < 0.05
    np.testing.assert_allclose((twice - once)[:, 0], np.log(2), rtol=0.05)


def test_relative_statistics():
    images = camera_cuts((40, 40))
    of_kind = {}
    for name in ("mean", "deviation", "energy"):
        of_kind[name] = GaborBank(statistics=[name], normalize=False).transform(images)
    mean, deviation, energy = of_kind.values()
    level = np.log(1 + 10 * mean)
    contrast = level.mean(axis=1, keepdims=True)
    rows = GaborBank(statistics=["energy", "mean", "deviation"]).transform(images)
    np.testing.assert_allclose(rows[:, :1], contrast, rtol=1e-5)
    root = np.log(1 + 10 * np.sqrt(energy))
    np.testing.assert_allclose(rows[:, 1::3], root - contrast, atol=1e-5)
    np.testing.assert_allclose(rows[:, 2::3], level - contrast, atol=1e-5)
    np.testing.assert_allclose(rows[:, 3::3], deviation / (mean + 0.1), rtol=1e-4)


def test_mirroring_permutes_orientations():
    for shape in [(48, 40), (128, 144), (134, 206)]:
        images = camera_cuts(shape)
        bank = plain(wavelengths=WAVELENGTHS)
        columns = bank.transform(images).reshape(2, 5, 6, 3)
        opposite = -np.arange(6) % 6
        for mirrored in (images[:, ::-1], images[:, :, ::-1]):
            rows = bank.transform(mirrored).reshape(2, 5, 6, 3)
            np.testing.assert_allclose(rows, columns[:, :, opposite], rtol=1e-4)


def test_a_quarter_turn_shifts_orientations_by_half():
    images = camera_cuts((56, 40))
    bank = plain(wavelengths=WAVELENGTHS)
    columns = bank.transform(images).reshape(2, 5, 6, 3)
    turned = bank.transform(np.rot90(images, axes=(1, 2))).reshape(2, 5, 6, 3)
    np.testing.assert_allclose(turned, np.roll(columns, 3, axis=2), rtol=1e-4)


@pytest.mark.parametrize("shape", [(1, 1), (1, 30), (5, 3)])
def test_an_image_smaller_than_a_filter_is_mirrored(shape):
    images = np.random.default_rng(0).integers(0, 256, (2, *shape), dtype=np.uint8)
    wide = np.concatenate([images, images[:, :, ::-1]], axis=2)
    doubled = np.concatenate([wide, wide[:, ::-1]], axis=1)
    expected = gabor_responses(doubled, (20, 40), 6)[..., : shape[0], : shape[1]]
    np.testing.assert_allclose(gabor_responses(images, (20, 40), 6), expected, atol=1e-4)


@pytest.mark.parametrize("shape", [(57, 61), (128, 128)])
def test_a_batch_equals_one_by_one(shape):
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (45, *shape), dtype=np.uint8)  # more than are filtered at a time
    bank = GaborBank((2.5, 10), grid=2)
    together = bank.transform(images)
    for number in (0, 1, 17, 44):
        np.testing.assert_array_equal(bank.transform(images[number][None])[0], together[number])


def test_a_large_image_equals_itself_without_the_cache(monkeypatch):
    images = camera_cuts((70, 64))
    expected = GaborBank().transform(images)
    monkeypatch.setattr("classic_cls.kernels.fourier_filters._LARGE", 0)
    np.testing.assert_array_equal(GaborBank().transform(images), expected)


def test_blank_images_have_zeros():
    blank = np.full((1, 50, 70), 77, np.uint8)
    assert not GaborBank(grid=2).transform(blank).any()
    assert not plain().transform(blank).any()


def test_names():
    images = camera_cuts((40, 40))
    bank = GaborBank([2.5, 8], orientations=2, grid=2)
    names = bank.fit(images).get_feature_names_out().tolist()
    assert names[:4] == [
        "gabor_r0_c0_contrast", "gabor_r0_c0_w2.5_o0_mean", "gabor_r0_c0_w2.5_o0_deviation",
        "gabor_r0_c0_w2.5_o1_mean",
    ]
    assert names[-1] == "gabor_r1_c1_w8_o1_deviation"
    one = GaborBank([8], orientations=2, statistics=["energy"], normalize=False).fit(images)
    assert one.get_feature_names_out().tolist() == ["gabor_w8_o0_energy", "gabor_w8_o1_energy"]


def test_an_image_smaller_than_the_grid_is_refused():
    with pytest.raises(ValueError, match="grid=4 .* 3 x 9 pixels"):
        GaborBank(grid=4).transform([np.zeros((3, 9), np.uint8)])
