"""Groups from a column of a table, asked for or pointed at."""

import pandas as pd
import pytest

from classic_cls.datasets import DatasetError, ImageDataset

ROWS = "1.png,a,p1,x\n2.png,a,p2,y\n3.png,b,p1,x\n4.png,b,,y\n"
HEADER = "path,label,Donor,stain\n"


@pytest.fixture
def read(tmp_path):
    for i in range(1, 5):
        (tmp_path / f"{i}.png").touch()
    (tmp_path / "set.csv").write_text(HEADER + ROWS)

    def read(content=HEADER + ROWS, **options):
        (tmp_path / "set.csv").write_text(content)
        return ImageDataset.from_csv(tmp_path / "set.csv", **options)

    return read


@pytest.mark.parametrize("name", ["Donor", "donor"])
def test_a_column_is_the_group(read, name):
    data = read(group_by=name)
    assert data.groups.tolist() == ["p1", "p2", "p1", "4.png"]
    assert data.column("donor").tolist() == ["p1", "p2", "p1", ""]
    said = "\n".join(data.notes)
    assert "2 groups from column 'Donor'; 1 image without a value, each on its own" in said
    assert "columns not used, except with Protocol(by=) and tabular: 'stain'" in said


def test_frames_and_open_know_columns_too(read, tmp_path):
    frame = pd.read_csv(tmp_path / "set.csv")
    assert ImageDataset.from_frame(frame, tmp_path, group_by="Donor").groups[0] == "p1"
    assert ImageDataset.open(tmp_path / "set.csv", group_by="Donor").groups[2] == "p1"


def test_another_column_than_the_one_named_group(read):
    content = "path,label,group,donor\n1.png,a,g,p\n2.png,b,h,p\n"
    data = read(content, group_by="donor")
    assert data.groups.tolist() == ["p", "p"]
    assert "columns not used: 'group'" in data.notes
    assert read(content, group_by="group").groups.tolist() == ["g", "h"]


def test_a_column_of_0_and_1_that_is_the_group_is_no_label(read):
    content = "path,sea,sky,donor\n1.png,1,0,0\n2.png,0,1,1\n3.png,1,1,0\n"
    data = read(content, group_by="donor")
    assert data.class_names == ("sea", "sky")
    assert data.groups.tolist() == ["0", "1", "0"]


def test_a_rule_that_matches_nothing_names_the_columns(read):
    with pytest.raises(DatasetError, match="'doner' does not match .* none of the columns 'path'"):
        read(group_by="doner")


def test_groups_of_one_image_each_and_empty_columns_are_pointed_out(read):
    data = read("path,label,donor\n1.png,a,p\n2.png,b,q\n", group_by="donor")
    assert any("every image is a group of its own" in note for note in data.notes)
    data = read("path,label,donor\n1.png,a,\n2.png,b,\n", group_by="donor")
    assert data.groups is None
    assert any("column 'donor' is empty" in note for note in data.notes)


@pytest.mark.parametrize(
    "column",
    [
        "donor",
        "Patient",
        "patient_id",
        "PatientID",
        "scanner",
        "subject",
        "slide",
        "Video name",
        "id",
    ],
)
def test_a_column_whose_values_repeat_is_pointed_at(read, column):
    content = f"path,label,{column}\n1.png,a,p\n2.png,a,q\n3.png,b,p\n"
    said = [note for note in read(content).notes if "group_by" in note]
    assert len(said) == 1 and f"column '{column}' has 2 values for 3 images" in said[0]
    assert not any("keeps them" in note for note in read(content, group_by=column).notes)


@pytest.mark.parametrize(
    "column, values",
    [("stain", "pqp"), ("grid", "pqp"), ("patient", "pqr"), ("patient", "ppp"), ("age", "112")],
)
def test_other_columns_are_not(read, column, values):
    rows = "".join(f"{i + 1}.png,{'aab'[i]},{value}\n" for i, value in enumerate(values))
    assert not any("group_by" in note for note in read(f"path,label,{column}\n{rows}").notes)


def test_nothing_is_pointed_at_where_there_are_groups(read):
    data = read("path,label,group,donor\n1.png,a,g,p\n2.png,a,h,p\n3.png,b,g,q\n")
    assert not any("group_by" in note for note in data.notes)


@pytest.mark.parametrize("inside", ["images", "Images", "img", "raw images", "Data/images"])
def test_a_folder_that_lies_in_that_of_every_patient_is_no_group(tmp_path, inside):
    for name in ("a/p1", "a/p2", "b/p1", "b/p3"):
        (tmp_path / name / inside).mkdir(parents=True)
        (tmp_path / name / inside / "1.png").touch()
    groups = ImageDataset.from_folder(tmp_path, group_by="parent").groups
    expected = ["p1", "p2", "p1", "p3"] if "raw" not in inside else ["raw images"] * 4
    assert groups.tolist() == expected


def test_the_folder_of_a_class_is_left_a_folder(tmp_path):
    for name in ("a/images", "b/images", "b/set1", "b/7"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "1.png").touch()
    groups = ImageDataset.from_folder(tmp_path, group_by="parent").groups
    assert sorted(groups.tolist()) == ["7", "images", "images", "set1"]
