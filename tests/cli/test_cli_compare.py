"""compare: a leaderboard."""

import json

import numpy as np
import pandas as pd
import pytest
from cli.cli_images import write_classes

from classic_cls import workflows
from classic_cls.cli import run
from classic_cls.pipelines import CLASSIFIERS

FAST = ["--size", "8", "--cv", "2", "--n-jobs", "1"]


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_classes(tmp_path / "stripes")


def test_every_classifier_on_every_set_of_features(data, tmp_path, capsys):
    options = ["--features", "raw", "--features", "raw,edges"]
    options += ["--classifier", "linear_svm", "--classifier", "tree,knn"]
    assert run(["compare", str(data), *FAST, *options]) == 0
    out = capsys.readouterr().out.splitlines()
    files = ("leaderboard.csv", "result.json", "report.html")
    assert out[-3:] == [f"stripes-comparison/{name}" for name in files]
    lines = (tmp_path / out[-3]).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 2 * 3
    pairs = {tuple(line.split(",")[1:3]) for line in lines[1:]}
    assert ("raw+edges", "knn") in pairs and ("raw", "linear_svm") in pairs
    assert any(line.startswith("raw+edges") and "tree" in line for line in out)
    assert any("most frequent class" in line for line in out)


    folder = tmp_path / "stripes-comparison"
    result = json.loads((folder / "result.json").read_text())
    assert [len(result["entries"]), result["headline"]] == [6, "accuracy"]
    assert result["entries"][0]["lead"] is None or result["best"] != result["entries"][0]["name"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count("<circle") == 2 * 6 - 1  # all entries, and how far one is ahead of the rest
    assert result["command"].startswith("classic-cls compare stripes") and result["command"] in page
    assert "<script" not in page and str(tmp_path) not in page


def test_existing_leaderboards_are_refused_before_any_work(data, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "stripes-comparison"
    folder.mkdir()
    (folder / "leaderboard.csv").write_text("mine")
    monkeypatch.setattr(workflows, "compare", None)
    assert run(["compare", str(data), *FAST]) == 2
    assert "--force" in capsys.readouterr().err
    assert (folder / "leaderboard.csv").read_text() == "mine"


def test_all_classifiers_but_the_dummy_by_default(data, monkeypatch):
    asked = {}

    def compare(dataset, pipelines, protocol, **work):
        asked.update(pipelines)
        raise ValueError("far enough")

    monkeypatch.setattr(workflows, "compare", compare)
    assert run(["compare", str(data), *FAST, "--features", "hog,raw", "--seed", "3"]) == 2
    assert list(asked) == [f"hog+raw / {name}" for name in CLASSIFIERS if name != "dummy"]
    assert asked["hog+raw / forest"]["classifier"].random_state == 3


@pytest.mark.parametrize(
    "options, message",
    [
        (["--classifier", "forst"], "Did you mean 'forest'?"),
        (["--features", "raw", "--features", "hgo"], "Did you mean 'hog'?"),
        (["--scoring", "acuracy"], "'acuracy'"),
        (["--cost", "up:down=3"], "'up'"),
        (["--cv", "leave-one-group-out"], "--group-by"),
    ],
)
def test_bad_names_are_refused_before_any_work(data, monkeypatch, capsys, options, message):
    monkeypatch.setattr(workflows, "compare", None)
    assert run(["compare", str(data), *FAST, *options]) == 2
    assert message in capsys.readouterr().err


def test_a_lead_is_positive_where_lower_is_better(data, tmp_path, capsys):
    names = ["--classifier", "logistic,linear_svm,dummy"]
    wanted = ["--features", "raw", "--scoring", "log_loss", "--cost", "down:across=2"]
    assert run(["compare", str(data), *FAST, *names, *wanted]) == 2
    assert "'raw / linear_svm'" in capsys.readouterr().err
    assert run(["compare", str(data), *FAST, *names, *wanted, "--probabilities"]) == 0
    out = capsys.readouterr().out
    assert "\n2-fold cross-validation, 12 images; the same for all\n" in out
    table = pd.read_csv(tmp_path / "stripes-comparison" / "leaderboard.csv")
    assert table["log_loss"].is_monotonic_increasing and table["classifier"].iloc[-1] == "dummy"
    lead = table["log_loss"] - table["log_loss"].iloc[0]
    np.testing.assert_allclose(table["best_lead"].iloc[1:], lead.iloc[1:], rtol=1e-6)
    assert (table["best_lead_low"] <= table["best_lead"])[1:].all()
    assert np.isnan(table["best_lead"].iloc[0])


def test_strict(data, capsys):
    (data / "down" / "torn.png").write_bytes(b"not an image")
    options = ["--features", "raw", "--classifier", "tree", "--strict"]
    assert run(["compare", str(data), *FAST, *options]) == 1
    assert "down/torn.png" in capsys.readouterr().out


def theirs(data, file, **changed):
    """Predictions of another tool, all right, but for what is changed."""
    rows = [f"{p.parent.name}/{p.name}" for p in sorted(data.glob("*/*.png"))]
    table = pd.DataFrame({"path": rows, "prediction": [row.split("/")[0] for row in rows]})
    table.assign(**changed).to_csv(file, index=False)


def test_another_tool_is_one_more_row(data, tmp_path, capsys):
    theirs(data, "net.csv")
    options = ["--features", "raw", "--classifier", "tree,dummy", "--against", "net.csv"]
    assert run(["compare", str(data), *FAST, *options]) == 0
    out = capsys.readouterr().out
    assert "net.csv" in out and "predictions as given" in out and "no column 'fold'" in out
    table = pd.read_csv(tmp_path / "stripes-comparison" / "leaderboard.csv").set_index("name")
    assert table.loc["net.csv", "accuracy"] == 1
    assert table["accuracy_corrected"].notna().sum() == 1
    assert np.isnan(table.loc["net.csv", "accuracy_corrected"])  # it was not chosen
    best = table["accuracy_corrected"].idxmax()
    lead = table.loc[best, "accuracy_corrected"] - 1
    assert table.loc["net.csv", "best_lead"] == pytest.approx(lead)
    assert run(["compare", str(data), *FAST, *options, "--force", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["best"] == best and found["against"][0]["b"] == "net.csv"


@pytest.mark.parametrize(
    "changed, options, message",
    [
        ({"prediction": "sideways"}, [], "'sideways' is not among the classes"),
        ({"truth": "down"}, [], "gives other labels than the data"),
        ({"path": "x.png"}, [], "names no image of the data"),
        ({}, ["--scoring", "log_loss", "--probabilities"], "needs probabilities, which net.csv"),
        ({}, ["--scoring", "jaccard_macro"], "scorer of scikit-learn"),
        ({}, ["--against", "gone.csv"], "gone.csv cannot be read"),
    ],
)
def test_another_tool_that_does_not_fit_is_refused(data, capsys, changed, options, message):
    theirs(data, "net.csv", **changed)
    wanted = ["--features", "raw", "--classifier", "tree", "--against", "net.csv"]
    assert run(["compare", str(data), *FAST, *wanted, *options]) == 2
    err = capsys.readouterr().err
    assert message in err and "reading and describing" not in err
