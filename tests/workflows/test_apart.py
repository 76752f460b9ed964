"""What copies would have flattered: measured, or bounded by the same answers."""

import json

import numpy as np
import pytest
from sample_images import write_png
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier

from classic_cls import ImageDataset, Protocol, make_image_pipeline, train
from classic_cls.cli import run
from classic_cls.duplicates import NearDuplicates, duplicate_groups
from classic_cls.evaluation import record_of
from classic_cls.models import MultilabelOneVsRest
from classic_cls.report import render_report, summarize
from classic_cls.workflows import apart


def grouping(originals, y, groups=None):
    """Every image is a copy of the one that its number is among the ``originals``."""
    pairs = np.array([(o, i) for i, o in enumerate(originals) if o != i]).reshape(-1, 2)
    equal = y[pairs[:, 0]] == y[pairs[:, 1]]
    same = equal if y.ndim == 1 else equal.all(axis=1)
    nothing, all_of = np.zeros(len(pairs)), np.ones(len(pairs), bool)
    groups_of = np.unique(originals, return_inverse=True)[1]
    found = NearDuplicates(pairs, nothing, same, all_of, all_of, groups_of)
    return duplicate_groups(found, y, groups)


def planted(seed, share, n=150, n_classes=3, distance=1.5):
    """Overlapping classes in 8 columns, with so many copies, a tenth of which have other labels."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % n_classes
    X = rng.normal(size=(n, 8)) + distance * np.eye(8)[y]
    copied = rng.choice(n, round(share * n), replace=False)
    originals = np.concatenate([np.arange(n), copied])
    X = np.vstack([X, X[copied] + 0.01 * rng.normal(size=(len(copied), 8))])
    y = np.concatenate([y, np.where(rng.random(len(copied)) < 0.1, (y[copied] + 1) % 3, y[copied])])
    return X, np.array(list("abc"))[y], originals


def measured_and_bound(monkeypatch, X, y, originals, estimator):
    found = []
    for near in (-1, 1):
        monkeypatch.setattr(apart, "NEAR", near)
        found.append(
            apart.cross_validate_apart(
                estimator, X, y, Protocol(cv=5), duplicates=grouping(originals, y)
            )
        )
    assert [result.random_split_is_bound for result in found] == [False, True]
    np.testing.assert_array_equal(found[0].predictions.answers, found[1].predictions.answers)
    return found


@pytest.mark.parametrize("share", [0.03, 0.1, 0.4])
@pytest.mark.parametrize(
    "estimator", [KNeighborsClassifier(1), KNeighborsClassifier(5), LogisticRegression()],
    ids=["nearest", "neighbours", "logistic"],
)  # fmt: skip
def test_a_random_split_is_at_most_about_as_good_as_the_bound(monkeypatch, estimator, share):
    excess = []
    for seed in range(6):
        measured, bounded = measured_and_bound(monkeypatch, *planted(seed, share), estimator)
        for name in ("accuracy", "balanced_accuracy", "f1_macro"):
            random, bound = (r.random_split[name].value for r in (measured, bounded))
            assert bound >= bounded.figures[name].value
            excess.append(random - bound)
    # Other training sets move single figures by a few images, on average by next to nothing.
    assert np.mean(excess) < 0.01 and max(excess) < 0.05


def test_the_bound_is_reached_where_copies_are_found_again(monkeypatch):
    X, y, originals = planted(0, 1.0, distance=0.3)
    measured, bounded = measured_and_bound(monkeypatch, X, y, originals, KNeighborsClassifier(1))
    random, bound = (r.random_split["accuracy"].value for r in (measured, bounded))
    assert measured.figures["accuracy"].value < 0.6 < random <= bound


def test_several_labels_are_bounded_label_by_label(monkeypatch):
    rng = np.random.default_rng(0)
    Y = rng.integers(0, 2, (120, 3))
    Y[:4, 0] = -1
    X = rng.normal(size=(120, 6)) + np.hstack([Y, Y])
    copied = np.arange(0, 120, 4)
    originals = np.concatenate([np.arange(120), copied])
    X, Y = np.vstack([X, X[copied]]), np.vstack([Y, Y[copied]])
    Y[120:, 2] = 1 - Y[120:, 2].clip(0)  # copies that differ in one label
    estimator = MultilabelOneVsRest(GaussianNB())
    measured, bounded = measured_and_bound(monkeypatch, X, Y, originals, estimator)
    answers, truth = bounded.predictions.answers[0], bounded.predictions.truth
    twins = np.isin(originals, copied)
    wrong = (answers != truth) & (truth >= 0)
    left = wrong[~twins].sum() + wrong[twins, 2].sum()
    share = left / (truth >= 0).sum()
    assert bounded.random_split["hamming_loss"].value == pytest.approx(share)
    assert bounded.random_split["f1_micro"].value > bounded.figures["f1_micro"].value


def test_figures_of_scores_are_measured(monkeypatch):
    X, y, originals = planted(1, 0.1)
    monkeypatch.setattr(apart, "NEAR", 1)
    what = LogisticRegression(), X, y
    known = {"duplicates": grouping(originals, y)}
    bounded = apart.cross_validate_apart(*what, Protocol(), **known)
    assert bounded.random_split_is_bound and "log_loss" not in bounded.random_split
    assert not any(estimate.interval for estimate in bounded.random_split.values())
    ranked = apart.cross_validate_apart(*what, Protocol(scoring="roc_auc_macro"), **known)
    assert not ranked.random_split_is_bound and "roc_auc_macro" in ranked.random_split


def test_a_second_cross_validation_only_where_copies_can_do_much(monkeypatch):
    calls = []
    once = apart.cross_validate
    monkeypatch.setattr(
        apart, "cross_validate", lambda *a, **k: calls.append(k["groups"]) or once(*a, **k)
    )
    for distance, n_calls in [(9, 1), (0.5, 2)]:
        X, y, originals = planted(2, 0.3, distance=distance)
        y = np.concatenate([y[:150], y[originals[150:]]])
        calls.clear()
        result = apart.cross_validate_apart(
            LogisticRegression(), X, y, Protocol(), duplicates=grouping(originals, y)
        )
        assert len(calls) == n_calls and result.random_split_is_bound == (n_calls == 1)


def easy(root, n=20, n_copied=3):
    """Dark and bright chance pictures, of which a few are there twice."""
    rng = np.random.default_rng(0)
    for label, low in (("dark", 0), ("bright", 150)):
        for i in range(n):
            image = rng.integers(low, low + 100, (12, 12), dtype=np.uint8).repeat(4, 0).repeat(4, 1)
            write_png(root / label / f"{i}.png", image)
            if i < n_copied:
                write_png(root / label / f"{i}-copy.png", image)
    return root


def test_a_bound_is_said_to_be_one(tmp_path, capsys):
    easy(tmp_path / "data")
    options = ["--features", "raw", "--size", "16", "--n-jobs", "1", "--out", str(tmp_path / "out")]
    assert run(["train", str(tmp_path / "data"), *options]) == 0
    assert "\nrandom split at most about 1.000, leak-free split 1.000\n" in capsys.readouterr().out
    part = json.loads((tmp_path / "out" / "result.json").read_text())["near_duplicates"]
    assert part["random_split_is_bound"] is True
    assert part["random_split"]["accuracy"] == {
        "value": 1.0, "interval": None, "interval_method": None
    }  # fmt: skip
    page = (tmp_path / "out" / "report.html").read_text()
    assert "Random split at most about 100.0%, leak-free split 100.0%" in page


def test_the_report_says_what_a_bound_is(tmp_path):
    data = ImageDataset.from_folder(easy(tmp_path))
    pipeline = make_image_pipeline(features=["raw"], size=16, classifier="knn")
    page = render_report(summarize(train(data, pipeline, Protocol(cv=4))))
    assert "were all answers about these right" in page
    assert record_of("accuracy").at_best == "at most about"
    assert record_of("hamming_loss").at_best == "at least about"
