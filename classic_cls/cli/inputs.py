"""From the paths, folders and patterns that a person gives to image files."""

import glob
import itertools
import os


def expand_inputs(places) -> list[str]:
    """One path per image, in the order given.

    Parameters
    ----------
    places : list of str
        Files; folders, of which all images are taken, in those inside too; patterns such
        as ``new/*.jpg``.

    Returns
    -------
    list of str
        Files that do not exist are among them, to be reported with the others.

    Raises
    ------
    ValueError
        If there is no image at all.
    """
    paths = [path for place in places for path in _expand(place)]
    if not any(os.path.exists(path) for path in paths):
        raise ValueError(_nothing(places))
    return paths


def with_page(paths: list[str], page) -> list:
    """The pages to label: one of every file, or each.

    Parameters
    ----------
    paths : list of str
    page : int, "max", "each" or None
        Which pages of files with several; None leaves the paths as they are.

    Returns
    -------
    list of str or ImageRef
    """
    from ..base import ImageRef

    if page is None:
        return paths
    if page != "each":
        return [ImageRef(path, page=page) for path in paths]
    return [ref for path in paths for ref in _pages_of(path)]


def _pages_of(path: str) -> list:
    from ..base import ImageRef
    from ..reading import count_pages

    try:
        n_pages = count_pages(path)
    except (ValueError, OSError):
        n_pages = 1  # reading it will say why
    return [ImageRef(path, page=i) for i in range(n_pages)] if n_pages > 1 else [ImageRef(path)]


def _expand(place: str) -> list[str]:
    if os.path.isdir(place):
        return _images_in(place)
    if os.path.exists(place) or not glob.has_magic(place):
        return [place]
    found = sorted(glob.glob(place, recursive=True)) or [place]
    images = [_images_in(item) if os.path.isdir(item) else [item] for item in found]
    return list(itertools.chain(*images))


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
