"""Which images without labels teach a model most."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .._remedies import remedy
from .._validation import images_of
from ..base import ImageRef
from ..datasets import SetAside
from ..duplicates import Thumbnail, near_duplicates
from ..extraction import extract_batches, freeze
from ..persistence import ImageModel, SeenImages, on_directions
from .drift import features_of
from .predict import Prediction, predictions_of_batch
from .stages import Stages
from .teaching_order import teaching_order

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Suggestion:
    """An image to label.

    Attributes
    ----------
    rank : int
        From 1, what teaches most.
    source : ImageRef
        The image.
    prediction : Prediction
        What the model says of it now, with the margin: small is uncertain.
    like : str
        Empty, or why it comes last: ``"training image"`` where it looks like one, else the path of
        the image before that it is a version of.
    """

    rank: int
    source: ImageRef
    prediction: Prediction
    like: str = ""


@dataclass(frozen=True, repr=False)
class Suggestions:
    """Images in the order in which they should be labelled.

    Attributes
    ----------
    suggested : tuple of Suggestion
        The first n.
    predictions : tuple of Prediction
        Of all images that could be read, in the order given.
    sources : tuple of ImageRef
        These images.
    rejected : tuple of SetAside
        Images that could not be read, and why.
    notes : tuple of str
        What a person should be told.
    seconds : dict
        Wall time by stage.
    """

    suggested: tuple[Suggestion, ...]
    predictions: tuple[Prediction, ...]
    sources: tuple[ImageRef, ...]
    rejected: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    def frame(self) -> "pd.DataFrame":
        """Table of the suggested images: ``path``, ``rank``, ``predicted``, ``margin``, ``like``.

        And ``probability`` where the model gives them.
        """
        import pandas as pd

        rows = [
            {
                "path": one.prediction.path,
                "rank": one.rank,
                "predicted": one.prediction.label,
                "margin": one.prediction.margin,
                "probability": one.prediction.probability,
                "like": one.like,
            }
            for one in self.suggested
        ]
        frame = pd.DataFrame(rows)
        return frame.drop(columns="probability") if frame["probability"].isna().all() else frame

    def __repr__(self):
        return f"<Suggestions: {len(self.suggested)} of {len(self.predictions)} images>"


def suggest(
    model: ImageModel,
    sources: Sequence,
    n: int = 50,
    *,
    n_jobs: int | None = None,
    progress: Callable[..., object] | None = None,
) -> Suggestions:
    """Order images without labels by what labelling them teaches most.

    Parameters
    ----------
    model : ImageModel
        From :func:`train` or :func:`load_model`; its classifier has scores.
    sources : sequence
        Paths or ``ImageRef``, none of which need a label.
    n : int, default=50
        So many are suggested; all, where there are fewer.
    n_jobs : int, optional
        As in joblib.
    progress : callable, optional
        Called as ``progress(stage, done, total)``.

    Returns
    -------
    Suggestions

    Raises
    ------
    ValueError
        If n is no positive number, the classifier has no scores, or no image can be read.

    Notes
    -----
    An image teaches most where the model is least sure of it, by the margin between its two highest
    scores (or to the threshold); but images that are alike teach the same. So the 2 n images of
    the least margins are divided into n clusters by their features (on 64 random directions), and
    the least sure of each comes first (margin sampling over clusters [1]_). Of versions of one
    image, as `near_duplicates` finds them, one is suggested; the others, and images like those that
    the model was trained on, are last, whatever their margins. Against labelling at random:
    ``benchmarks/suggest.py``.

    References
    ----------
    .. [1] G. Citovsky, G. DeSalvo, C. Gentile and others, "Batch active learning at scale", NeurIPS
       2021.
    """
    if isinstance(n, bool) or not isinstance(n, (int, np.integer)) or n < 1:
        raise ValueError(f"n must be a whole number from 1 on; got {n!r}")
    stages = Stages(progress)
    refs = [ImageRef.of(source) for source in images_of(sources, "sources")]
    if not refs:
        raise ValueError("there is no image to choose from")
    with stages.stage("predict") as report:
        looked = _look(model, refs, n_jobs, report)
    sources = tuple(ref for ref, one in zip(refs, looked.predictions) if one.reason is None)
    read = tuple(one for one in looked.predictions if one.reason is None)
    rejected = tuple(SetAside(p.path, p.reason) for p in looked.predictions if p.reason is not None)
    if not read:
        first = rejected[0]
        raise ValueError(f"none of {len(refs):,} images can be read; {first.path}: {first.reason}")
    margins = [one.margin for one in read]
    if None in margins:
        raise ValueError(
            "the classifier has no scores, so how sure it is cannot be told; "
            + remedy("train one that has", "train with another --classifier")
        )
    with stages.stage("duplicates"):
        like, is_last = _alike(model, looked, read, np.array(margins))
    order = teaching_order(np.array(margins), looked.rows(), is_last, n)
    suggested = tuple(
        Suggestion(rank, sources[row], read[row], like[row]) for rank, row in enumerate(order, 1)
    )
    notes = _notes(n, suggested, read, like)
    return Suggestions(suggested, read, sources, rejected, notes, stages.total())


@dataclass(frozen=True)
class _Looked:
    """What one pass gave: a prediction for each image, and of those that were read the rest."""

    predictions: list[Prediction] = field(default_factory=list)
    features: list = field(default_factory=list)
    thumbnails: list = field(default_factory=list)
    digests: list[str] = field(default_factory=list)

    def rows(self) -> np.ndarray:
        """Features on random directions; pictures, where the model has none."""
        parts = self.thumbnails if self.features[0] is None else self.features
        return np.concatenate(parts)


def _look(model: ImageModel, refs, n_jobs, report) -> _Looked:
    frozen, looked = freeze(model.pipeline, fitted=True), _Looked()
    thumbnails = frozen.observe(Thumbnail())
    for result in extract_batches(frozen, refs, n_jobs=n_jobs):
        first = len(looked.predictions)
        of_batch = refs[first : first + result.n_sources]
        looked.predictions.extend(predictions_of_batch(model, frozen, of_batch, result, first)[0])
        if result.kept:
            found = features_of(frozen.estimator, np.arange(len(result.kept)))
            looked.features.append(None if found is None else on_directions(found))
            looked.thumbnails.append(np.array(thumbnails.values))
            looked.digests.extend(result.digests)
        if report is not None:
            report(len(looked.predictions), len(refs))
    return looked


def _alike(model: ImageModel, looked: _Looked, read, margins) -> tuple[list[str], np.ndarray]:
    """What every image is like, or ""; and which images come last for it.

    Of versions of one image the one that the model is least sure of stands for all.
    """
    thumbnails = np.concatenate(looked.thumbnails)
    groups = near_duplicates(thumbnails).groups
    order = np.lexsort((margins, groups))
    firsts = order[np.unique(groups[order], return_index=True)[1]]
    like = ["" if firsts[g] == i else read[firsts[g]].path for i, g in enumerate(groups.tolist())]
    if model.seen is not None:
        known = np.logical_or(*model.seen.find(SeenImages.of(looked.digests, thumbnails)))
        for row in np.flatnonzero(known):
            like[row] = "training image"
    return like, np.array([text != "" for text in like])


def _notes(n: int, suggested, read, like) -> tuple[str, ...]:
    notes = []
    if n > len(read):
        notes.append(f"{n:,} were asked for, and there are {len(read):,} images: all are ordered")
    n_known = like.count("training image")
    if n_known:
        notes.append(
            f"{n_known:,} of {len(read):,} images look like training images: they are last"
        )
    n_copies = sum(text not in ("", "training image") for text in like)
    if n_copies:
        notes.append(f"{n_copies:,} images are versions of others among them: they are last")
    return tuple(notes)
