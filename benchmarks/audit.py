"""Does the audit find what is planted, nothing else, and in bearable time?

    python benchmarks/audit.py [--flips DATA ...] [--clean DATA ...] [--jpeg DATA ...]
        [--chance DATA ...] [--time DATA ...] [--share 0.05] [--images N] [--jobs 2]

DATA are folders or tables. Prints a table in Markdown for each question asked:

- ``--flips``: a share of the labels is exchanged at random for another class; average precision of
  the ranking by the chance of being wrong, how many are expected to be wrong, and how many of
  those named are;
- ``--clean``: what shortcuts, wrong labels and atypical images are told of as the data are;
- ``--jpeg``: one class after the other (up to 3) resaved as JPEG at qualities 60 to 95, among up to
  15 images of up to 8 classes, which keep their files if these are JPEG, else are stored at 85:
  how often it is found, and what else is suspicious that was not before;
- ``--chance``: shortcuts told of in 20 draws of labels at random;
- ``--time``: seconds of the whole audit, on ``--jobs`` processors.
"""

import argparse
import dataclasses
import shutil
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np
from sklearn.metrics import average_precision_score

from classic_cls import ImageDataset
from classic_cls.audit import CHECKS, Facts
from classic_cls.reading import read_image
from classic_cls.workflows import audit_images

QUALITIES = (60, 65, 70, 75, 80, 85, 90, 95)
DRAWS = 20
SHORTCUTS = [check for check in CHECKS if "CC401" <= check.code < "CC420"]
LEARNED = [check for check in CHECKS if check.code in ("CC301", "CC302")]


def opened(place, n_images, seed=0):
    data = ImageDataset.open(place)
    if n_images is None or n_images >= len(data):
        return data
    return data.take(np.sort(np.random.RandomState(seed).permutation(len(data))[:n_images]))


def suspicious(facts):
    """Codes and classes of shortcuts that content cannot explain."""
    found = [finding for check in SHORTCUTS for finding in check.find(facts)]
    return {
        (f.code, name) for f in found if f.severity == "warning" for name in f.figures["classes"]
    }


def flips(place, options):
    data = opened(place, options.images)
    rng = np.random.RandomState(0)
    wrong = np.zeros(len(data), bool)
    wrong[rng.permutation(len(data))[: round(options.share * len(data))]] = True
    given = data.targets.copy()
    for row in np.flatnonzero(wrong):
        given[row] = rng.choice([name for name in data.class_names if name != given[row]])
    facts = Facts.of(dataclasses.replace(data, targets=given), n_jobs=options.jobs)
    noise = facts.label_noise
    named = noise.wrong >= 0.5
    return {
        "images": f"{len(data):,}",
        "wrong": f"{wrong.sum():,}",
        "average precision": f"{average_precision_score(wrong, noise.wrong):.3f}",
        "expected wrong": f"{noise.n_wrong:,.0f}",
        "named": f"{named.sum():,}",
        "of these wrong": f"{wrong[named].mean():.2f}" if named.any() else "-",
    }


def clean(place, options):
    facts = Facts.of(opened(place, options.images), n_jobs=options.jobs)
    found = [finding for check in (*LEARNED, *SHORTCUTS) for finding in check.find(facts)]
    words = [
        f"{f.code} {f.severity}: "
        + (f"{f.figures['accuracy']:.2f}" if "accuracy" in f.figures else f"{f.n_files} images")
        for f in found
    ]
    return {"images": f"{len(facts):,}", "told": "; ".join(words) or "nothing"}


def chance(place, options):
    facts = Facts.of(opened(place, options.images), n_jobs=options.jobs)
    data, n_told = facts.dataset, 0
    for draw in range(DRAWS):
        targets = np.random.RandomState(draw).permutation(data.targets)
        facts.dataset = dataclasses.replace(data, targets=targets)
        n_told += any(check.find(facts) for check in SHORTCUTS)
    return {"images": f"{len(facts):,}", "draws": DRAWS, "with a shortcut told": n_told}


def jpeg(place, options, n_classes=8, n_each=15):
    data = ImageDataset.open(place)
    codes = np.unique(data.targets, return_inverse=True)[1]
    some = [np.flatnonzero(codes == code)[:n_each] for code in range(n_classes)]
    with tempfile.TemporaryDirectory() as folder:
        files = _stored(data.take(np.concatenate(some)), Path(folder) / "set")
        before = suspicious(_facts(folder, options))
        tried = found = same = others = 0
        for name in sorted(files)[:3]:
            for quality in QUALITIES:
                undone = {path: path.read_bytes() for path in files[name]}
                for path in files[name]:
                    _save(path, read_image(path), quality)
                facts = _facts(folder, options)
                if len(np.unique(facts.files.jpeg_tables)) == 1:
                    same += 1  # as the rest were saved: there is nothing to find
                else:
                    told = suspicious(facts)
                    tried, found = tried + 1, found + (("CC403", name) in told)
                    others += bool({key for key in told - before if key[0] != "CC403"})
                for path, content in undone.items():
                    path.write_bytes(content)
    return {"tried": tried, "found": found, "others told": others, "of the same quality": same}


def _facts(folder, options):
    return Facts.of(ImageDataset.from_folder(Path(folder) / "set"), n_jobs=options.jobs)


def _stored(data, folder):
    """Copies of JPEG files, and JPEG files of others; by class."""
    is_jpeg = all(ref.path.lower().endswith((".jpg", ".jpeg")) for ref in data.refs)
    files: dict = {}
    for number, (ref, name) in enumerate(zip(data.refs, data.targets, strict=True)):
        path = folder / name / f"{number:05}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_jpeg:
            shutil.copyfile(ref.path, path)
        else:
            _save(path, read_image(ref), 85)
        files.setdefault(name, []).append(path)
    return files


def _save(path, image, quality):
    bgr = image if image.ndim == 2 else image[..., ::-1]
    path.write_bytes(cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes())


def timed(place, options):
    data = opened(place, options.images)
    started = time.perf_counter(), time.process_time()
    audit_images(data, n_jobs=options.jobs)
    wall, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    return {"images": f"{len(data):,}", "seconds": f"{wall:.0f}", "of all processors": f"{cpu:.0f}"}


QUESTIONS = {"flips": flips, "clean": clean, "jpeg": jpeg, "chance": chance, "time": timed}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in QUESTIONS:
        parser.add_argument(f"--{name}", nargs="+", default=[], metavar="DATA")
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--images", type=int, help="at most so many of each set, drawn at random")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    for name, measure in QUESTIONS.items():
        for number, place in enumerate(getattr(options, name)):
            row = measure(place, options)
            if number == 0:
                print(f"\n| {name} | " + " | ".join(row) + " |\n" + "|---" * (len(row) + 1) + "|")
            print(f"| {place} | " + " | ".join(map(str, row.values())) + " |", flush=True)


if __name__ == "__main__":
    main()
