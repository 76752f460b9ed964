"""``classic-cls explain``."""

from pathlib import Path
from typing import Annotated

import typer

from .answers import of_set_aside
from .console import answer, say, show_table, tell
from .data import list_set_aside
from .evaluate import open_model
from .failures import Failure
from .inputs import expand_inputs, spare_inputs, with_page
from .options import Force, Model, Out, Page
from .parsing import one_of
from .progress import shown_progress

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="IMAGE",
        show_default=False,
        help="Image files, folders, quoted patterns; with --mean one folder with a folder for each "
        "class, or a CSV file with columns path,label.",
    ),
]
Classes = Annotated[
    list[str] | None,
    typer.Option(
        "--class",
        metavar="NAME",
        help="Explain the score of this class; may be given several times. Without it: the answer "
        "and the next best.",
    ),
]
Method = Annotated[
    str,
    typer.Option(
        "--method",
        metavar="auto|exact|occlusion",
        help="auto: exact where the model allows it, else occlusion.",
        parser=one_of("auto", "exact", "occlusion"),
    ),
]
Mean = Annotated[
    bool,
    typer.Option(
        "--mean",
        help="The mean map of all right answers, class by class: shows shortcuts such as a "
        "watermark. Of more than 300 images some of every class are taken.",
    ),
]

Beside = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="DATA",
        help="Labelled images, such as the training images (a folder with a folder for each class, "
        "or a CSV file): those nearest to each image as the model sees it are drawn too. No model "
        "keeps its training images, so they are given.",
    ),
]
Cache = Annotated[
    str | None,
    typer.Option(
        "--cache", metavar="DIR", help="Folder that keeps features of --data for the next run."
    ),
]


def explain(
    model: Model,
    images: Paths,
    classes: Classes = None,
    method: Method = "auto",
    mean: Mean = False,
    data: Beside = None,
    cache: Cache = None,
    page: Page = None,
    out: Out = None,
    force: Force = False,
) -> None:
    """Show which parts of an image speak for the answer, and which against it.

    classic-cls explain cells-baseline cells/round/1.png --out why
    classic-cls explain cells-baseline other_cells --mean --out where
    classic-cls explain cells-baseline new/1.tif --data cells --out why

    Writes a picture for each image, explanations.html and explanations.json. Linear and
    Gaussian-kernel models are divided exactly: what is drawn, what is about the whole image and
    the base add up to the score. Others are asked again with parts of the image covered.
    """
    from ..workflows import check_free

    out = out or f"{Path(model).resolve().name.removesuffix('.skops')}-explained"
    check_free(out, (), force)
    if mean and classes:
        raise ValueError("--class is about single images; leave it out with --mean")
    if mean and data:
        raise ValueError("--data is about single images; leave it out with --mean")
    if cache and not data:
        raise ValueError("--cache keeps features of --data; give both, or leave it out")
    fitted = open_model(model)
    name = Path(model).resolve().name
    if mean:
        _of_set(fitted, images, {"method": method}, (out, name, force))
    else:
        sources = with_page(expand_inputs(images, fitted.columns), page)
        options = {"method": method, "classes": classes}
        _of_images(fitted, sources, options, (out, name, force), (data, cache))


def _of_images(fitted, sources, options, where, beside) -> None:
    from ..workflows import explain_images, notes_on_methods, save_explanations

    with shown_progress() as progress:
        found, unread = explain_images(fitted, sources, progress=progress, **options)
    list_set_aside(unread)
    if not found:
        raise Failure(f"none of {len(sources):,} images could be used; nothing was written")
    names = ["explanation", "nearest"] if beside[0] else ["explanation"]
    pictures = [f"{name}-{n + 1}.png" for name in names for n in range(len(found))]
    spare_inputs([Path(where[0], picture) for picture in pictures], sources)
    nearest = _nearest(fitted, [ref for ref, _ in found], *beside)
    files = save_explanations(found, *where, nearest)
    for file, (ref, explanation) in zip(files, found):
        say(f"{file}: {ref.label()}: {explanation.sentence}")
    for (ref, _), near in zip(found, nearest):
        _show_nearest(ref, near)
    for note in notes_on_methods([explanation for _, explanation in found]):
        tell(f"method: {note}")
    say(str(files[-2]))
    _answer([explanation.plain() for _, explanation in found], files, unread)
    if unread:
        raise Failure(f"{len(unread):,} of {len(sources):,} images could not be used")


def _nearest(fitted, refs, data, cache) -> list:
    """The labelled images nearest to each image; none without such images."""
    from ..datasets import ImageDataset
    from ..workflows import check_cache, nearest_to

    if data is None:
        return []
    check_cache(cache)
    return nearest_to(fitted, refs, ImageDataset.open(data), cache=cache)


def _show_nearest(ref, near) -> None:
    """Print the nearest images of one."""
    say()
    say(f"{ref.label()}: {near.sentence}")
    some = [("", one) for one in near.nearest]
    some += [(f"nearest of {name}", one) for name, one in near.of_classes.items()]
    learned = {True: "yes", False: "no", None: "not known"}
    rows = [
        [what, ", ".join(one.labels), f"{one.distance:.3g}", learned[one.learned],
         one.source.label()]
        for what, one in some
    ]  # fmt: skip
    columns = ["", "label", "distance", "learned from", "image"]
    show_table(columns, rows, right=["distance"])


def _of_set(fitted, places, options, where) -> None:
    from ..datasets import ImageDataset
    from ..workflows import mean_of_right_answers, save_mean, says_of_class, some_of

    is_set = Path(places[0]).is_dir() or places[0].endswith((".csv", ".tsv"))
    if len(places) > 1 or not is_set:
        raise ValueError(
            f"{places[-1]}: --mean takes one folder with a folder for each class, or one CSV file"
        )
    dataset = some_of(ImageDataset.open(places[0]))
    with shown_progress() as progress:
        found = mean_of_right_answers(fitted, dataset, progress=progress, **options)
    list_set_aside(found.rejected)
    files = save_mean(found, *where)
    said = [says_of_class(found, label) for label in found.class_names]
    for file, text in zip(files, said):
        say(f"{file}: {text}")
    say(str(files[-2]))
    _answer(said, files, found.rejected)


def _answer(explained, files, unread) -> None:
    answer(lambda: {"explained": explained, "files": files, "set_aside": of_set_aside(unread)})
