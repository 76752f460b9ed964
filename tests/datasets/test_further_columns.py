"""Columns of a table that figures can be broken down by."""

import numpy as np
import pandas as pd
import pytest

from classic_cls.base import ImageRef
from classic_cls.datasets import DatasetError, ImageDataset


@pytest.fixture
def read(tmp_path):
    """Write empty image files 0.png to 9.png and a table beside them; read it."""
    for number in range(10):
        (tmp_path / f"{number}.png").touch()

    def read(text, **options):
        (tmp_path / "set.csv").write_text(text, encoding="utf-8")
        return ImageDataset.from_csv(tmp_path / "set.csv", **options)

    return read


def dataset(n=6, **fields):
    refs = tuple(ImageRef(f"set/{row}.tif") for row in range(n))
    labels = np.array(["a", "b", "c"] * n)[:n]
    columns = {"scanner": np.array([f"s{row}" for row in range(n)])}
    return ImageDataset(refs, labels, ("a", "b", "c"), root="set", columns=columns, **fields)


def scanners(data):
    """Which scanner belongs to which image."""
    return dict(zip(data.relative_paths(), data.column("scanner").tolist(), strict=True))


@pytest.mark.parametrize("labels", ["label\n0.png,A7, x ,a\n1.png,,?,b\n",
                                    "labels\n0.png,A7, x ,a;b\n1.png,,?,?b\n"])  # fmt: skip
def test_columns_beside_labels_are_kept_as_text(read, labels):
    data = read("path,Scanner,date," + labels)
    assert list(data.columns) == ["Scanner", "date"]
    assert data.column("scanner").tolist() == ["A7", ""]
    assert data.column("DATE").tolist() == ["x", "?"]
    but = "except with Protocol(by=) and tabular"
    assert data.notes == (f"columns not used, {but}: 'Scanner', 'date'",)


def test_tables_without_further_columns(read):
    data = read("path,label\n0.png,a\n")
    assert data.columns == {} and data.notes == ()
    with pytest.raises(DatasetError, match="set: there is no column 'x', nor any other"):
        data.column("x")


def test_groups_and_split_are_columns_too(read):
    data = read("path,label,Group,split,site\n0.png,a,g,train,X\n1.png,b,h,test,Y\n")
    assert data.column("group").tolist() == ["g", "h"]
    assert data.column("Split").tolist() == ["train", "test"]
    assert list(data.columns) == ["site"]
    with pytest.raises(DatasetError, match="'sight'. Did you mean 'site'.*site, group, split"):
        data.column("sight")


def test_groups_by_a_rule_are_the_column(read):
    data = read("path,label,group\n0.png,a,g\n1.png,b,g\n", group_by=r"\d")
    assert data.column("group").tolist() == ["0", "1"] and data.columns == {}


def test_names_that_differ_in_upper_and_lower_case(read):
    data = read("path,label,Site,SITE\n0.png,a,x,y\n")
    assert data.column("Site").tolist() == ["x"] and data.column("SITE").tolist() == ["y"]
    with pytest.raises(DatasetError, match="unknown column 'site'.* There are: Site, SITE"):
        data.column("site")


def test_text_beside_columns_of_0_and_1(read):
    data = read("path,a,scanner,b,date\n0.png,1,A7,?,\n1.png,0,?,1,May\n")
    assert data.class_names == ("a", "b") and data.labels.tolist() == [[1, -1], [0, 1]]
    assert data.column("scanner").tolist() == ["A7", "?"]
    assert data.notes == ("columns 'scanner', 'date' are not labels; use them with Protocol(by=)",)
    data = read("path,a,scanner,b\n0.png,1,A7,0\n")
    assert data.notes == ("column 'scanner' is not a label; use it with Protocol(by=)",)


@pytest.mark.parametrize("slip", ["7", "x", "11", "O"])
def test_slips_among_0_and_1_are_no_text(read, slip):
    message = f"'n' is no column of 0 and 1, as line 3 holds '{slip}'; mend the cell, or delete"
    with pytest.raises(DatasetError, match=message):
        read(f"path,a,b,n\n0.png,1,0,1\n1.png,0,1,{slip}\n")


def test_text_beside_a_single_column_of_0_and_1_is_refused(read):
    with pytest.raises(DatasetError, match="'site' is no column of 0 and 1, as line 2 holds 'X'$"):
        read("path,bad,site\n0.png,1,X\n1.png,0,Y\n")


def test_labels_from_paths_leave_all_other_columns(read):
    data = read("path,a,b,site\n0.png,1,0,X\n1.png,0,1,Y\n", label_by=r"\d")
    assert list(data.columns) == ["a", "b", "site"] and data.column("a").tolist() == ["1", "0"]


def test_rows_of_one_image_fill_in_what_is_missing(read):
    data = read(
        "path,label,site,day\n0.png,a,,1\n1.png,b,Y,1\n0.png,a,X,2\n0.png,a,Z,2\n1.png,b,,1\n"
    )
    assert data.column("site").tolist() == ["X", "Y"] and data.column("day").tolist() == ["1", "1"]
    assert data.notes == (
        "columns not used, except with Protocol(by=) and tabular: 'site', 'day'",
        "2 rows dropped, repeating an earlier one: '0.png', '1.png'",
        "1 row joined with an earlier one of the same image: '0.png'",
        "column 'site' has several values for one image, of which the first counts: '0.png'",
        "column 'day' has several values for one image, of which the first counts: '0.png'",
    )


def test_rows_set_aside_leave_the_columns_in_step(read):
    data = read("path,label,scanner\n0.png,a,s0\ngone.png,a,s1\n2.png,?,s2\n3.png,b,s3\n")
    assert scanners(data) == {"0.png": "s0", "3.png": "s3"}
    data = read("path,a,b,scanner\n0.png,?,?,s0\n1.png,1,0,s1\n")
    assert scanners(data) == {"1.png": "s1"}


@pytest.mark.parametrize("kind", ["label", "labels", "flags"])
def test_frames_and_tables_say_the_same(read, tmp_path, kind):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"path": [f"{i}.png" for i in range(10)]})
    frame["site"] = rng.choice(["X", "Y", ""], 10)
    frame["age"] = rng.integers(20, 90, 10)
    if kind == "flags":
        frame["a"], frame["b"] = rng.choice(["0", "1", "?"], (2, 10))
        frame = frame.drop(columns="age")
    else:
        frame[kind] = rng.choice(["a", "b"], 10)
    of_table = read(frame.to_csv(index=False))
    of_frame = ImageDataset.from_frame(frame, tmp_path)
    assert of_table.columns.keys() == of_frame.columns.keys()
    for name in of_table.columns:
        assert of_table.column(name).tolist() == of_frame.column(name).tolist()
    np.testing.assert_array_equal(of_table.targets, of_frame.targets)
    assert of_table.notes == of_frame.notes


def test_missing_values_of_a_frame_are_empty(read, tmp_path):
    read("path,label\n0.png,a\n")
    values = [None, np.nan, pd.NaT, pd.NA]
    frame = pd.DataFrame({"path": [f"{i}.png" for i in range(4)], "label": "a", "site": values})
    assert ImageDataset.from_frame(frame, tmp_path).column("site").tolist() == [""] * 4


@pytest.mark.parametrize("seed", range(5))
def test_columns_stay_with_their_images(seed):
    split = np.array(["train", "test"] * 3)
    data = dataset(split=split)
    everything = scanners(data)
    rows = np.random.default_rng(seed).permutation(6)
    shuffled = data.take(rows)
    assert scanners(shuffled) == everything
    back = shuffled.take(np.argsort(rows))
    assert back.column("scanner").tolist() == data.column("scanner").tolist()
    for part in (shuffled.training(), shuffled.test(), shuffled.drop_classes(["b"])):
        assert 0 < len(part) < 6 and scanners(part).items() <= everything.items()


def test_pages_have_the_columns_of_their_file():
    each = dataset(3).expand_pages(lambda path: 2)
    assert each.column("scanner").tolist() == ["s0", "s0", "s1", "s1", "s2", "s2"]


def test_columns_have_one_entry_per_image():
    with pytest.raises(DatasetError, match="column 'x' has 1 entries, but there are 2 images"):
        ImageDataset(dataset(2).refs, np.array(["a", "b"]), ("a", "b"), columns={"x": ["1"]})


def test_folders_have_no_further_columns(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "0.png").touch()
    data = ImageDataset.from_folder(tmp_path, group_by="parent")
    assert data.columns == {} and data.column("group").tolist() == ["a"]
