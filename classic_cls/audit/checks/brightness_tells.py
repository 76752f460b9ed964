"""CC412: brightness, contrast or sharpness tells the class."""

from collections.abc import Iterator

from ..facts import Facts
from ..shortcut import Shortcut
from ..telling import Answers, as_columns, by_columns


class BrightnessTells(Shortcut):
    """Brightness, contrast and sharpness of the whole image, each alone."""

    code = "CC412"
    title = "the light tells the class"
    severity = "info"
    remedy = "see whether light or focus went with the class; if so, equalise or vary them"

    def candidates(self, facts: Facts) -> Iterator[tuple[str, Answers]]:
        """Each of them."""
        for name in ("brightness", "contrast", "sharpness"):
            columns = as_columns(getattr(facts.pixels, name))
            if columns.shape[1]:
                yield f"the {name}", by_columns(columns)
