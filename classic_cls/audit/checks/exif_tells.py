"""CC404: camera, date or orientation that tell the class."""

import re
from collections.abc import Iterator
from datetime import datetime

import numpy as np

from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers, as_columns, by_columns

_DATE = re.compile(r"(\d{4}):(\d\d):(\d\d)(?: (\d\d):(\d\d):(\d\d))?")


class ExifTells(Shortcut):
    """What the camera wrote into the file: its name, the date, how it was held."""

    code = "CC404"
    title = "camera or date tells the class"
    severity = "warning"
    remedy = "take images of all classes with each camera on each day; declare them as groups"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """Camera, date and orientation, each alone."""
        files = facts.files
        dates = np.array([_moment(text) for text in files.date])
        named = {
            "the camera (EXIF)": files.camera,
            "the date (EXIF)": dates,
            "the orientation (EXIF)": files.orientation,
        }
        for name, values in named.items():
            columns = as_columns(values)
            if columns.shape[1]:
                yield name, by_columns(columns)


def _moment(text: str) -> float:
    """Days since the year 1, or -1.

    >>> _moment("2020:01:02 12:00:00") - _moment("2020:01:01"), _moment("0000:00:00 00:00:00")
    (1.5, -1.0)
    """
    found = _DATE.match(text)
    try:
        parts = [int(part or 0) for part in found.groups()] if found else [0] * 6
        year, month, day, hour, minute, second = parts
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:  # no date at all, or none that there is
        return -1.0
    return (moment - datetime(1, 1, 1)).total_seconds() / 86_400
