import numpy as np
import pytest

from classic_cls.evaluation.power_law import fit_power_law

SIZES = np.array([50, 100, 200, 400, 800])


@pytest.mark.parametrize("floor, scale, exponent", [(0.1, 2, 0.5), (0, 1.5, 0.3), (0.3, 8, 0.9)])
def test_a_law_without_noise_is_found(floor, scale, exponent):
    law = fit_power_law(SIZES, (floor + scale * SIZES**-exponent)[None])
    assert law.error(1600)[0] == pytest.approx(floor + scale * 1600**-exponent, abs=2e-3)
    found = law.coefficients()
    assert found["a"] == pytest.approx(floor, abs=0.02)
    assert found["c"] == pytest.approx(exponent, rel=0.1)
    here = found["a"] + found["b"] * 800 ** -found["c"]
    assert here == pytest.approx(law.error(800)[0])


def test_it_is_the_best_of_a_search_that_knows_no_list_of_exponents():
    from scipy.optimize import curve_fit

    errors = 0.1 + 2 * SIZES**-0.5 + np.random.default_rng(0).normal(0, 0.005, (20, 5))

    def formula(n, a, b, c):
        return a + b * (n / 800) ** -c

    sigma = (SIZES / SIZES.sum()) ** -0.5
    law = fit_power_law(SIZES, errors)
    for row, floor, scale, exponent in zip(errors, law.floor, law.scale, law.exponent, strict=True):
        best, _ = curve_fit(
            formula, SIZES, row, (0.1, 0.1, 0.5), sigma, bounds=([0, 0, 0.05], [1, 5, 1])
        )
        here, there = (
            (((row - formula(SIZES, *found)) / sigma) ** 2).sum()
            for found in ((floor, scale, exponent), best)
        )
        assert here <= there + 5e-7  # a twentieth of a point


def test_no_coefficient_is_negative_and_more_images_never_harm():
    errors = np.random.default_rng(0).uniform(0, 1, (500, 5))
    law = fit_power_law(SIZES, errors)
    assert (law.floor >= 0).all() and (law.scale >= 0).all()
    gain = law.gain()
    assert 0 <= gain.low <= gain.value <= gain.high


def test_errors_that_do_not_fall_bring_nothing():
    law = fit_power_law(SIZES, np.array([[0.2, 0.21, 0.22, 0.21, 0.23]]))
    assert law.scale[0] == 0 and law.gain().value == 0
