"""Options of what is promised of the answers of ``predict``."""

from dataclasses import dataclass
from typing import Annotated

import typer

Coverage = Annotated[
    float | None,
    typer.Option(
        "--coverage",
        metavar="SHARE",
        help="A set of labels for each image, such that this share of the sets (0.9) is right; "
        "several labels are sure, or 'unsure'.",
    ),
]
MaxError = Annotated[
    float | None,
    typer.Option(
        "--max-error",
        metavar="SHARE",
        help="'unknown' where a label is too unsure: at most this share of labels (0.05) is wrong.",
    ),
]
Known = Annotated[
    float | None,
    typer.Option(
        "--known",
        metavar="SHARE",
        help="'unknown' for images that look like no class; this share (0.95) of the others is "
        "kept.",
    ),
]


@dataclass(frozen=True)
class PromiseOptions:
    """What is promised of the answers."""

    coverage: Coverage = None
    max_error: MaxError = None
    known: Known = None
