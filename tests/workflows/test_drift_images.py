"""New images beside those that a model keeps numbers of."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sample_images import write_png
from trainings import train_with

from classic_cls import ImageDataset, Monitor, evaluate, load_model, predict, save_model
from classic_cls.cli import run
from classic_cls.persistence import ModelFileError, Reference
from classic_cls.workflows.drift import one_of_each

QUICK = {"features": ["raw"], "size": 12, "cv": 2, "classifier": "logistic"}


def pictures(n, seed, light=0):
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 120, (n, 6, 6)) + np.arange(n)[:, None, None] % 2 * 60 + light
    fine = rng.integers(0, 20, (n, 24, 24))
    return (np.kron(coarse, np.ones((4, 4), int)) + fine).astype(np.uint8)


def write(root, images):
    for i, image in enumerate(images):
        write_png(root / "ab"[i % 2] / f"{i}.png", image)
    return ImageDataset.from_folder(root)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    root = tmp_path_factory.mktemp("drift")
    model = train_with(write(root / "old", pictures(120, 0)), **QUICK).model
    write(root / "same", pictures(60, 1))
    write(root / "lighter", pictures(60, 2, light=50))
    save_model(model, root / "m.skops")
    save_model(replace(model, reference=None), root / "without.skops")
    return root, model


def data(root, name):
    return ImageDataset.from_folder(root / name)


def test_the_same_kind_is_no_alarm_and_other_light_is(places):
    root, model = places
    same, lighter = (evaluate(model, data(root, name)).drift for name in ("same", "lighter"))
    assert same.alarm is False and "look like the training images" in same.sentence
    assert lighter.alarm and "brightness" in lighter.found and lighter.n_reference == 120


def test_evaluate_and_predict_agree_whatever_the_order(places):
    root, model = places
    paths, found = data(root, "lighter").paths, []
    for order in (slice(None), slice(None, None, -1)):
        monitor = Monitor(model)
        predictions = predict(model, paths[order], monitor=monitor, n_jobs=2)
        assert predictions == predict(model, paths[order])
        found.append(monitor.drift())
    expected = evaluate(model, data(root, "lighter")).drift
    assert found[0] == expected
    assert found[1].medians == expected.medians  # all images take part, and nothing hangs on order


def test_training_images_and_copies_do_not_count(places, tmp_path):
    root, model = places
    assert evaluate(model, data(root, "old")).drift.alarm is None
    again = write(tmp_path, np.repeat(pictures(2, 7, light=80), 30, axis=0))
    drift = evaluate(model, again).drift
    assert drift.n_new == 2 and drift.alarm is None


def test_one_image_of_each_group_counts():
    groups = np.repeat(np.arange(30), 5)
    rows = one_of_each(groups, 150, 256, 0)
    assert sorted(groups[rows]) == list(range(30)) and (np.diff(rows) > 0).all()
    assert len(one_of_each(groups, 150, 7, 0)) == 7
    assert len(one_of_each(None, 400, 256, 0)) == 256


def test_groups_count_in_training_and_evaluation(places, tmp_path):
    rows = ["path,label,who"]
    for i, image in enumerate(pictures(120, 3)):
        write_png(tmp_path / f"{i}.png", image)
        rows.append(f"{i}.png,{'ab'[i % 2]},{i // 4}")
    (tmp_path / "t.csv").write_text("\n".join(rows))
    grouped = ImageDataset.from_csv(tmp_path / "t.csv", group_by="who")
    assert len(train_with(grouped, **QUICK).model.reference) == 30
    assert evaluate(places[1], grouped).drift.n_new == 30


def test_a_model_file_keeps_it_in_few_bytes(places, tmp_path):
    root, model = places
    kept = load_model(root / "m.skops").reference
    for name in ("rows", "center", "scores", "light"):
        assert np.array_equal(getattr(kept, name), getattr(model.reference, name))
    assert len(json.dumps(kept.plain())) < 300 * len(kept)
    assert load_model(root / "without.skops").reference is None


@pytest.mark.parametrize("fault", [
    {"scale": 0.0}, {"scale": float("nan")}, {"light": "AAAA"}, {"more": 1},
    {"rows": ""}, {"scores": "fgB+AA=="}, {"center": "AAAA"},
])  # fmt: skip
def test_a_damaged_reference_is_refused(places, fault):
    with pytest.raises((ModelFileError, ValueError)):
        Reference.from_plain(places[1].reference.plain() | fault)


def test_without_scores_or_features():
    light = np.random.default_rng(0).uniform(0, 255, (30, 2))
    kept = Reference.from_plain(Reference.of(None, None, light).plain())
    assert kept.rows is None and set(kept.known()) == {"brightness", "contrast"}
    assert set(kept.known(np.ones((5, 3)), None, light[:5])) == {"brightness", "contrast"}


def test_several_labels_and_no_scores(tmp_path):
    rows = ["path,labels"]
    for i, image in enumerate(pictures(60, 0)):
        write_png(tmp_path / f"{i}.png", image)
        rows.append(f"{i}.png,{('dark', 'light;bright')[i % 2]}")
    (tmp_path / "t.csv").write_text("\n".join(rows))
    several = ImageDataset.from_csv(tmp_path / "t.csv")
    model = train_with(several, **QUICK).model
    assert model.reference.scores is not None
    assert evaluate(model, several).drift.n_new == 0


def test_in_a_shell(places, capsys, monkeypatch):
    root, _ = places
    monkeypatch.chdir(root)
    assert run(["evaluate", "m.skops", "lighter"]) == 0
    assert "do not look like the training images" in capsys.readouterr().out
    assert run(["evaluate", "m.skops", "lighter", "--json"]) == 0
    drift = json.loads(capsys.readouterr().out)["drift"]
    assert drift["alarm"] is True
    for given in ([], ["--format", "csv"], ["--sort", "uncertain"]):
        assert run(["predict", "m.skops", "lighter", "--monitor", *given]) == 0
        out, err = capsys.readouterr()
        assert drift["sentence"] in err and drift["sentence"] not in out
    assert run(["predict", "m.skops", "lighter", "--monitor", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["drift"] == drift
    assert run(["predict", "m.skops", "lighter/a/0.png", "--monitor"]) == 0
    assert "it takes 20" in capsys.readouterr().err
    assert run(["predict", "m.skops", "lighter", "--json"]) == 0
    assert "drift" not in json.loads(capsys.readouterr().out)


def test_a_model_without_is_refused_before_the_work(places, capsys, monkeypatch):
    root, _ = places
    monkeypatch.chdir(root)
    assert run(["predict", "without.skops", "same", "--monitor"]) == 2
    assert "classic-cls train" in capsys.readouterr().err
    assert run(["evaluate", "without.skops", "same", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["drift"] is None
    with pytest.raises(ValueError, match="make it with train"):
        Monitor(load_model("without.skops"))
