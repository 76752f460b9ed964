"""EXIF orientation: its value, and turning an image upright."""

import io
import struct

import cv2
import numpy as np

from ._tiff_directory import Directory


def exif_orientation(exif: bytes) -> int:
    """Orientation, 1 to 8, from an EXIF block; 1 where the block does not say."""
    if exif.startswith(b"Exif\0\0"):
        exif = exif[6:]
    try:
        return next(Directory.iterate(io.BytesIO(exif))).orientation
    except Exception:  # whatever a block of lies brings about: the image does not depend on it
        return 1


def upright(image: np.ndarray, orientation: int) -> np.ndarray:
    """Turn an image upright; 6, say, means that it must be turned clockwise."""
    match orientation:
        case 2:
            return cv2.flip(image, 1)
        case 3:
            return cv2.rotate(image, cv2.ROTATE_180)
        case 4:
            return cv2.flip(image, 0)
        case 5:
            return cv2.transpose(image)
        case 6:
            return cv2.rotate(image, cv2.ROTATE_90_CLOCKWISE)
        case 7:
            return cv2.rotate(cv2.transpose(image), cv2.ROTATE_180)
        case 8:
            return cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE)
    return image


_MAKE, _MODEL, _CHANGED, _MORE, _TAKEN = 271, 272, 306, 0x8769, 0x9003
_TEXT, _MOST_ENTRIES, _MOST_CHARACTERS = 2, 512, 64


def exif_texts(exif: bytes) -> dict[str, str]:
    """``camera`` and ``date`` of an EXIF block or a TIFF, as far as it says them."""
    if exif.startswith(b"Exif\0\0"):
        exif = exif[6:]
    try:
        tags = _texts(exif)
    except (struct.error, IndexError, KeyError):  # lies: the image does not depend on them
        return {}
    camera = " ".join(tags[tag] for tag in (_MAKE, _MODEL) if tags.get(tag))
    found = {"camera": camera, "date": tags.get(_TAKEN) or tags.get(_CHANGED, "")}
    return {name: text for name, text in found.items() if text}


def _texts(exif: bytes) -> dict[int, str]:
    """Texts of the first directory and of the one of the camera, by tag."""
    order = {b"II": "<", b"MM": ">"}[exif[:2]]
    version, at = struct.unpack_from(order + "HI", exif, 2)
    found: dict[int, str] = {}
    places = [at] if version == 42 else []
    for number, place in enumerate(places):
        (n,) = struct.unpack_from(order + "H", exif, place)
        for entry in range(min(n, _MOST_ENTRIES)):
            here = place + 2 + 12 * entry
            tag, kind, count, value = struct.unpack_from(order + "HHII", exif, here)
            if tag == _MORE and number == 0:
                places.append(value)
            elif kind == _TEXT and tag in (_MAKE, _MODEL, _CHANGED, _TAKEN):
                start = value if count > 4 else here + 8
                raw = exif[start : start + min(count, _MOST_CHARACTERS)]
                found[tag] = _readable(raw)
    return found


def _readable(raw: bytes) -> str:
    text = raw.split(b"\0")[0].decode("utf-8", "replace").strip()
    return "".join(c for c in text if c.isprintable())
