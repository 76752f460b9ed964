"""--quiet, --verbose and --json of every verb, and what is said of compiling."""

import json
import shutil
import warnings

import pytest
from cli.cli_images import FAST, write_classes
from numba import njit
from sklearn.exceptions import ConvergenceWarning

from classic_cls._compat import when_compiling
from classic_cls.cli import run
from classic_cls.cli.console import speaking, tell
from classic_cls.cli.failures import shown_warnings
from classic_cls.cli.progress import shown_progress

WORDS = ["--features", "vlad", "--size", "24", "--cv", "2", "--n-jobs", "1"]
WORDS += ["--set", "vlad.n_words=4"]
VERBS = {
    "train": ["train", "stripes", *FAST, "--out", "new"],
    "compare": ["compare", "stripes", *FAST, "--classifier", "tree,knn", "--out", "new"],
    "evaluate": ["evaluate", "model", "stripes", "--out", "new"],
    "predict": ["predict", "model", "stripes"],
    "words": ["words", "words", "stripes", "--draw", "1", "--out", "new"],
    "show": ["show", "hog", "stripes", "--out", "new.png"],
    "features": ["features"],
}
ANSWERS = {"predict", "features"}


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with images, and two models of them."""
    folder = tmp_path_factory.mktemp("manner")
    data = str(write_classes(folder / "stripes"))
    assert run(["train", data, *FAST, "--out", str(folder / "model")]) == 0
    assert run(["train", data, *WORDS, "--out", str(folder / "words")]) == 0
    return folder


@pytest.fixture
def here(trained, tmp_path, monkeypatch):
    """A working folder with the images and the models in it."""
    shutil.copytree(trained, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.mark.parametrize("verb", VERBS)
def test_quiet_leaves_what_was_asked_for(here, capsys, verb):
    assert run([*VERBS[verb], "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert err == "" and bool(out) == (verb in ANSWERS)


@pytest.mark.parametrize("verb", VERBS)
def test_json_is_all_of_stdout(here, capsys, verb):
    assert run([*VERBS[verb], "--json"]) == 0
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert isinstance(answer, dict) and answer and err == ""
    for file in answer.get("files", ()) if verb == "words" else answer.get("files", {}).values():
        assert file is None or (here / file).is_file()


def answer_of(capsys, *arguments, code=0):
    capsys.readouterr()
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_json_of_a_training_and_of_an_evaluation(here, capsys):
    (here / "stripes" / "down" / "torn.png").write_bytes(b"not an image")
    trained = answer_of(capsys, *VERBS["train"])
    kept = json.loads((here / trained["files"]["result"]).read_text("utf-8"))
    assert trained["headline"] == "accuracy" == kept["headline"]
    assert trained["value"] == kept["cv"]["accuracy"]["value"]
    assert trained["interval"] == kept["cv"]["accuracy"]["interval"]
    assert [item["path"] for item in trained["set_aside"]] == ["down/torn.png"]
    assert trained["notes"] == kept["notes"] and trained["seconds"]["total"] > 0
    scored = answer_of(capsys, *VERBS["evaluate"], "--force")
    assert scored["figures"]["n_images"] == 12 and scored["missed"] == []
    assert scored["set_aside"] == trained["set_aside"]


def test_json_of_a_leaderboard_and_of_features(here, capsys):
    compared = answer_of(capsys, *VERBS["compare"])
    assert {row["classifier"] for row in compared["leaderboard"]} == {"tree", "knn"}
    assert compared["best"] == compared["leaderboard"][0]["name"]
    listed = answer_of(capsys, "features")
    assert "lpq" in {row["name"] for row in listed["features"]}
    assert answer_of(capsys, "features", "lpq")["explanation"].startswith("LPQ: ")


def test_json_of_predictions_names_what_could_not_be_read(here, capsys):
    (here / "torn.png").write_bytes(b"not an image")
    answer = answer_of(capsys, "predict", "model", "torn.png", "stripes/down", code=1)
    assert [row["label"] for row in answer["predictions"]] == [None, *["down"] * 6]
    assert answer["predictions"][0]["reason"]


@pytest.mark.parametrize("option", ["--quiet", "--json"])
def test_errors_stay_one_sentence_on_stderr(here, capsys, option):
    (here / "stripes" / "down" / "torn.png").write_bytes(b"not an image")
    assert run(["train", "nowhere", option]) == 2
    assert run([*VERBS["train"], "--strict", option]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == err.count("error: ") == 2
    assert "down/torn.png" in err


def test_quiet_and_verbose_contradict_each_other(capsys):
    assert run(["features", "--quiet", "--verbose"]) == 2
    assert "contradict" in capsys.readouterr().err


def test_verbose_says_the_seconds_of_every_stage(here, capsys):
    assert run([*VERBS["train"], "--verbose"]) == 0
    err = capsys.readouterr().err
    assert "reading and describing: " in err and "cross-validating: " in err
    assert " s; fitting on all images: " in err


def test_verbose_says_all_of_a_warning(capsys):
    with warnings.catch_warnings(), shown_warnings():
        warnings.simplefilter("always")
        with speaking(verbose=True):
            warnings.warn("no progress:\nmore", ConvergenceWarning, 1)
        with speaking(quiet=True):
            warnings.warn("odd", UserWarning, 1)
            tell("about the work")
    err = capsys.readouterr().err
    assert err.startswith("warning: no progress:\nmore (ConvergenceWarning, ")
    assert __file__ in err and "warning: odd" not in err and "about the work" not in err


@pytest.mark.parametrize("manner, n_said", [({}, 1), ({"quiet": True}, 0), ({"json": True}, 0)])
def test_compiling_is_said_once_and_only_when_it_is_so(capsys, monkeypatch, manner, n_said):
    monkeypatch.setattr("classic_cls._compat.when_compiling", when_compiling)
    first, second = njit(lambda x: x + 1), njit(lambda x: x + 2)
    with speaking(**manner):
        for _ in range(2):
            with shown_progress():
                first(1), second(1)
    assert capsys.readouterr().err.count("compiling kernels") == n_said
    with shown_progress():
        first(1)
    assert capsys.readouterr().err == ""
