"""CC413: the border of the image tells the class."""

from collections.abc import Iterator

import numpy as np

from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers, as_columns, by_columns


class BorderTells(Shortcut):
    """Colours of the border, where mostly only background is."""

    code = "CC413"
    title = "the border tells the class"
    severity = "info"
    remedy = "see whether each class has a background of its own; if so, vary or remove it"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """Mean colours of the four borders, and eight spots along them."""
        tiny = facts.pixels.tiny
        last, middle = tiny.shape[1] - 1, tiny.shape[1] // 2
        edges = [0, middle, last]
        places = [(y, x) for y in edges for x in edges if (y, x) != (middle, middle)]
        spots = np.concatenate([tiny[:, y, x] for y, x in places], axis=1)
        named = {
            "the colour of the border": facts.pixels.borders.reshape(len(tiny), -1),
            "eight spots of the border": spots,
        }
        for name, values in named.items():
            columns = as_columns(values)
            if columns.shape[1]:
                yield name, by_columns(columns)
