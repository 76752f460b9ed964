"""Tables: delimiters, encodings, columns, and rows that are set aside or refused."""

import unicodedata

import numpy as np
import pandas as pd
import pytest

from classic_cls.base import ImageRef
from classic_cls.datasets import DatasetError, ImageDataset


@pytest.fixture
def read(tmp_path):
    """Write four empty image files and a table beside them; read it."""
    (tmp_path / "sub").mkdir()
    for name in ["1.png", "2.png", "3.png", "sub/4.png", "m.png"]:
        (tmp_path / name).touch()

    def read(content, **options):
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (tmp_path / "set.csv").write_bytes(data)
        return ImageDataset.from_csv(tmp_path / "set.csv", **options)

    return read


def notes(data):
    return "\n".join(data.notes)


def test_path_and_label(read):
    data = read("path,label\n2.png,10\n1.png,2\nsub/4.png,10\n")
    assert data.relative_paths() == ["2.png", "1.png", "sub/4.png"]
    assert data.labels.tolist() == ["10", "2", "10"]
    assert data.class_names == ("2", "10")
    assert (data.name, data.groups, data.split, data.notes) == ("set", None, None, ())


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_line_ends_and_encodings(read, delimiter, end, encoding):
    lines = ["path,label", "1.png,Äpfel", "", "2.png, Öl ", ",", ""]
    text = end.join(lines).replace(",", delimiter)
    data = read(text.encode(encoding))
    assert data.labels.tolist() == ["Äpfel", "Öl"] and data.notes == ()


def test_windows_1252(read):
    data = read("path;label\r\n1.png;Café\r\n2.png;B\r\n".encode("cp1252"))
    assert data.class_names == ("B", "Café")
    assert "read as Windows-1252" in notes(data)


def test_labels_are_nfc(read):
    nfd = unicodedata.normalize("NFD", "é")
    assert read(f"path,label\n1.png,{nfd}\n2.png,é\n").class_names == ("é",)


@pytest.mark.parametrize("header", ["File,Class", "FILENAME,category", " image , Label "])
def test_synonyms_in_any_case_and_order(read, header):
    first, second = header.split(",")
    data = read(f"{second},{first}\nx,1.png\n")
    assert data.labels.tolist() == ["x"] and data.relative_paths() == ["1.png"]


def test_quoted_cells(read):
    assert read('path,label\n"1.png","a, b"\n2.png, "c"\n').class_names == ("a, b", "c")


def test_backslashes_and_other_unicode_forms(read, tmp_path):
    (tmp_path / unicodedata.normalize("NFD", "é.png")).touch()
    data = read("path,label\nsub\\4.png,a\n.\\1.png,b\né.png,c\n")
    assert len(data) == 3 and not data.set_aside
    assert data.relative_paths()[:2] == ["sub/4.png", "1.png"]


def test_absolute_paths(read, tmp_path):
    data = read(f"path,label\n{tmp_path / '1.png'},a\n{tmp_path / 'gone.png'},a\n")
    assert data.relative_paths() == ["1.png"]
    assert data.set_aside[0].path == "gone.png"


@pytest.mark.parametrize("joint", [";", "|", " ; "])
def test_joined_labels(read, joint):
    data = read(f"path,labels\n1.png,sea{joint}sky\n2.png,\n3.png,sky\nsub/4.png,?\n")
    assert data.class_names == ("sea", "sky") and data.task == "multilabel"
    assert data.labels.dtype == np.int8
    assert data.labels.tolist() == [[1, 1], [0, 0], [0, 1]]
    assert [(o.path, o.reason) for o in data.set_aside] == [("sub/4.png", "label unknown")]
    assert data.describe() == "3 images, 2 labels (1 to 2 each), 1 set aside"


def test_labels_joined_by_the_delimiter_are_quoted(read):
    data = read('path;labels\n1.png;"a;b"\n2.png;b\n')
    assert data.labels.tolist() == [[1, 1], [0, 1]]
    with pytest.raises(DatasetError, match="line 2 has 3 cells.*quotes around"):
        read("path;labels\n1.png;a;b\n")


def test_the_header_alone_decides_the_delimiter(read):
    data = read("path,labels\n1.png,a;b;c;d\n2.png,a;b;c;e\n")
    assert data.class_names == ("a", "b", "c", "d", "e")


def test_columns_of_0_and_1(read):
    data = read(
        "path;sky;Sea;10;2\n1.png;1;0;;1\n2.png;0;true;False;0\n3.png;1;?;0;0\nsub/4.png;0;0;0;0\n"
    )
    assert data.class_names == ("2", "10", "Sea", "sky")
    assert data.labels.tolist() == [[1, 0, 0, 1], [0, 0, 1, 0], [0, 0, -1, 1], [0, 0, 0, 0]]
    assert data.class_counts() == {"2": 1, "10": 0, "Sea": 1, "sky": 2}


def test_columns_of_0_and_1_beside_optional_ones(read):
    data = read("path,a,b,group,split\n1.png,1,0,g,train\n2.png,0,1,h,test\n")
    assert data.class_names == ("a", "b") and data.groups.tolist() == ["g", "h"]


def test_other_values_and_single_columns_are_no_labels(read):
    with pytest.raises(DatasetError, match="'n' is no column of 0 and 1, as line 3 holds '7'"):
        read("path,a,n\n1.png,1,0\n2.png,0,7\n")
    with pytest.raises(DatasetError, match="one column of 0 and 1, 'bad'.*rename it to 'label'"):
        read("path,bad\n1.png,1\n2.png,0\n")


def test_missing_columns_list_what_was_found(read):
    with pytest.raises(DatasetError, match="set.csv has no column 'path'; .*'a', 'label'; exp"):
        read("a,label\n1.png,x\n")
    with pytest.raises(DatasetError, match="no column 'label'; its columns are 'path'; expected"):
        read("path\n1.png\n")
    with pytest.raises(DatasetError, match="does not name its columns: .*'1.png', 'cat'"):
        read("1.png,cat\n2.png,dog\n")


def test_columns_that_contradict_each_other(read):
    with pytest.raises(DatasetError, match="one label and one for several"):
        read("path,label,labels\n1.png,a,b\n")
    with pytest.raises(DatasetError, match="two columns for the same, 'path' and 'File'"):
        read("path,File,label\n1.png,1.png,a\n")
    with pytest.raises(DatasetError, match="two columns for the same"):
        read("path,a,a\n1.png,1,0\n")


def test_columns_not_used_are_named(read):
    data = read(",path,label,remark\n0,1.png,a,good\n1,2.png,b,\n")
    assert notes(data) == "columns not used, except with Protocol(by=) and tabular: 'remark'"


def test_unknown_and_missing_labels_are_set_aside(read):
    data = read("path,label\n1.png,a\n2.png,?\n3.png,\n")
    assert data.labels.tolist() == ["a"]
    assert {(out.path, out.reason) for out in data.set_aside} == {
        ("2.png", "label unknown"),
        ("3.png", "no label"),
    }
    assert "1 set aside, label unknown: '2.png'" in data.notes


def test_rows_without_a_file(read):
    data = read("path,label,mask\n1.png,a,m.png\ngone.png,b,\n2.png,b,no.png\n,b,\nsub,b,\n")
    assert data.refs[0].mask.endswith("m.png") and len(data) == 1
    assert [(out.path, out.reason) for out in data.set_aside] == [
        ("gone.png", "file not found"),
        ("2.png", "mask not found"),
        ("line 5", "no path given"),
        ("sub", "file not found"),
    ]
    with pytest.raises(DatasetError, match="no row of set.csv .* the first of 2, 'x.png': file"):
        read("path,label\nx.png,a\ny.png,b\n")


def test_short_rows_and_files_without_rows(read):
    assert read("path,label,group\n1.png,a\n2.png,b,,,\n").labels.tolist() == ["a", "b"]
    with pytest.raises(DatasetError, match="a header, but no row"):
        read("path,label\n")
    with pytest.raises(DatasetError, match="set.csv is empty"):
        read("\n \n")


def test_what_is_no_table(read, tmp_path):
    with pytest.raises(DatasetError, match="is not a text table"):
        read(b"PK\x03\x04\0\0")
    with pytest.raises(DatasetError, match="set.csv, line 2: a quote is not closed"):
        read('path,label\n"1.png,a\n2.png,b\n')
    with pytest.raises(DatasetError, match="set.csv, line 2: field larger"):
        read('path,label\n1.png,"' + "x" * 200_000 + '"\n')
    with pytest.raises(DatasetError, match="cannot read"):
        ImageDataset.from_csv(tmp_path / "gone.csv")


def test_repeated_rows(read):
    data = read("path,labels\n1.png,a;b\n2.png,b\n./1.png,b;a\nsub/../2.png,b\n")
    assert data.relative_paths() == ["1.png", "2.png"]
    assert "2 rows dropped, repeating an earlier one: '1.png', '2.png'" in data.notes
    with pytest.raises(
        DatasetError, match="names '1.png' twice, with label 'a' in line 2 and 'b' in line 4"
    ):
        read("path,label\n1.png,a\n2.png,a\n1.png,b\n")
    with pytest.raises(DatasetError, match="twice, with split 'train' in line 2 and 'test'"):
        read("path,label,split\n1.png,a,train\n1.png,a,test\n")


def test_several_labels_in_a_column_for_one_are_pointed_out(read):
    data = read("path,label\n1.png,a;b\n2.png,a\n")
    assert data.class_names == ("a", "a;b") and "name the column 'labels'" in notes(data)


def test_official_split(read):
    data = read("path,label,split\n1.png,a,Train\n2.png,b,validation\n3.png,a,TEST\n")
    assert data.split.tolist() == ["train", "train", "test"]
    assert "validation part (1 image) used for training" in notes(data)
    data = read("path,label,split\n1.png,a,train\n2.png,b,val\n")
    assert data.split.tolist() == ["train", "test"]
    assert read("path,label,split\n1.png,a,train\n2.png,b,train\n").split is None
    with pytest.raises(DatasetError, match=r"'x' \(line 3\); expected are train, test and val"):
        read("path,label,split\n1.png,a,train\n2.png,b,x\n")


def test_groups(read):
    data = read("path,label,group\n1.png,a,p1\n2.png,b,\n3.png,a,p1\n")
    assert data.groups.tolist() == ["p1", "2.png", "p1"]
    assert read("path,label,group\n1.png,a,\n2.png,b,\n").groups is None


def test_rules_replace_columns(read):
    data = read("path,label,group\n1.png,a,p\n2.png,b,p\n", group_by=r"\d", label_by=r"\d")
    assert data.labels.tolist() == ["1", "2"] == data.groups.tolist()
    assert "columns not used: 'group', 'label'" in data.notes
    assert read("path\n1.png\nsub/4.png\n", label_by=r"\d").labels.tolist() == ["1", "4"]
    data = read("path,label\n1.png,a\nsub/4.png,b\n", group_by="parent")
    assert data.groups.tolist() == [".", "sub"]


def test_pages_regions_and_masks(read, tmp_path):
    data = read(
        "path,label,page,x,y,width,height,mask\n"
        "1.png,a,2,,,,,\n1.png,b,max,,,,,\n2.png,a,,0,5,10.0,20,m.png\n3.png,b,,,,,,\n"
    )
    one, two, three = (str(tmp_path / f"{i}.png") for i in (1, 2, 3))
    assert data.refs == (
        ImageRef(one, page=2),
        ImageRef(one, page="max"),
        ImageRef(two, box=(0, 5, 10, 20), mask=str(tmp_path / "m.png")),
        ImageRef(three),
    )
    assert data.paths == [*data.refs[:3], three]
    assert data.relative_paths()[2] == "2.png[box=0,5,10,20;mask=m.png]"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("-1,0,0,1,1", "page is '-1'; expected is a whole number of at least 0 or 'max'"),
        ("1.5,0,0,1,1", "page is '1.5'; expected is a whole number of at least 0 or 'max'"),
        ("each,0,0,1,1", "page is 'each'; expected is a whole number of at least 0 or 'max'"),
        (",a,0,1,1", "x is 'a'; expected is a number of at least 0"),
        (",0,-3,1,1", "y is '-3'; expected is a number of at least 0"),
        (",0,0,0,1", "width is '0'; expected is a number above 0"),
        (",0,0,1,", "height is ''; expected is a number above 0"),
        (",inf,0,1,1", "x is 'inf'; expected is a number of at least 0"),
        (",0,0,1,9e99", "height is '9e99'; expected is a number above 0"),
    ],
)
def test_a_bad_number_costs_one_row(read, row, reason):
    data = read(f"path,label,page,x,y,width,height\n1.png,a,,,,,\n2.png,b,{row}\n3.png,b,,,,,\n")
    assert data.relative_paths() == ["1.png", "3.png"]
    assert [(out.path, out.reason) for out in data.set_aside] == [("2.png", reason)]
    assert f"1 set aside, {reason}: '2.png'" in data.notes
    with pytest.raises(DatasetError, match="no row of set.csv can be used; .* '2.png': .* is '"):
        read(f"path,label,page,x,y,width,height\n2.png,b,{row}\n")


@pytest.mark.parametrize("point", [".", ","])
def test_regions_with_fractions_are_rounded_outward(read, point):
    boxes = ["10.49;3.25;20.5;30.75", "10.7;0.1;20.3;0.2", "1e1;2.;3.0;4"]
    rows = [f"{name}.png;a;{box.replace('.', point)}" for name, box in zip("112", boxes)]
    data = read("\n".join(["path;label;x;y;width;height", *rows]))
    assert [ref.box for ref in data.refs] == [(10, 3, 21, 31), (10, 0, 21, 1), (10, 2, 3, 4)]
    assert "2 regions rounded outward to whole pixels: '1.png', '1.png'" in data.notes


def test_half_a_region(read):
    with pytest.raises(DatasetError, match="columns 'x', 'y' but not 'width', 'height'"):
        read("path,label,x,y\n1.png,a,1,2\n")
    # The size of the image, as tables of images often give it.
    data = read("path,label,width,height\n1.png,a,100,80\n")
    assert data.refs[0].box is None and data.column("width").tolist() == ["100"]


def test_parts_of_one_file_are_kept_together(read):
    data = read("path,label,page\n1.png,a,0\n1.png,b,1\n2.png,a,0\n2.png,b,1\n3.png,a,\n")
    assert data.groups.tolist() == ["1.png", "1.png", "2.png", "2.png", "3.png"]
    assert "5 items lie in 3 files; those of one file are kept together" in notes(data)
    data = read("path,label,page\n1.png,a,0\n1.png,b,1\n1.png,a,2\n2.png,a,3\n")
    assert data.groups is None and "a column 'group' keeps them together" in notes(data)
    data = read("path,label,page,group\n1.png,a,0,g\n1.png,b,1,h\n")
    assert data.groups.tolist() == ["g", "h"]


def test_frames_follow_the_same_rules(read, tmp_path):
    frame = pd.DataFrame(
        {
            "File": [tmp_path / "1.png", "sub\\4.png", "2.png", "gone.png"],
            "label": [1.0, 2.0, np.nan, 1.0],
            "page": pd.array([1, None, None, None], dtype="Int64"),
        },
        index=list("abcd"),
    )
    data = ImageDataset.from_frame(frame, tmp_path)
    assert data.labels.tolist() == ["1", "2"]
    assert data.refs[0].page == 1 and data.refs[1].page is None
    assert [out.reason for out in data.set_aside] == ["no label", "file not found"]
    frame["page"] = ["x", None, None, None]
    data = ImageDataset.from_frame(frame, tmp_path)
    assert data.labels.tolist() == ["2"] and data.set_aside[0].reason.startswith("page is 'x'")


@pytest.mark.parametrize(
    "columns",
    [
        {"labels": [["a", "b"], [], ("b",)]},
        {"labels": ["a;b", None, "b"]},
        {"a": [1, 0, 0], "b": [True, False, True]},
        {"a": [1.0, np.nan, 0.0], "b": ["1", "", "1"]},
        {"labels": pd.Categorical(["a|b", None, "b"])},
    ],
)
def test_multilabel_frames(read, tmp_path, columns):
    frame = pd.DataFrame({"path": ["1.png", "2.png", "3.png"], **columns})
    data = ImageDataset.from_frame(frame, tmp_path)
    assert data.class_names == ("a", "b")
    assert data.labels.tolist() == [[1, 1], [0, 0], [0, 1]]


def test_frames_relative_to_the_working_folder(read, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    data = ImageDataset.from_frame(pd.DataFrame({"path": ["1.png"], "label": ["a"]}))
    assert data.relative_paths() == ["1.png"] and data.name == "data"
    table = pd.DataFrame({"path": ["1.png"], "label": ["a"]}).to_csv()
    (tmp_path / "set.csv").write_text(table)
    assert ImageDataset.open("set.csv").relative_paths() == ["1.png"]


@pytest.mark.parametrize(
    "labels, names",
    [([1, 2, np.nan], ("1", "2")), ([1.5, 2, 3], ("1.5", "2", "3")), (["1.0", "v2.0", "x"], None)],
)
def test_numbers_are_the_same_classes_in_frames_and_their_csv(read, tmp_path, labels, names):
    frame = pd.DataFrame({"path": ["1.png", "2.png", "3.png"], "label": labels})
    frame.to_csv(tmp_path / "set.csv", index=False)
    found = ImageDataset.from_frame(frame, tmp_path).class_names
    assert ImageDataset.from_csv(tmp_path / "set.csv").class_names == found
    assert names is None or found == names
