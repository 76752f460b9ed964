"""``classic-cls tune``: what is printed, written, refused and gone on with."""

import json
import shlex

import pytest
from cli.cli_images import FILES, write_classes

from classic_cls.cli import run
from classic_cls.cli.parsing import parse_duration

FAST = ["--features", "raw", "--features", "tiny", "--size", "8", "--cv", "2", "--n-jobs", "1"]
SOME = ["--classifier", "linear_svm", "--classifier", "knn", "--budget", "2m"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    write_classes(tmp_path / "cells", n=8)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_leaderboard_a_model_and_the_command_that_makes_it_again(folder, capsys):
    assert run(["tune", "cells", *FAST, *SOME]) == 0
    out = folder / "cells-tuned"
    printed = capsys.readouterr().out
    assert {file.name for file in out.iterdir()} == {*FILES, "leaderboard.csv", "search"}
    assert "candidates were tried" in printed and "is the best" in printed
    kept = json.loads((out / "result.json").read_text())
    command = kept["tuning"]["command"]
    assert f"the same again: {command}" in printed
    assert "--budget" not in command and "--n-jobs" not in command
    program, *words = shlex.split(command)
    assert program == "classic-cls" and words[:2] == ["train", "cells"]
    assert run([*words, "--out", "again"]) == 0
    again = json.loads((folder / "again" / "result.json").read_text())
    assert again["cv"][kept["headline"]] == kept["cv"][kept["headline"]]
    assert (out / "predictions.csv").read_bytes() == (folder / "again/predictions.csv").read_bytes()


def test_the_raw_figure_of_the_best_never_stands_alone(folder, capsys):
    assert run(["tune", "cells", *FAST, *SOME, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    tuning = found["tuning"]
    assert tuning["corrected"]["value"] <= tuning["raw"]["value"]
    assert "corrected for the choice" in tuning["sentence"]
    assert f"{100 * tuning['corrected']['value']:.1f}%" in tuning["sentence"]


def test_what_exists_is_not_replaced_unasked_and_gone_on_with_if_asked(folder, capsys):
    arguments = ["tune", "cells", *FAST, *SOME]
    assert run(arguments) == 0
    assert run(arguments) == 2
    assert "already holds" in capsys.readouterr().err
    assert run([*arguments, "--force", "--json"]) == 0
    tuning = json.loads(capsys.readouterr().out)["tuning"]
    assert tuning["n_resumed"] == sum(row["reason"] is None for row in tuning["tried"])


def test_another_search_in_the_folder_is_refused(folder, capsys):
    assert run(["tune", "cells", *FAST, *SOME]) == 0
    (folder / "cells-tuned" / "model.skops").unlink()
    for file in [*FILES, "leaderboard.csv"]:
        (folder / "cells-tuned" / file).unlink(missing_ok=True)
    assert run(["tune", "cells", *FAST, *SOME, "--seed", "3"]) == 2
    assert "holds a search of other options" in capsys.readouterr().err
    assert run(["tune", "cells", *FAST, *SOME, "--seed", "3", "--force"]) == 0


def test_too_small_a_budget_writes_nothing(folder, capsys):
    assert run(["tune", "cells", *FAST, "--budget", "0.001s"]) == 2
    assert "too little time to try even one candidate" in capsys.readouterr().err
    assert not [f for f in (folder / "cells-tuned").rglob("*") if f.name in FILES]


@pytest.mark.parametrize("text", ["10", "10x", "-1m", "0", "0m", "m", "", "nan", "infh", "1e400m"])
def test_no_time(folder, capsys, text):
    assert run(["tune", "cells", f"--budget={text}"]) == 2
    assert "is no time; write a number with its unit" in capsys.readouterr().err


def test_times():
    assert [parse_duration(text) for text in ("90s", "10m", "0.5H")] == [90, 600, 1800]
