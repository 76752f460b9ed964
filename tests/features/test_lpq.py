import cv2
import numpy as np
import pytest
from sample_images import noise
from scipy.signal import convolve2d
from skimage import data

from classic_cls.features import LBP, LPQ
from classic_cls.kernels.lpq import lpq_histogram, lpq_mixing

NOISE = noise((2, 24, 29))


def photographs():
    cuts = [data.camera()[100:160, 200:270], data.brick()[:60, :70], data.grass()[:60, :70]]
    return np.stack(cuts)


def parts(image, window):
    """Real and imaginary parts of the four coefficients, as the authors' program computes them."""
    places = np.arange(window) - window // 2
    one = np.ones((1, window))
    wave = np.exp(-2j * np.pi * places / window)[None]
    found = [convolve2d(convolve2d(image.astype(float), down.T, "valid"), right, "valid")
             for down, right in [(one, wave), (wave, one), (wave, wave), (wave, wave.conj())]]
    return np.stack([part for f in found for part in (f.real, f.imag)])


def reference_codes(image, window, decorrelate):
    found = parts(image, window)
    if decorrelate:
        found = np.tensordot(lpq_mixing(window), found, 1)
    return ((found > 1e-8) * 2 ** np.arange(8)[:, None, None]).sum(axis=0)


def codes(images, window, decorrelate):
    """The code of every window, from histograms of cells of one window."""
    ends = [np.arange(side + 2 - window) for side in images.shape[1:]]
    shares = lpq_histogram(images, *ends, window, decorrelate)
    assert (shares.sum(axis=-1) == 1).all()
    return shares.argmax(axis=-1)


@pytest.mark.parametrize("images", [photographs(), NOISE, noise((2, 24, 29), levels=3)],
                         ids=["photographs", "noise", "few levels"])
@pytest.mark.parametrize("decorrelate", [False, True])
@pytest.mark.parametrize("window", [3, 7, 15])
def test_codes_equal_those_of_convolutions(images, decorrelate, window):
    expected = [reference_codes(image, window, decorrelate) for image in images]
    np.testing.assert_array_equal(codes(images, window, decorrelate), expected)


@pytest.mark.parametrize("window", [3, 5, 7, 13])
def test_mixing_decorrelates(window):
    """Against the covariance of the parts over images that have the correlation itself."""
    y, x = np.indices((window, window)).reshape(2, -1)
    correlation = 0.9 ** np.hypot(y[:, None] - y, x[:, None] - x)
    root = np.linalg.cholesky(correlation)
    impulses = [parts(column.reshape(window, window), window).ravel() for column in root.T]
    covariance = np.cov(np.array(impulses).T, bias=True) * len(impulses)
    mean = np.mean(impulses, axis=0)
    covariance += len(impulses) * np.outer(mean, mean)
    mixing = lpq_mixing(window)
    np.testing.assert_allclose(mixing @ mixing.T, np.eye(8), atol=1e-12)
    mixed = mixing @ covariance @ mixing.T
    np.testing.assert_allclose(mixed, np.diag(np.diag(mixed)), atol=1e-3)
    assert (np.diff(np.diag(mixed)) < 1e-3).all()


@pytest.mark.parametrize("image", [photographs(), NOISE], ids=["photographs", "noise"])
def test_light_changes_nothing(image):
    image = image // 3
    np.testing.assert_array_equal(LPQ().transform(image), LPQ().transform(2 * image + 9))


def test_blur_changes_lpq_less_than_lbp():
    sharp = np.stack([data.camera(), data.brick(), data.grass(), data.gravel()])
    blurred = np.stack([cv2.GaussianBlur(image, (0, 0), 1.5) for image in sharp])

    def overlap(extractor):
        rows = np.minimum(extractor.transform(sharp), extractor.transform(blurred))
        return rows.sum(axis=1)

    lpq, lbp = overlap(LPQ(windows=7)), overlap(LBP(scales=[(8, 3)], method="default"))
    assert (lpq > lbp + 0.1).all() and lpq.min() > 0.75


def test_half_a_turn_changes_the_sign_of_sine_parts():
    """The eight numbers of the turned image are the complex conjugates."""
    sines = sum(2**b for b in (1, 3, 5, 7))
    image = NOISE
    expected = codes(image, 5, False)[:, ::-1, ::-1] ^ sines
    np.testing.assert_array_equal(codes(image[:, ::-1, ::-1], 5, False), expected)


@pytest.mark.parametrize("decorrelate", [False, True])
def test_blank_images_have_code_zero(decorrelate):
    for value in (0, 7, 255):
        rows = LPQ((3, 9), decorrelate).transform(np.full((1, 20, 30), value, np.uint8))
        assert rows[0, [0, 256]].tolist() == [1, 1] and rows.sum() == 2


def test_cells_are_histograms_of_their_own():
    images = noise((2, 24, 30))
    cells = LPQ(5, grid=2).transform(images).reshape(2, 2, 2, 256)
    for r in range(2):
        for c in range(2):
            part = images[:, 10 * r : 10 * r + 14, 13 * c : 13 * c + 17]
            np.testing.assert_array_equal(cells[:, r, c], LPQ(5).transform(part))


def test_windows_stand_side_by_side():
    images = NOISE
    rows = LPQ((7, 3), grid=2).transform(images).reshape(2, 4, 2, 256)
    for number, window in enumerate((7, 3)):
        alone = LPQ(window, grid=2).transform(images).reshape(2, 4, 256)
        np.testing.assert_array_equal(rows[:, :, number], alone)
    names = LPQ((7, 3), grid=2).fit(images).get_feature_names_out()
    assert names[[0, 256, 511, 512]].tolist() == [
        "lpq_r0_c0_w7_p0", "lpq_r0_c0_w3_p0", "lpq_r0_c0_w3_p255", "lpq_r0_c1_w7_p0"
    ]
    assert LPQ(3).fit(images).get_feature_names_out()[9] == "lpq_w3_p9"


def test_wide_images():
    image = noise((1, 12, 1500))
    expected = np.bincount(reference_codes(image[0], 3, True).ravel(), minlength=256)
    np.testing.assert_allclose(LPQ(3).transform(image)[0], expected / expected.sum(), rtol=1e-6)


def test_too_small_images_are_named():
    assert LPQ(7).transform(noise((2, 7, 7))).sum() == pytest.approx(2)
    for extractor in (LPQ((3, 9)), LPQ(7, grid=3)):
        for method in (extractor.fit, extractor.transform):
            with pytest.raises(ValueError, match="8 x 30 pixels .* windows and grid=. take 9"):
                method(noise((2, 8, 30)))
