"""Images on their way through a batch, and what came of them."""

from dataclasses import dataclass, field

from ..base import ImageSizeError


@dataclass(frozen=True)
class Rejected:
    """A source that was set aside: its position, name and the reason."""

    row: int
    path: str
    reason: str


@dataclass
class BatchResult:
    """What every chain gave, views of an image side by side; rows are positions in all sources.

    ``odd`` are those rejected for a size that gives another number of features than the others'.
    """

    n_sources: int
    values: list
    kept: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    odd: dict[int, ImageSizeError] = field(default_factory=dict)
    n_clipped: int = 0
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass
class Item:
    """One source on its way: its content digest, an image per reader, and what came of it."""

    row: int
    source: object
    digest: str
    images: dict = field(default_factory=dict)
    first: dict = field(default_factory=dict)
    n_clipped: int = 0

    @property
    def nbytes(self) -> int:
        return sum(part.nbytes for parts in (self.images, self.first) for part in parts.values())
