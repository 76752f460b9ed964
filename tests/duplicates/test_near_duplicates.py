"""Copies are found whatever was done to them, and nothing else is."""

import cv2
import numpy as np
import pytest
from skimage import data

from classic_cls.duplicates import Thumbnail, copies_across, near_duplicates


def textures(n, side=64, seed=0):
    """Random smooth textures, all different."""
    rng = np.random.default_rng(seed)
    noise = rng.normal(size=(n, side, side)).astype(np.float32)
    smooth = np.array([cv2.GaussianBlur(image, (0, 0), side / 16) for image in noise])
    return np.clip(128 + 40 * smooth / smooth.std(axis=(1, 2), keepdims=True), 0, 255).astype("u1")


def photos():
    """Tiles of the photographs that come with scikit-image."""
    tiles = []
    for image in (data.astronaut(), data.camera(), data.chelsea(), data.coffee()):
        height, width = image.shape[:2]
        tiles += [
            image[y : y + 120, x : x + 120]
            for y in range(0, height - 119, 120)
            for x in range(0, width - 119, 120)
        ]
    return tiles


def resized(image, scale):
    size = [round(scale * side) for side in image.shape[1::-1]]
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def recompressed(image, quality):
    code = cv2.imencode(".jpg", np.ascontiguousarray(image), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(code[1], cv2.IMREAD_UNCHANGED)


def toned(image, contrast, brightness):
    mean = image.mean()
    values = (image - mean) * contrast + mean + brightness
    return np.clip(values, 0, 255).astype(np.uint8)


CHANGES = {
    "none": lambda image: image,
    "half the size": lambda image: resized(image, 0.5),
    "larger": lambda image: resized(image, 1.5),
    "squeezed": lambda image: cv2.resize(image, (50, 70), interpolation=cv2.INTER_AREA),
    "jpeg": lambda image: recompressed(image, 30),
    "mirrored": lambda image: image[:, ::-1],
    "upside down": lambda image: image[::-1],
    "turned": lambda image: np.rot90(image),
    "turned and mirrored": lambda image: np.rot90(image)[::-1],
    "brighter": lambda image: toned(image, 1, 40),
    "darker": lambda image: toned(image, 1, -40),
    "flat": lambda image: toned(image, 0.75, 0),
    "strong": lambda image: toned(image, 1.25, 0),
    "all": lambda image: recompressed(toned(resized(image, 0.6)[:, ::-1], 0.8, 30), 40),
    "grey": lambda image: image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2GRAY),
}


def pairs_of(images, labels=None):
    found = near_duplicates(Thumbnail().transform(images), labels)
    return found, [tuple(pair) for pair in found.pairs.tolist()]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("source", [photos, lambda: list(textures(60))], ids=["photos", "textures"])
def test_changed_copies_are_found_and_nothing_else(source, change):
    images = source()
    sources = range(0, len(images), 6)
    copies = [CHANGES[change](images[i]) for i in sources]
    _, alone = pairs_of(images)
    found, pairs = pairs_of(images + copies)
    planted = [(i, len(images) + k) for k, i in enumerate(sources)]
    assert set(planted) <= set(pairs)
    assert len(set(pairs) - set(planted) - set(alone)) == 0
    assert not alone or len(alone) <= 1  # tiles of sky


def test_random_images_are_not_copies():
    images = np.random.default_rng(0).integers(0, 256, (300, 20, 30), dtype=np.uint8)
    found, pairs = pairs_of(images)
    assert pairs == [] and found.n_in_groups == 0 and found.n_groups == 0
    np.testing.assert_array_equal(found.groups, np.arange(300))
    assert found.pairs.shape == (0, 2) and len(found.frame()) == 0


def test_the_order_of_images_does_not_matter():
    images = [*textures(80), *(recompressed(image, 50) for image in textures(80)[:20])]
    rows = Thumbnail().transform(images)
    order = np.random.default_rng(1).permutation(len(rows))
    found, permuted = near_duplicates(rows), near_duplicates(rows[order])
    together = found.groups[order][:, None] == found.groups[order]
    np.testing.assert_array_equal(together, permuted.groups[:, None] == permuted.groups)
    back = np.sort(order[permuted.pairs], axis=1)
    np.testing.assert_array_equal(back[np.lexsort(back.T[::-1])], found.pairs)
    assert len(found.pairs) == 20


def test_many_images_in_cells_give_the_pairs_of_all_with_all(monkeypatch):
    from classic_cls.duplicates import _neighbors

    images = [*textures(500, 24), *(toned(i[:, ::-1], 0.8, 20) for i in textures(500, 24)[::5])]
    rows = Thumbnail().transform(images)
    exact = near_duplicates(rows)
    monkeypatch.setattr(_neighbors, "_ONE_CELL", 100)
    in_cells = near_duplicates(rows)
    np.testing.assert_array_equal(in_cells.pairs, exact.pairs)
    assert len(exact.pairs) == 100


def test_neighbors_are_those_of_a_full_comparison():
    from classic_cls.duplicates._neighbors import nearest_neighbors, orientations

    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(70, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = nearest_neighbors(vectors, 5, orientations(4))
    turned = np.array([vectors[:, turn] @ vectors.T for turn in orientations(4)])
    best = turned.max(axis=0)
    np.fill_diagonal(best, -np.inf)
    np.testing.assert_array_equal(found.index, np.argsort(-best, axis=1)[:, :5])
    np.testing.assert_allclose(found.similarity, -np.sort(-best, axis=1)[:, :5], rtol=1e-5)
    rows = np.arange(70)[:, None]
    np.testing.assert_array_equal(found.orientation, turned.argmax(axis=0)[rows, found.index])


@pytest.mark.parametrize("n", range(1, 19))
def test_few_images(n):
    images = list(textures(n))
    _, pairs = pairs_of(images)
    assert pairs == []
    _, pairs = pairs_of([*images, recompressed(images[0], 60)])
    assert pairs == [(0, n)]


@pytest.mark.parametrize(
    "change",
    [
        lambda image, k: image,
        lambda image, k: toned(image, 1, k - 20),
        lambda image, k: recompressed(image, 40 + k),
    ],
    ids=["equal", "brightness", "jpeg"],
)
def test_one_image_forty_times_is_one_group(change):
    images = list(textures(100))
    copies = [change(images[0], k) for k in range(40)]
    found, _ = pairs_of(images + copies)
    assert found.n_groups == 1 and found.n_in_groups == 41
    assert len(set(found.groups[100:])) == 1 and found.groups[100] == found.groups[0]


def test_equal_images_need_few_pairs():
    image = textures(1)[0]
    found, pairs = pairs_of([image] * 50)
    assert pairs == [(i, i + 1) for i in range(49)]
    assert found.n_in_groups == 50


def test_images_of_one_colour_are_copies_only_if_equal():
    blank = [np.full((9, 9), value, np.uint8) for value in (0, 0, 255, 100, 101, 0)]
    found, _ = pairs_of([*blank, *textures(30)])
    assert found.groups[:6].tolist() == [0, 0, 1, 2, 3, 0]
    assert found.n_in_groups == 3


def test_the_negative_is_not_a_copy():
    images = list(textures(30))
    assert pairs_of([*images, 255 - images[0]])[1] == []


def test_labels_say_what_agrees_and_not_what_is_a_copy():
    images = list(textures(30))
    copies = [*images, images[4], images[4], images[9], toned(images[11], 0.8, 20)]
    labels = np.array(["good", "bad"] * 15 + ["bad", "good", "bad", "bad"], object)
    found, pairs = pairs_of(copies, labels)
    blind, same_pairs = pairs_of(copies)
    np.testing.assert_array_equal(found.groups, blind.groups)
    assert found.groups[4] == found.groups[30] == found.groups[31]
    assert found.n_in_groups == 7 and len(pairs) == len(same_pairs) == 4
    assert (~found.same_label).sum() == found.contradictory.sum() == 1
    assert blind.same_label.all()


def test_unknown_labels_contradict_none():
    images = list(textures(30))
    y = np.ones((33, 2), np.int8)
    y[[30, 31, 32]] = [(1, -1), (1, 0), (1, 1)]
    found, _ = pairs_of([*images, images[0], images[1], images[2]], y)
    assert found.pairs.tolist() == [[0, 30], [1, 31], [2, 32]]
    assert found.same_label.tolist() == [True, False, True]


def test_identical_is_what_is_equal_pixel_by_pixel():
    """Whatever the file or the number of channels; not the same after half the size."""
    images = list(textures(30))
    lighter = images[3].copy()
    lighter[5, 5] ^= 1
    copies = [images[0], np.dstack([images[1]] * 3), resized(images[2], 0.5), lighter]
    found, pairs = pairs_of([*images, *copies])
    assert pairs == [(0, 30), (1, 31), (2, 32), (3, 33)]
    assert found.identical.tolist() == [True, True, False, False]


def test_colours_of_one_grey_are_not_equal():
    red, grey = np.uint8([[[255, 0, 0]]]), np.uint8([[[76, 76, 76]]])
    flat = [np.tile(color, (9, 9, 1)) for color in (red, grey, red)]
    found = near_duplicates(Thumbnail().transform(flat))
    assert found.groups.tolist() == [0, 1, 0]


def test_copies_across_names_test_images_only():
    images = list(textures(40))
    rows = Thumbnail().transform([*images, images[3][:, ::-1], images[3], images[38], images[39]])
    is_test = np.arange(len(rows)) >= 38
    found = near_duplicates(rows)
    assert np.flatnonzero(copies_across(found, is_test)).tolist() == [40, 41]


def test_a_part_of_the_images_keeps_its_pairs():
    images = list(textures(30))
    found, _ = pairs_of([*images, images[7], images[3]])
    part = found.take([31, 3, 5, 30])
    assert part.pairs.tolist() == [[0, 1]]
    assert part.groups.tolist() == [0, 0, 1, 2]


def test_the_table_names_the_files():
    images = list(textures(20))
    found, _ = pairs_of([*images, images[7]])
    table = found.frame([f"{i}.png" for i in range(21)])
    row = table.iloc[0]
    assert (row.path_a, row.path_b, row.distance, row.same_label) == ("7.png", "20.png", 0, True)
    assert len(table) == 1 and row.group == found.groups[20]


@pytest.mark.parametrize(
    "rows, message",
    [
        (np.zeros((3, 10)), "Thumbnail"),
        (np.zeros((0, 578)), "Thumbnail"),
        (np.full((3, 578), np.nan), "finite"),
    ],
)
def test_bad_rows_are_refused(rows, message):
    with pytest.raises(ValueError, match=message):
        near_duplicates(rows)


def test_labels_of_another_length_are_refused():
    with pytest.raises(ValueError, match="labels have length 3"):
        near_duplicates(np.zeros((2, 578)), ["a", "b", "c"])


@pytest.mark.parametrize("given", [["a.png"], np.array(["a.png"]), (name for name in ["a.png"])])
def test_paths_are_no_thumbnails(given):
    with pytest.raises(ValueError, match="^thumbnails (are no numbers|is a generator)"):
        near_duplicates(given)
