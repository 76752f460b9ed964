import cv2
import numpy as np
import pytest

from classic_cls.estimator_checks import yield_checks
from classic_cls.features import ColorHistogram

CODES = {"hsv": cv2.COLOR_RGB2HSV, "lab": cv2.COLOR_RGB2LAB}
RANGES = {"rgb": [256] * 3, "hsv": [180, 256, 256], "lab": [256] * 3}


def noise(shape=(24, 36, 3), n=3, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (n, *shape), dtype=np.uint8)


def channels(image, space):
    image = image if space == "rgb" else cv2.cvtColor(image, CODES[space])
    return image.reshape(-1, 3).astype(float)


def one_color(rgb):
    return np.full((1, 4, 4, 3), rgb, np.uint8)


@pytest.mark.parametrize("space", RANGES)
@pytest.mark.parametrize("bins", [8, (7, 3, 11)])
def test_marginal_equals_numpy(space, bins):
    per_channel = (bins,) * 3 if bins == 8 else bins
    rows = ColorHistogram(space, bins, grid=1).transform(noise())
    for image, row in zip(noise(), rows, strict=True):
        values = channels(image, space)
        expected = [
            np.histogram(values[:, c], per_channel[c], (0, RANGES[space][c]))[0] / len(values)
            for c in range(3)
        ]
        np.testing.assert_allclose(row, np.concatenate(expected), atol=1e-6)


@pytest.mark.parametrize("space", RANGES)
@pytest.mark.parametrize("bins", [4, (5, 2, 3)])
def test_joint_equals_numpy(space, bins):
    per_channel = (bins,) * 3 if bins == 4 else bins
    rows = ColorHistogram(space, bins, joint=True, grid=1).transform(noise())
    for image, row in zip(noise(), rows, strict=True):
        values = channels(image, space)
        limits = [(0, r) for r in RANGES[space]]
        expected = np.histogramdd(values, per_channel, limits)[0] / len(values)
        np.testing.assert_allclose(row, expected.ravel(), atol=1e-6)


@pytest.mark.parametrize("joint", [False, True])
def test_cells_are_histograms_of_their_own(joint):
    images = noise()
    cells = ColorHistogram(bins=3, joint=joint, grid=2).transform(images).reshape(3, 2, 2, -1)
    whole = ColorHistogram(bins=3, joint=joint, grid=1)
    for r in range(2):
        for c in range(2):
            part = images[:, 12 * r : 12 * r + 12, 18 * c : 18 * c + 18]
            np.testing.assert_array_equal(cells[:, r, c], whole.transform(part))


def test_mirroring_permutes_cells():
    cells = ColorHistogram(grid=3).transform(noise()).reshape(3, 3, 3, -1)
    mirrored = ColorHistogram(grid=3).transform(noise()[:, :, ::-1]).reshape(cells.shape)
    np.testing.assert_array_equal(mirrored, cells[:, :, ::-1])


def test_shuffling_pixels_changes_nothing():
    images = noise()
    shuffled = np.random.default_rng(1).permutation(images.reshape(3, -1, 3), axis=1)
    extractor = ColorHistogram("lab", joint=True, grid=1)
    expected = extractor.transform(images)
    np.testing.assert_array_equal(extractor.transform(shuffled.reshape(images.shape)), expected)


def test_histograms_add_up_to_one():
    rows = ColorHistogram(bins=(9, 5, 2), grid=4).transform(noise((17, 23, 3)))
    ends = np.cumsum([9, 5, 2])[:-1]
    for histogram in np.split(rows.reshape(-1, 16), ends, axis=1):
        np.testing.assert_allclose(histogram.sum(axis=1), 1, rtol=1e-5)
    rows = ColorHistogram(bins=3, joint=True, grid=4).transform(noise((17, 23, 3)))
    np.testing.assert_allclose(rows.reshape(-1, 27).sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize(
    "space, rgb, name",
    [
        ("hsv", (255, 0, 0), "hsv_h0_s3_v3"),
        ("hsv", (255, 255, 0), "hsv_h0_s3_v3"),  # 60 degrees of 0 to 89
        ("hsv", (0, 255, 0), "hsv_h1_s3_v3"),
        ("hsv", (0, 0, 255), "hsv_h2_s3_v3"),
        ("hsv", (255, 0, 10), "hsv_h3_s3_v3"),  # 358 degrees
        ("hsv", (200, 200, 200), "hsv_h0_s0_v3"),
        ("rgb", (0, 64, 255), "rgb_r0_g1_b3"),
        ("lab", (0, 0, 0), "lab_l0_a2_b2"),
        ("lab", (255, 255, 255), "lab_l3_a2_b2"),
    ],
)
def test_colors_fall_into_the_bin_of_their_name(space, rgb, name):
    extractor = ColorHistogram(space, bins=4, joint=True, grid=1).fit(one_color(rgb))
    names = extractor.get_feature_names_out()
    assert names[extractor.transform(one_color(rgb))[0] == 1].tolist() == [name]


@pytest.mark.parametrize("space", RANGES)
def test_grey_images_are_equal_channels(space):
    gray = noise((20, 20))
    extractor = ColorHistogram(space)
    as_color = np.repeat(gray[..., None], 3, axis=-1)
    np.testing.assert_array_equal(extractor.transform(gray), extractor.transform(as_color))


def test_names():
    def names(**parameters):
        fitted = ColorHistogram(bins=(2, 1, 1), **parameters).fit(noise())
        return fitted.get_feature_names_out().tolist()

    assert names(grid=1) == ["hsv_h0", "hsv_h1", "hsv_s0", "hsv_v0"]
    assert names(grid=1, joint=True) == ["hsv_h0_s0_v0", "hsv_h1_s0_v0"]
    assert names(grid=2)[3:5] == ["hsv_r0_c0_v0", "hsv_r0_c1_h0"]
    assert names(grid=2, space="rgb")[0] == "rgb_r0_c0_r0"


def test_images_down_to_one_pixel_have_a_histogram():
    assert ColorHistogram(grid=1).transform(noise((1, 1, 3))).sum() == pytest.approx(9)
    with pytest.raises(ValueError, match="grid=3 .* 2 x 5 pixels"):
        ColorHistogram(grid=3).transform(noise((2, 5, 3)))


@pytest.mark.parametrize(
    "parameters",
    [{"space": "cmyk"}, {"bins": 0}, {"bins": 257}, {"bins": (8, 8)}, {"bins": (8, 8, 0)},
     {"bins": [8, 8, 2.5]}, {"joint": "yes"}, {"grid": 0}],
    ids=str,
)
def test_bad_parameters_are_named(parameters):
    for method in (ColorHistogram(**parameters).fit, ColorHistogram(**parameters).transform):
        with pytest.raises(ValueError, match=next(iter(parameters))):
            method(noise())


CHECKS = list(yield_checks(ColorHistogram("lab", (4, 2, 3), joint=True, grid=2)))


@pytest.mark.parametrize("name, check", CHECKS)
def test_common(name, check):
    check()
