"""What the tests of extraction share."""

import pytest

from classic_cls.reading import _read_images


@pytest.fixture
def n_decoded(monkeypatch):
    """Counts the images decoded since the start of the test."""
    counts = []

    def counted(*args, original=_read_images.decode_with, **kwargs):
        counts.append(1)
        return original(*args, **kwargs)

    monkeypatch.setattr(_read_images, "decode_with", counted)
    return counts
