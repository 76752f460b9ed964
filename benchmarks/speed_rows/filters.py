"""Banks of Gabor filters, and GIST."""

from functools import lru_cache

import cv2
import numpy as np
from skimage.filters import gabor as skimage_gabor

from classic_cls.features import GIST, GaborBank
from classic_cls.kernels.gabor import gabor_sigmas

from .row import OPENCV, SKIMAGE, Row, largest_difference, one_by_one

__all__ = ["rows"]

ORIENTATIONS = 6
SHORT_WAVES = (2.5, 5, 10)  # scikit-image takes half a minute an image for the longest ones
NUMPY = f"numpy.fft {np.__version__}, one filter at a time"


def rows(images):
    stack = images.gray
    ours = GaborBank(SHORT_WAVES, normalize=False).transform
    peers = {
        SKIMAGE: one_by_one(lambda image: magnitudes(image, SHORT_WAVES, scikit_image)),
        OPENCV: one_by_one(lambda image: magnitudes(image, SHORT_WAVES, opencv)),
    }
    equality = largest_difference(ours, peers[SKIMAGE], 0.5)
    what = f"{len(SHORT_WAVES)} wavelengths, {ORIENTATIONS} orientations"
    yield Row(f"`gabor`, {what}", stack, ours, peers, lambda stack: equality(stack[:2]))

    ours = GaborBank().transform
    waves = GaborBank().wavelengths
    peers = {OPENCV: one_by_one(lambda image: magnitudes(image, waves, opencv))}
    yield Row("`gabor`", stack, ours, peers)

    ours = GIST().transform
    equality = largest_difference(ours, one_by_one(numpy_gist), 0.01)
    peers = {NUMPY: one_by_one(numpy_gist)}
    yield Row("`gist`", stack, ours, peers, lambda stack: equality(stack[:4]))


def magnitudes(image, wavelengths, respond):
    """Mean and deviation of the magnitude of every filter."""
    centered = (image - image.mean()).astype(np.float32)
    statistics = []
    for wavelength in wavelengths:
        along, across = gabor_sigmas(wavelength, ORIENTATIONS)
        for angle in np.pi * np.arange(ORIENTATIONS) / ORIENTATIONS:
            real, imaginary = respond(centered, wavelength, angle, along, across)
            magnitude = np.hypot(real, imaginary)
            statistics += [magnitude.mean(), magnitude.std()]
    return np.array(statistics)


def scikit_image(image, wavelength, angle, along, across):
    return skimage_gabor(image, 1 / wavelength, angle, sigma_x=along, sigma_y=across)


def opencv(image, wavelength, angle, along, across):
    side = 2 * int(np.ceil(3 * max(along, across))) + 1
    for phase in (0, np.pi / 2):
        shape = (side, side), along, angle, wavelength, along / across, phase
        kernel = cv2.getGaborKernel(*shape, cv2.CV_32F) / (2 * np.pi * along * across)
        yield cv2.filter2D(image, cv2.CV_32F, kernel, borderType=cv2.BORDER_REFLECT)


def numpy_gist(image, grid=4):
    """As the authors' program does it, the transfer functions made once."""
    padded = np.pad(prefiltered(image), 32, mode="symmetric")
    spectrum = np.fft.fft2(padded)
    rows = []
    for transfer in transfers(padded.shape):
        magnitude = abs(np.fft.ifft2(spectrum * transfer))[32:-32, 32:-32]
        height, width = (length // grid for length in magnitude.shape)
        whole = magnitude[: height * grid, : width * grid]
        rows.append(whole.reshape(grid, height, grid, width).mean(axis=(1, 3)))
    return np.stack(rows, axis=-1)


def prefiltered(image):
    stretched = np.float32(255) * (image - image.min()) / max(np.ptp(image), 1)
    padded = np.pad(np.log1p(stretched, dtype=np.float32), 5, mode="symmetric")
    down, across = (np.fft.fftfreq(length, 1 / length) for length in padded.shape)
    squares = np.float32(down[:, None] ** 2 + across**2)
    low_pass = np.exp(-np.log(np.float32(2)) * squares / 16)
    high = padded - np.fft.ifft2(np.fft.fft2(padded) * low_pass).real
    contrast = np.sqrt(abs(np.fft.ifft2(np.fft.fft2(high**2) * low_pass)))
    return (high / (np.float32(0.2) + contrast))[5:-5, 5:-5]


@lru_cache(maxsize=1)
def transfers(shape):
    down, across = np.meshgrid(*map(np.fft.fftfreq, shape), indexing="ij")
    functions = []
    for scale in range(4):
        for orientation in range(8):
            turn = np.arctan2(down, across) + np.pi * orientation / 8
            turn = (turn + np.pi) % (2 * np.pi) - np.pi
            relative = np.hypot(down, across) / (0.3 / 1.85**scale)
            exponent = 3.5 * (relative - 1) ** 2 + 2 * np.pi * turn**2
            functions.append(np.exp(-exponent).astype(np.float32))
    return functions
