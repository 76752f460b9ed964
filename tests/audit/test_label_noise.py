"""How many labels are wrong, and which."""

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score

from classic_cls.audit.label_noise import label_noise
from classic_cls.audit.similarity import kernel_rows, scaled

NAMES = tuple("0123456789")


@pytest.fixture(scope="module")
def digits():
    data = load_digits()
    return kernel_rows(scaled(data.data.astype(np.float32))), data.target.astype(str)


def flipped(labels, share, seed=0):
    rng = np.random.default_rng(seed)
    wrong = np.zeros(len(labels), bool)
    wrong[rng.permutation(len(labels))[: int(share * len(labels))]] = True
    moved = (labels.astype(int) + rng.integers(1, 10, len(labels))) % 10
    return np.where(wrong, moved.astype(str), labels), wrong


@pytest.mark.parametrize("share", [0.02, 0.05, 0.2])
def test_flipped_labels_are_found_and_counted(digits, share):
    kernel, labels = digits
    given, wrong = flipped(labels, share)
    found = label_noise(kernel, given, NAMES, np.arange(len(given)))
    assert average_precision_score(wrong, found.wrong) > 0.95
    assert found.n_wrong == pytest.approx(wrong.sum(), rel=0.15, abs=4)
    named = found.wrong >= 0.5
    assert wrong[named].mean() > 0.9 and named[wrong].mean() > 0.9
    best = found.probabilities.argmax(axis=1)
    assert (best[wrong] == labels[wrong].astype(int)).mean() > 0.95


def test_right_labels_are_left_alone(digits):
    kernel, labels = digits
    found = label_noise(kernel, labels, NAMES, np.arange(len(labels)))
    assert (found.wrong >= 0.5).sum() <= 1 and found.n_wrong < 4
    assert np.allclose(found.probabilities.sum(axis=1), 1)


def test_classes_that_look_alike_are_not_wrong():
    rng = np.random.default_rng(0)
    codes = np.repeat([0, 1, 2], 200)
    rows = rng.normal(size=(600, 5)).astype(np.float32)
    rows[:, 0] += 3 * (codes == 2)  # the first two cannot be told apart
    kernel = kernel_rows(scaled(rows))
    found = label_noise(kernel, np.array(list("abc"))[codes], tuple("abc"), np.arange(600))
    assert (found.wrong >= 0.5).sum() <= 3


@pytest.mark.parametrize("n", [24, 300])
def test_labels_that_cannot_be_learned_are_not_wrong(n):
    for seed in range(10):
        rng = np.random.default_rng(seed)
        kernel = kernel_rows(scaled(rng.normal(size=(n, 20)).astype(np.float32)))
        found = label_noise(
            kernel, np.array(["a", "b"])[np.arange(n) % 2], ("a", "b"), np.arange(n)
        )
        assert found.n_wrong == 0


def test_a_copy_is_no_evidence_for_its_own_label(digits):
    kernel, labels = digits
    rows = np.flatnonzero(labels == "3")[:30]
    odd = kernel[rows[:1]].repeat(30, axis=0)  # thirty copies of one image, under a wrong name
    kernel = np.vstack([kernel, odd])
    given = np.concatenate([labels, ["8"] * 30])
    units = np.concatenate([np.arange(len(labels)), np.full(30, rows[0])])
    apart = label_noise(kernel, given, NAMES, units)
    blind = label_noise(kernel, given, NAMES, np.arange(len(given)))
    assert (apart.wrong[-30:] >= 0.5).all()
    assert (blind.wrong[-30:] < 0.5).all()


def test_small_classes_are_not_judged(digits):
    kernel, labels = digits
    keep = np.concatenate([np.flatnonzero(labels != "9"), np.flatnonzero(labels == "9")[:5]])
    found = label_noise(kernel[keep], labels[keep], NAMES, np.arange(len(keep)))
    assert (found.wrong[-5:] == 0).all()
    assert np.allclose(found.probabilities.sum(axis=1), 1)


@pytest.mark.parametrize("n", [1, 2, 12])
def test_few_images_say_nothing(digits, n):
    kernel, labels = digits
    names = tuple(sorted(set(labels[:n])))
    found = label_noise(kernel[:n], labels[:n], names, np.arange(n))
    assert found.n_wrong == 0 and found.probabilities.shape == (n, len(names))
    one_group = label_noise(kernel[:50], labels[:50], NAMES, np.zeros(50, int))
    assert one_group.n_wrong == 0


def test_several_labels_are_judged_one_by_one(digits):
    kernel, labels = digits
    codes = labels.astype(int)
    truth = np.column_stack([codes < 3, codes % 2 == 0]).astype(np.int8)
    given = truth.copy()
    at = np.random.default_rng(0).permutation(len(given))[:60]
    given[at, 1] = 1 - given[at, 1]
    given[at[:30], 0] = -1  # nobody knows
    found = label_noise(kernel, given, ("small", "even"), np.arange(len(given)))
    assert average_precision_score(np.isin(np.arange(len(given)), at), found.wrong[:, 1]) > 0.85
    assert (found.wrong[:, 0] >= 0.5).sum() <= 2
    assert (found.wrong[at[:30], 0] == 0).all()
