import cv2
import numpy as np
import pytest
from sample_images import noise

from classic_cls.features import ColorHistogram

NOISE = noise((3, 24, 36, 3))
CODES = {"hsv": cv2.COLOR_RGB2HSV, "lab": cv2.COLOR_RGB2LAB}
RANGES = {"rgb": [256] * 3, "hsv": [180, 256, 256], "lab": [256] * 3, "opponent": [256] * 3,
          "rg": [256] * 2}


def channels(image, space):
    """Values of every pixel, from the definitions where OpenCV does not have the space."""
    if space in CODES:
        return cv2.cvtColor(image, CODES[space]).reshape(-1, 3).astype(float)
    r, g, b = image.reshape(-1, 3).astype(int).T
    if space == "opponent":
        intensity = np.round((r + g + b) / 3)
        return np.stack([(r - g) // 2 + 128, (r + g - 2 * b) // 4 + 128, intensity], 1)
    if space == "rg":
        total = r + g + b
        return np.stack([np.where(total, (510 * c + total) // np.maximum(2 * total, 1), 85)
                         for c in (r, g)], 1)
    return image.reshape(-1, 3).astype(float)


def of_every_channel(bins, space):
    return ((bins,) * 3 if isinstance(bins, int) else bins)[: len(RANGES[space])]


def soft_votes(value, n, r, circular):
    """Of one value to every bin."""
    place = (value + 0.5) * n / r - 0.5
    votes = np.zeros(n)
    for b, share in ((np.floor(place), 1 - place % 1), (np.floor(place) + 1, place % 1)):
        votes[int(b % n if circular else np.clip(b, 0, n - 1))] += share
    return votes


def soft_reference(image, space, bins, joint):
    histogram = 0
    for pixel in channels(image, space):
        votes = [soft_votes(value, n, r, space == "hsv" and c == 0)
                 for c, (value, n, r) in enumerate(zip(pixel, bins, RANGES[space], strict=True))]
        if joint:
            votes = [np.einsum("a,b,c", *votes, *[[1]] * (3 - len(votes))).ravel()]
        histogram = histogram + np.concatenate(votes)
    return histogram / (image.size // 3)


def one_color(rgb):
    return np.full((1, 4, 4, 3), rgb, np.uint8)


@pytest.mark.parametrize("space", RANGES)
@pytest.mark.parametrize("bins", [8, (7, 3, 11)])
def test_marginal_equals_numpy(space, bins):
    per_channel = of_every_channel(bins, space)
    rows = ColorHistogram(space, per_channel, grid=1).transform(NOISE)
    for image, row in zip(NOISE, rows, strict=True):
        values = channels(image, space)
        expected = [
            np.histogram(values[:, c], per_channel[c], (0, RANGES[space][c]))[0] / len(values)
            for c in range(len(per_channel))
        ]
        np.testing.assert_allclose(row, np.concatenate(expected), atol=1e-6)


@pytest.mark.parametrize("space", RANGES)
@pytest.mark.parametrize("bins", [4, (5, 2, 3)])
def test_joint_equals_numpy(space, bins):
    per_channel = of_every_channel(bins, space)
    rows = ColorHistogram(space, per_channel, joint=True, grid=1).transform(NOISE)
    for image, row in zip(NOISE, rows, strict=True):
        values = channels(image, space)
        limits = [(0, r) for r in RANGES[space]]
        expected = np.histogramdd(values, per_channel, limits)[0] / len(values)
        np.testing.assert_allclose(row, expected.ravel(), atol=1e-6)


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("space", RANGES)
@pytest.mark.parametrize("bins", [1, 4, (5, 2, 3)])
def test_soft_equals_interpolation(space, bins, joint):
    bins = of_every_channel(bins, space)
    images = noise((3, 9, 11, 3))
    images[0, 0] = [[0, 0, 0], *[[255, 0, b] for b in range(0, 20, 2)]]  # hues around 0
    rows = ColorHistogram(space, bins, joint, grid=1, soft=True).transform(images)
    for image, row in zip(images, rows, strict=True):
        np.testing.assert_allclose(row, soft_reference(image, space, bins, joint), atol=1e-6)


def test_soft_is_hard_with_a_bin_for_every_value():
    hard, soft = (ColorHistogram("hsv", (180, 256, 256), grid=2, soft=s) for s in (False, True))
    np.testing.assert_array_equal(hard.transform(NOISE), soft.transform(NOISE))


@pytest.mark.parametrize("joint", [False, True])
def test_a_little_more_light_moves_soft_histograms_little(joint):
    dim = np.full((1, 8, 8, 3), (127, 63, 191), np.uint8)  # the last values of a bin
    moved = {}
    for soft in (False, True):
        extractor = ColorHistogram("rgb", 4, joint, grid=1, soft=soft)
        moved[soft] = np.abs(extractor.transform(dim + 1) - extractor.transform(dim)).max()
    assert moved[False] == 1 and moved[True] < 0.05


@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("joint", [False, True])
def test_cells_are_histograms_of_their_own(joint, soft):
    images = NOISE
    cells = ColorHistogram(bins=3, joint=joint, grid=2, soft=soft).transform(images)
    cells = cells.reshape(3, 2, 2, -1)
    whole = ColorHistogram(bins=3, joint=joint, grid=1, soft=soft)
    for r in range(2):
        for c in range(2):
            part = images[:, 12 * r : 12 * r + 12, 18 * c : 18 * c + 18]
            np.testing.assert_array_equal(cells[:, r, c], whole.transform(part))


def test_mirroring_permutes_cells():
    cells = ColorHistogram(grid=3).transform(NOISE).reshape(3, 3, 3, -1)
    mirrored = ColorHistogram(grid=3).transform(NOISE[:, :, ::-1]).reshape(cells.shape)
    np.testing.assert_array_equal(mirrored, cells[:, :, ::-1])


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("soft", [False, True])
def test_shuffling_pixels_changes_nothing(joint, soft):
    images = NOISE
    shuffled = np.random.default_rng(1).permutation(images.reshape(3, -1, 3), axis=1)
    extractor = ColorHistogram("lab", joint=joint, grid=1, soft=soft)
    expected = extractor.transform(images)
    np.testing.assert_array_equal(extractor.transform(shuffled.reshape(images.shape)), expected)


@pytest.mark.parametrize("soft", [False, True])
def test_histograms_add_up_to_one(soft):
    rows = ColorHistogram(bins=(9, 5, 2), grid=4, soft=soft).transform(noise((3, 17, 23, 3)))
    ends = np.cumsum([9, 5, 2])[:-1]
    for histogram in np.split(rows.reshape(-1, 16), ends, axis=1):
        np.testing.assert_allclose(histogram.sum(axis=1), 1, rtol=1e-5)
    rows = ColorHistogram(bins=3, joint=True, grid=4, soft=soft).transform(noise((3, 17, 23, 3)))
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
        ("opponent", (255, 0, 0), "opponent_rg3_yb2_i1"),
        ("opponent", (0, 0, 255), "opponent_rg2_yb0_i1"),
        ("opponent", (255, 255, 0), "opponent_rg2_yb3_i2"),
        ("rg", (9, 0, 0), "rg_r3_g0"),
        ("rg", (0, 0, 0), "rg_r1_g1"),
        ("rg", (60, 60, 60), "rg_r1_g1"),
    ],
)
def test_colors_fall_into_the_bin_of_their_name(space, rgb, name):
    extractor = ColorHistogram(space, bins=4, joint=True, grid=1).fit(one_color(rgb))
    names = extractor.get_feature_names_out()
    assert names[extractor.transform(one_color(rgb))[0] == 1].tolist() == [name]


@pytest.mark.parametrize("space", RANGES)
def test_grey_images_are_equal_channels(space):
    gray = noise((3, 20, 20))
    extractor = ColorHistogram(space)
    as_color = np.repeat(gray[..., None], 3, axis=-1)
    np.testing.assert_array_equal(extractor.transform(gray), extractor.transform(as_color))


def test_names():
    def names(**parameters):
        fitted = ColorHistogram(bins=(2, 1, 1), **parameters).fit(NOISE)
        return fitted.get_feature_names_out().tolist()

    assert names(grid=1) == ["hsv_h0", "hsv_h1", "hsv_s0", "hsv_v0"]
    assert names(grid=1, joint=True) == ["hsv_h0_s0_v0", "hsv_h1_s0_v0"]
    assert names(grid=2)[3:5] == ["hsv_r0_c0_v0", "hsv_r0_c1_h0"]
    assert names(grid=2, space="rgb")[0] == "rgb_r0_c0_r0"
    two = ColorHistogram("rg", (2, 1), joint=True, grid=1).fit(NOISE)
    assert two.get_feature_names_out().tolist() == ["rg_r0_g0", "rg_r1_g0"]


def test_red_is_the_neighbour_of_red_in_soft_bins():
    extractor = ColorHistogram("hsv", (6, 1, 1), grid=1, soft=True).fit(one_color((255, 0, 0)))
    hues = extractor.transform(one_color((255, 0, 0)))[0, :6]
    np.testing.assert_allclose(hues[[0, 5]].sum(), 1)
    assert hues[0] > 0.5 > hues[5] > 0.45


def test_images_down_to_one_pixel_have_a_histogram():
    assert ColorHistogram(grid=1).transform(noise((3, 1, 1, 3))).sum() == pytest.approx(9)
    with pytest.raises(ValueError, match="grid=3 .* 2 x 5 pixels"):
        ColorHistogram(grid=3).transform(noise((3, 2, 5, 3)))
