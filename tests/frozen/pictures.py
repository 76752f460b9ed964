"""Pictures made with integers alone, and PNG files that are the same on every machine."""

import struct
import zlib
from pathlib import Path

import numpy as np

KINDS = ("across", "down", "check", "slant")


def pattern(kind: str, side: int) -> np.ndarray:
    """Where the stripes of a kind are: 0 or 1."""
    rows, columns = np.indices((side, side)) // 2
    return {
        "across": rows,
        "down": columns,
        "check": rows + columns,
        "slant": np.add(*np.indices((side, side))) // 3,
    }[kind] % 2


def picture(kind: str, number: int, side: int = 16, color: bool = False) -> np.ndarray:
    """The pattern of a kind under noise of its own, 8 bits."""
    rng = np.random.Generator(np.random.PCG64([KINDS.index(kind), number]))
    noise = rng.integers(0, 110, (side, side, 3) if color else (side, side))
    stripes = pattern(kind, side) * 100
    return (20 + noise + (stripes[..., None] * [1, 0, 1] if color else stripes)).astype(np.uint8)


def write(path: Path, image: np.ndarray) -> None:
    """A PNG without compression: its bytes depend on no library's version."""
    height, width = image.shape[:2]
    deep, color = image.dtype == np.uint16, image.ndim == 3
    rows = image.astype(">u2" if deep else "u1").reshape(height, -1)
    data = b"".join(b"\0" + row.tobytes() for row in rows)
    head = struct.pack(">2I5B", width, height, 16 if deep else 8, 2 if color else 0, 0, 0, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(data, 0)) + _chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
