"""What folders mean: official splits by many names, folds, what belongs to images, and bins."""

import pytest

from classic_cls.datasets import DatasetError, ImageDataset


@pytest.fixture
def make(tmp_path):
    """Write empty files below ``data``, one for each name or folder with classes; return it."""

    def make(*names):
        for name in names:
            path = tmp_path / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return tmp_path / "data"

    return make


def with_classes(*folders):
    return [f"{folder}/{name}/{i}.png" for folder in folders for name in ("cat", "dog")
            for i in range(2)]  # fmt: skip


def notes(data):
    return "\n".join(data.notes)


@pytest.mark.parametrize(
    ("train", "test"),
    [
        ("training_set", "test_set"), ("seg_train", "seg_test"), ("train", "dev"),
        ("Training", "PublicTest"), ("train_data", "validation_data"), ("train2017", "val2017"),
        ("images-train", "images-eval"), ("Train Images", "Test Images"), ("trainset", "testset"),
        ("mydata_TRAIN", "mydata_TEST"), ("seg_train/seg_train", "seg_test/seg_test"),
    ],
)  # fmt: skip
def test_official_splits_by_many_names(make, train, test):
    data = ImageDataset.from_folder(make(*with_classes(train, test)))
    assert data.class_names == ("cat", "dog")
    assert data.describe().endswith("official split 4/4")
    assert all(name.startswith(train) for name in data.training().relative_paths())


def test_what_has_no_classes_inside_is_left_out_of_a_split(make):
    data = ImageDataset.from_folder(
        make(*with_classes("seg_train/seg_train", "seg_test/seg_test"), "seg_pred/seg_pred/1.jpg")
    )
    assert data.class_names == ("cat", "dog") and len(data) == 8
    assert "folder 'seg_pred' (1 file) is left out" in notes(data)


def test_classes_named_somewhat_like_parts_are_classes(make):
    data = ImageDataset.from_folder(make("train_station/1.png", "test_tube/1.png", "cat/1.png"))
    assert data.class_names == ("cat", "test_tube", "train_station")
    data = ImageDataset.from_folder(make("strain/1.png", "devil/1.png"), label_by="^[^/]+")
    assert "strain" in data.class_names and data.split is None


@pytest.mark.parametrize("folders", [("trainA", "trainB", "testA", "testB"), ("x_train", "x_test")])
def test_parts_without_classes_inside_are_refused(make, folders):
    folder = make(*(f"{name}/1.png" for name in folders))
    with pytest.raises(DatasetError, match="named like parts of an official split.*label_by="):
        ImageDataset.from_folder(folder)
    assert len(ImageDataset.from_folder(folder, label_by="^[^/]+").class_names) == len(folders)


def test_parts_by_many_names_with_labels_in_the_names(make):
    data = ImageDataset.from_folder(
        make("seg_train/cat.1.png", "seg_test/dog.1.png"), label_by=r"(\w+)\.\d"
    )
    assert data.split.tolist() == ["test", "train"]


@pytest.mark.parametrize(
    "folds",
    [("fold1", "fold2"), ("Fold_1", "Fold_2", "Fold_3"), ("part-a", "part-b"), ("cv0", "cv1")],
)
def test_folds_are_refused_with_a_remedy_that_works(make, folds):
    folder = make(*with_classes(*folds))
    with pytest.raises(DatasetError, match="hold the same folders 'cat', 'dog'") as error:
        ImageDataset.from_folder(folder)
    assert "label_by='^[^/]+/([^/]+)/'" in str(error.value)
    data = ImageDataset.from_folder(folder, label_by="^[^/]+/([^/]+)/", group_by="^[^/]+")
    assert data.class_names == ("cat", "dog") and set(data.groups) == set(folds)


def test_the_same_folders_in_every_class_are_pointed_out(make):
    data = ImageDataset.from_folder(make(*with_classes("color", "segmented", "gray")))
    assert data.class_names == ("color", "gray", "segmented")
    assert "hold the same folders 'cat', 'dog'; if these are the classes" in notes(data)
    data = ImageDataset.from_folder(make("color/a/1.png", "a/b/1.png"))
    assert "hold the same" not in notes(data)


def test_parts_inside_the_class_folders(make):
    data = ImageDataset.from_folder(
        make("cat/train/1.png", "cat/test/2.png", "dog/train/x/1.png", "dog/valid/2.png",
             "dog/test/3.png", "dog/4.png")
    )  # fmt: skip
    assert data.class_names == ("cat", "dog")
    assert data.training().relative_paths() == [
        "cat/train/1.png", "dog/train/x/1.png", "dog/valid/2.png",
    ]  # fmt: skip
    assert data.test().labels.tolist() == ["cat", "dog"]
    assert [out.path for out in data.set_aside] == ["dog/4.png"]


def test_parts_inside_some_class_folders_are_pointed_out(make):
    data = ImageDataset.from_folder(make("cat/train/1.png", "cat/test/2.png", "dog/1.png"))
    assert data.split is None and len(data) == 3
    assert "'cat' hold folders for training and test, 'dog' other ones" in notes(data)
    data = ImageDataset.from_folder(make("dog/train/1.png", "dog/test/1.png", "dog/more/1.png"))
    assert data.split is None and "others, such as 'more'" in notes(data)


@pytest.mark.parametrize(
    "place",
    [
        "@eaDir/x/SYNO_THUMB_M.png", "$RECYCLE.BIN/S-1-5/$R1.png", "#recycle/cat/9.png",
        "@Recycle/8.png", "lost+found/1.png", "System Volume Information/x.png", "@__thumb/1.png",
        "LOST.DIR/1.png", "found.000/1.png", "RECYCLER/1.png",
    ],
)  # fmt: skip
@pytest.mark.parametrize("inside", ["", "cat/", "train/cat/"])
def test_bins_and_thumbnails_of_storage_systems_are_passed_over(make, place, inside):
    classes = with_classes("train", "test") if inside == "train/cat/" else with_classes(".")
    data = ImageDataset.from_folder(make(*classes, inside + place))
    assert data.class_names == ("cat", "dog") and len(data) == len(classes)
    assert f"storage systems: '{inside}{place.split('/')[0]}'" in notes(data)


@pytest.mark.parametrize(
    "masks",
    [
        ["cat/1_mask.png"], ["cat/1_mask_1.png", "cat/1_mask_2.png"], ["cat/1.seg.png"],
        ["cat/mask_1.png"], ["cat/masks/1.tif"], ["cat/GroundTruth/1_segmentation.png"],
        ["masks/cat/1.png", "masks/dog/1.png"], ["cat/Thumbnails/1.jpg"], ["cat_masks/1.png"],
        ["cat/1-thumb.jpg"], ["cat/1 GT.bmp"],
    ],
)  # fmt: skip
def test_masks_and_thumbnails_beside_images_are_set_aside(make, masks):
    data = ImageDataset.from_folder(make("cat/1.png", "cat/2.png", "dog/1.png", *masks))
    assert data.relative_paths() == ["cat/1.png", "cat/2.png", "dog/1.png"]
    assert {out.path for out in data.set_aside} == set(masks)
    assert f"{len(masks)} set aside, mask, label image or thumbnail" in notes(data)
    assert "column 'mask'" in notes(data)


def test_masks_beside_a_folder_of_images(make):
    data = ImageDataset.from_folder(
        make("COVID/images/1.png", "COVID/masks/1.png", "Normal/images/1.png", "Normal/masks/1.png")
    )
    assert data.relative_paths() == ["COVID/images/1.png", "Normal/images/1.png"]
    folder = make("../data2/images/a/1.png", "../data2/images/b/1.png", "../data2/masks/a/1.png",
                  "../data2/masks/b/1.png").parent / "data2"  # fmt: skip
    data = ImageDataset.from_folder(folder)
    assert data.class_names == ("images",)
    with pytest.raises(DatasetError, match="if the folders in 'images' are the classes, give"):
        data.check_trainable()


def test_classes_about_masks_are_classes(make):
    data = ImageDataset.from_folder(
        make("with_mask/1.png", "without_mask/1.png", "mask/1.png", "thumbs/1_up.png", "gt/2.png")
    )
    assert len(data) == 5 and data.set_aside == () and data.notes == ()
    folder = make("../flat/1.png", "../flat/1_mask.png").parent / "flat"
    data = ImageDataset.from_folder(folder, label_by="mask|png")
    assert len(data) == 2 and set(data.class_names) == {"mask", "png"}


def test_names_that_differ_in_what_nobody_sees_are_one_class(make):
    data = ImageDataset.from_folder(make("cat/1.png", "cat /2.png", "c\u200bat/3.png", "dog/1.png"))
    assert data.class_counts() == {"cat": 3, "dog": 1}
    assert "'cat': written in several ways" in notes(data)


@pytest.mark.parametrize(
    "names", [("pine tree", "pine_tree"), ("Cat", "cat"), ("ab", "a\u200db"), ("Ａb", "ab")]
)
def test_names_that_look_alike_are_pointed_out(make, names):
    data = ImageDataset.from_folder(make(*(f"{name}/1.png" for name in names), "x/1.png"))
    if len(data) == 3:  # unless this file system takes both for one
        assert len(data.class_names) == 3
        assert "differ in" in notes(data) and "only" in notes(data)


def test_marks_that_mean_something_are_not_pointed_out(make):
    data = ImageDataset.from_folder(make("c/1.png", "c++/1.png", "-1/1.png", "1/1.png"))
    assert len(data.class_names) == 4 and data.notes == ()


def test_groups_that_look_alike_are_pointed_out(make):
    data = ImageDataset.from_folder(make("a/P1.png", "a/p1.png", "b/p2.png"), group_by=r"[Pp]\d")
    assert "groups 'P1', 'p1' differ in upper and lower case only" in notes(data)
