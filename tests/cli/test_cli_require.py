"""evaluate --require: for use where a figure below a limit must stop something."""

import json

import pytest
from cli.cli_images import FAST, write_classes

from classic_cls import workflows
from classic_cls.cli import run

BASE = ["evaluate", "model", "stripes"]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    folder = tmp_path_factory.mktemp("require")
    data = str(write_classes(folder / "stripes"))
    out = ["--out", str(folder / "model"), "--positive", "down"]
    assert run(["train", data, *FAST, *out]) == 0
    return folder


@pytest.fixture(autouse=True)
def inside(here, monkeypatch):
    monkeypatch.chdir(here)


def test_what_is_reached_is_0(capsys):
    limits = ["accuracy>=1", "recall >= 0.98", "specificity>=0.9", "roc_auc>=0.5", "mcc<=1"]
    assert run([*BASE, *(word for limit in limits for word in ("--require", limit))]) == 0
    assert capsys.readouterr().err == ""


def test_what_is_not_reached_is_1_with_its_value_and_interval(capsys):
    limits = ["--require", "recall<=0.5", "--require", "accuracy>=0.9", "--require", "mcc<=0.2"]
    assert run([*BASE, *limits]) == 1
    out, err = capsys.readouterr()
    assert "sensitivity" in out and err.count("\n") == 1 and "accuracy" not in err
    assert err.startswith("error: sensitivity is 100% (95% interval ")
    assert " to 100.0), not <= 50%; mcc is 1 (95% interval 0." in err
    assert run([*BASE, *limits, "--json"]) == 1
    missed = json.loads(capsys.readouterr().out)["missed"]
    assert len(missed) == 2 and missed[0].startswith("sensitivity is 100%")


@pytest.mark.parametrize("limit, message", [
    ("acuracy>=0.9", "unknown figure 'acuracy'. Did you mean 'accuracy'?"),
    ("mean_cost<=1", "unknown figure 'mean_cost'"),
    ("log_loss<=1", "unknown figure 'log_loss'"),
    ("recall", "in quotes"),
    ("recall>0.9", "in quotes"),
    ("recall>=high", "in quotes"),
])  # fmt: skip
def test_what_there_is_not_is_refused_before_the_work(capsys, monkeypatch, limit, message):
    monkeypatch.setattr(workflows, "evaluate", None)
    assert run([*BASE, "--require", limit]) == 2
    err = capsys.readouterr().err
    assert message in err and err.count("\n") == 1
