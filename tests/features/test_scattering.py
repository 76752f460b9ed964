import numpy as np
import pytest
from sample_images import noise
from skimage import data

from classic_cls.features import Scattering
from classic_cls.kernels import scattering as kernel
from classic_cls.kernels.scattering_filters import (
    lowpass_spectrum,
    padded_length,
    wavelet_spectra,
)

NOISE = noise((2, 40, 40))


def photograph(side=64, row=100, column=200):
    return data.camera()[None, row : row + side, column : column + side]


def strengths(images, **parameters):
    return Scattering(log=False, **parameters).transform(images)


def as_paths(rows, scales=3, n=8):
    """Rows of one cell as first order ``(n, j, o)`` and second order ``(n, jj, o1, o2)``."""
    first, second = np.split(rows[:, 1:], [scales * n], axis=1)
    return first.reshape(len(rows), scales, n), second.reshape(len(rows), -1, n, n)


def gaussian(shape, deviation, angle=0.0, frequency=0.0, slant=1.0):
    """The definition in space, in as many copies of the image as it reaches."""
    down, right = (np.arange(-4 * side, 4 * side) for side in shape)
    y, x = down[:, None], right
    along, aside = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    envelope = np.exp(-(along**2 + (slant * aside) ** 2) / (2 * deviation**2))
    wave = slant / (2 * np.pi * deviation**2) * envelope * np.exp(1j * frequency * along)
    return wave.reshape(8, shape[0], 8, shape[1]).sum(axis=(0, 2))


def morlet(shape, scale, orientation, n):
    form = shape, 0.8 * 2**scale, np.pi * orientation / n
    wave = gaussian(*form, 3 * np.pi / 4 / 2**scale, 4 / n)
    still = gaussian(*form, 0.0, 4 / n)
    return np.fft.fft2(wave - wave.sum() / still.sum() * still)


def sampled_spectrum(image, scale):
    """At full size, the spectrum of the polynomial through every ``2^scale`` th pixel."""
    kept = np.fft.fft2(image[:: 2**scale, :: 2**scale]) * 4**scale
    bands = [np.fft.fftfreq(side, 1 / side) for side in image.shape]
    low = [(f >= -(n // 2)) & (f < (n + 1) // 2) for f, n in zip(bands, kept.shape)]
    spectrum = np.zeros(image.shape, complex)
    spectrum[np.ix_(*low)] = kept
    return spectrum


def reference(image, scales, n, order, grid, sampled=True):
    """The definition, in full-size transforms; without sampling, that of the literature."""
    pads = [(p // 2, p - p // 2) for p in (padded_length(s, scales) - s for s in image.shape)]
    inside = tuple(slice(p[0], p[0] + s) for p, s in zip(pads, image.shape))
    x = np.pad(image / 255, pads, mode="reflect")
    lowpass = np.fft.fft2(gaussian(x.shape, 0.8 * 2 ** (scales - 1)))
    psi = {(j, o): morlet(x.shape, j, o, n) for j in range(scales) for o in range(n)}
    found = {(): (np.fft.fft2(x), x, 0)}
    for path in kernel.scattering_paths(scales, n, order)[1:]:
        spectrum = found[path[:-1]][0]
        strength = np.abs(np.fft.ifft2(spectrum * psi[path[-1]]))
        found[path] = sampled_spectrum(strength, path[-1][0] if sampled else 0), strength
    maps = [np.fft.ifft2(s[0] * lowpass).real[inside] for s in found.values()]
    cells = [c for r in np.split(np.array(maps), grid, axis=1) for c in np.split(r, grid, axis=2)]
    return np.concatenate([cell.mean(axis=(1, 2)) for cell in cells])


CASES = [((24, 20), 3, 3, 2, 2), ((21, 33), 2, 6, 2, 1), ((16, 16), 4, 3, 1, 4),
         ((9, 15), 1, 8, 2, 3), ((32, 8), 3, 2, 2, 4), ((20, 20), 2, 16, 1, 1)]


@pytest.mark.parametrize("shape, scales, n, order, grid", CASES)
def test_equals_the_definition(shape, scales, n, order, grid):
    images = noise((2, *shape))
    rows = strengths(images, scales=scales, orientations=n, order=order, grid=grid)
    expected = [reference(image, scales, n, order, grid) for image in images]
    np.testing.assert_allclose(rows, expected, atol=5e-6)


def test_sampling_loses_little():
    image = photograph(40)[0]
    row = strengths(image[None], scales=3, orientations=4)[0]
    expected = reference(image, 3, 4, 2, 1, sampled=False)
    np.testing.assert_allclose(row[:13], expected[:13], rtol=0.02)
    np.testing.assert_allclose(row[13:], expected[13:], rtol=0.1)


def test_logarithms():
    images = NOISE
    first, second = as_paths(strengths(images, scales=3))
    rows = Scattering(scales=3).transform(images)
    log_first, log_second = as_paths(rows)
    np.testing.assert_allclose(log_first, np.log(first + 1e-4), rtol=1e-5)
    parents = first[:, [0, 0, 1], :, None]  # pairs of octaves are (0, 1), (0, 2), (1, 2)
    np.testing.assert_allclose(log_second, np.log(second / (parents + 1e-4) + 1e-2), rtol=1e-5)
    np.testing.assert_array_equal(rows[:, 0], strengths(images, scales=3)[:, 0])


@pytest.mark.parametrize("attribute", ["_PIXELS_REMEMBERED", "_AT_ONCE"])
def test_a_large_image_equals_itself_without_the_cache(monkeypatch, attribute):
    images = noise((3, 70, 96))
    rows = strengths(images, scales=3, grid=2)
    monkeypatch.setattr(kernel, attribute, 0)
    np.testing.assert_array_equal(strengths(images, scales=3, grid=2), rows)


def test_a_batch_equals_one_by_one():
    images = noise((19, 40, 56))
    together = Scattering(3, grid=2).transform(images)
    for number in (0, 1, 7, 18):
        alone = Scattering(3, grid=2).transform(images[number : number + 1])
        np.testing.assert_array_equal(alone[0], together[number])


@pytest.mark.parametrize("scales, n", [(1, 8), (3, 8), (5, 8), (3, 4), (3, 6), (3, 12)])
def test_the_filters_hardly_increase_energy(scales, n):
    shape = 64, 80
    lowpass = np.outer(*(lowpass_spectrum(side, scales) for side in shape))
    energy = lowpass**2
    for scale in range(scales):
        of_waves = (wavelet_spectra(shape, scale, n).astype(float) ** 2).sum(axis=0) / 2
        energy += of_waves + np.roll(of_waves[::-1, ::-1], (1, 1), axis=(0, 1))
    assert energy.max() < 1.06
    assert energy[:, :20].min() > 0.1  # and leave no gap


def test_images_are_nearer_after_it_than_before():
    images = np.concatenate([noise((2, 64, 64)), photograph(), photograph(row=200)])
    rows = strengths(images, scales=3)
    for a, b in [(0, 1), (0, 2), (2, 3)]:
        of_images = np.sqrt(np.mean((images[a] / 255 - images[b] / 255) ** 2))
        assert np.linalg.norm(rows[a] - rows[b]) < of_images


@pytest.mark.parametrize("value", [0, 100, 255])
def test_a_blank_image_has_a_mean_only(value):
    blank = np.full((1, 20, 28), value, np.uint8)
    row = strengths(blank)[0]
    np.testing.assert_allclose(row[0], value / 255, rtol=1e-5)
    assert np.abs(row[1:]).max() < 1e-6
    logarithms = Scattering().transform(blank)[0]
    np.testing.assert_allclose(logarithms[1:33], np.log(1e-4), atol=0.01)
    np.testing.assert_allclose(logarithms[33:], np.log(1e-2), atol=0.1)


def test_ripples_below_zero_have_a_logarithm():
    half_noise = noise((1, 64, 64))
    half_noise[:, 16:] = 0
    assert strengths(half_noise, scales=2, grid=64, order=1).min() < -1e-4
    rows = Scattering(scales=2, grid=64).transform(half_noise)
    assert np.isfinite(rows).all()


def test_contrast_and_brightness():
    images = noise((2, 40, 40), levels=100)
    rows = strengths(images)
    np.testing.assert_allclose(strengths(images * 2), 2 * rows, rtol=1e-4, atol=1e-6)
    brighter = strengths(images + np.uint8(51))
    np.testing.assert_allclose(brighter[:, 0], rows[:, 0] + 0.2, rtol=1e-5)
    np.testing.assert_allclose(brighter[:, 1:], rows[:, 1:], atol=1e-6)
    second = [Scattering().transform(stack)[:, 33:] for stack in (images, 2 * images)]
    np.testing.assert_allclose(*second, atol=0.01)


def test_a_shift_changes_little():
    images = [photograph(96)[0], photograph(96, 103, 202)[0]]
    a, b = strengths(images, scales=3)
    assert np.linalg.norm(a[1:] - b[1:]) < 0.04 * np.linalg.norm(a[1:])


def test_a_quarter_turn_turns_the_wavelets():
    spectra = wavelet_spectra((32, 32), 1, 8)
    opposite = -np.arange(32) % 32
    for o in range(4):
        turned = spectra[o][opposite].T
        np.testing.assert_allclose(spectra[o + 4], turned, atol=1e-5)


def test_mirroring_mirrors_the_wavelets():
    spectra = wavelet_spectra((32, 24), 0, 8)
    for o in range(1, 8):
        mirrored = spectra[o][:, -np.arange(24) % 24]
        np.testing.assert_allclose(spectra[8 - o], mirrored, atol=1e-5)


@pytest.mark.parametrize("change, order", [
    (lambda images: np.rot90(images, axes=(1, 2)), (np.arange(8) + 4) % 8),
    (lambda images: images[:, :, ::-1], -np.arange(8) % 8),
    (lambda images: images[:, ::-1], -np.arange(8) % 8),
])
def test_turning_and_mirroring_permute_orientations(change, order):
    images = photograph(96)
    first, second = as_paths(strengths(images, scales=3))
    of_changed, second_of_changed = as_paths(strengths(change(images), scales=3))
    np.testing.assert_allclose(of_changed[..., order], first, rtol=0.05)
    permuted = second_of_changed[:, :, order][..., order]
    np.testing.assert_allclose(permuted, second, rtol=0.2, atol=2e-4)


@pytest.mark.parametrize("orientation", range(8))
def test_a_wave_answers_to_its_direction(orientation):
    angle = np.pi * orientation / 8
    y, x = np.mgrid[:64, :64]
    phase = 3 * np.pi / 8 * (np.cos(angle) * x + np.sin(angle) * y)
    wave = (128 + 100 * np.cos(phase)).astype(np.uint8)
    names = Scattering(order=1).fit([wave]).get_feature_names_out()
    strongest = strengths([wave], order=1)[0, 1:].argmax() + 1
    assert names[strongest] == f"scattering_j1_o{orientation}"


def test_the_second_order_tells_groupings_apart():
    """Even grain, and the same grain in stripes with twice the strength."""
    grain = np.random.default_rng(0).integers(-40, 40, (64, 64))
    striped = 2 * grain * (np.arange(64) // 8 % 2)
    rows = strengths(np.uint8([128 + grain, 128 + striped]), scales=4)
    first, second = as_paths(rows, scales=4)
    assert np.abs(first[1, 0].mean() / first[0, 0].mean() - 1) < 0.2
    assert second[1, 2, :, 0].mean() > 2 * second[0, 2, :, 0].mean()  # octaves 0 and 3


def test_cells_average_to_the_whole():
    images = noise((2, 48, 40))
    cells = strengths(images, grid=4).reshape(2, 16, -1)
    np.testing.assert_allclose(cells.mean(axis=1), strengths(images), atol=1e-6)


def test_order_one_is_the_beginning_of_order_two():
    images = NOISE
    one, two = Scattering(order=1).fit(images), Scattering(order=2).fit(images)
    names = one.get_feature_names_out().tolist()
    assert names == two.get_feature_names_out().tolist()[: len(names)]
    np.testing.assert_array_equal(one.transform(images), two.transform(images)[:, : len(names)])


def test_names():
    names = Scattering(2, 2, grid=2).fit(NOISE).get_feature_names_out().tolist()
    assert names[:7] == [
        "scattering_r0_c0_s0", "scattering_r0_c0_j0_o0", "scattering_r0_c0_j0_o1",
        "scattering_r0_c0_j1_o0", "scattering_r0_c0_j1_o1", "scattering_r0_c0_j0_o0_j1_o0",
        "scattering_r0_c0_j0_o0_j1_o1",
    ]
    assert len(names) == 4 * 9
    names = Scattering().fit(NOISE).get_feature_names_out().tolist()
    assert names[:2] == ["scattering_s0", "scattering_j0_o0"]
    assert len(names) == 417 and "scattering_j1_o3" in names and "scattering_j0_o1_j2_o5" in names


@pytest.mark.parametrize("shape", [(15, 40), (40, 15), (1, 1)])
def test_an_image_smaller_than_the_waves_is_refused(shape):
    for method in (Scattering().fit, Scattering().transform):
        with pytest.raises(ValueError, match=f"{shape[0]} x {shape[1]} pixels .* scales=4"):
            method(list(noise((2, *shape))))
    assert Scattering().transform(noise((2, 16, 16))).shape == (2, 417)
