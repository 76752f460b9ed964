import numpy as np

from classic_cls.splitting import nested_parts

SHARES = [0.1, 0.3, 1.0]


def test_each_part_is_inside_the_larger_ones_with_every_class():
    y = np.random.default_rng(0).permutation(np.repeat(["a", "b", "c"], [200, 50, 3]))
    parts = nested_parts(y, None, SHARES)
    assert set(parts[0]) < set(parts[1]) < set(parts[2])
    counts = [np.unique(y[part], return_counts=True)[1].tolist() for part in parts]
    assert counts == [[20, 5, 2], [60, 15, 2], [200, 50, 3]]


def test_no_group_is_divided():
    rng = np.random.default_rng(0)
    groups = rng.integers(0, 60, 400)
    y = np.where(rng.random(400) < 0.1, "rare", np.where(groups % 2, "odd", "even"))
    for part in nested_parts(y, groups, SHARES):
        outside = np.setdiff1d(np.arange(400), part)
        assert not set(groups[part]) & set(groups[outside])
        assert set(y[part]) == set(y)


def test_labels_that_few_images_have_are_in_every_part():
    y = np.zeros((100, 3), np.int8)
    y[:80, 0], y[40:60, 1], y[:4, 2] = 1, 1, 1
    smallest = nested_parts(y, None, SHARES)[0]
    assert (y[smallest].sum(axis=0) >= 2).all()
    assert len(smallest) < 15


def test_the_seed_decides():
    y = np.repeat(["a", "b"], 50)
    first, again, other = (nested_parts(y, None, SHARES, seed)[0].tolist() for seed in (3, 3, 4))
    assert first == again != other
