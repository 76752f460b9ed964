"""One image of another size never costs the rows of the others."""

import numpy as np
import pytest
from extraction.toy_steps import RowMeans
from sample_images import make_images, write_png
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from classic_cls.encoders import PatchDictionary
from classic_cls.extraction import NothingUsable, batch, extract, freeze
from classic_cls.reading import ReadImages


def files(folder, *heights):
    return [
        write_png(folder / f"{i}.png", make_images(1, (height, 24), seed=i)[0])
        for i, height in enumerate(heights)
    ]


def extracted(sources, frozen=None, **options):
    frozen = frozen or freeze(make_pipeline(ReadImages(), RowMeans(), LogisticRegression()))
    extraction = extract(frozen, sources, **options)
    return frozen, extraction, [r.row for r in extraction.rejected]


@pytest.mark.parametrize("limit", [0, 2**40])
@pytest.mark.parametrize("place", [0, 1, 7, 15])
def test_it_is_set_aside_wherever_it_stands(tmp_path, monkeypatch, limit, place):
    monkeypatch.setattr(batch, "_LARGE", limit)
    heights = [20] * 16
    heights[place] = 33
    sources = files(tmp_path, *heights)
    frozen, extraction, rejected = extracted(sources)
    assert rejected == [place]
    (odd,) = extraction.rejected
    assert odd.path == sources[place] and odd.reason == (
        "RowMeans gives 33 features for an image of 33 x 24 pixels (height x width) but 20 for "
        "the images before; bring it to their size"
    )
    usual = [source for i, source in enumerate(sources) if i != place]
    expected = RowMeans().transform(ReadImages().transform(usual))
    np.testing.assert_array_equal(frozen.blocks[0].values, expected)


@pytest.mark.parametrize(
    "heights", [[20, 30], [20] * 8 + [30] * 8, [20] * 17 + [30] * 3, list(range(20, 60))]
)
def test_images_of_several_sizes_are_refused(tmp_path, heights):
    with pytest.raises(ValueError, match="bring them to one size: put a Resize step before it"):
        extracted(files(tmp_path, *heights))


def test_a_few_of_many_are_set_aside(tmp_path):
    heights = [20] * 27 + [30, 40, 50]
    assert extracted(files(tmp_path, *heights))[2] == [27, 28, 29]


def test_fitted_steps_take_no_other_size_however_many_have_it(tmp_path):
    images = np.stack(make_images(8, (20, 24)))
    fitted = make_pipeline(ReadImages(), RowMeans(), LogisticRegression()).fit(images, [0, 1] * 4)
    sources = files(tmp_path, 30, 20, 30, 30)
    frozen = freeze(fitted, fitted=True)
    assert extracted(sources, frozen)[2] == [0, 2, 3]
    with pytest.raises(NothingUsable, match="bring it to their size"):
        extracted(sources[2:], freeze(fitted, fitted=True))


def test_rows_from_a_cache_are_of_the_usual_length_too(tmp_path):
    sources = files(tmp_path, *[20] * 6, *[33] * 6)
    for part in (sources[:6], sources[6:]):
        extracted(part, cache=tmp_path / "cache")
    for part, odd in ((sources[:7], 6), (sources[5:], 0)):
        assert extracted(part, cache=tmp_path / "cache")[2] == [odd]


@pytest.mark.parametrize("place", [0, 3, 15])
def test_dictionaries_of_patches_are_learned_from_the_others(tmp_path, place):
    heights = [20] * 16
    heights[place] = 33
    words = PatchDictionary(n_words=4, n_samples=200, random_state=0)
    pipeline = make_pipeline(ReadImages(), words, LogisticRegression())
    for _ in range(2):
        frozen, extraction, rejected = extracted(
            files(tmp_path, *heights), freeze(pipeline), cache=tmp_path / "cache"
        )
        assert rejected == [place] and "bring it to their size" in extraction.rejected[0].reason
        frozen.estimator.fit(extraction.rows, [0, 1, 1] * 5)
    with pytest.raises(ValueError, match="put a Resize step before it"):
        extracted(files(tmp_path, *[20] * 8, *[30] * 8), freeze(pipeline))
