"""Images and files that many tests share."""

import numpy as np
import pytest
from sample_images import make_images, write_png
from threadpoolctl import threadpool_limits


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
