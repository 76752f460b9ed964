import numpy as np
import pytest

from classic_cls.splitting import make_splits, read_fold_list

NAMES = ["a/1.png", "a/2.png", "b/1.png", "b/2.png", "b/3.png"]


@pytest.fixture
def write(tmp_path):
    def write_file(text, encoding="utf-8"):
        file = tmp_path / "folds.csv"
        file.write_bytes(text.encode(encoding))
        return str(file)

    return write_file


def rows_tested(splits):
    return [[test.tolist() for _, test in folds] for folds in splits]


def lines(folds, names=NAMES):
    return "path,fold\n" + "".join(f"{name},{fold}\n" for name, fold in zip(names, folds))


def test_splits_written_and_read_are_the_same(write):
    y = np.repeat(["x", "y"], [30, 20])
    names = [f"{label}/{row}.png" for row, label in enumerate(y)]
    splits, _ = make_splits(y, cv=4, repeats=3)
    rows = [
        (names[row], fold, repeat)
        for repeat, folds in enumerate(splits, 1)
        for fold, (_, test) in enumerate(folds, 1)
        for row in test
    ]
    order = np.random.default_rng(0).permutation(len(rows))
    cells = "\n".join("cat,{1},{2},{0}".format(*rows[i]) for i in order)
    read, notes = read_fold_list(write("truth,fold,repeat,path\n" + cells), names)
    assert notes == ()
    for folds, expected in zip(read, splits, strict=True):
        for ours, theirs in zip(folds, expected, strict=True):
            np.testing.assert_array_equal(ours[0], theirs[0])
            np.testing.assert_array_equal(ours[1], theirs[1])
    again, notes = make_splits(y, cv=read)
    assert rows_tested(again) == rows_tested(splits) and notes == ()


@pytest.mark.parametrize(
    "change, encoding",
    [
        (lambda text: text, "utf-8"),
        (lambda text: text, "utf-8-sig"),
        (lambda text: text, "utf-16"),
        (lambda text: text.replace("\n", "\r\n"), "utf-8-sig"),
        (lambda text: text.replace(",", ";"), "utf-8"),
        (lambda text: text.replace(",", "\t"), "utf-8"),
        (lambda text: text.replace("path,fold", "Path, Fold"), "utf-8"),
        (lambda text: text.replace("/", "\\").replace("a\\1", ".\\a\\1"), "utf-8"),
        (lambda text: text.replace(",1\n", ",1.0\n") + "\n\n", "utf-8"),
    ],
)
def test_files_of_all_programs_are_read(write, change, encoding):
    splits, notes = read_fold_list(write(change(lines([1, 2, 1, 2, 3])), encoding), NAMES)
    assert rows_tested(splits) == [[[0, 2], [1, 3], [4]]]
    assert notes == ()


def test_images_without_a_fold_are_learned_from(write):
    splits, notes = read_fold_list(write(lines([1, 0, "", 2, 7])), NAMES)
    assert rows_tested(splits) == [[[0], [3], [4]]]
    assert all(len(train) + len(test) == 5 for train, test in splits[0])
    assert notes == ()


def test_images_that_the_file_does_not_name_are_learned_from_and_counted(write):
    splits, notes = read_fold_list(write(lines([1, 2, 1])), NAMES)
    assert rows_tested(splits) == [[[0, 2], [1]]]
    assert {3, 4} <= set(splits[0][0][0]) & set(splits[0][1][0])
    assert notes == ("not in folds.csv, so only learned from: 2 of 5 images",)
    _, notes = make_splits(["x", "y", "x", "y", "x"], cv=splits)
    assert notes[0] == "2 of 5 images are never tested"


def test_repeats_may_test_different_images(write):
    text = "path,fold,repeat\na/1.png,1,2\na/2.png,2,2\nb/1.png,1,5\nb/2.png,0,9\n"
    splits, _ = read_fold_list(write(text), NAMES)
    assert rows_tested(splits) == [[[0], [1]], [[2]]]
    again, _ = make_splits(["x", "y", "x", "y", "x"], cv=splits)
    assert rows_tested(again) == rows_tested(splits)


def test_images_set_aside_may_be_named(write):
    text = lines([1, 2, 1, 2, 1, 2], [*NAMES, "b/broken.png"])
    splits, notes = read_fold_list(write(text), NAMES, allowed_missing=["b/broken.png"])
    assert rows_tested(splits) == [[[0, 2, 4], [1, 3]]]
    assert notes == ("in folds.csv, but set aside: 1 image",)


@pytest.mark.parametrize(
    "text, message",
    [
        ("path,part\na/1.png,1\n", "folds.csv has no column 'fold'.*Its columns: path, part"),
        ("name,fold\na/1.png,1\n", "folds.csv has no column 'path'"),
        ("path,fold,Fold\na/1.png,1,1\n", "folds.csv has 2 columns 'fold'"),
        (lines([1, 2.5]), "folds.csv, line 3: fold '2.5' is no whole number of at least 0"),
        (lines([1, -1]), "line 3: fold '-1'"),
        (lines([1, "test"]), "line 3: fold 'test'"),
        (lines([1, "nan"]), "line 3: fold 'nan'"),
        (lines([1, "inf"]), "line 3: fold 'inf'"),
        ("path,fold,repeat\na/1.png,1,0\n", "line 2: repeat '0' is no whole number of at least 1"),
        ("path,fold,repeat\na/1.png,1,\n", "line 2: repeat ''"),
        (lines([0, "", 0]), "folds.csv tests no image"),
        ("path,fold\n", "folds.csv tests no image"),
        ("", "folds.csv is empty"),
        (lines([1] * 5), "folds.csv has all images in fold 1 of repeat 1"),
        (lines([1, 2, 1], ["a/1.png", "z.png", "y.png"]), r"line 3: 'z.png' \(and 1 more\) is not"),
        (lines([1, 2], ["a/1.png", "z.png"]), "line 3: 'z.png' is not in the data"),
        (lines([1, 2], ["a/1.png"] * 2), "line 3: 'a/1.png' was there before, in line 2"),
        (
            "path,fold,repeat\na/1.png,1,1\na/1.png,1,2\na/1.png,2,2\n",
            "line 4: 'a/1.png' was there before in repeat 2, in line 3",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(write, text, message):
    with pytest.raises(ValueError, match=message):
        read_fold_list(write(text), NAMES)


def test_missing_file_is_named(tmp_path):
    with pytest.raises(ValueError, match="cannot read .*none.csv"):
        read_fold_list(str(tmp_path / "none.csv"), NAMES)


def test_names_that_occur_twice_cannot_be_assigned(write):
    with pytest.raises(ValueError, match="two images of the data have the same name"):
        read_fold_list(write(lines([1, 2])), ["a/1.png", "a/1.png", "a/2.png"])
