"""What comes out of a training."""

from dataclasses import dataclass, field

from ..base import ImageRef
from ..datasets import ImageDataset, SetAside
from ..evaluation import (
    Breakdown,
    CrossValidationResult,
    FeatureImportance,
    LearningCurve,
    LeftOutClasses,
    OneClass,
    PredictionResult,
    ValidationCurve,
    WorthOfColumns,
)
from ..persistence import ImageModel


@dataclass(frozen=True, kw_only=True, repr=False)
class Training:
    """A trained model with all that was measured on the way.

    Attributes
    ----------
    dataset : ImageDataset
        As given.
    model : ImageModel
        Fitted on all training images.
    cv : CrossValidationResult
        Cross-validation on the training images.
    test : PredictionResult or None
        The model on the test images, where there are any.
    test_split : {"official", "held out", None}
        Where the test images come from.
    test_without_duplicates : PredictionResult or None
        The test images that have no near-duplicate among the training images, where some have
        and some have not.
    n_test_copies : int
        Test images that have one.
    test_of_new_groups : PredictionResult or None
        The test images whose group is not among the training images, where some are.
    breakdowns, test_breakdowns : dict of str to Breakdown
        Figures of ``cv`` and ``test`` for every value of a column, by its name.
    refs, test_refs : tuple of ImageRef
        Training and test images, in the order of their predictions.
    rejected : tuple of SetAside
        What took no part, and why.
    n_features, n_clipped : int
        Columns per image; pixel values that lay outside the reading range.
    data_sha256 : str
        Digest of names, contents and targets of the images used.
    settings : dict
        What the pipeline is made of and how it was validated, as plain values.
    seconds : dict
        Wall time by stage.
    peak_memory_bytes : int or None
        Most memory that the process has had until the end of the training, worker processes not
        counted; None where the system does not tell.
    notes : tuple of str
        What a person should be told.
    random_state : int or None
        Seed.
    learning_curve : LearningCurve or None
        Figures with fewer training images, where they were asked for.
    validation_curve : ValidationCurve or None
        Figures at other values of a parameter, where they were asked for.
    left_out_classes : LeftOutClasses or None
        Whether images of a class that was not learned are found out, where that was asked for.
    importance : FeatureImportance or None
        What every family of features is worth, where that was asked for.
    tabular : WorthOfColumns or None
        Figures with and without the columns that are learned from beside the images, if any are.
    one_class, test_of_one_class : OneClass or None
        False alarms, and what is found of every kind, where one class alone was learned: in
        cross-validation, and of the test images.
    tuning : dict or None
        What was tried, and chosen by which figures, as plain values; where something was.
    options : dict
        What a person asked for on the command line, by the long names of the options.
    """

    dataset: ImageDataset
    model: ImageModel
    cv: CrossValidationResult
    test: PredictionResult | None
    test_split: str | None
    test_without_duplicates: PredictionResult | None
    n_test_copies: int
    test_of_new_groups: PredictionResult | None
    breakdowns: dict[str, Breakdown]
    test_breakdowns: dict[str, Breakdown]
    refs: tuple[ImageRef, ...]
    test_refs: tuple[ImageRef, ...]
    rejected: tuple[SetAside, ...]
    n_features: int
    n_clipped: int
    data_sha256: str
    settings: dict
    seconds: dict[str, float]
    notes: tuple[str, ...]
    random_state: int | None
    learning_curve: LearningCurve | None = None
    validation_curve: ValidationCurve | None = None
    peak_memory_bytes: int | None = None
    left_out_classes: LeftOutClasses | None = None
    importance: FeatureImportance | None = None
    tabular: WorthOfColumns | None = None
    one_class: OneClass | None = None
    test_of_one_class: OneClass | None = None
    tuning: dict | None = None
    options: dict = field(default_factory=dict)

    @property
    def test_is_copied(self) -> bool:
        """Whether nine in ten test images, or more, have a copy that was learned from."""
        return self.test is not None and self.n_test_copies >= 0.9 * self.test.n_images

    def __repr__(self):
        return f"<Training on '{self.dataset.name}': {self.cv!r}>"
