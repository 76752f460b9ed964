"""Run notebooks and keep their outputs, small: ``python notebooks/store.py [NAME.ipynb ...]``."""

import base64
import io
import re
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from PIL import Image

HERE = Path(__file__).parent
COLORS = 64  # of a stored picture: a plot needs no more


def run(notebook) -> None:
    """Execute in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}}).execute()


def shrink(notebook) -> None:
    """Leave of the outputs what a reader sees: text, and pictures of few colours."""
    for cell in notebook.cells:
        cell.metadata.clear()
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                _shrink_output(output)


def _shrink_output(output) -> None:
    if "execution_count" in output:
        output.execution_count = None
    data = output.get("data", {})
    if "image/png" in data:
        data["image/png"] = _smaller(data["image/png"])
        data.pop("text/plain", None)
    if "text/html" in data and "<style" in data["text/html"]:  # scikit-learn's drawing: 20 KB each
        del data["text/html"]
    if "text/plain" in data:
        data["text/plain"] = _without_addresses(data["text/plain"])


def _smaller(png: str) -> str:
    picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    file = io.BytesIO()
    picture.quantize(COLORS, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


def _without_addresses(text: str) -> str:
    return re.sub(r" at 0x[0-9a-f]+", "", text)


def store(path: Path) -> None:
    """Run one notebook and write it back with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    run(notebook)
    shrink(notebook)
    nbformat.write(notebook, path)
    print(f"{path.name}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    names = sys.argv[1:]
    for path in [Path(name) for name in names] or sorted(HERE.rglob("*.ipynb")):
        store(path)
