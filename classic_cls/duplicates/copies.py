"""Copies of one image: resized, recompressed, flipped, brightened, cropped, turned, shifted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from .._validation import check_sequence
from ._links import Links, connected, in_order, labels_agree
from ._matching import alike_rows
from .thumbnail import N_COLUMNS, N_PIXELS

if TYPE_CHECKING:
    import pandas as pd

# Nearer than this, two images are so surely one that different labels are a question.
SURELY_ONE = 0.05


@dataclass(frozen=True, eq=False)
class NearDuplicates:
    """Which images are versions of one image.

    Parameters
    ----------
    pairs : ndarray of shape (m, 2), int
        Images found to be copies of each other, smaller number first, sorted. Of images
        that are all equal, each is paired with the next one only.
    distances : ndarray of shape (m,), float
        How different the two are, from 0 (equal) to 0.2; to 0.7 where one is moved.
    same_label : ndarray of shape (m,), bool
        Whether their labels agree as far as known.
    identical : ndarray of shape (m,), bool
        Whether they are equal pixel by pixel.
    certain : ndarray of shape (m,), bool
        Whether they are copies though all images look alike.
    groups : ndarray of shape (n,), int
        Number of the group of every image: images linked by pairs, whatever their labels. An
        image without copies is a group of its own. Numbered in the order of their first images.
    typical_distance : float
        Median distance from an image to its 15th neighbour: 0.3 to 0.8 in most sets, below 0.1
        where all images look alike.
    """

    pairs: np.ndarray
    distances: np.ndarray
    same_label: np.ndarray
    identical: np.ndarray
    certain: np.ndarray
    groups: np.ndarray
    typical_distance: float = 1.0

    @property
    def in_group(self) -> np.ndarray:
        """Whether each image shares its group with another: bool ``(n,)``."""
        return np.bincount(self.groups)[self.groups] > 1 if len(self.groups) else np.zeros(0, bool)

    @property
    def contradictory(self) -> np.ndarray:
        """Which pairs are surely one image but differ in their labels: bool ``(m,)``."""
        return ~self.same_label & self.certain & (self.distances <= SURELY_ONE)

    @property
    def n_in_groups(self) -> int:
        """Number of images that share their group with another."""
        return int(self.in_group.sum())

    @property
    def n_groups(self) -> int:
        """Number of groups of two images or more."""
        return len(np.unique(self.groups[self.in_group]))

    def take(self, rows: ArrayLike) -> "NearDuplicates":
        """What was found among some of the images, whose numbers become 0, 1, ...

        Groups are cut down to these images, though what linked two may be left out.
        """
        rows = np.asarray(rows, int)
        place = np.full(len(self.groups), -1)
        place[rows] = np.arange(len(rows))
        pairs = place[self.pairs]
        stay = (pairs >= 0).all(axis=1)
        pairs = np.sort(pairs[stay], axis=1)
        order = np.lexsort(pairs.T[::-1])
        return NearDuplicates(
            pairs[order],
            self.distances[stay][order],
            self.same_label[stay][order],
            self.identical[stay][order],
            self.certain[stay][order],
            in_order(self.groups[rows]),
            self.typical_distance,
        )

    def where(self, stay: ArrayLike) -> "NearDuplicates":
        """The same images with some of the pairs alone, which make the groups."""
        stay = np.asarray(stay, bool)
        return NearDuplicates(
            self.pairs[stay],
            self.distances[stay],
            self.same_label[stay],
            self.identical[stay],
            self.certain[stay],
            connected(self.pairs[stay], len(self.groups)),
            self.typical_distance,
        )

    def frame(self, paths: Sequence[str] | None = None) -> "pd.DataFrame":
        """Pairs as a table, with what is known of each.

        Columns are ``path_a``, ``path_b``, ``distance``, ``same_label``, ``identical`` and
        ``group``, that of the first image. Without ``paths`` images are numbers.
        """
        import pandas as pd

        names = np.asarray(np.arange(len(self.groups)) if paths is None else paths)
        return pd.DataFrame(
            {
                "path_a": names[self.pairs[:, 0]],
                "path_b": names[self.pairs[:, 1]],
                "distance": self.distances,
                "same_label": self.same_label,
                "identical": self.identical,
                "group": self.groups[self.pairs[:, 0]],
            }
        )


def near_duplicates(thumbnails: ArrayLike, labels: ArrayLike | None = None) -> NearDuplicates:
    """Find images that are versions of one image.

    Parameters
    ----------
    thumbnails : ndarray of shape (n, 578), float32
        Rows of `Thumbnail`.
    labels : ndarray of shape (n,) or (n, k), optional
        Classes, or a multilabel target of 0, 1 and -1 (unknown, which differs from none). They
        say which pairs agree; what is a pair or a group does not depend on them.

    Returns
    -------
    NearDuplicates

    Raises
    ------
    ValueError
        If ``thumbnails`` are no rows of `Thumbnail` or ``labels`` are not as many.

    Notes
    -----
    Found are copies resized, recompressed, flipped, turned by quarters, and changed in
    brightness or contrast, also in combination; and versions cropped or zoomed by up to 13%,
    turned by up to 7 degrees or shifted by up to 7% of the side, as augmentation leaves them, in
    any of the eight orientations too.

    The distance of two images is what is left of a smooth picture of 12 x 12 of the one, as a
    share of its deviation, when a small blur and a quadratic tone curve of the other are taken
    away, in the best of eight orientations. Two images are copies if

    - it is at most 0.2;
    - it is small in comparison with the distance from either to its 15th neighbour: where all
      images look alike, copies must be much more alike than that [1]_. The limit is a ratio of
      0.29 where the difference has as much strength in its coarse as in its fine details;
      in general it is 0.29 over the square root of the ratio of these strengths, because
      resizing and recompressing change what is fine, and another object looks different at a
      coarse scale as well. A burst of more than 15 copies has no such neighbours: a fifth of
      the median distance to the 15th neighbour is always near enough;
    - the details of the pictures of 24 x 24 have a correlation of 0.6, as far as there are any:
      two beaches have an edge in common, but not the waves.

    A version is moved, if one picture of 24 x 24 can be laid over the other by a similarity within
    these bounds (Gauss-Newton steps on the nearest ten by the strengths of low frequencies, which
    do not change where an image moves [2]_). Resampling leaves what is fine, another thing differs
    at a coarse scale as well; so what is left, as a share of its deviation and of what is left
    with the fifth nearest, times the ratio of strengths, is at most 0.15 (0.09 where it is flipped
    or turned by quarters as well, for the sake of symmetric things), and what the correlation
    of details lacks, times the same, at most 0.12. Small things on an empty ground are like one
    another: where details are spread over a share of less than 0.15 of the picture, less may be
    left. The outermost pixels do not count, so that what fills the edge of an image that was moved
    is not compared. Textures finer than the picture have nothing left to compare but its coarse
    part: of those of KTH-TIPS nine versions in ten are found. Of series of one thing at several
    distances, such as its scales, those that lie within these bounds are versions too.

    Images of one colour, or with hardly any contrast, are copies only if all pixels are equal.

    The order of images does not matter, and there is no randomness.

    References
    ----------
    .. [1] D. G. Lowe, "Distinctive image features from scale-invariant keypoints",
       International Journal of Computer Vision 60(2), 2004, section 7.1 (ratios of distances).
    .. [2] B. S. Reddy and B. N. Chatterji, "An FFT-based technique for translation, rotation, and
       scale-invariant image registration", IEEE Transactions on Image Processing 5(8), 1996.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls.duplicates import Thumbnail, near_duplicates
    >>> images = np.random.default_rng(0).integers(0, 256, (20, 32, 32), dtype=np.uint8)
    >>> images[7] = images[3][:, ::-1] // 2
    >>> found = near_duplicates(Thumbnail().transform(images))
    >>> found.pairs
    array([[3, 7]])
    >>> found.n_in_groups
    2
    """
    thumbnails = _check_thumbnails(thumbnails)
    codes, distinct_labels = _codes(labels, len(thumbnails))
    rows, row_of_image = _distinct(thumbnails)
    links = Links(row_of_image, codes)
    alike = alike_rows(rows[:, :N_PIXELS])
    pairs, number = links.of_images(alike.pairs)
    # Of images of one row the number is -1: the last entry, added here.
    distances = np.append(alike.distances, 0.0)[number]
    certain = np.append(alike.certain, True)[number]
    agree = labels_agree(distinct_labels, codes, pairs)
    order = np.lexsort(pairs.T[::-1])
    return NearDuplicates(
        pairs[order],
        distances[order],
        agree[order],
        number[order] < 0,
        certain[order],
        connected(pairs, len(thumbnails)),
        alike.typical,
    )


def copies_across(found: NearDuplicates, is_test: ArrayLike) -> np.ndarray:
    """Which test images are linked, whatever their labels, with an image of the training part.

    Where all images look alike, only pairs that are certain are links.

    >>> from classic_cls.duplicates import Thumbnail
    >>> images = np.random.default_rng(0).integers(0, 256, (20, 32, 32), dtype=np.uint8)
    >>> images[19] = images[3]
    >>> found = near_duplicates(Thumbnail().transform(images))
    >>> np.flatnonzero(copies_across(found, np.arange(20) >= 10))
    array([19])
    """
    is_test = np.asarray(is_test, bool)
    linked = connected(found.pairs[found.certain], len(is_test))
    has_training = np.zeros(len(is_test), bool)
    has_training[linked[~is_test]] = True
    return is_test & has_training[linked]


def _check_thumbnails(thumbnails) -> np.ndarray:
    if not hasattr(thumbnails, "__len__"):
        check_sequence(thumbnails, "thumbnails")
    thumbnails = np.asarray(thumbnails)
    if thumbnails.dtype.kind not in "fiub":
        raise ValueError(
            "thumbnails are no numbers; of images or their paths give Pipeline([('read', "
            "ReadImages()), ('thumbnail', Thumbnail())]).fit_transform(images)"
        )
    thumbnails = thumbnails.astype(np.float32)
    if thumbnails.ndim != 2 or thumbnails.shape[1] != N_COLUMNS or not len(thumbnails):
        raise ValueError(
            f"thumbnails have shape {thumbnails.shape}; give the rows of Thumbnail().transform"
            f"(images): (n, {N_COLUMNS})"
        )
    if not np.isfinite(thumbnails).all():
        raise ValueError("thumbnails hold values that are not finite; compute them again")
    return thumbnails + 0  # -0 becomes 0


def _distinct(rows):
    """Distinct rows, sorted by bytes (less memory than ``np.unique``), and the row of every one."""
    whole = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.itemsize * rows.shape[1])))
    order = np.argsort(whole.ravel(), kind="stable")
    rows = rows[order]
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    row_of_image = np.empty(len(rows), int)
    row_of_image[order] = np.cumsum(new) - 1
    return rows if new.all() else rows[new], row_of_image


def _codes(labels, n):
    """Number of the label of every image, and the distinct labels (None without labels)."""
    if labels is None:
        return np.zeros(n, int), None
    labels = np.asarray(labels)
    if len(labels) != n:
        raise ValueError(f"labels have length {len(labels)} but there are {n} thumbnails")
    axis = 0 if labels.ndim == 2 else None  # along an axis, texts as objects cannot be sorted
    distinct, codes = np.unique(labels, axis=axis, return_inverse=True)
    return codes.ravel(), distinct
