import numpy as np
import pytest
from sample_images import noise
from skimage import data
from skimage.feature import local_binary_pattern

from classic_cls.features import LBP
from classic_cls.kernels.lbp import _nearest_codes, completed_lbp_histogram, lbp_histogram
from classic_cls.kernels.lbp_patterns import (
    LBP_METHODS,
    VARIANCE_EDGES,
    lbp_margin,
    n_patterns,
    rotation_minima,
)

NOISE = noise((2, 40, 44))
CODED = [method for method in LBP_METHODS if method != "var"]
CIRCLES = [(8, 1), (4, 1), (8, 2), (16, 2), (24, 3), (12, 1.5), (5, 2.3)]
CASES = [(points, radius, method) for points, radius in CIRCLES for method in LBP_METHODS
         if points <= {"default": 12, "ror": 16}.get(method, 24)]


def images_of(kind):
    if kind == "photograph":
        return data.camera()[None, 100:160, 200:270]
    return noise((2, 40, 44), levels={"noise": 256, "few levels": 5}[kind])


def patterns(images, points, radius, method):
    """The pattern of every pixel, from histograms of cells of one pixel."""
    ends = [np.arange(side + 1 - 2 * lbp_margin(radius)) for side in images.shape[1:]]
    shares = lbp_histogram(images, *ends, points, radius, method)
    assert (shares.sum(axis=-1) == 1).all()
    return shares.argmax(axis=-1)


def inside(images, radius):
    margin = lbp_margin(radius)
    return images[:, margin:-margin, margin:-margin]


def scikit_image(images, points, radius, method):
    found = [local_binary_pattern(image, points, radius, method) for image in images]
    found = inside(np.stack(found), radius)
    if method == "ror":
        return np.searchsorted(rotation_minima(points), found)
    return found if method == "var" else found.astype(int)


def exact_differences(images, points, radius):
    """Points less pixels, in whole numbers of 1e-10 grey levels."""
    margin = lbp_margin(radius)
    images = np.pad(images.astype(np.int64), ((0, 0), (0, 1), (0, 1)))
    height, width = (side - 1 - 2 * margin for side in images.shape[1:])
    centre = images[:, margin : margin + height, margin : margin + width]
    differences = []
    for p in range(points):
        angle = 2 * np.pi * p / points
        offset = np.round([-radius * np.sin(angle), radius * np.cos(angle)], 5)
        (y, x), (down, right) = np.divmod(np.rint(offset * 10**5).astype(int), 10**5)
        value = -(10**10) * centre
        for i, share_i in ((0, 10**5 - down), (1, down)):
            for j, share_j in ((0, 10**5 - right), (1, right)):
                top, left = margin + y + i, margin + x + j
                value += share_i * share_j * images[:, top : top + height, left : left + width]
        differences.append(value)
    return np.array(differences)


def exact_codes(images, points, radius):
    bits = exact_differences(images, points, radius) >= 0
    return (bits * 2 ** np.arange(points)[:, None, None, None]).sum(axis=0)


@pytest.mark.parametrize("kind", ["noise", "few levels", "photograph"])
@pytest.mark.parametrize("points, radius, method", CASES)
def test_patterns_equal_scikit_images_but_for_its_rounding_of_ties(points, radius, method, kind):
    images = images_of(kind)
    ours = patterns(images, points, radius, method)
    theirs = scikit_image(images, points, radius, method)
    if method == "var":
        theirs = np.nan_to_num(theirs)
        undecided = np.isclose(theirs[..., None], VARIANCE_EDGES, rtol=1e-9).any(axis=-1)
        theirs = np.searchsorted(VARIANCE_EDGES, theirs, side="right")
    else:
        undecided = (exact_differences(images, points, radius) == 0).any(axis=0)
    assert undecided.mean() < 0.9
    np.testing.assert_array_equal(ours[~undecided], theirs[~undecided])
    if radius == 1 and points == 4:
        np.testing.assert_array_equal(ours, theirs)  # no interpolation, no rounding


@pytest.mark.parametrize("kind", ["noise", "few levels", "photograph"])
@pytest.mark.parametrize("points, radius", [(8, 1), (8, 2), (12, 1.5), (10, 3)])
def test_codes_are_exact_where_points_equal_the_pixel_too(points, radius, kind):
    images = images_of(kind)
    ours = patterns(images, points, radius, "default")
    np.testing.assert_array_equal(ours, exact_codes(images, points, radius))


def test_points_at_the_corners_have_the_exact_sign_for_all_values():
    """Corner and sum of two sides, as differences to the pixel: every pair that there is."""
    corner, sides = (grid.ravel() for grid in np.mgrid[-255:256, -510:511])
    centre = np.maximum(np.maximum(0, -corner), -(sides // 2))
    possible = centre <= np.minimum(np.minimum(255, 255 - corner), (510 - sides) // 2)
    corner, sides, centre = corner[possible], sides[possible], centre[possible]
    upright = (sides + 2 * centre) // 2
    level = sides + 2 * centre - upright
    far = centre + corner
    rows = [[far, upright, far], [level, centre, level], [far, upright, far]]
    image = np.array(rows).transpose(0, 2, 1).reshape(3, -1).astype(np.uint8)  # side by side
    codes = np.empty(image.shape[1] - 2, np.float32)
    _nearest_codes(image.ravel(), image.shape[1], codes)
    diagonal = codes[::3].astype(int) & 0b10101010
    expected = np.where(70711 * corner + 29289 * sides >= 0, 0b10101010, 0)
    np.testing.assert_array_equal(diagonal, expected)


@pytest.mark.parametrize("width", [2046, 2050, 5000])
def test_images_wider_than_a_strip(width):
    images = noise((1, 9, width))
    ours = patterns(images, 8, 2, "default")
    np.testing.assert_array_equal(ours, exact_codes(images, 8, 2))


@pytest.mark.parametrize("grid", [1, 3])
def test_histograms_are_shares_of_the_codes_in_each_cell(grid):
    images = noise((2, 32, 32))
    rows = LBP([(8, 1)], "uniform", grid=grid).transform(images).reshape(2, grid, grid, 10)
    codes = patterns(images, 8, 1, "uniform")
    for r, band in enumerate(np.split(codes, grid, axis=1)):
        for c, cell in enumerate(np.split(band, grid, axis=2)):
            for image, expected in zip(cell, rows[:, r, c]):
                counts = np.bincount(image.ravel(), minlength=10)
                np.testing.assert_allclose(expected, counts / image.size, rtol=1e-6)


def number_of(code, points, method):
    """The pattern of one code, by the words of the definition."""
    turns = [(code >> t | code << (points - t)) & (2**points - 1) for t in range(points)]
    if method == "ror":
        return np.searchsorted(rotation_minima(points), min(turns))
    changes = (code ^ turns[1]).bit_count()
    return code.bit_count() if changes <= 2 else points + 1


@pytest.mark.parametrize("points, radius, method", [(8, 1, "uniform"), (20, 2, "uniform"),
                                                    (8, 2, "ror")])
def test_completed_patterns_equal_their_definition(points, radius, method):
    images = NOISE
    differences = exact_differences(images, points, radius)
    weights = 2 ** np.arange(points)[:, None, None, None]
    limits = np.abs(differences).mean(axis=(0, 2, 3))[:, None, None]
    codes = [((differences >= 0) * weights).sum(axis=0),
             ((np.abs(differences) >= limits) * weights).sum(axis=0)]
    signs, magnitudes = (
        np.vectorize(number_of, otypes=[int])(code, points, method) for code in codes
    )
    centres = inside(images, radius)
    bright = centres >= centres.mean(axis=(1, 2), keepdims=True)
    whole = [np.array([0, side - 2 * radius]) for side in images.shape[1:]]
    joint = completed_lbp_histogram(images, *whole, points, radius, method)[:, 0, 0]
    expected = np.zeros(joint.shape)
    image = np.arange(len(images))[:, None, None]
    np.add.at(expected, (image, signs, magnitudes, bright.astype(int)), 1 / centres[0].size)
    np.testing.assert_allclose(joint, expected, atol=1e-6)


@pytest.mark.parametrize("method", CODED)
@pytest.mark.parametrize("completed", [False, True])
def test_lighting_changes_nothing(method, completed):
    scales = [(6, 1), (7, 2)] if completed else [(8, 1), (12, 2.5)]
    images = noise((2, 40, 44), levels=120)
    extractor = LBP(scales, method, completed)
    np.testing.assert_array_equal(extractor.transform(2 * images + 15), extractor.transform(images))


def test_any_monotone_change_leaves_points_that_lie_on_pixels():
    images = noise((2, 40, 44), levels=16)
    curve = np.sort(np.random.default_rng(1).choice(256, 16, replace=False)).astype(np.uint8)
    extractor = LBP([(4, 1), (4, 3)], "default")
    np.testing.assert_array_equal(extractor.transform(curve[images]), extractor.transform(images))


def test_variance_sees_contrast_but_not_brightness():
    images = noise((2, 40, 44), levels=100)
    extractor = LBP([(8, 1)], "var")
    rows = extractor.transform(images)
    np.testing.assert_array_equal(extractor.transform(images + 50), rows)
    doubled = extractor.transform(2 * images)  # four times the variance: two bins on
    np.testing.assert_array_equal(doubled[:, 4:], rows[:, 2:-2])


@pytest.mark.parametrize("points, radius", [(8, 1), (8, 2), (12, 3)])
def test_a_quarter_turn_turns_the_codes(points, radius):
    images = NOISE
    codes = patterns(images, points, radius, "default")
    # The points move on by a quarter of the circle, counter-clockwise as np.rot90 does.
    quarter = points // 4
    moved = (codes << quarter | codes >> (points - quarter)) & (2**points - 1)
    turned = patterns(np.rot90(images, axes=(1, 2)), points, radius, "default")
    np.testing.assert_array_equal(turned, np.rot90(moved, axes=(1, 2)))


def test_mirroring_permutes_the_codes():
    images = NOISE
    names = LBP([(8, 1)], "default").fit(images).get_feature_names_out().tolist()
    code = np.arange(256)
    bits = code[:, None] >> np.arange(8) & 1
    mirrored = (bits << ((4 - np.arange(8)) % 8)).sum(axis=1)  # right and left change places
    assert names == [f"lbp_p8_r1_d{c}" for c in code]
    extractor = LBP([(8, 1)], "default")
    of_mirrored = extractor.transform(images[:, :, ::-1])
    np.testing.assert_array_equal(of_mirrored[:, mirrored], extractor.transform(images))


@pytest.mark.parametrize("method", ["ror", "uniform", "var"])
@pytest.mark.parametrize("completed", [False, True])
def test_quarter_turns_change_nothing(method, completed):
    if method == "var" and completed:
        return
    images = noise((2, 40, 40))
    extractor = LBP([(8, 1), (8, 2)], method, completed)
    rows = extractor.transform(images)
    for k in (1, 2, 3):
        turned = extractor.transform(np.rot90(images, k, axes=(1, 2)))
        np.testing.assert_allclose(turned, rows, atol=1e-6)


@pytest.mark.parametrize("method", LBP_METHODS)
@pytest.mark.parametrize("value", [0, 100, 255])
def test_a_blank_image_has_one_pattern(method, value):
    blank = np.full((1, 20, 20), value, np.uint8)
    column = 0 if method == "var" else -2 if "uniform" in method else -1
    for scale in [(8, 1), (12, 2.5)]:
        row = LBP([scale], method).transform(blank)[0]
        assert row.sum() == row[column] == 1


def test_square_roots():
    images = NOISE
    shares = LBP(grid=2).transform(images)
    np.testing.assert_allclose(LBP(grid=2, sqrt=True).transform(images) ** 2, shares, atol=1e-6)
    np.testing.assert_allclose(shares.sum(axis=1), 4 * len(LBP().scales), rtol=1e-5)


@pytest.mark.parametrize("method", LBP_METHODS)
def test_names_say_what_the_columns_are(method):
    names = LBP([(8, 1), (6, 1.5)], method).fit(NOISE).get_feature_names_out().tolist()
    first, second = n_patterns(8, method), n_patterns(6, method)
    assert len(names) == first + second
    assert all(name.startswith("lbp_p8_r1_") for name in names[:first])
    assert all(name.startswith("lbp_p6_r1.5_") for name in names[first:])


def test_names_of_cells_and_triples():
    names = LBP([(4, 1)], "uniform", grid=2).fit(NOISE).get_feature_names_out().tolist()
    assert names[:7] == [*(f"lbp_r0_c0_p4_r1_u{ones}" for ones in range(5)),
                         "lbp_r0_c0_p4_r1_other", "lbp_r0_c1_p4_r1_u0"]
    triples = LBP([(4, 1)], "uniform", True).fit(NOISE).get_feature_names_out().tolist()
    assert triples[:3] == ["lbp_p4_r1_s_u0_m_u0_c0", "lbp_p4_r1_s_u0_m_u0_c1",
                           "lbp_p4_r1_s_u0_m_u1_c0"]


def test_a_run_is_named_by_its_length_and_turns():
    ramp = np.tile(np.arange(9, dtype=np.uint8), (9, 1))  # brighter to the right
    extractor = LBP([(8, 1)], "nri_uniform").fit([ramp])
    names = extractor.get_feature_names_out()
    found = [names[extractor.transform([np.rot90(ramp, k)])[0].argmax()] for k in range(4)]
    # Points above and below are as bright as the pixel: five ones, at first from point 6 on.
    assert found == [f"lbp_p8_r1_u5_t{turns}" for turns in (2, 0, 6, 4)]


@pytest.mark.parametrize("shape, grid", [((6, 40), 1), ((40, 6), 1), ((1, 1), 1), ((9, 9), 4)])
def test_an_image_without_room_for_the_circle_is_refused(shape, grid):
    extractor = LBP([(8, 1), (8, 3)], grid=grid)
    for method in (extractor.fit, extractor.transform):
        with pytest.raises(ValueError, match=f"{shape[0]} x {shape[1]} pixels .* radius"):
            method(list(noise((2, *shape))))
    smallest = list(noise((2, 6 + grid, 6 + grid)))
    assert np.isfinite(extractor.transform(smallest)).all()
