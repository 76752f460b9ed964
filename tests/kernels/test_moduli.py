import threading

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from classic_cls.kernels import moduli

RNG = np.random.default_rng(0)


def noise(*shape):
    return RNG.normal(size=shape).astype(np.float32)


def filters(n, shape):
    values = RNG.random((n, *shape)).astype(np.float32)
    values[RNG.random(values.shape) < 0.6] = 0
    return values


def as_images(spectra):
    """The kept half of the transforms, (n, H, W // 2 + 1) complex."""
    real, imaginary = np.split(spectra.values[:, :, : spectra.shape[0]], 2, axis=-1)
    halves = (real + 1j * imaginary).transpose(0, 3, 2, 1)
    return halves.reshape(-1, *halves.shape[2:])[: spectra.number]


# Lengths of every radix: 2, 3, 4, 5, several times, larger ones, and none.
@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 46), (2, 5), (12, 20), (18, 14), (77, 26), (32, 25), (169, 9), (3, 121)]
)
def test_transform(shape):
    images = noise(19, *shape)
    expected = np.fft.fft2(images)[:, :, : shape[1] // 2 + 1]
    found = as_images(moduli.transform(images))
    assert_allclose(found, expected, atol=1e-6 * np.abs(expected).max())


CASES = [(3, (12, 20), 5, (2, 4)), (8, (16, 32), 8, (1, 1)), (20, (18, 14), 3, (3, 2)),
         (16, (24, 24), 4, (1, 2)), (1, (9, 15), 17, (3, 1)), (33, (6, 5), 2, (1, 5))]


def problem(n, shape, n_filters, steps):
    images, transfers = noise(n, *shape), filters(n_filters, shape)
    down, across = (RNG.random((c, s // k)) for c, s, k in zip((2, 3), shape, steps))
    down[:, RNG.random(down.shape[1]) < 0.5] = 0
    arguments = moduli.pack(transfers, steps), moduli.cells(down), moduli.cells(across)
    responses = np.fft.ifft2(np.fft.fft2(images) * transfers[:, None])
    return images, arguments, np.abs(responses)[..., :: steps[0], :: steps[1]], down, across


@pytest.mark.parametrize("case", CASES)
def test_means_equal_the_definition(case):
    images, arguments, magnitudes, down, across = problem(*case)
    means = moduli.modulus_means(moduli.transform(images), *arguments)
    expected = down @ magnitudes @ across.T
    assert_allclose(means, expected, rtol=1e-5, atol=1e-6 * expected.max())


@pytest.mark.parametrize("case", CASES)
def test_groups_have_the_same_means_and_the_transforms_of_magnitudes(case):
    images, arguments, magnitudes, *_ = problem(*case)
    spectra = moduli.transform(images)
    expected = moduli.modulus_means(spectra, *arguments)
    planes = magnitudes.reshape(-1, *magnitudes.shape[2:])
    found = []
    for means, transforms in moduli.modulus_groups(spectra, *arguments):
        some = np.fft.fft2(planes[len(found) : len(found) + len(means)])
        found += list(means)
        half = some[:, :, : some.shape[2] // 2 + 1]
        assert_allclose(as_images(transforms), half, atol=1e-6 * np.abs(some).max())
    assert_array_equal(np.reshape(found, expected.shape), expected)


def test_an_image_has_its_result_whatever_stands_beside_it():
    images, arguments, *_ = problem(37, (20, 24), 5, (2, 1))
    together = moduli.modulus_means(moduli.transform(images), *arguments)
    for some in (slice(0, 1), slice(5, 14), slice(30, 37)):
        alone = moduli.modulus_means(moduli.transform(images[some]), *arguments)
        assert_array_equal(alone, together[:, some])


def test_threads_do_not_share_memory():
    images, arguments, *_ = problem(9, (20, 24), 5, (1, 1))
    expected = moduli.modulus_means(moduli.transform(images), *arguments)
    found = []

    def work():
        for _ in range(20):
            found.append(moduli.modulus_means(moduli.transform(images), *arguments))

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 60 and all((means == expected).all() for means in found)


def test_large_arrays_are_not_remembered(monkeypatch):
    images, arguments, *_ = problem(9, (20, 24), 5, (1, 1))
    expected = moduli.modulus_means(moduli.transform(images), *arguments)
    monkeypatch.setattr(moduli, "_REMEMBERED", 0)
    monkeypatch.setattr(moduli, "_kept", threading.local())
    means = moduli.modulus_means(moduli.transform(images), *arguments)
    assert_array_equal(means, expected)
    assert not vars(moduli._kept)
