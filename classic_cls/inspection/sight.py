"""What a picture of a feature is made of: numbers in their places, before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Strokes:
    """Straight lines on a picture.

    Attributes
    ----------
    ends : ndarray of shape (n, 2, 2)
        x and y of both ends of each, in pixels of the image from its upper left corner.
    strengths : ndarray of shape (n,)
        In [0, 1]: how bright each line is.
    """

    ends: np.ndarray
    strengths: np.ndarray


@dataclass(frozen=True, eq=False)
class Dots:
    """Points on a picture.

    Attributes
    ----------
    places : ndarray of shape (n, 2)
        x and y in pixels of the image from its upper left corner; the middle of the first pixel
        is at (0.5, 0.5).
    radii : ndarray of shape (n,), or None
        In pixels, of circles; None draws marks of one size.
    angles : ndarray of shape (n,), or None
        Degrees from a row downwards, for a hand inside each circle.
    kinds : ndarray of shape (n,), int, or None
        Number of the kind of each; kinds differ in colour and mark.
    names : sequence of str
        Of the kinds, for a legend.
    """

    places: np.ndarray
    radii: np.ndarray | None = None
    angles: np.ndarray | None = None
    kinds: np.ndarray | None = None
    names: Sequence[str] = ()


@dataclass(frozen=True, eq=False)
class Picture:
    """An image, or a map of numbers, in the coordinates of an image.

    Attributes
    ----------
    title : str
    values : ndarray of shape (h, w) or (h, w, 3)
        An image in ``uint8``, or numbers, of which NaN is left blank. They fill the image, of
        however few cells they are.
    shape : tuple
        Height and width of the image, in pixels.
    kind : {"image", "gray", "amount", "signed", "angle", "light"}
        What numbers are: shades of grey, amounts from 0 up, numbers around 0, degrees of which 0
        and 180 are the same, or amounts of light on black.
    unit : str
        Of the numbers, for the scale; empty leaves the scale out.
    limits : (float, float) or None
        Of the scale; None goes by the values.
    cells : ndarray of shape (n, 4), or None
        Regions to outline: top, left, bottom, right.
    strokes : Strokes or None
    dots : Dots or None
    """

    title: str
    values: np.ndarray
    shape: tuple
    kind: str = "image"
    unit: str = ""
    limits: tuple[float, float] | None = None
    cells: np.ndarray | None = None
    strokes: Strokes | None = None
    dots: Dots | None = None


@dataclass(frozen=True, eq=False)
class Bars:
    """A bar chart.

    Attributes
    ----------
    title : str
    values : ndarray of shape (n,)
    names : sequence of str
        One for each bar, or none at all: then bars are numbered.
    unit : str
        What the height is.
    about : str
        What the bars stand for.
    colors : ndarray of shape (n, 3), or None
        RGB in [0, 1].
    angles : ndarray of shape (n,), or None
        Degrees, coloured as in a picture of angles.
    lying : bool
        Whether bars run from left to right, the first at the top.
    """

    title: str
    values: np.ndarray
    names: Sequence[str] = ()
    unit: str = ""
    about: str = ""
    colors: np.ndarray | None = None
    angles: np.ndarray | None = None
    lying: bool = False


@dataclass(frozen=True, eq=False)
class Table:
    """Numbers in rows and columns, each a square of a colour.

    Attributes
    ----------
    title : str
    values : ndarray of shape (rows, columns)
        NaN is left blank.
    rows, columns : sequence of str
        Names; few or none where there are many.
    kind : {"amount", "signed"}
    unit : str
        Of the numbers, for the scale.
    each_row : bool
        Whether rows are of different units: each has its own scale, and the numbers are written.
    colors : ndarray of shape (rows, 3), or None
        RGB in [0, 1], in place of the names of the rows.
    about : (str, str)
        What rows and columns are.
    """

    title: str
    values: np.ndarray
    rows: Sequence[str] = ()
    columns: Sequence[str] = ()
    kind: str = "amount"
    unit: str = ""
    each_row: bool = False
    colors: np.ndarray | None = None
    about: tuple[str, str] = ("", "")


@dataclass(frozen=True, eq=False)
class Sheet:
    """Small pictures in rows and columns.

    Attributes
    ----------
    title : str
    pictures : list of lists of ndarray
        Row by row: images in ``uint8``, or numbers.
    rows, columns : sequence of str
        Names.
    captions : sequence of str
        Or a name for each picture.
    kind : {"image", "amount", "signed"}
    limits : (float, float) or None
        Of all pictures; None gives each a scale of its own.
    """

    title: str
    pictures: list
    rows: Sequence[str] = ()
    columns: Sequence[str] = ()
    captions: Sequence[str] = ()
    kind: str = "amount"
    limits: tuple[float, float] | None = None


Panel = Picture | Bars | Table | Sheet


@dataclass(frozen=True, eq=False)
class Sight:
    """What a feature sees in an image, side by side.

    Attributes
    ----------
    title : str
    panels : list of Picture, Bars, Table and Sheet
    reading : str
        One or two sentences: how to read it.
    row : ndarray or None
        The row of the feature, where it has one; what is drawn of it is drawn from here.
    """

    title: str
    panels: list[Any]
    reading: str
    row: np.ndarray | None = field(default=None, repr=False)
