"""What every file says of itself, as arrays."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..base import ImageRef


@dataclass(frozen=True, eq=False)
class Files:
    """What the files of n images say of themselves.

    Parameters
    ----------
    format : ndarray of shape (n,), str
        By the bytes: JPEG, PNG, TIFF, BMP, GIF, PNM or WebP.
    extension : ndarray of shape (n,), str
        Of the name, in lower case with the dot.
    width, height : ndarray of shape (n,), int
        Of the upright image, or of its region.
    depth : ndarray of shape (n,), int
        Bits a channel.
    mode : ndarray of shape (n,), str
        ``"grey"``, ``"colour"``, ``"palette"`` or ``"cmyk"``.
    has_alpha : ndarray of shape (n,), bool
        Whether there is transparency.
    n_frames : ndarray of shape (n,), int
        Of an animation; pages of a TIFF.
    orientation : ndarray of shape (n,), int
        Of EXIF, 1 to 8; 1 is upright.
    n_bytes : ndarray of shape (n,), int
        Size of the file.
    jpeg_tables : ndarray of shape (n,), str
        Names the quantisation tables, which go with the quality; "" for other formats.
    camera, date : ndarray of shape (n,), str
        Of EXIF; "" where it does not say.
    """

    format: np.ndarray
    extension: np.ndarray
    width: np.ndarray
    height: np.ndarray
    depth: np.ndarray
    mode: np.ndarray
    has_alpha: np.ndarray
    n_frames: np.ndarray
    orientation: np.ndarray
    n_bytes: np.ndarray
    jpeg_tables: np.ndarray
    camera: np.ndarray
    date: np.ndarray

    @classmethod
    def of(cls, records: np.ndarray, refs: Sequence[ImageRef]) -> "Files":
        """From records of `FILE_FACTS`, one for each image."""
        values = {name: records[name].copy() for name in records.dtype.names or ()}
        for row, ref in enumerate(refs):
            if ref.box is not None:
                values["width"][row], values["height"][row] = ref.box[2:]
        extensions = [os.path.splitext(ref.path)[1].lower() for ref in refs]
        return cls(extension=np.array(extensions, str), **values)
