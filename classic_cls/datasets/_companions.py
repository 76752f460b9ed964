"""Masks, label images and thumbnails that lie beside the images they belong to."""

import re

from ._draft import Draft, Item

_WORDS = (
    r"(?:masks?|segm?|segmentations?|gt|ground[ _-]?truth|annotations?|trimaps?|thumb(?:nail)?s?|"
    r"overlays?)"
)
_FOLDER_WORDS = rf"(?:{_WORDS}|labels?|segmentation(?:class|object|masks?))"
_AFTER = re.compile(rf"(.+?)[ _.-]+{_WORDS}(?:[ _.-]*\d+)?")
_BEFORE = re.compile(rf"{_WORDS}[ _.-]+(.+)")
_FOLDER = re.compile(rf"(?:(.+?)[ _.-]+)?{_FOLDER_WORDS}")
_OF_IMAGES = (
    "image images img imgs jpegimages original originals orig photos rgb data input inputs raw "
    "frames scans jpg png"
).split()
REASON = "mask, label image or thumbnail of another image, by its name"


def set_companions_aside(draft: Draft, same_label: bool) -> None:
    """Set aside images whose names say that they belong to others.

    ``same_label``: only where the labels agree, as labels were taken from the names.
    """
    of_key = {_key(item.name): item for item in draft.items}
    belong = [_belongs(item, of_key, same_label) for item in draft.items]
    if any(belong):
        draft.keep([not is_so for is_so in belong], REASON)
        draft.notes.append(
            "masks are used where a table names them in a column 'mask'; a table also takes what "
            "is no mask in spite of its name"
        )


def _belongs(item: Item, of_key: dict[str, Item], same_label: bool) -> bool:
    found = (of_key.get(key) for key in _owners(_key(item.name)))
    return any(
        owner is not None and (not same_label or owner.label == item.label) for owner in found
    )


def _key(name: str) -> str:
    """A name without extension, in one case."""
    folder, slash, file = name.casefold().rpartition("/")
    return folder + slash + (file.rpartition(".")[0] or file)


def _owners(key: str):
    """Names that the image has, if this is what belongs to it."""
    *folders, stem = key.split("/")
    stems = [match[1] for rule in (_AFTER, _BEFORE) if (match := rule.fullmatch(stem))]
    for name in stems:
        yield "/".join([*folders, name])
    for place, folder in enumerate(folders):
        match = _FOLDER.fullmatch(folder)
        if match:
            for other in _folders_of_images(match[1]):
                for name in (stem, *stems):
                    yield "/".join([*folders[:place], *other, *folders[place + 1 :], name])


def _folders_of_images(prefix: str | None):
    """What may stand in place of a folder of masks."""
    if prefix is None:
        return [[], *([name] for name in _OF_IMAGES)]
    return [[prefix], *([f"{prefix}_{name}"] for name in _OF_IMAGES)]
