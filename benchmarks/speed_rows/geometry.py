"""Place, slant, background, and levels by a reference."""

import cv2
import numpy as np
from scipy import ndimage
from skimage import color, exposure, filters, measure, transform

from classic_cls.transforms import ContentCrop, Deskew, MatchHistogram, RemoveBackground

from .row import OPENCV, SKIMAGE, Row, largest_difference


def rows(images):
    for kind, stack in images._asdict().items():
        ours = Deskew().transform
        yield Row(f"`deskew`, {kind}", stack, ours, {OPENCV: _opencv_deskew,
                                                     SKIMAGE: _skimage_deskew})
        objects = np.stack([_before_white(image) for image in stack])
        yield Row(f"`content_crop`, {kind}", objects, ContentCrop().transform,
                  {SKIMAGE: _skimage_crop})
        yield Row(f"`match_histogram`, {kind}", stack, *_matching(stack))
    yield Row("`remove_background`, fast", images.color, RemoveBackground().transform,
              {SKIMAGE: _skimage_background})
    yield Row("`remove_background`, grabcut", images.color, RemoveBackground("grabcut").transform,
              {OPENCV: _opencv_background})


def _opencv_deskew(stack):
    return np.stack([_warped(image) for image in stack])


def _warped(image):
    gray = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    slope, row, border = _slope(gray)
    matrix = np.float64([[1, slope, -slope * row], [0, 1, 0]])
    return cv2.warpAffine(image, matrix, image.shape[1::-1], borderValue=border,
                          flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


def _slope(gray):
    border = float(np.median(np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])))
    moments = cv2.moments(cv2.absdiff(gray, border))
    slope = np.clip(moments["mu11"] / moments["mu02"], -1, 1)
    return slope, moments["m01"] / moments["m00"], border


def _skimage_deskew(stack):
    return np.stack([_skimage_warped(image) for image in stack])


def _skimage_warped(image):
    gray = image if image.ndim == 2 else np.uint8(255 * color.rgb2gray(image))
    border = np.median(np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]]))
    central = measure.moments_central(np.abs(gray - border), order=2)
    slope = np.clip(central[1, 1] / central[2, 0], -1, 1)
    shear = transform.AffineTransform(matrix=[[1, slope, 0], [0, 1, 0], [0, 0, 1]])
    return transform.warp(image, shear, order=1, preserve_range=True)


def _before_white(image):
    """The middle half of the image, before white."""
    quarter = len(image) // 4
    white = np.full_like(image, 255)
    middle = slice(quarter, -quarter)
    white[middle, middle] = np.minimum(image[middle, middle], 200)
    return white


def _skimage_crop(stack):
    return np.stack([_skimage_enlarged(image) for image in stack])


def _skimage_enlarged(image):
    difference = np.abs(image.astype(int) - np.median(image[0], axis=0))
    content = difference.reshape(*image.shape[:2], -1).max(axis=2) > 25
    pieces = [p for p in measure.regionprops(measure.label(content)) if p.area >= 17]
    top, left, bottom, right = (f(p.bbox[i] for p in pieces) for i, f in enumerate(
        (min, min, max, max)))
    window = image[top:bottom, left:right]
    return transform.resize(window, image.shape, order=1, preserve_range=True)


def _matching(stack):
    reference = stack[0]
    axis = -1 if stack.ndim == 4 else None

    def scikit_image(images):
        return np.stack([exposure.match_histograms(image, reference, channel_axis=axis)
                         for image in images])

    ours = MatchHistogram(reference).transform
    return ours, {SKIMAGE: scikit_image}, largest_difference(ours, scikit_image, 1)


def _skimage_background(stack):
    return np.stack([_skimage_filled(image) for image in stack])


def _skimage_filled(image):
    """Distance from the colours of the border, Otsu, and no specks: what is built most easily."""
    lab = color.rgb2lab(image)
    frame = np.ones(image.shape[:2], bool)
    frame[8:-8, 8:-8] = False
    inverse = np.linalg.inv(np.cov(lab[frame].T) + 1e-3 * np.eye(3))
    offset = lab - lab[frame].mean(axis=0)
    distance = np.sqrt(np.einsum("yxi,ij,yxj->yx", offset, inverse, offset))
    mask = ndimage.binary_opening(distance > filters.threshold_otsu(distance))
    filled = image.copy()
    filled[~ndimage.binary_fill_holes(mask)] = 128
    return filled


def _opencv_background(stack):
    return np.stack([_opencv_filled(image) for image in stack])


def _opencv_filled(image):
    frame = round(0.05 * len(image))
    side = len(image) - 2 * frame
    labels, models = np.zeros(image.shape[:2], np.uint8), np.zeros((2, 1, 65))
    cv2.grabCut(image, labels, (frame, frame, side, side), *models, 3, cv2.GC_INIT_WITH_RECT)
    filled = image.copy()
    filled[labels % 2 == 0] = 128
    return filled
