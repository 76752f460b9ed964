"""Masks of the object in front of a background, found from the border inwards."""

import cv2
import numpy as np

from .color import convert_color
from .saliency import barrier_distance, border_contrast

__all__ = ["grabcut_foreground", "salient_foreground"]

_N_COMPONENTS = 5
_N_ROUNDS = 3
# Share of the image below which a piece, or a hole, is no part of the outline.
_SPECK = 0.005
# Levels, summed over three channels: less than this around every pixel is no object.
_LEAST_BARRIER = 30


def salient_foreground(images) -> np.ndarray:
    """What differs in colour from the border and is set off from it by an edge, bool (n, H, W).

    The sum of :func:`barrier_distance` and :func:`border_contrast` in CIE Lab, each divided by
    its largest value, is cut in two by Otsu's threshold; pieces and holes of less than 0.5% of
    the image go to what surrounds them. The border is a frame of 5% of the shorter side.

    >>> image = np.full((1, 9, 9), 30, np.uint8)
    >>> image[0, 3:6, 3:7] = 200
    >>> salient_foreground(image).sum()
    np.int64(12)
    """
    lab = convert_color(images, "lab")
    barriers = barrier_distance(lab)
    contrast = border_contrast(lab, _frame_width(images))
    masks = np.zeros(images.shape[:3], bool)
    for mask, barrier, difference in zip(masks, barriers, contrast, strict=True):
        if barrier.max() >= _LEAST_BARRIER:
            saliency = barrier / barrier.max() + difference / max(difference.max(), 1e-6)
            levels = np.uint8(saliency * (255 / saliency.max()))
            salient = cv2.threshold(levels, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)[1]
            mask[...] = _without_specks(salient)
    return masks


def grabcut_foreground(images) -> np.ndarray:
    """What the cheapest cut separates from the border, by mixtures of colours, bool (n, H, W).

    A frame of 5% of the shorter side is background for sure. Two mixtures of five Gaussians
    model the colours of the frame and those inside; the cut with the least cost, by these models
    and by the contrast along it, divides the image; then the models are learned anew, and so on
    for three rounds.

    It is ``cv2.grabCut`` (Rother et al., SIGGRAPH 2004), whose own start is a k-means that draws
    from a random generator of the thread, so that results depend on what ran before; here the
    colours are split across their main axis, again and again, which draws no random number.

    >>> image = np.full((1, 30, 30, 3), (90, 120, 60), np.uint8)
    >>> image[0, 8:20, 9:24] = (200, 40, 90)
    >>> grabcut_foreground(image).sum()
    np.int64(180)
    """
    frame = _frame_width(images)
    masks = np.zeros(images.shape[:3], bool)
    for mask, image in zip(masks, convert_color(images, "rgb"), strict=True):
        if np.ptp(image.reshape(-1, 3), axis=0).max() > 0:
            mask[...] = _without_specks(_cut(image, frame))
    return masks


def _frame_width(images) -> int:
    return max(1, round(0.05 * min(images.shape[1:3])))


def _cut(image, frame: int):
    labels = np.full(image.shape[:2], cv2.GC_BGD, np.uint8)
    labels[frame:-frame, frame:-frame] = cv2.GC_PR_FGD
    models = [_mixture(image[labels == label]) for label in (cv2.GC_BGD, cv2.GC_PR_FGD)]
    cv2.grabCut(image, labels, None, *models, _N_ROUNDS, cv2.GC_EVAL)
    return np.uint8(labels == cv2.GC_PR_FGD)


def _mixture(pixels):
    """Weights, means and covariances of five groups of colours, as OpenCV lays them out."""
    groups = [_described(pixels.astype(np.float32))]
    while len(groups) < _N_COMPONENTS:
        widest = max(range(len(groups)), key=lambda i: groups[i][3])
        members, mean, _, _, axis = groups.pop(widest)
        above = (members - mean) @ axis > 0
        halves = [half for half in (members[above], members[~above]) if len(half)]
        groups += [_described(half) for half in halves]
        if len(halves) == 1:
            break
    model = np.zeros((13, _N_COMPONENTS))
    weights, means, covariances = model[0], model[1:4].reshape(-1, 3), model[4:].reshape(-1, 3, 3)
    for i, (members, mean, covariance, _, _) in enumerate(groups):
        weights[i], means[i], covariances[i] = len(members) / len(pixels), mean, covariance
    return model.reshape(1, -1)


def _described(members):
    """The colours, their mean, covariance, and the length and direction of its main axis."""
    mean = members.mean(axis=0)
    deviations = members - mean
    covariance = np.float64(deviations.T @ deviations / len(members))
    variances, axes = np.linalg.eigh(covariance)
    # A group of one colour, or of greys, has no inverse without.
    return members, mean, covariance + 0.01 * np.eye(3), variances[2], np.float32(axes[:, 2])


def _without_specks(mask):
    """The mask without small pieces, and then without small holes."""
    least = _SPECK * mask.size
    for value in (1, 0):
        _, pieces, figures, _ = cv2.connectedComponentsWithStats(np.uint8(mask == value))
        small = figures[:, cv2.CC_STAT_AREA] < least
        small[0] = False  # number 0 is the rest
        mask = np.where(small[pieces], 1 - value, mask)
    return mask
