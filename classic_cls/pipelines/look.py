"""What the automatic recipe looks at: how large the images are, and whether they are coloured."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from sklearn.pipeline import Pipeline

from ..features import GIST, Scattering
from ..reading import find_range, iter_images, read_ahead
from ..transforms import Resize
from .catalog import color_features, shape_features, texture_features

_SMALL = 32  # what images of up to 48 pixels are resized to
_DETAILED = 256
_LEAST_TEXTURE = 16
_PHOTO = 96  # pixels of a side from which half of them are enough for scattering

_SAMPLE = 24


@dataclass(frozen=True)
class Look:
    """What 24 images say: a bearable side (32, 64 or 128), colour, and the side for texture."""

    size: int
    color: bool
    detail: int | str = _DETAILED

    @property
    def is_small(self) -> bool:
        """Whether the images are of up to 48 pixels."""
        return self.size == _SMALL


def look_at(refs, reading_range=None, page=None) -> Look:
    """Look at up to 24 images spread over the set; without a readable one, as if at photos.

    >>> look_at([])
    Look(size=128, color=True, detail=256)
    """
    found = iter_images(_spread(refs), range=reading_range, page=page)
    images = [image for _, image in found if image is not None]
    if not images:
        return Look(128, True)
    side = np.median([min(image.shape[:2]) for image in images])
    size = _SMALL if side <= 48 else 64 if side <= 96 else 128
    detail = "keep" if side <= _DETAILED else _DETAILED
    return Look(size, any(_has_color(image) for image in images), detail)


class FirstLook:
    """What pipelines are chosen by, once for each data set; files opened are kept until read."""

    _OF_DATA: WeakKeyDictionary = WeakKeyDictionary()

    def __init__(self, data):
        self.refs = data.training().refs
        self._found: dict = {}
        read_ahead(_spread(self.refs), owner=data)

    @classmethod
    def of(cls, data) -> "FirstLook":
        """The look at this data set."""
        if data not in cls._OF_DATA:
            cls._OF_DATA[data] = cls(data)
        return cls._OF_DATA[data]

    def reading_range(self, page=None):
        """The range of all training images, if any of those looked at is deep; else None."""
        if ("range", page) not in self._found:
            is_deep = find_range(_spread(self.refs), page) is not None
            self._found["range", page] = find_range(self.refs, page) if is_deep else None
        return self._found["range", page]

    def look(self, reading_range=None, page=None) -> Look:
        """Size and colour of the images."""
        asked = (reading_range, page)
        if asked not in self._found:
            self._found[asked] = look_at(self.refs, *asked)
        return self._found[asked]


def _spread(refs) -> list:
    """Up to 24 of the images, spread over the set."""
    rows = np.unique(np.linspace(0, len(refs) - 1, _SAMPLE).astype(int)) if len(refs) else ()
    return [refs[row] for row in rows]


def _has_color(image) -> bool:
    return image.ndim == 3 and bool((np.ptp(image, axis=2) > 8).any())


def auto_features(look: Look, size, multilabel: bool, beside_words: bool = False) -> list:
    """Shape, texture, and colour where there is any: most sets gain by each of them.

    Coarse cells tolerate that things move. Small grey images are mostly centred drawings,
    characters or products, and grey images of several labels hold several of them: their
    detail is worth twice as many cells along each side. In colour photos of several labels
    things lie anywhere, and HOG, which describes an outline in its place, hides the columns
    that find them: it is left out. Images of a few pixels have no texture.

    What takes long and brings nothing is left out of larger images: GIST (without it flowers gain
    0.7 points and satellite images 0.3, textures lose 0.3), and scattering beside visual words
    (+0.0, -0.3, +0.1), where alone it is worth 0.8 to 1.4: cross-validated on 400 to 630 images of
    each. Of photos in half their size it takes a third of the time, and is worth as much
    (-0.2, -0.0, +0.1). ``benchmarks/recipe_cost.py`` tells it of any set.
    """
    n_cells = 8 if not look.color and (look.size == _SMALL or multilabel) else 4
    features, texture = shape_features(size, n_cells), texture_features()
    if not look.is_small:
        features = _without(GIST, features)
        rest = _without(Scattering, texture)
        texture = rest if beside_words else [*rest, _coarse_scattering(look, size)]
    if look.color:
        features = features[1 if multilabel else 0 :] + color_features()
    side = min(size) if isinstance(size, tuple) else size
    return features if side in range(_LEAST_TEXTURE) else features + texture


def _coarse_scattering(look: Look, size):
    """Scattering of photos in half their size."""
    if isinstance(size, tuple | list):
        least, half = min(size), tuple(side // 2 for side in size)
    else:
        least = look.size if size == "keep" else size
        half = least // 2
    if least < _PHOTO:
        return Scattering()
    return Pipeline([("resize", Resize(half)), (Scattering.short_name, Scattering())])


def _without(kind, features) -> list:
    return [feature for feature in features if not isinstance(feature, kind)]
