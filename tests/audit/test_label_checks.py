"""Labels and classes: sizes, names, labels that say nothing; sequences in names."""

import numpy as np
import pytest
from audit.planted import findings_of, one, picture, write_set
from sample_images import write_png

from classic_cls import ImageDataset, Protocol, make_image_pipeline, train
from classic_cls.audit._naming import grouping_rule

MULTILABEL = {"CC204", "CC205", "CC206"}


def test_cc201_classes_of_different_sizes(tmp_path):
    write_set(tmp_path, n=24, classes=("cat",))
    for i in range(4):
        write_png(tmp_path / "dog" / f"{chr(97 + i)}.png", picture(500 + i))
    finding, _ = one(tmp_path, "CC201")
    assert finding.severity == "info" and finding.figures["ratio"] == 6


def test_cc202_small_classes(tmp_path):
    write_set(tmp_path)
    for i in range(3):
        write_png(tmp_path / "owl" / f"{chr(97 + i)}.png", picture(500 + i))
    write_png(tmp_path / "yak" / "only.png", picture(600))
    found, _ = findings_of(tmp_path)
    error, warning = found["CC202"]
    assert (error.severity, error.figures["classes"]) == ("error", ["yak"])
    assert (warning.severity, warning.figures["classes"]) == ("warning", ["owl"])


def test_cc202_counts_groups_where_they_are_declared(tmp_path):
    for k, name in enumerate(("cat", "dog")):
        for i in range(12):
            group = f"g{i % 6}" if name == "cat" else f"g{i % 3}"
            write_png(tmp_path / name / group / f"{i}.png", picture(100 * k + i))
    finding, _ = one(tmp_path, "CC202", group_by="parent")
    assert finding.figures["classes"] == ["dog"] and "groups" in finding.message


def test_cc203_names_that_look_the_same(tmp_path):
    write_set(tmp_path, classes=("pine tree", "oak"))
    for i in range(5):
        write_png(tmp_path / "Pine_Tree" / f"{i}.png", picture(700 + i))
    finding, names = one(tmp_path, "CC203")
    assert finding.severity == "error" and len(names) == 5
    assert {item.fix for item in finding.flagged} == {("relabel", "pine tree")}


def write_table(folder, rows):
    lines = ["path,sea,sky,ship,port"]
    for i, row in enumerate(rows):
        write_png(folder / f"{chr(97 + i)}.png", picture(i))
        lines.append(f"{chr(97 + i)}.png,{','.join(map(str, row))}")
    (folder / "list.csv").write_text("\n".join(lines))
    return folder / "list.csv"


def test_labels_of_several_an_image(tmp_path):
    rng = np.random.default_rng(0)
    rows = [[int(rng.random() < 0.5), 1, both := i % 3 == 0, both] for i in range(20)]
    rows = [[int(value) for value in row] for row in rows]
    found, _ = findings_of(write_table(tmp_path, rows))
    (constant,), (joined,) = found["CC204"], found["CC205"]
    assert constant.figures["labels"] == ["sky"] and "every" in constant.message
    assert set(joined.figures["labels"]) == {"ship", "port"}
    assert "CC206" not in found


def test_cc206_images_without_labels(tmp_path):
    rng = np.random.default_rng(1)
    rows = rng.integers(0, 2, (20, 4)).tolist()
    rows[4] = rows[11] = [0, 0, 0, 0]
    rows[12] = [0, 0, 0, "?"]
    finding, names = one(write_table(tmp_path, rows), "CC206")
    empty = {f"{chr(97 + i)}.png" for i, row in enumerate(rows) if row == [0, 0, 0, 0]}
    assert set(names) == empty and "m.png" not in names


def test_single_labels_are_no_case_for_these(tmp_path):
    assert not findings_of(write_set(tmp_path))[0].keys() & MULTILABEL


def test_cc501_suggests_groups_that_work(tmp_path):
    write_clips(tmp_path)
    finding, _ = one(tmp_path, "CC501")
    assert finding.severity == "warning", "they look alike, too"
    assert finding.figures["group_by"] == r"clip\d+"
    grouped = ImageDataset.open(tmp_path, group_by=finding.figures["group_by"])
    assert sorted(set(grouped.groups)) == [f"clip{clip:02}" for clip in range(5)]
    grouped.check_trainable()
    assert "CC501" not in findings_of(tmp_path, group_by=finding.figures["group_by"])[0]


NAMES = {
    "clips": ([f"{{}}/clip{i:02}_{j:04}.png" for i in range(4) for j in range(5)], r"clip\d+"),
    "class in the name": (
        [f"{{}}/{{}}{i}_{j}.png" for i in range(4) for j in range(5)],
        r"([^/]*?\d+)[^/]*$",
    ),
    "folders": ([f"{{}}/patient{i}/{j}.png" for i in range(4) for j in range(5)], "parent"),
    "left and right": ([f"{{}}/{i}_{s}.png" for i in range(9) for s in ("left", "right")], r"\d+"),
    "class number first": (
        [f"{{}}/15-scale_{i}_im_{j}_grey.png" for i in range(4) for j in range(5)],
        r"\d+\-scale_\d+",
    ),
    "counter": ([f"{{}}/image_{j:04}.jpg" for j in range(20)], None),
    "bare counter": ([f"{{}}/{j:04}.jpg" for j in range(20)], None),
    "one prefix": ([f"{{}}/n01440764_{j}.jpg" for j in range(20)], None),
    "digests": ([f"{{}}/{hash((7, j)) % 2**60:015x}.jpg" for j in range(20)], None),
    "no numbers": ([f"{{}}/{chr(97 + j)}.jpg" for j in range(20)], None),
}


@pytest.mark.parametrize("kind", NAMES)
def test_names_that_are_sequences_and_names_that_are_not(kind):
    patterns, expected = NAMES[kind]
    names = [name.format(*[label] * name.count("{}")) for label in ("ape", "bee")
             for name in patterns]  # fmt: skip
    targets = np.repeat(["ape", "bee"], len(patterns))
    rule = grouping_rule(names, targets)
    assert (rule and rule.group_by) == expected


@pytest.mark.parametrize(("folder", "n", "expected"), [
    ("{}breed{}", 3, None),
    ("{}breed{}", 5, "parent"),
    ("{}9{}", 3, "parent"),
])  # fmt: skip
def test_few_folders_of_one_class_each_are_kinds_but_for_numbers(folder, n, expected):
    """Such as images/spaniel/3.jpg, which a table calls a dog."""
    names = [f"{folder.format(label, chr(97 + i))}/{j:04}.jpg" for label in "xy"
             for i in range(n) for j in range(4)]  # fmt: skip
    rule = grouping_rule(names, np.repeat(list("xy"), 4 * n))
    assert (rule and rule.group_by) == expected


def test_a_name_beside_the_sequences_stands_for_itself(tmp_path):
    names = [f"{c}/clip{i}_{j}.png" for c in "ab" for i in range(4) for j in range(3)]
    names.append("a/cover.png")
    rule = grouping_rule(names, np.array([name[0] for name in names]))
    assert rule.groups[-1] == "cover.png" or rule.groups[-1].startswith("cover")
    assert len(set(rule.groups)) == 5


def write_clips(folder):
    """Four frames of each of five clips in two classes; what moves little looks alike."""
    for k, name in enumerate(("cat", "dog")):
        for clip in range(5):
            scene = picture(1000 * k + clip).astype(int)
            for frame in range(4):
                moving = np.random.default_rng(frame).normal(0, 12, scene.shape)
                image = np.clip(scene + moving, 0, 255).astype(np.uint8)
                write_png(folder / name / f"clip{clip:02}_{frame:04}.png", image)
    return folder


@pytest.mark.parametrize("group_by", [None, r"clip\d+"])
def test_train_says_that_names_look_like_sequences(tmp_path, group_by):
    data = ImageDataset.open(write_clips(tmp_path), group_by=group_by)
    pipeline = make_image_pipeline(features=["edges"], classifier="linear_svm", size=16)
    notes = train(data, pipeline, Protocol(cv=2)).notes
    assert [note for note in notes if "(CC501)" in note] == [
        note for note in notes if r"group_by='clip\\d+'" in note
    ]
    assert any("(CC501)" in note for note in notes) == (group_by is None)


def test_train_says_nothing_new_of_a_clean_set(tmp_path):
    data = ImageDataset.open(write_set(tmp_path))
    pipeline = make_image_pipeline(features=["edges"], classifier="linear_svm", size=16)
    assert not [note for note in train(data, pipeline, Protocol(cv=2)).notes if "(CC" in note]
