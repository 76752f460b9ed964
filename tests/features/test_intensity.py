"""Statistics of grey levels: equal to scipy's, numpy's and scikit-image's."""

import numpy as np
import pytest
from scipy import stats
from skimage.measure import shannon_entropy

from classic_cls.features import IntensityStatistics
from classic_cls.kernels.intensity import MEASURES, intensity_statistics


def blobs(shape=(30, 41), n=4, seed=0):
    """From nearly one colour to the full range, leaning to one side."""
    rng = np.random.default_rng(seed)
    widths = np.linspace(2, 120, n).reshape(n, *[1] * len(shape))
    return np.clip(20 + rng.gamma(1.5, 1, (n, *shape)) * widths, 0, 255).astype(np.uint8)


def whole(images):
    bounds = (np.array([0, length]) for length in images.shape[1:])
    return intensity_statistics(images, *bounds)[:, 0, 0]


def reference(image):
    values = image.ravel().astype(float)
    shares = np.bincount(image.ravel()) / image.size
    return [
        values.mean(), values.std(), stats.skew(values), stats.kurtosis(values),
        shannon_entropy(image), (shares**2).sum(), values.min(), values.max(),
        *np.percentile(values, [10, 25, 50, 75, 90]),
    ]


@pytest.mark.parametrize("shape", [(30, 41), (1, 2), (3, 1), (2, 3), (7, 5), (101, 10)])
def test_equals_scipy_numpy_and_scikit_image(shape):
    images = blobs(shape)
    images[:, 0, 0] = 1  # at least two levels
    expected = [reference(image) for image in images]
    np.testing.assert_allclose(whole(images), expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("value", [0, 77, 255])
def test_one_colour_has_defined_values(value):
    row = whole(np.full((1, 50, 31), value, np.uint8))[0]
    by_name = dict(zip(MEASURES, row, strict=True))
    for name in ("deviation", "skewness", "kurtosis", "entropy"):
        assert by_name.pop(name) == 0
    assert by_name.pop("energy") == 1
    assert set(by_name.values()) == {value}


def test_all_levels_alike_have_eight_bits():
    row = whole(np.arange(256, dtype=np.uint8).reshape(1, 16, 16))[0]
    by_name = dict(zip(MEASURES, row, strict=True))
    assert by_name["entropy"] == 8 and by_name["energy"] == 1 / 256
    assert by_name["mean"] == by_name["p50"] == 127.5 and by_name["skewness"] == 0


def test_places_do_not_matter():
    images = blobs()
    shuffled = np.random.default_rng(1).permuted(images.reshape(4, -1), axis=1)
    np.testing.assert_array_equal(whole(shuffled.reshape(images.shape)), whole(images))


def test_light_moves_levels_and_leaves_the_shape_of_their_distribution():
    image = blobs(n=1) // 4
    before, after = whole(image)[0], whole(3 * image + 10)[0]
    levels = [i for i, name in enumerate(MEASURES) if name in ("mean", "min", "max")
              or name.startswith("p")]
    shape = [MEASURES.index(name) for name in ("skewness", "kurtosis", "entropy", "energy")]
    np.testing.assert_allclose(after[levels], 3 * before[levels] + 10)
    np.testing.assert_allclose(after[shape], before[shape])
    assert after[1] == pytest.approx(3 * before[1])
    inverted = whole(255 - image)[0]
    assert inverted[2] == pytest.approx(-before[2])
    np.testing.assert_allclose(inverted[8:], 255 - before[:7:-1])


def test_a_cell_is_described_like_an_image_of_its_own():
    images = blobs((40, 44))
    rows = IntensityStatistics(grid=2).fit(images).transform(images).reshape(4, 2, 2, -1)
    lower_left = IntensityStatistics(grid=1).transform(images[:, 20:, :22].copy())
    np.testing.assert_array_equal(rows[:, 1, 0], lower_left)


def test_names():
    names = IntensityStatistics(grid=1).fit(blobs()).get_feature_names_out()
    assert names.tolist() == [f"intensity_{name}" for name in MEASURES]
    names = IntensityStatistics(grid=2).fit(blobs()).get_feature_names_out()
    assert names[13] == "intensity_r0_c1_mean" and names[-1] == "intensity_r1_c1_p90"


def test_an_image_smaller_than_the_grid_is_refused():
    with pytest.raises(ValueError, match="grid=3 .* 2 x 9 pixels"):
        IntensityStatistics(grid=3).fit(list(blobs((2, 9))))
