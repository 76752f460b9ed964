"""From the paths, folders and patterns that a person gives to image files."""

import glob
import itertools
import os

__all__ = ["expand_inputs"]


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


def _expand(place: str) -> list[str]:
    if os.path.isdir(place):
        return _images_in(place)
    if os.path.exists(place) or not glob.has_magic(place):
        return [place]
    found = sorted(glob.glob(place, recursive=True)) or [place]
    images = [_images_in(item) if os.path.isdir(item) else [item] for item in found]
    return list(itertools.chain(*images))


def _images_in(folder: str) -> list[str]:
    from ..datasets._draft import natural_key
    from ..datasets._files import FolderWalk

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
