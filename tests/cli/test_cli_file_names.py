"""Names of files that are no UTF-8 survive the whole way."""

import csv
import io
import json
import os
import sys

import numpy as np
import pytest
from cli.cli_images import FAST, call, write_classes

from classic_cls import ImageDataset, Predictions, load_model
from classic_cls.workflows import predict

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names there are bytes")

ODD = {"down": b"mu\xf1oz.png", "across": b"\x81\x40\x9b2.png"}


@pytest.fixture(scope="module", params=["plain", "蝶"])
def trained(request, tmp_path_factory):
    """Two images with odd names in folders with plain ones, or of another script, and a model."""
    folder = tmp_path_factory.mktemp("names")
    data = write_classes(folder / "data", ["across", "down"])
    for kind, name in ODD.items():
        os.rename(data / kind / "0.png", os.fsencode(data / kind) + b"/" + name)
    os.rename(data / "down/1.png", data / "down" / f"{request.param}.png")
    command = ["train", "data", *FAST, "--out", "model", "--cache", "cache"]
    done = call(*command, cwd=folder)
    assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr
    return folder


def names(trained):
    return {f"{kind}/{os.fsdecode(name)}" for kind, name in ODD.items()}


def table_of(data: bytes):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8", "surrogateescape"))))


def test_every_file_of_a_training_has_them(trained):
    rows = table_of((trained / "model/predictions.csv").read_bytes())
    assert names(trained) < {row["path"] for row in rows} and len(rows) == 12
    assert all((trained / "data" / row["path"]).exists() for row in rows)
    assert b"mu\xf1oz.png" in (trained / "model/predictions.csv").read_bytes()
    json.loads((trained / "model/result.json").read_text(encoding="utf-8"))
    page = (trained / "model/report.html").read_text(encoding="utf-8")
    assert "\x9b" not in page


def test_predictions_are_read_back(trained):
    found = Predictions.from_frame(str(trained / "model/predictions.csv"))
    if "蝶" in "".join(found.paths):
        assert names(trained) < set(found.paths)
    assert {os.fsencode(p) for p in found.paths} >= {os.fsencode(n) for n in names(trained)}


def test_predictions_are_a_list_of_folds(trained):
    folds = ["--folds", "model/predictions.csv"]
    arguments = [a for a in FAST if a not in ("--cv", "2")]
    done = call("train", "data", *arguments, *folds, "--out", "again", cwd=trained)
    assert done.returncode == 0, done.stderr
    first, again = (trained / f"{name}/predictions.csv" for name in ("model", "again"))
    assert first.read_bytes() == again.read_bytes()


def test_a_table_names_them_by_their_bytes(trained):
    lines = [f"{name},{name.split('/')[0]}" for name in names(trained)]
    lines += [f"{kind}/{i}.png,{kind}" for kind in ("down", "across") for i in (2, 3)]
    text = "\n".join(["path,label", *lines])
    (trained / "data/table.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    data = ImageDataset.from_csv(trained / "data/table.csv")
    assert names(trained) < set(data.relative_paths()) and len(data) == 6


@pytest.mark.parametrize("form", ["csv", "json"])
def test_predict_writes_them_to_a_pipe_and_a_file(trained, form):
    done = call("predict", "model", "data", "--format", form, cwd=trained)
    out = trained / f"{form}-{len(os.listdir(trained))}.{form}"
    assert done.returncode == 0, done.stderr
    assert call("predict", "model", "data", "--out", out.name, cwd=trained).returncode == 0
    for data in (done.stdout, out.read_bytes()):
        rows = table_of(data) if form == "csv" else json.loads(data)
        assert {f"data/{name}" for name in names(trained)} < {row["path"] for row in rows}


def test_evaluate_does_too(trained):
    done = call("evaluate", "model", "data", "--out", "scored", "--force", "--json", cwd=trained)
    assert done.returncode == 0 and json.loads(done.stdout)
    rows = table_of((trained / "scored/predictions.csv").read_bytes())
    assert names(trained) < {row["path"] for row in rows}


def test_what_is_said_of_them(trained):
    """In a table to be looked at they have a mark, in JSON an escape."""
    torn = os.fsdecode(b"to\xf1n.png")
    (trained / torn).write_bytes(b"nothing")
    done = call("predict", "model", torn, "data/down", cwd=trained)
    assert done.returncode == 1 and b"to?n.png" in done.stdout
    done = call("predict", "model", torn, "data/down", "--json", cwd=trained)
    assert json.loads(done.stdout)["predictions"][0]["path"] == torn
    (found,) = predict(load_model(trained / "model"), [str(trained / torn)])
    assert found.path.endswith(torn) and found.reason
    os.remove(trained / torn)


def test_a_cache_and_files_set_aside(trained):
    torn = trained / "data/down" / os.fsdecode(b"to\xf1n.png")
    torn.write_bytes(b"nothing")
    done = call("train", "data", *FAST, "--out", "torn", "--cache", "cache", cwd=trained)
    torn.unlink()
    assert done.returncode == 0 and b"to\xf1n.png" not in done.stdout, done.stderr
    result = json.loads((trained / "torn/result.json").read_text(encoding="utf-8"))
    assert f"down/{torn.name}" in json.dumps(result["rejected"], ensure_ascii=False)
    assert len(np.unique([r["path"] for r in result["rejected"]])) == 1
