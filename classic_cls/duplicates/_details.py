"""What is fine and what is coarse in small pictures, and in the difference of two."""

import numpy as np
from scipy.ndimage import gaussian_filter

# Details are noise below so many grey levels (standard deviation).
NOISE = 1.0


def without_edge(pictures):
    """Pictures whose outermost pixels are those beside them.

    What fills the edge of images that were turned or shifted, such as black, is no part of them,
    and is the same in all that were moved alike.
    """
    return np.pad(pictures[:, 1:-1, 1:-1], ((0, 0), (1, 1), (1, 1)), mode="edge")


def smooth(pictures, sigma: float):
    """Every picture blurred by a Gaussian."""
    return gaussian_filter(pictures, (0, sigma, sigma), mode="nearest")


def contrast_of_details(pictures):
    """Standard deviation of what is fine in every picture, in grey levels."""
    return np.sqrt(_energy(_details(pictures)) / (pictures.shape[1] * pictures.shape[2]))


def spread_of_details(pictures):
    """Over which share of every picture details are spread: 1 / 3 for noise, little for a speck."""
    energies = np.square(_details(pictures))
    mean = energies.mean(axis=(1, 2))
    return mean**2 / (np.square(energies).mean(axis=(1, 2)) + 1e-9)


def compared(a, b):
    """Of pairs of pictures: correlation of their details, and coarseness of their difference."""
    detail_a, detail_b = _details(a), _details(b)
    noise = NOISE**2 * a.shape[1] * a.shape[2]
    lengths = np.sqrt((_energy(detail_a) + noise) * (_energy(detail_b) + noise))
    correlation = ((detail_a * detail_b).sum(axis=(1, 2)) + noise) / lengths
    difference = _standardized(a) - _standardized(b)
    fine = _energy(difference - smooth(difference, 0.7))
    coarse = _energy(smooth(difference, 1.4) - smooth(difference, 2.8))
    return correlation, np.sqrt((coarse + 1e-6) / (fine + 1e-6))


def _details(pictures):
    return pictures - smooth(pictures, 1.4)


def _energy(pictures):
    return np.square(pictures).sum(axis=(1, 2))


def _standardized(pictures):
    """With mean 0 and length 1."""
    pictures = pictures - pictures.mean(axis=(1, 2), keepdims=True)
    return pictures / np.sqrt(_energy(pictures) + 1e-9)[:, None, None]
