"""A search under a budget: resumed, honest about its best, blind to what is tested in the end."""

import json

import numpy as np
import pytest
from sample_images import make_images, write_png

from classic_cls import (
    ImageDataset,
    Protocol,
    make_image_pipeline,
    save_training,
    search_images,
    train,
    train_found,
)

PLENTY = 1e6


def pipelines(data, **more):
    made = {
        name: make_image_pipeline(data=data, features=["raw"], size=8, classifier=name)
        for name in ("linear_svm", "knn", "tree")
    }
    return made | more


def write(folder, n=8, classes=("across", "down"), seed=0):
    for number, name in enumerate(classes):
        for i, image in enumerate(make_images(2 * n, seed=seed)[number % 2 :: 2]):
            write_png(folder / name / f"{i}.png", image)
    return folder


@pytest.fixture
def data(tmp_path):
    return ImageDataset.from_folder(write(tmp_path / "data"))


def test_it_goes_on_from_what_was_finished(data, tmp_path, monkeypatch):
    protocol, keep = Protocol(cv=2), tmp_path / "kept"
    told, made = [], pipelines(data)

    def stop(trial):
        told.append(trial.name)
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search_images(made, data, protocol=protocol, budget=PLENTY, keep=keep, tell=stop)
    kind, fits = type(made["linear_svm"][-1]), []
    monkeypatch.setattr(kind, "fit", lambda *arguments, **options: fits.append(arguments))
    again = search_images(made, data, protocol=protocol, budget=PLENTY, keep=keep)
    assert again.n_resumed == 2 and not fits
    monkeypatch.undo()
    fresh = search_images(made, data, protocol=protocol, budget=PLENTY)
    assert again.best_name == fresh.best_name
    assert again.estimate == fresh.estimate
    for name in ("linear_svm", "knn"):
        one, other = (
            next(e for e in found.comparison.entries if e.title == name) for found in (again, fresh)
        )
        np.testing.assert_array_equal(one.cv.predictions.scores, other.cv.predictions.scores)
        assert one.cv.figures == other.cv.figures
    assert not [file for file in keep.rglob("*") if file.suffix == ".pkl"]


def test_other_data_or_another_protocol_are_refused_unless_forced(data, tmp_path):
    made, keep = pipelines(data), tmp_path / "kept"
    options = {"budget": PLENTY, "keep": keep}
    search_images(made, data, protocol=Protocol(cv=2), **options)
    with pytest.raises(ValueError, match="kept holds a search of other options.*remove it"):
        search_images(made, data, protocol=Protocol(cv=3), **options)
    write_png(data.root / "across" / "0.png", make_images(4, seed=9)[3])
    with pytest.raises(ValueError, match="kept holds a search of other data"):
        search_images(made, ImageDataset.open(data.root), protocol=Protocol(cv=2), **options)


def test_an_official_test_part_is_not_looked_at_before_the_end(tmp_path):
    write(tmp_path / "train")
    write(tmp_path / "test", n=3, seed=5)
    data = ImageDataset.from_folder(tmp_path)
    learned = data.training()
    found = search_images(pipelines(data), data, protocol=Protocol(cv=2), budget=PLENTY)
    training = train_found(found, data, Protocol(cv=2))
    alone = search_images(pipelines(learned), learned, protocol=Protocol(cv=2), budget=PLENTY)
    assert found.cv.n_images == len(learned) == 16
    assert found.estimate == alone.estimate and found.best_name == alone.best_name
    assert training.test.n_images == 6 and training.test_split == "official"


def test_images_held_out_are_not_looked_at_before_the_end(data):
    protocol = Protocol(cv=2, test_size=0.25, keep_duplicates_together=False)
    found = search_images(pipelines(data), data, protocol=protocol, budget=PLENTY)
    tested = set(train_found(found, data, protocol).test.predictions.paths)
    assert len(tested) == 4 and not tested & set(found.cv.predictions.paths)


def test_the_best_is_trained_as_train_would(data, tmp_path):
    protocol = Protocol(cv=2)
    found = search_images(pipelines(data), data, protocol=protocol, budget=PLENTY)
    ours, training = train_found(found, data, protocol), train(data, found.pipeline, protocol)
    assert ours.cv.figures == training.cv.figures
    images = [ref.path for ref in data.refs]
    answers = [t.model.predict(images) for t in (ours, training)]
    np.testing.assert_array_equal(*answers)
    files = save_training(ours, tmp_path / "out")
    kept = json.loads(files["result"].read_text())["tuning"]
    assert kept["best"] == found.best_name and len(kept["leaderboard"]) == 3
    assert kept["corrected"]["value"] == pytest.approx(found.estimate.value)
    page = files["report"].read_text()
    assert "What was tried" in page and "corrected for the choice" in page


def test_the_figure_of_the_best_of_guesses_is_corrected(tmp_path):
    rng = np.random.default_rng(0)
    for i in range(60):
        write_png(tmp_path / "ab"[i % 2] / f"{i}.png", rng.integers(0, 255, (8, 8), np.uint8))
    data = ImageDataset.from_folder(tmp_path)
    start = make_image_pipeline(data=data, features=["raw"], size=8, classifier="knn")
    found = search_images(start, data, {"classifier__n_neighbors": [*range(1, 30, 2)]})
    raw = found.cv.figures["accuracy"].value
    assert found.estimate.value < raw and f"{100 * found.estimate.value:.1f}%" in repr(found)
    assert "corrected for the choice" in found.sentence


def test_a_class_of_three_and_several_labels_are_searched_too(tmp_path):
    write(tmp_path / "rare", n=8)
    for i, image in enumerate(make_images(3, seed=3)):
        write_png(tmp_path / "rare" / "third" / f"{i}.png", 255 - image)
    rare = ImageDataset.from_folder(tmp_path / "rare")
    assert search_images(pipelines(rare), rare, protocol=Protocol(cv=3), budget=PLENTY).n_tried == 3
    lines = [f"rare/across/{i}.png,{'a;b' if i % 2 else 'a'}" for i in range(8)]
    lines += [f"rare/down/{i}.png,{'b' if i % 2 else ''}" for i in range(8)]
    (tmp_path / "labels.csv").write_text("\n".join(["path,labels", *lines]))
    several = ImageDataset.from_csv(tmp_path / "labels.csv")
    found = search_images(pipelines(several), several, protocol=Protocol(cv=2), budget=PLENTY)
    assert found.n_tried == 3 and found.figure == "f1_micro"


def test_candidates_that_fail_are_left_out_with_their_reason(data):
    impossible = make_image_pipeline(data=data, features=["raw"], size=8, reduce="pca:5000")
    made = {"impossible": impossible} | pipelines(data)
    found = search_images(made, data, protocol=Protocol(cv=2), budget=PLENTY)
    reasons = found.frame().set_index("name")["reason"]
    assert found.n_tried in (3, 4) and reasons.isna().sum() >= 3


def test_mistakes_are_said(data):
    with pytest.raises(ValueError, match="several pipelines by name, or one pipeline and a grid"):
        search_images(pipelines(data), data, {"classifier__C": [1]})
    with pytest.raises(ValueError, match="several pipelines by name, or one pipeline and a grid"):
        search_images({}, data)
