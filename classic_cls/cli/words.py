"""``classic-cls words``."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from . import options
from .answers import of_set_aside
from .console import answer, say
from .data import list_set_aside
from .evaluate import open_model
from .failures import Failure
from .inputs import expand_inputs, spare_inputs, with_page
from .progress import shown_progress

_MOST_ON_AN_IMAGE = 8


def _numbers(text) -> list[int]:
    """``"3,17"`` -> [3, 17]."""
    numbers = [part.strip() for part in str(text).split(",")]
    if not all(number.isdecimal() for number in numbers):
        raise typer.BadParameter(f"'{text}' are no words; write their numbers, such as 3,17")
    return [int(number) for number in numbers]


Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH", show_default=False, help="Image files, folders, quoted patterns."
    ),
]
Feature = Annotated[
    str | None,
    typer.Option("--feature", metavar="NAME", help="Of several learned features, this one only."),
]
Chosen = Annotated[
    Any,
    typer.Option(
        "--words",
        metavar="N,...",
        help="Words to show, by their numbers; on an image the first 8 of them. Without it: the "
        "most frequent ones.",
        parser=_numbers,
    ),
]
Top = Annotated[
    int, typer.Option("--top", metavar="K", min=1, help="So many of the most frequent words.")
]
Draw = Annotated[
    int,
    typer.Option(
        "--draw", metavar="N", min=0, help="Images to draw words on, evenly spread over all given."
    ),
]


def words(
    model: options.Model,
    paths: Paths = None,
    feature: Feature = None,
    chosen: Chosen = None,
    top: Top = 16,
    draw: Draw = 6,
    page: options.Page = None,
    n_jobs: options.NJobs = -1,
    out: options.Out = None,
    force: options.Force = False,
) -> None:
    """Draw what a model has learned to look for: visual words, or patches.

    classic-cls words cells-words cells          # trained with --features vlad
    classic-cls words cells-words cells --words 3,17 --draw 0 --out two

    For a feature such as bovw, vlad or fisher: the patches of the images that are nearest to each
    word, and where words are in some of the images. For patches: all of them; no image is needed.
    An image that cannot be read is named, and the exit code is then 1.
    """
    from ..workflows import check_free, write_together

    if out is not None:
        check_free(out, ())
    fitted = open_model(model)
    features, patches = _learned(fitted.pipeline, feature, chosen)
    sources = with_page(expand_inputs(paths), page) if paths else []
    if features and not sources:
        raise ValueError("give images in which to look for the words: files, folders or patterns")
    names = _file_names(features, patches, min(draw, len(sources)))
    out = out or f"{Path(model).resolve().name.removesuffix('.skops')}-words"
    check_free(out, names, force)
    spare_inputs([Path(out, name) for name in names], sources)
    surveys = _surveys(fitted, features, sources, n_jobs)
    unread = _unread(surveys)
    list_set_aside(unread)
    with write_together(out, names, force) as folder:
        said = _draw_patches(patches, folder)
        for survey in surveys:
            said += _draw_words(survey, chosen, top, draw, folder)
    for name, text in said:
        say(f"{Path(out, name)}: {text}")
    files = {Path(out, name): text for name, text in said}
    answer(lambda: {"files": files, "set_aside": of_set_aside(unread)})
    if unread:
        raise Failure(f"{len(unread):,} of {len(sources):,} images could not be used")


def _learned(pipeline, feature, chosen):
    """The features with words, and the patches, that are wanted; by their names."""
    from .._validation import unknown_name
    from ..inspection import learned_patches, word_features

    features, patches = word_features(pipeline), learned_patches(pipeline)
    if not features and not patches:
        raise ValueError(
            "the model has learned no words or patches to look at; train one with --features bovw, "
            "vlad, fisher or patches"
        )
    if feature is not None:
        if feature not in features and feature not in patches:
            raise ValueError(unknown_name("learned feature", feature, [*features, *patches]))
        features = {name: found for name, found in features.items() if name == feature}
        patches = {name: found for name, found in patches.items() if name == feature}
    for found in features.values():
        if chosen is not None:
            found.check_words(chosen)
    return features, patches


def _file(feature: str, what) -> str:
    return f"{re.sub(r'[^-.0-9A-Za-z]+', '_', feature)}-{what}.png"


def _file_names(features, patches, n_drawn: int) -> list[str]:
    images = [f"image-{number}" for number in range(1, n_drawn + 1)]
    names = [_file(feature, what) for feature in features for what in ["words", *images]]
    return [*names, *(_file(feature, "patches") for feature in patches)]


def _surveys(model, features, sources, n_jobs) -> list:
    from ..inspection import survey_words

    surveys = []
    labels = _labels(model, sources)
    with shown_progress() as progress:
        for name in features:
            progress("extract", 0, 0)
            surveys.append(
                survey_words(
                    model.pipeline,
                    sources,
                    feature=name,
                    labels=labels,
                    n_jobs=n_jobs,
                    progress=lambda done, total: progress("extract", done, total),
                )
            )
    for survey in surveys:
        if not survey.kept:
            list_set_aside(survey.rejected)
            raise Failure(f"none of {len(sources):,} images could be used; nothing was written")
    return surveys


def _labels(model, sources):
    """The folders of the images, where these are classes of the model; else None."""
    from ..base import ImageRef

    folders = [Path(ImageRef.of(source).path).resolve().parent.name for source in sources]
    known = set(folders) <= set(model.class_names) and len(set(folders)) > 1
    return folders if known else None


def _draw_patches(patches, folder) -> list[tuple[str, str]]:
    from ..displays import PatchesDisplay

    said = []
    for name, pictures in patches.items():
        text = f"{len(pictures):,} learned patches"
        _save(PatchesDisplay(pictures, f"{name}: {text}"), folder / _file(name, "patches"))
        said.append((_file(name, "patches"), text))
    return said


def _draw_words(survey, chosen, top: int, draw: int, folder) -> list[tuple[str, str]]:
    from ..base import ImageRef
    from ..displays import ImageWordsDisplay, WordsDisplay

    name = survey.feature.name
    shown = survey.most_frequent(top) if chosen is None else chosen
    if not shown:
        raise Failure(f"{name} finds no points in the images: they have no detail")
    _save(WordsDisplay.from_survey(survey, shown), folder / _file(name, "words"))
    n_words, n_images = survey.feature.n_words, len(survey.kept)
    said = [(_file(name, "words"), f"{len(shown)} of {n_words:,} words, in {n_images:,} images")]
    for number, row in enumerate(_spread(survey.kept, draw), start=1):
        file, label = _file(name, f"image-{number}"), ImageRef.of(survey.sources[row]).label()
        on_image = None if chosen is None else chosen[:_MOST_ON_AN_IMAGE]
        display = ImageWordsDisplay.from_survey(survey, row, on_image)
        display.title = Path(label).name
        _save(display, folder / file)
        said.append((file, f"words of {label}"))
    return said


def _spread(items: list, n: int) -> list:
    """At most ``n`` of the items, evenly spread.

    >>> _spread([1, 2, 3, 4, 5], 2)
    [2, 4]
    """
    n = min(n, len(items))
    return [items[(2 * i + 1) * len(items) // (2 * n)] for i in range(n)]


def _save(display, path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=display.figure_size, layout="constrained")
    display.plot(ax=figure.subplots())
    figure.savefig(path, dpi=150)


def _unread(surveys) -> list:
    rejected = {item.row: item for survey in surveys for item in survey.rejected}
    return [rejected[row] for row in sorted(rejected)]
