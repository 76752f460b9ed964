"""Dictionaries learned once, from images that nobody has labelled."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sklearn.pipeline import Pipeline

from ..base import ImageRef
from ..datasets import SetAside
from ..extraction import changed, learn_dictionaries
from ..notes import renamed
from .fronts import fronts_of
from .stages import Stages

_MOST_FOLDERS = 3


@dataclass(frozen=True)
class Learned:
    """Pipelines, perhaps with dictionaries, and the images that these were learned from."""

    pipelines: dict[str, Pipeline]
    refs: tuple[ImageRef, ...] = ()
    rejected: tuple[SetAside, ...] = ()
    digests: tuple[str, ...] = ()

    def notes(self, labelled: Iterable[ImageRef], digests: Iterable[str]) -> tuple[str, ...]:
        """What a person should be told, given the labelled images and their SHA-256."""
        if not self.refs:
            return ()
        n = len(self.refs)
        said = (
            f"dictionaries were learned once, from {_images(n)} without labels, before the "
            "cross-validation",
        )
        # Of one page or region of a file the digest is another one.
        files, digests = {os.path.realpath(ref.path) for ref in labelled}, set(digests)
        own = zip(self.refs, self.digests, strict=True)
        known = sum(os.path.realpath(ref.path) in files or d in digests for ref, d in own)
        if not known:
            return said
        return (
            *said,
            f"{known:,} of {_images(n)} without labels have the same content as labelled ones: "
            "dictionaries have seen these before they are tested, so the figures are too good; "
            "leave them out of the images without labels",
        )


def learn_from(
    unlabelled, pipelines: dict[str, Pipeline], stages: Stages, *, n_jobs, cache
) -> Learned:
    """Learn the dictionaries of pipelines, once for those that describe images alike.

    See `learn_dictionaries`.
    """
    if isinstance(unlabelled, (str, Path)):
        raise ValueError(f"unlabelled must be a list of image files, not one path: '{unlabelled}'")
    refs, learned = _refs(unlabelled), {}
    digests: dict[int, str] = {}
    reasons: dict[int, str] = {}
    for n_steps, names in fronts_of(pipelines).values():
        with stages.stage("dictionaries") as progress:
            first, extraction = learn_dictionaries(
                pipelines[names[0]], refs, n_jobs=n_jobs, cache=cache, progress=progress
            )
        digests |= zip(extraction.kept, extraction.digests, strict=True)
        reasons |= {item.row: item.reason for item in extraction.rejected}
        for name in names:
            own = pipelines[name]
            learned[name] = changed(own, steps=[*first.steps[:n_steps], *own.steps[n_steps:]])
    return Learned(
        learned,
        tuple(refs[row] for row in sorted(digests)),
        tuple(_set_aside(refs[row], reasons[row]) for row in sorted(reasons)),
        tuple(digests[row] for row in sorted(digests)),
    )


def counted(unlabelled) -> str | None:
    """How many images without labels there are, and the names of their folders.

    >>> counted(["/home/me/more/1.png", "/home/me/more/2.png"]), counted(None)
    ('2 images from more', None)
    """
    if unlabelled is None:
        return None
    refs = _refs(unlabelled)
    folders = sorted({_folder(ref) for ref in refs})
    left = len(folders) - _MOST_FOLDERS
    more = f" and {left:,} more" if left > 0 else ""
    return f"{_images(len(refs))} from {', '.join(folders[:_MOST_FOLDERS])}{more}"


def _refs(unlabelled) -> list[ImageRef]:
    """Every image once."""
    return list(dict.fromkeys(ImageRef.of(source) for source in unlabelled))


def _images(n: int) -> str:
    return f"{n:,} image" + ("" if n == 1 else "s")


def _folder(ref: ImageRef) -> str:
    return Path(ref.path).absolute().parent.name


def _set_aside(ref: ImageRef, reason: str) -> SetAside:
    name = f"{_folder(ref)}/{ref.label(Path(ref.path).parent)}"
    reason = renamed(reason, lambda path: Path(path).name)
    return SetAside(name, reason.replace(ref.path, name) if ref.path in reason else reason)
