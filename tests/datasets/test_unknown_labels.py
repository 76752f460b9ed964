"""Labels that nobody knows are not absent: reading, joining rows, counting, dropping."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from classic_cls.base import ImageRef
from classic_cls.datasets import DatasetError, ImageDataset

NAMES = ("boat", "sea", "sky")
CELLS = {1: "1", 0: "0", -1: "?"}


@pytest.fixture
def read(tmp_path):
    """Write empty image files 0.png to 9.png and a table beside them; read it."""
    for number in range(10):
        (tmp_path / f"{number}.png").touch()

    def read(lines, **options):
        (tmp_path / "set.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return ImageDataset.from_csv(tmp_path / "set.csv", **options)

    return read


def multilabel(rows, **fields):
    refs = tuple(ImageRef(f"set/{row}.png") for row in range(len(rows)))
    targets = np.array(rows, np.int8)
    return ImageDataset(refs, targets, tuple("abcdef"[: targets.shape[1]]), root="set", **fields)


def flag_lines(rows, targets):
    lines = [",".join([f"{row}.png", *(CELLS[v] for v in t)]) for row, t in zip(rows, targets)]
    return ["path," + ",".join(NAMES), *lines]


def listed_cell(target):
    marks = {1: "", -1: "?"}
    return ";".join(marks[value] + name for name, value in zip(NAMES, target) if value)


def random_targets(seed, n=10):
    """Targets that name every label, and know something of every image."""
    targets = np.random.default_rng(seed).integers(-1, 2, (n, 3), dtype=np.int8)
    targets[0] = 1
    targets[(targets == -1).all(axis=1), 0] = 0
    return targets


def test_unknown_among_several_labels(read):
    data = read(["path,labels", "0.png,sea;?boat", "1.png, ? boat | sky", "2.png,", "3.png,?sea"])
    assert data.class_names == NAMES and data.labels.dtype == np.int8
    assert data.labels.tolist() == [[-1, 1, 0], [-1, 0, 1], [0, 0, 0], [0, -1, 0]]
    assert data.class_counts() == {"boat": 0, "sea": 1, "sky": 1}
    assert data.describe() == "4 images, 3 labels (0 to 1 each), 3 unknown labels"


@pytest.mark.parametrize("cell", ["?", "sea;?", "??", "?sea;?sky;?boat"])
def test_images_of_which_no_label_is_known_are_set_aside(read, cell):
    data = read(["path,labels", f"0.png,{cell}", "1.png,sea;boat;sky"])
    assert data.relative_paths() == ["1.png"] and data.class_names == NAMES
    assert [(out.path, out.reason) for out in data.set_aside] == [("0.png", "label unknown")]


def test_rows_of_question_marks_are_set_aside(read):
    data = read(flag_lines([0, 1, 2], [[-1, -1, -1], [-1, -1, 1], [0, 0, 0]]))
    assert data.labels.tolist() == [[-1, -1, 1], [0, 0, 0]]
    assert "1 set aside, label unknown: '0.png'" in data.notes
    with pytest.raises(DatasetError, match="no row .* the first of 1, '0.png': label unknown"):
        read(flag_lines([0], [[-1, -1, -1]]))


def test_a_label_known_in_the_same_cell_is_known(read):
    assert read(["path,labels", "0.png,?sea;sea", "1.png,"]).labels.tolist() == [[1], [0]]


@pytest.mark.parametrize("seed", range(5))
def test_all_kinds_of_tables_say_the_same(read, tmp_path, seed):
    targets = random_targets(seed)
    flags = flag_lines(range(10), targets)
    listed = ["path,labels", *(f"{i}.png,{listed_cell(t)}" for i, t in enumerate(targets))]
    frame = pd.read_csv(tmp_path / "set.csv") if read(flags) else None
    sets = [read(flags), read(listed), ImageDataset.from_frame(frame, tmp_path)]
    for data in sets:
        assert data.class_names == NAMES
        np.testing.assert_array_equal(data.targets, targets)
        assert list(data.class_counts().values()) == [(c == 1).sum() for c in targets.T]
        n_unknown = np.count_nonzero(targets == -1)
        assert f", {n_unknown} unknown label" in data.describe()


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, ""])
def test_missing_values_of_a_frame_are_absent_labels(read, tmp_path, missing):
    read(flag_lines([0], [[1, 1, 1]]))
    frame = pd.DataFrame(
        {"path": ["0.png", "1.png"], "a": ["?", "1"], "b": pd.Series([missing, 1], dtype=object)}
    )
    data = ImageDataset.from_frame(frame, tmp_path)
    assert data.labels.tolist() == [[-1, 0], [1, 1]]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("kind", ["flags", "labels"])
def test_known_beats_unknown_whatever_the_order_of_the_rows(read, seed, kind):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 2, (4, 3), dtype=np.int8)
    images = np.repeat(np.arange(4), 4)
    shown = np.where(rng.random((16, 3)) < 0.6, -1, truth[images])
    shown[::4, 0] = truth[:, 0]
    images, shown = images[order := rng.permutation(16)], shown[order]
    expected = np.array([shown[images == image].max(axis=0) for image in range(4)])
    if kind == "flags":
        lines = flag_lines(images, shown)
    else:
        cells = [listed_cell(row) for row in shown]
        # The last line names every label, so that no row but it depends on the others.
        lines = [f"{image}.png,{cell}" for image, cell in zip(images, cells)]
        lines = ["path,labels", *lines, "9.png,boat;sea;sky"]
    data = read(lines)
    found = dict(zip(data.relative_paths(), data.targets.tolist()))
    assert [found[f"{image}.png"] for image in range(4)] == expected.tolist()


def test_rows_that_complete_each_other_are_named(read):
    data = read(flag_lines([0, 1, 0, 1], [[1, -1, 0], [1, 0, 0], [-1, 0, 0], [1, 0, 0]]))
    assert data.labels.tolist() == [[1, 0, 0], [1, 0, 0]]
    assert data.notes == (
        "1 row dropped, repeating an earlier one: '1.png'",
        "1 row joined with an earlier one of the same image: '0.png'",
    )


@pytest.mark.parametrize("order", [*permutations([[1, 0, 0], [-1, -1, 0], [0, 0, -1]])])
def test_rows_that_contradict_each_other_are_refused_in_any_order(read, order):
    with pytest.raises(DatasetError, match="names '0.png' twice, with label '.*; keep one row"):
        read(flag_lines([0, 0, 0], order))


def test_the_message_on_contradictions_shows_what_is_unknown(read):
    with pytest.raises(DatasetError, match=r"'sea;\?boat' in line 2 and 'sky' in line 3"):
        read(["path,labels", "0.png,sea;?boat", "0.png,sky"])
    with pytest.raises(DatasetError, match="'sea;boat' in line 2 and line 3 and 'sea' in line 4"):
        read(["path,labels", "0.png,sea;?boat", "0.png,sea;boat", "0.png,sea"])


def test_a_question_mark_is_no_label_of_one(read):
    data = read(["path,label", "0.png,a", "1.png,?"])
    assert data.labels.tolist() == ["a"] and data.set_aside[0].reason == "label unknown"


def test_dropping_a_label_sets_aside_what_is_left_unknown():
    data = multilabel([[1, -1], [0, 1], [1, 0]], columns={"s": np.array(["x", "y", "z"])})
    left = data.drop_classes(["a"])
    assert left.targets.tolist() == [[1], [0]] and left.relative_paths() == ["1.png", "2.png"]
    assert left.column("s").tolist() == ["y", "z"]
    assert [(out.path, out.reason) for out in left.set_aside] == [("0.png", "no label known")]
    assert left.notes == ("1 set aside, no label known: '0.png'",)
    assert left.describe() == "2 images, 1 label (1 each), 1 set aside"
    with pytest.raises(DatasetError, match="no image has a known label of 'b'"):
        multilabel([[1, -1], [0, -1]]).drop_classes("a")


def test_dropping_labels_one_by_one_or_together_is_the_same():
    for seed in range(10):
        targets = random_targets(seed)
        together = multilabel(targets).drop_classes(["a", "c"])
        for first, second in ["ac", "ca"]:
            left = multilabel(targets).drop_classes(first).drop_classes(second)
            assert left.relative_paths() == together.relative_paths()
            np.testing.assert_array_equal(left.targets, together.targets)


def test_labels_that_cannot_be_learned_are_notes():
    assert multilabel([[1, 0], [1, 1], [0, 1]] * 2).check_trainable() == ()
    assert multilabel([[1, 0], [1, -1], [0, 0], [0, -1]]).check_trainable() == (
        "label 'b' is never present: nothing can be learned about it",
    )
    assert multilabel([[1, 1, 1], [1, -1, 1], [0, 1, -1], [0, 1, 1]]).check_trainable() == (
        "labels 'b', 'c' are never absent: nothing can be learned about them",
    )
    assert multilabel([[1, 1, 0], [1, 0, 1], [0, 0, 1], [0, 0, 1]]).check_trainable() == (
        "label 'b' is present in one image only: it cannot be both learned and tested",
        "label 'c' is absent from one image only: it cannot be both learned and tested",
    )


def test_notes_on_labels_are_about_the_training_part():
    rows = [[1, 0], [1, 0], [0, 0], [0, 0], [1, 1]]
    data = multilabel(rows, split=np.array(["train"] * 4 + ["test"]))
    assert data.check_trainable() == (
        "label 'b' is never present: nothing can be learned about it",
    )


def test_notes_on_labels_are_about_groups_where_there_are_any():
    groups = np.array(list("gghh"))
    assert multilabel([[1, 1], [0, 1], [1, 0], [0, 0]], groups=groups).check_trainable() == (
        "label 'b' is present in one group only: it cannot be both learned and tested",
        "label 'b' is absent from one group only: it cannot be both learned and tested",
    )
    with pytest.raises(DatasetError, match="no label .* in at least 2 groups .*group_by"):
        multilabel([[1, 0], [1, 0], [0, 1], [0, 1]], groups=groups).check_trainable()


@pytest.mark.parametrize("rows", [[[1, 0], [1, 1]], [[1, -1], [-1, 0]], [[0, 0], [0, 0]]])
def test_one_label_at_least_must_be_learned_and_tested(rows):
    with pytest.raises(DatasetError, match="no label that is present in at least 2 images"):
        multilabel(rows).check_trainable()
