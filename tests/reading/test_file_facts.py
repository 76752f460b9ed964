"""What files say of themselves; it never stands in the way of reading them."""

import random

import fuzzed_files
import numpy as np
import odd_files
import pytest

from classic_cls import Thumbnail, observe
from classic_cls.reading import (
    FILE_FACTS,
    ImageReadError,
    ReadFileFacts,
    count_pages,
    read_image,
)


def facts_of(data, **options):
    return ReadFileFacts(**options).transform([data])[0]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WebP", "TIFF"])
def test_sizes_are_those_of_the_upright_image(orientation, format):
    data = odd_files.oriented(odd_files.picture(), orientation, format)
    found = facts_of(data)
    image = read_image(data)
    assert (found["height"], found["width"]) == image.shape[:2]
    assert found["orientation"] == orientation and found["format"] == format
    assert found["n_bytes"] == len(data)


def test_facts_never_stand_in_the_way_of_an_image():
    draw = random.Random(5)
    files = fuzzed_files.seeds()
    n_read = 0
    for _ in range(400):
        name, other = draw.choices(sorted(files), k=2)
        data = fuzzed_files.mutated(files[name], files[other], draw)
        try:
            page = "max" if count_pages(data) > 1 else None
            image = read_image(data, range=(0, 4095), page=page, max_pixels=10**7)
        except ImageReadError:
            continue
        found = facts_of(data, page=page)
        assert (found["height"], found["width"]) == image.shape[:2]
        n_read += 1
    assert n_read > 30


def test_they_come_in_the_pass_that_decodes(tmp_path, monkeypatch):
    from classic_cls.reading import _source

    places = [tmp_path / f"{i}.jpg" for i in range(3)]
    for place in places:
        place.write_bytes(odd_files.save(odd_files.picture(), "JPEG"))
    opened = []

    def counted(source, original=_source._opened):
        opened.append(source)
        return original(source)

    monkeypatch.setattr(_source, "_opened", counted)
    _, (records, _) = observe(places, [ReadFileFacts(), Thumbnail()])
    assert records.dtype == FILE_FACTS and set(records["format"]) == {"JPEG"}
    assert len(opened) == 3


def test_they_are_kept_in_the_cache(tmp_path):
    place = tmp_path / "one.jpg"
    place.write_bytes(odd_files.save(odd_files.picture(), "JPEG"))
    first, again = (
        observe([place], [ReadFileFacts()], cache=tmp_path / "cache")[1][0] for _ in range(2)
    )
    np.testing.assert_array_equal(first, again)


def test_an_array_has_no_format():
    found = facts_of(np.zeros((3, 5), np.uint8))
    assert (found["format"], found["width"], found["mode"]) == ("", 5, "grey")
