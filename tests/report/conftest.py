"""Small trainings of every kind, from the real workflow."""

import cv2
import numpy as np
import pytest

from classic_cls import ImageDataset
from classic_cls.workflows import train

HOSTILE = "<script>alert('1')<& \"x\">"
ACCENTED = "Grüße_Жук_蝴蝶"


def _picture(kind, rng, side=16):
    """A grey ramp whose direction tells the kind; the noise makes some mistakes."""
    ramp = np.linspace(0, 30, side)[:, None] * np.ones(side)
    image = np.rot90(ramp, kind) + rng.integers(0, 225, (side, side))
    return image.astype(np.uint8)


def _write(path, image):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".png", image)[1].tobytes())


def _write_classes(root, names, n, prefix=""):
    rng = np.random.default_rng(0)
    for kind, name in enumerate(names):
        for i in range(n):
            _write(root / name / f"{prefix}{i:02d}.png", _picture(kind, rng))
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
    return train(data, positive=HOSTILE, **options)


@pytest.fixture(scope="session")
def held_out(tmp_path_factory, options):
    """Four classes, a part held out, several repeats."""
    root = _write_classes(tmp_path_factory.mktemp("four"), ["up", "down", "left", "right"], 12)
    return train(ImageDataset.from_folder(root), test_size=0.25, repeats=2, **options)


@pytest.fixture(scope="session")
def official(tmp_path_factory, options):
    """Folders train and test, probabilities."""
    root = tmp_path_factory.mktemp("official")
    _write_classes(root / "train", ["up", "down"], 12)
    _write_classes(root / "test", ["up", "down"], 6)
    return train(ImageDataset.from_folder(root), classifier="logistic", **options)


@pytest.fixture(scope="session")
def multilabel(tmp_path_factory, options):
    """Three labels, some images without any."""
    root = tmp_path_factory.mktemp("many")
    rng = np.random.default_rng(0)
    lines = ["path,labels"]
    for i in range(36):
        kinds = [kind for kind in range(3) if rng.random() < 0.5]
        image = sum([_picture(kind, rng) // 4 for kind in kinds], np.zeros((16, 16), np.uint8))
        _write(root / f"{i}.png", image)
        lines.append(f"{i}.png," + ";".join("abc"[kind] for kind in kinds))
    (root / "labels.csv").write_text("\n".join(lines) + "\n")
    return train(ImageDataset.from_csv(root / "labels.csv"), **options)


@pytest.fixture(params=["hostile", "held_out", "official", "multilabel"])
def training(request):
    """Each of them in turn."""
    return request.getfixturevalue(request.param)
