"""Every notebook runs from a clean start, shows what it claims, and keeps small outputs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

HERE = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(HERE.rglob("*.ipynb"))
MAX_SIZE = 200_000  # bytes of a stored notebook: one that can be read on a page


def claims_of(path: Path) -> Path:
    """What a lesson says, in terms of its own variables; run after its last cell."""
    return path.parent / "claims" / f"{path.stem}.py"


def test_every_claim_has_its_notebook():
    lessons = [path for path in NOTEBOOKS if path.parent.name != "solutions"]
    assert {claims_of(path) for path in lessons} == set(HERE.rglob("claims/*.py"))


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
    if claims_of(path).exists():
        notebook.cells.append(nbformat.v4.new_code_cell(claims_of(path).read_text("utf-8")))
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, resources=resources).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [bool(cell.outputs) for cell in code][: len(stored)] == stored
    outputs = [output for cell in code for output in cell.outputs]
    assert not [output for output in outputs if output.get("name") == "stderr"]
