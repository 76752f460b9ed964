"""``classic-cls show``."""

import os
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from . import options
from .answers import of_set_aside
from .console import answer, say
from .data import list_set_aside
from .failures import Failure
from .inputs import check_new_table, expand_inputs, with_page
from .options import RECIPE_PANEL, WORK_PANEL, option
from .parsing import parse_range, parse_setting, parse_size, split_names

_MOST_NAMES = 3

Feature = Annotated[
    str,
    typer.Argument(
        metavar="FEATURE,...",
        show_default=False,
        help="Features, descriptors, preprocessing steps or presets, see 'classic-cls features'; "
        "'pyramid(lbp)' and 'vlad(local_color)' as in train.",
    ),
]
Images = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="IMAGE",
        show_default=False,
        help="Image files, folders, quoted patterns. Without any: a photo of a flower.",
    ),
]
Draw = option(
    int,
    "--draw",
    "N",
    "Images to draw, evenly spread over all given.",
    panel=WORK_PANEL,
    usual=True,
    min=1,
)
Size = option(
    Any,
    "--size",
    "N|WxH|keep",
    "What images are resized to. Without it: as in training; keep shows them as they are.",
    panel=RECIPE_PANEL,
    usual=True,
    parser=parse_size,
)
Preprocess = option(
    list[str] | None,
    "--preprocess",
    "NAME,...",
    "Comma list of steps before the features, see 'classic-cls features'.",
    panel=RECIPE_PANEL,
    usual=True,
)
Parameters = option(
    list[Any] | None,
    "--set",
    "STEP.NAME=VALUE",
    "Parameter of a step, such as hog.cell=16; may be given several times.",
    panel=RECIPE_PANEL,
    usual=True,
    parser=parse_setting,
)
ReadingRange = option(
    Any,
    "--reading-range",
    "auto|LOW,HIGH",
    "Values of 16-bit and float images that become black and white; auto finds them.",
    panel=RECIPE_PANEL,
    parser=parse_range,
)
OutFile = option(
    str | None,
    "--out",
    "FILE",
    "File to write, .png, .svg or .pdf; without it IMAGE-FEATURE.png.",
    panel=WORK_PANEL,
    usual=True,
)


def show(
    feature: Feature,
    images: Images = None,
    draw: Draw = 3,
    size: Size = None,
    preprocess: Preprocess = None,
    parameters: Parameters = None,
    reading_range: ReadingRange = "auto",
    page: options.Page = None,
    out: OutFile = None,
    force: options.Force = False,
) -> None:
    """Draw what a feature sees in an image, and say how to read it.

    classic-cls show hog
    classic-cls show hog,lbp cells --size 64
    classic-cls show edges cells --set edges.grid=2 --out edges.svg
    classic-cls show equalize cells --draw 2

    Beside the image stands what the feature makes of it: strokes along edges, corners, codes of
    every pixel, colours, responses of filters, visual words; of a preprocessing step, the image
    before and after. A feature without a picture of its own is shown by its columns, where they
    look. Visual words are learned from the images shown; for those of a model see 'words'.
    An image that cannot be read is named, and the exit code is then 1.
    """
    names = _named(feature)
    if out is not None:
        _check_out(out, [], force)
    sources = _images(images, page)
    shown = _spread(sources, draw)
    out = out or _file_name(names, shown)
    _check_out(out, sources, force)
    from ..workflows import save_sights, see_images

    seen = see_images(
        names,
        shown,
        size=size,
        preprocess=split_names(preprocess),
        parameters=dict(parameters or ()),
        reading_range=_range_of(shown, reading_range, page),
        page=None if page == "each" else page,
    )
    list_set_aside(seen.rejected)
    if not seen.sights:
        raise Failure(f"none of {len(shown):,} images could be used; nothing was written")
    save_sights(seen.sights, out)
    _say(seen, out, len(shown) - len(seen.rejected), len(sources))
    answer(lambda: _plain(seen, out))
    if seen.rejected:
        raise Failure(f"{len(seen.rejected):,} of {len(shown):,} images could not be used")


def _named(feature: str) -> list[str]:
    """The names, which are known; a file in their place is most likely an image."""
    from ..pipelines import named_to_show

    names = split_names([feature])
    if not names:
        raise ValueError("FEATURE names nothing; see 'classic-cls features'")
    if os.path.exists(feature) and not re.fullmatch(r"[\w(),: ]+", feature):
        raise ValueError(
            f"{feature} is a file, not a feature: write classic-cls show hog {feature}"
        )
    named_to_show(names)
    return names


def _images(places, page) -> list:
    from ..datasets import demo_photo

    return with_page(expand_inputs(places), page) if places else [demo_photo()]


def _spread(items: list, n: int) -> list:
    """At most ``n`` of the items, evenly spread.

    >>> _spread([1, 2, 3, 4, 5], 2)
    [2, 4]
    """
    n = min(n, len(items))
    return [items[(2 * i + 1) * len(items) // (2 * n)] for i in range(n)]


def _range_of(images, wanted, page):
    """Of deep images one range for all that are shown."""
    from ..reading import find_range

    if wanted != "auto":
        return wanted
    return find_range(images, None if page == "each" else page)


def _file_name(names, images) -> str:
    """``photo-hog.png`` of one image, ``hog-lbp.png`` of several."""
    from ..base import ImageRef

    of_image = [Path(ImageRef.of(images[0]).path).stem] if len(images) == 1 else []
    of_names = names if len(names) <= _MOST_NAMES else [f"{len(names)}-features"]
    return re.sub(r"[^-.\w]+", "_", "-".join([*of_image, *of_names])).strip("_") + ".png"


def _check_out(out, sources, force) -> None:
    from ..workflows import check_picture_format

    check_picture_format(out)
    check_new_table(out, "--out", sources, force)


def _say(seen, out, n_shown: int, n_given: int) -> None:
    from .._validation import counted

    size = seen.size if isinstance(seen.size, tuple) else (seen.size, seen.size)
    resized = "as they are" if seen.size == "keep" else f"resized to {size[0]} x {size[1]}"
    some = f" of {n_given:,}, evenly spread" if n_given > n_shown else ""
    say(
        f"{out}: {counted(len(seen.sights), 'picture')}, {counted(n_shown, 'image')}{some}, "
        f"{resized}" + (" as in training" if seen.size != "keep" else "")
    )
    read = set()
    for (name, _), sight in zip(seen.names, seen.sights):
        if name not in read:
            read.add(name)
            say(f"  {name}: {sight.reading}")


def _plain(seen, out) -> dict:
    pictures = [
        {"feature": name, "image": image, "reading": sight.reading}
        for (name, image), sight in zip(seen.names, seen.sights)
    ]
    return {
        "files": {"picture": out},
        "pictures": pictures,
        "set_aside": of_set_aside(seen.rejected),
    }
