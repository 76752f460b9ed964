"""File names with line breaks of every kind are one cell of one row."""

import csv
import sys

import numpy as np
import pandas as pd
import pytest

from classic_cls import ImageDataset
from classic_cls._file_names import csv_line, write_csv
from classic_cls.cli.prediction_formats import CsvRows
from classic_cls.workflows import Prediction

NAMES = ["cr\rx.png", "lf\nx.png", "both\r\nx.png", "\r", 'q"\r"uote,\n.png', "mu\udcf1oz.png"]


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
        return list(csv.reader(file))


def test_frames_come_back(tmp_path):
    frame = pd.DataFrame({"path": NAMES, "score": np.arange(len(NAMES)) / 3})
    write_csv(frame, tmp_path / "names.csv")
    header, *rows = read(tmp_path / "names.csv")
    assert header == ["path", "score"] and [row[0] for row in rows] == NAMES
    assert [float(row[1]) for row in rows] == frame["score"].tolist()


def test_what_has_none_is_written_as_pandas_does(tmp_path):
    frame = pd.DataFrame({"path": ["a.png", 'b "c", d.png'], "x": [0.1, np.nan], "n": [1, 2]})
    write_csv(frame, tmp_path / "names.csv")
    assert (tmp_path / "names.csv").read_bytes().decode() == frame.to_csv(
        index=False, lineterminator="\n"
    )


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_predictions_are_known_again(name):
    rows = CsvRows(top=0)
    row = rows.row(Prediction(name, reason="odd"))
    assert row.endswith("\n") and rows.known(row) == (name, "odd")
    assert next(csv.reader([csv_line([name, 1])])) == [name, "1"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_frame_may_name_such_files(tmp_path):
    names = [name for name in NAMES if name.strip()]
    for name in names:
        (tmp_path / name).touch()
    frame = pd.DataFrame({"path": names, "label": ["a", "b", "a", "b", "a"]})
    assert list(ImageDataset.from_frame(frame, root=tmp_path).relative_paths()) == names
