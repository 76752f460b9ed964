"""What the tests of extraction share."""

import pytest

from classic_cls.extraction import batch


@pytest.fixture
def n_decoded(monkeypatch):
    """Counts the images decoded since the start of the test."""
    counts = []

    def counted(*args, original=batch.decode_with, **kwargs):
        counts.append(1)
        return original(*args, **kwargs)

    monkeypatch.setattr(batch, "decode_with", counted)
    return counts
