"""What should not matter is told of where it goes with the class, and nowhere else."""

import dataclasses

import numpy as np
import pytest
from audit.written_sets import clouds, facts_of, write, write_classes

from classic_cls import ImageDataset
from classic_cls.audit import CHECKS, Facts
from classic_cls.audit.checks import number_tells
from classic_cls.audit.shortcut import Shortcut

SHORTCUTS = [check for check in CHECKS if isinstance(check, Shortcut)]


def found(facts, severity="warning"):
    """Codes of the checks that found something, and their findings."""
    findings = [finding for check in SHORTCUTS for finding in check.find(facts)]
    return {f.code: f for f in findings if f.severity == severity}


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean")
    write_classes(folder, suffix=".jpg", quality=80)
    return facts_of(folder)


def test_clean_sets_have_no_shortcut(clean):
    assert not found(clean) and not found(clean, "info")


def test_codes_and_grades():
    grades = {check.code: check.severity for check in SHORTCUTS}
    assert {grade for code, grade in grades.items() if code < "CC410"} == {"warning"}
    assert {grade for code, grade in grades.items() if code > "CC410"} == {"info"}


@pytest.mark.parametrize("quality", [60, 65, 70, 75, 85, 90, 95])
def test_cc403_another_jpeg_quality_is_found(tmp_path, quality):
    def change(name, number, image):
        return image, {"quality": quality} if name == "b" else {"quality": 80}

    write_classes(tmp_path, 15, change=change, suffix=".jpg")
    finding = found(facts_of(tmp_path))["CC403"]
    assert finding.figures["classes"] == ["b"]
    assert {item.row for item in finding.flagged} <= set(range(15, 30))


def test_cc401_another_format_is_found(tmp_path):
    def change(name, number, image):
        return image, {"suffix": ".bmp"} if name == "c" else {}

    write_classes(tmp_path, 15, change=change)
    assert found(facts_of(tmp_path))["CC401"].figures["classes"] == ["c"]


def test_cc401_colour_files_of_one_class_are_found(tmp_path):
    def change(name, number, image):
        return (np.repeat(image[..., None], 3, axis=2) if name == "a" else image), {}

    write_classes(tmp_path, 15, change=change)
    finding = found(facts_of(tmp_path))["CC401"]
    assert finding.message.startswith("how pixels are stored alone tells the class")


def test_cc402_another_size_is_found(tmp_path):
    def change(name, number, image):
        return (image[:, :47] if name == "a" else image), {}

    write_classes(tmp_path, 15, change=change)
    finding = found(facts_of(tmp_path))["CC402"]
    assert finding.figures["classes"] == ["a"]
    assert finding.figures["accuracy"] > finding.figures["chance"]


def test_cc404_camera_and_date_are_found(tmp_path):
    from PIL import Image

    def change(name, number, image):
        exif = Image.Exif()
        exif[0x0110] = "Left" if name == "a" else "Right"
        exif[0x0132] = f"2020:0{1 + 'abc'.index(name)}:{1 + number % 28:02} 10:00:00"
        return image, {"exif": exif}

    write_classes(tmp_path, 20, change=change, suffix=".jpg")
    facts = facts_of(tmp_path)
    exif = next(check for check in SHORTCUTS if check.code == "CC404")
    by_name = {finding.figures["candidate"]: finding for finding in exif.find(facts)}
    assert by_name["the camera (EXIF)"].figures["classes"] == ["a"]
    assert by_name["the date (EXIF)"].figures["accuracy"] == 1


def test_cc406_a_mark_in_a_corner_is_found(tmp_path):
    stamp = np.zeros((12, 12), np.uint8)
    stamp[::3] = stamp[:, ::4] = 250

    def change(name, number, image):
        image = image.copy()
        if name == "b":
            image[:12, -12:] = stamp
        return image, {"quality": 90}

    write_classes(tmp_path, 20, change=change, suffix=".jpg")
    finding = found(facts_of(tmp_path))["CC406"]
    assert finding.message.startswith("the top right corner alone tells the class")
    assert finding.figures["classes"] == ["b"] and len(finding.flagged) == 20


@pytest.mark.parametrize("blank", [True, False])
def test_cc406_blank_and_common_corners_are_no_marks(tmp_path, blank):
    def change(name, number, image):
        image = image.copy()
        if blank and name == "b":
            image[:12, -12:] = 255
        if not blank:
            image[:12, -12:] = np.arange(12) * 20
        return image, {}

    write_classes(tmp_path, 20, change=change)
    assert "CC406" not in found(facts_of(tmp_path))


def _named(tmp_path, name_of):
    """Three classes of 30, of which file ``i`` of class ``c`` has the name ``name_of(c, i)``."""
    for place, images in enumerate(np.array_split(np.array(clouds(90)), 3)):
        for number, image in enumerate(images):
            write(tmp_path / "abc"[place] / f"{name_of(place, number)}.png", image)
    return found(facts_of(tmp_path))


def test_cc405_a_counter_that_tells_is_found(tmp_path):
    # Two sessions: in each, a then b then c.
    finding = _named(tmp_path, lambda c, i: f"IMG_{1000 * (i % 2) + 100 * c + i}")["CC405"]
    assert finding.figures["accuracy"] > 0.9


@pytest.mark.parametrize(
    "name_of",
    [
        lambda c, i: f"{i:03}",  # counted anew in each folder
        lambda c, i: f"{30 * c + i:03}",  # class by class
        lambda c, i: f"{c}_{i}",  # the class itself
        lambda c, i: f"IMG_{3 * i + c}",  # in turn
        lambda c, i: f"x{'abcdefgh'[i % 8]}{'ijklmnop'[i // 8]}",  # no number
    ],
)
def test_cc405_other_numbers_are_none(tmp_path, name_of):
    assert "CC405" not in _named(tmp_path, name_of)


def test_cc405_a_few_wrong_labels_do_not_make_a_sorted_set_a_counter():
    classes = np.repeat(np.arange(5), 40)
    assert number_tells._is_class_by_class(classes)
    wrong = np.random.default_rng(0).permutation(200)[:10]
    flipped = classes.copy()
    flipped[wrong] = (flipped[wrong] + 1) % 5
    assert number_tells._is_class_by_class(flipped)
    in_sessions = np.concatenate([classes[::2], classes[1::2]])  # each class twice, 20 together
    assert not number_tells._is_class_by_class(in_sessions)
    assert not number_tells._is_class_by_class(np.random.default_rng(0).permutation(classes))


def test_cc411_cc412_cc413_size_light_and_border_are_for_information(tmp_path):
    def change(name, number, image):
        image = image // 8 + np.uint8(70 * "abc".index(name))
        if name == "c":
            image = image // 32 * 32
        return image, {}

    write_classes(tmp_path, 20, change=change)
    facts = facts_of(tmp_path)
    told = found(facts, "info")
    assert {"CC411", "CC412", "CC413"} <= set(told)
    assert "which content may explain" in told["CC412"].message
    assert not found(facts)


def test_labels_drawn_by_chance_are_not_told(clean):
    wanted = clean.dataset
    for seed in range(3):
        targets = np.random.default_rng(seed).permutation(wanted.targets)
        clean.dataset = dataclasses.replace(wanted, targets=targets)
        assert not found(clean) and not found(clean, "info")
    clean.dataset = wanted


def test_copies_of_few_images_prove_nothing(tmp_path):
    """Twenty copies each of four images: each is one case, whatever their sizes."""
    for place, image in enumerate(clouds(4)):
        image = image if place % 2 else image[:, :40]
        for number in range(20):
            write(tmp_path / "ab"[place % 2] / f"{place}_{number}.png", image)
    assert "CC402" not in found(facts_of(tmp_path))


def test_several_labels_are_told_one_by_one(tmp_path):
    rows = ["path,labels"]
    for number, image in enumerate(clouds(40)):
        labels = [label for label, by in (("sea", 2), ("sky", 3)) if number % by == 0]
        write(tmp_path / f"{number}.png", image[:40] if number % 2 == 0 else image)
        rows.append(f"{number}.png,{';'.join(labels)}")
    (tmp_path / "labels.csv").write_text("\n".join(rows))
    facts = Facts.of(ImageDataset.from_csv(tmp_path / "labels.csv"), n_jobs=1)
    finding = found(facts)["CC402"]
    assert finding.message.startswith("the image size alone tells whether there is sea")
