"""From the paths, folders and patterns that a person gives to image files."""

import glob
import itertools
import os
import sys
from contextlib import nullcontext
from dataclasses import replace

_TABLES = (".csv", ".tsv")


def expand_inputs(places, columns=()) -> list:
    """One path or ``ImageRef`` per image, in the order given.

    Parameters
    ----------
    places : list of str
        Files; folders, of which all images are taken, in those inside too; patterns such
        as ``new/*.jpg``; CSV tables of images, pages or regions.
    columns : sequence of str
        What references of tables shall carry beside the image.

    Returns
    -------
    list of str or ImageRef
        Files that do not exist are among them, to be reported with the others.

    Raises
    ------
    ValueError
        If there is no image at all.
    """
    paths = [path for place in places for path in _expand(place, columns)]
    if not any(os.path.exists(getattr(path, "path", path)) for path in paths):
        raise ValueError(_nothing(places))
    return paths


def listed_inputs(places, from_file: str | None = None, columns=()):
    """One path or ``ImageRef`` per image, of what is given and of a file with a place in each line.

    Parameters
    ----------
    places : list of str or None
        As ``expand_inputs`` takes them.
    from_file : str, optional
        Such a file, or ``-`` for standard input; read only as far as paths are asked for.
    columns : sequence of str
        As of ``expand_inputs``.

    Returns
    -------
    list of str or ImageRef, or iterator
    """
    if not places and from_file is None:
        raise ValueError("no image is given; give a PATH, or a list of them with --from-file")
    paths = expand_inputs(places, columns) if places else []
    if from_file is None:
        return paths
    lines = _lines_of(from_file)
    first = next(lines, None)
    if first is None:
        raise ValueError(f"{_said(from_file)} names no image; write one path in each line")
    places = itertools.chain([first], lines)
    listed = (path for place in places for path in _expand(place, columns))
    return itertools.chain(paths, listed)


def _lines_of(path: str):
    """Places in a file, whatever bytes are in their names."""
    try:
        file = sys.stdin.buffer if path == "-" else open(path, "rb")
    except OSError as error:
        raise ValueError(f"cannot read the list {path}: {error.strerror}") from error
    with nullcontext() if path == "-" else file:
        for line in file:
            if place := os.fsdecode(line.removesuffix(b"\n").removesuffix(b"\r")):
                yield place


def _said(path: str) -> str:
    return "standard input" if path == "-" else path


def spare_inputs(outputs, inputs, option: str = "--out") -> None:
    """Refuse to write over a file that is read: of images, a table or a model there may be one."""
    there = {_identity(file): file for file in outputs if os.path.isfile(file)}
    for source in inputs if there else ():
        file = there.get(_identity(source))
        if file is not None:
            raise ValueError(
                f"{file} is read by this very command, which would write over it; give another "
                f"place with {option}"
            )


def check_new_table(path: str, option: str, inputs, force: bool) -> None:
    """Refuse a table that could not be written, or would replace what is there or is read."""
    from .._writing import check_file

    check_file(path, option.removeprefix("--"))
    masks = [ref.mask for ref in inputs if getattr(ref, "mask", None)]
    spare_inputs([path], [*inputs, *masks], option)
    if os.path.exists(path) and not force:
        raise ValueError(
            f"{path} exists; give another file with {option}, or replace it with --force"
        )


def spared(sources, out):
    """The images, of which none may be the file to write; of an iterator an iterator."""
    if out is None or not os.path.isfile(out):
        return sources
    if isinstance(sources, list):
        spare_inputs([out], sources)
        return sources
    return _one_by_one(sources, out)


def _one_by_one(sources, out: str):
    for source in sources:
        spare_inputs([out], [source])
        yield source


def _identity(source) -> tuple | None:
    """What is the same for all names of a file; None if there is none."""
    from ..base import ImageRef

    try:
        found = os.stat(ImageRef.of(source).path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def with_page(paths, page):
    """The pages to label: one of every file, or each.

    Parameters
    ----------
    paths : iterable of str or ImageRef
        Those that name a page stay as they are.
    page : int, "max", "each" or None
        Which pages of files with several; None leaves the paths as they are.

    Returns
    -------
    list of str or ImageRef; of an iterator an iterator
    """
    from ..base import ImageRef

    if page is None:
        return paths
    if page == "each":
        refs = (ref for path in paths for ref in _pages_of(ImageRef.of(path)))
    else:
        refs = (_on_page(ImageRef.of(path), page) for path in paths)
    return list(refs) if isinstance(paths, list) else refs


def _pages_of(ref) -> list:
    from ..reading import count_pages

    try:
        n_pages = count_pages(ref) if ref.page is None else 1
    except (ValueError, OSError):
        n_pages = 1  # reading it will say why
    return [_on_page(ref, page) for page in range(n_pages)] if n_pages > 1 else [ref]


def _on_page(ref, page):
    return ref if ref.page is not None else replace(ref, page=page)


def _expand(place: str, columns=()) -> list:
    if os.path.isdir(place):
        return _images_in(place)
    if place.lower().endswith(_TABLES) and os.path.isfile(place):
        return _images_of(place, columns)
    if os.path.exists(place) or not glob.has_magic(place):
        return [place]
    found = sorted(glob.glob(place, recursive=True)) or [place]
    images = [_images_in(item) if os.path.isdir(item) else [item] for item in found]
    return list(itertools.chain(*images))


def _images_of(table: str, columns) -> list:
    """What a table names: paths, and references where these say more."""
    from ..datasets import images_in_table

    refs = images_in_table(table, columns)
    return [ref.path if ref.is_whole_file and ref.columns is None else ref for ref in refs]


def _images_in(folder: str) -> list[str]:
    from ..datasets import FolderWalk, natural_key

    walk = FolderWalk(folder)
    names = [name for name, _ in walk.files] + [item.path for item in walk.set_aside]
    return [os.path.join(folder, name) for name in sorted(names, key=natural_key)]


def _nothing(places) -> str:
    first = places[0]
    if os.path.isdir(first):
        return f"there is no image in {first}"
    if glob.has_magic(first):
        return f"no file matches {first}"
    return f"{first} does not exist; give image files, folders or patterns such as 'new/*.jpg'"
