"""Names of the parts of an official split."""

_PARTS = {
    "train": "train",
    "training": "train",
    "test": "test",
    "testing": "test",
    "val": "val",
    "valid": "val",
    "validation": "val",
}


def split_part(name: str) -> str | None:
    """Part that a folder or cell names: 'train', 'test' or 'val'; None if none.

    >>> split_part("Validation"), split_part("cats")
    ('val', None)
    """
    return _PARTS.get(name.strip().casefold())
