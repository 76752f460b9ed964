"""Images and files that many tests share."""

import os
import sys
from contextlib import nullcontext

# Tests run in as many processes as there are processors; BLAS would start as many threads in each.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pytest
from plugin_package import write_package
from sample_images import make_images, write_png
from threadpoolctl import threadpool_limits

collect_ignore = ["typing"]  # for mypy: much of it is wrong on purpose


@pytest.fixture
def one_thread():
    """OpenMP and BLAS wait long for their threads on a machine that is busy otherwise."""
    with threadpool_limits(1):
        yield


@pytest.fixture
def stripes():
    """Forty images and their labels."""
    return make_images(40), np.array(["across", "down"] * 20)


@pytest.fixture
def stripe_files(tmp_path, stripes):
    """Paths of the forty images, and their labels."""
    images, labels = stripes
    paths = [write_png(tmp_path / label / f"{i}.png", image) for i, (image, label) in
             enumerate(zip(images, labels))]
    return paths, labels


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Write a package of somebody else's, see ``write_package``, and have it found until the end.

    This process knows of no other package's types then.
    """
    from classic_cls.persistence import _registry

    monkeypatch.setattr(_registry, "_registered", {})
    monkeypatch.setattr(_registry, "_asked", set())
    known = set(sys.modules)

    def write(**options):
        folder = write_package(tmp_path / f"site{len(list(tmp_path.iterdir()))}", **options)
        monkeypatch.syspath_prepend(folder)
        return folder

    yield write
    for name in set(sys.modules) - known:
        if "_plugin" in name:
            del sys.modules[name]


@pytest.fixture(autouse=True)
def no_word_of_compiling(request, monkeypatch):
    """On a fresh machine any test of the command line may be the one that compiles kernels."""
    if request.path.parent.name == "cli":
        monkeypatch.setattr("classic_cls._compat.when_compiling", lambda tell: nullcontext())
