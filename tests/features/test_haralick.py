import numpy as np
import pytest
from skimage.feature import graycomatrix, graycoprops

from classic_cls.features import Haralick
from classic_cls.kernels.glcm import DIRECTIONS, MEASURES, cooccurrence, haralick

STEPS = {0: (0, 1), 45: (-1, 1), 90: (-1, 0), 135: (-1, -1)}  # rows, columns


def textures(shape=(30, 41), n=3, seed=0):
    """Waves and noise, from fine to coarse, so that neighbours depend on each other."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]]
    frequencies = rng.uniform(0.1, 0.8, (n, 2))
    waves = [128 + 80 * np.sin(fx * x + fy * y) for fx, fy in frequencies]
    return np.clip(waves + rng.normal(0, 20, (n, *shape)), 0, 255).astype(np.uint8)


def matrix(image, levels, distance, direction):
    """Pair by pair, as the paper defines it."""
    counts = np.zeros((levels, levels))
    height, width = image.shape
    for y in range(height):
        for x in range(width):
            row, column = np.array([y, x]) + distance * np.array(STEPS[direction])
            if 0 <= row < height and 0 <= column < width:
                i = int(image[y, x]) * levels // 256
                j = int(image[row, column]) * levels // 256
                counts[i, j] += 1
                counts[j, i] += 1
    return counts


def entropy(p):
    return -sum(value * np.log2(value) for value in np.ravel(p) if value > 0)


def measures_of(counts):
    """The formulas of the paper one by one, none simplified by the symmetry of the matrix."""
    p = counts / counts.sum()
    levels = len(p)
    i, j = np.indices(p.shape)
    px, py = p.sum(axis=1), p.sum(axis=0)
    of_sums = np.array([p[i + j == k].sum() for k in range(2 * levels - 1)])
    of_differences = np.array([p[abs(i - j) == k].sum() for k in range(levels)])
    k, difference = np.arange(2 * levels - 1), np.arange(levels)
    mean_x, mean_y = (i * p).sum(), (j * p).sum()
    variance_x, variance_y = ((i - mean_x) ** 2 * p).sum(), ((j - mean_y) ** 2 * p).sum()
    f2 = sum(n**2 * of_differences[n] for n in range(levels))
    f3 = ((i * j * p).sum() - mean_x * mean_y) / np.sqrt(variance_x * variance_y)
    f6 = (k * of_sums).sum()
    hxy, hx, hy = entropy(p), entropy(px), entropy(py)
    independent = np.outer(px, py)
    hxy1 = -(p[p > 0] * np.log2(independent[p > 0])).sum()
    hxy2 = entropy(independent)
    return [
        (p**2).sum(), f2, f3, variance_x, (p / (1 + (i - j) ** 2)).sum(), f6,
        ((k - f6) ** 2 * of_sums).sum(), entropy(of_sums), hxy,
        ((difference - (difference * of_differences).sum()) ** 2 * of_differences).sum(),
        entropy(of_differences), (hxy - hxy1) / max(hx, hy), np.sqrt(1 - np.exp(-2 * (hxy2 - hxy))),
    ]


@pytest.mark.parametrize("levels, distance", [(32, 1), (2, 3), (7, 2), (256, 1)])
def test_matrices_equal_the_definition(levels, distance):
    images = textures((13, 11), n=2)
    images[0, :2, :2] = [[0, 255], [255, 0]]
    expected = [[matrix(image, levels, distance, d) for d in DIRECTIONS] for image in images]
    np.testing.assert_array_equal(cooccurrence(images, levels, distance), expected)


@pytest.mark.parametrize("levels, distance", [(32, 1), (2, 3), (7, 2), (200, 5)])
def test_measures_equal_the_formulas_of_the_paper(levels, distance):
    images = textures()
    matrices = cooccurrence(images, levels, distance)
    expected = [[measures_of(one) for one in of_image] for of_image in matrices]
    np.testing.assert_allclose(haralick(images, levels, distance), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("levels", [8, 32, 256])
def test_equals_scikit_image(levels):
    images = textures()
    angles = np.deg2rad([0, 135, 90, 45])  # its angles run downwards
    properties = {"asm": "ASM", "contrast": "contrast", "correlation": "correlation",
                  "idm": "homogeneity"}
    for image, ours in zip(images, haralick(images, levels, distance=1), strict=True):
        quantised = (image.astype(int) * levels // 256).astype(np.uint8)
        counts = graycomatrix(quantised, [1], angles, levels, symmetric=True)
        np.testing.assert_array_equal(
            cooccurrence(image[None], levels, 1)[0], np.moveaxis(counts[:, :, 0], -1, 0)
        )
        for name, theirs in properties.items():
            expected = graycoprops(counts, theirs)[0]
            np.testing.assert_allclose(ours[:, MEASURES.index(name)], expected, rtol=1e-9)


def test_large_counts():
    """Beyond the table of logarithms, and with few pairs that differ."""
    image = np.zeros((1, 200, 210), np.uint8)
    image[0, 100:, :] = 255
    image[0, 3, 5] = 100
    matrices = cooccurrence(image, 32, 1)[0]
    assert matrices.max() > 8192
    expected = [measures_of(one) for one in matrices]
    np.testing.assert_allclose(haralick(image, 32, 1)[0], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("value, level", [(0, 0), (77, 9), (255, 31)])
def test_a_blank_image_has_defined_values(value, level):
    expected = dict.fromkeys(MEASURES, 0.0)
    expected |= {"asm": 1, "correlation": 1, "idm": 1, "sum_average": 2 * level}
    blank = np.full((1, 100, 90), value, np.uint8)
    rows = Haralick(distances=3).transform(blank).reshape(13, 2)
    np.testing.assert_array_equal(rows, [[mean, 0] for mean in expected.values()])


def test_what_the_measures_mean():
    columns = {name: i for i, name in enumerate(MEASURES)}
    noise = np.random.default_rng(0).integers(0, 256, (1, 300, 300), dtype=np.uint8)
    along = haralick(noise, levels=4, distance=1)[0, 0]
    assert abs(along[columns["correlation"]]) < 0.02 and along[columns["imc2"]] < 0.05
    assert abs(along[columns["entropy"]] - 4) < 0.01  # two bits for each of the pair
    checkers = np.uint8(255) * (np.indices((1, 20, 20)).sum(axis=0) % 2).astype(np.uint8)
    straight = haralick(checkers, levels=2, distance=1)[0, 0]
    assert straight[columns["correlation"]] == -1 and straight[columns["imc1"]] == -1
    diagonal = haralick(checkers, levels=2, distance=1)[0, 1]
    assert diagonal[columns["contrast"]] == 0 and diagonal[columns["correlation"]] == 1


@pytest.mark.parametrize("turn, order", [
    (lambda images: images[:, :, ::-1], [0, 3, 2, 1]),
    (lambda images: images[:, ::-1], [0, 3, 2, 1]),
    (lambda images: images.swapaxes(1, 2), [2, 1, 0, 3]),
    (lambda images: np.rot90(images, axes=(1, 2)), [2, 3, 0, 1]),
], ids=["mirrored", "upside down", "transposed", "quarter turn"])
def test_turning_the_image_permutes_the_directions(turn, order):
    images = textures()
    every = Haralick(directions="all", distances=(1, 3))
    before = every.transform(images).reshape(len(images), 2, 13, 4)
    after = every.transform(turn(images)).reshape(before.shape)
    np.testing.assert_array_equal(after, before[..., order])
    summary = Haralick()
    np.testing.assert_allclose(
        summary.transform(turn(images)), summary.transform(images), rtol=1e-5, atol=1e-6
    )


def test_inverting_the_image_changes_only_the_average():
    images = textures()
    extractor = Haralick(distances=(1,), directions="all")
    before = extractor.transform(images).reshape(-1, 13, 4)
    after = extractor.transform(255 - images).reshape(-1, 13, 4)
    average = MEASURES.index("sum_average")
    after[:, average] = 2 * 31 - after[:, average]
    np.testing.assert_allclose(after, before, rtol=1e-5)


def test_mean_and_range_are_those_of_all_directions():
    images = textures()
    every = Haralick(directions="all").transform(images).reshape(len(images), -1, 4)
    rows = Haralick().transform(images).reshape(len(images), -1, 2)
    np.testing.assert_allclose(rows[..., 0], every.mean(axis=-1), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(rows[..., 1], np.ptp(every, axis=-1), rtol=1e-3, atol=1e-4)


def test_levels_above_those_of_the_image_change_nothing_but_their_number():
    binary = (textures() // 128) * np.uint8(255)
    entropies = [i for i, name in enumerate(MEASURES) if "entropy" in name or name == "asm"]
    few, many = (haralick(binary, levels, 1)[..., entropies] for levels in (2, 256))
    np.testing.assert_allclose(few, many, rtol=1e-12)


def test_names():
    images = textures()
    names = Haralick(distances=[1, 3]).fit(images).get_feature_names_out()
    assert names[:3].tolist() == [
        "haralick_asm_d1_mean", "haralick_asm_d1_range", "haralick_contrast_d1_mean",
    ]
    assert names[-1] == "haralick_imc2_d3_range" and len(set(names)) == 2 * 13 * 2
    names = Haralick(distances=2, directions="all").fit(images).get_feature_names_out()
    assert names[3:5].tolist() == ["haralick_asm_d2_135", "haralick_contrast_d2_0"]


@pytest.mark.parametrize("shape", [(3, 40), (40, 3), (1, 1)])
def test_an_image_without_pairs_is_refused(shape):
    images = list(textures(shape))
    for method in (Haralick(distances=(1, 3)).fit, Haralick(distances=3).transform):
        with pytest.raises(ValueError, match=f"{shape[0]} x {shape[1]} pixels .* distance 3"):
            method(images)
    if min(shape) > 2:
        assert Haralick(distances=2).transform(images).shape == (3, 26)
