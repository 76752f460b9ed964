"""Cells as people and programs write them: lists, missing values, numbers, names of files."""

import io
import json
import os
import sys
import unicodedata

import numpy as np
import pandas as pd
import pytest

from classic_cls.datasets import DatasetError, ImageDataset

LABELS = [["sea", "sky"], ["sky"], ["boat", "sea"], []]
TARGETS = [[0, 1, 1], [0, 0, 1], [1, 1, 0], [0, 0, 0]]


@pytest.fixture
def read(tmp_path):
    """Write empty image files 0.png to 9.png and a table beside them; read it."""
    for number in range(10):
        (tmp_path / f"{number}.png").touch()

    def read(content, **options):
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (tmp_path / "set.csv").write_bytes(data)
        return ImageDataset.from_csv(tmp_path / "set.csv", **options)

    return read


def csv_of(**columns):
    frame = pd.DataFrame({"path": [f"{i}.png" for i in range(len(next(iter(columns.values()))))]})
    return frame.assign(**columns).to_csv(index=False)


def notes(data):
    return "\n".join(data.notes)


def same(one, two):
    """Whether two data sets are identical."""
    assert one.class_names == two.class_names and one.task == two.task
    assert one.relative_paths() == two.relative_paths()
    assert one.targets.tolist() == two.targets.tolist()
    assert [out.reason for out in one.set_aside] == [out.reason for out in two.set_aside]
    assert [out.path for out in one.set_aside if out.path[0] != "r"] == [
        out.path for out in two.set_aside if out.path[0] != "l"
    ]
    assert one.columns.keys() == two.columns.keys()
    assert all(one.columns[k].tolist() == two.columns[k].tolist() for k in one.columns)
    for what in ("groups", "split"):
        a, b = getattr(one, what), getattr(two, what)
        assert (a is None and b is None) or a.tolist() == b.tolist()
    return one


SPELLINGS = {
    "python": str,
    "json": json.dumps,
    "tuple": lambda names: str(tuple(names)),
    "set": lambda names: str(set(names)),
    "frozenset": lambda names: str(frozenset(names)),
    "numpy": lambda names: str(np.array(names, str)),
    "numpy repr": lambda names: repr(np.array(names, object)),
    "numpy scalars": lambda names: f"[{', '.join(f'np.str_({name!r})' for name in names)}]",
    "without quotes": lambda names: f"[{', '.join(names)}]",
    "postgres": lambda names: "{" + ",".join(names) + "}" if len(names) != 1 else f"[{names[0]}]",
    "commas": ",".join,
    "commas and blanks": ", ".join,
    "semicolons": "; ".join,
    "bars": " | ".join,
}


@pytest.mark.parametrize("column", ["labels", "Tags"])
@pytest.mark.parametrize("write", SPELLINGS.values(), ids=SPELLINGS)
def test_several_labels_in_a_cell(read, write, column):
    data = read(csv_of(**{column: [write(names) for names in LABELS]}))
    assert data.class_names == ("boat", "sea", "sky") and data.labels.tolist() == TARGETS
    assert not data.set_aside


def test_commas_are_said_and_give_way_to_semicolons(read):
    data = read(csv_of(labels=["sea, sky", "sky"]))
    assert "labels such as 'sea, sky' are read as several, joined by commas" in data.notes
    data = read(csv_of(labels=["light, red;sky", "sky", ""]))
    assert data.class_names == ("light, red", "sky") and data.notes == ()


def test_blanks_between_labels_are_pointed_out(read):
    data = read(csv_of(labels=["sea sky", "sky", "sea boat", ""]))
    assert "labels such as 'sea boat', 'sea sky' count as one each" in notes(data)
    data = read(csv_of(labels=["traffic light;car", "car", ""]))
    assert data.notes == ()


def test_lists_of_other_things(read):
    data = read(csv_of(labels=["[1, 2]", "[2.0]", "[1 2]", '["it\'s \\u00e9", "a\\"b"]', "[True]"]))
    assert data.class_names == ("1", "2", 'a"b', "it's é", "True")
    data = read(csv_of(labels=["{'sea': 1}", "['sea', 'sky'", "['sea', '?sky']", "[]"]))
    assert {out.reason for out in data.set_aside} == {
        "labels are a mapping, not a list", "labels are a list without its end",
    }  # fmt: skip
    assert data.labels.tolist() == [[1, -1], [0, 0]]


@pytest.mark.parametrize("write", [str, json.dumps, lambda names: str(np.array(names, str))])
def test_lists_in_a_column_for_one_label_are_several(read, write):
    data = read(csv_of(label=[write(names) for names in LABELS]))
    assert data.labels.tolist() == TARGETS
    assert "column 'label' holds lists, which are read as several labels" in data.notes
    data = read(csv_of(label=["['sea']", "['sky']", "?"]))
    assert data.labels.tolist() == ["sea", "sky"] and len(data.set_aside) == 1


def test_what_looks_like_several_labels_in_a_column_for_one(read):
    for cells in (["a, b", "a", "b"], ["a/b", "b"], ["['a', 'b']", "a", "c"], ["a|b", "c"]):
        assert "name the column 'labels'" in notes(read(csv_of(label=cells)))
    for cells in (["a, b", "c"], ["traffic light", "red light"], ["[old]", "new"]):
        assert "name the column" not in notes(read(csv_of(label=cells)))


@pytest.mark.parametrize("column", ["labels", "label"])
@pytest.mark.parametrize("kind", [list, tuple, set, frozenset, lambda n: np.array(n, object),
                                  lambda n: np.array(n, "U8"), pd.Series,
                                  lambda n: [s.encode() for s in n]])  # fmt: skip
def test_sequences_in_frames(read, tmp_path, kind, column):
    read("path,label\n0.png,a\n")
    cells = np.empty(4, object)
    for row, names in enumerate(LABELS):
        cells[row] = kind(names)
    frame = pd.DataFrame({"path": [f"{i}.png" for i in range(4)], column: cells})
    data = ImageDataset.from_frame(frame, tmp_path)
    assert data.class_names == ("boat", "sea", "sky") and data.labels.tolist() == TARGETS


def test_marks_inside_the_labels_of_a_list_stay(read, tmp_path):
    read("path,label\n0.png,a\n")
    frame = pd.DataFrame({"path": ["0.png", "1.png"], "labels": [["a;b", "c, d"], ["e|f"]]})
    assert ImageDataset.from_frame(frame, tmp_path).class_names == ("a;b", "c, d", "e|f")


@pytest.mark.parametrize(
    "columns",
    [
        {"MEL": [1, 0, 0], "NV": [0, 1, 0], "BCC": [0, 0, 1]},
        {"MEL": [1.0, 0, 0], "NV": [0.0, 1, 0], "BCC": [0, 0, 1.0], "VASC": [0, 0, 0]},
        {"labels": ["MEL", "NV", "BCC"]},
        {"labels": ["['MEL']", "['NV']", "['BCC']"]},
    ],
)
def test_exactly_one_label_in_every_row_is_one_label(read, columns):
    data = read(csv_of(**columns))
    assert data.task == "multiclass" and data.labels.tolist() == ["MEL", "NV", "BCC"]
    assert "every row has exactly one label: taken as single-label" in notes(data)
    assert ("no row has 'VASC'" in notes(data)) == ("VASC" in columns)


@pytest.mark.parametrize(
    "cells", [["a", "b", "a;b"], ["a", "b", ""], ["a", "b", "b;?a"], ["a", "a"]]
)
def test_otherwise_several_labels_are_several(read, cells):
    assert read(csv_of(labels=cells)).multilabel


CONTENTS = {
    "text": ["a", "b", "a"],
    "text and gaps": ["a", None, "b"],
    "words for nothing": ["a", "NA", "nan"],
    "None": ["None", "a", "b"],
    "whole": [1, 2, 1],
    "whole with gaps": [1, 2, np.nan],
    "Int64": pd.array([1, None, 2], dtype="Int64"),
    "fractions": [1.5, 2, 3],
    "float32": np.array([0.1, 2, 3], np.float32),
    "bool": [True, False, True],
    "bool with gaps": [True, None, False],
    "boolean": pd.array([True, None, False], dtype="boolean"),
    "object": pd.Series([1.0, "x", 2], dtype=object),
    "numbers as text": ["1.0", "2.0", "1.0"],
    "versions": ["1.0", "v2.0", "x"],
    "leading zeros": ["001", "002", "001"],
    "category": pd.Categorical(["a", "b", None]),
    "dates": pd.to_datetime(["2020-01-01", "2020-02-01", None]),
    "question marks": ["a", "?", "b"],
    "blanks": [" a", "a ", "b"],
    "accents": [unicodedata.normalize("NFD", "é"), "é", "x"],
    "commas": ["a, b", "c", 'd"e'],
    "negative": [-1, 1, -1],
}


@pytest.mark.parametrize("values", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize("column", ["label", "labels", "further"])
def test_frames_and_their_csv_give_the_same(read, tmp_path, values, column):
    frame = pd.DataFrame({"path": ["0.png", "1.png", "2.png"], column: values})
    if column == "further":
        frame["label"] = ["x", "y", "x"]
    from_csv = read(frame.to_csv(index=False))
    same(ImageDataset.from_frame(frame, tmp_path), from_csv)


@pytest.mark.parametrize("kind", sorted(CONTENTS.keys() - {"leading zeros", "blanks"}))
def test_a_csv_that_pandas_has_read_gives_the_same(read, tmp_path, kind):
    frame = pd.DataFrame({"path": ["0.png", "1.png", "2.png"], "label": CONTENTS[kind]})
    text = frame.to_csv(index=False)
    same(ImageDataset.from_frame(pd.read_csv(io.StringIO(text)), tmp_path), read(text))


def test_words_for_nothing_are_said(read):
    data = read(csv_of(label=["None", "a", "b"], site=["x", "n/a", "y"]))
    assert [out.reason for out in data.set_aside] == ["no label"]
    assert data.column("site").tolist() == ["", "y"]
    assert "cells 'None' of column 'label' count as empty" in notes(data)
    flags = read(csv_of(a=["1", "nan", "0"], b=["0", "1", "-1"]))
    assert flags.labels.tolist() == [[1, 0], [0, 1], [0, -1]]


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;\r", "sep=;;;"])
def test_a_line_that_names_the_delimiter(read, first):
    data = read(f"{first}\npath;label\n0.png;a\n1.png;b,c\n")
    assert data.labels.tolist() == ["a", "b,c"]
    with pytest.raises(DatasetError, match="line 4 has 3 cells"):
        read(f"{first}\npath;label\n0.png;a\n1.png;b;c\n")


def test_names_without_extension(read, tmp_path):
    for name in ("ISIC_01.jpg", "ISIC_02.JPG", "a.b.png", "twice.jpg", "twice.png", "n.txt"):
        (tmp_path / name).touch()
    data = read("image,label\nISIC_01,a\nISIC_02,b\na.b,b\ntwice,b\nn,a\n")
    assert data.relative_paths() == ["ISIC_01.jpg", "ISIC_02.JPG", "a.b.png"]
    assert [(out.path, out.reason) for out in data.set_aside] == [
        ("twice", "several files of that name (.jpg, .png)"), ("n", "file not found"),
    ]  # fmt: skip
    assert "3 found under a name with another extension, case or blanks" in notes(data)


def test_names_in_another_case_or_with_other_blanks(read, tmp_path):
    (tmp_path / "My  Images").mkdir()
    (tmp_path / "My  Images" / "One\u00a0x.PNG").touch()
    data = read("path,label\nmy images/one x.png,a\n0.PNG,b\n\u200b1.png,b\n")
    assert len(data) == 3 and not data.set_aside
    assert "another extension, case or blanks, such as 'my images/one x.png'" in notes(data)


def test_where_a_file_may_be_is_said(read, tmp_path):
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "x1.jpg").touch()
    with pytest.raises(DatasetError, match="a file of that name is in the folder 'images'"):
        read("path,label\nx1.jpg,a\n")
    with pytest.raises(DatasetError, match="file not found; there is '0.png'"):
        read("path,label\n0.jpg,a\n")


@pytest.mark.parametrize("odd", [b"caf\xe9", b"\xff", b"a\x00b"])
def test_one_odd_byte_costs_nothing_but_its_line(read, tmp_path, odd):
    (tmp_path / "ä.png").touch()
    rows = [f"{i}.png,ö" for i in range(9)]
    data = read(("path,label\nä.png,x\n" + "\n".join(rows)).encode() * 1 + b"\n9.png," + odd + b"\n"
                + b"# " + b"-" * 3000 + b",\n")  # fmt: skip
    assert len(data) == 11 and {"x", "ö"} < set(data.class_names)
    assert b"\0" in odd or "line 12 of set.csv is not UTF-8" in notes(data)


@pytest.mark.skipif(sys.platform != "linux", reason="names there are bytes")
def test_files_whose_names_are_no_utf_8(read, tmp_path):
    open(os.path.join(os.fsencode(tmp_path), b"caf\xe9.png"), "wb").close()
    data = read(b"path,label\ncaf\xe9.png,a\n0.png,b\n")
    assert len(data) == 2 and os.path.isfile(data.paths[0])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_character_without_a_mark(read, encoding):
    assert read("path,label\n0.png,a\n1.png,b\n".encode(encoding)).labels.tolist() == ["a", "b"]


def test_many_reasons_are_a_few_notes(read):
    rows = "\n".join(f"{i % 10}.png,a,{i}x,0,1,1" for i in range(50))
    data = read(f"path,label,x,y,width,height\n0.png,a,0,0,1,1\n{rows}\n")
    assert len(data.set_aside) == 50
    assert sum("set aside" in note for note in data.notes) == 8
    assert "43 set aside, for other reasons" in notes(data)


def test_what_is_no_data_frame_is_refused_with_the_remedy(tmp_path):
    frame = pd.DataFrame({"path": ["0.png"], "label": ["a"]})
    for no_frame in ([("0.png", "a")], frame.path, {"path": ["0.png"]}, "set.csv", None):
        with pytest.raises(DatasetError, match="not a data frame; give a pandas.DataFrame"):
            ImageDataset.from_frame(no_frame, tmp_path)
    with pytest.raises(DatasetError, match="'path' as its index; give frame.reset_index"):
        ImageDataset.from_frame(frame.set_index("path"), tmp_path)
