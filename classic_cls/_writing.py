"""Files that are written whole or not at all."""

import os
import secrets
from contextlib import contextmanager
from pathlib import Path

__all__ = ["written_whole"]


@contextmanager
def written_whole(path):
    """A name beside ``path`` to write to; it takes the place of ``path`` if the block succeeds."""
    path = Path(path)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        yield partial
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
