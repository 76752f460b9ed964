"""Small trainings of every kind, from the real workflow."""

import cv2
import numpy as np
import pytest
from sample_images import write_png
from trainings import train_with

from classic_cls import ImageDataset, RandomSplits

HOSTILE = "<script>alert('1')<& \"x\">"
ACCENTED = "Grüße_Жук_蝴蝶"


def _picture(kind, rng, side=16):
    """A grey ramp whose direction tells the kind; the noise makes some mistakes."""
    ramp = np.linspace(0, 30, side)[:, None] * np.ones(side)
    image = np.rot90(ramp, kind) + rng.integers(0, 225, (side, side))
    return image.astype(np.uint8)


def _write_classes(root, names, n, prefix=""):
    rng = np.random.default_rng(0)
    for kind, name in enumerate(names):
        for i in range(n):
            write_png(root / name / f"{prefix}{i:02d}.png", _picture(kind, rng))
    return root


@pytest.fixture(scope="session")
def options():
    return {"features": ["raw"], "size": 16, "cv": 3}


@pytest.fixture(scope="session")
def hostile(tmp_path_factory, options):
    """Two classes of hostile names, groups, and two files that cannot be read."""
    root = tmp_path_factory.mktemp("data") / "insects & <b>more"
    _write_classes(root, [HOSTILE, ACCENTED], 15, prefix="<img src=x onerror=alert(1)>")
    (root / ACCENTED / "empty_<i>99.png").write_bytes(b"")
    (root / HOSTILE / "broken_98.png").write_bytes(b"\x89PNG\r\n\x1a\n1234")
    data = ImageDataset.from_folder(root, group_by="([0-9]+)[.]png")
    with pytest.warns(UserWarning, match="2 of 32 set aside|1 of 32 set aside"):
        return train_with(data, positive=HOSTILE, **options)


@pytest.fixture(scope="session")
def held_out(tmp_path_factory, options):
    """Four classes, a part held out, several repeats."""
    root = _write_classes(tmp_path_factory.mktemp("four"), ["up", "down", "left", "right"], 12)
    return train_with(ImageDataset.from_folder(root), test_size=0.25, repeats=2, **options)


@pytest.fixture(scope="session")
def official(tmp_path_factory, options):
    """Folders train and test, probabilities."""
    root = tmp_path_factory.mktemp("official")
    _write_classes(root / "train", ["up", "down"], 12)
    _write_classes(root / "test", ["up", "down"], 6)
    return train_with(ImageDataset.from_folder(root), classifier="logistic", **options)


@pytest.fixture(scope="session")
def multilabel(tmp_path_factory, options):
    """Three labels, some images without any."""
    root = tmp_path_factory.mktemp("many")
    rng = np.random.default_rng(0)
    lines = ["path,labels"]
    for i in range(36):
        kinds = [kind for kind in range(3) if rng.random() < 0.5]
        image = sum([_picture(kind, rng) // 4 for kind in kinds], np.zeros((16, 16), np.uint8))
        write_png(root / f"{i}.png", image)
        lines.append(f"{i}.png," + ";".join("abc"[kind] for kind in kinds))
    (root / "labels.csv").write_text("\n".join(lines) + "\n")
    return train_with(ImageDataset.from_csv(root / "labels.csv"), **options)


@pytest.fixture(scope="session")
def copied(tmp_path_factory, options):
    """Copies of images in two classes, one with the other label and one in the test part."""
    root = tmp_path_factory.mktemp("copied")
    rng = np.random.default_rng(0)
    lines = ["path,label,split,scanner"]
    for i in range(60):
        image = cv2.resize(rng.integers(0, 256, (6, 6), np.uint8), (24, 24))
        label = "ab"[i % 2]
        write_png(root / f"{i}.png", image)
        lines.append(f"{i}.png,{label},train,{'<i>old' if i % 3 else 'new'}")
        if i in (0, 1, 2, 3, 4, 5):
            # The last but one has another label, the last is a test image.
            other = "b" if i == 4 else label
            part = "test" if i == 5 else "train"
            write_png(root / f"copy_of_{i}.png", image - image // 64)
            lines.append(f"copy_of_{i}.png,{other},{part},new")
    for i in range(6):
        write_png(root / f"unseen_{i}.png", rng.integers(0, 256, (24, 24), np.uint8))
        lines.append(f"unseen_{i}.png,{'ab'[i % 2]},test,new")
    (root / "labels.csv").write_text("\n".join(lines) + "\n")
    data = ImageDataset.from_csv(root / "labels.csv")
    return train_with(data, classifier="knn", by=["scanner"], **options)


@pytest.fixture(scope="session")
def unknown(tmp_path_factory, options):
    """Three labels, of which some are unknown; three random splits."""
    root = tmp_path_factory.mktemp("unknown")
    rng = np.random.default_rng(1)
    lines = ["path,a,b,c"]
    for i in range(40):
        kinds = rng.random(3) < 0.5
        parts = [_picture(kind, rng) // 4 for kind in np.flatnonzero(kinds)]
        write_png(root / f"{i}.png", sum(parts, np.zeros((16, 16), np.uint8)))
        cells = [str(int(kind)) for kind in kinds]
        if i % 4 == 0:
            cells[i % 3] = "?"
        lines.append(f"{i}.png," + ",".join(cells))
    (root / "labels.csv").write_text("\n".join(lines) + "\n")
    data = ImageDataset.from_csv(root / "labels.csv")
    options = options | {"cv": RandomSplits(3, test_size=0.2), "classifier": "logistic"}
    return train_with(data, **options)


@pytest.fixture(scope="session")
def tuned(tmp_path_factory, options):
    """Two classes with probabilities, a recall to reach, and groups left out in turn."""
    root = _write_classes(tmp_path_factory.mktemp("tuned"), ["bad", "good"], 18)
    data = ImageDataset.from_folder(root, group_by="([0-9])[.]png")
    options = options | {"cv": "leave-one-group-out", "classifier": "logistic"}
    options |= {"keep_duplicates_together": False, "by": ["group"]}
    return train_with(data, aim="recall=0.95", **options)


@pytest.fixture(
    params=["hostile", "held_out", "official", "multilabel", "copied", "unknown", "tuned"]
)
def training(request):
    """Each of them in turn."""
    return request.getfixturevalue(request.param)
