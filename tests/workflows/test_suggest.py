"""What to label next: the unsure first, of every kind, no copies, nothing known."""

import json
from dataclasses import replace

import numpy as np
import pytest
from sample_images import write_png
from trainings import train_with

from classic_cls import ImageDataset, predict, save_model, suggest
from classic_cls.cli import run
from classic_cls.workflows.teaching_order import teaching_order

QUICK = {"features": ["raw"], "size": 12, "cv": 2, "classifier": "logistic"}


def pictures(n, seed):
    """Dark, light, and every third in between."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 60, (n, 6, 6)) + np.array([0, 120, 60])[np.arange(n) % 3, None, None]
    return (np.kron(coarse, np.ones((4, 4), int)) + rng.integers(0, 20, (n, 24, 24))).astype(
        np.uint8
    )


@pytest.fixture(scope="module")
def places(tmp_path_factory):
    root = tmp_path_factory.mktemp("suggest")
    for i, image in enumerate(pictures(120, 0)):
        if i % 3 < 2:
            write_png(root / "old" / "ab"[i % 3] / f"{i}.png", image)
    model = train_with(ImageDataset.from_folder(root / "old"), **QUICK).model
    for i, image in enumerate(pictures(60, 1)):
        write_png(root / "new" / f"{i}.png", image)
    save_model(model, root / "m.skops")
    return root, model


def files(folder):
    return sorted(str(path) for path in folder.rglob("*.png"))


def test_the_unsure_come_first(places):
    root, model = places
    found = suggest(model, files(root / "new"), 10)
    between = [int(one.source.path.split("/")[-1][:-4]) % 3 == 2 for one in found.suggested]
    assert len(between) == 10 and np.mean(between) >= 0.9
    assert [one.rank for one in found.suggested] == list(range(1, 11))
    assert list(found.predictions) == predict(model, files(root / "new"))
    assert found.frame().columns.tolist() == [
        "path",
        "rank",
        "predicted",
        "margin",
        "probability",
        "like",
    ]


def test_more_than_there_are_and_the_same_for_any_number_of_threads(places):
    root, model = places
    one, two = (suggest(model, files(root / "new"), 100, n_jobs=n) for n in (1, 2))
    assert len(one.suggested) == 60 and one.notes[0].startswith("100 were asked for")
    assert one.frame().equals(two.frame())
    assert {s.prediction.path for s in one.suggested} == set(files(root / "new"))


def test_of_copies_one_and_training_images_last(places, tmp_path):
    root, model = places
    unsure = pictures(60, 5)[2::3][:4]
    for i, image in enumerate(np.repeat(unsure, 5, axis=0)):
        write_png(tmp_path / "in" / f"copy{i}.png", image if i % 2 else image[:, ::-1])
    for i, image in enumerate(pictures(60, 6)[:20]):
        write_png(tmp_path / "in" / f"single{i}.png", image)
    for i, image in enumerate(pictures(120, 0)[:9]):
        if i % 3 < 2:
            write_png(tmp_path / "in" / f"known{i}.png", image)
    found = suggest(model, files(tmp_path / "in"), 46)
    names = [one.source.path.split("/")[-1][:-4] for one in found.suggested]
    first = names[:24]
    assert sum(name.startswith("copy") for name in first) == 4
    assert len({int(name[4:]) // 5 for name in first if name.startswith("copy")}) == 4
    assert not any(name.startswith("known") for name in first)
    likes = {n: one.like for n, one in zip(names, found.suggested, strict=True)}
    assert all(likes[n] == "training image" for n in names if n.startswith("known"))
    assert all(likes[n] == "" for n in first) and all(likes[n] for n in names[24:])
    assert any("versions of others" in note for note in found.notes)


def test_clusters_share_the_places():
    rng = np.random.default_rng(0)
    rows = np.repeat([[0.0, 0], [50, 0], [0, 50], [50, 50]], 10, axis=0) + rng.normal(size=(40, 2))
    margins = np.where(np.arange(40) < 10, 0.01, 0.5) + rng.random(40) / 100
    margins[10:] = 0.02 + rng.random(30) / 100
    chosen = teaching_order(margins, rows, np.zeros(40, bool), 20)
    assert len(set(chosen)) == 20 and margins[chosen[0]] == margins.min()
    assert sorted(teaching_order(margins, rows, np.zeros(40, bool), 99)) == list(range(40))
    last = np.arange(40) < 10
    assert not set(teaching_order(margins, rows, last, 30)) & set(range(10))
    assert teaching_order(np.zeros(3), np.zeros((3, 2)), np.ones(3, bool), 2) == [0, 1]


def test_unreadable_files_and_mistakes(places, tmp_path):
    root, model = places
    (tmp_path / "torn.png").write_bytes(b"no image")
    found = suggest(model, [str(tmp_path / "torn.png"), *files(root / "new")[:5]], 3)
    assert len(found.suggested) == 3 and found.rejected[0].path.endswith("torn.png")
    for n in (0, -1, 2.5, True):
        with pytest.raises(ValueError, match="n must be a whole number"):
            suggest(model, files(root / "new"), n)
    with pytest.raises(ValueError, match="none of 1 images can be read"):
        suggest(model, [str(tmp_path / "torn.png")])
    with pytest.raises(ValueError, match="no image"):
        suggest(model, [])


def test_a_model_that_remembers_nothing(places):
    root, model = places
    bare = replace(model, seen=None, reference=None)
    assert len(suggest(bare, files(root / "new"), 5).suggested) == 5


def test_several_labels(tmp_path):
    rows = ["path,labels"]
    for i, image in enumerate(pictures(60, 0)):
        write_png(tmp_path / f"{i}.png", image)
        rows.append(f"{i}.png,{('dark', 'light;bright', '')[i % 3]}")
    (tmp_path / "t.csv").write_text("\n".join(rows))
    model = train_with(ImageDataset.from_csv(tmp_path / "t.csv"), **QUICK).model
    write_png(tmp_path / "new" / "1.png", pictures(3, 9)[2])
    found = suggest(model, files(tmp_path / "new"), 5)
    assert len(found.suggested) == 1 and found.suggested[0].prediction.margin is not None


def test_in_a_shell(places, capsys, monkeypatch):
    root, _ = places
    monkeypatch.chdir(root)
    (root / "empty").mkdir()
    (root / "torn").mkdir()
    (root / "torn" / "x.png").write_bytes(b"no image")
    assert run(["suggest", "m.skops", "new", "--n", "5"]) == 0
    shown = capsys.readouterr().out
    assert "predicted" in shown and shown.count("new/") == 5
    assert run(["suggest", "m.skops", "new", "torn", "--n", "5", "--out", "next"]) == 0
    assert "1 set aside" in capsys.readouterr().out
    lines = (root / "next" / "suggested.csv").read_text().splitlines()
    assert lines[0] == "path,rank,predicted,margin,probability,like" and len(lines) == 6
    page = (root / "next" / "suggested.html").read_text()
    assert page.count("<figure>") == 5 + 16 and "From the surest to the least sure" in page
    assert run(["suggest", "m.skops", "new", "--out", "next"]) == 2
    assert "--force" in capsys.readouterr().err
    assert run(["suggest", "m.skops", "new", "--n", "5", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["suggested"]) == 5
    assert run(["suggest", "m.skops", "old", "--n", "5"]) == 0  # labelled folders are as good
    assert "look like training images" in capsys.readouterr().err
    for wrong in (["empty"], ["torn"], ["gone"], ["new", "--n", "0"], []):
        assert run(["suggest", "m.skops", *wrong]) == 2
        err = capsys.readouterr().err
        assert err.startswith("error: ") and err.count("\n") == 1
