import re
from dataclasses import replace

import numpy as np
import pytest
from sample_images import write_png
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import FeatureUnion, make_pipeline

from classic_cls import (
    HOG,
    ColorHistogram,
    ImageDataset,
    Protocol,
    RawPixels,
    ReadImages,
    Resize,
    cross_validate_images,
)


def make_folder(root, seed=0, n=24, noise=160):
    """Three classes of striped colour images in folders, in groups of three."""
    rng = np.random.default_rng(seed)
    rows = np.arange(32)[:, None] // 4 % 2 * np.ones(32)
    for name, pattern in {"across": rows, "down": rows.T, "plain": rows * 0}.items():
        for i in range(n):
            image = 90 * pattern[..., None] + rng.integers(0, noise, (32, 32, 3))
            write_png(root / name / f"plate{i // 3}_{i}.png", image.astype(np.uint8))
    return root


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return ImageDataset.from_folder(make_folder(tmp_path_factory.mktemp("stripes")))


def pipeline():
    features = FeatureUnion(
        [
            ("hog", HOG()),
            ("color", make_pipeline(ColorHistogram(), PCA(4, random_state=0))),
        ]
    )
    return make_pipeline(
        ReadImages(), Resize(24), features, LogisticRegression(C=1e-3, max_iter=500)
    )


def test_equals_scikit_learn_on_the_full_pipeline(data):
    splitter = StratifiedKFold(4, shuffle=True, random_state=2)
    result = cross_validate_images(pipeline(), data, Protocol(cv=splitter))
    expected = cross_val_predict(pipeline(), data.paths, data.labels, cv=splitter)
    np.testing.assert_array_equal(result.predictions.answers[0], expected)
    probabilities = cross_val_predict(
        pipeline(), data.paths, data.labels, cv=splitter, method="predict_proba"
    )
    np.testing.assert_allclose(result.predictions.scores[0], probabilities, atol=1e-6)
    by_number = cross_validate_images(pipeline(), data, Protocol(cv=4, seed=2))
    np.testing.assert_array_equal(by_number.predictions.answers, result.predictions.answers)


def test_multilabel_with_groups_equals_scikit_learn(data):
    labels = np.column_stack([data.labels == "down", data.labels != "plain"]).astype(np.int8)
    groups = np.arange(len(data)) // 3
    multi = replace(data, targets=labels, class_names=("vertical", "striped"), groups=groups)
    forest = RandomForestClassifier(15, random_state=0)
    pipe = make_pipeline(ReadImages(), Resize(32), HOG(), forest)
    result = cross_validate_images(pipe, multi, Protocol(cv=3, seed=1))
    folds = result.predictions.folds[0]
    pairs = [(np.flatnonzero(folds != f), np.flatnonzero(folds == f)) for f in (1, 2, 3)]
    expected = cross_val_predict(pipe, multi.paths, labels, cv=pairs)
    np.testing.assert_array_equal(result.predictions.answers[0], expected)
    assert result.task == "multilabel"
    assert result.predictions.scores.shape == (1, len(data), 2)
    for group in np.unique(groups):
        assert len(np.unique(result.predictions.folds[0][groups == group])) == 1


def test_stages_names_and_notes_stand_in_the_result(data):
    calls = []
    noted = replace(data, notes=("look here",))
    result = cross_validate_images(
        pipeline(), noted, Protocol(cv=2), progress=lambda *c: calls.append(c)
    )
    assert {"decode", "features", "extract", "fit", "predict", "folds"} <= set(result.seconds)
    assert result.notes == ("look here",)
    assert result.predictions.paths == tuple(data.relative_paths())
    assert result.class_names == data.class_names
    assert ("extract", len(data), len(data)) in calls
    assert calls[-2:] == [("cv", 1, 2), ("cv", 2, 2)]


def test_same_result_for_every_n_jobs_and_with_a_cache(data, tmp_path):
    first = cross_validate_images(pipeline(), data, Protocol(cv=3))
    for options in ({"n_jobs": 3}, {"cache": tmp_path}, {"cache": tmp_path, "n_jobs": 2}):
        again = cross_validate_images(pipeline(), data, Protocol(cv=3), **options)
        np.testing.assert_array_equal(again.predictions.scores, first.predictions.scores)
        assert again.figures == first.figures


def test_unreadable_image_goes_with_its_target(tmp_path):
    make_folder(tmp_path, n=12)
    clean = cross_validate_images(pipeline(), ImageDataset.from_folder(tmp_path), Protocol(cv=3))
    (tmp_path / "down" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing more")
    data = ImageDataset.from_folder(tmp_path)
    said = "1 of 37 set aside, .*: 'down/broken.png'"
    with pytest.warns(UserWarning, match=said):
        result = cross_validate_images(pipeline(), data, Protocol(cv=3))
    for text in (str(result), repr(result)):
        assert re.search(said.replace(" of 37", ""), text)
    assert "set aside" not in str(clean) + repr(clean)
    assert result.n_images == clean.n_images == 36
    broken = [item.path for item in (*result.rejected, *data.set_aside)]
    assert broken == ["down/broken.png"]
    assert result.predictions.paths == clean.predictions.paths
    np.testing.assert_array_equal(result.predictions.scores, clean.predictions.scores)


def test_deep_images_are_kept_without_a_range_given(tmp_path):
    folder = make_folder(tmp_path, n=6)
    rng = np.random.default_rng(0)
    for name, level in {"across": 9_000, "down": 30_000, "plain": 60_000}.items():
        for i in range(6):
            write_png(folder / name / f"deep{i}.png", rng.integers(0, level, (32, 32), np.uint16))
    result = cross_validate_images(pipeline(), ImageDataset.from_folder(folder), Protocol(cv=3))
    assert result.n_images == 36 and not result.rejected


def test_what_a_table_sets_aside_is_in_the_result(tmp_path):
    data = ImageDataset.from_folder(make_folder(tmp_path, n=6))
    lines = [f"{path},{label}" for path, label in zip(data.relative_paths(), data.labels)]
    (tmp_path / "t.csv").write_text("path,label\n" + "\n".join([*lines, "gone.png,plain"]))
    table = ImageDataset.from_csv(tmp_path / "t.csv")
    result = cross_validate_images(pipeline(), table, Protocol(cv=3))
    assert "1 set aside, file not found: 'gone.png'" in repr(result)


def test_official_test_part_is_left_alone(data):
    split = np.where(np.arange(len(data)) % 4 == 0, "test", "train")
    result = cross_validate_images(pipeline(), replace(data, split=split), Protocol(cv=3))
    assert result.n_images == np.count_nonzero(split == "train")
    assert result.notes == ("the official test part (18 images) took no part",)


def test_groups_are_the_units_of_the_interval(tmp_path):
    data = ImageDataset.from_folder(make_folder(tmp_path, n=12), group_by="plate[0-9]+")
    result = cross_validate_images(pipeline(), data, Protocol(cv=2))
    assert "in groups worth" in result.figures["accuracy"].interval.method
    for group in np.unique(data.groups):
        assert len(np.unique(result.predictions.folds[0][data.groups == group])) == 1


def test_selection_by_label_does_not_lift_the_score_of_noise(tmp_path):
    rng = np.random.default_rng(5)
    for i in range(80):
        image = rng.integers(0, 256, (32, 32), np.uint8)
        write_png(tmp_path / "ab"[i % 2] / f"{i}.png", image)
    data = ImageDataset.from_folder(tmp_path)
    pipe = make_pipeline(ReadImages(), RawPixels(), SelectKBest(k=10), LogisticRegression())
    result = cross_validate_images(pipe, data, Protocol(repeats=2))
    low, high, _ = result.figures["accuracy"].interval
    assert low <= 0.5 <= high
    assert result.train["accuracy"].value > 0.7
