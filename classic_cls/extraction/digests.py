"""What tells images apart by their content."""

import hashlib

import numpy as np

from ..base import ImageRef
from ..reading import read_mask, read_source


def array_digest(image) -> str:
    """Of an image that was given as an array."""
    image = np.ascontiguousarray(image)
    digest = hashlib.sha256(repr((image.shape, image.dtype.str)).encode())
    digest.update(image)
    return digest.hexdigest()


def read_and_hashed(ref: ImageRef):
    """The bytes of a file, and their hash, to which more may be added."""
    data = read_source(ref)
    return data, hashlib.sha256(data)


def size_of_file(read_and_hashed) -> int:
    """In bytes."""
    return len(read_and_hashed[0])


def ref_digest(ref: ImageRef, digest) -> str:
    """Of a page or region of a file with this hash, or of the whole."""
    if not ref.is_whole_file:
        digest = digest.copy()
        digest.update(repr((ref.page, ref.box)).encode())
        digest.update(read_mask(ref) or b"")
    return digest.hexdigest()
