import numpy as np
import pytest

from classic_cls.models import BlockWeight


def rows(n=50, columns=30, dtype=np.float64, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.normal(2, 5, (n, columns)) * rng.uniform(0, 3, columns)).astype(dtype)


@pytest.mark.parametrize("columns", [1, 30, 400])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_mean_squared_length_becomes_the_root_of_the_columns(columns, dtype):
    weighted = BlockWeight().fit_transform(rows(columns=columns, dtype=dtype))
    assert weighted.dtype == dtype
    assert (weighted**2).sum(axis=1).mean() == pytest.approx(np.sqrt(columns), rel=1e-5)


def test_rows_keep_their_directions_and_ratios():
    X = rows()
    step = BlockWeight().fit(X)
    np.testing.assert_allclose(step.transform(X) * step.divisor_, X)
    new = rows(seed=1)
    np.testing.assert_allclose(step.transform(new), new / step.divisor_)


def test_the_unit_of_a_feature_does_not_matter():
    np.testing.assert_allclose(BlockWeight().fit_transform(1000 * rows()),
                               BlockWeight().fit_transform(rows()))


def test_zeros_stay_zeros():
    step = BlockWeight().fit(np.zeros((4, 3)))
    assert step.divisor_ == 1
    np.testing.assert_array_equal(step.transform([[0, 0, 0], [1, 2, 3]]), [[0, 0, 0], [1, 2, 3]])


def test_a_wide_feature_counts_more_than_a_narrow_one_but_not_as_its_columns():
    wide, narrow = (BlockWeight().fit_transform(rows(columns=n)) for n in (900, 9))
    ratio = (wide**2).sum() / (narrow**2).sum()
    assert ratio == pytest.approx(10)


def test_a_weight_makes_rows_so_much_longer():
    np.testing.assert_allclose(
        BlockWeight(2.5).fit_transform(rows()), 2.5 * BlockWeight().fit_transform(rows())
    )
    with pytest.raises(ValueError, match="weight"):
        BlockWeight(0).fit(rows())
