"""Sentences that know which files they name."""

import copy
import pickle

import numpy as np
import pytest

from classic_cls import ImageDataset, ImageRef
from classic_cls.base import relative_name
from classic_cls.datasets import SetAside
from classic_cls.notes import Note, renamed, without_names
from classic_cls.splitting.notes import split_notes

SEVERAL = "has several values for one image, of which the first counts"
MASKED = Note("its mask '/d/m/Ann's.png': torn", ["/d/m/Ann's.png"], "its mask …: torn")


def test_a_note_is_text():
    note = Note.listing("9 set aside, torn", [f"Ann{i}.png" for i in range(9)])
    assert note == "9 set aside, torn: 'Ann0.png', 'Ann1.png', 'Ann2.png' and 6 more"
    assert note.names == ("Ann0.png", "Ann1.png", "Ann2.png")
    assert without_names(note) == "9 set aside, torn: …"
    assert without_names("5 folds") == "5 folds" and type(note + ".") is str


@pytest.mark.parametrize("way", ["copy", "deepcopy", "pickle"])
def test_a_note_survives_copies(way):
    pickled = pickle.loads(pickle.dumps(MASKED))
    note = pickled if way == "pickle" else getattr(copy, way)(MASKED)
    assert (note, note.names, note.without_names) == (MASKED, MASKED.names, MASKED.without_names)


def test_files_are_renamed():
    note = renamed(MASKED, lambda path: relative_name(path, "/d"))
    assert note == "its mask 'm/Ann's.png': torn" and note.names == ("m/Ann's.png",)
    assert note.without_names == MASKED.without_names
    assert renamed("no such file", str.upper) == "no such file"


@pytest.mark.parametrize("root", ["cells", "/data/cells", "/data/cells/"])
def test_names_are_relative_to_the_data(root):
    assert relative_name(f"{root}/a b.png", root) == "a b.png"
    assert relative_name(f"{root}/x/.././/a.png", root) == "a.png"
    assert relative_name(f"{root}/../a.png", root) == "../a.png"


def all_notes(data):
    return [note for note in data.notes if isinstance(note, Note)]


def test_what_data_sets_say_of_files(tmp_path):
    rows = "1.png,1,?,x  1.png,1,0,y  1.png,1,0,x  2.png,?,?,  3.png,0,1,  gone,1,1,"
    table = "\n".join(["path,a,b,site", *rows.split()])
    for i in range(1, 4):
        (tmp_path / f"{i}.png").write_bytes(b"")
    (tmp_path / "t.csv").write_text(table)
    notes = all_notes(ImageDataset.from_csv(tmp_path / "t.csv", group_by="([0-9])"))
    assert [(note.names, note.without_names) for note in notes] == [
        (("1.png",), "1 row dropped, repeating an earlier one: …"),
        (("1.png",), "1 row joined with an earlier one of the same image: …"),
        (("1.png",), f"column 'site' {SEVERAL}: …"),
        (("1.png", "3.png"), "2 groups from the paths: …"),
        (("gone",), "1 set aside, file not found: …"),
        (("2.png",), "1 set aside, label unknown: …"),
    ]
    assert all(name in note for note in notes for name in note.names)


def test_images_without_a_known_label():
    refs, targets = (ImageRef("Ann.png"), ImageRef("b.png")), np.array([[-1, 1], [1, 0]])
    data = ImageDataset(refs, targets, ("a", "b"), root=".").drop_classes(["b"])
    assert data.set_aside == (SetAside("Ann.png", "no label known"),)
    assert without_names(data.notes[0]) == "1 set aside, no label known: …"


def test_groups_on_both_sides():
    splits = [[(np.array([0, 1]), np.array([2]))]]
    y = np.array(["a", "b", "a"])
    said = split_notes(splits, y, np.array(["Ann", "Bob", "Ann"]))
    note = next(note for note in said if "group" in note)
    assert note.names == ("Ann",) and "('Ann')" in note
    assert note.without_names == (
        "1 group stands on both sides of the given splits: the figures are too high for new groups"
    )
