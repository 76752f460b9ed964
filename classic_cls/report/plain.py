"""Plain values for JSON, and text for browsers."""

import re

import numpy as np

# What neither XML nor HTML may hold; a file name on Linux may.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def encodable(text: str) -> str:
    """Text with a replacement mark for control characters and for bytes that are no UTF-8.

    >>> print(encodable("caf\\udce9.png"))
    caf\N{REPLACEMENT CHARACTER}.png
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def plain(value):
    """Dicts, lists, text, finite numbers, booleans and None, as JSON has them.

    >>> import numpy as np
    >>> plain({"size": (2, 3), "figure": np.float32(0.5), "none": float("nan"), "type": int})
    {'size': [2, 3], 'figure': 0.5, 'none': None, 'type': "<class 'int'>"}
    """
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return str(value)
