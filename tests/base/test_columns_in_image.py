"""Where in an image the columns of a fitted pipeline look."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest
from sklearn.frozen import FrozenEstimator
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from classic_cls import columns_in_image, make_image_pipeline
from classic_cls.descriptors import DenseSIFT
from classic_cls.encoders import BagOfVisualWords, PatchDictionary
from classic_cls.features import EdgeHistogram, Haralick, IntensityStatistics, RawPixels, TinyImage
from classic_cls.reading import ReadImages
from classic_cls.transforms import ContentCrop, Resize, ToGray


def images(n=8, shape=(60, 80, 3), seed=0):
    return list(np.random.default_rng(seed).integers(0, 256, (n, *shape), dtype=np.uint8))


LABELS = ["a", "b"] * 4


@pytest.mark.parametrize("mode", ["stretch", "letterbox", "crop"])
@pytest.mark.parametrize("feature", [
    TinyImage(12, color=False), IntensityStatistics(grid=6), RawPixels()
])
@pytest.mark.parametrize("shape", [(90, 60), (64, 120), (40, 40)])
def test_the_brightest_column_is_where_the_bright_square_is(mode, feature, shape):
    top, left = shape[0] // 2 - 9, shape[1] // 2 + 1
    image = np.full((*shape, 3), 128, np.uint8)  # as the bars
    image[top : top + 8, left : left + 8] = 255
    pipeline = make_pipeline(ReadImages(), Resize(48, mode), ToGray(), feature).fit([image])
    columns = columns_in_image(pipeline, image)
    row = pipeline.transform([image])[0]
    named = np.array([feature.short_name != "intensity" or "mean" in n for n in columns.names])
    brightest = columns[int(np.where(named, row, -np.inf).argmax())].region
    assert brightest.top < top + 8 and brightest.bottom > top
    assert brightest.left < left + 8 and brightest.right > left
    area = (brightest.bottom - brightest.top) * (brightest.right - brightest.left)
    assert area < shape[0] * shape[1] / 15


def test_steps_are_undone_in_turn():
    image = np.zeros((100, 200), np.uint8)
    image[40:60, 100:140] = 255
    steps = ContentCrop(margin=0), Resize(40, "crop"), TinyImage(4, color=False)
    columns = columns_in_image(make_pipeline(*steps).fit([image]), image)
    # The content fills the image; the middle half of its width is kept.
    np.testing.assert_allclose(columns[0].region, (40, 110, 45, 115))
    np.testing.assert_allclose(columns[-1].region, (55, 125, 60, 130))


def test_the_bars_of_a_letterbox_are_nowhere_in_the_image():
    image = np.zeros((20, 40), np.uint8)
    pipeline = make_pipeline(Resize(8, "letterbox"), RawPixels()).fit([image])
    columns = columns_in_image(pipeline, image)
    assert columns[0].region == (0, 0, 0, 5)
    assert columns[16].region == (0, 0, 5, 5)
    assert columns[-1].region == (20, 35, 20, 40)


def test_names_are_those_of_the_rows_and_regions_lie_in_the_image():
    batch = images()
    for features in (["hog", "color_hist"], ["pyramid(edges)", "multiscale(tiny)"],
                     ["hog", "bovw"], ["patches", "haralick"]):
        pipeline = make_image_pipeline(features=features, size=48, preprocess=["clahe"],
                                       classifier="dummy")
        pipeline.fit(batch, LABELS)
        columns = columns_in_image(pipeline, batch[0])
        union = pipeline.named_steps["features"]
        assert columns.names == union.get_feature_names_out().tolist()
        local = columns.regions[~np.isnan(columns.regions[:, 0])]
        assert len(local) and (local[:, :2] < local[:, 2:]).all()
        assert local.min() == 0 and local.max(axis=0)[2:].tolist() == [60, 80]


def test_members_of_a_union_have_steps_of_their_own():
    batch = images()
    union = FeatureUnion([
        ("small", make_pipeline(Resize(12), EdgeHistogram(grid=3))),
        ("gone", "drop"),
        ("cut", Pipeline([("crop", Resize(30, "crop")), ("edges", EdgeHistogram(grid=2))])),
    ])
    columns = columns_in_image(make_pipeline(union).fit(batch), batch[0])
    assert columns.names == union.fit(batch).get_feature_names_out().tolist()
    regions = dict(columns)
    assert regions["small__edges_r2_c0_density"] == pytest.approx((40, 0, 60, 80 / 3))
    assert regions["cut__edges_r1_c1_o0"] == pytest.approx((30, 40, 60, 70))


def test_steps_behind_a_feature_keep_choose_or_mix_columns():
    batch = images()
    tiny = TinyImage(4, color=False)
    chosen = SelectKBest(k=5)
    union = make_union(
        make_pipeline(tiny, StandardScaler()),
        make_pipeline(tiny, None, chosen),
        make_pipeline(tiny, PCA(2)),
    )
    pipeline = make_pipeline(union, LogisticRegression()).fit(batch, LABELS)
    columns = columns_in_image(pipeline, batch[0])
    assert columns.names == pipeline[0].get_feature_names_out().tolist()
    whole = columns.regions[:16]
    kept = np.argsort(-pipeline[0].transformer_list[1][1][-1].scores_)[:5]
    np.testing.assert_array_equal(columns.regions[16:21], whole[np.sort(kept)])
    assert [column.region for column in columns][21:] == [None, None]


def test_words_are_about_their_cell():
    batch = images()
    words = BagOfVisualWords(3, layout="1x1,2x1", n_samples=300, random_state=0)
    pipeline = make_pipeline(Resize(40), DenseSIFT(), words).fit(batch)
    columns = columns_in_image(pipeline, batch[0])
    assert columns.names == words.get_feature_names_out().tolist()
    assert [column.region for column in columns] == (
        3 * [None] + 3 * [(0, 0, 60, 40)] + 3 * [(0, 40, 60, 80)]
    )


def test_patches_of_mirrored_images_are_about_both_sides():
    batch = images(shape=(30, 40))
    for mirror, expected in ((False, (10, 0, 20, 40 / 3)), (True, (10, 0, 20, 40))):
        step = PatchDictionary(4, grid=3, mirror=mirror, n_samples=500, random_state=0)
        frozen = FrozenEstimator(step.fit(batch))
        columns = columns_in_image(make_pipeline(frozen), batch[0])
        assert columns.names == step.get_feature_names_out().tolist()
        assert dict(columns)["patches_w0_r1_c0"] == pytest.approx(expected)


def test_an_image_of_another_size_has_regions_of_its_own():
    pipeline = make_pipeline(EdgeHistogram(grid=2), StandardScaler()).fit(images())
    assert columns_in_image(pipeline, np.zeros((20, 10), np.uint8))[-1].region == (10, 5, 20, 10)


def test_what_does_not_tell_is_the_whole_image():
    batch = images(shape=(6, 5))
    flat = FunctionTransformer(
        lambda stack: np.reshape(stack, (len(stack), -1)), validate=False,
        feature_names_out=lambda step, names: [f"x{i}" for i in range(30)],
    )
    columns = columns_in_image(make_pipeline(flat).fit(batch), batch[0])
    assert list(columns) == [(f"x{i}", None) for i in range(30)]
    whole = columns_in_image(make_pipeline(Haralick(distances=1)).fit(batch), batch[0])
    assert np.isnan(whole.regions).all()


@pytest.mark.parametrize("pipeline, image, message", [
    (make_pipeline(Resize(8)), images()[0], "no features"),
    (make_pipeline(Resize(8), TinyImage()), "photo.jpg", r"image is a str; .*read_image\(path\)"),
    (make_pipeline(TinyImage()), np.zeros((3, 3)), "dtype float64"),
])
def test_mistakes(pipeline, image, message):
    with pytest.raises(ValueError, match=message):
        columns_in_image(pipeline, image)
