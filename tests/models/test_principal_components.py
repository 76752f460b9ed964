"""Principal components against an SVD, and where the training rows do not differ."""

import numpy as np
import pytest
from sklearn.decomposition import PCA

from classic_cls.models import PrincipalComponents, principal_components

DTYPES = [np.float32, np.float64]


def matrix(n, d, rank=None, dtype=np.float64, offset=3.0):
    """Rows of falling variance, off the origin; of a lower rank if one is given."""
    rng = np.random.default_rng(0)
    rank = min(n, d) if rank is None else rank
    left, right = rng.normal(size=(n, rank)), rng.normal(size=(rank, d))
    return (left * np.linspace(4, 1, rank) @ right + offset).astype(dtype)


def test_components_of_equal_rows_are_silent():
    assert PrincipalComponents(3).fit_transform(np.full((6, 4), 7.0)).tolist() == [[0.0]] * 6


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("copies", [1, 3])
def test_no_component_goes_where_training_rows_do_not_differ(dtype, copies):
    rng = np.random.default_rng(0)
    X = np.repeat(rng.normal(size=(9, 500)), copies, axis=0).astype(dtype) + 5
    reduce = PrincipalComponents(600).fit(X)
    assert reduce.transform(X).shape == (9 * copies, 8)
    assert reduce.get_feature_names_out()[-1] == "principalcomponents7"
    # New rows are seen in the span of the training rows alone, so rounding decides nothing.
    new = rng.normal(size=(4, 500)).astype(dtype) + 5
    shaken = X * (1 + np.finfo(dtype).eps * rng.choice([-1, 1], X.shape)).astype(dtype)
    again = PrincipalComponents(600).fit(shaken).transform(new)
    distances = [
        np.linalg.norm(rows[:, None] - rows, axis=2) for rows in (reduce.transform(new), again)
    ]
    np.testing.assert_allclose(*distances, rtol=1e-3 if dtype == np.float32 else 1e-9)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize(
    ("n", "d", "rank"),
    [(30, 200, None), (200, 30, None), (40, 40, None), (30, 200, 7), (200, 30, 7), (2, 50, None)],
)
def test_equal_an_svd_but_for_their_signs(n, d, rank, dtype):
    X = matrix(n, d, rank, dtype)
    found = PrincipalComponents(12).fit(X)
    k = min(12, n - 1, d, n if rank is None else rank)
    expected = PCA(k, svd_solver="full").fit(X.astype(np.float64))
    assert found.components_.shape == (k, d) and found.components_.dtype == dtype
    precision = 1e-4 if dtype == np.float32 else 1e-9
    np.testing.assert_allclose(found.mean_, expected.mean_, rtol=1e-12)
    np.testing.assert_allclose(found.singular_values_, expected.singular_values_, rtol=precision)
    likeness = np.einsum("ij,ij->i", found.components_, expected.components_)
    np.testing.assert_allclose(np.abs(likeness), 1, rtol=precision)
    signs = np.sign(likeness)
    coordinates = found.transform(X)
    assert coordinates.dtype == dtype
    atol = precision * np.abs(coordinates).max()
    np.testing.assert_allclose(coordinates * signs, expected.transform(X), atol=atol)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", [(30, 200), (200, 30)])
def test_rows_learned_from_have_the_coordinates_of_new_ones(shape, dtype):
    X = matrix(*shape, dtype=dtype)
    reduce = PrincipalComponents(20)
    learned = reduce.fit_transform(X)
    assert learned.dtype == dtype
    atol = (1e-5 if dtype == np.float32 else 1e-12) * np.abs(learned).max()
    np.testing.assert_allclose(reduce.transform(X), learned, atol=atol)
    one_by_one = np.vstack([reduce.transform(row[None]) for row in X])
    np.testing.assert_allclose(one_by_one, learned, atol=atol)


@pytest.mark.parametrize("shape", [(30, 200), (200, 30)])
def test_components_are_orthonormal_and_point_one_way(shape):
    X = matrix(*shape)
    V = PrincipalComponents(25).fit(X).components_
    np.testing.assert_allclose(V @ V.T, np.eye(len(V)), atol=1e-11)
    assert (np.take_along_axis(V, np.abs(V).argmax(axis=1)[:, None], axis=1) > 0).all()
    mirrored = PrincipalComponents(25).fit(-X).components_
    np.testing.assert_allclose(mirrored, V, atol=1e-9)


def test_tiles_change_nothing(monkeypatch):
    for shape in [(30, 200), (200, 30)]:
        X = matrix(*shape)
        whole = PrincipalComponents(10).fit(X).transform(X)
        monkeypatch.setattr(principal_components, "_TILE", 7 * min(shape))
        np.testing.assert_allclose(PrincipalComponents(10).fit(X).transform(X), whole, atol=1e-9)
        monkeypatch.undo()


@pytest.mark.parametrize("dtype", DTYPES)
def test_twice_is_the_same_to_the_byte(dtype):
    X = matrix(40, 300, dtype=dtype)
    first, second = (PrincipalComponents(20).fit_transform(rows) for rows in (X, X.copy(order="F")))
    assert first.tobytes() == PrincipalComponents(20).fit_transform(X).tobytes()
    np.testing.assert_allclose(second, first, atol=1e-4)


@pytest.mark.parametrize("shape", [(6, 40), (40, 6)])
@pytest.mark.parametrize("dtype", DTYPES)
def test_equal_rows_have_one_component_of_zeros(shape, dtype):
    X = np.full(shape, 0.1, dtype)
    reduce = PrincipalComponents(3)
    assert not reduce.fit_transform(X).any()
    assert reduce.singular_values_.tolist() == [0] and not reduce.components_.any()
    assert not reduce.transform(X + dtype(1)).any()


def test_a_millionth_of_the_largest_is_none():
    rng = np.random.default_rng(0)
    U, V = (np.linalg.qr(rng.normal(size=(n, 3)))[0] for n in (20, 60))
    U = np.linalg.qr(U - U.mean(axis=0))[0]
    for smallest, n_found in [(2e-6, 3), (5e-7, 2)]:
        reduce = PrincipalComponents(3).fit(U * [1, 0.5, smallest] @ V.T)
        assert len(reduce.components_) == n_found
        np.testing.assert_allclose(reduce.singular_values_[-1], [0.5, smallest][n_found - 2], 1e-3)


@pytest.mark.parametrize("rank", [None, 5])
def test_the_randomised_solver_takes_over_where_there_is_much(monkeypatch, rank):
    X = matrix(120, 150, rank, np.float32)
    exact = PrincipalComponents(10).fit(X)
    monkeypatch.setattr(principal_components, "_MOST_EXACT", 50)
    fits = [PrincipalComponents(10, random_state=3) for _ in range(2)]
    one, other = (fit.fit_transform(X) for fit in fits)
    assert one.tobytes() == other.tobytes() and fits[0].mean_.dtype == np.float64
    assert len(fits[0].components_) == len(exact.components_)
    assert fits[0].components_.tobytes() != exact.components_.tobytes()
    leading = slice(3)  # what is near another component is only nearly found
    likeness = fits[0].components_[leading] @ exact.components_[leading].T
    np.testing.assert_allclose(likeness, np.eye(3), atol=0.05)
    many = PrincipalComponents(40).fit_transform(X)  # too many for it to pay
    monkeypatch.undo()
    np.testing.assert_array_equal(PrincipalComponents(40).fit_transform(X), many)
