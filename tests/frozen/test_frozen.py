"""Results of small trainings on the command line stay as they are.

Where one changes on purpose: ``python tests/frozen/rewrite.py NAME``, and look at the diff.
"""

import pytest
from frozen.cases import CASES
from frozen.comparison import differences, parse
from frozen.running import EXPECTED, run_case


@pytest.mark.parametrize("name", CASES)
def test_results_stay_as_they_are(name, tmp_path, one_thread):
    found = run_case(name, tmp_path)
    folder = EXPECTED / name
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    expected = {f.relative_to(folder).as_posix(): f.read_text(encoding="utf-8") for f in files}
    assert expected.keys() == found.keys()
    wrong = [
        f"{file}: {difference}"
        for file in expected
        for difference in differences(parse(file, expected[file]), parse(file, found[file]))
    ]
    assert not wrong, f"{len(wrong)} values differ:\n" + "\n".join(wrong[:100])


def test_every_expected_result_has_a_case():
    assert {folder.name for folder in EXPECTED.iterdir()} == set(CASES)


def test_a_difference_is_named_by_its_path():
    expected = {"cv": {"accuracy": {"value": 0.9, "folds": [1.0, 0.8]}, "n": 3}, "notes": ["a"]}
    found = {"cv": {"accuracy": {"value": 0.8, "folds": [1.0, 0.8 + 1e-9]}}, "notes": [], "new": 1}
    assert list(differences(expected, found)) == [
        "cv.accuracy.value: expected 0.9, got 0.8",
        "cv.n: expected 3, is missing",
        "notes: expected 1 items, got 0",
    ]


@pytest.mark.parametrize(
    "expected, found", [(1, 2), (1, True), (None, 0.0), ("a", "b"), (0.5, None), (1.0, 1.00001)]
)
def test_what_is_not_equal(expected, found):
    assert list(differences([expected], [found], "x")) != []


def test_scores_may_differ_by_less_than_anything_decides():
    assert not list(differences([{"score_a": 0.5}], [{"score_a": 0.50005}]))
    assert list(differences([{"score_a": 0.5}], [{"score_a": 0.5003}]))
