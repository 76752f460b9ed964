"""Filters of the scattering transform: Morlet wavelets and a Gaussian, as spectra.

Definition, in pixels and in cycles of ``2 pi``. The wavelet of scale ``j`` and orientation ``o`` of
``L`` has the envelope
``g(u) = slant / (2 pi s^2) exp(-(a^2 + slant^2 b^2) / (2 s^2)), s = 0.8 * 2^j, slant = 4 / L``
where ``a`` is the coordinate of ``u`` along the direction of the wave and ``b`` that across it, and
is ``psi(u) = g(u) (exp(i w a) - K)`` with the frequency ``w = 3 pi / 4 / 2^j`` and the ``K`` that
makes its sum zero. Wave ``o`` runs at ``180 o / L`` degrees: 0 along a row, 90 down a
column. The low pass of ``J`` scales is the round Gaussian of deviation ``0.8 * 2^(J-1)``.

Spectra are real. That of an envelope is a Gaussian again; sampling a filter at whole pixels adds up
the copies of its spectrum that lie ``2 pi`` apart.

Sources: Bruna and Mallat, PAMI 2013; M. Andreux et al., "Kymatio: scattering transforms in Python",
JMLR 21(60), 2020 (the constants).
"""

import numpy as np

__all__ = ["low_frequencies", "lowpass_spectrum", "padded_length", "wavelet_spectra"]

_REACH = 5.5  # deviations of a Gaussian after which it is below float32's precision


def padded_length(length: int, scales: int) -> int:
    """Side of the padded image: a multiple of ``2^scales``, at least ``2^scales`` larger.

    >>> padded_length(128, scales=3)
    144
    """
    step = 2**scales
    return ((length + step) // step + 1) * step


def lowpass_spectrum(length: int, scales: int) -> np.ndarray:
    """Spectrum of the low pass along one axis, in the order of the FFT; the Gaussian separates.

    >>> lowpass_spectrum(8, scales=2).round(3)
    array([1.   , 0.454, 0.042, 0.001, 0.   , 0.001, 0.042, 0.454])
    """
    deviation = 0.8 * 2 ** (scales - 1)
    return _copies(_frequencies(length), 0.0, deviation).astype(np.float64)


def wavelet_spectra(shape, scale: int, orientations: int) -> np.ndarray:
    """Spectra of the wavelets of an octave, (orientations, H, W) float32; 0 for the constant.

    They are in the order of the FFT.

    >>> spectra = wavelet_spectra((16, 16), scale=0, orientations=8)
    >>> divmod(int(spectra[0].argmax()), 16)  # waves along a row
    (0, 6)
    """
    width = 0.8 * 2**scale
    slant = 4 / orientations
    centre = 3 / 4 * np.pi / 2**scale
    spread = max(1.0, slant) / width
    turns = max(0, int(np.ceil((_REACH * spread + centre - np.pi) / (2 * np.pi))))
    axes = [_unrolled(length, turns) for length in shape]
    angles = np.arange(orientations) * np.pi / orientations
    spectra = [_morlet(*axes, angle, centre, width, slant) for angle in angles]
    return np.stack(spectra)


def _frequencies(length) -> np.ndarray:
    return 2 * np.pi * np.fft.fftfreq(length)


def _unrolled(length, turns) -> np.ndarray:
    """Frequencies of all copies of an axis, ``(2 turns + 1, length)``."""
    shifts = 2 * np.pi * np.arange(-turns, turns + 1)
    return (shifts[:, None] + _frequencies(length)).astype(np.float32)


def _copies(frequencies, centre, deviation) -> np.ndarray:
    """A Gaussian spectrum with its copies ``2 pi`` to either side."""
    shifted = frequencies[:, None] - centre + 2 * np.pi * np.arange(-2, 3)
    return np.exp(-0.5 * (deviation * shifted) ** 2).sum(axis=1)


def _morlet(down, across, angle, centre, width, slant) -> np.ndarray:
    wave = _envelope(down, across, angle, centre, width, slant)
    still = _envelope(down, across, angle, 0.0, width, slant)
    wave -= wave[0, 0] / still[0, 0] * still
    wave[0, 0] = 0
    return wave


def _envelope(down, across, angle, centre, width, slant) -> np.ndarray:
    """Spectrum of the envelope around ``centre`` in direction ``angle``, copies added up."""
    cosine, sine = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    total = np.zeros((down.shape[1], across.shape[1]), np.float32)
    for y in down:
        for x in across:
            along = x * cosine + (y * sine)[:, None] - np.float32(centre)
            aside = (y * cosine)[:, None] - x * sine
            along *= along
            aside *= aside
            along += aside * np.float32(1 / slant**2)
            along *= np.float32(-0.5 * width**2)
            total += np.exp(along, out=along)
    return total


def low_frequencies(spectra, resolution: int) -> np.ndarray:
    """The frequencies of images of which every ``2^resolution`` th pixel is kept, both ways.

    >>> low_frequencies(np.arange(8.0) * np.ones((1, 8, 1)), resolution=1)[0, 0]
    array([0., 1., 6., 7.])
    """
    for axis in (1, 2) if resolution else ():
        half = spectra.shape[axis] // 2 ** (resolution + 1)
        low, high = (np.split(spectra, [at], axis=axis)[at < 0] for at in (half, -half))
        spectra = np.concatenate([low, high], axis=axis)
    return spectra
