"""Whatever the bytes, there is an image or the reader's own error: the small sister of
``benchmarks/fuzz_reader.py``."""

import random

import fuzzed_files
import numpy as np
import pytest

from classic_cls.reading import ImageReadError, count_pages, read_image

FILES = fuzzed_files.seeds()


@pytest.mark.parametrize("name", FILES)
def test_seeds_are_whole(name):
    page = 1 if name == "pages.tif" else None
    image = read_image(FILES[name], range=(0, 4095), page=page)
    assert image.shape[:2] == (40, 56)


@pytest.mark.parametrize("seed", range(4))
def test_mutations_of_all_formats(seed, capfd):
    draw = random.Random(seed)
    n_images = n_errors = 0
    for _ in range(150):
        name, other = draw.choices(sorted(FILES), k=2)
        data = fuzzed_files.mutated(FILES[name], FILES[other], draw)
        try:
            assert count_pages(data) >= 1
            image = read_image(data, range=(0, 4095), page="max", max_pixels=10**7)
            assert image.dtype == np.uint8 and image.ndim in (2, 3) and image.size
            n_images += 1
        except ImageReadError as error:
            assert error.reason
            n_errors += 1
    assert n_images > 10 and n_errors > 10
    assert capfd.readouterr().err == ""


def test_mutations_of_one_seed_are_the_same():
    made = [fuzzed_files.mutated(FILES["color.png"], FILES["lossy.webp"], random.Random(3))
            for _ in range(2)]  # fmt: skip
    assert made[0] == made[1]
