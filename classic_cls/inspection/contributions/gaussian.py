"""Gaussian kernels: what each column adds on the way from an origin to a row.

A sum of Gaussians is no sum over columns. But on the straight line from an origin to the row, the
score changes by its slope along each column, and these changes, added up along the line, are shares
that sum to the whole change. That is the integrated gradient, the one division along a path that
keeps sums and depends on nothing but the function (M. Sundararajan, A. Taly and Q. Yan, "Axiomatic
attribution for deep networks", ICML 2017). Of a linear function it is the plain product of weight
and value. Along the line the kernel with each centre is an exponential of a quadratic in the
position, which Gauss-Legendre quadrature integrates to all digits that matter.
"""

import numpy as np

_NODES = 32


def line_nodes() -> tuple[np.ndarray, np.ndarray]:
    """Positions on the line, from 0 to 1, and weights that add up to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return (nodes + 1) / 2, weights / 2


def along_line(products, squared, squares, gamma, constant: float):
    """Slopes along a line, added up: what multiplies each centre, and the row itself.

    With the kernel ``exp(-gamma |x - y|^2) - constant exp(-gamma (|x|^2 + |y|^2))`` of a row ``x``
    and centres ``y``, of which ``products`` ``(n,)`` are ``x . y``, ``squared`` is ``|x|^2`` and
    ``squares`` ``(n,)`` are ``|y|^2``, the change from 0 to ``x`` of the kernel is
    ``toward * products - away * squared``; both are ``(n,)``.
    """
    places, weights = line_nodes()
    t = places[:, None]
    alone = np.exp(-gamma * (t**2 * squared + squares))
    near = np.exp(gamma * (2 * t * products - t**2 * squared - squares))
    toward = 2 * gamma * (weights @ near)
    away = 2 * gamma * (weights * places) @ (near - constant * alone)
    return toward, away
