"""--config: a run from a file."""

import json

import pytest
from cli.cli_images import write_classes
from frozen.comparison import parse

from classic_cls.cli import run

OPTIONS = [
    "--features", "raw,edges", "--size", "24x20", "--classifier", "linear_svm", "--cv", "3",
    "--seed", "7", "--no-keep-duplicates-together", "--set", "classifier.C=0.5",
    "--positive", "down", "--cost", "down:across=2", "--test-size", "0.25", "--preprocess", "gray",
]  # fmt: skip
TOML = """
data = "stripes"
features = "raw,edges"
size = "24x20"
classifier = "linear_svm"
cv = 3
seed = 7
keep_duplicates_together = false
set = ["classifier.C=0.5"]
positive = "down"
cost = "down:across=2"
test-size = 0.25
preprocess = ["gray"]
n_jobs = 1
"""


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_classes(tmp_path / "stripes", n=12)
    (tmp_path / "train.toml").write_text(TOML, encoding="utf-8")
    return tmp_path


def result_of(here, name):
    return parse("result.json", (here / name / "result.json").read_text("utf-8"))


def test_a_run_is_repeated_from_its_result_and_from_a_file(here):
    assert run(["train", "stripes", *OPTIONS, "--n-jobs", "1", "--out", "first"]) == 0
    assert run(["train", "--config", "first/result.json", "--out", "again"]) == 0
    assert run(["train", "--config", "train.toml", "--out", "written"]) == 0
    first = result_of(here, "first")
    assert first["options"]["cv"] == "3" and first["options"]["data"] == "stripes"
    assert result_of(here, "again") == first == result_of(here, "written")
    tables = {(here / n / "predictions.csv").read_text() for n in ("first", "again", "written")}
    assert len(tables) == 1


def test_what_is_typed_wins(here):
    typed = ["--features", "raw", "--cv", "2", "--keep-duplicates-together", "--out", "typed"]
    assert run(["train", "--config", "train.toml", *typed]) == 0
    options = result_of(here, "typed")["options"]
    assert options["features"] == ["raw"] and options["cv"] == "2" and options["seed"] == "7"
    assert options["keep-duplicates-together"] is True
    write_classes(here / "others", n=8)
    assert run(["train", "others", "--config", "train.toml", "--out", "other"]) == 0
    assert result_of(here, "other")["n_images"] == 16


def test_data_that_is_elsewhere_is_asked_for(here, capsys, monkeypatch):
    assert run(["train", str(here / "stripes"), "--config", "train.toml", "--out", "first"]) == 0
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")
    config = ["--config", "../first/result.json"]
    assert run(["train", *config]) == 2
    assert "Missing argument 'DATA'" in capsys.readouterr().err
    assert run(["train", "../stripes", *config, "--out", "again"]) == 0
    assert result_of(here, "sub/again") == result_of(here, "first")


def test_other_verbs_take_files_too(here, capsys):
    assert run(["train", "--config", "train.toml", "--out", "model"]) == 0
    capsys.readouterr()
    (here / "predict.toml").write_text(
        'model = "model"\npaths = ["stripes/down"]\nformat = "csv"\nquiet = true\n'
    )
    assert run(["predict", "--config", "predict.toml"]) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "path,label,probability,margin,threshold,reason"


@pytest.mark.parametrize("text, message", [
    ("featurs = 1", "c.toml: unknown option 'featurs'. Did you mean 'features'?"),
    ("config = 'd.toml'", "unknown option 'config'"),
    ("cv = true", "c.toml: cv takes text or a number, not True"),
    ("cv = [3]", "c.toml: cv takes text or a number, not [3]"),
    ("features = [['a']]", "c.toml: features takes text or a number, or a list of them"),
    ("strict = 'yes'", "c.toml: strict is a switch: write true or false"),
    ("cv = 1", "'--cv': '1' is no way to split"),
    ("seed = 2.5", "'--seed'"),
    ("cv 3", "c.toml is no TOML file"),
])  # fmt: skip
def test_mistakes_in_a_file_are_one_sentence_and_2(here, capsys, text, message):
    (here / "c.toml").write_text(text)
    assert run(["train", "stripes", "--config", "c.toml"]) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1


@pytest.mark.parametrize("content, message", [
    ("{", "is no JSON file"), ("[]", "holds no command"), ("{}", "holds no command"),
    (json.dumps({"command": None, "options": {}}), "holds no command"),
])  # fmt: skip
def test_what_is_no_result_of_a_command(here, capsys, content, message):
    (here / "result.json").write_text(content)
    assert run(["train", "stripes", "--config", "result.json"]) == 2
    assert message in capsys.readouterr().err
    assert run(["train", "stripes", "--config", "gone.json"]) == 2
    assert "gone.json: No such file" in capsys.readouterr().err
