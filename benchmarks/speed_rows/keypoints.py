"""Corners, keypoints and edges; other packages' detectors, their results gathered by numpy."""

from functools import partial

import cv2
import numpy as np
from skimage import feature, filters

from classic_cls.features import CannyEdges, CornerGrid, EdgeHistogram, FASTCorners, ORBStatistics
from classic_cls.kernels.corners import corner_response

from .row import OPENCV, SKIMAGE, Row, largest_difference, one_by_one

__all__ = ["rows"]

_GRID = 4
_ORIENTATIONS = 8


def rows(images):
    stack = images.gray
    for method, box in [("harris", _box_harris), ("shi_tomasi", _box_shi_tomasi)]:
        gaussian, scikit_image = _gaussian_response(method), _skimage_response(method)
        ours = partial(corner_response, method=method)
        peers = {
            f"{OPENCV}, same window": _largest_response(gaussian, 1),
            f"{OPENCV}, box of 3 x 3": _largest_response(box, 1),
            SKIMAGE: _largest_response(scikit_image, 1),
        }
        equality = largest_difference(
            lambda images: ours(images).reshape(len(images), -1), one_by_one(gaussian), 1e-3
        )
        row = _largest_response(ours, 4)
        yield Row(f"largest corner response, {method}", stack, row, peers, equality)
        peers = {
            f"{OPENCV}, same window": one_by_one(_corner_cells(gaussian, method)),
            f"{OPENCV}, box of 3 x 3": one_by_one(_corner_cells(box, method)),
            SKIMAGE: one_by_one(_corner_cells(scikit_image, method)),
        }
        ours = CornerGrid(method).transform
        yield Row(f"`corners`, {method}", stack, ours, peers)
    peers = {OPENCV: one_by_one(_opencv_fast), SKIMAGE: one_by_one(_skimage_fast)}
    yield Row("`fast`", stack, FASTCorners().transform, peers, _fast_equality)
    peers = {OPENCV: one_by_one(_opencv_orb), SKIMAGE: one_by_one(_skimage_orb)}
    ours = ORBStatistics().transform
    yield Row("`orb`", stack, ours, peers, largest_difference(ours, peers[OPENCV], 1e-5))
    peers = {OPENCV: one_by_one(_opencv_canny), SKIMAGE: one_by_one(_skimage_canny)}
    ours = CannyEdges().transform
    yield Row("`canny`", stack, ours, peers, largest_difference(ours, peers[OPENCV], 1e-3))
    peers = {OPENCV: one_by_one(_opencv_edges), SKIMAGE: one_by_one(_skimage_edges)}
    ours = EdgeHistogram().transform
    yield Row("`edges`", stack, ours, peers, largest_difference(ours, peers[OPENCV], 1e-2))


def _cells(image):
    """Number of the cell of every pixel."""
    down, across = (np.arange(length) * _GRID // length for length in image.shape)
    return _GRID * down[:, None] + across


def _in_cells(image, *planes):
    """``n_planes`` planes summed up over each cell: ``(cells, n_planes)``."""
    cells = _cells(image).ravel()
    return np.stack([np.bincount(cells, plane.ravel(), _GRID**2) for plane in planes], axis=1)


def _largest(image, plane):
    """Largest value in each cell."""
    down, across = (-(-np.arange(_GRID) * length // _GRID) for length in image.shape)
    return np.maximum.reduceat(np.maximum.reduceat(plane, down), across, axis=1).ravel()


# Corners


def _largest_response(response_of, at_once):
    """Largest response of each of a few images at a time.

    All responses of a stack would need fresh memory, which takes longer than filling it.
    """

    def largest(stack):
        if at_once == 1:
            return np.array([response_of(image).max() for image in stack])
        starts = range(0, len(stack), at_once)
        parts = [response_of(stack[i : i + at_once]).max(axis=(1, 2)) for i in starts]
        return np.concatenate(parts)

    return largest


def _gaussian_response(method):
    def response(image):
        unit = 1 / 255
        border = {"borderType": cv2.BORDER_REPLICATE}
        gx = cv2.Sobel(image, cv2.CV_32F, 1, 0, scale=unit, **border)
        gy = cv2.Sobel(image, cv2.CV_32F, 0, 1, scale=unit, **border)
        a, b, c = (cv2.GaussianBlur(p, (9, 9), 1, **border) for p in (gx * gx, gx * gy, gy * gy))
        if method == "harris":
            return a * c - b * b - np.float32(0.05) * (a + c) ** 2
        return (a + c - np.sqrt((a - c) ** 2 + 4 * b * b)) / 2

    return response


def _skimage_response(method):
    if method == "harris":
        return lambda image: feature.corner_harris(image, k=0.05, sigma=1)
    return lambda image: feature.corner_shi_tomasi(image, sigma=1)


def _box_harris(image):
    return cv2.cornerHarris(image, 3, 3, 0.05)


def _box_shi_tomasi(image):
    return cv2.cornerMinEigenVal(image, 3, ksize=3)


def _corner_cells(response_of, method):
    power = 1 / 4 if method == "harris" else 1 / 2

    def cells(image):
        response = response_of(image)
        roots = np.sign(response) * np.abs(response) ** power
        largest = cv2.dilate(response.astype(np.float32), np.ones((3, 3)))
        corners = (response >= largest) & (response > 0.01 * response.max())
        sums = _in_cells(image, roots, corners)
        sums[:, 0] /= image.size / _GRID**2
        return np.insert(sums, 1, _largest(image, roots), axis=1)

    return cells


# FAST and ORB


def _opencv_fast(image):
    plane = np.zeros(image.shape)
    for point in cv2.FastFeatureDetector_create(10).detect(image):
        plane[int(point.pt[1]), int(point.pt[0])] = point.response
    return np.stack([_in_cells(image, plane > 0)[:, 0], _largest(image, plane)], axis=1)


def _skimage_fast(image):
    response = feature.corner_fast(image, 9, 10 / 255)
    peaks = feature.corner_peaks(response, min_distance=1, indices=True)
    corners = np.zeros(image.shape)
    corners[tuple(peaks.T)] = 1
    return np.stack([_in_cells(image, corners)[:, 0], _largest(image, response)], axis=1)


def _fast_equality(stack):
    ours = FASTCorners().transform(stack).reshape(len(stack), -1, 2, 3)[..., 2].sum(axis=2)
    theirs = one_by_one(_opencv_fast)(stack).reshape(len(stack), -1, 2)[..., 0]
    np.testing.assert_array_equal(ours, theirs)
    return "exactly (number)"


def _orb_row(image, x, y, response, octave, degrees, bits):
    root = np.sign(response) * np.abs(response) ** 0.25
    cells = _cells(image)[np.rint(y).astype(int), np.rint(x).astype(int)]
    bins = np.rint(degrees * _ORIENTATIONS / 360).astype(int) % _ORIENTATIONS
    counts = (
        np.bincount(octave.astype(int), minlength=8),
        np.bincount(bins, minlength=_ORIENTATIONS),
        np.bincount(cells, minlength=_GRID**2),
        bits.sum(axis=0),
    )
    return np.concatenate([[len(x), root.mean(), root.std()], np.concatenate(counts) / len(x)])


def _opencv_orb(image):
    orb = cv2.ORB_create(2000, edgeThreshold=3, patchSize=15, fastThreshold=10)
    points, descriptors = orb.detectAndCompute(image, None)
    columns = np.array([(*p.pt, p.response, p.octave, p.angle) for p in points]).T
    return _orb_row(image, *columns, np.unpackbits(descriptors, axis=1))


def _skimage_orb(image):
    orb = feature.ORB(n_keypoints=2000, fast_threshold=10 / 255)
    orb.detect_and_extract(image)
    y, x = orb.keypoints.T
    octave = np.log(orb.scales) / np.log(1.2)
    degrees = np.degrees(orb.orientations)
    return _orb_row(image, x, y, orb.responses, octave, degrees, orb.descriptors)


# Edges


def _orientation_cells(image, bins, weights):
    """Sums of weights by cell and orientation, and their shares."""
    places = _cells(image).ravel() * _ORIENTATIONS + bins.ravel()
    sums = np.bincount(places, weights.ravel(), _GRID**2 * _ORIENTATIONS)
    sums = sums.reshape(-1, _ORIENTATIONS)
    total = sums.sum(axis=1, keepdims=True)
    return np.divide(sums, total, where=total > 0, out=np.zeros_like(sums))


def _density(image, edges):
    return _in_cells(image, edges) / (image.size / _GRID**2)


def _bins(radians):
    return np.rint(radians * (_ORIENTATIONS / np.pi)).astype(int) % _ORIENTATIONS


def _opencv_gradients(image, depth):
    border = {"borderType": cv2.BORDER_REPLICATE}
    return cv2.Sobel(image, depth, 1, 0, **border), cv2.Sobel(image, depth, 0, 1, **border)


def _opencv_canny(image):
    gx, gy = _opencv_gradients(image, cv2.CV_16S)
    across, down = gx.astype(np.float32), gy.astype(np.float32)
    high = max(1.25 * np.sqrt((across**2 + down**2).mean(dtype=np.float64)), 20)
    edges = cv2.Canny(gx, gy, high / 2, high, L2gradient=True) > 0
    bins = _bins(np.arctan2(down, across))
    shares = _orientation_cells(image, bins, edges)
    return np.append(high / 4, np.hstack([_density(image, edges), shares]))


def _skimage_canny(image):
    edges = feature.canny(image, 0)
    gx, gy = filters.sobel_v(image), filters.sobel_h(image)
    return np.hstack([
        _density(image, edges), _orientation_cells(image, _bins(np.arctan2(gy, gx)), edges)
    ])


def _opencv_edges(image):
    gx, gy = _opencv_gradients(image, cv2.CV_32F)
    lengths, radians = cv2.cartToPolar(gx, gy)
    shares = _orientation_cells(image, _bins(radians), lengths)
    return np.hstack([_density(image, lengths > 100), shares])


def _skimage_edges(image):
    gx, gy = filters.sobel_v(image), filters.sobel_h(image)
    lengths = np.hypot(gx, gy)
    shares = _orientation_cells(image, _bins(np.arctan2(gy, gx)), lengths)
    return np.hstack([_density(image, lengths > 25 / 255), shares])
