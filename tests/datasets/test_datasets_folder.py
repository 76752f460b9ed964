"""Folders: classes, official splits, clutter, links, and what is refused."""

import os
import sys
import unicodedata

import numpy as np
import pytest

from classic_cls.datasets import DatasetError, ImageDataset
from classic_cls.notes import without_names

NFC, NFD = unicodedata.normalize("NFC", "Café"), unicodedata.normalize("NFD", "Café")

links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


@pytest.fixture
def make(tmp_path):
    """Write empty files below ``data`` (nothing is decoded here); return the folder."""

    def make(*names):
        for name in names:
            path = tmp_path / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path / "data"

    (tmp_path / "data").mkdir()
    return make


def notes(data):
    return "\n".join(data.notes)


def test_one_folder_per_class_in_an_order_of_its_own(make):
    data = ImageDataset.from_folder(make("b/2.png", "b/1.png", "a/1.jpg", "a/x/y/0.TIF"))
    assert data.relative_paths() == ["a/1.jpg", "a/x/y/0.TIF", "b/1.png", "b/2.png"]
    assert data.labels.tolist() == ["a", "a", "b", "b"]
    assert data.class_names == ("a", "b")
    assert (data.task, data.multilabel, data.name) == ("binary", False, "data")
    assert data.groups is None and data.split is None and data.notes == ()
    assert data.describe() == "4 images, 2 classes (2 each)"
    assert all(os.path.isfile(path) for path in data.paths)


def test_classes_are_in_natural_order(make):
    data = ImageDataset.from_folder(make("10/a.png", "2/a.png", "B/a.png", "a/a.png"))
    assert data.class_names == ("2", "10", "a", "B")
    assert data.task == "multiclass"


def test_a_relative_folder_and_the_working_folder(make, monkeypatch):
    monkeypatch.chdir(make("a/1.png", "b/1.png"))
    data = ImageDataset.from_folder(".")
    assert data.relative_paths() == ["a/1.png", "b/1.png"]
    assert data.name == "data"


def test_clutter_is_neither_class_nor_image(make):
    data = ImageDataset.from_folder(
        make(
            "a/1.png", "b/1.png", ".hidden/1.png", "a/.x.png", "a/._1.png", "__MACOSX/a/1.png",
            ".ipynb_checkpoints/1.png", "a/Thumbs.db", "b/desktop.ini", ".DS_Store",
        )
    )  # fmt: skip
    assert data.relative_paths() == ["a/1.png", "b/1.png"]
    assert data.notes == () and data.set_aside == ()


def test_own_output_is_passed_over(make):
    folder = make(
        "a/1.png", "b/1.png", "data-baseline/model.skops", "data-baseline/thumbs/1.png",
        "older/result.json", "older/report.html", "older/2.png", "c/result.json", "c/1.png",
        "model.skops",
    )  # fmt: skip
    data = ImageDataset.from_folder(folder)
    assert data.class_names == ("a", "b", "c")
    assert len(data) == 3


def test_files_by_extension(make):
    data = ImageDataset.from_folder(
        make("a/1.png", "a/noextension", "a/1.odd", "b/1.webp", "a/n.txt", "b/m.TXT", "b/x.csv",
             "README", "a/readme.md", "LICENSE.txt")
    )  # fmt: skip
    assert data.relative_paths() == ["a/1.odd", "a/1.png", "a/noextension", "b/1.webp"]
    assert notes(data) == "3 files skipped, no images: 2 .txt, 1 .csv"


def test_images_beside_class_folders_are_set_aside(make):
    data = ImageDataset.from_folder(make("a/1.png", "b/1.png", "stray.jpg", "unknown"))
    assert [(out.path, out.reason) for out in data.set_aside] == [
        ("stray.jpg", "not in a class folder")
    ]
    assert "1 set aside" in data.describe() and "stray.jpg" in notes(data)
    assert "1 file skipped" in notes(data)


def test_empty_class_folders_are_named(make):
    folder = make("a/1.png", "b/1.png", "only_text/x.txt")
    (folder / "empty").mkdir()
    data = ImageDataset.from_folder(folder)
    assert data.class_names == ("a", "b")
    assert "no image with a class in the folders 'empty', 'only_text'; left out" in data.notes


@pytest.mark.parametrize("test_name", ["test", "TEST", "Testing"])
def test_official_split(make, test_name):
    data = ImageDataset.from_folder(
        make("Train/a/1.png", "Train/b/x/1.png", f"{test_name}/a/2.png", f"{test_name}/b/2.png")
    )
    assert data.class_names == ("a", "b")
    assert data.describe().endswith("official split 2/2")
    assert data.training().relative_paths() == ["Train/a/1.png", "Train/b/x/1.png"]
    assert data.test().labels.tolist() == ["a", "b"]
    assert data.notes == ()


@pytest.mark.parametrize("name", ["val", "valid", "Validation"])
def test_validation_is_the_test_where_there_is_no_other(make, name):
    data = ImageDataset.from_folder(make("train/a/1.png", "train/b/1.png", f"{name}/a/2.png"))
    assert data.test().relative_paths() == [f"{name}/a/2.png"]
    assert "validation part (1 image) used for the official test" in notes(data)


def test_validation_joins_training_beside_a_test(make):
    data = ImageDataset.from_folder(make("train/a/1.png", "val/a/2.png", "test/a/3.png"))
    assert data.training().relative_paths() == ["train/a/1.png", "val/a/2.png"]
    assert "validation part (1 image) used for training" in notes(data)


def test_train_without_another_part_is_a_class(make):
    data = ImageDataset.from_folder(make("train/1.png", "bus/1.png"))
    assert data.class_names == ("bus", "train") and data.split is None
    assert data.test() is None and data.training() is data


def test_what_lies_beside_a_split_is_left_out_and_named(make):
    data = ImageDataset.from_folder(
        make("train/a/1.png", "train/b/1.png", "test/a/1.png", "extra/1.png", "1.png",
             "train/2.png", "test/c/x.txt")
    )  # fmt: skip
    assert len(data) == 3
    assert "folder 'extra' (1 file) is left out" in notes(data)
    assert {out.path for out in data.set_aside} == {"1.png", "train/2.png"}
    assert "'test/c'; left out" in notes(data)


def test_a_test_folder_without_classes_is_no_official_test(make):
    data = ImageDataset.from_folder(make("train/a/1.png", "train/b/1.png", "test/1.png"))
    assert data.split is None and len(data) == 2
    assert "no image with a class in the folders 'test'" in notes(data)


def test_split_folders_without_class_folders_are_no_classes(make):
    with pytest.raises(DatasetError, match="directly in 'test', 'train' of .*label_by="):
        ImageDataset.from_folder(make("train/cat.1.png", "test/dog.1.png"))


def test_a_split_with_labels_in_the_names(make):
    folder = make("train/cat.1.png", "train/dog.1.png", "test/dog.2.png")
    data = ImageDataset.from_folder(folder, label_by=r"([a-z]+)\.\d")
    assert data.test().labels.tolist() == ["dog"]
    assert data.class_names == ("cat", "dog")


def test_class_names_are_nfc_and_both_spellings_are_one_class(make):
    folder = make(f"{NFD}/1.png", f"{NFC}/2.png", "x/1.png", f"x/{NFD}.png")
    data = ImageDataset.from_folder(folder)
    assert data.class_names == (NFC, "x")
    assert data.class_counts() == {NFC: 2, "x": 2}
    assert all(os.path.isfile(path) for path in data.paths)


def test_names_with_spaces_and_other_scripts(make):
    data = ImageDataset.from_folder(make("my class/a b.png", "日本/ü ß.png"))
    assert data.class_names == ("my class", "日本")
    assert all(os.path.isfile(path) for path in data.paths)


@pytest.mark.skipif(sys.platform != "linux", reason="names there are bytes")
def test_names_that_are_no_unicode_can_be_printed(make):
    folder = make("a/1.png")
    os.mkdir(os.fsencode(folder) + b"/caf\xe9")
    open(os.fsencode(folder) + b"/caf\xe9/1.png", "wb").close()
    data = ImageDataset.from_folder(folder)
    assert [name.encode("utf-8") for name in data.class_names]
    assert all(os.path.isfile(path) for path in data.paths)


def test_names_that_differ_in_case_only_are_pointed_out(make):
    folder = make("Cat/1.png", "dog/1.png")
    if (folder / "cat").exists():
        pytest.skip("this file system ignores case")
    data = ImageDataset.from_folder(make("cat/2.png"))
    assert len(data.class_names) == 3
    assert "classes 'cat', 'Cat' differ in upper and lower case only" in notes(data).replace(
        "'Cat', 'cat'", "'cat', 'Cat'"
    )


@links
def test_links_to_folders_are_followed_and_loops_end(make, tmp_path):
    folder = make("a/1.png", "b/1.png")
    outside = tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "9.png").touch()
    (folder / "c").symlink_to(outside, target_is_directory=True)
    (folder / "a" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (folder / "b" / "cross").symlink_to(folder / "a", target_is_directory=True)
    (outside / "back").symlink_to(folder / "b", target_is_directory=True)
    data = ImageDataset.from_folder(folder)
    assert data.relative_paths() == ["a/1.png", "b/1.png", "c/deep/9.png"]
    assert "links not followed" in notes(data) and "'a/loop'" in notes(data)


@links
def test_real_folders_come_before_links_to_them(make):
    folder = make("z/1.png", "m/1.png")
    (folder / "a").symlink_to(folder / "z", target_is_directory=True)
    assert ImageDataset.from_folder(folder).class_names == ("m", "z")


@links
def test_a_link_into_a_hidden_store_is_followed(make):
    folder = make(".store/x/1.png", "b/1.png")
    (folder / "a").symlink_to(folder / ".store" / "x", target_is_directory=True)
    assert ImageDataset.from_folder(folder).relative_paths() == ["a/1.png", "b/1.png"]


@links
def test_links_to_files_and_broken_ones(make):
    folder = make("a/1.png", "b/1.png")
    (folder / "a" / "2.png").symlink_to(folder / "b" / "1.png")
    (folder / "a" / "3.png").symlink_to(folder / "gone.png")
    (folder / "a" / "4.png").symlink_to(folder / "a" / "4.png")
    (folder / "self").symlink_to(folder / "self")
    (folder / "a" / "5.png").symlink_to("/dev/null")
    data = ImageDataset.from_folder(folder)
    assert data.relative_paths() == ["a/1.png", "a/2.png", "b/1.png"]
    broken = [out.path for out in data.set_aside if out.reason == "broken link"]
    assert broken == ["a/3.png", "a/4.png", "self"]
    if os.name == "posix":
        others = [out.path for out in data.set_aside if out.reason == "not a regular file"]
        assert others == ["a/5.png"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_pipes_are_not_read(make):
    folder = make("a/1.png")
    os.mkfifo(folder / "a" / "2.png")
    assert ImageDataset.from_folder(folder).set_aside[0].reason == "not a regular file"


def test_a_folder_that_cannot_be_read_is_set_aside(make, monkeypatch):
    folder = make("a/1.png", "b/1.png")
    scandir = os.scandir

    def refuse(path):
        if os.path.basename(path) == "b":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    data = ImageDataset.from_folder(folder)
    assert data.set_aside[0].path == "b"
    assert data.set_aside[0].reason == "cannot be read: Permission denied"


def test_a_root_that_cannot_be_read(make, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(DatasetError, match="cannot be read: Permission denied"):
        ImageDataset.from_folder(make("a/1.png"))


def test_missing_folder_and_file_for_folder(make):
    with pytest.raises(DatasetError, match="gone does not exist"):
        ImageDataset.from_folder(make() / "gone")
    with pytest.raises(DatasetError, match="is a file, not a folder"):
        ImageDataset.from_folder(make("x.png") / "x.png")


def test_no_image_says_what_was_found(make):
    with pytest.raises(DatasetError, match="no image found in .*: it holds no file"):
        ImageDataset.from_folder(make())
    with pytest.raises(DatasetError, match=r"no image found in .*: it holds only 2 \.txt"):
        ImageDataset.from_folder(make("a/1.txt", "a/2.txt"))


def test_images_without_class_folders(make):
    with pytest.raises(DatasetError, match="without class folders.*label_by=.*path,label$"):
        ImageDataset.from_folder(make("1.png", "2.png"))
    with pytest.raises(DatasetError, match="if 'truth.csv' there holds the labels"):
        ImageDataset.from_folder(make("truth.csv"))


def test_open_takes_folders_and_files(make):
    folder = make("a/1.png", "b/1.png")
    assert len(ImageDataset.open(folder)) == 2
    assert ImageDataset.open(folder, group_by="parent").groups.tolist() == ["a", "b"]
    (folder / "t.csv").write_text("path,label\na/1.png,x\n")
    assert ImageDataset.open(folder / "t.csv").labels.tolist() == ["x"]
    with pytest.raises(DatasetError, match="does not exist"):
        ImageDataset.open(folder / "gone.csv")


def test_labels_from_names(make):
    folder = make("cat_1.png", "cat_2.png", "sub/dog_1.png", "notes.txt", "LICENSE")
    data = ImageDataset.from_folder(folder, label_by=r"([a-z]+)_\d+\.png$")
    assert data.labels.tolist() == ["cat", "cat", "dog"]
    assert "2 labels from the paths: cat_1.png -> label 'cat'; cat_2.png -> label 'cat'; " in notes(
        data
    )
    whole = ImageDataset.from_folder(folder, label_by="cat|dog")
    assert whole.labels.tolist() == ["cat", "cat", "dog"]


def test_groups_from_paths(make):
    folder = make("a/p1_07.png", "a/p1_08.png", "b/x/p2_07.png", "b/x/p3_01.png")
    data = ImageDataset.from_folder(folder, group_by=r"/(p\d)_")
    assert data.groups.tolist() == ["p1", "p1", "p2", "p3"]
    assert "3 groups" in data.describe()
    assert notes(data).startswith(
        "3 groups from the paths: a/p1_07.png -> group 'p1'; a/p1_08.png -> group 'p1'; b/x/"
    )
    assert notes(data).count("->") == 3
    whole = ImageDataset.from_folder(folder, group_by=r"p\d")
    np.testing.assert_array_equal(whole.groups, data.groups)
    parent = ImageDataset.from_folder(folder, group_by="parent")
    assert parent.groups.tolist() == ["a", "a", "x", "x"]


def test_groups_of_one_image_each_are_pointed_out(make):
    data = ImageDataset.from_folder(make("a/1.png", "b/2.png"), group_by=r"\d")
    assert "groups have no effect" in notes(data)


@pytest.mark.parametrize("option", ["group_by", "label_by"])
def test_rules_that_fail(make, option):
    folder = make("a/x1.png", "a/y.png", "b/x2.png", "b/z.png")
    with pytest.raises(DatasetError, match=f"{option}='x.' does not match 2 of 4 paths.*'a/y.png'"):
        ImageDataset.from_folder(folder, **{option: r"x."})
    with pytest.raises(DatasetError, match=r"'\(' is not a valid regular expression"):
        ImageDataset.from_folder(folder, **{option: "("})
    with pytest.raises(DatasetError, match="does not match 4 of 4"):
        ImageDataset.from_folder(folder, **{option: "x(q?)"})


def test_a_rule_need_not_match_what_is_hardly_an_image(make):
    data = ImageDataset.from_folder(make("a/1.png", "b/2.png", "a/Makefile"), group_by=r"\d")
    assert [(out.path, out.reason) for out in data.set_aside] == [
        ("a/Makefile", "not matched by group_by")
    ]


def test_a_folder_of_one_name_is_one_group_in_every_class(make):
    names = [
        f"{kind}/{donor}/{i}.png"
        for kind in ("control", "treated")
        for donor in ("donor01", "donor02")
        for i in (1, 2)
    ]
    data = ImageDataset.from_folder(make(*names), group_by="parent")
    assert data.groups.tolist() == ["donor01", "donor01", "donor02", "donor02"] * 2
    said = next(note for note in data.notes if "one group each" in note)
    assert said.startswith("2 folder names occur in several classes and are one group each")
    assert "'control/donor01', 'treated/donor01'" in said and "group_by='(.+)/'" in said
    assert "donor01" not in without_names(said)
    apart = ImageDataset.from_folder(make(*names), group_by="(.+)/")
    assert len(set(apart.groups)) == 4


def test_names_that_occur_once_need_no_words(make):
    data = ImageDataset.from_folder(make("a/p/1.png", "b/q/2.png", "b/q/3.png"), group_by="parent")
    assert "one group each" not in notes(data)


def test_folders_of_an_official_split_are_groups_by_name_too(make):
    names = [
        f"{part}/{kind}/p{i}/1.png" for part in ("train", "test") for kind in "ab" for i in (1, 2)
    ]
    data = ImageDataset.from_folder(make(*names), group_by="parent")
    assert sorted(set(data.groups)) == ["p1", "p2"]
