"""train --tabular, and what its models ask of a table, from the shell."""

import csv
import io
import json

import pytest
from cli.cli_images import FAST, write_classes

from classic_cls.cli import run

ROWS = [
    (f"stripes/{kind}/{i}.png", kind, age, site)
    for kind, first, site in (("across", 20, "A"), ("down", 60, "B"))
    for i, age in enumerate([str(first + k) for k in range(5)] + [""])
]
# Words that do not stand for one class each.
MIXED = {"0.png": "B", "1.png": "A"}
ROWS = [(p, kind, age, MIXED.get(p[-5:], site)) for p, kind, age, site in ROWS]


def write_table(path, names, rows):
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([names, *rows])


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with images, a table of them, and a model of both."""
    folder = tmp_path_factory.mktemp("tabular")
    write_classes(folder / "stripes")
    write_table(folder / "cells.csv", ("path", "label", "age", "site"), ROWS)
    write_table(folder / "turned.csv", ("site", "age", "path"), [(*r[:1:-1], r[0]) for r in ROWS])
    write_table(folder / "short.csv", ("path", "label", "age"), [r[:3] for r in ROWS])
    arguments = ["--tabular", "age,site", "--out", str(folder / "model")]
    assert run(["train", str(folder / "cells.csv"), *arguments, *FAST]) == 0
    return folder


@pytest.fixture
def here(trained, monkeypatch):
    monkeypatch.chdir(trained)
    return trained


def labels_of(text):
    return [row["label"] for row in csv.DictReader(io.StringIO(text))]


def test_train_says_what_the_columns_bring(here, capsys, tmp_path):
    arguments = ["--config", "model/result.json", "--out", str(tmp_path / "again")]
    assert run(["train", "cells.csv", *arguments]) == 0
    out = capsys.readouterr().out
    sentence = json.loads((here / "model/result.json").read_text())["tabular"]["sentence"]
    assert sentence in out and sentence.startswith("accuracy with age, site ")
    assert "3 pipelines, 2 folds and a final fit: 7 fits" in out
    assert "note: column 'age': 2 of 12 values missing; imputed by the median" in out
    assert "Do the columns help?" in (tmp_path / "again/report.html").read_text()
    assert run(["train", "cells.csv", *arguments, "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tabular"]["sentence"] == sentence


def test_predict_takes_a_table_whatever_its_order(here, capsys):
    for table in ("cells.csv", "turned.csv"):
        assert run(["predict", "model", table, "--format", "csv"]) == 0
        out, err = capsys.readouterr()
        assert labels_of(out) == [row[1] for row in ROWS]
        assert "column 'age': 2 of 12 values missing" in err
    assert run(["evaluate", "model", "cells.csv"]) == 0
    assert "accuracy" in capsys.readouterr().out


ASKED = {
    "folder": (["predict", "model", "stripes"], "give a CSV table with the columns path,age,site"),
    "image": (["predict", "model", ROWS[0][0]], "the model takes columns of a table"),
    "short": (["predict", "model", "short.csv"], "short.csv has no column 'site'"),
    "scored": (["evaluate", "model", "short.csv"], "'site' is not given: give a CSV table"),
    "misspelt": (["train", "cells.csv", "--tabular", "aeg", *FAST], "Did you mean 'age'?"),
    "twice": (["train", "cells.csv", "--tabular", "age,Age", *FAST], "names column 'age' twice"),
    "label": (["train", "cells.csv", "--tabular", "label", *FAST], "it is the answer"),
    "none": (["train", "cells.csv", "--tabular", "", *FAST], "--tabular names nothing"),
    "no table": (["train", "stripes", "--tabular", "age", *FAST], "no column 'age' to learn from"),
    "group": (
        ["train", "cells.csv", "--tabular", "site", "--group-by", "site", *FAST],
        "the groups are taken from it",
    ),
}


@pytest.mark.parametrize("arguments, message", ASKED.values(), ids=ASKED)
def test_mistakes_have_one_message(here, capsys, arguments, message):
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert message in err and "Traceback" not in err and err.count("error:") == 1
    assert "ImageRef" not in err and "tabular=" not in err


def test_what_to_label_next_of_a_table_and_a_stress_test(here, capsys):
    assert run(["suggest", "model", "turned.csv", "--n", "2", "--json"]) == 0
    assert "stripes/" in capsys.readouterr().out
    assert run(["suggest", "model", "stripes", "--n", "2"]) == 2
    assert "columns of a table" in capsys.readouterr().err
    assert run(["evaluate", "model", "cells.csv", "--stress", "--out", "stressed"]) == 0
    assert "when" in capsys.readouterr().out
    assert (here / "stressed" / "stress.html").exists()
