"""New images and new classes in a model that is there already."""

from dataclasses import replace

import numpy as np
import pytest
from sample_images import write_png
from sklearn.base import clone
from trainings import train_with

from classic_cls import (
    ImageDataset,
    LinearDiscriminant,
    load_model,
    save_model,
    save_update,
    update,
)
from classic_cls.persistence import KeptRows
from classic_cls.workflows import OutputExists

QUICK = {"features": ["raw"], "size": 12, "cv": 3}
KINDS = ("brick", "cloth", "foil")


def drawn(kind, n, seed, side=48):
    """Images with a pattern of their kind, a coarse one of their own, and noise."""
    pattern = np.random.default_rng(KINDS.index(kind)).integers(0, 2, (6, 6)) * 70
    rng = np.random.default_rng([KINDS.index(kind), seed])
    coarse, fine = rng.integers(0, 120, (n, 6, 6)) + pattern, rng.integers(0, 50, (n, side, side))
    return (np.kron(coarse, np.ones((side // 6, side // 6), int)) + fine).astype(np.uint8)


def write(root, kinds=KINDS, n=12, seed=0, folder="", color=False):
    for kind in kinds:
        for i, image in enumerate(drawn(kind, n, seed)):
            shown = np.repeat(image[..., None], 3, axis=2) if color else image
            write_png(root / kind / folder / f"{seed}_{i}.png", shown)
    return ImageDataset.from_folder(root, group_by="parent" if folder else None)


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    return write(tmp_path_factory.mktemp("old"), KINDS[:2])


@pytest.fixture(scope="module")
def new(tmp_path_factory):
    """More images of a known class, and a new one."""
    return write(tmp_path_factory.mktemp("new"), KINDS[1:], seed=1)


@pytest.fixture(scope="module")
def keeping(old):
    return train_with(old, **QUICK, classifier="logistic", keep_features=True).model


@pytest.fixture(scope="module")
def adding(old):
    return train_with(old, **QUICK, classifier="lda").model


def scores_of(update_or_model, data):
    return getattr(update_or_model, "model", update_or_model).predict_scores(data.paths)


def test_kept_features_are_those_of_all_images_up_to_rounding(keeping, old, new):
    updated = update(keeping, new)
    front, deciding = keeping.pipeline[:3], keeping.pipeline[3:]
    assert [name for name, _ in front.steps] == ["read", "resize", "features"]
    rows = np.concatenate([front.transform(data.paths) for data in (old, new)])
    y = np.concatenate([old.targets, new.targets])
    expected = clone(deciding).fit(rows, y)
    found = updated.model.pipeline[3:]
    assert updated.exact and updated.way == "rows" and updated.new_classes == ("foil",)
    assert updated.model.class_names == KINDS and updated.n_new == 24
    np.testing.assert_allclose(found.predict_proba(rows), expected.predict_proba(rows), atol=2e-3)
    halves = KeptRows.of(rows, np.zeros(len(rows)), np.zeros(len(rows))).rows
    same = clone(deciding).fit(halves, y)
    np.testing.assert_allclose(found.predict_proba(rows), same.predict_proba(rows), atol=1e-6)


def test_sums_are_those_of_all_images(adding, old, new):
    updated = update(adding, new)
    front = adding.pipeline[:-1]
    rows = np.concatenate([front.transform(data.paths) for data in (old, new)])
    expected = LinearDiscriminant().fit(rows, np.concatenate([old.targets, new.targets]))
    found = updated.model.pipeline[-1]
    assert updated.exact and updated.way == "partial_fit" and found.counts_.tolist() == [12, 24, 12]
    np.testing.assert_allclose(found.means_, expected.means_, atol=1e-6)
    np.testing.assert_allclose(found.coef_, expected.coef_, atol=1e-5)


def test_order_and_portions_make_no_difference(keeping, adding, old, new):
    cloth, foil = new.drop_classes(["foil"]), new.drop_classes(["cloth"])
    for model, atol in [(keeping, 0), (adding, 1e-8)]:
        one = update(update(model, cloth).model, foil)
        other = update(update(model, foil).model, cloth)
        for data in (old, new):
            np.testing.assert_allclose(scores_of(one, data), scores_of(other, data), atol=atol)
    at_once, in_two = update(keeping, new).model, update(update(keeping, cloth).model, foil).model
    assert np.array_equal(at_once.rows.halves, in_two.rows.halves)
    assert np.array_equal(scores_of(at_once, new), scores_of(in_two, new))


@pytest.mark.parametrize(
    "left_out, new_classes, parts",
    [
        (["cloth"], ("foil",), {"new_images", "new_classes"}),
        (["foil"], (), {"new_images", "old_classes"}),
        ([], ("foil",), {"new_images", "new_classes", "old_classes"}),
    ],
)
def test_a_new_class_more_images_or_both(keeping, adding, new, left_out, new_classes, parts):
    data = new.drop_classes(left_out) if left_out else new
    found = update(adding, data)
    assert found.new_classes == new_classes and set(found.parts) == parts
    assert any("how well the old classes are still known" in note for note in found.notes)
    assert found.parts["new_images"].n_images == len(data)
    found = update(keeping, data)
    assert set(found.parts) == parts | {"old_classes", "old_classes_before"}
    assert found.parts["old_classes_before"].n_images == 24
    assert not any("cannot be told" in note for note in found.notes)
    assert found.result.figures["accuracy"].value > 0.6


def test_figures_are_those_of_images_left_out(keeping, new):
    rng = np.random.default_rng(0)
    shuffled = replace(new, targets=rng.permutation(np.repeat(["cloth", "foil"], 12)))
    found = update(keeping, shuffled)
    assert found.parts["new_images"].figures["accuracy"].value < 0.85
    folds = found.result.predictions.folds[0]
    assert set(folds) == {1, 2, 3, 4, 5}


def test_a_test_of_the_old_classes_before_and_after(adding, new, tmp_path):
    test = write(tmp_path, KINDS, n=8, seed=5)
    found = update(adding, new, old=test)
    assert {"old_test", "old_test_before"} < set(found.parts)
    assert found.parts["old_test"].n_images == 16
    assert not any("cannot be told" in note for note in found.notes)


def test_images_learned_from_test_nothing(adding, old, new):
    found = update(adding, new, old=old)
    assert "old_test" not in found.parts
    assert any(
        "all 24 images to test the old classes on were learned from" in n for n in found.notes
    )


def test_images_learned_from_are_not_counted_twice(keeping, adding, old, new, tmp_path):
    for place, image in zip(("brick/a.png", "cloth/b.png"), drawn("brick", 12, 0)[:2], strict=True):
        write_png(tmp_path / place, image)
    brighter = np.clip(drawn("cloth", 12, 0)[0].astype(int) + 12, 0, 255).astype(np.uint8)
    write_png(tmp_path / "cloth" / "c.png", brighter)
    write(tmp_path, KINDS[1:], seed=1)
    with_copies = ImageDataset.from_folder(tmp_path)
    for model in (keeping, adding):
        found = update(model, with_copies)
        assert (found.n_exact, found.n_near, found.n_new) == (2, 1, 24)
        assert any("3 images the model had learned from" in note for note in found.notes)
        assert len(found.model.seen) == 48
        assert np.array_equal(scores_of(found, old), scores_of(update(model, new), old))
        with pytest.raises(ValueError, match="has learned from all of 24 images"):
            update(found.model, new)


def test_groups_stay_together_old_and_new(tmp_path):
    old = write(tmp_path / "old", KINDS[:2], n=6, folder="p1")
    old = write(tmp_path / "old", KINDS[:2], n=6, seed=1, folder="p2")
    model = train_with(old, **QUICK, classifier="lda", keep_features=True).model
    write(tmp_path / "new", KINDS[1:], n=4, seed=2, folder="p2")
    new = write(tmp_path / "new", KINDS[1:], n=4, seed=3, folder="p3")
    found = update(model, new).result.predictions
    assert len(np.unique(found.groups)) == 3  # p2 has old and new images
    for group in np.unique(found.groups):
        assert len(np.unique(found.folds[0][found.groups == group])) == 1


@pytest.mark.parametrize("name", ["Foil ", "CLOTH"])
def test_names_that_hardly_differ_are_refused(keeping, new, name):
    targets = np.where(new.targets == "foil", name, "brick")
    data = replace(new, targets=targets, class_names=tuple(np.unique(targets).tolist()))
    if name == "CLOTH":
        with pytest.raises(ValueError, match="class 'CLOTH' is hardly another one than 'cloth'"):
            update(keeping, data)
    else:
        assert update(keeping, data).new_classes == (name,)


def test_what_cannot_go_on_says_what_can(old, new):
    tree = train_with(old, **QUICK, classifier="tree").model
    with pytest.raises(ValueError, match="DecisionTreeClassifier.*keep_features=True.*'lda'"):
        update(tree, new)
    bayes = train_with(old, **QUICK, classifier="sklearn.naive_bayes:GaussianNB").model
    with pytest.raises(ValueError, match="GaussianNB takes in more images.*no new one.*'foil'"):
        update(bayes, new)
    found = update(bayes, new.drop_classes(["foil"]))
    assert not found.exact and "may have forgotten" in found.words


def test_a_threshold_between_two_classes_takes_in_no_third(old, new):
    model = train_with(old, **QUICK, aim="f1", keep_features=True, positive="cloth").model
    with pytest.raises(ValueError, match="by a threshold.*'foil'"):
        update(model, new)
    assert update(model, new.drop_classes(["foil"])).model.positive == "cloth"


def test_small_models_hold_the_rows_of_kernel_ridge(old, new):
    quick = QUICK | {"parameters": {"classifier.alpha": 0.1, "classifier.gamma": 0.3}}
    model = train_with(old, **quick).model
    kept = train_with(old, **quick, keep_features=True).model
    assert model.rows is None
    found, expected = update(model, new), update(kept, new)
    assert found.way == "rows" and any("taken from it" in note for note in found.notes)
    np.testing.assert_allclose(scores_of(found, new), scores_of(expected, new), atol=0.05)


def test_several_labels_by_kept_features(old, new):
    def labelled(data):
        targets = np.stack([data.targets == "cloth", np.arange(len(data)) % 2 == 0], axis=1)
        return replace(data, targets=targets.astype(np.int8), class_names=("cloth", "even"))

    model = train_with(labelled(old), **QUICK, classifier="logistic", keep_features=True).model
    found = update(model, labelled(new))
    assert found.model.task == "multilabel" and len(found.model.rows) == 48
    assert set(found.parts) == {"new_images", "old_classes", "old_classes_before"}
    other = replace(labelled(new), class_names=("cloth", "odd"))
    with pytest.raises(ValueError, match="nobody knows which of its old images show 'odd'"):
        update(model, other)
    with pytest.raises(ValueError, match="several labels"):
        update(replace(model, rows=None), labelled(new))
    with pytest.raises(ValueError, match="the model is multilabel|several labels"):
        update(model, new)


def test_one_image_of_a_new_class(keeping, adding, new, tmp_path):
    write_png(tmp_path / "foil" / "1.png", drawn("foil", 1, 7)[0])
    data = ImageDataset.from_folder(tmp_path)
    found = update(adding, data)
    assert found.result is None and found.parts == {} and "foil" in found.model.class_names
    found = update(keeping, data)
    assert any("class 'foil' is one image, or one group" in note for note in found.notes)


def test_other_sizes_and_colour_are_read_as_the_model_reads(keeping, new, tmp_path):
    plain = write(tmp_path / "gray", ["foil"], n=4, seed=8)
    color = write(tmp_path / "color", ["foil"], n=4, seed=8, color=True)
    one, other = (scores_of(update(keeping, data), new) for data in (plain, color))
    np.testing.assert_allclose(one, other, atol=1e-3)


def test_models_that_remember_no_images_say_so(adding, new):
    found = update(replace(adding, seen=None), new)
    assert any("holds no digests" in note for note in found.notes)


def test_what_is_written(keeping, new, tmp_path):
    path = save_model(keeping, tmp_path / "one.skops")
    back = load_model(path)
    assert np.array_equal(back.rows.halves, keeping.rows.halves)
    assert back.rows.targets.tolist() == keeping.rows.targets.tolist()
    found = update(path, new)
    with pytest.raises(OutputExists, match="one.skops"):
        save_update(found, path)
    files = save_update(found, tmp_path / "two")
    assert set(files) == {"model", "result", "report", "predictions"}
    again = load_model(tmp_path / "two")
    lineage = again.figures["lineage"]
    assert lineage[0]["file"] == "one.skops" and len(lineage[0]["sha256"]) == 64
    assert np.array_equal(scores_of(again, new), scores_of(found, new))
    third = write(tmp_path / "third", ["brick"], n=4, seed=9)
    assert len(update(tmp_path / "two", third).model.figures["lineage"]) == 2
    files = save_update(found, tmp_path / "named.skops")
    assert {file.name for file in files.values()} == {
        "named.skops", "named.json", "named.csv", "named.html",
    }


def test_augmented_images_are_not_kept(old):
    with pytest.raises(ValueError, match="augment"):
        train_with(old, **QUICK, augment="light", keep_features=True)
