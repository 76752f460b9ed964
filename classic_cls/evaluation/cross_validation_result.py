"""What a cross-validation gives: frozen, with tables and plots."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..datasets import set_aside_words
from ..duplicates import DuplicateGrouping
from .estimates import Estimate
from .figures.table import record_of
from .protocol import protocol_words
from .results import PredictionResult

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True, repr=False)
class CrossValidationResult(PredictionResult):
    """Out-of-fold predictions of every image, and all that follows from them.

    Attributes
    ----------
    fold_rows : tuple of dict
        Of every fold its numbers ``repeat`` and ``fold``, from 1; ``n_train`` and ``n_test``;
        ``fit_seconds`` and ``predict_seconds``; figures ``test_NAME`` on the tested images, and
        ``train_NAME`` on (at most 5,000 of) the fitted ones.
    train : dict of str to Estimate
        Figures on the training images, without intervals.
    dummy : dict of str to Estimate
        Figures of always predicting the class that is most frequent among all images, on the same
        folds; of several labels the better one of giving every label its most frequent value,
        and of giving it at random, as often as it occurs.
    seconds : dict of str to float
        Time by stage; ``fit`` and ``predict`` summed over the folds.
    model_bytes : int or None
        About the size of the file of a model that learned what the first fold did; None where the
        classifier cannot be written.
    duplicates : DuplicateGrouping or None
        Near-duplicates among the images; None where nobody looked.
    random_split : dict of str to Estimate, or None
        Figures with near-duplicates on both sides of the splits, where there are enough to matter.
    random_split_is_bound : bool
        Whether these were not measured: they are figures of counts as they would be, had every
        answer about an image with a near-duplicate of its label been right. A random split is at
        most about as good, "about" since it trains on other images.
    rejected : tuple of SetAside
        Images that were set aside before.
    random_state : int or None
        Seed of the folds.
    protocol : {"k-fold", "leave-one-group-out", "random splits", "given folds"}
        How the images were divided.
    fold_list : str or None
        Name of the file that gave the folds.

    See Also
    --------
    PredictionResult : The other attributes, and the methods.

    Examples
    --------
    >>> from sklearn.datasets import load_iris
    >>> from sklearn.naive_bayes import GaussianNB
    >>> from classic_cls import Protocol, cross_validate
    >>> X, y = load_iris(return_X_y=True)
    >>> result = cross_validate(GaussianNB(), X, y, Protocol(cv=3), class_names=[0, 1, 2])
    >>> result
    <CrossValidationResult: 3-fold cross-validation, 150 images, 3 classes (multiclass)>
    >>> len(result.frame()), result.per_class()["support"].tolist()
    (150, [50, 50, 50])
    """

    fold_rows: tuple[dict, ...]
    train: dict[str, Estimate]
    dummy: dict[str, Estimate]
    seconds: dict[str, float] = field(default_factory=dict)
    model_bytes: int | None = None
    duplicates: DuplicateGrouping | None = None
    random_split: dict[str, Estimate] | None = None
    random_split_is_bound: bool = False
    rejected: tuple = ()
    random_state: int | None = 0
    protocol: str = "k-fold"
    fold_list: str | None = None

    @property
    def n_folds(self) -> int:
        """Folds of each repeat."""
        return int(self.predictions.folds.max())

    @property
    def protocol_words(self) -> str:
        """How the images were divided, in words."""
        sizes = self.predictions.sizes
        return protocol_words(
            self.protocol,
            folds=self.n_folds,
            repeats=self.n_repeats,
            n_splits=len(sizes),
            test_share=float(np.mean(sizes[:, 1] / sizes.sum(axis=1))),
            fold_list=self.fold_list,
        )

    @property
    def overfitting_gap(self) -> float | None:
        """Headline figure on the training images less that on the tested ones."""
        if self.headline not in self.train:
            return None
        return self.train[self.headline].value - self.figures[self.headline].value

    def folds_frame(self) -> "pd.DataFrame":
        """Table of the folds, as in ``fold_rows``."""
        import pandas as pd

        return pd.DataFrame(list(self.fold_rows))

    def _figure_row(self, name: str) -> dict:
        row = super()._figure_row(name)
        for column, figures in (("train", self.train), ("dummy", self.dummy)):
            row[column] = figures[name].value if name in figures else None
        return row

    def _title(self) -> str:
        out = set_aside_words(self.rejected)
        return f"{self.protocol_words}, {super()._title()}" + (f"; {out}" if out else "")

    def _line(self, name: str) -> str:
        line = super()._line(name)
        if name in self.dummy:
            line = f"{line:<50}dummy {record_of(name).text(self.dummy[name].value)}"
        if name in self.train:
            line += f"  training {record_of(name).text(self.train[name].value)}"
        return line
