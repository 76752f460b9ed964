"""Several versions of an image, to learn from as well."""

from numbers import Integral
from typing import NamedTuple

import numpy as np

from .._compat import Interval, StrOptions
from .._typing import Image
from ..base import ImageViews
from ..kernels.moving import moved_image, relit_image


class Preset(NamedTuple):
    """How far views go from their image.

    Attributes
    ----------
    summary : str
        One line.
    mirror : bool
        Whether every other view is mirrored left to right.
    shift : float
        The farthest, as a share of width and height.
    turn : float
        The widest, in degrees.
    scale : float
        The largest change, as a share of the size.
    brightness : float
        The largest change, as a share of the whole range.
    contrast : float
        The largest change, as a share of the contrast.
    from_border : bool
        Whether the colour of the border continues the image, in place of its reflection.
    """

    summary: str
    mirror: bool = False
    shift: float = 0.0
    turn: float = 0.0
    scale: float = 0.0
    brightness: float = 0.0
    contrast: float = 0.0
    from_border: bool = False


_PRESETS = {
    "none": Preset("the images alone"),
    "light": Preset("mirrored, and moved, turned and scaled a little", True, 0.04, 4, 0.05),
    "medium": Preset(
        "as light, twice as far, and in other light", True, 0.08, 8, 0.1, 0.05, 0.1
    ),
    "strong": Preset(
        "as light, four times as far, and in quite other light", True, 0.15, 16, 0.2, 0.1, 0.25
    ),
    "document": Preset(
        "characters and drawings: moved, turned and scaled a little, never mirrored, before the "
        "colour of the border",
        False, 0.04, 4, 0.05, from_border=True,
    ),
}  # fmt: skip


class Augment(ImageViews):
    """Learn from every image in several versions.

    Mirrored, moved, turned, scaled, lighter or darker, a thing stays what it is. A classifier that
    has seen the versions of its training images is right more often about new ones, where few
    images are there to learn from and the versions are such as new images are: no digit should be
    mirrored, no satellite picture be refused it. The versions are made once, after the resizing,
    and described as images are; no version of an image is ever tested that trains.

    ``test_views`` images answer together: the scores of the first so many views are averaged.

    Parameters
    ----------
    preset : {"none", "light", "medium", "strong", "document"}, default="light"
        How far views go from their image; see ``Augment.presets``. "none" makes mirror images, if
        ``mirror`` asks for them, and copies.
    n_views : int, default=4
        Versions of every image to learn from, the image itself counted.
    mirror : bool or None, default=None
        Whether every other view is mirrored; None leaves it to the preset.
    test_views : int, default=1
        Views whose mean score answers; 1 is the image itself.
    random_state : int, default=0
        Seed of the views.

    See Also
    --------
    PatchDictionary : Its ``mirror`` averages over an image and its mirror image, in one row.

    Notes
    -----
    View 0 is the image, and view 1 of a preset that mirrors its mirror image. Every other view is
    drawn from a generator seeded by ``random_state``, its number and the content of the file, so it
    hangs on nothing else. Shift and brightness are drawn evenly from -r to r, the turn too, and the
    logarithms of scale and contrast from ``-log(1 + r)`` to ``log(1 + r)``, where r are the entries
    of the preset. All movements are one affine map and one linear interpolation, from beyond the
    edge comes the reflection of the image or, for documents, the median colour of its border.

    Without groups of their own, the views of an image are a group to whatever of ours divides the
    training rows again (thresholds, calibration). Searches and calibration of scikit-learn inside a
    pipeline take no groups, and have views of one image on both sides.

    Rows, and the time to describe them, grow with ``n_views`` (or ``test_views``, if that is more):
    4 bytes a column and view. A kernel of n images becomes one of ``n_views`` n rows.

    Examples
    --------
    >>> import numpy as np
    >>> from classic_cls import Augment
    >>> image = np.arange(36, dtype=np.uint8).reshape(6, 6)
    >>> views = [Augment().view(image, number, digest="0a") for number in range(4)]
    >>> np.array_equal(views[0], image), np.array_equal(views[1], image[:, ::-1])
    (True, True)
    """

    short_name = "augment"
    presets = _PRESETS

    _parameter_constraints = {
        "preset": [StrOptions(set(_PRESETS))],
        "n_views": [Interval(Integral, 1, 100, closed="both")],
        "mirror": ["boolean", None],
        "test_views": [Interval(Integral, 1, 100, closed="both")],
        "random_state": [Interval(Integral, 0, None, closed="left")],
    }

    def __init__(
        self,
        preset: str = "light",
        n_views: int = 4,
        mirror: bool | None = None,
        test_views: int = 1,
        random_state: int = 0,
    ):
        self.preset = preset
        self.n_views = n_views
        self.mirror = mirror
        self.test_views = test_views
        self.random_state = random_state

    @property
    def how(self) -> Preset:
        """The preset, with the mirror that was asked for."""
        how = self.presets[self.preset]
        return how if self.mirror is None else how._replace(mirror=self.mirror)

    def _view(self, image: Image, number: int, rng: np.random.Generator) -> Image:
        how = self.how
        if how.mirror and number == 1:
            return image[:, ::-1]
        *shift, turn, scale, brightness, contrast = rng.uniform(-1, 1, 6)
        moved = moved_image(
            image,
            mirror=how.mirror and number % 2 == 1,
            angle=np.deg2rad(how.turn * turn),
            scale=(1 + how.scale) ** scale,
            shift=how.shift * np.array(shift),
            from_border=how.from_border,
        )
        return relit_image(moved, how.brightness * brightness, (1 + how.contrast) ** contrast)
