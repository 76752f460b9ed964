"""train: what it writes and says, and what it refuses."""

import json
import re

import numpy as np
import pytest
from cli.cli_images import FAST, FILES, KINDS, write_classes
from sample_images import write_png

from classic_cls import workflows
from classic_cls.cli import run


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_classes(tmp_path / "stripes")


def written(folder):
    return {file.name for file in folder.iterdir()} if folder.exists() else set()


def test_the_whole_job(data, tmp_path, capsys):
    assert run(["train", str(data), *FAST]) == 0
    out, err = capsys.readouterr()
    assert written(tmp_path / "stripes-baseline") == FILES
    lines = out.splitlines()
    assert lines[0] == "stripes: 12 images, 2 classes (6 each)"
    assert lines[1] == "2 folds and a final fit: 3 fits"
    assert lines[-1] == "stripes-baseline/report.html"
    assert "95% interval" in out and "dummy" in out and "down" in out
    assert err == ""


@pytest.mark.parametrize("positive, names", [
    ([], ["accuracy", "balanced_accuracy", "roc_auc"]),
    (["--positive", "down"], ["accuracy", "sensitivity", "specificity"]),
    (["--positive", "down", "--scoring", "mcc"], ["mcc", "sensitivity", "specificity"]),
])  # fmt: skip
def test_of_two_classes_three_figures_are_shown(data, capsys, positive, names):
    assert run(["train", str(data), *FAST, *positive]) == 0
    table = capsys.readouterr().out.partition("\nfigure ")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in table.splitlines()[1:]] == names


def test_what_was_set_aside_comes_before_the_figures_by_reason(data, capsys):
    for name in ("1.jpg", "2.jpg"):
        (data / "down" / name).write_bytes(b"")
    (data / "down" / "torn.png").write_bytes(b"not an image")
    for verb in (["train", "stripes"], ["evaluate", "stripes-baseline", "stripes"]):
        assert run([*verb, *(FAST if verb[0] == "train" else [])]) == 0
        out = capsys.readouterr().out
        listed = out[out.index("3 set aside:\n  2 files, ") : out.index("\naccuracy ")]
        assert "down/1.jpg, down/2.jpg\n" in listed and "\n  down/torn.png: " in listed


def test_the_command_in_the_result_can_be_typed_again(data, tmp_path):
    out = tmp_path / "elsewhere" / "result"
    assert run(["train", str(data), *FAST, "--out", str(out)]) == 0
    result = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert result["command"] == (
        "classic-cls train stripes --features raw --size 8 --cv 2 --n-jobs 1 --out result"
    )
    assert str(tmp_path) not in (out / "result.json").read_text(encoding="utf-8")


def test_a_held_out_part_is_scored(data, capsys):
    assert run(["train", str(data), *FAST, "--test-size", "0.34"]) == 0
    assert "test 95%" in capsys.readouterr().out


def test_no_image_leaves_with_no_images(data, tmp_path):
    assert run(["train", str(data), *FAST, "--no-images"]) == 0
    report = (tmp_path / "stripes-baseline" / "report.html").read_text(encoding="utf-8")
    assert "data:image" not in report and "0.png" not in report


def test_existing_results_are_refused_before_any_work(data, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "stripes-baseline"
    folder.mkdir()
    (folder / "report.html").write_text("mine")
    with monkeypatch.context() as patch:
        patch.setattr(workflows, "train", None)
        assert run(["train", str(data), *FAST]) == 2
    message = capsys.readouterr().err
    assert "--force" in message and "--out" in message
    assert (folder / "report.html").read_text() == "mine"
    assert run(["train", str(data), *FAST, "--force"]) == 0
    assert written(folder) == FILES


def test_files_set_aside_are_listed(data, tmp_path, capsys):
    (data / "across" / "torn.png").write_bytes(b"not an image")
    assert run(["train", str(data), *FAST]) == 0
    out = capsys.readouterr().out
    assert "1 set aside:\n  across/torn.png: " in out


def test_strict_refuses_files_set_aside(data, tmp_path, capsys):
    (data / "across" / "torn.png").write_bytes(b"not an image")
    assert run(["train", str(data), *FAST, "--strict"]) == 1
    out, err = capsys.readouterr()
    assert "across/torn.png" in out and "--strict" in err
    assert not written(tmp_path / "stripes-baseline")


def test_an_interruption_writes_nothing(data, tmp_path, monkeypatch, capsys):
    def interrupt(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(workflows, "train", interrupt)
    assert run(["train", str(data), *FAST]) == 130
    assert "interrupted; nothing was written" in capsys.readouterr().err
    assert not written(tmp_path / "stripes-baseline")


def test_classes_can_be_left_out(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_classes(tmp_path / "data", [*KINDS, "odd"])
    assert run(["train", "data", *FAST, "--drop-class", "odd"]) == 0
    assert "12 images, 2 classes" in capsys.readouterr().out


@pytest.mark.parametrize(
    "options, message",
    [
        (["--features", "hgo"], "Did you mean 'hog'?"),
        (["--classifier", "forst"], "Did you mean 'forest'?"),
        (["--preprocess", "claeh"], "Did you mean 'clahe'?"),
        (["--set", "hog.cels=4", "--features", "hog"], "Did you mean 'cell'?"),
        (["--set", "lbp.cell=4"], "unknown step 'lbp'"),
        (["--positive", "up"], "'up'"),
        (["--scoring", "acuracy"], "'acuracy'"),
        (["--size", "big"], "'big'"),
        (["--test-size", "20"], "--test-size"),
        (["--cv", "1"], "--cv"),
        (["--reduce", "pca"], "pca:N"),
        (["--strategy", "chain"], "'labels'"),
        (["--drop-class", "up"], "'up'"),
        (["--drop-class", "down"], "one class only"),
        (["--group-by", "("], "not a valid regular expression"),
        (["--featurs", "hog"], "--features"),
        (["--cost", "defekt:across=20"], "'defekt'"),
        (["--cost", "down:across"], "TRUE:GIVEN=COST"),
        (["--scoring", "mean_cost"], "--cost"),
        (["--scoring", "brier"], "--probabilities"),
        (["--by", "scanner"], "'scanner'"),
        (["--by", "group"], "--group-by"),
        (["--cv", "leave-one-group-out"], "--group-by"),
        (["--cv", "3x0.2", "--repeats", "2"], "--repeats"),
        (["--folds", "folds.csv", "--cv", "3"], "--folds"),
        (["--folds", "folds.csv", "--cv", "5", "--repeats", "3"], "--repeats"),
        (["--folds", "folds.csv", "--cv", "5"], "folds.csv"),
        (["--aim", "recall"], "recall=0.99"),
    ],
)
def test_bad_usage_is_one_sentence_and_2(data, tmp_path, capsys, options, message):
    assert run(["train", str(data), "--size", "8", "--cv", "2", *options]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.startswith("error: ") and err.count("\n") == 1
    assert not written(tmp_path / "stripes-baseline")


def test_an_official_split_excludes_another_test(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for part in ("train", "test"):
        write_classes(tmp_path / "data" / part)
    assert run(["train", "data", *FAST, "--test-size", "0.2"]) == 2
    assert "official split" in capsys.readouterr().err


@pytest.mark.parametrize("place", ["nowhere", "stripes/across", "stripes/across/0.png"])
def test_wrong_places(data, capsys, place):
    assert run(["train", place]) == 2
    assert place.split("/")[-1] in capsys.readouterr().err


GROUPED = ["--group-by", "[0-9]"]


def test_leave_one_group_out_and_figures_of_every_group(data, tmp_path, capsys):
    options = [*FAST, "--cv", "leave-one-group-out", *GROUPED, "--by", "group"]
    assert run(["train", str(data), *options]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "cross-validation that leaves out one of 6 groups at a time, 12 images" in lines
    header = lines.index(next(line for line in lines if line.startswith("group  ")))
    assert [line.split()[:2] for line in lines[header + 1 : header + 7]] == [
        [str(i), "2"] for i in range(6)
    ]
    result = json.loads((tmp_path / "stripes-baseline/result.json").read_text(encoding="utf-8"))
    assert result["groups"]["rule"] == "[0-9]"


def test_costs_can_be_the_headline(data, capsys):
    costs = ["--cost", "down:across=5", "--scoring", "mean_cost"]
    assert run(["train", str(data), *FAST, *costs]) == 0
    assert "\nmean_cost 0." in capsys.readouterr().out


def test_folds_of_an_earlier_run_give_its_figures(data, tmp_path, capsys):
    assert run(["train", str(data), *FAST, "--cv", "3x0.34", "--out", "first"]) == 0
    first = capsys.readouterr().out
    fast = ["--features", "raw", "--size", "8", "--n-jobs", "1", "--out", "second"]
    assert run(["train", str(data), *fast, "--folds", "first/predictions.csv"]) == 0
    second = capsys.readouterr().out
    assert "\n3 random splits, each tested on 33% of the images, 12 images\n" in first
    assert "\ncross-validation in the 3 folds of predictions.csv, 12 images\n" in second
    tables = [(tmp_path / name / "predictions.csv").read_text() for name in ("first", "second")]
    assert tables[0] == tables[1]


def test_notes_are_said_once_and_labels_without_an_image_have_no_figure(tmp_path, capsys):
    folder = write_classes(tmp_path / "images")
    rows = [f"{kind}/{i}.png,{kind}" for kind in KINDS for i in range(6)]
    table = folder / "labels.csv"
    lines = [f"{row.split(',')[0]},{int('down' in row)},{i % 2},0" for i, row in enumerate(rows)]
    table.write_text("\n".join(["path,down,odd,never", *lines]))
    assert run(["train", str(table), *FAST, "--out", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    assert out.count("'never' is never present") == 1
    assert not any(line.startswith("never ") for line in out.splitlines())
    assert "\nlabel " in out


def test_near_duplicates_are_named_in_one_way(tmp_path, capsys):
    rng = np.random.default_rng(0)
    for kind in KINDS:
        for i in range(40):
            image = rng.integers(0, 256, (12, 12, 3), dtype=np.uint8).repeat(4, 0).repeat(4, 1)
            write_png(tmp_path / "data" / kind / f"{i}.png", image)
            if i < 3:
                write_png(tmp_path / "data" / kind / f"{i}-copy.png", image[::2, ::2])
    train = ["train", str(tmp_path / "data"), *FAST]
    assert run([*train, "--out", str(tmp_path / "apart")]) == 0
    out = capsys.readouterr().out
    assert re.search(r"\nrandom split (at most about )?\d+\.\d%, leak-free split \d+\.\d%\n", out)
    apart = "12 images are near-duplicates of each other (6 groups)"
    assert f"note: {apart}; they are on one side of every split\n" in out
    assert run([*train, "--no-keep-duplicates-together", "--out", str(tmp_path / "random")]) == 0
    assert "near-duplicates" not in capsys.readouterr().out
    listed = [*train[:-4], "--n-jobs", "1", "--folds", str(tmp_path / "random/predictions.csv")]
    assert run([*listed, "--out", str(tmp_path / "listed")]) == 0
    out = capsys.readouterr().out
    assert f"note: {apart}\n" in out and "on both sides of the given splits: the figures" in out
