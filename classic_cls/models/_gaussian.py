"""The Gaussian kernel without its constant, between rows and among them."""

from dataclasses import dataclass

import numpy as np

# Rows of the kernel that are worked out together.
TILE = 4096
# exp(x) - 1 is exp(x) from here on, to all digits.
_LARGE = 40


@dataclass
class Rows:
    """Rows by coordinates that hold nearly all of their products, and by their whole lengths."""

    coordinates: np.ndarray  # (n, k)
    squares: np.ndarray  # (n,), squared lengths; what the coordinates leave out counts as well

    def __getitem__(self, some):
        return Rows(self.coordinates[some], self.squares[some])

    def __len__(self):
        return len(self.coordinates)


def squared_lengths(rows: np.ndarray) -> np.ndarray:
    """Of every row ``(n,)``."""
    return np.einsum("ij,ij->i", rows, rows)


def gaussian_among(rows: Rows, gamma: float) -> np.ndarray:
    """The kernel of rows with each other; in tiles, since BLAS crashed on the product at 50,000."""
    kernel = np.empty((len(rows),) * 2, rows.coordinates.dtype)
    for start in range(0, len(rows), TILE):
        some = slice(start, start + TILE)
        gaussian(rows[some], rows, gamma, out=kernel[some])  # no second one beside it
    return kernel


def gaussian(rows: Rows, others: Rows, gamma: float, out=None) -> np.ndarray:
    """``exp(-gamma |x - y|^2) - exp(-gamma (|x|^2 + |y|^2))``, in the precision of the rows."""
    kernel = np.dot(rows.coordinates, others.coordinates.T, out=out)
    return gaussian_of_products(kernel, rows.squares, others.squares, gamma)


def gaussian_of_products(kernel, squares, other_squares, gamma) -> np.ndarray:
    """The kernel in place of products of rows, which are overwritten."""
    gamma = kernel.dtype.type(gamma)
    kernel *= 2 * gamma
    down, across = gamma * squares, gamma * other_squares
    # Two rows of many times the usual length: the constant is nothing, but exp would overflow.
    far = np.nonzero(kernel > _LARGE) if kernel.size and kernel.max() > _LARGE else None
    if far is not None:
        near = np.exp(kernel[far] - down[far[0]] - across[far[1]])
        kernel[far] = 0
    np.expm1(kernel, out=kernel)
    kernel *= np.exp(-down)[:, None]
    kernel *= np.exp(-across)
    if far is not None:
        kernel[far] = near
    return kernel
