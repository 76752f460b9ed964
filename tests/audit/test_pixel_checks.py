"""Images that are dark, bright, flat, blurred or blank; and sets that are so throughout."""

import cv2
import numpy as np
import pytest
from audit.planted import findings_of, one, picture, write_set
from sample_images import write_png

from classic_cls.kernels.pixel_statistics import STATISTICS, grey_statistics

PIXEL_CODES = {"CC012", "CC013", "CC014", "CC015", "CC016"}
SPOILED = {
    "CC012": lambda image: (image * 0.06).astype(np.uint8),
    "CC013": lambda image: (240 + image * 0.058).astype(np.uint8),
    "CC014": lambda image: (120 + image * 0.06).astype(np.uint8),
    "CC015": lambda image: cv2.GaussianBlur(image, (0, 0), 3),
    "CC016": lambda image: np.full_like(image, 90),
}


@pytest.mark.parametrize("code", SPOILED)
def test_one_such_image_is_found(tmp_path, code):
    write_set(tmp_path)
    write_png(tmp_path / "cat" / "spoiled.png", SPOILED[code](picture(9000)))
    _, names = one(tmp_path, code)
    assert names == ["cat/spoiled.png"]


@pytest.mark.parametrize("code", sorted(SPOILED.keys() - {"CC016"}))
def test_a_set_that_is_so_throughout_is_no_finding(tmp_path, code):
    for k, name in enumerate(("cat", "dog")):
        for i in range(10):
            image = SPOILED[code](picture(100 * k + i))
            write_png(tmp_path / name / f"{chr(97 + i)}.png", image)
    assert code not in findings_of(tmp_path)[0]


def test_cc008_grey_images_among_coloured_ones(tmp_path):
    write_set(tmp_path)
    write_png(tmp_path / "cat" / "grey.png", picture(9100)[..., 0])
    write_png(tmp_path / "dog" / "as_colour.png", np.repeat(picture(9101)[..., :1], 3, axis=2))
    finding, names = one(tmp_path, "CC008")
    assert finding.severity == "info" and set(names) == {"cat/grey.png", "dog/as_colour.png"}


def test_cc008_is_a_warning_where_one_class_is_grey(tmp_path):
    write_set(tmp_path, classes=("cat",))
    for i in range(11):
        write_png(tmp_path / "dog" / f"{chr(97 + i)}.png", picture(200 + i)[..., 0])
    finding, _ = one(tmp_path, "CC008")
    assert finding.severity == "warning" and "all in class 'dog'" in finding.message


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (3, 5), (50, 70)])
def test_statistics_agree_with_their_definition(shape):
    image = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    found = dict(zip(STATISTICS, grey_statistics(image), strict=True))
    values = image.astype(float)
    assert found["brightness"] == pytest.approx(values.mean())
    assert found["contrast"] == pytest.approx(values.std())
    assert found["dark"] == pytest.approx((image <= 5).mean())
    assert found["light"] == pytest.approx((image >= 250).mean())
    kept = []
    for turned in (values, values.T):
        smooth = np.stack([
            turned[:, max(0, x - 4) : x + 5].mean(axis=1) for x in range(turned.shape[1])
        ], axis=1)  # fmt: skip
        differences = np.abs(np.diff(turned, axis=1))
        lost = np.maximum(0, differences - np.abs(np.diff(smooth, axis=1)))
        kept.append(lost.sum() / differences.sum() if differences.sum() else 0)
    assert found["sharpness"] == pytest.approx(min(kept), abs=1e-9)


def test_sharpness_falls_with_blur_and_hardly_with_brightness():
    image = picture(1)[..., 0]
    sharpness = [
        grey_statistics(cv2.GaussianBlur(image, (0, 0), sigma))[-1] for sigma in (0.3, 1, 2, 4)
    ]
    assert sorted(sharpness, reverse=True) == sharpness
    darker = grey_statistics((image * 0.5).astype(np.uint8))[-1]
    assert darker == pytest.approx(grey_statistics(image)[-1], abs=0.03)
