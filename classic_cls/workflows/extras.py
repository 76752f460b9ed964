"""What a training does beside its figures and its model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sklearn.pipeline import Pipeline

from .._remedies import parameter
from ..datasets import ImageDataset
from ..evaluation import CrossValidationResult, about, check_leave_class_out
from ..pipelines import check_has_families, columns_taken, varied
from .kept_features import check_keeps_features
from .prepare import Prepared
from .stages import Stages
from .worth_of_columns import worth_of_columns


@dataclass(frozen=True)
class Extras:
    """What :func:`train` does beside its figures and its model; no image is described again.

    Parameters
    ----------
    learning_curve : bool, default=False
        Whether to learn from fewer images too, and to say what more would bring (see
        :func:`learning_curve`). What learns takes three to four times as long.
    validation_curve : str, or (str, sequence), optional
        A parameter of the classifier, such as "C", or of a reduction ("reduce.n_components"), and
        the values to try beside the one it has: is that too small, too large, or fine? Without
        values some around it are tried.
    leave_class_out : bool, default=False
        Whether to learn without each class in turn, and to say how many of its images
        :func:`predict` would call unknown. One more fit for each class.
    importance : bool, default=False
        Whether to measure what every family of features is worth, in the same folds: shuffled
        among the tested images, and left out. What decides is fitted once more for each family.
    keep_features : bool, default=False
        Whether the model keeps the features of all training images (two bytes a number), so that
        :func:`update` can fit its classifier again together with new images. Not for augmented
        images.

    Examples
    --------
    >>> Extras(learning_curve=True, keep_features=True).measured
    ['learning_curve']
    """

    learning_curve: bool = False
    validation_curve: str | tuple[str, Sequence | None] | None = None
    leave_class_out: bool = False
    importance: bool = False
    keep_features: bool = False

    @property
    def measured(self) -> list[str]:
        """Names of what is measured in the folds."""
        return [name for name, value in vars(self).items() if value and name != "keep_features"]

    @property
    def _varied(self) -> tuple:
        """Parameter and values of the validation curve."""
        asked = self.validation_curve
        return (asked, None) if isinstance(asked, str) else asked

    def check(self, pipeline: Pipeline, dataset: ImageDataset, tuned: bool = False) -> None:
        """Refuse what cannot be done, before an image is opened."""
        if tuned and self.validation_curve is not None:
            raise ValueError(
                f"{parameter('tune')} chooses parameters anew in every fold, and "
                f"{parameter('validation_curve')} is about a classifier whose other parameters "
                "stay as they are: leave one of them out"
            )
        if self.validation_curve is not None:
            varied(pipeline, *self._varied)
        if self.leave_class_out:
            check_leave_class_out(pipeline, dataset.training().targets)
        if self.importance:
            check_has_families(pipeline, tuned)
        if self.keep_features:
            check_keeps_features(pipeline)

    def results(
        self,
        prepared: Prepared,
        estimator: Any,
        full: CrossValidationResult,
        stages: Stages,
        n_jobs: int | None,
    ) -> dict:
        """What was found, by its name in :class:`Training`, beside the result of the folds."""
        found: dict[str, Any] = {}
        if columns_taken(prepared.frozen.source):
            with stages.stage("columns") as report:
                options = {"n_jobs": n_jobs, "progress": report}
                found["tabular"] = worth_of_columns(prepared, estimator, full, **options)
        if self.learning_curve:
            with stages.stage("learning_curve") as report:
                options = {"full": full, "n_jobs": n_jobs, "progress": report}
                found["learning_curve"] = prepared.learning_curve(estimator, **options)
        if self.validation_curve is not None:
            with stages.stage("validation_curve") as report:
                options = {"full": full, "n_jobs": n_jobs, "progress": report}
                what = (about(estimator, full.positive), *self._varied)
                found["validation_curve"] = prepared.validation_curve(*what, **options)
        if self.leave_class_out:
            with stages.stage("left_out") as report:
                options = {"n_jobs": n_jobs, "progress": report}
                found["left_out_classes"] = prepared.left_out_classes(estimator, full, **options)
        if self.importance:
            with stages.stage("importance") as report:
                options = {"n_jobs": n_jobs, "progress": report}
                found["importance"] = prepared.feature_importance(estimator, full, **options)
        return found
