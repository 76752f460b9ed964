"""What files say of themselves: planted faults are found, and a clean set has none."""

import cv2
import numpy as np
import pytest
from audit.planted import findings_of, one, picture, write_set
from PIL import Image
from sample_images import write_png


@pytest.fixture
def clean(tmp_path):
    return write_set(tmp_path / "pets")


def write(path, image):
    path.write_bytes(cv2.imencode(path.suffix, image)[1].tobytes())


def test_nothing_is_found_in_a_clean_set(clean):
    found, result = findings_of(clean)
    assert not found
    assert result.worst is None and result.verdict == "nothing was found"


def test_cc001_files_that_cannot_be_read(clean):
    whole = (clean / "cat" / "cata.png").read_bytes()
    (clean / "cat" / "cut.png").write_bytes(whole[: len(whole) // 2])
    (clean / "dog" / "page.png").write_text("<!doctype html><html>not found</html>")
    finding, names = one(clean, "CC001")
    assert finding.severity == "error" and not names
    reasons = {item.path: str(item.reason) for item in finding.others}
    assert reasons.keys() == {"cat/cut.png", "dog/page.png"}
    assert reasons["cat/cut.png"].startswith("cut short")
    assert "web page" in reasons["dog/page.png"]


def test_cc002_files_that_take_no_part(clean):
    table = clean / "list.csv"
    rows = [f"{p.relative_to(clean)},{p.parent.name}" for p in sorted(clean.rglob("*.png"))]
    table.write_text("\n".join(["path,label", *rows, "gone.png,cat"]))
    finding, _ = one(table, "CC002")
    assert finding.severity == "error"
    assert [item.path for item in finding.others] == ["gone.png"]


@pytest.mark.parametrize(("name", "written_as"), [("a.jpg", ".png"), ("a.png", ".jpg")])
def test_cc003_names_that_say_another_format(clean, name, written_as):
    data = cv2.imencode(written_as, picture(5000))[1].tobytes()
    (clean / "cat" / name).write_bytes(data)
    finding, names = one(clean, "CC003")
    assert names == [f"cat/{name}"]
    assert finding.flagged[0].detail == {".png": "is a PNG", ".jpg": "is a JPEG"}[written_as]


@pytest.mark.parametrize("name", ["film.gif", "film.png", "film.webp"])
def test_cc004_animations(clean, name):
    frames = [Image.fromarray(picture(6000 + i)) for i in range(3)]
    frames[0].save(clean / "cat" / name, save_all=True, append_images=frames[1:])
    finding, names = one(clean, "CC004")
    assert names == [f"cat/{name}"] and finding.flagged[0].detail == "3 frames"


def test_cc004_is_about_no_still_image(clean):
    for suffix in ("gif", "webp", "tif", "bmp"):
        Image.fromarray(picture(6500)).save(clean / "cat" / f"still.{suffix}")
    assert "CC004" not in findings_of(clean)[0]


def test_cc005_transparency(clean):
    alpha = np.full((64, 80, 1), 200, np.uint8)
    write(clean / "dog" / "cut_out.png", np.dstack([picture(7000), alpha]))
    finding, names = one(clean, "CC005")
    assert finding.severity == "warning" and names == ["dog/cut_out.png"]


def test_cc006_more_than_eight_bits(clean):
    write(clean / "dog" / "deep.png", picture(7100).astype(np.uint16) * 257)
    finding, names = one(clean, "CC006")
    assert finding.severity == "warning" and names == ["dog/deep.png"]


def test_cc006_is_a_remark_where_all_are_deep(tmp_path):
    for k, name in enumerate(("cat", "dog")):
        (tmp_path / name).mkdir()
        for i in range(6):
            write(tmp_path / name / f"{i}.png", picture(10 * k + i)[..., 0].astype(np.uint16) * 16)
    finding, names = one(tmp_path, "CC006")
    assert finding.severity == "info" and len(names) == 12


def test_cc007_images_for_print(clean):
    Image.fromarray(picture(7200)).convert("CMYK").save(clean / "cat" / "print.jpg")
    _, names = one(clean, "CC007")
    assert names == ["cat/print.jpg"]


def test_cc009_images_turned_by_exif(clean):
    exif = Image.Exif()
    exif[274], exif[271], exif[272], exif[306] = 6, "Maker", "Model 3", "2020:05:17 10:00:00"
    Image.fromarray(picture(7300)).save(clean / "cat" / "lying.jpg", exif=exif)
    found, result = findings_of(clean)
    (finding,) = found["CC009"]
    (row,) = [item.row for item in finding.flagged]
    files = result.facts.files
    assert result.facts.names[row] == "cat/lying.jpg"
    assert (files.width[row], files.height[row]) == (64, 80)
    assert (files.camera[row], files.date[row]) == ("Maker Model 3", "2020:05:17 10:00:00")


def test_jpeg_tables_go_with_the_quality(clean):
    for i, quality in enumerate((90, 90, 60)):
        Image.fromarray(picture(7400 + i)).save(clean / "cat" / f"q{i}.jpg", quality=quality)
    facts = findings_of(clean)[1].facts
    first, second, third = (
        facts.files.jpeg_tables[facts.names.index(f"cat/q{i}.jpg")] for i in range(3)
    )
    assert first == second != third and first
    assert set(facts.files.jpeg_tables[facts.files.format == "PNG"]) == {""}


def test_cc010_images_of_odd_sizes(clean):
    write_png(clean / "cat" / "icon.png", picture(8000, (12, 16)))
    write_png(clean / "dog" / "poster.png", picture(8001, (512, 640)))
    _, names = one(clean, "CC010")
    assert set(names) == {"cat/icon.png", "dog/poster.png"}


def test_cc011_images_of_odd_shapes(clean):
    write_png(clean / "cat" / "strip.png", picture(8100, (30, 160)))
    write_png(clean / "cat" / "standing.png", picture(8101, (80, 64)))
    _, names = one(clean, "CC011")
    assert names == ["cat/strip.png"]


def test_sizes_that_differ_throughout_are_no_finding(tmp_path):
    rng = np.random.default_rng(0)
    for k, name in enumerate(("cat", "dog")):
        for i in range(20):
            shape = tuple((40 * 3 ** rng.uniform(0, 1.5, 2)).astype(int))
            write_png(tmp_path / name / f"{chr(97 + i)}.png", picture(100 * k + i, shape))
    assert not findings_of(tmp_path)[0].keys() & {"CC010", "CC011"}
