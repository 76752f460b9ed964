"""Every notebook runs from a clean start, shows what it claims, and keeps small outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

HERE = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(HERE.rglob("*.ipynb"))
MAX_SIZE = 200_000  # bytes of a stored notebook: one that can be read on a page

# What a notebook says, in terms of its own variables; run after its last cell.
CLAIMS = {
    "01_quickstart": "assert result.figures['accuracy'].interval.low > 0.9",
    "04_hog": """
def value(step, thing, light):
    return results[step, thing, light].figures["accuracy"].value

def better(thing, light):
    pair = [results[step, thing, light] for step in ("blocks", "directions in cells")]
    return compare_results(*pair).better

assert difference < 1e-6
without, with_directions = "lengths in cells", "directions in cells"
even = "even light"
assert value(with_directions, "digits", even) > value(without, "digits", even) + 0.05
assert better("faces", even) is better("digits", even) is None
assert better("digits", "lamp") == "A"
assert value("blocks", "faces", "lamp") > value(with_directions, "faces", "lamp")
assert by_orientations[1].figures["accuracy"].value < value(without, "digits", even) - 0.1
assert by_cell[12].figures["accuracy"].interval.high < by_cell[8].figures["accuracy"].interval.low
change_of = {name: changes.loc[name] for name in changes.index}
assert change_of["HOG, cells of 4"]["4 px"] > 2 * change_of["HOG, cells of 16"]["4 px"]
assert change_of["Dalal-Triggs, 8"]["1 px"] < 0.7 * change_of["HOG, cells of 8"]["1 px"]
assert (changes.drop("pixels")["45°"] > 0.9).all()
""",
    "07_classifiers": """
accuracy = comparison.frame().set_index("name")["accuracy"]
assert accuracy["forest"] > accuracy["tree"] + 0.1
assert accuracy.max() - accuracy["logistic"] < 0.02
""",
    "08_multilabel": """
assert always_wrong < 0.2
assert compare_results(with_words, result, "f1_micro").better == "A"
assert compare_results(result, chained, "f1_micro").better is None
""",
    "09_how_figures_lie": """
def value(result):
    return result.figures["accuracy"].value

assert by_heart > 0.95 and new.interval.low < 0.5 < new.interval.high
assert value(shuffled) > value(grouped) + 0.2
assert value(leaky) > value(clean) + 0.2
assert scores[-1] > 0.6
assert comparison.better == "svm"
assert rare.figures["accuracy"].value > 0.9 and rare.figures["sensitivity"].value == 0
assert np.mean(np.array(reported) >= 0.95) == 1 and np.mean(np.array(on_new) >= 0.95) < 0.6
""",
    "11_is_deep_learning_worth_it": """
gain = large.figures["accuracy"].value - small.figures["accuracy"].value
assert 0 < gain < 0.04
assert not [found for found in comparison.against.values() if found.better == "network.csv"]
""",
    "13_rare_defects": """
def figure(result, name):
    return result.figures[name].value

assert figure(plain, "average_precision") > figure(codes, "average_precision") + 0.3
assert figure(by_cost, "mean_cost") < figure(unaware, "mean_cost")
assert figure(by_cost, "sensitivity") > figure(unaware, "sensitivity")
assert figure(shortcut, "roc_auc") > 0.7
""",
}


def test_every_claim_has_its_notebook():
    assert {path.stem for path in NOTEBOOKS if path.parent == HERE} == set(CLAIMS)


def test_every_notebook_has_answers():
    lessons = {path.name for path in HERE.glob("*.ipynb")}
    assert lessons == {path.name for path in (HERE / "solutions").glob("*.ipynb")}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_stored_with_small_outputs(path):
    cells = nbformat.read(path, as_version=4).cells
    assert path.stat().st_size < MAX_SIZE
    assert any(cell.get("outputs") for cell in cells)
    assert not any(cell.get("execution_count") for cell in cells)


@pytest.mark.filterwarnings("default")  # the machinery of notebooks has warnings of its own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_runs_and_shows_what_it_claims(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    stored = [bool(cell.outputs) for cell in notebook.cells if cell.cell_type == "code"]
    claims = CLAIMS.get(path.stem, "") if path.parent == HERE else ""
    if claims:
        notebook.cells.append(nbformat.v4.new_code_cell(claims))
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, resources=resources).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [bool(cell.outputs) for cell in code][: len(stored)] == stored
    outputs = [output for cell in code for output in cell.outputs]
    assert not [output for output in outputs if output.get("name") == "stderr"]
