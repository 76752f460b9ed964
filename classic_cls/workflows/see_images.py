"""What features see in images: read, resized and preprocessed as in training, then drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.pipeline import FeatureUnion, Pipeline

from .._remedies import remedy
from .._writing import written_whole
from ..base import ImageRef
from ..displays import FeatureDisplay
from ..extraction import Rejected, stream
from ..inspection import Sight, see, with_words
from ..pipelines import (
    look_at,
    named_preprocessing,
    named_to_show,
    set_step_parameter,
    wants_detail,
)
from ..reading import ReadImages
from ..transforms import Resize

MOST_PICTURES = 24
"""Features of images that fit into one file."""

PICTURE_FORMATS = (".png", ".svg", ".pdf")
"""Endings of files that pictures can be written to."""


@dataclass(frozen=True)
class Seen:
    """Pictures of features of images.

    Attributes
    ----------
    names : list of (str, str)
        Feature and image of each picture.
    sights : list of Sight
    rejected : list of Rejected
        Images that could not be read.
    size : int, (width, height) or "keep"
        What the images were resized to.
    """

    names: list[tuple[str, str]]
    sights: list[Sight]
    rejected: list[Rejected]
    size: Any


def see_images(
    features: Sequence[str],
    images: Sequence,
    *,
    size: Any = None,
    preprocess: Sequence[str] = (),
    parameters: dict | None = None,
    reading_range: Any = None,
    page: Any = None,
) -> Seen:
    """What each of the features sees in each of the images, feature by feature.

    ``size`` None is that of training on such images. Features that learn a dictionary learn a
    small one of the images shown. A ValueError says which feature cannot take which image.
    """
    if size is None:
        look = look_at([ref for ref in images if not hasattr(ref, "dtype")], page=page)
        size = look.detail if wants_detail(features) else look.size
    steps = _pipeline(features, size, preprocess, reading_range, page)
    n_pictures = len(steps[-1].transformer_list) * len(images)
    if n_pictures > MOST_PICTURES:
        raise ValueError(
            f"{n_pictures} pictures are too many for one file, which takes {MOST_PICTURES}: name "
            "fewer features or images"
        )
    for name, value in (parameters or {}).items():
        set_step_parameter(steps, name, value)
    chain = tuple(step for _, step in steps.steps[:-1])
    pixels: dict[int, Any] = {}
    rejected: list[Rejected] = []
    for result in stream([chain], list(images), n_jobs=1, batch_size=1):
        rejected += result.rejected
        pixels |= zip(result.kept, result.values[0], strict=True)
    names = {row: _said(images[row]) for row in pixels}
    found = [
        ((name, names[row]), _seen(feature, name, pixels[row], names[row]))
        for name, given in (steps[-1].transformer_list if pixels else ())
        for feature in [_Learned.of(given, list(pixels.values()))]
        for row in pixels
    ]
    return Seen([said for said, _ in found], [sight for _, sight in found], rejected, size)


class _Learned(NamedTuple):
    """A feature that is ready to be shown, and how it came to its dictionary, if it has one."""

    feature: Any
    words: str

    @classmethod
    def of(cls, feature, images) -> "_Learned":
        learned = with_words(feature, images)
        new = learned is not feature
        return cls(learned, " The dictionary was learned from the images shown." if new else "")


def _pipeline(features, size, preprocess, reading_range, page) -> Pipeline:
    """Steps from a file to an image, and the features, side by side."""
    keeps = isinstance(size, str)
    steps = named_preprocessing(preprocess)
    early = [step for step in steps if getattr(step[1], "before_resize", False)]
    late = [step for step in steps if step not in early]
    resize = [] if keeps else [("resize", Resize(size))]
    union = FeatureUnion(named_to_show(features, size))
    reader = ReadImages(range=reading_range, page=page)
    return Pipeline([("read", reader), *early, *resize, *late, ("features", union)])


def _seen(feature: _Learned, name: str, image, said: str) -> Sight:
    try:
        sight = see(feature.feature, image)
    except ValueError as error:
        raise ValueError(f"{name} of {said}: {error}") from None
    title = f"{sight.title}: {Path(said).name}"
    return replace(sight, title=title, reading=sight.reading + feature.words)


def _said(image) -> str:
    return "an array" if hasattr(image, "dtype") else ImageRef.of(image).label()


def check_picture_format(path) -> None:
    """Refuse a file that is no picture by its ending."""
    if Path(path).suffix.lower() not in PICTURE_FORMATS:
        known = ", ".join(PICTURE_FORMATS)
        raise ValueError(
            f"{path}: pictures are written as {known}; give "
            + remedy("out", "--out")
            + f" one of these endings, such as {Path(path).with_suffix('.png')}"
        )


def save_sights(sights: Sequence[Sight], path) -> None:
    """Draw sights below each other, and write them to one file, PNG, SVG or PDF by its ending."""
    import matplotlib
    from matplotlib.figure import Figure

    check_picture_format(path)
    displays = [FeatureDisplay(sight) for sight in sights]
    sizes = [display.figure_size for display in displays]
    width, heights = max(w for w, _ in sizes), [h for _, h in sizes]
    kind = Path(path).suffix.lower()[1:]
    # The same file of the same images: no date in it, and no random names.
    dated = {} if kind == "png" else {"Date" if kind == "svg" else "CreationDate": None}
    with matplotlib.rc_context({"svg.hashsalt": "classic_cls"}):
        figure = Figure(figsize=(width, sum(heights)), layout="constrained")
        parts = figure.subfigures(len(displays), 1, height_ratios=heights, squeeze=False)
        for display, part in zip(displays, parts[:, 0]):
            display.plot(figure=part)
        with written_whole(path) as partial:
            figure.savefig(partial, format=kind, dpi=150, metadata=dated)
