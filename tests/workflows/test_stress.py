"""What hurts a model is found; changes are the same again; nothing is read twice."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sample_images import make_images, write_png
from trainings import train_with

from classic_cls import DatasetError, ImageDataset, ImageModel, evaluate, stress_test
from classic_cls.cli import run
from classic_cls.workflows import STRENGTHS, stress
from classic_cls.workflows.stress_changes import CHANGES, versions

QUICK = {"features": ["raw"], "size": 12, "cv": 2, "keep_duplicates_together": False}


def grounds(n, seed):
    """Dark and light pictures: light alone tells the class."""
    rng = np.random.default_rng(seed)
    return [rng.integers(0, 50, (24, 24), np.uint8) + np.uint8(i % 2 * 120) for i in range(n)]


def write(root, images):
    for i, image in enumerate(images):
        write_png(root / "ab"[i % 2] / f"{i}.png", image)
    return ImageDataset.from_folder(root)


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    root = tmp_path_factory.mktemp("stress")
    training = write(root / "old", grounds(40, 0))
    model = train_with(training, classifier="logistic", **QUICK).model
    return root, model, write(root / "new", grounds(60, 1))


def test_light_hurts_a_model_that_looks_at_light(places):
    _, model, data = places
    found = evaluate(model, data, stress=True).stress
    assert found.kinds[0] in ("darker", "brighter")
    assert found.sentence.startswith(f"{found.kinds[0]} hurts most: accuracy 100.0% falls to 5")
    frame = found.frame().set_index(["kind", "strength"])
    assert frame.loc[("rotation", "strong"), "accuracy"] == 1
    assert (frame["low"] <= frame["difference"]).all() and (frame["p"] <= 1).all()
    assert len(frame) == len(CHANGES) * len(STRENGTHS)
    assert found.original.n_images == 60


def test_columns_of_a_table_stay_as_they_are(places, tmp_path):
    images = np.random.default_rng(5).integers(0, 256, (40, 24, 24), np.uint8)
    data, rng = write(tmp_path, images), np.random.default_rng(0)
    told = {"told": np.array([f"{(t == 'a') + rng.normal() / 5:.2f}" for t in data.targets])}
    data = replace(data, columns={**data.columns, **told})
    model = train_with(data, classifier="logistic", tabular=["told"], **QUICK).model
    one, two = (stress_test(model, data, n_jobs=n) for n in (1, 2))
    assert one.original.figures["accuracy"].value > 0.9
    np.testing.assert_array_equal(one.values, two.values)
    assert one.values.min() > 0.8
    whole, some = evaluate(model, data).result.predictions, one.original.predictions
    assert dict(zip(some.paths, some.answers[0])) == dict(zip(whole.paths, whole.answers[0]))
    other = replace(data, columns={**data.columns, "told": np.roll(told["told"], 20)})
    assert stress_test(model, other).original.figures["accuracy"].value < 0.3
    with pytest.raises(DatasetError, match="'told' is not given"):
        stress_test(model, write(tmp_path, images))


def test_nothing_hurts_where_there_is_nothing_to_lose(places, tmp_path):
    _, model, _ = places
    rng = np.random.default_rng(5)
    labels_by_chance = write(tmp_path, rng.integers(0, 256, (40, 24, 24), np.uint8))
    found = stress_test(model, labels_by_chance)
    assert found.sentence.startswith("no change lowers accuracy 50.0% by")
    assert found.sentence.endswith("by more than chance might, on 40 images")


def test_the_same_for_any_number_of_threads_and_another_for_another_seed(places):
    _, model, data = places
    one, two = (stress_test(model, data, n_jobs=n).frame() for n in (1, 2))
    assert one.equals(two)
    few = stress_test(model, data, n_images=10, seed=1)
    assert few.original.n_images == 10


def test_every_image_is_read_once(places, monkeypatch):
    _, model, data = places
    read = []
    whole = stress.iter_images
    monkeypatch.setattr(
        stress, "iter_images", lambda refs, **how: read.append(len(refs)) or whole(refs, **how)
    )
    stress_test(model, data)
    assert read == [60]


def test_one_image_and_images_that_are_gone(places, tmp_path):
    _, model, _ = places
    data = write(tmp_path, grounds(3, 3))
    (tmp_path / "a" / "0.png").unlink()
    assert stress_test(model, data).original.n_images == 2
    assert stress_test(model, data.take([2])).original.n_images == 1
    with pytest.raises(ValueError, match="can be read any more"):
        stress_test(model, data.take([0]))


def test_a_model_without_a_reader_is_refused(places):
    _, model, data = places
    with pytest.raises(ValueError, match="does not read images from files"):
        stress_test(ImageModel(model.pipeline[1:]), data)


@pytest.mark.parametrize("shape", [(24, 24), (17, 30, 3), (1, 9), (3, 3, 3)])
def test_changes_keep_shape_and_type_and_follow_the_seed(shape):
    image, other = (np.random.default_rng(i).integers(0, 256, shape, np.uint8) for i in (0, 1))
    first, again = (list(versions(image, other, 7, seed=0)) for _ in range(2))
    assert all(v.shape == shape and v.dtype == np.uint8 for v in first)
    assert all(map(np.array_equal, first, again))
    assert np.array_equal(first[0], image)
    assert not all(map(np.array_equal, first, versions(image, other, 7, seed=1)))


def test_grey_beside_colour():
    grey, colour = np.zeros((9, 9), np.uint8), np.zeros((5, 5, 3), np.uint8)
    for image, other in ((grey, colour), (colour, grey)):
        assert all(v.shape == image.shape for v in versions(image, other, 0, 0))


def test_stronger_is_further_away():
    image, other = (i.astype(np.uint8) for i in make_images(2))
    found = [v.astype(float) for v in versions(image, other, 0, 0)][1:]
    distance = np.array([np.abs(v - image).mean() for v in found]).reshape(-1, len(STRENGTHS))
    apart = {c.kind: d for c, d in zip(CHANGES, distance, strict=True)}
    for kind in ("darker", "brighter", "less contrast", "more contrast", "blur", "noise"):
        assert (np.diff(apart[kind]) > 0).all(), kind
    assert (distance[:, 1:] > 0).all()  # 1% of a small image is next to no blur


def test_several_labels(tmp_path):
    rows = ["path,labels"]
    for i, image in enumerate(grounds(24, 0)):
        write_png(tmp_path / f"{i}.png", image)
        rows.append(f"{i}.png,{('dark', 'light;bright')[i % 2]}")
    (tmp_path / "t.csv").write_text("\n".join(rows))
    data = ImageDataset.from_csv(tmp_path / "t.csv")
    found = stress_test(train_with(data, **QUICK).model, data)
    assert found.figure == "f1_micro" and found.original.n_images == 24


def test_in_a_shell_with_its_files(places, capsys, monkeypatch):
    root, model, _ = places
    from classic_cls import save_model

    save_model(model, root / "m.skops")
    monkeypatch.chdir(root)
    assert run(["evaluate", "m.skops", "new", "--stress", "--out", "out"]) == 0
    shown = capsys.readouterr().out
    assert "accuracy when" in shown and "hurts most: accuracy 100.0%" in shown
    kept = json.loads((root / "out" / "stress.json").read_text())
    assert kept["sentence"] in shown and len(kept["changes"]) == 33
    page = (root / "out" / "stress.html").read_text()
    assert "hurts most" in page and "rotation" in page and str(root) not in page
    assert run(["evaluate", "m.skops", "new", "--stress", "--out", "out"]) == 2
    assert "stress.html" in capsys.readouterr().err
    assert run(["evaluate", "m.skops", "new", "--stress", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["stress"] == kept
    assert run(["evaluate", "m.skops", "new", "--json"]) == 0
    assert "stress" not in json.loads(capsys.readouterr().out)
