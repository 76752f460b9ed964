"""A fitted pipeline together with what must be known to use it."""

import datetime
import importlib
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sklearn.utils.validation import check_is_fitted

from ..base import ImageViews
from ..evaluation import HeldOutLabels, HeldOutScores, answer_images
from ..extraction import NothingUsable, extract, freeze
from ..pipelines import columns_taken
from ..reading import ImageReadError, ReadImages
from .kept_rows import KeptRows
from .reference import Reference
from .seen import SeenImages

TASKS = ("binary", "multiclass", "multilabel")

_PACKAGES = {
    "classic_cls": "classic_cls",
    "numpy": "numpy",
    "scipy": "scipy",
    "scikit-learn": "sklearn",
    "skops": "skops",
    "numba": "numba",
    "opencv": "cv2",
}


def _versions() -> dict[str, str]:
    found = {name: importlib.import_module(m).__version__ for name, m in _PACKAGES.items()}
    return {"python": platform.python_version(), **found}


def _today() -> str:
    return datetime.date.today().isoformat()


@dataclass(frozen=True)
class ImageModel:
    """A fitted image classifier with its class names and its figures.

    Parameters
    ----------
    pipeline : sklearn.pipeline.Pipeline
        Fitted; takes what its first step takes: paths, ``ImageRef`` or arrays. Where a step of it
        makes several views of an image to answer by (see :class:`Augment`), the model answers
        by the mean of their scores, and the pipeline itself by the image alone.
    class_names : tuple of str, optional
        Classes (or labels) in the order of the columns of the scores. None: those of the
        pipeline, which a multilabel pipeline does not know.
    task : {"binary", "multiclass", "multilabel"}, optional
        None: ``"binary"`` or ``"multiclass"``, by the number of classes.
    figures : dict
        What was measured in cross-validation; plain numbers, text, lists and dicts.
    positive : str, optional
        The class that binary figures are about.
    reading_range : (low, high), optional
        What was mapped to 0 .. 255 in 16-bit and float images. None: what the
        pipeline's first step says.
    versions : dict of str
        Of Python and of the packages that fitted the model.
    created : str
        Date, ``YYYY-MM-DD``.
    seen : SeenImages, optional
        Twenty bytes of every training image, by which :func:`evaluate` knows them again; no
        image. Models of :func:`train` have them.
    held_out : HeldOutScores or HeldOutLabels, optional
        Scores of the training images by models that had not seen them, from which
        :func:`predict` learns when not to answer: seventeen bytes an image; of several labels
        five bytes a label, and four. Models of :func:`train` have them, if the classifier has
        scores.
    reference : Reference, optional
        Numbers of up to 256 training images, by which :func:`evaluate` and :class:`Monitor` tell
        whether new images look like them; no image. Models of :func:`train` have them.
    rows : KeptRows, optional
        Features of every training image, in the order of ``seen``, so that :func:`update` can fit
        the classifier again; of models of ``train(..., extras=Extras(keep_features=True))``.

    Raises
    ------
    ValueError
        If the names do not fit the classes of the pipeline, or the task is unknown.
    sklearn.exceptions.NotFittedError
        If the pipeline is not fitted.

    Examples
    --------
    >>> import numpy as np
    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.svm import LinearSVC
    >>> X = np.array([[0.0], [1.0], [8.0], [9.0]])
    >>> model = ImageModel(make_pipeline(LinearSVC()).fit(X, ["bad", "bad", "good", "good"]))
    >>> model.class_names, model.task
    (('bad', 'good'), 'binary')
    >>> model.predict([[9.0]]).tolist(), model.predict_scores([[9.0]]).shape
    (['good'], (1, 2))
    """

    pipeline: object
    class_names: tuple[str, ...] = None
    task: str = None
    figures: dict = field(default_factory=dict)
    positive: str | None = None
    reading_range: tuple[float, float] | None = None
    versions: dict[str, str] = field(default_factory=_versions)
    created: str = field(default_factory=_today)
    seen: SeenImages | None = None
    held_out: HeldOutScores | HeldOutLabels | None = None
    reference: Reference | None = None
    rows: KeptRows | None = None

    def __post_init__(self):
        check_is_fitted(self.pipeline)
        known = self.pipeline.classes_
        names = _single_label_names(known) if self.class_names is None else self.class_names
        task = self.task or ("binary" if len(names) == 2 else "multiclass")
        readers = [part for part in _parts(self.pipeline) if isinstance(part, ReadImages)]
        spread = self.reading_range or (readers[0].range if readers else None)
        self._set("class_names", tuple(str(name) for name in names))
        self._set("task", task)
        self._set("reading_range", None if spread is None else tuple(spread))
        self._check(known)

    def _set(self, name, value):
        object.__setattr__(self, name, value)

    def _check(self, known) -> None:
        if self.task not in TASKS:
            raise ValueError(f"task must be one of {', '.join(TASKS)}; got {self.task!r}")
        if self.task != "multilabel" and self.class_names != tuple(map(str, known)):
            raise ValueError(
                f"class_names {self.class_names} are not the classes of the pipeline, "
                f"{tuple(map(str, known))}, in their order"
            )
        if len(self.class_names) != len(known):
            raise ValueError(f"{len(self.class_names)} class_names for {len(known)} labels")
        if self.positive is not None and self.positive not in self.class_names:
            raise ValueError(f"positive is '{self.positive}', which is not one of the class_names")
        self._check_held_out()

    def _check_held_out(self) -> None:
        several = isinstance(self.held_out, HeldOutLabels)
        if self.held_out is not None and several != (self.task == "multilabel"):
            kind = type(self.held_out).__name__
            raise ValueError(f"held_out is a {kind}, of a {self.task} model")
        if several and self.held_out.scores.shape[1] != len(self.class_names):
            n = self.held_out.scores.shape[1]
            raise ValueError(f"held_out is of {n} labels, of {len(self.class_names)}")

    @property
    def gives_probabilities(self) -> bool:
        """Whether the scores are probabilities, not distances from a boundary."""
        return hasattr(self.pipeline, "predict_proba")

    @property
    def thresholds(self) -> np.ndarray | None:
        """Scores from which a label is given ``(k,)``, or the positive class ``(1,)``.

        None where the label is that of the highest score.
        """
        steps = getattr(self.pipeline, "steps", None)
        last = steps[-1][1] if steps else self.pipeline
        learned = getattr(last, "thresholds_", None)
        if learned is None and self.task == "multilabel":
            usual = 0.5 if self.gives_probabilities else 0.0
            return np.full(len(self.class_names), usual)
        return learned

    @property
    def threshold(self) -> float | None:
        """Score of the positive class from which it is given, where that was learned for two."""
        learned = self.thresholds if self.task == "binary" else None
        return None if learned is None else float(learned[0])

    @property
    def views(self) -> int:
        """How many views of an image answer for it; 1 is the image itself."""
        makers = [part for part in _parts(self.pipeline) if isinstance(part, ImageViews)]
        return max((maker.n_test_views for maker in makers), default=1)

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of a table that the model takes beside the images; empty without any."""
        return columns_taken(self.pipeline)

    def _answers(self, sources) -> tuple:
        """Labels and scores of images that several views answer for."""
        frozen = freeze(self.pipeline, fitted=True)
        try:
            extraction = extract(frozen, sources)
        except NothingUsable as nothing:
            extraction = nothing.extraction
        for rejected in extraction.rejected:
            raise ImageReadError(rejected.path, rejected.reason)
        several_labels = self.task == "multilabel"
        what = frozen.estimator, extraction.rows, self.class_names
        return answer_images(*what, multilabel=several_labels)[:2]

    def predict(self, sources: Sequence) -> np.ndarray:
        """Label every image; may be called from several threads at once.

        Class names ``(n,)``, or an int8 indicator ``(n, n_classes)`` for multilabel.
        """
        if self.views > 1:
            labels = self._answers(sources)[0]
        else:
            labels = np.asarray(self.pipeline.predict(sources))
        return labels.astype(np.int8) if self.task == "multilabel" else labels

    def predict_scores(self, sources: Sequence) -> np.ndarray:
        """Score of every class for every image ``(n, n_classes)``; more is likelier.

        Probabilities where the pipeline has them, otherwise its decision function; of two classes
        the first then has the negative of the second's score.
        """
        if self.views > 1:
            return self._answers(sources)[1]
        if not self.gives_probabilities:
            scores = np.asarray(self.pipeline.decision_function(sources))
            if scores.ndim == 2:
                return scores
            return scores[:, None] if self.task == "multilabel" else np.stack([-scores, scores], 1)
        scores = self.pipeline.predict_proba(sources)
        if isinstance(scores, list):  # forests and neighbours: (n, 2) for every label
            columns = [_present(*pair) for pair in zip(scores, self.pipeline.classes_, strict=True)]
            return np.stack(columns, axis=1)
        return np.asarray(scores)


def _parts(pipeline) -> list:
    return list(pipeline.get_params(deep=True).values())


def _single_label_names(known):
    if not all(isinstance(name, str) for name in known):
        raise ValueError(
            "the classes of the pipeline are not names: give the labels as text; for several "
            "labels an image give class_names and task='multilabel'"
        )
    return known


def _present(probabilities, values) -> np.ndarray:
    """Probability of 1; a label that training never saw has probability 0."""
    column = probabilities[:, np.asarray(values) == 1]
    return column[:, 0] if column.shape[1] else np.zeros(len(probabilities))
