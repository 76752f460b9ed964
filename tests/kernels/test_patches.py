import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from skimage import data

from classic_cls.kernels import patches as kernel
from classic_cls.kernels.patch_encoding import (
    cells_of_positions,
    pooled_nearest,
    pooled_soft_threshold,
    pooled_triangle,
)
from classic_cls.kernels.patches import patches_at, random_patches, whiten, whitening_axes


def photograph(shape=(40, 31), seed=0):
    top, left = np.random.default_rng(seed).integers(0, 200, 2)
    return data.astronaut()[top : top + shape[0], left : left + shape[1]]


def normalized_patches(image, size, stride):
    return np.concatenate([p for _, p in kernel.normalized_patches(image, size, stride)])


def unit_rows(shape, seed):
    rows = np.random.default_rng(seed).normal(size=shape)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("size, stride", [(1, 1), (6, 1), (5, 3), (31, 2)])
@pytest.mark.parametrize("channels", [1, 3])
def test_patches_equal_the_definition(size, stride, channels):
    image = photograph()[:, :, :channels]
    windows = sliding_window_view(image.astype(float), (size, size), axis=(0, 1))
    windows = windows[::stride, ::stride].transpose(0, 1, 3, 4, 2)
    raw = windows.reshape(-1, size * size * channels)
    deviations = np.sqrt(raw.var(axis=1, keepdims=True) + 10)
    expected = (raw - raw.mean(axis=1, keepdims=True)) / deviations
    np.testing.assert_allclose(normalized_patches(image, size, stride), expected, atol=2e-5)


def test_chosen_patches_are_those_of_the_grid():
    image = photograph()
    tops, lefts = np.array([3, 0, 34]), np.array([7, 0, 25])
    expected = normalized_patches(image, 6, 1).reshape(35, 26, -1)[tops, lefts]
    np.testing.assert_array_equal(patches_at(image, tops, lefts, 6), expected)


def test_blocks_follow_each_other(monkeypatch):
    image = photograph()
    expected = normalized_patches(image, 6, 2)
    monkeypatch.setattr(kernel, "_BLOCK", 50)
    blocks = list(kernel.normalized_patches(image, 6, 2))
    assert len(blocks) == 5
    for block, patches in blocks:
        np.testing.assert_array_equal(patches, expected[block])


@pytest.mark.parametrize("number, drawn", [(2, 2), (7, 9), (9, 9)])
def test_random_patches_are_patches_of_all_images(number, drawn):
    images = [photograph(seed=seed) for seed in range(3)]
    patches = random_patches(images, number, 6, np.random.default_rng(0))
    of_images = np.stack([normalized_patches(image, 6, 1) for image in images])
    found = (np.abs(of_images[:, :, None] - patches).max(axis=-1) < 1e-5).any(axis=1)
    assert len(patches) == drawn
    assert found.any(axis=0).all()  # every patch in some image
    assert found.any(axis=1).sum() == min(number, 3)


def test_brightness_does_not_matter_and_contrast_hardly():
    image = photograph() // 3
    patches = normalized_patches(image, 6, 1)
    np.testing.assert_allclose(normalized_patches(image + 99, 6, 1), patches, atol=1e-4)
    raw = sliding_window_view(image, (6, 6), axis=(0, 1)).reshape(len(patches), -1)
    contrasty = raw.std(axis=1) > 10
    assert contrasty.any()
    changed = np.abs(normalized_patches(2 * image, 6, 1) - patches)[contrasty]
    assert changed.max() < 0.1 * np.abs(patches).max()


def test_axes_are_those_of_the_covariance():
    patches = normalized_patches(photograph((60, 60)), 3, 1)
    center, axes = whitening_axes(patches, regularization=0.1)
    covariance = np.cov(patches.T.astype(float), bias=True)
    np.testing.assert_allclose(center, patches.mean(axis=0), atol=1e-5)
    variances = np.linalg.eigvalsh(covariance)[::-1]
    whitened = variances / (variances + 0.1 * variances.mean())
    kept = axes.shape[1]
    np.testing.assert_allclose(axes.T @ covariance @ axes, np.diag(whitened[:kept]), atol=1e-3)
    share = np.cumsum(whitened) / whitened.sum()
    assert kept < 27 and share[kept - 2] < 0.99 <= share[kept - 1]


def test_little_regularisation_whitens_fully():
    patches = normalized_patches(photograph((200, 200)), 2, 1)[:, :8]
    center, axes = whitening_axes(patches, regularization=1e-6)
    covariance = np.cov(((patches - center) @ axes).T.astype(float), bias=True)
    np.testing.assert_allclose(covariance, np.eye(8), atol=0.01)


def test_blank_patches_stay_zero():
    patches = normalized_patches(np.full((9, 9, 3), 200, np.uint8), 3, 1)
    assert not patches.any()
    center, axes = whitening_axes(patches, regularization=0.1)
    assert np.isfinite(axes).all()
    assert not whiten(patches, center, axes).any()


def test_whitened_patches_have_length_one():
    patches = normalized_patches(photograph(), 5, 1)
    whitened = whiten(patches, *whitening_axes(patches, 0.1))
    np.testing.assert_allclose(np.linalg.norm(whitened, axis=1), 1, rtol=1e-5)


def test_cells_share_the_positions():
    cells = cells_of_positions(27, 30, grid=3).reshape(27, 30)
    assert np.bincount(cells.ravel()).tolist() == [90] * 9
    assert (np.diff(cells, axis=0) >= 0).all() and (np.diff(cells, axis=1) >= 0).all()


def pooled(values, cells, n_cells):
    return np.stack([values[cells == cell].sum(axis=0) for cell in range(n_cells)])


@pytest.fixture(params=[1, 7, 8, 77], ids=lambda n: f"{n}_words")
def problem(request):
    """Patches, words by column, cells, and cosines in double precision."""
    patches, words = unit_rows((7000, 12), seed=1), unit_rows((request.param, 12), seed=2)
    cells = np.random.default_rng(3).integers(0, 4, len(patches))
    return patches, np.ascontiguousarray(words.T), cells, patches @ words.T.astype(float)


def test_soft_threshold_equals_the_definition(problem):
    patches, words, cells, cosines = problem
    out = np.zeros((4, 2 * words.shape[1]), np.float32)
    pooled_soft_threshold(patches, words, cells, 0.15, out)
    both = np.concatenate([cosines, -cosines], axis=1)
    expected = pooled(np.maximum(0, both - 0.15), cells, 4)
    np.testing.assert_allclose(out, expected, rtol=1e-4)


def test_triangle_equals_the_definition(problem):
    patches, words, cells, cosines = problem
    out = np.zeros((4, words.shape[1]), np.float32)
    pooled_triangle(patches, words, cells, out)
    distances = np.linalg.norm(patches[:, None] - words.T.astype(float), axis=2)
    values = np.maximum(0, distances.mean(axis=1, keepdims=True) - distances)
    np.testing.assert_allclose(out, pooled(values, cells, 4), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("share", [0.01, 0.3, 1.0])
def test_nearest_equals_the_definition(problem, share):
    patches, words, cells, cosines = problem
    number = max(1, int(share * words.shape[1]))
    out = np.zeros((4, 2 * words.shape[1]), np.float32)
    pooled_nearest(patches, words, cells, number, out)
    both = np.concatenate([patches @ words, -patches @ words], axis=1)
    ranks = (-both).argsort(axis=1).argsort(axis=1)
    expected = pooled(ranks < number, cells, 4)
    assert np.abs(out - expected).sum() <= 1e-4 * expected.sum()
    assert out.sum() == pytest.approx(len(patches) * number, rel=1e-4)


def test_encodings_are_added():
    patches, words = unit_rows((5, 4), 0), np.ascontiguousarray(unit_rows((6, 4), 1).T)
    once, twice = np.zeros((1, 12), np.float32), np.zeros((1, 12), np.float32)
    cells = np.zeros(5, np.intp)
    for out, times in ((once, 1), (twice, 2)):
        for _ in range(times):
            pooled_soft_threshold(patches, words, cells, 0.1, out)
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-6)


def test_a_blank_patch_is_near_to_no_word():
    words = np.ascontiguousarray(unit_rows((6, 4), 1).T)
    blank, cell = np.zeros((1, 4), np.float32), np.zeros(1, np.intp)
    out = np.zeros((1, 12), np.float32)
    pooled_soft_threshold(blank, words, cell, 0.0, out)
    pooled_triangle(blank, words, cell, out[:, :6])
    pooled_nearest(blank, words, cell, 3, out)
    assert not out.any()
