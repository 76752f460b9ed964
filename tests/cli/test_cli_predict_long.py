"""predict with many files: rows as they are ready, lists of files, going on where it stopped."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from cli.cli_images import FAST, call, write_classes
from sample_images import make_images, write_png

from classic_cls import iter_predictions, load_model, workflows
from classic_cls.cli import run
from classic_cls.workflows import predict

N = 150


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A model, another one, and as many images as take three batches, one of them torn."""
    folder = tmp_path_factory.mktemp("long")
    data = str(write_classes(folder / "stripes"))
    for name, size in (("model", "8"), ("other", "9")):
        options = [*FAST, "--size", size, "--out", str(folder / name)]
        assert run(["train", data, *options]) == 0
    for i, image in enumerate(make_images(N)):
        write_png(folder / f"new/{i}, ü.png", image)
    (folder / "new/3, ü.png").write_bytes(b"torn")
    return folder


@pytest.fixture
def here(trained, tmp_path, monkeypatch, capsys):
    shutil.copytree(trained, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    capsys.readouterr()
    return tmp_path / "here"


def stopping_after(monkeypatch, n, error=KeyboardInterrupt):
    """Have the work stop after so many images."""
    original = workflows.iter_predictions

    def stopped(*args, **kwargs):
        for number, prediction in enumerate(original(*args, **kwargs)):
            if number == n:
                raise error
            yield prediction

    monkeypatch.setattr(workflows, "iter_predictions", stopped)


def parts(here):
    return sorted(here.glob("*.part"))


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
@pytest.mark.parametrize("torn", [0, 7])
def test_an_interrupted_run_is_gone_on_with(here, monkeypatch, capsys, name, torn):
    command = ["predict", "model", "new", "--out", name]
    assert run(["predict", "model", "new", "--out", f"whole-{name}"]) == 1
    with monkeypatch.context() as patch:
        stopping_after(patch, 130)
        assert run(command) == 130
    (part,) = parts(here)
    assert f"128 rows are in {part.name}" in capsys.readouterr().err
    assert not (here / name).exists()
    if torn:
        os.truncate(part, part.stat().st_size - torn)
    labelled = []
    original = workflows.iter_predictions
    monkeypatch.setattr(
        workflows,
        "iter_predictions",
        lambda *a, **k: (labelled.append(p) or p for p in original(*a, **k)),
    )
    assert run(command) == 1
    out, err = capsys.readouterr()
    n_kept = 64 if torn else 128
    assert f"{n_kept} rows of {part.name} are kept" in err and len(labelled) == N - n_kept
    assert "1 of 150 images" in err and "new/3, ü.png" in out
    assert (here / name).read_bytes() == (here / f"whole-{name}").read_bytes()
    assert not parts(here)


def test_nothing_of_another_model_or_other_files_is_kept(here, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        stopping_after(patch, 130)
        assert run(["predict", "model", "new", "--out", "a.csv"]) == 130
        assert run(["predict", "other", "new", "--out", "a.csv", "--top", "1"]) == 130
    assert len(parts(here)) == 2
    os.rename("new/100, ü.png", "new/100a.png")
    capsys.readouterr()
    assert run(["predict", "model", "new", "--out", "a.csv"]) == 1
    assert "64 rows of a.csv." in capsys.readouterr().err
    assert run(["predict", "model", "new", "--out", "b.csv"]) == 1
    assert (here / "a.csv").read_bytes() == (here / "b.csv").read_bytes()
    assert len(parts(here)) == 1


def test_nothing_is_left_of_no_work(here, monkeypatch, capsys):
    stopping_after(monkeypatch, 0)
    assert run(["predict", "model", "new", "--out", "a.csv"]) == 130
    assert "nothing was written" in capsys.readouterr().err and not parts(here)


def test_a_killed_process_leaves_rows(here):
    """A reader of the other end of a pipe gives the last files only when the process is gone."""
    names = sorted(os.listdir("new"))
    command = [sys.executable, "-m", "classic_cls", "predict", "model", "--from-file", "-"]
    root = os.path.dirname(os.path.dirname(workflows.__path__[0]))
    process = subprocess.Popen(
        [*command, "--out", "a.csv"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": root},
    )
    process.stdin.write("".join(f"new/{name}\n" for name in names[:140]).encode())
    process.stdin.flush()
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not any(p.stat().st_size > 3000 for p in parts(here)):
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    (part,) = parts(here)
    assert part.read_text(encoding="utf-8").count("\n") == 129
    (here / "list.txt").write_text("\n".join(f"new/{name}" for name in names), encoding="utf-8")
    assert run(["predict", "model", "--from-file", "list.txt", "--out", "a.csv"]) == 1
    assert run(["predict", "model", "new", "--out", "b.csv"]) == 1
    lines = [
        sorted((here / name).read_text(encoding="utf-8").split("\n")) for name in ("a.csv", "b.csv")
    ]
    assert lines[0] == lines[1]


def test_a_pipe_sees_the_first_batch_before_the_last_is_read(here):
    command = [sys.executable, "-m", "classic_cls", "predict", "model", "--from-file", "-"]
    root = os.path.dirname(os.path.dirname(workflows.__path__[0]))
    with subprocess.Popen(
        [*command, "--format", "csv"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": root},
    ) as process:
        process.stdin.write(b"new/1, \xc3\xbc.png\n" * 64)
        process.stdin.flush()
        seen = [process.stdout.readline() for _ in range(65)]
        assert seen[0].startswith(b"path,label") and seen[64].startswith(b'"new/1, ')
        rest, _ = process.communicate(b"gone.png\n")
        assert rest.count(b"\n") == 1 and process.returncode == 1


def test_nobody_reads(here):
    done = subprocess.run(
        f'"{sys.executable}" -m classic_cls predict model new --format csv | head -1',
        shell=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(workflows.__path__[0]))},
    )
    assert done.stdout == b"path,label,probability,margin,threshold,reason\n"
    assert b"Traceback" not in done.stderr and b"BrokenPipe" not in done.stderr


def test_lists_and_paths_together(here, capsys, monkeypatch):
    (here / "list.txt").write_bytes("new/1, ü.png\r\n\nnew/gone.png\nstripes\n".encode())
    command = ["predict", "model", "new/0, ü.png", "--from-file", "list.txt", "--format", "json"]
    assert run(command) == 1
    paths = [row["path"] for row in json.loads(capsys.readouterr().out)]
    assert paths[:3] == ["new/0, ü.png", "new/1, ü.png", "new/gone.png"]
    assert len(paths) == 15 and all(path.startswith("stripes/") for path in paths[3:])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("new/1, ü.png".encode())))
    assert run(["predict", "model", "--from-file", "-", "--page", "0", "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments, message",
    [
        ([], "--from-file"),
        (["--from-file", "no.txt"], "no.txt"),
        (["--from-file", "empty.txt"], "empty.txt names no image"),
        (["--from-file", "new"], "new"),
    ],
)
def test_mistakes_are_one_sentence(here, capsys, arguments, message):
    (here / "empty.txt").write_text("\n")
    assert run(["predict", "model", *arguments]) == 2
    out, err = capsys.readouterr()
    assert message in err and err.count("\n") == 1 and not out


def test_json_is_valid_whatever_the_number(here, capsys):
    for paths in (["new/0, ü.png"], ["new"]):
        run(["predict", "model", *paths, "--format", "json", "--top", "1"])
        rows = json.loads(capsys.readouterr().out)
        assert len(rows) == (1 if len(paths[0]) > 3 else N)
        assert all(len(row["scores"] or "x") == 1 for row in rows)


def test_iter_predictions_reads_ahead_no_more_than_it_must(here):
    model, read = load_model("model"), []
    paths = (read.append(i) or f"new/{i % N}, ü.png" for i in range(10_000))
    found = iter_predictions(model, paths, n_jobs=2)
    first = [next(found) for _ in range(70)]
    assert len(read) == 128
    for _ in range(130):
        next(found)
    assert len(read) < 1000
    expected = predict(model, [f"new/{i}, ü.png" for i in range(70)])
    assert [p.label for p in first] == [p.label for p in expected]
    assert first[3].reason and not np.any([p.reason for i, p in enumerate(first) if i != 3])
    assert predict(model, []) == []


def test_help_names_the_list(here):
    assert b"--from-file" in call("predict", "--help", cwd=here).stdout


def test_nothing_that_is_read_is_written_over(here, capsys):
    names = ["new/0, ü.png", "model/model.skops", "list.txt", "table.csv", "model/predictions.csv"]
    (here / "list.txt").write_text("new/0, ü.png\nnew/1, ü.png\n", encoding="utf-8")
    (here / "link.png").symlink_to("new/0, ü.png")
    rows = [f"../stripes/{kind}/{i}.png,{kind}" for kind in ("across", "down") for i in range(6)]
    for name in ("table.csv", "model/predictions.csv"):
        (here / name).write_text("\n".join(["path,label", *rows]))
    (here / "model/leaderboard.csv").write_bytes((here / "table.csv").read_bytes())
    before = {name: (here / name).read_bytes() for name in names}
    predict_it = ["predict", "model", "--force", "--out"]
    for command in [
        [*predict_it, names[0], "new"],
        [*predict_it, names[0], "new/0*.png"],
        [*predict_it, names[0], "--from-file", "list.txt"],
        [*predict_it, "link.png", "new"],
        [*predict_it, names[0], "--page", "0", "new"],
        [*predict_it, "model/model.skops", "new"],
        [*predict_it, "list.txt", "--from-file", "list.txt"],
        ["evaluate", "model", "model/predictions.csv", "--out", "model", "--force"],
        ["train", "model/predictions.csv", "--out", "model", "--force", *FAST],
        ["compare", "model/leaderboard.csv", "--out", "model", "--force", "--features", "hog"],
    ]:
        assert run(command) == 2
        assert "is read by this very command" in capsys.readouterr().err, command
    assert {name: (here / name).read_bytes() for name in names} == before
    assert not parts(here)


@pytest.mark.skipif(sys.platform != "linux", reason="a bound on files")
@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_a_full_disk_names_the_file(here, capsys, name):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, before[1]))
    try:
        assert run(["predict", "model", "new", "--out", name]) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    said = capsys.readouterr().err
    assert f"{name}." in said and "File too large" in said and "standard output" not in said
    assert run(["predict", "model", "new", "--out", name]) == 1  # one image is torn
    assert (here / name).exists() and not parts(here)
