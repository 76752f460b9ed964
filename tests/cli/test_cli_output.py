"""What is printed: tables, times, progress; on a terminal and in a pipe."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from cli.cli_images import FAST, call, write_classes
from rich.console import Console
from rich.progress import Progress

from classic_cls.cli import console, progress
from classic_cls.cli.console import about, show_table, table_lines, took

NAMES = ["Bồ Công Anh", unicodedata.normalize("NFD", "Cúc Dại")]


def test_plain_tables_are_aligned(capsys):
    show_table(["name", "n"], [["đào", 3], ["a[b]", None], ["日本", "12"]], right=["n"])
    assert capsys.readouterr().out == "name   n\nđào    3\na[b]   -\n日本  12\n"


def test_marks_above_letters_take_no_room():
    composed, decomposed = (
        list(table_lines(["x", "y"], [[unicodedata.normalize(form, "Thảo"), "1"]]))[1]
        for form in ("NFC", "NFD")
    )
    assert unicodedata.normalize("NFC", decomposed) == composed


@pytest.mark.parametrize(
    "seconds, words",
    [
        (0.1, "a few seconds"),
        (18, "about 20 s"),
        (54, "about 50 s"),
        (55, "about 1 min"),
        (600, "about 10 min"),
        (5399, "about 90 min"),
        (5401, "about 1.5 h"),
    ],
)
def test_about(seconds, words):
    assert about(seconds) == words


def test_took():
    assert [took(0.04), took(59.9), took(60), took(119.7)] == [
        "0.0 s",
        "59.9 s",
        "1 min 0 s",
        "2 min 0 s",
    ]


def test_long_work_in_a_pipe_gives_a_line_now_and_then(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.shown_progress() as report:
        for done in range(101):
            now[0] = float(done)
            report("extract", done, 100)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "reading and describing: 20 of 100, about 1 min left"
    assert len(lines) == 4


def test_compiling_for_the_first_images_does_not_count_for_the_others(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    with progress.shown_progress() as report:
        report("extract", 0, 0)
        for done, seconds in [(8, 25), (16, 26), (200, 49)]:
            now[0] = float(seconds)
            report("extract", done, 900)
        report("cv", 0, 0)
        now[0] = 90.0
        report("cv", 1, 5)
    assert capsys.readouterr().err.splitlines() == [
        "reading and describing: 8 of 900",
        "reading and describing: 200 of 900, about 1 min left",
        "cross-validating: 1 of 5, about 3 min left",
    ]


def test_short_work_in_a_pipe_is_silent(capsys):
    with progress.shown_progress() as report:
        for done in range(101):
            report("extract", done, 100)
    assert capsys.readouterr() == ("", "")


def test_bars_on_a_terminal(monkeypatch):
    terminal = Console(force_terminal=True, width=80, file=open(os.devnull, "w"))
    monkeypatch.setattr(progress, "error_console", lambda: terminal)
    updates = []
    monkeypatch.setattr(Progress, "update", lambda self, task, **kw: updates.append((task, kw)))
    with progress.shown_progress() as report:
        report("extract", 3, 12)
        report("cv", 1, 5)
        report("fit", 0, 0)
    assert [task for task, _ in updates] == [0, 1, 2]
    assert updates[0][1] == {"completed": 3, "total": 12}
    assert updates[2][1]["total"] is None
    terminal.file.close()


def test_streams_replace_what_they_cannot_write(monkeypatch, tmp_path):
    with open(tmp_path / "out", "w", encoding="cp1252") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        console.prepare_streams()
        print("Cúc Dại")
    assert (tmp_path / "out").read_bytes().decode("cp1252") == "Cúc D?i\n"


@pytest.fixture(scope="module")
def flowers(tmp_path_factory):
    """A folder whose path and classes have accents and blanks."""
    folder = tmp_path_factory.mktemp("Đồng nội")
    write_classes(folder / "hoa dại", NAMES)
    return folder


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_pipes_of_small_encodings(flowers, encoding):
    out = f"out-{encoding}"
    options = {"cwd": flowers, "PYTHONIOENCODING": encoding}
    done = call("train", "hoa dại", *FAST, "--out", out, **options)
    assert done.returncode == 0, done.stderr
    text = done.stdout.decode(encoding)
    assert text.splitlines()[-1] == f"{out}/report.html"
    assert "\x1b" not in text
    done = call("predict", out, "hoa dại", "--format", "csv", **options)
    assert done.returncode == 0 and done.stdout.decode(encoding).count("\n") == 13
    done = call("predict", out, "nichts", **options)
    assert done.returncode == 2 and done.stderr.startswith(b"error: ")


@pytest.mark.parametrize("name", ["HOME", "NUMBA_CACHE_DIR"])
def test_folders_that_cannot_be_written(flowers, name):
    nowhere = flowers / "file"
    nowhere.touch()
    options = {name: str(nowhere / "inside")}
    done = call("train", "hoa dại", *FAST, "--out", f"out-{name}", cwd=flowers, **options)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines()[-1] == f"out-{name}/report.html"


def in_terminal(*arguments, cwd, **environment) -> str:
    """Output of the program where it believes to be on a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "classic_cls", *arguments],
        cwd=cwd,
        stdout=theirs,
        stderr=theirs,
        env={
            **{k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")},
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "TERM": "xterm-256color",
            "COLUMNS": "100",
            **environment,
        },
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    assert process.wait() == 0
    return b"".join(parts).decode()


def test_colors_on_a_terminal(tmp_path):
    text = in_terminal("features", cwd=tmp_path)
    assert "\x1b[" in text and "hog" in text


def test_no_color_is_honoured(tmp_path):
    text = in_terminal("features", cwd=tmp_path, NO_COLOR="1")
    assert "hog" in text and "\x1b[3" not in text and "\x1b[1;3" not in text
