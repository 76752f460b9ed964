"""Of every test here: what is said of compiling is tested by itself."""

from contextlib import nullcontext

import pytest


@pytest.fixture(autouse=True)
def no_word_of_compiling(monkeypatch):
    """On a fresh machine any test may be the one for which kernels are compiled."""
    monkeypatch.setattr("classic_cls._compat.when_compiling", lambda tell: nullcontext())
