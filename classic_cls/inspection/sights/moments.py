"""Moments: the ellipse that a shape comes down to, and the disc that is taken apart."""

from math import factorial

import numpy as np

from ..._typing import Image
from ...features import HuMoments, ZernikeMoments
from ...kernels.color import to_gray
from ...kernels.zernike import zernike_orders
from ..sight import Bars, Dots, Picture, Sight, Strokes, Table
from ._see import checked, row_of, see, the_image, title_of

_POINTS = 96  # of an ellipse


@see.register
def _hu(feature: HuMoments, image: Image) -> Sight:
    image = checked(image)
    row, gray = row_of(feature, image), to_gray(image[None])[0]
    outline, center = _ellipse(gray.astype(float))
    panels = [
        the_image(image),
        Picture(
            "masses, and the ellipse of their spread",
            gray,
            image.shape[:2],
            strokes=outline,
            dots=Dots(center),
        ),
        Bars(
            "invariants",
            row,
            [f"h{k}" for k in range(1, 8)],
            "-sign(h) log10 |h|" if feature.log else "value",
            "of Hu",
        ),
    ]
    reading = (
        "Grey values are masses: seven numbers say how they spread around their centre (the dot), "
        "whatever the place, size and turn of a bright shape on black. All that is not black "
        "counts, the background too."
    )
    return Sight(title_of(feature), panels, reading, row)


def _ellipse(masses) -> tuple[Strokes | None, np.ndarray]:
    """The ellipse at two standard deviations of masses, and their centre."""
    total = masses.sum()
    if total == 0:
        return None, np.array([[masses.shape[1] / 2, masses.shape[0] / 2]])
    y, x = np.mgrid[: masses.shape[0], : masses.shape[1]] + 0.5
    center = np.array([(masses * x).sum(), (masses * y).sum()]) / total
    offsets = np.stack([x - center[0], y - center[1]], axis=-1)
    spread = np.einsum("ij,ijk,ijl->kl", masses, offsets, offsets) / total
    variances, axes = np.linalg.eigh(spread)
    turn = np.linspace(0, 2 * np.pi, _POINTS)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1) * 2 * np.sqrt(variances.clip(0))
    points = center + circle @ axes.T
    ends = np.stack([points[:-1], points[1:]], axis=1)
    return Strokes(ends, np.ones(len(ends))), center[None]


@see.register
def _zernike(feature: ZernikeMoments, image: Image) -> Sight:
    image = checked(image)
    row, gray = row_of(feature, image), to_gray(image[None])[0]
    disc, again = _from_moments(feature, gray)
    orders = zernike_orders(feature.degree)
    table = np.full((feature.degree + 1, feature.degree + 1), np.nan)
    for (n, m), value in zip(orders, row):
        table[n, m] = value
    numbers = [str(k) for k in range(feature.degree + 1)]
    panels = [
        the_image(image),
        Picture("the disc that counts", disc, image.shape[:2]),
        Picture(f"made again of its {len(row)} moments", again, image.shape[:2]),
        Table(
            "strength of each moment",
            table,
            numbers,
            numbers,
            unit="|Z|",
            about=("degree n", "repetition m"),
        ),
    ]
    reading = (
        "The disc, and what its moments say of it, with the phases that the feature drops so that "
        "turning changes nothing: more degrees, more detail."
    )
    return Sight(title_of(feature), panels, reading, row)


def _from_moments(feature, gray) -> tuple[np.ndarray, np.ndarray]:
    """The disc, and the sum of its moments times their polynomials, black around it."""
    masses = gray.astype(float)
    radius = min(gray.shape) / 2 if feature.radius is None else feature.radius
    y, x = np.mgrid[: gray.shape[0], : gray.shape[1]].astype(float)
    total = masses.sum()
    if feature.center == "mass" and total > 0:
        cy, cx = (masses * y).sum() / total, (masses * x).sum() / total
    else:
        cy, cx = (gray.shape[0] - 1) / 2, (gray.shape[1] - 1) / 2
    point = ((x - cx) + 1j * (y - cy)) / radius
    inside = np.abs(point) <= 1
    again = np.zeros(gray.shape)
    for n, m in zernike_orders(feature.degree):
        wave = zernike_polynomial(n, m, point)
        moment = (n + 1) / np.pi * (masses * wave.conj() * inside).sum() / radius**2
        again += (moment * wave).real * (2 if m else 1)
    disc = np.where(inside, gray, 0)
    return disc, np.where(inside, again, 0).clip(0, 255).round().astype(np.uint8)


def zernike_polynomial(n: int, m: int, point: np.ndarray) -> np.ndarray:
    """``V_nm`` at points of the disc, as :mod:`classic_cls.kernels.zernike` defines it."""
    r, turn = np.abs(point), np.angle(point)
    radial = sum(
        (-1) ** s
        * factorial(n - s)
        / (factorial(s) * factorial((n + m) // 2 - s) * factorial((n - m) // 2 - s))
        * r ** (n - 2 * s)
        for s in range((n - m) // 2 + 1)
    )
    return radial * np.exp(1j * m * turn)
