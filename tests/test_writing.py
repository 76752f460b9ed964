"""Files that are written whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import classic_cls
from classic_cls import _temporary
from classic_cls._writing import check_file, check_folder, why_not_a_folder, written_whole
from classic_cls.workflows import check_free, write_together


def test_a_file_is_replaced_by_a_whole_one(tmp_path):
    file = tmp_path / "a.json"
    file.write_text("old")
    with written_whole(file) as partial:
        partial.write_text("new")
        assert file.read_text() == "old"
    assert file.read_text() == "new" and list(tmp_path.iterdir()) == [file]


def test_half_a_file_leaves_nothing(tmp_path):
    file = tmp_path / "a.json"
    file.write_text("old")
    with pytest.raises(OSError, match="full"), written_whole(file) as partial:
        partial.write_text("ne")
        raise OSError("the disk is full")
    assert file.read_text() == "old" and list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("said", [None, "hidden"])
def test_errors_name_the_file_that_a_person_knows(said, tmp_path):
    file = tmp_path / "a.json"
    with pytest.raises(OSError, match="No space left") as caught, written_whole(file) as partial:
        raise OSError(errno.ENOSPC, "No space left on device", said and str(partial))
    assert caught.value.filename == str(file) and not list(tmp_path.iterdir())


def test_errors_of_a_file_in_a_folder_name_its_place_in_the_output(tmp_path):
    with pytest.raises(OSError) as caught, write_together(tmp_path / "out", ["a.json"]) as folder:
        with written_whole(folder / "a.json") as partial:
            raise OSError(errno.ENOSPC, "No space left on device", str(partial))
    assert caught.value.filename == str(tmp_path / "out" / "a.json")
    assert not list(tmp_path.iterdir())


def test_errors_about_other_files_stay_as_they_are(tmp_path):
    with pytest.raises(FileNotFoundError) as caught, written_whole(tmp_path / "a.json"):
        (tmp_path / "another").read_bytes()
    assert caught.value.filename == str(tmp_path / "another")


def test_a_missing_folder_is_named_by_the_file_asked_for(tmp_path):
    with pytest.raises(FileNotFoundError) as caught, written_whole(tmp_path / "no" / "a.json"):
        pass
    assert caught.value.filename == str(tmp_path / "no" / "a.json")


def places_that_cannot_be_written(folder):
    """By their names; what stands in the way is made."""
    (folder / "file").touch()
    (folder / "broken").symlink_to(folder / "nowhere")
    long = "n" * 300
    return {
        "file": "it is no folder", "file/inside": "file is no folder",
        "broken": "it is no folder", "/dev/null": "it is no folder",
        "/dev/null/inside": "/dev/null is no folder", long: "name too long", "a\0b": "null",
    }  # fmt: skip


def test_places_that_cannot_be_written_are_known_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for place, reason in places_that_cannot_be_written(tmp_path).items():
        assert reason in why_not_a_folder(place), place
        with pytest.raises(ValueError) as caught:
            check_folder(place, "cache")
        assert place in str(caught.value) and "as cache" in str(caught.value)
        if place != "broken":  # a file can take its place
            with pytest.raises(ValueError, match="as out"):
                check_file(place if place != "file" else "file/inside")
    for place in (".", "new", "new/er/still"):
        assert why_not_a_folder(place) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken", "file"]


def test_a_folder_in_the_place_of_a_file_is_known_before(tmp_path):
    (tmp_path / "out" / "a.json").mkdir(parents=True)
    with pytest.raises(ValueError, match="a.json is a folder"):
        check_free(tmp_path / "out", ["a.json"], force=True)


@pytest.mark.parametrize(
    "name", [".0123456789abcdef.classic_cls", "classic_cls_0123456789abcdef.points"]
)
def test_what_a_killed_process_has_left_goes_with_the_next_writing(name, tmp_path):
    left, others = tmp_path / name, [tmp_path / ".0123.classic_cls", tmp_path / f"{name}.txt"]
    if name.startswith("."):
        left.mkdir()
        (left / "half.json").touch()
    else:
        left.touch()
    for other in others:
        other.touch()
    with written_whole(tmp_path / "a.json") as partial:
        partial.write_text("new")
    assert sorted(tmp_path.iterdir()) == sorted([*others, tmp_path / "a.json"])


@pytest.mark.skipif(os.name == "nt", reason="no locks")
def test_what_another_process_is_working_on_stays(tmp_path):
    script = (
        "from classic_cls._temporary import temporary_folder\n"
        f"with temporary_folder({str(tmp_path)!r}) as folder:\n"
        "    print(folder.name, flush=True)\n"
        "    input()\n"
    )
    root = str(Path(classic_cls.__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": root},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        folder = tmp_path / other.stdout.readline().strip()
        with written_whole(tmp_path / "a.json") as partial:
            partial.write_text("new")
        assert folder.is_dir()
        other.kill()
        other.wait()
        _temporary._cleaned.clear()
        with written_whole(tmp_path / "b.json") as partial:
            partial.write_text("new")
        assert not folder.exists()


def test_writers_of_one_folder_leave_the_files_of_one_of_them(tmp_path):
    script = "import sys; sys.path[:0] = {!r}; from test_writing import *; write_often({!r}, {!r})"
    places = [str(Path(__file__).parent), str(Path(classic_cls.__file__).parents[1])]
    writers = [
        subprocess.Popen([sys.executable, "-c", script.format(places, str(tmp_path / "out"), word)])
        for word in ("one", "two")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    words = {(tmp_path / "out" / f"{i}.txt").read_text() for i in range(20)}
    assert len(words) == 1 and len(list((tmp_path / "out").iterdir())) == 20
    assert list(tmp_path.iterdir()) == [tmp_path / "out"]


def write_often(out, word):
    """Twenty files of one word, again and again."""
    names = [f"{i}.txt" for i in range(20)]
    for _ in range(30):
        with write_together(out, names, force=True) as folder:
            for name in names:
                (folder / name).write_text(word)
