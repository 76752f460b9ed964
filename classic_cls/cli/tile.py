"""``classic-cls tile``."""

from pathlib import Path
from typing import Any

from .answers import of_set_aside
from .console import answer, say
from .data import announce, list_set_aside, refuse_if_strict, say_notes
from .inputs import check_new_table, expand_inputs, with_page
from .options import DATA_PANEL, WORK_PANEL, Data, DataOptions, Force, option
from .parsing import one_of, parse_sides
from .progress import shown_progress

Side = option(
    Any,
    "--size",
    "N|WxH",
    "Size of a tile, in pixels of the upright image.",
    parser=parse_sides,
    panel=DATA_PANEL,
    usual=True,
)
Stride = option(
    Any,
    "--stride",
    "N|WxH",
    "From one tile to the next; without it tiles lie side by side. A smaller one than the size "
    "has them overlap.",
    parser=parse_sides,
    panel=DATA_PANEL,
    usual=True,
)
Border = option(
    Any,
    "--border",
    "cover|drop",
    "Where tiles do not fit: cover has them overlap a little, so that nothing of the image is "
    "lost; drop leaves out what is around them.",
    parser=one_of("cover", "drop"),
    panel=DATA_PANEL,
    usual=True,
)
Labels = option(
    bool,
    "--labels/--no-labels",
    None,
    "--no-labels: DATA is images to predict, in a folder, table or file; folders are no classes.",
    panel=DATA_PANEL,
    usual=True,
)
OutFile = option(
    str | None,
    "--out",
    "FILE",
    "Table to write; without it NAME-tiles.csv.",
    panel=WORK_PANEL,
    usual=True,
)


def tile(
    data: Data,
    size: Side,
    about_data: DataOptions,
    stride: Stride = None,
    border: Border = "cover",
    labels: Labels = True,
    out: OutFile = None,
    force: Force = False,
) -> None:
    """Write a table of the tiles of large images, which is DATA for the other verbs.

    classic-cls tile slides --size 256 --out tiles.csv
    classic-cls train tiles.csv
    classic-cls tile new --no-labels --size 256 --out new.csv
    classic-cls predict tiles-baseline new.csv --out labels.csv

    No pixel is read or written: a row is a region of an image, with its label. Tiles of a file
    are one group, unless there are groups: they are never both learned from and tested on.
    Figures and predictions are then also given per source image, by the mean score of its tiles.
    Where an image is smaller than a tile, a tile is as small as it is.
    """
    from .._validation import counted
    from ..workflows import tiles

    if out is not None:
        check_new_table(out, "--out", [data], force)
    dataset = about_data.open(data) if labels else _any_images(data, about_data)
    out = out or f"{dataset.name}-tiles.csv"
    check_new_table(out, "--out", [data, *dataset.refs], force)
    if labels:
        announce(dataset)
    options = {"stride": stride, "border": border, "page": about_data.page_to_read}
    with shown_progress() as progress:
        found = tiles(dataset, size, progress=progress, **options)
    new = found.set_aside[len(dataset.set_aside) :]
    refuse_if_strict(about_data.strict, found.set_aside)
    list_set_aside(new)
    say_notes(found.notes, but=dataset.notes)
    found.to_csv(out, labels=labels)
    say(f"{counted(len(found), 'tile')} of {counted(len(dataset) - len(new), 'image')} are in:")
    say(out)
    answer(lambda: _plain(found, dataset, out))


def _any_images(data: str, about_data: DataOptions):
    """Images as a data set whose labels say nothing."""
    from ..datasets import ImageDataset

    refs = with_page(expand_inputs([data]), "each" if about_data.page == "each" else None)
    root = Path(data) if Path(data).is_dir() else Path(data).parent
    return ImageDataset(refs, ["?"] * len(refs), ("?",), root=root, name=Path(data).stem)


def _plain(found, dataset, out: str) -> dict:
    return {
        "images": len(dataset) - len(found.set_aside) + len(dataset.set_aside),
        "tiles": len(found),
        "set_aside": of_set_aside(found.set_aside),
        "notes": found.notes,
        "files": {"tiles": out},
    }
