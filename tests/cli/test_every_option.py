"""A value of every option reaches the place where it acts."""

import json
from dataclasses import fields
from typing import NamedTuple

import pytest
from cli.cli_images import write_classes
from sample_images import make_images, write_png
from trainings import train_with

from classic_cls import ImageDataset, workflows
from classic_cls.cli import run
from classic_cls.cli.options import (
    AgainstOptions,
    DataOptions,
    ExtraOptions,
    LearnedFromOptions,
    OutputOptions,
    ReportOptions,
    TuningOptions,
    WorkOptions,
)
from classic_cls.cli.pipeline_options import PipelineOptions, SeveralPipelinesOptions
from classic_cls.cli.protocol_options import ProtocolOptions, TrainProtocolOptions

GROUPS = {
    "train": (
        PipelineOptions, LearnedFromOptions, TrainProtocolOptions, ExtraOptions,
        TuningOptions,
        DataOptions, WorkOptions, ReportOptions,
    ),
    "compare": (
        SeveralPipelinesOptions, ProtocolOptions, AgainstOptions, DataOptions, WorkOptions,
        OutputOptions,
    ),
}  # fmt: skip


class Sample(NamedTuple):
    """What is typed, where it acts, and what makes a run in which it does."""

    option: str
    places: set
    data: str = "two.csv"
    base: str = "--features edges --classifier linear_svm --cv 2"


AUTO, GIVEN = "--classifier linear_svm --cv 2", "--features edges --classifier linear_svm"
ONE = "--features edges"
SAMPLES = {
    "recipe": Sample("--recipe object", {"pipeline"}, base=AUTO),
    "features": Sample("--features lbp", {"pipeline"}),
    "classifier": Sample("--classifier forest", {"pipeline"}),
    "preprocess": Sample("--preprocess gray,clahe", {"pipeline"}),
    "size": Sample("--size 24x20", {"pipeline"}),
    "tabular": Sample("--tabular scanner", {"pipeline"}),
    "augment": Sample("--augment light", {"pipeline"}),
    "views": Sample("--views 3", {"pipeline"}, base=f"{GIVEN} --cv 2 --augment light"),
    "reduce": Sample("--reduce pca:3", {"pipeline"}),
    "strategy": Sample("--strategy ovr", {"pipeline"}),
    "class_weight": Sample("--class-weight balanced", {"pipeline"}),
    "sampling": Sample("--sampling over", {"pipeline"}),
    "aim": Sample("--aim balanced_accuracy", {"pipeline"}),
    "probabilities": Sample("--probabilities", {"pipeline"}),
    "calibration": Sample("--calibration isotonic", {"pipeline"}),
    "parameters": Sample("--set classifier.C=0.5", {"pipeline"}),
    "reading_range": Sample("--reading-range 0,4095", {"pipeline"}),
    "cv": Sample("--cv 3x0.2", {"protocol"}),
    "repeats": Sample("--repeats 2", {"protocol"}),
    "folds": Sample("--folds folds.csv", {"protocol"}, base=GIVEN),
    "keep_duplicates_together": Sample("--no-keep-duplicates-together", {"protocol"}),
    "positive": Sample(
        "--positive across", {"protocol", "pipeline"}, base=f"{GIVEN} --aim balanced_accuracy"
    ),
    "scoring": Sample("--scoring mcc", {"protocol"}),
    "costs": Sample("--cost across:down=5", {"protocol", "pipeline"}),
    "seed": Sample("--seed 7", {"protocol", "pipeline"}),
    "test_size": Sample("--test-size 0.25", {"protocol"}),
    "by": Sample("--by scanner", {"protocol"}),
    "learning_curve": Sample("--learning-curve", {"work"}),
    "importance": Sample("--importance", {"work"}),
    "leave_class_out": Sample("--leave-class-out", {"work"}),
    "keep_features": Sample("--keep-features", {"work"}),
    "tune": Sample("--tune", {"work"}),
    "validation_curve": Sample("--validation-curve C=0.1,1", {"work"}),
    "one_class": Sample("--one-class across", {"pipeline", "data"}, base=f"{ONE} --cv 2"),
    "false_alarms": Sample(
        "--false-alarms 0.3", {"pipeline"}, base=f"{ONE} --cv 2 --one-class across"
    ),
    "unlabelled": Sample("--unlabelled more", {"work", "pipeline"}, base=AUTO),
    "against": Sample("--against theirs.csv", {"work"}),
    "group_by": Sample("--group-by [0-9]", {"data"}, data="data"),
    "label_by": Sample("--label-by (across|down|o)", {"data"}, data="data"),
    "drop_class": Sample("--drop-class odd", {"data"}, data="data"),
    "page": Sample("--page 0", {"pipeline"}),
    "strict": Sample("--strict", {"code"}, data="torn.csv"),
    "n_jobs": Sample("--n-jobs 2", {"work"}),
    "cache": Sample("--cache kept", {"work"}),
    "out": Sample("--out elsewhere", {"output"}),
    "force": Sample("--force", {"output"}),
    "images": Sample("--no-images", {"output"}),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Folders of images with a table, images without labels, and folds."""
    folder = tmp_path_factory.mktemp("options")
    write_classes(folder / "data", ["across", "down", "odd"], n=6)
    for i, image in enumerate(make_images(6, seed=5)):
        write_png(folder / "more" / f"{i}.png", 255 - image)
    names = [f"{kind}/{i}" for kind in ("across", "down", "odd") for i in range(6)]
    rows = [f"data/{name}.png,{name.split('/')[0]},{i % 2}" for i, name in enumerate(names)]
    (folder / "table.csv").write_text("\n".join(["path,label,scanner", *rows]))
    (folder / "two.csv").write_text("\n".join(["path,label,scanner", *rows[:12]]))
    folds = [f"{name}.png,{i % 2}" for i, name in enumerate(names)]
    (folder / "folds.csv").write_text("\n".join(["path,fold", *folds]))
    (folder / "torn.csv").write_text("\n".join(["path,label,scanner", *rows, "gone.png,odd,1"]))
    return folder


@pytest.fixture(scope="module")
def training(folder):
    data = ImageDataset.from_csv(folder / "two.csv")
    return train_with(data, features=["raw"], size=8, cv=2, keep_duplicates_together=False)


@pytest.fixture
def acted(folder, training, monkeypatch):
    """Run a verb up to its heavy part; what came there, place by place."""
    monkeypatch.chdir(folder)

    def acted(verb, *arguments):
        found = {}

        def workflow(dataset, pipelines, protocol, **work):
            made = list(pipelines.values()) if verb == "compare" else [pipelines]
            names = list(pipelines) if verb == "compare" else []
            found["pipeline"] = (names, [p.__repr__(N_CHAR_MAX=100_000) for p in made])
            found["protocol"] = repr(protocol)
            found["data"] = (dataset.refs, dataset.class_names, str(dataset.groups))
            found["work"] = {key: work[key] for key in work if key not in ("progress", "tell")}
            work["tell"](dataset.set_aside, ())
            return training

        def save(training, out, *, force, name=None, command=None, images=True):
            found["output"] = (out, force, images)
            found["options"] = getattr(training, "options", None)
            return {"report": folder / "report.html"}

        monkeypatch.setattr(workflows, verb, workflow)
        monkeypatch.setattr(workflows, "save_training", save)
        monkeypatch.setattr(workflows, "save_comparison", save)
        monkeypatch.setattr("classic_cls.cli.compare.show_leaderboard", lambda comparison: None)
        found["code"] = run([verb, *arguments])
        return found

    return acted


@pytest.mark.parametrize(
    "verb, name", [(v, f.name) for v, groups in GROUPS.items() for g in groups for f in fields(g)]
)
def test_an_option_acts_in_its_place_and_nowhere_else(acted, verb, name):
    option, places, data, base = SAMPLES[name]
    usual = acted(verb, data, *base.split())
    found = acted(verb, data, *base.split(), *option.split())
    assert usual.pop("code") == 0
    if places == {"code"}:
        assert found["code"] == 1
        return
    assert found.pop("code") == 0
    differs = {place for place in usual if usual[place] != found[place]} - {"options"}
    assert differs == places


@pytest.mark.parametrize("name", [f.name for group in GROUPS["train"] for f in fields(group)])
def test_what_was_typed_is_kept_with_the_result(acted, name):
    if name == "strict":
        return
    option, _, data, base = SAMPLES[name]
    options = acted("train", data, *base.split(), *option.split())["options"]
    flag, _, value = option.partition(" ")
    flag = flag.removeprefix("--")
    if name in {f.name for group in (WorkOptions, ReportOptions) for f in fields(group)}:
        assert flag not in options
    elif name == "keep_duplicates_together":
        assert options["keep-duplicates-together"] is False
    else:
        assert options[flag] in (value or True, [value], ["edges", value])
    json.dumps(options)


def test_no_option_keeps_a_place_of_this_machine(acted, folder):
    given = ["--folds", str(folder / "folds.csv"), "--unlabelled", str(folder / "more")]
    image = str(folder / "more" / "0.png")
    given += ["--preprocess", "match_histogram", "--set", f"match_histogram.reference={image}"]
    found = acted("train", str(folder / "two.csv"), "--features", "patches", *given)
    assert found["options"] == {
        "data": "two.csv",
        "features": ["patches"],
        "folds": "folds.csv",
        "unlabelled": ["more"],
        "preprocess": ["match_histogram"],
        "set": ["match_histogram.reference=0.png"],
    }
