"""Tiles of large images: where they lie, what they carry, and their table."""

import os

import numpy as np
import odd_files as odd
import pytest
import tifffile
from sample_images import make_images, write_png

from classic_cls import DatasetError, ImageDataset, ImageRef, read_image, tiles
from classic_cls.reading import _read, count_pages, image_size
from classic_cls.splitting import make_splits

SHAPES = {"a/1.png": (30, 50), "a/2.png": (41, 23), "b/3.png": (8, 60), "b/4.png": (20, 10)}


@pytest.fixture
def folder(tmp_path):
    for i, (name, shape) in enumerate(SHAPES.items()):
        write_png(tmp_path / name, make_images(1, shape, seed=i)[0])
    return tmp_path


def boxes_of(data):
    """Boxes by file."""
    found = {}
    for ref in data.refs:
        found.setdefault(ref.label(data.root).partition("[")[0], []).append(ref.box)
    return found


def painted(boxes, shape):
    """How many tiles each pixel is in."""
    count = np.zeros(shape, int)
    for x, y, width, height in boxes:
        assert min(x, y) >= 0 and x + width <= shape[1] and y + height <= shape[0]
        count[y : y + height, x : x + width] += 1
    return count


@pytest.mark.parametrize("size", [1, 7, 10, 16, (10, 20), (60, 41)])
def test_tiles_cover_every_image_and_are_as_few_as_can(folder, size):
    data = ImageDataset.from_folder(folder)
    wide, high = size if isinstance(size, tuple) else (size, size)
    found = boxes_of(tiles(data, size))
    assert list(found) == list(SHAPES), "in the order of the images"
    for name, (rows, columns) in SHAPES.items():
        count = painted(found[name], (rows, columns))
        assert count.min() >= 1
        assert len(found[name]) == -(-rows // high) * -(-columns // wide)
        assert {box[2:] for box in found[name]} == {(min(wide, columns), min(high, rows))}
        if rows % high == 0 == columns % wide:
            assert count.max() == 1, "no overlap where tiles fit"
        assert found[name] == sorted(found[name], key=lambda box: (box[1], box[0]))


@pytest.mark.parametrize("size", [7, 10, (10, 20)])
def test_dropped_borders_leave_no_overlap_and_little_around(folder, size):
    wide, high = size if isinstance(size, tuple) else (size, size)
    for name, boxes in boxes_of(
        tiles(ImageDataset.from_folder(folder), size, border="drop")
    ).items():
        rows, columns = SHAPES[name]
        assert len(boxes) == max(1, rows // high) * max(1, columns // wide)
        count = painted(boxes, (rows, columns))
        assert count.max() == 1
        across, down = np.flatnonzero(count.any(axis=0)), np.flatnonzero(count.any(axis=1))
        for line, length in ((across, columns), (down, rows)):
            before, after = line[0], length - 1 - line[-1]
            assert 0 <= after - before <= 1, "in the middle"


def test_a_stride_makes_tiles_overlap_or_leave_gaps(folder):
    data = ImageDataset.from_folder(folder)
    found = boxes_of(tiles(data, 10, stride=5))["a/1.png"]
    assert [box[0] for box in found[:9]] == list(range(0, 41, 5)) and len(found) == 9 * 5
    apart = boxes_of(tiles(data, 10, stride=(20, 10)))["a/1.png"]
    assert [box[:2] for box in apart[:3]] == [(0, 0), (20, 0), (40, 0)]
    for border in ("cover", "drop"):
        lines = boxes_of(tiles(data, 10, stride=7, border=border))["a/1.png"]
        starts = np.unique([box[0] for box in lines])
        assert np.diff(starts).max() <= 7 and len(starts) == (7 if border == "cover" else 6)


def test_what_a_tile_shows_is_that_part_of_the_image(folder):
    data = tiles(ImageDataset.from_folder(folder), 9)
    for ref in data.refs[::5]:
        x, y, width, height = ref.box
        whole = read_image(ref.path)
        np.testing.assert_array_equal(read_image(ref), whole[y : y + height, x : x + width])


def test_people_are_told_of_borders_and_small_images(folder):
    data = tiles(ImageDataset.from_folder(folder), 20)
    assert "tiles do not fit 2 images: there they are moved together by up to 17 pixels" in (
        " ".join(data.notes)
    )
    assert any("2 images smaller than a tile" in note and "b/3.png" in note for note in data.notes)
    data = tiles(ImageDataset.from_folder(folder), 20, border="drop")
    assert any("up to 10 pixels of a side are in none" in note for note in data.notes)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_the_size_is_that_of_the_upright_image(tmp_path, format, orientation):
    upright = np.zeros((16, 40, 3), np.uint8)
    data = odd.oriented(upright, orientation, format)
    assert image_size(data) == (40, 16)
    (tmp_path / "image").write_bytes(data)
    one = ImageDataset((str(tmp_path / "image"),), ["a"], ("a",))
    found = tiles(one, 16)
    assert [ref.box[0] for ref in found.refs] == [0, 12, 24]
    assert read_image(found.refs[-1]).shape[:2] == (16, 16)


def test_no_pixel_is_decoded_and_of_a_jpeg_the_head_is_read(tmp_path, monkeypatch):
    image = np.random.default_rng(0).integers(0, 255, (600, 900, 3), np.uint8)
    data = odd.oriented(image, 6, "JPEG", quality=98)
    assert len(data) > _read._MOST_OF_HEADERS
    (tmp_path / "large.jpg").write_bytes(data)

    def fail(*_):
        raise AssertionError("decoded or read")

    monkeypatch.setattr(_read, "decode", fail)
    monkeypatch.setattr(_read, "content_of", fail)
    assert image_size(str(tmp_path / "large.jpg")) == (900, 600)
    monkeypatch.undo()
    # A profile before the size may be longer than what is read at first.
    segment = b"\xff\xe2\xff\xff" + bytes(65533)
    (tmp_path / "profile.jpg").write_bytes(data[:2] + segment * 5 + data[2:])
    assert image_size(str(tmp_path / "profile.jpg")) == (900, 600)


def test_pages_and_regions_are_cut_inside(tmp_path):
    path = str(tmp_path / "stack.tif")
    tifffile.imwrite(path, np.zeros((3, 20, 30), np.uint8), photometric="minisblack")
    one = ImageDataset((path,), ["a"], ("a",))
    with pytest.raises(DatasetError, match="none of 1 image can be cut.*page"):
        tiles(one, 10)
    assert {ref.page for ref in tiles(one, 10, page=2).refs} == {2}
    each = tiles(one.expand_pages(count_pages), 10)
    assert len(each) == 3 * 6 and set(each.groups) == {each.groups[0]}
    region = ImageDataset((ImageRef(path, page=1, box=(5, 4, 11, 10)),), ["a"], ("a",))
    assert [ref.box for ref in tiles(region, 10).refs] == [(5, 4, 10, 10), (6, 4, 10, 10)]
    outside = ImageDataset((ImageRef(path, page=1, box=(25, 4, 11, 10)),), ["a"], ("a",))
    with pytest.raises(DatasetError, match="does not lie within the image of 30 x 20"):
        tiles(outside, 10)


def test_what_cannot_be_read_is_set_aside(folder):
    (folder / "a" / "torn.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    data = ImageDataset.from_folder(folder)
    found = tiles(data, 10)
    assert [item.path for item in found.set_aside] == ["a/torn.png"]
    assert set(found.groups) == set(SHAPES)


@pytest.mark.parametrize(
    "size, options, said",
    [
        (0, {}, "size is 0"), ("keep", {}, "size is 'keep'"), ((3, 4, 5), {}, "size is"),
        (4.5, {}, "size is 4.5"), (4, {"stride": 0}, "stride is 0"),
        (4, {"border": "pad"}, "'cover', 'drop'"),
    ],
)  # fmt: skip
def test_parameters_that_make_no_sense(folder, size, options, said):
    with pytest.raises(ValueError, match=said):
        tiles(ImageDataset.from_folder(folder), size, **options)


TABLE = """path,{labels},group,split,scanner,mask
images/1.png,{0},p1,train,A,m.png
images/2.png,{1},p1,train,B,
images/3.png,{2},p2,test,NA,
images/4.png,{0},p2,test,,
"""


@pytest.mark.parametrize(
    "labels",
    [("label", "x", "y", "x"), ("labels", "x;y", "?y;z", ""), ("label", "a;b", "?c", "x"),
     ("label", "1.0", "1", "[x]"), ("labels", "x", "y", "z")],
)  # fmt: skip
def test_a_table_of_tiles_says_all_that_its_source_does(tmp_path, monkeypatch, labels):
    for i in range(1, 5):
        write_png(tmp_path / "images" / f"{i}.png", make_images(1, (24, 30), i)[0])
    write_png(tmp_path / "m.png", make_images(1, (24, 30))[0])
    kind, *names = labels
    (tmp_path / "source.csv").write_text(TABLE.format(*names, labels=kind))
    data = ImageDataset.from_csv(tmp_path / "source.csv")
    cut = tiles(data, 12)
    (tmp_path / "there").mkdir()
    cut.to_csv(tmp_path / "there" / "tiles.csv")
    monkeypatch.chdir(tmp_path / "images")
    back = ImageDataset.from_csv(os.path.join("..", "there", "tiles.csv"))
    rows = np.repeat(np.arange(len(data)), 6)
    assert len(back) == len(cut) == len(rows)
    assert back.class_names == data.class_names and back.exclusive >= data.exclusive
    np.testing.assert_array_equal(back.targets, data.targets[rows])
    np.testing.assert_array_equal(back.groups, data.groups[rows])
    np.testing.assert_array_equal(back.split, data.split[rows])
    np.testing.assert_array_equal(back.column("scanner"), data.column("scanner")[rows])
    assert [ref.box for ref in back.refs] == [ref.box for ref in cut.refs]
    for one, two in zip(back.refs, cut.refs, strict=True):
        assert os.path.samefile(one.path, two.path) and bool(one.mask) == bool(two.mask)
    np.testing.assert_array_equal(read_image(back.refs[0]), read_image(cut.refs[0]))


def test_names_that_a_table_would_lose(tmp_path):
    refs = [ImageRef(write_png(tmp_path / f"{i}.png", make_images(1)[0])) for i in range(4)]
    names, groups = ("None", "nan", "b, c"), ["NA", "1", "NA", "g"]
    columns = {"width": np.array(list("abcd")), "label": np.array(list("wxyz"))}
    data = ImageDataset(refs, ["None", "nan", "b, c", "nan"], names, groups, columns=columns)
    data.to_csv(tmp_path / "table.csv")
    back = ImageDataset.from_csv(tmp_path / "table.csv")
    assert back.targets.tolist() == data.targets.tolist()
    assert back.groups.tolist() == ["(NA)", "1", "(NA)", "g"]
    assert back.column("source_width").tolist() == list("abcd")
    assert back.column("source_label").tolist() == list("wxyz")


@pytest.mark.skipif(os.name == "nt", reason="links need rights")
def test_a_table_behind_a_link_finds_its_images(tmp_path):
    path = write_png(tmp_path / "real" / "deep" / "1.png", make_images(1)[0])
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "link").symlink_to(tmp_path / "real" / "deep")
    data = ImageDataset([path], ["a"], ("a",))
    for place in (tmp_path / "far" / "link", tmp_path / "far", tmp_path / "real"):
        data.to_csv(place / "table.csv")
        (ref,) = ImageDataset.from_csv(place / "table.csv").refs
        assert os.path.samefile(ref.path, path)


def test_tiles_of_one_image_are_never_on_both_sides(tmp_path):
    for i, image in enumerate(make_images(20, (30, 50), seed=2)):
        write_png(tmp_path / "ab"[i % 2] / f"{i}.png", image)
    data = tiles(ImageDataset.from_folder(tmp_path), 10)
    assert len(data) == 20 * 15
    np.testing.assert_array_equal(data.groups, data.sources)
    for folds in make_splits(data.targets, data.groups, cv=4)[0]:
        for train, test in folds:
            assert not set(data.groups[train]) & set(data.groups[test])
    by_hand = ImageDataset.from_folder(tmp_path, group_by="([0-9])[.]png")
    kept = tiles(by_hand, 10)
    assert set(kept.groups) == set(by_hand.groups), "groups that are there stay"
