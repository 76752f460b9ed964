"""One odd row of a table costs no other row; many odd rows are refused, and the first are named."""

import csv
import io

import numpy as np
import pandas as pd
import pytest

from classic_cls.cli import run
from classic_cls.datasets import DatasetError, ImageDataset

N = 9


@pytest.fixture
def folder(tmp_path):
    for i in range(N):
        (tmp_path / f"{i}.png").touch()
    return tmp_path


def from_csv(folder, text):
    (folder / "set.csv").write_text(text)
    return ImageDataset.from_csv(folder / "set.csv")


def from_frame(folder, text):
    cells = list(csv.reader(io.StringIO(text)))
    return ImageDataset.from_frame(pd.DataFrame(cells[1:], columns=cells[0]), folder)


readers = pytest.mark.parametrize("read", [from_csv, from_frame])


def table(header="path,label,split", **odd):
    """Rows of which some are otherwise, by number."""
    rows = [f"{i}.png,{'ab'[i % 2]},{'test' if i > 5 else 'train'}" for i in range(N)]
    for place, row in odd.items():
        rows[int(place[1:])] = row
    return "\n".join([header, *rows]) + "\n"


def images(data):
    return [int(name[0]) for name in data.relative_paths()]


def said(data):
    return {out.path: out.reason for out in data.set_aside}


def check_others(data, odd):
    """All other rows are there, each with its own label."""
    assert images(data) == [i for i in range(N) if i not in odd]
    assert data.labels.tolist() == ["ab"[i % 2] for i in images(data)]
    assert len(data.set_aside) == len(odd)


@readers
@pytest.mark.parametrize("word", ["trian", "unused", "", "train/test", "NA", "3"])
def test_an_unknown_word_for_a_part_costs_its_row_only(folder, read, word):
    data = read(folder, table(r4=f"4.png,a,{word}"))
    check_others(data, {4})
    assert data.split.tolist() == ["train"] * 5 + ["test"] * 3
    assert "expected are train, test and val" in said(data)["4.png"]


@readers
@pytest.mark.parametrize("words", [["A", "B"], ["0", "1"], ["1", "2", "3"], ["", "test"]])
def test_many_unknown_words_for_parts_are_refused_with_the_first_places(folder, read, words):
    odd = {f"r{i}": f"{i}.png,{'ab'[i % 2]},{words[i % len(words)]}" for i in range(N)}
    with pytest.raises(
        DatasetError, match=r"split is .* \((line|row) \d, .*expected are train, test"
    ):
        read(folder, table(**odd))


@readers
def test_a_part_that_is_never_spelled_right_is_refused(folder, read):
    odd = {f"r{i}": f"{i}.png,a,tset" for i in range(6, N)}
    with pytest.raises(DatasetError, match="split is 'tset'"):
        read(folder, table(**odd))


@readers
def test_an_empty_column_of_parts_is_no_split(folder, read):
    data = read(folder, table(**{f"r{i}": f"{i}.png,{'ab'[i % 2]}," for i in range(N)}))
    assert data.split is None and len(data) == N
    assert "column 'split' is empty" in "\n".join(data.notes)


@readers
@pytest.mark.parametrize("second, what", [
    ("4.png,b,train", "label 'a' in"), ("4.png,a,test", "split 'train' in"),
    ("./4.png,b,test", "label 'a' in"),
])  # fmt: skip
def test_an_image_that_is_named_twice_otherwise_costs_itself_only(folder, read, second, what):
    data = read(folder, table() + second + "\n")
    check_others(data, {4})
    assert said(data)["4.png"].startswith(f"named twice, with {what}")


@readers
def test_an_image_of_two_groups_is_set_aside(folder, read):
    rows = [f"{i}.png,{'ab'[i % 2]},p{i // 2}" for i in range(N)] + ["4.png,a,p0"]
    data = read(folder, "path,label,group\n" + "\n".join(rows))
    check_others(data, {4})


@readers
def test_a_third_row_does_not_bring_a_contradicted_image_back(folder, read):
    data = read(folder, table() + "4.png,b,train\n4.png,a,train\n")
    check_others(data, {4})


@readers
def test_labels_in_rows_of_their_own_are_refused_with_the_remedy(folder, read):
    again = "".join(f"{i}.png,c,train\n" for i in range(5))
    with pytest.raises(DatasetError, match="'0.png' twice, and so 4 more.* column 'labels'"):
        read(folder, table() + again)


@readers
def test_a_slip_in_a_column_of_0_and_1_costs_its_row_only(folder, read):
    rows = [f"{i}.png,{i % 2},{'x' if i == 4 else 1}" for i in range(N)]
    data = read(folder, "path,sea,sky\n" + "\n".join(rows))
    assert images(data) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert data.labels.tolist() == [[i % 2, 1] for i in images(data)]
    assert said(data) == {"4.png": "sky is 'x'; expected is 0, 1 or ?"}


@pytest.mark.parametrize("row, reason", [
    ("4.png,a,train,old", "4 cells, but there are 3 columns (path, label, split); put quotes"),
    ("4.png,a", "2 cells, but there are 3 columns (path, label, split); leave a cell empty"),
    ("4.png", "1 cell, but there are 3 columns"),
    ('"4.png,a,train', "a quote is not closed"),
    ('4.png,"a,train', "a quote is not closed"),
    ('4.png,a,"train' + "x" * 200_000, "field larger than"),
])  # fmt: skip
def test_a_row_of_other_cells_is_set_aside_by_its_line(folder, row, reason):
    data = from_csv(folder, table(r4=row))
    check_others(data, {4})
    assert said(data)["line 6"].startswith(reason)


@pytest.mark.parametrize("row", [6, N - 1])
def test_a_quote_is_closed_by_one_far_away_or_never(folder, row):
    odd = {f"r{row}": f'{row}.png,"a,test', "r2": '2.png,"a,train'}
    data = from_csv(folder, table(**odd))
    assert set(range(N)) - set(images(data)) <= {2, row}
    assert data.labels.tolist() == ["ab"[i % 2] for i in images(data)]


def test_line_breaks_in_quotes_are_part_of_a_cell(folder):
    text = table("path,label,note", r4='4.png,a,"blurred\nat the edge"', r5='5.png,"b\n",x')
    data = from_csv(folder, text)
    check_others(data, set())
    assert data.column("note")[4] == "blurred at the edge"


@pytest.mark.parametrize("row", ["{i}.png,a,train,x", '{i}.png,"a,train'])
def test_many_rows_of_other_cells_are_refused_with_the_first_lines(folder, row):
    odd = {f"r{i}": row.format(i=i) for i in (1, 3, 5, 7)}
    with pytest.raises(DatasetError, match="line 3.*so in 4 of 9 rows .*line 5, line 7 and 1 more"):
        from_csv(folder, table(**odd))


def test_cells_that_most_rows_leave_out_count_as_empty_with_a_note(folder):
    text = "path,label,site\n" + "".join(f"{i}.png,{'ab'[i % 2]}\n" for i in range(N))
    data = from_csv(folder, text)
    check_others(data, set())
    assert "9 rows with fewer cells than columns (line 2, line 3" in "\n".join(data.notes)


def test_lines_are_counted_as_an_editor_counts_them(folder):
    text = "\n\n" + table(r1='1.png,b,"train\n"', r4="4.png,a,train,old")
    assert list(said(from_csv(folder, text))) == ["line 9"]


def test_a_fold_list_is_read_as_a_whole_or_not_at_all(folder, monkeypatch, capsys):
    from classic_cls.splitting import read_fold_list

    rows = [f"{i}.png,{i % 2 + 1}" for i in range(N)]
    rows[4] += ",x"
    (folder / "folds.csv").write_text("path,fold\n" + "\n".join(rows))
    with pytest.raises(DatasetError, match="folds.csv, line 6: 3 cells"):
        read_fold_list(str(folder / "folds.csv"), [f"{i}.png" for i in range(N)])


def test_the_shell_names_the_rows(folder, monkeypatch, capsys):
    from sample_images import write_png

    rng = np.random.default_rng(0)
    for i in range(N):
        write_png(folder / f"{i}.png", rng.integers(0, 255, (16, 16, 3), dtype=np.uint8))
    monkeypatch.chdir(folder)
    text = table(r8="8.png,a,test,old", r7="7.png,b,tset") + "0.png,b,train\n"
    (folder / "set.csv").write_text(text)
    arguments = ["train", "set.csv", "--features", "raw", "--size", "8", "--cv", "2"]
    assert run([*arguments, "--n-jobs", "1"]) == 0
    out = capsys.readouterr().out
    assert "line 10" in out and "4 cells" in out
    assert "'7.png'" in out and "split is 'tset'" in out
    assert "'0.png'" in out and "named twice, with label 'a' in line 2 and 'b' in line 11" in out
    assert run([*arguments, "--strict", "--force"]) == 1


def test_a_table_without_names_of_columns_is_told_so(folder):
    with pytest.raises(DatasetError, match="does not name its columns: its first line is '0.png'"):
        from_csv(folder, "0.png,a\n1.png,b\n")
